"""Few answers at once, a few more that wait, and a clear word to the rest."""

import asyncio
import re

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from maltolk.web.doors.crowd import Crowd


class Work:
    """An application whose answers are given when the test says so."""

    def __init__(self, **bounds: float) -> None:
        self.inside = 0
        self.most = 0
        self.go = asyncio.Event()

        async def page(_: Request) -> PlainTextResponse:
            self.inside += 1
            self.most = max(self.most, self.inside)
            try:
                await self.go.wait()
            finally:
                self.inside -= 1
            return PlainTextResponse("svar")

        async def free(_: Request) -> PlainTextResponse:
            return PlainTextResponse("ledig")

        site = Starlette(routes=[Route("/enkel", page, methods=["GET", "POST"]), Route("/om", free)])
        self.crowd = Crowd(site, re.compile("/enkel"), **bounds)  # type: ignore[arg-type]
        self.client = httpx.AsyncClient(transport=httpx.ASGITransport(self.crowd), base_url="http://test")

    async def ask(self, number: int) -> list[asyncio.Task[httpx.Response]]:
        tasks = [asyncio.create_task(self.client.get("/enkel")) for _ in range(number)]
        for _ in range(20):
            await asyncio.sleep(0)
        return tasks


def test_no_more_than_that_many_work_and_all_who_wait_are_answered():
    async def scene() -> None:
        work = Work(at_once=2, waiting=5)
        tasks = await work.ask(7)
        assert work.inside == 2
        work.go.set()
        assert [answer.status_code for answer in await asyncio.gather(*tasks)] == [200] * 7
        assert work.most == 2

    asyncio.run(scene())


def test_who_comes_when_the_queue_is_full_is_told_at_once():
    async def scene() -> None:
        work = Work(at_once=1, waiting=1)
        tasks = await work.ask(3)
        refused = await tasks[2]
        assert refused.status_code == 503
        assert int(refused.headers["Retry-After"]) > 0
        assert "Så många frågar just nu" in refused.text
        assert (await work.client.get("/om")).text == "ledig"
        work.go.set()
        assert [(await task).status_code for task in tasks[:2]] == [200, 200]

    asyncio.run(scene())


def test_nobody_waits_for_ever():
    async def scene() -> None:
        work = Work(at_once=1, waiting=5, patience=0.05)
        first, second = await work.ask(2)
        assert (await second).status_code == 503
        work.go.set()
        assert (await first).status_code == 200
        assert (await work.client.get("/enkel")).status_code == 200

    asyncio.run(scene())


def test_who_leaves_while_waiting_takes_no_place():
    async def scene() -> None:
        work = Work(at_once=1, waiting=1)
        first, second = await work.ask(2)
        second.cancel()
        await asyncio.gather(second, return_exceptions=True)
        [third] = await work.ask(1)
        work.go.set()
        assert [(await first).status_code, (await third).status_code] == [200, 200]

    asyncio.run(scene())


def test_a_slow_sender_and_a_slow_reader_hold_no_place():
    async def scene() -> None:
        work = Work(at_once=1, waiting=0)
        scope = {"type": "http", "method": "POST", "path": "/enkel", "query_string": b"", "headers": []}
        never = asyncio.Event()
        sent: list[str] = []

        async def dawdling() -> dict[str, object]:
            await never.wait()
            return {"type": "http.disconnect"}

        async def whole() -> dict[str, object]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def reading_slowly(message: dict[str, object]) -> None:
            sent.append(str(message["type"]))
            await never.wait()

        work.go.set()
        sender = asyncio.create_task(work.crowd(dict(scope), dawdling, reading_slowly))  # type: ignore[arg-type]
        reader = asyncio.create_task(work.crowd(dict(scope), whole, reading_slowly))  # type: ignore[arg-type]
        while not sent:
            await asyncio.sleep(0)
        assert (await work.client.get("/enkel")).status_code == 200
        for task in (sender, reader):
            task.cancel()

    asyncio.run(scene())
