"""What is kept of visitors' words is deleted on time for as long as the application runs."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool

from maltolk.privacy.kept import Sweeper
from maltolk.settings import Settings


def router(settings: Settings) -> APIRouter:
    """No addresses: only what begins and ends with the application that includes it."""

    @asynccontextmanager
    async def lifespan(_application: object) -> AsyncIterator[None]:
        sweeper = Sweeper(settings)
        await run_in_threadpool(sweeper.start)
        try:
            yield
        finally:
            await run_in_threadpool(sweeper.stop)

    return APIRouter(lifespan=lifespan)
