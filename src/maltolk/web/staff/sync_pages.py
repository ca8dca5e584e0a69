"""The page on texts that renew themselves: what the latest `maltolk sync` said, and a button that starts one."""

from pathlib import Path

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from maltolk import last_sync
from maltolk.errors import MaltolkError
from maltolk.settings import Settings
from maltolk.web.prefix import outward
from maltolk.web.staff.access.audit import AuditLog, Outcome
from maltolk.web.staff.access.roles import Action
from maltolk.web.staff.access.staff_guard import STAFF, may, person_of, refused
from maltolk.web.staff.frames import framed
from maltolk.web.staff.rebuild import Phase, Rebuild, State

SYNC = f"{STAFF}/hamtning"
UNITS = Path("/etc/systemd/system")
"""Where systemd has what an operator set up (docs/deployment.md)."""
_TIMER = "maltolk-sync.timer"


def router(settings: Settings, syncing: Rebuild, log: AuditLog) -> APIRouter:
    """The page, for all staff, and its button for those who may. ``syncing``: runs ``maltolk sync``."""
    routes = APIRouter()
    sources = settings.staff.sources

    def page(request: Request, problem: str = "", status: int = 200) -> Response:
        return framed(
            request,
            "staff_sync.html",
            status,
            action=outward(SYNC),
            last=last_sync.latest(settings.corpus),
            timer=timer_at(UNITS),
            sources=sources,
            there=sources is not None and sources.is_file(),
            state=syncing.state,
            may_start=may(request, Action.SYNC),
            problem=problem,
        )

    @routes.get(SYNC)
    def shown(request: Request) -> Response:
        return refused(request, Action.READ) or page(request)

    @routes.post(f"{SYNC}/starta")
    async def start(request: Request) -> Response:
        if (response := refused(request, Action.SYNC, log)) is not None:
            return response
        person = person_of(request)
        assert person is not None
        if sources is None:
            log.note(person.name, Action.SYNC, outcome=Outcome.REFUSED)
            return page(request)

        def ended(state: State) -> None:
            well = state.phase is Phase.DONE and state.report is not None and not state.report["failed"]
            log.note(person.name, Action.SYNC, sources.name, Outcome.DONE if well else Outcome.FAILED)

        try:
            await run_in_threadpool(syncing.start, ended, ("sync", str(sources)))
        except (MaltolkError, OSError) as error:
            log.note(person.name, Action.SYNC, sources.name, Outcome.FAILED)
            return page(request, str(error), 409)
        log.note(person.name, Action.SYNC, sources.name, Outcome.STARTED)
        return page(request)

    return routes


def timer_at(units: Path) -> str:
    """Whether systemd starts `maltolk sync`: "on", "off" where the timer is there and not enabled, else "unknown", as
    other timers are not seen."""
    if (units / "timers.target.wants" / _TIMER).is_symlink():
        return "on"
    return "off" if (units / _TIMER).exists() else "unknown"
