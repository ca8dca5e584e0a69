"""What an answer is made of: quotes with fixed words between them, or a message instead."""

from dataclasses import dataclass, field
from enum import StrEnum

from maltolk.answering.people.people_lookup import Person
from maltolk.model import Document, FixedWords, Span

SCREENFUL = 14
"""Lines of a section that an answer shows; of the rest it tells how many there are."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an answer: the quote at ``span``, or fixed ``words`` alone.

    ``bullet``: whether it is an item of a list. ``numbered``: whether the number of the item at ``span`` is written in
    front of it.
    """

    document: Document | None
    span: Span | None
    words: FixedWords | None = None
    bullet: bool = False
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """Lines that belong together; a comparison has one section for each municipality."""

    lines: tuple[Line, ...]
    title: str = ""


class Outcome(StrEnum):
    """How a question ends."""

    FOUND = "found"
    NOT_FOUND = "not found"
    DECLINED = "declined"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Focus:
    """What a later question may refer back to: the people, the enumeration or the documents of an answer."""

    documents: tuple[int, ...] = ()
    people: tuple[Person, ...] = ()
    items: tuple[tuple[int, int], ...] = ()
    """(document number, block) of each item shown, in order."""
    quotes: tuple[tuple[int, Span], ...] = ()
    """(document number, span) of each sentence shown."""


@dataclass(frozen=True, slots=True)
class Finding:
    """The outcome of a question.

    ``message``: fixed words instead of, or before, the sections. ``contact_way``: a further sentence after it.
    ``score``: how sure, 0 to 1. ``reason``: in English, for debugging. ``begins``: whether nothing was asked
    that texts could answer, so that example questions help.
    """

    outcome: Outcome
    sections: tuple[Section, ...] = ()
    people: tuple[Person, ...] = ()
    message: FixedWords | None = None
    contact_way: FixedWords | None = None
    suggestions: tuple[str, ...] = ()
    score: float = 0.0
    reason: str = ""
    begins: bool = False
    focus: Focus = field(default_factory=Focus)
