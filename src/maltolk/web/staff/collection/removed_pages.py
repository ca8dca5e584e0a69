"""The page of the removed texts: put back, or removed for good."""

from collections.abc import Callable
from dataclasses import replace

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from maltolk.service import Service
from maltolk.web.prefix import outward
from maltolk.web.staff.access.roles import Action
from maltolk.web.staff.access.staff_guard import STAFF, may
from maltolk.web.staff.collection.forgetting import Forgetting, Forgotten, NotForgotten
from maltolk.web.staff.collection.staff_door import StaffDoor, address_of, tried
from maltolk.web.staff.desk import LANGUAGE
from maltolk.web.staff.folder.corpus import Corpus, Fault
from maltolk.web.staff.folder.removed_texts import RemovedText
from maltolk.web.staff.frames import framed
from maltolk.web.texts import texts

REMOVED = f"{STAFF}/borttagna"


def router(service: Service, corpus: Corpus, forgetting: Forgetting, door: StaffDoor) -> APIRouter:
    """The page, for those whom ``door`` lets in."""
    routes = APIRouter()
    nothing: tuple[RemovedText, ...] = ()

    def shown() -> tuple[RemovedText, ...]:
        hiding = service.hiding
        return tuple(replace(each, title=hiding.words(each.title, each.municipality)) for each in corpus.removed.all())

    def removed_page(request: Request, status: int = 200, problem: str = "", note: str = "") -> Response:
        rows, failed = tried(shown, nothing)
        return framed(
            request,
            "staff_removed.html",
            status,
            rows=rows,
            answered=forgetting.answered(),
            action=outward(REMOVED),
            rebuild=note and not problem,
            may_restore=may(request, Action.TEXT_RESTORE),
            may_erase=may(request, Action.TEXT_ERASE),
            problem=problem or failed,
            note=note,
        )

    @routes.get(REMOVED)
    def removed_texts(request: Request) -> Response:
        if (response := door.refused(request)) is not None:
            return response
        fresh = corpus.removed.get(request.query_params.get("ny", ""))
        return removed_page(
            request, note="" if fresh is None else texts(LANGUAGE)["staff_removed"].format(path=fresh.path)
        )

    @routes.post(REMOVED)
    async def change(request: Request) -> Response:
        if (response := door.refused(request)) is not None:
            return response
        form = await request.form()
        what, number = form.get("gor"), str(form.get("nr", ""))
        if what == "lagg-tillbaka":
            return await done(request, Action.TEXT_RESTORE, number, put_back)
        if what == "for-gott" and form.get("saker") == "ja":
            return await done(request, Action.TEXT_ERASE, number, forget)
        return removed_page(request, 400, texts(LANGUAGE)["removed_nothing"])

    async def done(request: Request, action: Action, number: str, does: Callable[[Request, str], Response]) -> Response:
        if (response := door.refused(request, action)) is not None:
            return response
        removed = corpus.removed.get(number)
        what = number if removed is None else removed.path
        return await run_in_threadpool(lambda: door.note(request, action, what, does(request, number)))

    def put_back(request: Request, number: str) -> Response:
        t = texts(LANGUAGE)
        removed = corpus.removed.get(number)
        if removed is None:
            return removed_page(request, 404, t["removed_unknown"])
        fault, failed = tried(lambda: corpus.put_back(removed), None)
        if isinstance(fault, Fault) or failed:
            return removed_page(request, 500 if failed else 409, failed or (t[fault.value] if fault else ""))
        return RedirectResponse(f"{address_of(removed.path)}?tillbaka", 303)

    def forget(request: Request, number: str) -> Response:
        t = texts(LANGUAGE)
        done, failed = tried(lambda: forgetting.forget(number), None)
        if isinstance(done, Forgotten):
            said = t["removed_for_good"].format(versions=done.versions, generations=done.generations)
            return removed_page(request, note=f"{said} {t['removed_kept'].format(n=done.kept)}" if done.kept else said)
        if done is not None:
            return removed_page(request, 404 if done is NotForgotten.GONE else 409, t[done.value])
        return removed_page(request, 500, failed)

    return routes
