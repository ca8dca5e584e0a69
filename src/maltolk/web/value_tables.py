"""Rows of a text's tables that an answer quotes, as a table again: each value below the head of its column.

The answer quotes cells, and its text has bars between them; what a number means often stands in the head row alone.
That row is the text's own first row, shown only where it holds no values and has as many cells.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from maltolk.answering.composing.display import displayed
from maltolk.answering.reader.rows import is_head
from maltolk.model import Citation, Document, Span
from maltolk.web.shown_sections import ShownGroup, ShownLine, ShownSection, ValueCell, ValueRow, ValueTable


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in a table a quote is: ``head`` and ``row``: spans of the cells of its first row and of the quote's,
    ``first`` to ``last``: the cells that are quoted."""

    document: Document
    head: tuple[Span, ...]
    row: tuple[Span, ...]
    first: int
    last: int


def with_tables(section: ShownSection, documents: Callable[[str], Document | None]) -> ShownSection:
    """The section with lines that quote rows of a table as that table. ``documents``: text by its digest, None for
    none."""

    def made(group: ShownGroup) -> Iterator[ShownGroup]:
        yield from _tabled(group.lines, documents) if group.form == "lines" else (group,)

    parts = (replace(part, groups=tuple(new for group in part.groups for new in made(group))) for part in section.parts)
    return replace(section, parts=tuple(parts))


def _tabled(lines: tuple[ShownLine, ...], documents: Callable[[str], Document | None]) -> Iterator[ShownGroup]:
    """Lines in their order, those of one table together."""
    plain: list[ShownLine] = []
    rows: list[tuple[ShownLine, _Place]] = []

    def done() -> Iterator[ShownGroup]:
        # One name of a row by itself is no table; a head row without rows is none either.
        if rows and any(place.last > 0 and place.row != place.head for _, place in rows):
            if plain:
                yield ShownGroup("lines", tuple(plain))
            yield ShownGroup("table", tuple(line for line, _ in rows), table=_table(rows))
            plain.clear()
        else:
            plain.extend(line for line, _ in rows)
        rows.clear()

    for line in lines:
        place = None if line.citation is None else _place(line.citation, documents)
        if rows and (place is None or place.head != rows[-1][1].head or place.document is not rows[-1][1].document):
            yield from done()
        if place is None:
            plain.append(line)
        else:
            rows.append((line, place))
    yield from done()
    if plain:
        yield ShownGroup("lines", tuple(plain))


def _place(citation: Citation, documents: Callable[[str], Document | None]) -> _Place | None:
    document = documents(citation.quote.digest)
    if document is None:
        return None
    text, quote = document.text, citation.quote.span
    line = _line(text, quote.start)
    if not _is_row(line, text) or quote.end > line.end:
        return None
    first = line
    while first.start > 0 and _is_row(above := _line(text, first.start - 1), text):
        first = above
    head, row = _cells(first, text), _cells(line, text)
    quoted = [number for number, cell in enumerate(row) if cell.start < quote.end and quote.start < cell.end]
    whole = quoted and quote.start <= row[quoted[0]].start and row[quoted[-1]].end <= quote.end
    if not whole or len(head) != len(row) or len(head) < 2 or not is_head(first.of(text)) or document.hides(first):
        return None
    return _Place(document, head, row, quoted[0], quoted[-1])


def _line(text: str, at: int) -> Span:
    end = text.find("\n", at)
    return Span(text.rfind("\n", 0, at) + 1, len(text) if end < 0 else end)


def _is_row(line: Span, text: str) -> bool:
    return line.of(text).lstrip().startswith("|")


def _cells(line: Span, text: str) -> tuple[Span, ...]:
    """The words of each cell, between the bars at both ends; of an empty one, an empty span."""
    found = []
    start, end = line.start + line.of(text).index("|"), line.end
    closed = line.of(text).rstrip().endswith("|")
    bars = [at for at in range(start, end) if text[at] == "|"]
    edges = bars if closed else [*bars, end]
    for before, after in pairwise(edges):
        words = text[before + 1 : after]
        left = before + 1 + len(words) - len(words.lstrip())
        found.append(Span(left, max(left, left + len(words.strip()))))
    return tuple(found)


def _table(rows: list[tuple[ShownLine, _Place]]) -> ValueTable:
    first = min(place.first for _, place in rows)
    last = max(place.last for _, place in rows)
    text = rows[0][1].document.text
    head = next((line.citation for line, place in rows if place.row == place.head), None)
    shown: list[tuple[tuple[Span, ...], dict[int, ValueCell]]] = []
    for line, place in rows:
        if place.row == place.head:
            continue
        cells = {n: ValueCell(displayed(place.row[n].of(text)), None) for n in range(place.first, place.last + 1)}
        cells[place.last] = replace(cells[place.last], citation=line.citation)
        # Two quotes of one row are one row, unless they share a cell.
        if shown and shown[-1][0] == place.row and not shown[-1][1].keys() & cells.keys():
            shown[-1][1].update(cells)
        else:
            shown.append((place.row, cells))
    columns = range(first, last + 1)
    return ValueTable(
        heads=tuple(displayed(rows[0][1].head[n].of(text)) for n in columns),
        cited=head,
        rows=tuple(ValueRow(tuple(cells.get(n, ValueCell("", None)) for n in columns)) for _, cells in shown),
        named=first == 0,
    )
