"""What the interface says when it refuses: one form for all errors, in English and Swedish, with a code."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.responses import JSONResponse, Response

from maltolk.answering.catalogue import sentences_of
from maltolk.logs import note_fault

STATUS: Mapping[str, int] = {
    "bad_request": 400,
    "not_utf8": 400,
    "not_json": 400,
    "forbidden": 403,
    "not_found": 404,
    "no_source": 404,
    "unknown_municipality": 404,
    "method": 405,
    "too_large": 413,
    "media_type": 415,
    "unknown_field": 422,
    "no_fields": 422,
    "repeated_field": 422,
    "missing_field": 422,
    "empty": 422,
    "too_long": 422,
    "not_text": 422,
    "invalid_value": 422,
    "too_many": 429,
    "broken": 500,
    "unavailable": 503,
}
"""The HTTP status of each code."""

_CODES = {400: "bad_request", 403: "forbidden", 404: "not_found", 405: "method", 413: "too_large", 429: "too_many"}
_CODES |= {503: "unavailable"}
"""What a status without a code of its own means."""
_WAIT = {429: 1, 503: 10}
"""Seconds after which to try again."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """An error as programs and people read it. ``message`` is English, ``message_sv`` the same in Swedish; neither
    repeats anything of the request."""

    code: str
    message: str
    message_sv: str

    def as_json(self) -> dict[str, Any]:
        """The body of an error."""
        return {"error": {"code": self.code, "message": self.message, "message_sv": self.message_sv}}


class Refused(Exception):
    """A request is not answered, for the reason that ``refusal`` gives."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.message)
        self.refusal = refusal


def refusal(code: str, field: str = "", **values: object) -> Refusal:
    """The error ``code``. ``field``: which field is wrong; ``values``: what its sentence and that of the field need."""
    english, swedish = sentences_of("maltolk.api", "en"), sentences_of("maltolk.api", "sv")
    wanted = {"wanted": "", "wanted_sv": ""}
    if field:
        wanted = {
            name: of[f"wanted_{field}"].format(**values) for name, of in zip(wanted, (english, swedish), strict=True)
        }
    filled = {**values, **wanted, "field": field}
    return Refusal(code, english[code].format(**filled), swedish[code].format(**filled))


def error_response(refused: Refusal) -> Response:
    """The response that carries an error; never stored."""
    status = STATUS[refused.code]
    wait = {"Retry-After": str(_WAIT[status])} if status in _WAIT else {}
    return JSONResponse(refused.as_json(), status, {"Cache-Control": "no-store", **wait})


def problem_of(status: int, number: str | None = None) -> Response:
    """The response to a request below /api that ends with ``status`` before it is understood. ``number``: of the fault
    in the log."""
    code = _CODES.get(status, "bad_request" if status < 500 else "broken")
    return error_response(refusal(code, number=number or ""))


def unexpected(error: Exception) -> Refusal:
    """The error for what nobody foresaw; the number that it tells stands in the log."""
    return refusal("broken", number=note_fault(error))
