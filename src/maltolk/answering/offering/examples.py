"""Questions to start with, made from an index; each is offered only after it has been asked and answered."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice, pairwise, zip_longest
from typing import TypeVar

from maltolk.answering.catalogue import sentence
from maltolk.indexing.index import Index
from maltolk.model import UNKNOWN_MUNICIPALITY, Answer, BlockKind, Document, Status
from maltolk.swedish.collation import swedish_order

MAX_ASKED = 40
"""Questions tried; each takes 5 to 30 ms."""
_TRIES = 3
"""Questions of one kind tried in a row."""
_MUNICIPALITIES = 12
_DOCUMENTS = 3
_ROLES = 3
"""How many are considered: municipalities, and documents and roles of each; evenly spread."""
MAX_LENGTH = 5
"""Words of a heading, role or item that a question is made from."""


@dataclass(frozen=True, slots=True)
class Try:
    """A question that may be offered, and a test of whether an answer fits it."""

    question: str
    fits: Callable[[Answer], bool]


def examples(
    index: Index, ask: Callable[[str], Answer], language: str, municipality: str | None = None, most: int = 6
) -> tuple[str, ...]:
    """At most ``most`` questions in ``language`` ("sv", else English), of different kinds and municipalities.

    ``ask`` answers a question from ``index``. Each question has a sure answer, limited to ``municipality`` where one is
    given. Deterministic for a generation.
    """
    names = _spread(_names(index, municipality), _MUNICIPALITIES)
    # Every kind starts at a different municipality.
    kinds = [
        tries(index, [*names[place % len(names) :], *names[: place % len(names)]], language)
        for place, tries in enumerate((_goals, _contacts, _headings, _visions, _comparisons))
        if names
    ]
    return offered(kinds, ask, language, most, MAX_ASKED)


def offered(
    kinds: Iterable[Iterator[Try]], ask: Callable[[str], Answer], language: str, most: int, most_asked: int
) -> tuple[str, ...]:
    """At most ``most`` questions whose sure answers fit, one of each kind in turn, after asking ``most_asked``.

    A kind that fails several times in a row is dropped.
    """
    waiting = list(kinds)
    found: dict[str, None] = {}
    asked = 0
    while waiting and len(found) < most:
        kind = waiting.pop(0)
        for candidate in islice(kind, min(_TRIES, most_asked - asked)):
            asked += 1
            answer = ask(candidate.question)
            if answer.status is Status.ANSWERED and candidate.fits(answer):
                found[candidate.question] = None
                waiting.append(kind)
                break
    return tuple(found)


def heading_tries(document: Document, language: str) -> Iterator[Try]:
    """A question about each heading that can be named in one, in order; its answer must cite text under the heading."""
    headings = [i for i, b in enumerate(document.blocks) if b.kind is BlockKind.HEADING]
    for heading, following in zip_longest(headings, headings[1:]):
        span = document.blocks[heading].span
        end = len(document.text) if following is None else document.blocks[following].span.start
        words = " ".join(span.of(document.text).split())
        if document.municipality != UNKNOWN_MUNICIPALITY and words != document.title and can_be_named(words):
            question = sentence("example_heading", language, heading=words, municipality=document.municipality)
            yield Try(question, partial(_cites_between, document.digest, span.end, end))


def _cites_between(digest: str, start: int, end: int, answer: Answer) -> bool:
    quotes = [citation.quote for citation in answer.citations] if not answer.contacts else []
    return any(quote.digest == digest and start <= quote.span.start < end for quote in quotes)


def _goals(index: Index, names: Sequence[str], language: str) -> Iterator[Try]:
    for name in names:
        yield Try(sentence("example_goals", language, municipality=name), lambda a: len(a.citations) > 1)


def _visions(index: Index, names: Sequence[str], language: str) -> Iterator[Try]:
    for name in names:
        yield Try(sentence("example_vision", language, municipality=name), _says_vision)


def _says_vision(answer: Answer) -> bool:
    """Where the texts have no vision, other aims come near a question about it."""
    return any("vision" in citation.quote.text.casefold() for citation in answer.citations)


def _comparisons(index: Index, names: Sequence[str], language: str) -> Iterator[Try]:
    for name, other in pairwise(names):
        question = sentence("example_comparison", language, municipality=name, other=other)
        yield Try(question, partial(_is_about, {name, other}))


def _is_about(municipalities: set[str], answer: Answer) -> bool:
    return municipalities <= set(answer.municipalities)


def _contacts(index: Index, names: Sequence[str], language: str) -> Iterator[Try]:
    roles: dict[str, dict[str, None]] = {name: {} for name in names}
    for number, contact in index.contacts():
        of_this = roles.get(index.documents[number].municipality)
        if of_this is None or contact.role is None or contact.name is None or len(of_this) == _ROLES:
            continue
        role = contact.role.of(index.document(number).text)
        if can_be_named(role):
            of_this[role] = None
    yield from _in_turn([_contact_tries(name, found, language) for name, found in roles.items()])


def _contact_tries(name: str, roles: Iterable[str], language: str) -> Iterator[Try]:
    for role in roles:
        question = sentence("example_contact", language, role=_inside(role), municipality=name)
        yield Try(question, partial(_has_role, role))


def _has_role(role: str, answer: Answer) -> bool:
    return any(contact.role == role for contact in answer.contacts)


def _headings(index: Index, names: Sequence[str], language: str) -> Iterator[Try]:
    numbers: dict[str, list[int]] = {name: [] for name in names}
    for card in index.documents:
        if card.municipality in numbers:
            numbers[card.municipality].append(card.number)
    sampled = [[index.document(n) for n in _spread(of_one, _DOCUMENTS)] for of_one in numbers.values()]
    yield from _in_turn([_in_turn([heading_tries(d, language) for d in of_one]) for of_one in sampled])


def _names(index: Index, municipality: str | None) -> list[str]:
    names = {c.municipality for c in index.documents} - {UNKNOWN_MUNICIPALITY}
    if municipality is not None:
        names = {name for name in names if name.casefold() == municipality.casefold()}
    return sorted(names, key=swedish_order)


def _in_turn(tries: Iterable[Iterator[Try]]) -> Iterator[Try]:
    """The first of each, then the second of each, and so on."""
    for row in zip_longest(*tries):
        yield from (candidate for candidate in row if candidate is not None)


_Thing = TypeVar("_Thing")


def _spread(things: Sequence[_Thing], most: int) -> list[_Thing]:
    """At most ``most`` of them, evenly spread."""
    return [things[len(things) * i // most] for i in range(most)] if len(things) > most else list(things)


def can_be_named(words: str) -> bool:
    """Whether a heading or role is short and plain enough to fit inside a question."""
    return 0 < len(words.split()) <= MAX_LENGTH and words.replace(" ", "").replace("-", "").isalpha()


def _inside(role: str) -> str:
    """A role as written inside a sentence: an initial capital goes, those of "VD" stay."""
    first, *rest = role.split()
    return " ".join([first.lower() if first[1:].islower() else first, *rest])
