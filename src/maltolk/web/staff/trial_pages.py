"""The page where staff try a generation before it is published, or discard it. Plain HTML."""

from collections.abc import Callable

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from maltolk.errors import MaltolkError
from maltolk.indexing.storage.generations import Generations
from maltolk.service import Service
from maltolk.web.prefix import outward
from maltolk.web.staff.access.audit import AuditLog, Outcome
from maltolk.web.staff.access.roles import Action
from maltolk.web.staff.access.staff_guard import STAFF, may, person_of, refused
from maltolk.web.staff.frames import framed
from maltolk.web.staff.questions import MAX_LENGTH, SavedQuestions
from maltolk.web.staff.trying import Compared, Pair, Trying

TRY = f"{STAFF}/prova"


def router(service: Service, saved: SavedQuestions, log: AuditLog) -> APIRouter:
    """The page, for those who may try, and its buttons for those who may publish."""
    routes = APIRouter()
    generations = Generations(service.settings.index)
    trying = Trying(service, saved)

    def page(request: Request, told: str = "", problem: str = "", status: int = 200) -> Response:
        question = request.query_params.get("q", "").strip()[:MAX_LENGTH]
        generation: str | None = None
        asked: Pair | None = None
        compared: Compared | None = None
        try:
            generation, current = trying.generation(), service.index.generation
            asked = trying.ask(question) if question else None
            compared = trying.compared()
        except MaltolkError as error:
            current, problem, status = "", problem or str(error), 500
        return framed(
            request,
            "staff_try.html",
            status,
            action=outward(TRY),
            generation=generation,
            current=current,
            question=question,
            asked=asked,
            compared=compared,
            may_publish=may(request, Action.TRIAL_PUBLISH),
            told=told,
            problem=problem,
        )

    @routes.get(TRY)
    def shown(request: Request) -> Response:
        return refused(request, Action.TRY, log) or page(request)

    async def ended(request: Request, action: Action, does: Callable[[str], None], told: str) -> Response:
        if (response := refused(request, action, log)) is not None:
            return response
        name = str((await request.form()).get("generation", ""))[:100]
        person = person_of(request)
        assert person is not None
        try:
            await run_in_threadpool(does, name)
        except MaltolkError as error:
            log.note(person.name, action, name, Outcome.FAILED)
            return await run_in_threadpool(page, request, "", str(error), 409)
        log.note(person.name, action, name)
        return await run_in_threadpool(page, request, told)

    @routes.post(f"{TRY}/publicera")
    async def publish(request: Request) -> Response:
        keep = service.settings.keep
        return await ended(
            request, Action.TRIAL_PUBLISH, lambda name: generations.publish(name, keep), "staff_try_published"
        )

    @routes.post(f"{TRY}/kasta")
    async def discard(request: Request) -> Response:
        return await ended(request, Action.TRIAL_DISCARD, generations.discard, "staff_try_discarded")

    return routes
