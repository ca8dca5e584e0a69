"""How many answers are computed at once, and how many requests wait for one."""

import asyncio
import os
import re

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from maltolk.web.doors.bodies import once, whole
from maltolk.web.prefix import local_path
from maltolk.web.problems import problem

AT_ONCE = 2 * (os.cpu_count() or 1)
"""Answers that are computed at once: more would only wait for each other's turn on the processors."""
MAX_WAITING = 128
"""Requests that wait for their turn; further ones are told at once to come back."""
PATIENCE = 20.0
"""Seconds that a request waits for its turn."""


class Crowd:
    """Lets few requests for ``asking`` paths work at once. A place is taken only when the whole request has come, and
    left when the answer is ready, so neither slow senders nor slow readers hold one."""

    def __init__(
        self,
        application: ASGIApp,
        asking: re.Pattern[str],
        at_once: int = AT_ONCE,
        waiting: int = MAX_WAITING,
        patience: float = PATIENCE,
    ) -> None:
        self._application = application
        self._asking = asking
        self._places = asyncio.Semaphore(at_once)
        self._may_wait = waiting
        self._waiting = 0
        self._patience = patience

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on when it is its turn, or answer that there are too many."""
        if scope["type"] != "http" or not self._asking.fullmatch(local_path(scope)):
            await self._application(scope, receive, send)
            return
        body = await whole(receive)
        if body is None:
            return
        if await self._turn():
            await self._served(scope, once(body, receive), send)
        else:
            await problem(local_path(scope), 503)(scope, receive, send)

    async def _turn(self) -> bool:
        """Whether there was a place, or one became free in time."""
        if self._places.locked() and self._waiting >= self._may_wait:
            return False
        self._waiting += 1
        try:
            async with asyncio.timeout(self._patience):
                await self._places.acquire()
        except TimeoutError:
            return False
        finally:
            self._waiting -= 1
        return True

    async def _served(self, scope: Scope, receive: Receive, send: Send) -> None:
        held = True

        def leave() -> None:
            nonlocal held
            if held:
                held = False
                self._places.release()

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                leave()
            await send(message)

        try:
            await self._application(scope, receive, sending)
        finally:
            leave()
