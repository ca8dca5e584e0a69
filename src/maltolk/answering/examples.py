"""Questions to begin with, made from what an index holds; each is offered only after it was asked and answered."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING, TypeVar

from maltolk.answering.catalogue import say, swedish_order
from maltolk.answering.suggestions import what_stands
from maltolk.indexing.index import Index
from maltolk.model import UNKNOWN_MUNICIPALITY, Answer, BlockKind, Document, Status

if TYPE_CHECKING:
    from maltolk.answering.answer import Answerer

MOST_ASKED = 40
"""Questions that are tried; each takes 5 to 30 ms."""
_TRIES = 4
"""Questions of one kind that are tried in a row."""
_MUNICIPALITIES = 12
_DOCUMENTS = 3
_ROLES = 3
"""How many are looked at: municipalities, and documents and roles of each; spread evenly over all there are."""
LONGEST = 5
"""Words of a heading, role or item that a question is made of."""


@dataclass(frozen=True, slots=True)
class Try:
    """A question that may be offered, and whether an answer is one to it."""

    question: str
    fits: Callable[[Answer], bool]


def examples(answerer: "Answerer", language: str, most: int = 6, municipality: str | None = None) -> tuple[str, ...]:
    """At most ``most`` questions in ``language`` ("sv", else English), of different kinds and municipalities.

    Each has a sure answer, limited to ``municipality`` where one is given. The same for the same generation.
    """
    index = answerer.index
    ask = answerer.after((), municipality, language)
    names = _spread(_names(index, municipality), _MUNICIPALITIES)
    # Every kind begins with another municipality.
    kinds = [
        tries(index, [*names[place % len(names) :], *names[: place % len(names)]], language)
        for place, tries in enumerate((_goals, _contacts, _headings, _visions, _comparisons))
        if names
    ]
    found: dict[str, None] = {}
    asked = 0
    while kinds and asked < MOST_ASKED and len(found) < most:
        kind = kinds.pop(0)
        for tried, candidate in enumerate(kind, 1):
            asked += 1
            answer = ask(candidate.question)
            if is_sure(answer, language) and candidate.fits(answer):
                found.setdefault(candidate.question)
                kinds.append(kind)
                break
            if tried == _TRIES:
                break
    return tuple(found)


def is_sure(answer: Answer, language: str) -> bool:
    """Whether an answer is more than what comes nearest."""
    return answer.status is Status.ANSWERED and say("only_nearest", language) not in answer.notices


def heading_tries(document: Document, language: str) -> Iterator[Try]:
    """A question about each heading that can be named in one and has text beneath it, in their order."""
    headings = [i for i, b in enumerate(document.blocks) if b.kind is BlockKind.HEADING]
    ends = [document.blocks[i].span.start for i in headings[1:]] + [len(document.text)]
    for heading, end in zip(headings, ends, strict=True):
        start = document.blocks[heading].span.start
        words = document.blocks[heading].span.of(document.text)
        if words == document.title or not _can_be_named(words) or not what_stands(document, heading):
            continue
        question = say(
            "example_heading", language, heading=_inside(words, document), municipality=document.municipality
        )
        yield Try(question, partial(_cites_between, document.digest, start, end))


def _cites_between(digest: str, start: int, end: int, answer: Answer) -> bool:
    quotes = [citation.quote for citation in answer.citations]
    return any(quote.digest == digest and start <= quote.span.start < end for quote in quotes)


def _goals(index: Index, names: Sequence[str], language: str) -> Iterator[Try]:
    for name in names:
        yield Try(say("example_goals", language, municipality=name), lambda a: len(a.citations) > 1)


def _visions(index: Index, names: Sequence[str], language: str) -> Iterator[Try]:
    for name in names:
        yield Try(say("example_vision", language, municipality=name), lambda a: bool(a.citations))


def _comparisons(index: Index, names: Sequence[str], language: str) -> Iterator[Try]:
    for name, other in pairwise(names):
        question = say("example_comparison", language, municipality=name, other=other)
        yield Try(question, partial(_is_about, {name, other}))


def _is_about(municipalities: set[str], answer: Answer) -> bool:
    return municipalities <= set(answer.municipalities)


def _contacts(index: Index, names: Sequence[str], language: str) -> Iterator[Try]:
    cards = index.documents
    roles: dict[str, dict[str, Document]] = {name: {} for name in names}
    for number, contact in index.contacts():
        of_this = roles.get(cards[number].municipality)
        if of_this is None or contact.role is None or contact.name is None or len(of_this) == _ROLES:
            continue
        document = index.document(number)
        role = contact.role.of(document.text)
        if _can_be_named(role):
            of_this.setdefault(role, document)
    yield from _in_turn([_contact_tries(name, found, language) for name, found in roles.items()])


def _contact_tries(name: str, roles: Mapping[str, Document], language: str) -> Iterator[Try]:
    for role, document in roles.items():
        question = say("example_contact", language, role=_inside(role, document), municipality=name)
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
    """At most ``most`` of the things, evenly spread."""
    return [things[len(things) * i // most] for i in range(most)] if len(things) > most else list(things)


def _can_be_named(words: str) -> bool:
    """Whether a heading or role is so short and plain that it can stand inside a question."""
    return 0 < len(words.split()) <= LONGEST and words.replace(" ", "").replace("-", "").isalpha()


def _inside(words: str, document: Document) -> str:
    """The words as they are written inside a sentence: the capital of a name stays, that of a beginning goes."""
    first, *rest = words.split()
    is_name = not first[1:].islower() or re.search(rf"[\w,] {re.escape(first)}\b", document.text)
    return " ".join([first if is_name else first.lower(), *rest])
