"""The page of the removed texts: put back, or removed for good."""

from dataclasses import replace

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from maltolk.service import Service
from maltolk.web.prefix import outward
from maltolk.web.staff.collection.forgetting import Forgetting, Forgotten, NotForgotten
from maltolk.web.staff.collection.removed_texts import RemovedText
from maltolk.web.staff.collection.staff_door import StaffDoor, address_of, page, tried
from maltolk.web.staff.corpus import Corpus, Fault
from maltolk.web.staff.desk import LANGUAGE
from maltolk.web.staff.staff_guard import STAFF
from maltolk.web.texts import texts

REMOVED = f"{STAFF}/borttagna"


def router(service: Service, corpus: Corpus, forgetting: Forgetting, door: StaffDoor) -> APIRouter:
    """The page, for those whom ``door`` lets in."""
    routes = APIRouter()
    nothing: tuple[RemovedText, ...] = ()

    def shown() -> tuple[RemovedText, ...]:
        hiding = service.hiding
        return tuple(replace(each, title=hiding.words(each.title, each.municipality)) for each in corpus.removed.all())

    def removed_page(status: int = 200, problem: str = "", note: str = "") -> Response:
        rows, failed = tried(shown, nothing)
        return page(
            "staff_removed.html",
            status,
            rows=rows,
            action=outward(REMOVED),
            back=outward(f"{STAFF}/samling"),
            problem=problem or failed,
            note=note,
        )

    @routes.get(REMOVED)
    def removed_texts(request: Request) -> Response:
        if (response := door.refused(request)) is not None:
            return response
        fresh = corpus.removed.get(request.query_params.get("ny", ""))
        return removed_page(note="" if fresh is None else texts(LANGUAGE)["staff_removed"].format(path=fresh.path))

    @routes.post(REMOVED)
    async def change(request: Request) -> Response:
        if (response := door.refused(request)) is not None:
            return response
        form = await request.form()
        what, number = form.get("gor"), str(form.get("nr", ""))
        if what == "lagg-tillbaka":
            return await run_in_threadpool(put_back, number)
        if what == "for-gott" and form.get("saker") == "ja":
            return await run_in_threadpool(forget, number)
        return removed_page(400, texts(LANGUAGE)["removed_nothing"])

    def put_back(number: str) -> Response:
        t = texts(LANGUAGE)
        removed = corpus.removed.get(number)
        if removed is None:
            return removed_page(404, t["removed_unknown"])
        fault, failed = tried(lambda: corpus.put_back(removed), None)
        if isinstance(fault, Fault) or failed:
            return removed_page(500 if failed else 409, failed or (t[fault.value] if fault else ""))
        return RedirectResponse(f"{address_of(removed.path)}?tillbaka", 303)

    def forget(number: str) -> Response:
        t = texts(LANGUAGE)
        done, failed = tried(lambda: forgetting.forget(number), None)
        if isinstance(done, Forgotten):
            said = t["removed_for_good"].format(versions=done.versions, generations=done.generations)
            return removed_page(note=f"{said} {t['removed_kept'].format(n=done.kept)}" if done.kept else said)
        if done is not None:
            return removed_page(404 if done is NotForgotten.GONE else 409, t[done.value])
        return removed_page(500, failed)

    return routes
