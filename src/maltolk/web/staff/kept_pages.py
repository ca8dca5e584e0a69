"""The staff's pages on people: questions without an answer, judgements, and who must not be shown. Plain HTML."""

import json
import logging
import sqlite3
from collections.abc import Callable
from typing import TypeVar

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from maltolk.errors import MaltolkError
from maltolk.privacy.judgements import Judgement, Judgements
from maltolk.privacy.suppressed import Suppressed, SuppressionList, entry
from maltolk.privacy.unanswered import UnansweredQuestion
from maltolk.service import Service
from maltolk.swedish.collation import swedish_order
from maltolk.web.prefix import outward
from maltolk.web.spreadsheet import MEDIA_TYPE, spreadsheet
from maltolk.web.staff.access.audit import AuditLog, Outcome
from maltolk.web.staff.access.roles import Action
from maltolk.web.staff.access.staff_guard import STAFF, may, person_of, refused
from maltolk.web.staff.desk import LANGUAGE
from maltolk.web.staff.frames import framed
from maltolk.web.staff.paging import ListPage, page_of
from maltolk.web.staff.questions import SavedQuestions
from maltolk.web.texts import texts

QUESTIONS, PEOPLE = f"{STAFF}/fragor", f"{STAFF}/skyddade"
_FIELDS = ("question", "municipality", "language", "times", "first", "last")
_OBJECTS = {"alla": "questions", "omdomen": "judgements"}
_MAX_WORDS = 200
"""Characters of a search."""
_SHOWN = 500
"""Questions on the page; the files have all."""

_log = logging.getLogger(__name__)
_Result = TypeVar("_Result")


def router(service: Service, saved: SavedQuestions, log: AuditLog) -> APIRouter:
    """The pages, for those who may; changes only from pages of ours."""
    routes = APIRouter()
    settings, privacy = service.settings, service.settings.privacy
    kept = service.unanswered
    judgements = None if settings.feedback is None else Judgements(settings.feedback, privacy.days)
    people = SuppressionList(settings.suppressed)
    none: tuple[UnansweredQuestion, ...] = ()

    def questions_now() -> tuple[UnansweredQuestion, ...]:
        return () if kept is None else kept.questions()

    def questions_page(request: Request, problem: str = "", status: int = 200, told: str = "") -> Response:
        words, asked = (request.query_params.get(name, "")[:_MAX_WORDS] for name in ("sok", "sida"))
        found, failed = _tried(questions_now, none)
        counted, _ = _tried(lambda: 0 if judgements is None else judgements.count(), 0)
        nothing: ListPage[Judgement] = page_of((), "")
        no_lines: tuple[str, ...] = ()
        judged, unread = _tried(
            lambda: nothing if judgements is None else page_of(judgements.rows(words), asked), nothing
        )
        saved_now, _ = _tried(saved.lines, no_lines)
        return framed(
            request,
            "staff_kept.html",
            status,
            on=kept is not None,
            days=privacy.days,
            rows=found[:_SHOWN],
            count=len(found),
            times=sum(row.times for row in found),
            asks=judgements is not None,
            judgements=counted,
            page=judged,
            words=words,
            saved=frozenset(saved_now),
            told=told,
            may_save=may(request, Action.QUESTIONS_SAVE),
            may_delete=may(request, Action.KEPT_DELETE),
            may_delete_all=may(request, Action.KEPT_DELETE_ALL),
            action=outward(QUESTIONS),
            problem=problem or failed or unread,
        )

    @routes.get(QUESTIONS)
    def questions(request: Request) -> Response:
        return refused(request, Action.READ) or questions_page(request)

    @routes.get(f"{QUESTIONS}.csv")
    def as_table(request: Request) -> Response:
        if (response := refused(request, Action.READ)) is not None:
            return response
        found, failed = _tried(questions_now, none)
        return questions_page(request, failed, 500) if failed else _file(_csv(found), MEDIA_TYPE, "csv")

    @routes.get(f"{QUESTIONS}.jsonl")
    def as_lines(request: Request) -> Response:
        if (response := refused(request, Action.READ)) is not None:
            return response
        found, failed = _tried(questions_now, none)
        lines = "".join(json.dumps(row.as_json(), ensure_ascii=False) + "\n" for row in found)
        return (
            questions_page(request, failed, 500) if failed else _file(lines.encode(), "application/x-ndjson", "jsonl")
        )

    @routes.post(f"{QUESTIONS}/radera")
    async def delete(request: Request) -> Response:
        form = await request.form()
        what, key = form.get("vad"), str(form.get("nyckel", ""))
        action = Action.KEPT_DELETE if what == "en" else Action.KEPT_DELETE_ALL
        if (response := refused(request, action, log)) is not None:
            return response

        def deleted() -> int:
            if what == "en" and kept is not None:
                return kept.delete(key)
            if what == "alla" and kept is not None:
                return kept.delete()
            return judgements.delete() if what == "omdomen" and judgements is not None else 0

        _, failed = _tried(deleted, 0)
        note(request, action, key if what == "en" else _OBJECTS.get(str(what), ""), failed)
        return questions_page(request, failed, 500) if failed else _to(QUESTIONS)

    @routes.post(f"{QUESTIONS}/spara")
    async def save(request: Request) -> Response:
        if (response := refused(request, Action.QUESTIONS_SAVE, log)) is not None:
            return response
        question = str((await request.form()).get("fraga", ""))
        added, failed = await run_in_threadpool(_tried, lambda: saved.add(question), False)
        note(request, Action.QUESTIONS_SAVE, saved.file.name, failed)
        key = "staff_question_saved" if added else "staff_question_there"
        return questions_page(request, failed, 500 if failed else 200, "" if failed else key)

    def note(request: Request, action: Action, what: str, failed: str) -> None:
        person = person_of(request)
        assert person is not None
        log.note(person.name, action, what, Outcome.FAILED if failed else Outcome.DONE)

    def people_page(request: Request, problem: str = "", status: int = 200, found_in: int | None = None) -> Response:
        nobody: tuple[Suppressed, ...] = ()
        listed, failed = _tried(people.current, nobody)
        return framed(
            request,
            "staff_suppressed.html",
            status,
            people=sorted(listed, key=lambda each: swedish_order(each.name or each.email or each.phone or "")),
            action=outward(PEOPLE),
            found_in=found_in,
            problem=problem or failed,
        )

    @routes.get(PEOPLE)
    def suppressed(request: Request) -> Response:
        return refused(request, Action.SUPPRESSED_READ, log) or people_page(request)

    @routes.post(f"{PEOPLE}/lagg-till")
    async def add(request: Request) -> Response:
        if (response := refused(request, Action.SUPPRESS, log)) is not None:
            return response
        form = await request.form()
        name, email, phone, municipality = (str(form.get(key, "")) for key in ("namn", "epost", "telefon", "kommun"))

        def added() -> tuple[str, int]:
            someone = entry(name, email, phone, municipality)
            people.add(someone)
            return someone.key, service.texts_with(someone)

        (key, found_in), failed = await run_in_threadpool(_tried, added, ("", 0))
        note(request, Action.SUPPRESS, key, failed)  # whoever it is does not stand in the log
        return people_page(request, failed, 400) if failed else people_page(request, found_in=found_in)

    @routes.post(f"{PEOPLE}/ta-bort")
    async def remove(request: Request) -> Response:
        if (response := refused(request, Action.UNSUPPRESS, log)) is not None:
            return response
        key = str((await request.form()).get("nyckel", ""))
        _, failed = _tried(lambda: people.remove(key), False)
        note(request, Action.UNSUPPRESS, key, failed)
        return people_page(request, failed, 500) if failed else _to(PEOPLE)

    return routes


def _to(address: str) -> Response:
    return RedirectResponse(outward(address), 303)


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
    t = texts(LANGUAGE)
    cells = ([str(getattr(row, name)) for name in _FIELDS] for row in rows)
    return spreadsheet([t[f"staff_kept_{name}"] for name in _FIELDS], cells)


def _file(content: bytes, media_type: str, suffix: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="fragor-utan-svar.{suffix}"'}
    return Response(content, media_type=media_type, headers=headers)
