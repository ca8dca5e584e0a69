"""Examples -> tokens. A passage that is too long is shown through a window of neighbouring units."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from maltolk.answering.reader.tokenizing import Pieces, assemble, head_of
from maltolk.training.mixing import Example


@dataclass(frozen=True, slots=True)
class Encoded:
    """An example as the model sees it.

    ``tokens``: piece ids. ``units``: for each token the number of its unit, from 1, its mark included; 0 outside the
    units. ``support``: for each unit shown whether it belongs to the answer. ``group``: as in the example.
    ``question``: examples of the same one compete; empty where it competes with none.
    """

    tokens: tuple[int, ...]
    units: tuple[int, ...]
    support: tuple[bool, ...]
    group: str
    question: str = ""


@dataclass(slots=True)
class Windower:
    """Turns examples into tokens; remembers how passages are cut into pieces."""

    pieces: Pieces
    _units: dict[str, list[list[int]]] = field(default_factory=dict)

    def encode(self, example: Example, most: int, chance: random.Random) -> Encoded:
        """``example`` in at most ``most`` tokens; ``chance`` chooses among the windows that hold its anchor."""
        pieces = self.pieces
        question, title = pieces.tokenize([example.question, example.title])
        head = head_of(pieces, question, title)
        room = most - len(head) - 1
        units = self._of(example)
        window = choose_window([len(unit) + 1 for unit in units], example.support, example.anchor, room, chance)
        seen = assemble(pieces, head, [units[place] for place in window], most)
        support = tuple(example.support[place] for place in window)
        return Encoded(seen.tokens, seen.units, support, example.group)

    def _of(self, example: Example) -> list[list[int]]:
        passage = example.passage
        if passage.id not in self._units:
            self._units[passage.id] = self.pieces.tokenize([unit.of(passage.text) for unit in passage.units])
        return self._units[passage.id][example.first : example.last]


def choose_window(
    sizes: Sequence[int], support: Sequence[bool], anchor: int | None, room: int, chance: random.Random
) -> range:
    """Neighbouring units that together take at most ``room`` tokens, as many as fit, all such places as likely.

    ``sizes``: tokens of each unit. The window holds every unit of the answer where they fit together, else the first
    ones; without an answer it holds ``anchor``, or a random unit. It is never empty: a first unit that is longer than
    the room is taken alone.
    """
    if sum(sizes) <= room:
        return range(len(sizes))
    belonging = [number for number, belongs in enumerate(support) if belongs]
    if belonging:
        first, last = belonging[0], belonging[-1] + 1
    else:
        first = anchor if anchor is not None else chance.randrange(len(sizes))
        last = first + 1
    windows: list[range] = []
    for start in range(first, -1, -1):
        window = range(start, _reach(sizes, start, room))
        if window.stop < last:
            break
        if windows and windows[-1].stop == window.stop:
            windows.pop()  # it is a part of this one
        windows.append(window)
    return chance.choice(windows) if windows else range(first, max(first + 1, _reach(sizes, first, room)))


def _reach(sizes: Sequence[int], start: int, room: int) -> int:
    """Where a window from ``start`` must end to fit."""
    end = start
    while end < len(sizes) and sizes[end] <= room:
        room -= sizes[end]
        end += 1
    return end
