"""The permanent link to an answer: its question, and the places of the texts that it cited.

The places are ``TEXT.START-LENGTH.START-LENGTH,…``: the beginning of a text's sha256 and, in base 36, where its quotes
are, so that a link fits in a text message. Links from before named each place as ``SHA256.START-END``.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from maltolk.model import Answer, Span, link_to
from maltolk.web.prefix import outward
from maltolk.web.texts import address

PATH = "/fraga"
MAX_PLACES = 40
"""Places that a link names, at most; more would make addresses that programs cut off."""

NAMED_BY = 12
"""Signs of a text's sha256 in a link: enough to tell apart any texts that were not made to be alike."""

_BEGINNING = re.compile(rf"[0-9a-f]{{{NAMED_BY}}}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_SHORT = re.compile(r"(0|[1-9a-z][0-9a-z]{0,6})-([1-9a-z][0-9a-z]{0,6})")
_LONG = re.compile(r"(0|[1-9][0-9]{0,9})-([1-9][0-9]{0,9})")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class TextPlace:
    """A place in the text with the sha256 ``digest``."""

    digest: str
    span: Span

    @property
    def link(self) -> str:
        """Path of the source page that shows it."""
        return f"{link_to(self.digest, self.span)}#citat"


def question_link(question: str, municipality: str | None, language: str) -> str:
    """The address of whatever the answer is when it is opened."""
    return _link({"q": question, "kommun": municipality or ""}, language)


def permanent_link(question: str, municipality: str | None, answer: Answer, generation: str, language: str) -> str:
    """The address of ``answer`` as given: it leads to today's answer, and to what this one cited where that differs.

    ``municipality``: what the question was limited to; ``generation``: what it was answered from; ``language``: of the
    page. It begins with the path that the pages are below, not with a host.
    """
    by_text = groupby(places_of(answer), key=lambda place: place.digest)
    cited = ",".join(".".join([digest[:NAMED_BY], *map(_short, places)]) for digest, places in by_text)
    wanted = {"q": question, "kommun": municipality or "", "utgava": generation}
    return f"{_link(wanted, language)}&citat={cited}"


def places_of(answer: Answer) -> tuple[TextPlace, ...]:
    """What ``answer`` cites, each place once, no more than fit in a link."""
    cited = (TextPlace(each.quote.digest, each.quote.span) for each in answer.citations)
    return tuple(dict.fromkeys(cited))[:MAX_PLACES]


def places_in(written: str, digests: Collection[str]) -> tuple[Sequence[TextPlace], int]:
    """The places that a link names, each once, and how many things in it are none, or one too many. ``digests``: of the
    texts that it may name."""
    named = list(dict.fromkeys(_named(written)))
    found = [_place(text, place, digests) for text, place in named[:MAX_PLACES]]
    places = tuple(dict.fromkeys(place for place in found if place is not None))
    return places, found.count(None) + len(named[MAX_PLACES:])


def _named(written: str) -> Iterator[tuple[str, str]]:
    """Each place with its text as it is written."""
    for part in filter(None, written.split(",")):
        text, *places = part.split(".")
        yield from ((text, place) for place in places or [""])


def _place(text: str, place: str, digests: Collection[str]) -> TextPlace | None:
    """The place in one of the texts with these ``digests``, None when it is none."""
    if _DIGEST.fullmatch(text):
        long = _LONG.fullmatch(place)
        span = None if long is None else Span(int(long[1]), int(long[2]))
        return TextPlace(text, span) if span is not None and span.start < span.end else None
    short = _SHORT.fullmatch(place)
    if short is None or not _BEGINNING.fullmatch(text):
        return None
    texts = [digest for digest in digests if digest.startswith(text)]
    start = int(short[1], 36)
    return TextPlace(texts[0], Span(start, start + int(short[2], 36))) if len(texts) == 1 else None


def _short(place: TextPlace) -> str:
    return f"{_base36(place.span.start)}-{_base36(place.span.end - place.span.start)}"


def _base36(number: int) -> str:
    """``int(…, 36)`` backwards."""
    rest, last = divmod(number, 36)
    return (_base36(rest) if rest else "") + _DIGITS[last]


def _link(wanted: dict[str, str], language: str) -> str:
    said = urlencode({name: value for name, value in wanted.items() if value}, errors="replace")
    return outward(f"{address(PATH, language)}?{said}")
