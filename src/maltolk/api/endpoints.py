"""The addresses of the interface: what each asks, what it gives, and which method of the service answers."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from maltolk.api.asked import Asked, ContactQuery, Nothing, Place, Question, Search
from maltolk.api.refusals import Refused, refusal
from maltolk.api.shapes import AnswerJson, ContactJson, DocumentJson, HitJson, QuoteJson
from maltolk.model import Span
from maltolk.presentation import as_json, contact_as_json, document_as_json, hit_as_json, quote_as_json
from maltolk.service import Service

_PLACE = re.compile("(0|[1-9][0-9]{0,9})-([1-9][0-9]{0,9})")
"""One way to write a place, so that it has one address."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address. ``name``: of the operation. ``asks`` and ``gives``: the models of request and response;
    ``many``: whether that is a list of them.

    ``answer``: blocking; raises Refused and MaltolkError. ``refuses``: codes of the errors of its own. ``vanishes``:
    whether what it gives may be gone while the generation is the same.
    """

    path: str
    name: str
    summary: str
    asks: type[Asked]
    gives: type[BaseModel]
    answer: Callable[[Service, Any], object]
    method: str = "GET"
    many: bool = False
    refuses: tuple[str, ...] = ()
    vanishes: bool = False


def _ask(service: Service, asked: Question) -> object:
    return as_json(service.ask(asked.q, asked.history, asked.municipality, asked.lang, trace=asked.trace))


def _search(service: Service, asked: Search) -> object:
    return [hit_as_json(hit) for hit in service.search(asked.q, asked.k, asked.municipality)]


def _contacts(service: Service, asked: ContactQuery) -> object:
    return [contact_as_json(row) for row in service.contacts(asked.q, asked.municipality)]


def _documents(service: Service, _: Nothing) -> object:
    return [document_as_json(row) for row in service.documents()]


def _quote(service: Service, asked: Place) -> object:
    found = service.quote(asked.digest, Span(asked.start, asked.end))
    if found is None:
        raise Refused(refusal("no_source"))
    return quote_as_json(found)


_FIELDS = ("unknown_field", "not_text", "too_long", "invalid_value", "unknown_municipality")
_IN_ADDRESS = ("not_utf8", "repeated_field")

ENDPOINTS = (
    Endpoint(
        "/fraga",
        "ask",
        "Answer a question with quotes from the texts",
        Question,
        AnswerJson,
        _ask,
        method="POST",
        refuses=("not_json", "media_type", "missing_field", "empty", *_FIELDS),
    ),
    Endpoint(
        "/sok",
        "search",
        "Find passages, best first",
        Search,
        HitJson,
        _search,
        many=True,
        refuses=(*_IN_ADDRESS, "missing_field", "empty", *_FIELDS),
    ),
    Endpoint(
        "/kontakter",
        "contacts",
        "Find contacts, best first; all of them without a query",
        ContactQuery,
        ContactJson,
        _contacts,
        many=True,
        refuses=(*_IN_ADDRESS, *_FIELDS),
    ),
    Endpoint(
        "/dokument",
        "documents",
        "List the texts that answers are made from",
        Nothing,
        DocumentJson,
        _documents,
        many=True,
        refuses=(*_IN_ADDRESS, "no_fields"),
    ),
    Endpoint(
        "/kalla/{digest}/{place}",
        "quote",
        "A quote in its context: the text before and after it",
        Place,
        QuoteJson,
        _quote,
        refuses=(*_IN_ADDRESS, "no_fields", "invalid_value", "no_source"),
        vanishes=True,
    ),
)


def place_of(parameters: Mapping[str, str]) -> dict[str, object]:
    """The fields of ``Place`` as an address has them. Raises Refused for an address that no link has."""
    place = _PLACE.fullmatch(parameters["place"])
    if place is None or not re.fullmatch("[0-9a-f]{64}", parameters["digest"]) or int(place[1]) >= int(place[2]):
        raise Refused(refusal("no_source"))
    return {"digest": parameters["digest"], "start": int(place[1]), "end": int(place[2])}
