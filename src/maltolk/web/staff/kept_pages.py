"""The staff's pages on people: questions without an answer, judgements, and who must not be shown. Plain HTML."""

import csv
import io
import json
import logging
import sqlite3
from collections.abc import Callable
from typing import TypeVar

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from maltolk.errors import MaltolkError
from maltolk.presentation import harmless
from maltolk.privacy.judgements import Judgements
from maltolk.privacy.suppressed import Suppressed, SuppressionList, entry
from maltolk.privacy.unanswered import UnansweredQuestion
from maltolk.service import Service
from maltolk.swedish.collation import swedish_order
from maltolk.web.doors.guards import same_origin
from maltolk.web.prefix import outward
from maltolk.web.staff.desk import LANGUAGE
from maltolk.web.staff.sessions import Sessions
from maltolk.web.staff.staff_guard import STAFF, token_of
from maltolk.web.templates import render
from maltolk.web.texts import texts

QUESTIONS, PEOPLE = f"{STAFF}/fragor", f"{STAFF}/skyddade"
_FIELDS = ("question", "municipality", "language", "times", "first", "last")
_SHOWN = 500
"""Questions on the page; the files have all."""

_log = logging.getLogger(__name__)
_Result = TypeVar("_Result")


def router(service: Service, sessions: Sessions) -> APIRouter:
    """The pages, for those with a session; changes only from pages of ours."""
    routes = APIRouter()
    settings, privacy = service.settings, service.settings.privacy
    kept = service.unanswered
    judgements = None if settings.feedback is None else Judgements(settings.feedback, privacy.days)
    people = SuppressionList(settings.suppressed)
    none: tuple[UnansweredQuestion, ...] = ()

    def refused(request: Request) -> Response | None:
        if not sessions.use(token_of(request)):
            return RedirectResponse(outward(f"{STAFF}/logga-in"), 303)
        if request.method != "GET" and not same_origin(request):
            return HTMLResponse(render("staff_refused.html", LANGUAGE, path=STAFF, other_address=outward("/en/")), 403)
        return None

    def questions_now() -> tuple[UnansweredQuestion, ...]:
        return () if kept is None else kept.questions()

    def questions_page(problem: str = "", status: int = 200) -> Response:
        found, failed = _tried(questions_now, none)
        counted, _ = _tried(lambda: 0 if judgements is None else judgements.count(), 0)
        written = render(
            "staff_kept.html",
            LANGUAGE,
            path=STAFF,
            other_address=outward("/en/"),
            on=kept is not None,
            days=privacy.days,
            rows=found[:_SHOWN],
            count=len(found),
            times=sum(row.times for row in found),
            asks=judgements is not None,
            judgements=counted,
            action=outward(QUESTIONS),
            problem=problem or failed,
        )
        return HTMLResponse(written, status)

    @routes.get(QUESTIONS)
    def questions(request: Request) -> Response:
        return refused(request) or questions_page()

    @routes.get(f"{QUESTIONS}.csv")
    def as_table(request: Request) -> Response:
        if (response := refused(request)) is not None:
            return response
        found, failed = _tried(questions_now, none)
        return questions_page(failed, 500) if failed else _file(_csv(found), "text/csv; charset=utf-8", "csv")

    @routes.get(f"{QUESTIONS}.jsonl")
    def as_lines(request: Request) -> Response:
        if (response := refused(request)) is not None:
            return response
        found, failed = _tried(questions_now, none)
        lines = "".join(json.dumps(row.as_json(), ensure_ascii=False) + "\n" for row in found)
        return questions_page(failed, 500) if failed else _file(lines.encode(), "application/x-ndjson", "jsonl")

    @routes.post(f"{QUESTIONS}/radera")
    async def delete(request: Request) -> Response:
        if (response := refused(request)) is not None:
            return response
        form = await request.form()
        what, key = form.get("vad"), str(form.get("nyckel", ""))

        def deleted() -> int:
            if what == "en" and kept is not None:
                return kept.delete(key)
            if what == "alla" and kept is not None:
                return kept.delete()
            return judgements.delete() if what == "omdomen" and judgements is not None else 0

        _, failed = _tried(deleted, 0)
        return questions_page(failed, 500) if failed else RedirectResponse(outward(QUESTIONS), 303)

    def people_page(problem: str = "", status: int = 200, found_in: int | None = None) -> Response:
        nobody: tuple[Suppressed, ...] = ()
        listed, failed = _tried(people.current, nobody)
        written = render(
            "staff_suppressed.html",
            LANGUAGE,
            path=STAFF,
            other_address=outward("/en/"),
            people=sorted(listed, key=lambda each: swedish_order(each.name or each.email or each.phone or "")),
            action=outward(PEOPLE),
            found_in=found_in,
            problem=problem or failed,
        )
        return HTMLResponse(written, status)

    @routes.get(PEOPLE)
    def suppressed(request: Request) -> Response:
        return refused(request) or people_page()

    @routes.post(f"{PEOPLE}/lagg-till")
    async def add(request: Request) -> Response:
        if (response := refused(request)) is not None:
            return response
        form = await request.form()
        name, email, phone, municipality = (str(form.get(key, "")) for key in ("namn", "epost", "telefon", "kommun"))

        def added() -> int:
            someone = entry(name, email, phone, municipality)
            people.add(someone)
            return service.texts_with(someone)

        found_in, failed = await run_in_threadpool(_tried, added, 0)
        return people_page(failed, 400) if failed else people_page(found_in=found_in)

    @routes.post(f"{PEOPLE}/ta-bort")
    async def remove(request: Request) -> Response:
        if (response := refused(request)) is not None:
            return response
        key = str((await request.form()).get("nyckel", ""))
        _, failed = _tried(lambda: people.remove(key), False)
        return people_page(failed, 500) if failed else RedirectResponse(outward(PEOPLE), 303)

    return routes


def _tried(action: Callable[[], _Result], otherwise: _Result) -> tuple[_Result, str]:
    """The action's result, or ``otherwise`` and what went wrong, for the page."""
    try:
        return action(), ""
    except MaltolkError as error:
        return otherwise, str(error)
    except (OSError, sqlite3.Error) as error:
        _log.error("what is kept of people cannot be read or changed: %s", type(error).__name__)
        return otherwise, texts(LANGUAGE)["staff_kept_failed"]


def _csv(rows: tuple[UnansweredQuestion, ...]) -> bytes:
    """A table with semicolons, as Excel expects where a comma is the decimal sign."""
    t = texts(LANGUAGE)
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=";")
    writer.writerow([t[f"staff_kept_{name}"] for name in _FIELDS])
    writer.writerows([harmless(str(getattr(row, name))) for name in _FIELDS] for row in rows)
    return written.getvalue().encode("utf-8-sig")


def _file(content: bytes, media_type: str, suffix: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="fragor-utan-svar.{suffix}"'}
    return Response(content, media_type=media_type, headers=headers)
