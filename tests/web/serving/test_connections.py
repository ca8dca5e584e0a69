"""Connections that miss a deadline, on a real socket."""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from contextlib import nullcontext
from functools import partial

import pytest
import uvicorn
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from maltolk.web.serving import connections
from maltolk.web.serving.connections import Connection
from maltolk.web.serving.doorman import Doorman

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def _application(scope, receive, send) -> None:
    response: Response = PlainTextResponse((await Request(scope, receive).body()) or b"empty")
    await response(scope, receive, send)


def run(try_it: Callable[[Callable[[], Awaitable[Streams]]], Awaitable[None]], most: int = 100) -> None:
    """Call ``try_it`` with a function that connects to a running server."""

    async def main() -> None:
        with socket.create_server(("127.0.0.1", 0)) as listening:
            config = uvicorn.Config(_application, log_config=None, lifespan="off", access_log=False, loop="asyncio")
            config.http = partial(Connection, doorman=Doorman(most))
            server = uvicorn.Server(config)
            server.capture_signals = nullcontext  # pytest's stay
            serving = asyncio.create_task(server.serve([listening]))
            while not server.started:
                await asyncio.sleep(0.01)
            address = listening.getsockname()
            await asyncio.wait_for(try_it(lambda: asyncio.open_connection(*address)), 20)
            server.should_exit = True
            await serving

    asyncio.run(main())


@pytest.fixture(autouse=True)
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.2)
    monkeypatch.setattr(connections, "BODY_SECONDS", 0.2)


async def ended(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.read()
    except ConnectionResetError:
        return b""


@pytest.mark.parametrize(
    "sent", [b"", b"GET / HTTP/1.1\r\nHost: x\r\n", b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nab"]
)
def test_half_a_request_is_not_waited_for(sent: bytes):
    async def slow(connect) -> None:
        reader, writer = await connect()
        writer.write(sent)
        assert await ended(reader) == b""
        writer.close()

    run(slow)


def test_a_slow_body_that_keeps_coming_is_answered(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(connections, "BODY_RATE", 10)

    async def steady(connect) -> None:
        reader, writer = await connect()
        writer.write(b"POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 40\r\n\r\n")
        for _ in range(8):
            await asyncio.sleep(0.05)
            writer.write(b"abcde")
        assert (await ended(reader)).endswith(b"abcde")
        writer.close()

    run(steady)


def test_a_connection_serves_several_requests():
    async def twice(connect) -> None:
        reader, writer = await connect()
        for _ in range(2):
            writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            assert b"200" in await reader.readuntil(b"empty")
            await asyncio.sleep(0.3)  # longer than for a head: the next request has time until it begins
        writer.close()

    run(twice)


def test_others_are_answered_however_many_are_half_open():
    async def crowded(connect) -> None:
        held = [await connect() for _ in range(30)]
        reader, writer = await connect()
        writer.write(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert (await ended(reader)).endswith(b"empty")
        for _, each in [*held, (reader, writer)]:
            each.close()

    run(crowded, most=4)
