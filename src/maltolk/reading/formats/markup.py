"""Writes the light Markdown that ``reading.pieces`` reads marks from."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from maltolk.reading.formats.extracted import PAGE, one_line

_DEEPEST = 6
_DEEPEST_ITEM = 9
_INDENT = "    "
_OWN_BULLET = re.compile(r"\A(?:[•●○▪■□◦‣∙⁃·*✓✔➢►→\uf000-\uf0ff]|[§–—-](?![ \t\xa0]+\d))[ \t\xa0]+")
"""Typed bullets, not the sign of a paragraph or minus before a number; symbol fonts have a private-use area."""
_REACHED = re.compile(r"\S@\S|\b(?<!\d-)0\d{1,3}[ \xa0]?[-–‐‑‒/][ \xa0]?\d{2}|\+46")
"""An e-mail address or a telephone number, which the month of a date is not."""


class _Kind(StrEnum):
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"


@dataclass(slots=True)
class Markup:
    """A text in progress. Empty words are skipped; neighbouring items or rows have no empty line between them."""

    _parts: list[str] = field(default_factory=list)
    _last: _Kind | None = None
    _page: str = ""

    @property
    def text(self) -> str:
        """What was written so far."""
        return "".join(self._parts)

    def heading(self, level: int, words: str) -> None:
        """A heading of ``level`` 1 to 6."""
        if words := one_line(words):
            self._add(_Kind.PARAGRAPH, f"{'#' * max(1, min(level, _DEEPEST))} {words}")
            self._last = None

    def paragraph(self, words: str) -> None:
        """A paragraph; its newlines stay."""
        lines = [" ".join(line.split(" ")).strip() for line in words.split("\n")]
        if any(lines):
            self._add(_Kind.PARAGRAPH, "\n".join(line for line in lines if line))

    def item(self, words: str, depth: int = 1, number: str | None = None) -> None:
        """An item of a list. ``depth``: from 1. ``number``: as written ("3.", "b)"); None for a bullet."""
        lines = [one_line(line) for line in words.split("\n")]
        lines = [line for line in lines if line]
        if not lines:
            return
        lines[0] = _OWN_BULLET.sub("", lines[0], count=1)
        before = _INDENT * (min(depth, _DEEPEST_ITEM) - 1)
        within = f"\n{before}{_INDENT}".join(lines)
        self._add(_Kind.ITEM, f"{before}{number or '-'} {within}")

    def body(self, words: str, depth: int = 1) -> None:
        """A paragraph that belongs to the item above."""
        if words := one_line(words):
            self._add(_Kind.PARAGRAPH, _INDENT * min(depth, _DEEPEST_ITEM) + words)

    def table(self, rows: Iterable[Sequence[str]]) -> None:
        """Rows of cells; the first one names the columns, unless it holds an address or a number to call. A row whose
        first cell begins with PAGE is the first of its page.

        Then the rows become lines with tabs, so that nobody is taken for the name of a column.
        """
        lines = [[one_line(cell) for cell in row] for row in rows]
        lines = [row for row in lines if any(row)]
        self._last = None
        if lines and any(_REACHED.search(cell) for cell in lines[0]):
            self.paragraph("\n".join("\t".join(filter(None, row)) for row in lines))
        else:
            for row in lines:
                if row[0].startswith(PAGE):
                    self.page()
                    row[0] = row[0].removeprefix(PAGE)
                # A character that would split a cell is replaced.
                self._add(_Kind.ROW, "| " + " | ".join(cell.replace("|", "/") for cell in row) + " |")
        self._last = None

    def written(self, text: str) -> None:
        """A text that is light Markdown already, set apart from what surrounds it."""
        if text.strip():
            self._add(_Kind.PARAGRAPH, text.strip("\n"))
            self._last = None

    def page(self) -> None:
        """A new page begins with what is written next."""
        self._page += PAGE

    def gap(self) -> None:
        """What follows is set apart, even from a list or table right above."""
        self._last = None

    def _add(self, kind: _Kind, written: str) -> None:
        close = kind is not _Kind.PARAGRAPH and kind is self._last
        if self._parts:
            self._parts.append("\n" if close else "\n\n")
        self._parts.append(self._page + written)
        self._page = ""
        self._last = kind
