"""The source pages: a document as it is or was, with the quote named by a link marked in place."""

import logging
import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from maltolk.answering.catalogue import say_period
from maltolk.errors import MaltolkError
from maltolk.model import HIDDEN, Document, Span
from maltolk.results import Version
from maltolk.service import Service
from maltolk.web.document_html import body_of
from maltolk.web.templates import render, veiled_words
from maltolk.web.texts import address, texts

_DIGEST = re.compile("[0-9a-f]{64}")
_PLACE = re.compile("(0|[1-9][0-9]{0,9})-([1-9][0-9]{0,9})")
"""One way to write a place, so that it has one link."""
_WITHIN = re.compile(r"(?<=\w)(?=\w)")
"""A place within a word."""
_WEB = re.compile("https?://[^\\s]+", re.IGNORECASE)
_OLD = timedelta(days=365)
"""A text older than this is marked as old."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reference:
    """The text in the box to copy from. ``rows``: about how many lines of a narrow field it fills."""

    text: str
    rows: int


def router(service: Service, language: str) -> APIRouter:
    """The source pages in ``language``."""
    routes = APIRouter(prefix=address("", language))

    def whole(request: Request, digest: str) -> Response:
        return _page(request, service, language, digest, None)

    def quoted(request: Request, digest: str, place: str) -> Response:
        return _page(request, service, language, digest, place)

    routes.add_api_route("/kalla/{digest}", whole, methods=["GET", "HEAD"])
    routes.add_api_route("/kalla/{digest}/{place:path}", quoted, methods=["GET", "HEAD"])
    return routes


def _page(request: Request, service: Service, language: str, digest: str, place: str | None) -> Response:
    if not _DIGEST.fullmatch(digest):
        return _problem(language, "source_unknown", 404)
    try:
        version = service.version(digest)
        if version is None:
            return _problem(language, "source_unknown", 404)
        newest = _newest(service, version)
    except MaltolkError as error:
        _log.error("source %s cannot be shown: %s", digest, error)
        return _problem(language, "source_damaged", 500)
    document = version.document
    quote = None
    if place is not None:
        quote = _span(place, document.text)
        if quote is None:
            return _problem(language, "source_place", 404, whole=f"/kalla/{digest}")
    body = body_of(document, quote)
    if quote is not None and not body.has_mark:
        return _problem(language, "source_place", 404, whole=f"/kalla/{digest}")
    link = _link(digest, quote)
    permanent = str(request.base_url).rstrip("/") + address(link, language)
    return HTMLResponse(
        render(
            "source.html",
            language,
            path=link,
            document=document,
            version=version,
            body=body.root,
            quote=quote,
            whole=_link(digest, None),
            newest=newest,
            newest_place=_same_words(document.text, quote, newest),
            original=document.url if document.url and _WEB.fullmatch(document.url) else None,
            document_language=texts(language).get(f"language_{document.language}", document.language),
            period=say_period(document.period, language) if document.period else None,
            is_old=document.date is not None and date.today() - date.fromisoformat(document.date) > _OLD,
            page=_page_name(document, quote),
            from_image=bool(document.from_image) if quote is None else document.is_from_image(quote),
            reference=_reference(document, quote, permanent, language),
        )
    )


def _problem(language: str, key: str, status: int, whole: str | None = None) -> Response:
    """A page that says what is wrong. ``whole``: path of the whole document, where there is one to go to."""
    return HTMLResponse(render("source_problem.html", language, path=whole or "/", key=key, whole=whole), status)


def _newest(service: Service, version: Version) -> Document | None:
    """The current text of an older one's document."""
    if version.is_current or version.newest is None:
        return None
    newest = service.version(version.newest)
    return None if newest is None else newest.document


def _span(place: str, text: str) -> Span | None:
    """The place in ``text`` that "120-188" names, None when there is no such place."""
    written = _PLACE.fullmatch(place)
    if written is None:
        return None
    span = Span(int(written[1]), int(written[2]))
    return span if span.start < span.end <= len(text) else None


def _link(digest: str, quote: Span | None) -> str:
    return f"/kalla/{digest}" if quote is None else f"/kalla/{digest}/{quote.start}-{quote.end}"


def _same_words(text: str, quote: Span | None, newest: Document | None) -> str | None:
    """Link to the place in ``newest`` with the words of the quote, ignoring white space; the nearest, if several."""
    if quote is None or newest is None or HIDDEN in quote.of(text):
        return None
    places = _places(" ".join(quote.of(text).split()), newest.text)
    nearest = min(places, key=lambda place: abs(place.start - quote.start), default=None)
    return None if nearest is None else _link(newest.digest, nearest)


def _places(words: str, text: str) -> Iterable[Span]:
    """Where ``words`` occur in ``text``, ignoring white space, not as part of longer words. Takes linear time however
    repetitive the text is, so overlapping places are not looked for."""
    tokens = [Span(*found.span()) for found in re.finditer(r"\S+", text)]
    folded = " ".join(token.of(text) for token in tokens)
    starts = list(accumulate((token.end - token.start + 1 for token in tokens), initial=0))  # of tokens in ``folded``

    def place(at: int) -> int:
        token = bisect_right(starts, at) - 1
        return tokens[token].start + at - starts[token]

    at = folded.find(words)
    while at >= 0:
        end = at + len(words)
        if not (_WITHIN.match(folded, at) or _WITHIN.match(folded, end)):
            yield Span(place(at), place(end - 1) + 1)
        at = folded.find(words, end)


def _one_line(words: str) -> str:
    return " ".join(words.replace("\u00ad", "").split())


def _page_name(document: Document, quote: Span | None) -> str | None:
    """What the page is called that the quote begins on."""
    return None if quote is None else document.page_name(document.page_of(quote.start))


def _reference(document: Document, quote: Span | None, permanent: str, language: str) -> Reference:
    t = texts(language)
    page = _page_name(document, quote)
    filled = t["reference_whole" if quote is None else "reference_quote"].format(
        municipality=document.municipality,
        title=" ".join(document.title.split()),
        date=", ".join([document.date or t["undated"], *([t["page"].format(n=page)] if page else [])]),
        quote="" if quote is None else veiled_words(_one_line(quote.of(document.text)), t["removed"]),
        link=permanent,
        start=0 if quote is None else quote.start,
        end=len(document.text) if quote is None else quote.end,
        digest=document.digest[:12],
    )
    return Reference(filled, min(max(6, len(filled) // 32 + 2), 20))
