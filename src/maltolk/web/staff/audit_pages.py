"""The page of what the staff did, for admins, and the same as a table."""

import logging
from collections.abc import Iterable

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from maltolk.web.prefix import outward
from maltolk.web.spreadsheet import MEDIA_TYPE, spreadsheet
from maltolk.web.staff.access.audit import AuditLog, Event
from maltolk.web.staff.access.roles import Action
from maltolk.web.staff.access.staff_guard import STAFF, refused
from maltolk.web.staff.desk import LANGUAGE
from maltolk.web.staff.frames import framed
from maltolk.web.staff.paging import ListPage, page_of
from maltolk.web.texts import texts

EVENTS = f"{STAFF}/handelser"
_FIELDS = ("time", "user", "action", "object", "outcome", "network")
_MAX_WORDS = 200
"""Characters of a search."""

_log = logging.getLogger(__name__)


def router(log: AuditLog) -> APIRouter:
    """The pages, for those who may see them."""
    routes = APIRouter()

    @routes.get(EVENTS)
    def events(request: Request, sok: str = "", sida: str = "") -> Response:
        if (response := refused(request, Action.AUDIT_READ, log)) is not None:
            return response
        words, problem = sok[:_MAX_WORDS], ""
        page: ListPage[Event] = page_of((), "")
        try:
            page = page_of(log.events(words), sida)
        except OSError as error:
            _log.error("the audit log cannot be read: %s", type(error).__name__)
            problem = texts(LANGUAGE)["staff_kept_failed"]
        return framed(
            request,
            "staff_events.html",
            page=page,
            words=words,
            problem=problem,
            action=outward(EVENTS),
        )

    @routes.get(f"{EVENTS}.csv")
    def as_table(request: Request, sok: str = "") -> Response:
        if (response := refused(request, Action.AUDIT_READ, log)) is not None:
            return response
        headers = {"Content-Disposition": 'attachment; filename="handelser.csv"'}
        table = _csv(log.events(sok[:_MAX_WORDS]))
        return Response(table, media_type=MEDIA_TYPE, headers=headers)

    return routes


def _csv(events: Iterable[Event]) -> bytes:
    t = texts(LANGUAGE)
    cells = ([getattr(event, name) for name in _FIELDS] for event in events)
    return spreadsheet([t[f"staff_event_{name}"] for name in _FIELDS], cells)
