"""Long lists, a page at a time."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Generic, TypeVar

ROWS = 50
"""Rows on a page."""
_MOST = 10_000
"""No list has so many pages."""
_Row = TypeVar("_Row")


@dataclass(frozen=True, slots=True)
class ListPage(Generic[_Row]):
    """``number``: from 1. ``more``: whether there is a page after it."""

    rows: tuple[_Row, ...]
    number: int
    more: bool


def page_of(rows: Iterable[_Row], asked: str) -> ListPage[_Row]:
    """The page that an address asks for, the first where it asks for none; reads no more rows than it must."""
    number = min(int(asked), _MOST) if asked.isascii() and asked.isdigit() and int(asked[:6]) > 0 else 1
    found = tuple(islice(rows, (number - 1) * ROWS, number * ROWS + 1))
    return ListPage(found[:ROWS], number, len(found) > ROWS)
