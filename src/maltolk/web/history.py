"""The conversation so far, as the page sends it along: the browser alone keeps it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from maltolk.answering.answer import MAX_QUESTION

REMEMBERED = 5
"""Earlier questions that are context for a question at least, where there are so many; at most twice as many but one.

The first of them changes only with every fifth question, so that what is known of the conversation is of use."""
MAX_WRITTEN = 20_000
"""Characters of a conversation as it is sent: the questions that may be context and the last one, with what JSON adds;
where that is more, the page leaves out the first ones."""
_MAX_NUMBER = 1_000_000


@dataclass(frozen=True, slots=True)
class AskedBefore:
    """A question, limited to ``municipality`` unless that is ""."""

    question: str
    municipality: str


@dataclass(frozen=True, slots=True)
class History:
    """``turns``: the latest questions, oldest first. ``number``: that of the next turn on the page, from 1."""

    turns: tuple[AskedBefore, ...] = ()
    number: int = 1

    @property
    def questions(self) -> Sequence[str]:
        """The context of a further question."""
        return _context(self.turns, self.number - 1)

    @property
    def before_last(self) -> Sequence[str]:
        """The context that the last question was asked in."""
        return _context(self.turns[:-1], self.number - 2)


def _context(turns: Sequence[AskedBefore], asked: int) -> Sequence[str]:
    """The last ``turns`` that are context, of so many ``asked`` in all."""
    asked = max(asked, len(turns))
    left_out = max(0, asked // REMEMBERED - 1) * REMEMBERED
    return [turn.question for turn in turns[max(0, len(turns) - asked + left_out) :]]


def read_history(written: str | None) -> History:
    """What the page sent: ``{"number": 3, "turns": [["Vilka mål har Lund?", ""], …]}``.

    Whatever has another form is no conversation: a page that sends it begins anew.
    """
    try:
        said = json.loads(written or "{}")
        turns = [AskedBefore(_text(question), _text(municipality)) for question, municipality in said.get("turns", ())]
        number = said.get("number", 1)
    except (ValueError, TypeError, AttributeError, RecursionError):
        return History()
    if type(number) is not int or not 0 < number <= _MAX_NUMBER:
        return History()
    return History(tuple(turns[-2 * REMEMBERED :]), number)


def asked(question: str) -> str:
    """A question as typed, without what cannot be sent back: lone surrogates, and more than the limit."""
    return question.encode(errors="replace").decode().strip()[:MAX_QUESTION]


def _text(value: object) -> str:
    """Raises TypeError unless it is text."""
    if not isinstance(value, str):
        raise TypeError(value)
    return asked(value)
