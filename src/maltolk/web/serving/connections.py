"""HTTP connections with deadlines: nobody keeps others out by opening many and sending little, or taking little."""

import asyncio
from enum import Enum
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

from maltolk.web.serving.doorman import Doorman

HEAD_SECONDS = 10.0
"""For a request's line and headers, counted from the connection, or from the first byte of a later request."""
BODY_SECONDS = 20.0
"""For a request's body, and one second more for every BODY_RATE bytes of it that have come."""
BODY_RATE = 1000
IDLE_SECONDS = 75
"""Between two requests: longer than proxies keep a connection, so that it is they who close it."""
TAKING_SECONDS = 60.0
"""For a client to make room for what is waiting to be sent to it."""


class Expected(Enum):
    """What a connection waits for."""

    HEAD = "head"
    BODY = "body"
    ANSWER = "answer"
    REQUEST = "request"


class Connection(H11Protocol):
    """uvicorn's connection, closed when the client misses a deadline or has to make room for another."""

    def __init__(self, *arguments: Any, doorman: Doorman, **named: Any) -> None:  # noqa: ANN401  uvicorn's own
        super().__init__(*arguments, **named)
        self._doorman = doorman
        self._expected: Expected | None = None
        self._since = 0.0
        self._body_bytes = 0
        self._deadline: asyncio.TimerHandle | None = None
        self._taking: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in uvicorn
        """A client has connected."""
        super().connection_made(transport)
        address = self.client[0] if self.client else None
        leaving = self._doorman.enter(self, address, self.loop.time())
        self._expect(Expected.HEAD)
        if isinstance(leaving, Connection):
            leaving.transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is gone."""
        self._doorman.leaves(self)
        for timer in (self._deadline, self._taking):
            if timer is not None:
                timer.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Something has come."""
        if self._expected is Expected.BODY:
            self._body_bytes += len(data)
        super().data_received(data)
        self._look()

    def on_response_complete(self) -> None:
        """A response has been sent."""
        super().on_response_complete()
        self._look()

    def shutdown(self) -> None:
        """The server is about to stop: neither for the rest of a request nor for those who only listen is waited."""
        super().shutdown()
        if self._expected is Expected.BODY or (self._expected is Expected.ANSWER and self._listens()):
            self.transport.close()

    def pause_writing(self) -> None:
        """The client does not take what is sent."""
        super().pause_writing()
        self._taking = self.loop.call_later(TAKING_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        """The client takes it again."""
        super().resume_writing()
        if self._taking is not None:
            self._taking.cancel()

    def timeout_keep_alive_handler(self) -> None:
        """No further request has come."""
        super().timeout_keep_alive_handler()
        self.loop.call_later(TAKING_SECONDS, self.transport.abort)  # closing waits for all to be taken

    def _listens(self) -> bool:
        """Whether what is being sent is a stream without end."""
        streams = any(name == b"accept" and b"text/event-stream" in value for name, value in self.headers)
        return self.scope["method"] == "GET" and (streams or "/gradio_api/heartbeat/" in self.scope["path"])

    def _look(self) -> None:
        """See what is to come next."""
        if self.transport.is_closing():
            return
        if self.cycle is not None and not self.cycle.response_complete:
            self._expect(Expected.BODY if self.cycle.more_body else Expected.ANSWER)
        elif self.timeout_keep_alive_task is not None:
            self._expect(Expected.REQUEST)
        else:
            self._expect(Expected.HEAD)

    def _expect(self, expected: Expected) -> None:
        if expected is self._expected:
            return
        self._expected, self._since, self._body_bytes = expected, self.loop.time(), 0
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
        if expected is Expected.ANSWER:
            self._doorman.answers(self, self._since)
            return
        self._doorman.waits(self)
        if expected is not Expected.REQUEST:  # uvicorn has a timer of its own for that
            self._deadline = self.loop.call_later(
                HEAD_SECONDS if expected is Expected.HEAD else BODY_SECONDS, self._missed
            )

    def _missed(self) -> None:
        if self._expected is Expected.BODY:
            left = self._since + BODY_SECONDS + self._body_bytes / BODY_RATE - self.loop.time()
            if left > 0:
                self._deadline = self.loop.call_later(left, self._missed)
                return
        self.transport.abort()
