"""Unexpected errors: a number for whoever met one, and one line in the log under that number."""

import functools
import logging
import secrets
import traceback
from collections.abc import Callable
from pathlib import PurePath

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from maltolk.errors import MaltolkError, UsageError
from maltolk.web.prefix import local_path
from maltolk.web.problems import problem
from maltolk.web.texts import texts

_DEEPEST = 8
"""Places of an error in the log, innermost first."""

_log = logging.getLogger(__name__)


def note(error: BaseException) -> str:
    """Log the error in one line and return its number.

    The line says of what type it is and where it was raised. What the error says is left out, since that may hold words
    of a question; but an error of maltolk's own names its cure and is logged with it.
    """
    number = secrets.token_hex(3).upper()
    says = f": {error}" if isinstance(error, MaltolkError) and not isinstance(error, UsageError) else ""
    _log.error("fault %s: %s%s at %s", number, type(error).__name__, " ".join(says.split("\n")), _places(error))
    return number


def _places(error: BaseException) -> str:
    frames = reversed(traceback.extract_tb(error.__traceback__))
    places = [f"{PurePath(frame.filename).name}:{frame.lineno}" for frame in frames]
    return " < ".join(places[:_DEEPEST])


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
            number = note(error)
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
            said = texts(language)["broken"] + " " + texts(language)["fault_number"].format(number=note(error))
            raise gr.Error(said, print_exception=False) from None

    return guarded
