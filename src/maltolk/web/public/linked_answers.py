"""The address of an answer: today's answer to a question and, for a permanent link, whether it is still the same one.

A link is written by whoever sends it. So what it names is only shown as places of the texts, word for word, and nothing
on the page says that maltolk answered with them.
"""

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from maltolk.errors import MaltolkError
from maltolk.model import Answer
from maltolk.results import QuoteInContext
from maltolk.service import Service
from maltolk.web.answer_view import ShownAnswer
from maltolk.web.links import PATH, TextPlace, permanent_link, places_in, places_of
from maltolk.web.pages import answered
from maltolk.web.templates import render
from maltolk.web.texts import address

MAX_QUOTE = 2_000
"""Characters of a place that a link names; no answer cites longer ones."""

_GENERATION = re.compile(r"\d{6,12}-[0-9a-f]{8}")

_log = logging.getLogger(__name__)


class Comparison(StrEnum):
    """Today's answer beside what a link names. TEXTS: other places, from another collection of texts than the link
    says; PLACES: other places, from the same one or the link does not say which."""

    NONE = "none"
    SAME = "same"
    TEXTS = "texts"
    PLACES = "places"


@dataclass(frozen=True, slots=True)
class LinkedPlace:
    """A place that a link names, with the words around it."""

    place: TextPlace
    quote: QuoteInContext


@dataclass(frozen=True, slots=True)
class Linked:
    """What a permanent link adds to the page. ``then`` and ``now``: names of the collections; ``places``: shown where
    the answer is another one, ``left_out``: how many more the link names that are none."""

    comparison: Comparison
    then: str
    now: str
    places: tuple[LinkedPlace, ...] = ()
    left_out: int = 0


def router(service: Service, language: str) -> APIRouter:
    """The page in ``language``."""
    routes = APIRouter(prefix=address("", language))

    @routes.get(PATH)
    def linked(request: Request, q: str = "", kommun: str = "", utgava: str = "", citat: str | None = None) -> Response:
        values = answered(service, language, q, kommun)
        shown = values["shown"]
        answer = shown.answer if isinstance(shown, ShownAnswer) else None
        query = str(request.url.query)
        limit = kommun if kommun in service.coverage().municipalities else None
        return HTMLResponse(
            render(
                "public/linked_answer.html",
                language,
                path=f"{PATH}?{query}" if query else PATH,
                linked=compare(service, answer, utgava, citat),
                permanent=answer and permanent_link(q.strip(), limit, answer, answer.generation, language),
                **values,
            )
        )

    return routes


def compare(service: Service, answer: Answer | None, generation: str, named: str | None) -> Linked:
    """What a link with these parameters says about ``answer``. ``named``: the places, None where it names none at all,
    as an address without them does."""
    if answer is None or named is None:
        return Linked(Comparison.NONE, "", "")
    then = generation if _GENERATION.fullmatch(generation) else ""
    places, left_out = places_in(named, service.digests())
    if not left_out and set(places) == set(places_of(answer)):
        return Linked(Comparison.SAME, then, answer.generation)
    found = tuple(_found(service, places))
    comparison = Comparison.TEXTS if then and then != answer.generation else Comparison.PLACES
    return Linked(comparison, then, answer.generation, found, left_out + len(places) - len(found))


def _found(service: Service, places: Sequence[TextPlace]) -> list[LinkedPlace]:
    found: list[LinkedPlace] = []
    for place in places:
        if place.span.end - place.span.start > MAX_QUOTE:
            continue
        try:
            quote = service.quote(place.digest, place.span)
        except MaltolkError as error:
            _log.error("a linked place in %s cannot be shown: %s", place.digest, error)
            continue
        if quote is not None and quote.quote.text.strip():
            found.append(LinkedPlace(place, quote))
    return found
