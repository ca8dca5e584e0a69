"""What every page of the staff has around it: who is logged in, the menu, and the way out."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import HTMLResponse

from maltolk.web.prefix import local_path, outward
from maltolk.web.staff.access.roles import Action
from maltolk.web.staff.access.staff_guard import PAGE, STAFF, may, person_of
from maltolk.web.staff.desk import LANGUAGE
from maltolk.web.templates import render

_PAGES = (
    (PAGE, "staff_title", Action.READ),
    (f"{STAFF}/samling", "texts_title", Action.READ),
    (f"{STAFF}/borttagna", "removed_title", Action.READ),
    (f"{STAFF}/rapporter", "reports_title", Action.READ),
    (f"{STAFF}/fragor", "staff_kept_title", Action.READ),
    (f"{STAFF}/prova", "staff_try_title", Action.TRY),
    (f"{STAFF}/hamtning", "staff_sync_title", Action.READ),
    (f"{STAFF}/skyddade", "staff_people_title", Action.SUPPRESSED_READ),
    (f"{STAFF}/handelser", "staff_events_title", Action.AUDIT_READ),
)
"""Path, key of the name, and what seeing it takes."""


@dataclass(frozen=True, slots=True)
class MenuLink:
    """``key``: of its name in the catalogue. ``current``: "page" on that page, "true" on one below it, else ""."""

    address: str
    key: str
    current: str


def menu(request: Request) -> tuple[MenuLink, ...]:
    """The pages that whoever asks may see."""
    here = local_path(request.scope)

    def current(path: str) -> str:
        if here == path:
            return "page"
        return "true" if here.startswith(f"{path.removesuffix('/')}/") else ""

    return tuple(MenuLink(outward(path), key, current(path)) for path, key, action in _PAGES if may(request, action))


def framed(request: Request, template: str, status: int = 200, **values: object) -> HTMLResponse:
    """A page of the staff, in its frame. There is none in English: the other language leads to the first page."""
    written = render(
        template,
        LANGUAGE,
        path=STAFF,
        other_address=outward("/en/"),
        person=person_of(request),
        menu=menu(request),
        **values,
    )
    return HTMLResponse(written, status)
