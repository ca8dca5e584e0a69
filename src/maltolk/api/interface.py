"""The interface's addresses, to be mounted at /api/v1: requests are read strictly and answered in threads."""

import hashlib
import json
import logging
import re
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route, Router

from maltolk import __version__
from maltolk.api.asked import Asked, from_fields, from_json
from maltolk.api.endpoints import ENDPOINTS, Endpoint, place_of
from maltolk.api.openapi import description
from maltolk.api.refusals import Refused, error_response, refusal, unexpected
from maltolk.errors import MaltolkError, UsageError
from maltolk.service import Service

PREFIX = "/api/v1"
"""Where the interface is mounted."""

_REVALIDATE = "private, no-cache"
"""Keep it, but ask whether it still holds; and only who asked, since addresses contain questions."""
_MEDIA_TYPE = re.compile(r'application/json\s*(;\s*charset="?utf-?8"?\s*)?', re.IGNORECASE)
_TAGS = re.compile(r'(?:W/)?("[^"]*")|(\*)')
_NUMBER = re.compile("[0-9]{1,9}")
_MAX_FIELDS = 20
"""Fields of an address that are looked at; more than there are anywhere."""

_log = logging.getLogger(__name__)

Handler = Callable[[Request], Awaitable[Response]]


def is_api(path: str) -> bool:
    """Whether who asks for ``path`` is a program that expects JSON, also of errors."""
    return path in ("/api", "/mcp") or path.startswith("/api/")


def interface(service: Service) -> Router:
    """The addresses below PREFIX. What Starlette refuses itself (404, 405) is left to the application around them."""
    routes = [Route(each.path, _handler(service, each), methods=[each.method]) for each in ENDPOINTS]
    return Router([*routes, Route("/openapi.json", _described, methods=["GET"])], redirect_slashes=False)


def _handler(service: Service, endpoint: Endpoint) -> Handler:
    async def handle(request: Request) -> Response:
        try:
            asked = await _read(request, endpoint)
            return await run_in_threadpool(_answered, service, endpoint, asked, request.headers.get("if-none-match"))
        except Refused as refused:
            return error_response(refused.refusal)

    return handle


async def _read(request: Request, endpoint: Endpoint) -> Asked:
    fields = _query(request.scope["query_string"])
    if endpoint.method == "POST":
        if fields:
            raise Refused(refusal("no_fields"))
        if not _MEDIA_TYPE.fullmatch(request.headers.get("content-type", "").strip()):
            raise Refused(refusal("media_type"))
        try:
            return from_json(endpoint.asks, await request.body())
        except ClientDisconnect:
            raise Refused(refusal("bad_request")) from None
    if request.path_params:
        if fields:
            raise Refused(refusal("no_fields"))
        fields = place_of(request.path_params)
    return from_fields(endpoint.asks, fields)


def _query(written: bytes) -> dict[str, object]:
    """The fields of an address, each once; a number is its digits. Raises Refused."""
    try:
        pairs = parse_qsl(written.decode("ascii"), True, errors="strict", max_num_fields=_MAX_FIELDS)
    except UnicodeDecodeError:
        raise Refused(refusal("not_utf8")) from None
    except ValueError:  # more fields than there are anywhere
        raise Refused(refusal("repeated_field")) from None
    fields: dict[str, object] = {
        name: int(value) if name == "k" and _NUMBER.fullmatch(value) else value for name, value in pairs
    }
    if len(fields) < len(pairs):
        raise Refused(refusal("repeated_field"))
    return fields


def _answered(service: Service, endpoint: Endpoint, asked: Asked, held: str | None) -> Response:
    """The response. ``held``: the tags of what the client has, of which it asks whether it still holds."""
    try:
        if endpoint.method == "POST":
            return _json(endpoint.answer(service, asked), {"Cache-Control": "no-store"})
        # Taken first: should a build end meanwhile, the client only asks once more than needed.
        headers = {"Cache-Control": _REVALIDATE, "ETag": f'W/"{service.edition}-{__version__}"'}
        unchanged = _holds(held, headers["ETag"])
        if unchanged and not endpoint.vanishes:
            return Response(status_code=304, headers=headers)
        found = endpoint.answer(service, asked)
        return Response(status_code=304, headers=headers) if unchanged else _json(found, headers)
    except Refused as refused:
        return error_response(refused.refusal)
    except UsageError:  # the fields have been checked, but for what only the index knows
        return error_response(refusal("unknown_municipality"))
    except MaltolkError as error:
        _log.error("%s cannot be answered: %s", endpoint.name, error)
        return error_response(refusal("unavailable"))
    except Exception as error:  # noqa: BLE001 - whatever it is, the client gets an answer in the one form
        return error_response(unexpected(error))


async def _described(request: Request) -> Response:
    written = description(request.scope.get("root_path", ""))
    tag = f'"{hashlib.sha256(json.dumps(written).encode()).hexdigest()[:32]}"'
    headers = {"Cache-Control": "no-cache", "ETag": tag}
    if _holds(request.headers.get("if-none-match"), tag):
        return Response(status_code=304, headers=headers)
    return _json(written, headers)


def _holds(held: str | None, tag: str) -> bool:
    """Whether ``tag`` is among those that an If-None-Match lists (RFC 9110, 13.1.2: compared as weak ones)."""
    found = _TAGS.findall(held or "")
    return any(star or opaque == tag.removeprefix("W/") for opaque, star in found)


def _json(value: object, headers: dict[str, str]) -> Response:
    written = json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    return Response(written, headers=headers, media_type="application/json")
