"""The latest turns of conversations, in memory alone, so that going on with one does not answer all of it again."""

import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import date
from threading import Lock

from maltolk.answering.conversation import Turn

MOST = 300
"""Turns kept; the least recently used goes first."""
SECONDS = 600.0
"""How long a turn is of use after it was last needed."""

_Key = tuple[tuple[str, ...], str | None, str | None, date]


class TurnMemory:
    """Turns by all that they depend on: the questions up to theirs, the limit, the language and the day. Safe to use
    from several threads. What is too old goes when the memory is used next.

    ``most``: turns kept, 0 for none. ``seconds``: a turn is kept after its last use. ``clock``: in seconds.
    """

    def __init__(self, most: int = MOST, seconds: float = SECONDS, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._seconds = seconds
        self._clock = clock
        self._kept: OrderedDict[_Key, tuple[float, Turn]] = OrderedDict()  # the one used last is last
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def latest(
        self, asked: Sequence[str], municipality: str | None, language: str | None
    ) -> tuple[Turn | None, Sequence[str]]:
        """The last turn of the conversation ``asked`` (questions, oldest first) that is known, None where none is; and
        the questions after it."""
        with self._lock:
            self._drop()
            for length in range(len(asked), 0, -1):
                key = _key(asked[:length], municipality, language)
                if key in self._kept:
                    _, turn = self._kept.pop(key)
                    self._kept[key] = self._clock(), turn
                    return turn, asked[length:]
        return None, asked

    def keep(self, asked: Sequence[str], municipality: str | None, language: str | None, turn: Turn) -> None:
        """Keep the ``turn`` that ends the conversation ``asked``."""
        key = _key(asked, municipality, language)
        with self._lock:
            self._kept.pop(key, None)
            self._kept[key] = self._clock(), turn
            self._drop()

    def _drop(self) -> None:
        oldest = self._clock() - self._seconds
        while self._kept and (len(self._kept) > self._most or next(iter(self._kept.values()))[0] < oldest):
            self._kept.popitem(last=False)


def _key(asked: Sequence[str], municipality: str | None, language: str | None) -> _Key:
    return tuple(asked), municipality, language, date.today()
