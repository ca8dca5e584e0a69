"""Visitors' conversations, in memory only."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from maltolk.model import Answer

SESSION_SECONDS = 4 * 60 * 60.0
"""How long an abandoned conversation stays in memory. It is stored nowhere else."""
REMEMBERED = 5
"""Earlier questions used as context for a question."""
MOST = 2000
"""Conversations that are kept; the one not used for longest goes first."""


@dataclass(frozen=True, slots=True)
class ShownTurn:
    """A question, limited to ``municipality`` unless that is None, its answer, and both as HTML. ``number``: from 1."""

    number: int
    question: str
    municipality: str | None
    answer: Answer
    html: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """One visitor's questions, oldest first."""

    turns: tuple[ShownTurn, ...] = ()

    @property
    def html(self) -> str:
        """All turns as shown on the page."""
        return "".join(turn.html for turn in self.turns)

    @property
    def next_number(self) -> int:
        """Number of the next turn."""
        return self.turns[-1].number + 1 if self.turns else 1

    def before(self, place: int) -> list[str]:
        """The earlier questions used as context for the turn at that place."""
        return [turn.question for turn in self.turns[:place]][-REMEMBERED:]


class Conversations:
    """The conversation of each open page, by the name that the page gave itself; None is nobody's.

    Safe to use from several threads. ``clock``: seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._kept: OrderedDict[str, tuple[Conversation, float]] = OrderedDict()  # page -> conversation, last used
        self._lock = threading.Lock()

    def of(self, page: str | None) -> Conversation:
        """The page's conversation; an empty one where there is none."""
        with self._lock:
            self._sweep()
            return Conversation() if page is None or page not in self._kept else self._kept[page][0]

    def keep(self, page: str | None, conversation: Conversation) -> None:
        """Keep the page's conversation for the next question."""
        if page is None:
            return
        with self._lock:
            self._kept.pop(page, None)
            self._kept[page] = (conversation, self._clock())
            self._sweep()

    def drop(self, page: str | None) -> None:
        """Forget the page's conversation."""
        with self._lock:
            self._kept.pop(page or "", None)

    def _sweep(self) -> None:
        oldest = self._clock() - SESSION_SECONDS
        while self._kept and (len(self._kept) > MOST or next(iter(self._kept.values()))[1] < oldest):
            self._kept.popitem(last=False)
