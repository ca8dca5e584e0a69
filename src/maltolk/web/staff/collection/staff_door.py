"""What every plain page of the texts needs: a role, for changes a page of ours, and a name for who asks."""

import json
import logging
from collections.abc import Callable
from typing import TypeVar
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from maltolk.errors import BuildRunning, MaltolkError
from maltolk.web.prefix import outward
from maltolk.web.staff.access.audit import AuditLog, Outcome
from maltolk.web.staff.access.roles import Action
from maltolk.web.staff.access.staff_guard import STAFF, person_of, refused
from maltolk.web.staff.desk import LANGUAGE
from maltolk.web.texts import texts

_log = logging.getLogger(__name__)
_Result = TypeVar("_Result")


class StaffDoor:
    """The door to the staff's plain pages, with the log of what is done behind it."""

    def __init__(self, log: AuditLog) -> None:
        self._log = log

    def refused(self, request: Request, action: Action = Action.READ) -> Response | None:
        """The response for somebody who may not do it; None for everybody else."""
        return refused(request, action, self._log)

    def who(self, request: Request) -> str:
        """The name of who asks."""
        person = person_of(request)
        return "" if person is None else person.name

    def note(self, request: Request, action: Action, what: str, response: Response) -> Response:
        """The response to an action, with a line in the log on what became of that."""
        failed = Outcome.FAILED if response.status_code >= 500 else Outcome.REFUSED
        self._log.note(self.who(request), action, what, failed if response.status_code >= 400 else Outcome.DONE)
        return response


def tried(action: Callable[[], _Result], otherwise: _Result) -> tuple[_Result, str]:
    """The action's result, or ``otherwise`` and a sentence on what went wrong; its cause is in the log."""
    try:
        return action(), ""
    except BuildRunning:
        return otherwise, texts(LANGUAGE)["staff_running"]
    except MaltolkError as error:
        if isinstance(error.__cause__, OSError):
            return otherwise, texts(LANGUAGE)["texts_disk"].format(why=_why(error.__cause__))
        _log.error("a page of the staff cannot do what was asked: %s", " ".join(str(error).split()))
        return otherwise, texts(LANGUAGE)["texts_failed"]
    except OSError as error:
        _log.error("a page of the staff cannot do what was asked: %s (%s)", error.filename, error.strerror)
        return otherwise, texts(LANGUAGE)["texts_disk"].format(why=_why(error))


def _why(error: OSError) -> str:
    from errno import EACCES, EDQUOT, ENAMETOOLONG, ENOSPC, EPERM, EROFS

    known = {
        **dict.fromkeys((ENOSPC, EDQUOT), "full"),
        **dict.fromkeys((EACCES, EPERM, EROFS), "denied"),
        ENAMETOOLONG: "name",
    }
    return texts(LANGUAGE)[f"texts_disk_{known.get(error.errno or 0, 'other')}"]


def download(name: str, media_type: str) -> dict[str, str]:
    """Headers of a response that is saved as a file of this name, whatever its letters (RFC 6266)."""
    plain = "".join(sign if sign.isascii() and (sign.isalnum() or sign in "._- ") else "_" for sign in name)
    return {
        "Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}",
        "Content-Type": media_type,
    }


def as_file(value: object, name: str) -> Response:
    """The value as a JSON file to save."""
    written = json.dumps(value, ensure_ascii=False, indent=1)
    return Response(written, headers=download(name, "application/json"))


def address_of(path: str) -> str:
    """The address of a text's page."""
    return outward(f"{STAFF}/samling/{quote(path)}")
