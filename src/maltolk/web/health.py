"""For machines that watch: whether the process answers, whether it can answer questions, and what it measures."""

from datetime import UTC, date, datetime

from fastapi import APIRouter
from starlette.responses import JSONResponse, PlainTextResponse, Response

from maltolk import __version__
from maltolk.errors import MaltolkError
from maltolk.results import Readiness
from maltolk.service import Service
from maltolk.web.metrics import CONTENT_TYPE, Measures

LIVE, READY, METRICS = "/halsa/live", "/halsa/redo", "/metrics"


def router(service: Service, measures: Measures | None) -> APIRouter:
    """The pages; without ``measures`` there are none of these."""
    routes = APIRouter()

    @routes.get(LIVE)
    async def live() -> Response:
        return PlainTextResponse("ok\n")

    @routes.get(READY)
    def ready() -> Response:
        try:
            return JSONResponse(_told(service.readiness()))
        except MaltolkError as error:  # what it says names paths, and is in the log
            return JSONResponse({"ready": False, "reason": type(error).__name__}, 503)

    if measures is not None:

        @routes.get(METRICS)
        def metrics() -> Response:
            return Response(measures.written(_gauges(service)), media_type=CONTENT_TYPE)

    return routes


def _told(now: Readiness) -> dict[str, object]:
    return {
        "ready": True,
        "version": __version__,
        "generation": now.generation,
        "generation_built": now.built.isoformat(timespec="seconds"),
        "generation_age_seconds": _age(now),
        "behind": now.behind,
        "documents": now.documents,
        "oldest_text": now.oldest,
        "newest_text": now.newest,
        "newest_text_age_days": _days(now.newest),
        "oldest_text_age_days": _days(now.oldest),
        "encoder": now.encoder,
    }


def _gauges(service: Service) -> dict[str, float]:
    try:
        now = service.readiness()
    except MaltolkError:
        return {"ready": 0}
    return {
        "ready": 1,
        "behind": float(now.behind is not None),
        "generation_number": float(now.generation.partition("-")[0]),
        "generation_built_timestamp_seconds": round(now.built.timestamp()),
        "documents": now.documents,
    }


def _age(now: Readiness) -> int:
    return max(0, round((datetime.now(UTC) - now.built).total_seconds()))


def _days(day: str | None) -> int | None:
    return None if day is None else (datetime.now(UTC).date() - date.fromisoformat(day)).days
