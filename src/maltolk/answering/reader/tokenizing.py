"""Question, title and units -> the tokens that the reader sees.

``<s> question </s> title </s> • unit • unit … </s>``, every unit behind a mark.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from maltolk.errors import ModelError
from maltolk.indexing.encoders.shared_tokenizer import open_tokenizer

QUESTION_TOKENS, TITLE_TOKENS = 96, 40
"""Longer ones are cut: a question at its end, a title in its middle."""

MOST_TOKENS = 384
"""Of question, title and units together."""

_TITLE_START = 12  # tokens kept of the beginning of a title that is too long

MARK = "\u2581•"
"""The piece of the vocabulary that stands before each unit; a learned vector tells it from a bullet in a text."""

Tokenize = Callable[[Sequence[str]], list[list[int]]]
"""Texts -> the ids of their pieces, without the signs around them."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """The vocabulary: ids of ``begin`` (<s>), ``end`` (</s>), ``padding`` and ``mark``, and how texts are cut."""

    begin: int
    end: int
    padding: int
    mark: int
    tokenize: Tokenize


@dataclass(frozen=True, slots=True)
class Seen:
    """``tokens``: piece ids. ``units``: for each token the number of its unit, from 1, its mark included; 0 outside
    the units."""

    tokens: tuple[int, ...]
    units: tuple[int, ...]


def open_pieces(folder: Path) -> Pieces:
    """The vocabulary of an encoder's folder."""
    tokenizer = open_tokenizer(folder / "tokenizer.json")
    tokenizer.no_truncation()
    tokenizer.no_padding()
    tokenizer.encode_special_tokens = True  # "</s>" in a question is text

    def tokenize(texts: Sequence[str]) -> list[list[int]]:
        return [found.ids for found in tokenizer.encode_batch(list(texts), add_special_tokens=False)]

    def piece(name: str) -> int:
        found: int | None = tokenizer.token_to_id(name)
        if found is None:
            raise ModelError(f"the vocabulary in {folder} has no piece {name!r}; use the bundled encoder")
        return found

    return Pieces(piece("<s>"), piece("</s>"), piece("<pad>"), piece(MARK), tokenize)


def head_of(pieces: Pieces, question: Sequence[int], title: Sequence[int]) -> list[int]:
    """The tokens before the first unit, from those of question and title. Of a long question the end is kept: what is
    asked comes last."""
    if len(title) > TITLE_TOKENS:
        title = [*title[:_TITLE_START], *title[_TITLE_START - TITLE_TOKENS :]]
    return [pieces.begin, *question[-QUESTION_TOKENS:], pieces.end, *title, pieces.end]


def assemble(pieces: Pieces, head: Sequence[int], units: Sequence[Sequence[int]], most: int = MOST_TOKENS) -> Seen:
    """``head`` and ``units`` behind their marks, in ``most`` tokens: what does not fit is left out at the end, but each
    unit keeps its mark."""
    tokens, numbers = list(head), [0] * len(head)
    for number, unit in enumerate(units, start=1):
        left = most - 1 - len(tokens) - (len(units) - number)
        shown = [pieces.mark, *unit][: max(1, left)]
        tokens += shown
        numbers += [number] * len(shown)
    tokens.append(pieces.end)
    numbers.append(0)
    return Seen(tuple(tokens), tuple(numbers))
