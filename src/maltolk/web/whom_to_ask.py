"""Where to ask what the texts do not answer: the municipality's own site, and the contacts that its texts give."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from maltolk.answering.retrieval.intent import Intent
from maltolk.model import UNKNOWN_MUNICIPALITY, Answer, FixedWords, Part, PlaceName, Series, Status
from maltolk.service import Service
from maltolk.swedish.gazetteer import Gazetteer

MOST = 3
"""Municipalities shown."""
_FOREIGN = "foreign"
"""The gap of the catalogue's sentences that is filled with municipalities that no text is from."""


@dataclass(frozen=True, slots=True)
class Municipality:
    """``site``: its domain ("lund.se"), None where it is not known; ``address``: the site's address as one of its texts
    gives it, None where none does. ``contacts``: how many the texts give."""

    name: str
    site: str | None
    address: str | None
    contacts: int


def whom_to_ask(answer: Answer, limit: str | None, service: Service) -> tuple[Municipality, ...] | None:
    """Whom to ask instead of ``answer``; None where it needs nobody else, nothing where it is about no municipality.

    ``limit``: the one that the question was limited to.
    """
    is_errand = answer.trace is not None and answer.trace.intent == Intent.ERRAND
    if answer.status is not Status.NOT_FOUND and not (answer.status is Status.DECLINED and is_errand):
        return None
    names = dict.fromkeys(_concerned(answer, limit, service.coverage().municipalities))
    return tuple(_municipality(name, service) for name in list(names)[:MOST] if name != UNKNOWN_MUNICIPALITY)


def _concerned(answer: Answer, limit: str | None, covered: tuple[str, ...]) -> Iterable[str]:
    foreign = [name for section in answer.sections for line in section.lines for name in _foreign(line.parts)]
    named = list(() if answer.trace is None else answer.trace.municipalities)
    if limit is not None:
        return [limit]
    return [*named, *foreign] or (covered if len(covered) == 1 else [])


def _foreign(parts: Iterable[Part]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, FixedWords):
            yield from (name for gap, value in part.values if gap == _FOREIGN for name in _names(value))


def _names(part: Part) -> Iterator[str]:
    if isinstance(part, PlaceName):
        yield part.name
    elif isinstance(part, Series):
        for each in part.parts:
            yield from _names(each)


def _municipality(name: str, service: Service) -> Municipality:
    gazetteer = Gazetteer.default()
    known = (each for each in (*gazetteer.municipalities, *gazetteer.regions) if each.name == name)
    domains = next((each.domains for each in known), ())
    texts = (row.url for row in service.documents() if row.municipality == name and row.url)
    address = next(filter(None, (_site(url, domains) for url in texts)), None)
    contacts = len(service.directory.search("", name)) if name in service.coverage().municipalities else 0
    return Municipality(name, domains[0] if domains else None, address, contacts)


def _site(url: str, domains: Iterable[str]) -> str | None:
    """The address of the site that ``url`` is on, None for one that is not the municipality's own."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return None
    is_own = any(host in (domain, f"www.{domain}") for domain in domains)
    return f"{parts.scheme}://{host}" if is_own and parts.scheme in ("http", "https") else None
