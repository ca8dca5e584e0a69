"""Unexpected errors on the pages: whoever meets one sees the number under which it stands in the log."""

import functools
from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from maltolk.logs import note_fault
from maltolk.web.prefix import local_path
from maltolk.web.problems import problem
from maltolk.web.texts import texts


class Faults:
    """Answers with our page where the application raises what nobody expected."""

    def __init__(self, application: ASGIApp) -> None:
        self._application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; what is raised ends here."""
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        started = False

        async def sending(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._application(scope, receive, sending)
        except Exception as error:  # noqa: BLE001  this is where what nobody expected ends
            number = note_fault(error)
            if not started:
                await problem(local_path(scope), 500, number)(scope, receive, send)


def on_page(function: Callable[..., object], language: str) -> Callable[..., object]:
    """``function`` for a Gradio page in ``language``: what it raises is logged, and the page shows its number."""

    @functools.wraps(function)
    def guarded(*values: object) -> object:
        import gradio as gr

        try:
            return function(*values)
        except Exception as error:  # noqa: BLE001  Gradio would print it, with words of the question
            said = texts(language)["broken"] + " " + texts(language)["fault_number"].format(number=note_fault(error))
            raise gr.Error(said, print_exception=False) from None

    return guarded
