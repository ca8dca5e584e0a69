"""The permanent link to an answer: its question, and the places of the texts that it cited."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from maltolk.model import Answer, Span, link_to
from maltolk.web.prefix import outward
from maltolk.web.texts import address

PATH = "/fraga"
MAX_PLACES = 40
"""Places that a link names, at most; more would make addresses that programs cut off."""

_PLACE = re.compile(r"([0-9a-f]{64})\.(0|[1-9][0-9]{0,9})-([1-9][0-9]{0,9})")


@dataclass(frozen=True, slots=True)
class TextPlace:
    """A place in the text with the sha256 ``digest``."""

    digest: str
    span: Span

    @property
    def link(self) -> str:
        """Path of the source page that shows it."""
        return f"{link_to(self.digest, self.span)}#citat"

    def __str__(self) -> str:
        return f"{self.digest}.{self.span.start}-{self.span.end}"


def question_link(question: str, municipality: str | None, language: str) -> str:
    """The address of whatever the answer is when it is opened."""
    return _link({"q": question, "kommun": municipality or ""}, language)


def permanent_link(question: str, municipality: str | None, answer: Answer, generation: str, language: str) -> str:
    """The address of ``answer`` as given: it leads to today's answer, and to what this one cited where that differs.

    ``municipality``: what the question was limited to; ``generation``: what it was answered from; ``language``: of the
    page. It begins with the path that the pages are below, not with a host.
    """
    cited = ",".join(map(str, places_of(answer)))
    wanted = {"q": question, "kommun": municipality or "", "utgava": generation}
    return f"{_link(wanted, language)}&citat={cited}"


def places_of(answer: Answer) -> tuple[TextPlace, ...]:
    """What ``answer`` cites, each place once, no more than fit in a link."""
    cited = (TextPlace(each.quote.digest, each.quote.span) for each in answer.citations)
    return tuple(dict.fromkeys(cited))[:MAX_PLACES]


def places_in(written: str) -> tuple[Sequence[TextPlace], int]:
    """The places that a link names, each once, and how many things in it are none, or one too many."""
    parts = [part for part in written.split(",") if part]
    found: dict[TextPlace, None] = {}
    for part in parts[:MAX_PLACES]:
        named = _PLACE.fullmatch(part)
        if named is not None and int(named[2]) < int(named[3]):
            found[TextPlace(named[1], Span(int(named[2]), int(named[3])))] = None
    named_twice = len(parts[:MAX_PLACES]) - len(set(parts[:MAX_PLACES]))
    return tuple(found), len(parts) - named_twice - len(found)


def _link(wanted: dict[str, str], language: str) -> str:
    said = urlencode({name: value for name, value in wanted.items() if value}, quote_via=quote, errors="replace")
    return outward(f"{address(PATH, language)}?{said}")
