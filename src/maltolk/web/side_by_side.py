"""A comparison as a table: a column for each municipality, and rows by part of an overview or by theme.

Rows by theme are made only of lists: an item whose own words, or the heading that it stands under, name a theme is set
beside the items of the others that do. Nothing is asked anew, so where a municipality has no such item its cell stays
empty: that its texts say nothing on the theme is not known.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from maltolk.web.shown_sections import Dated, ShownGroup, ShownLine, ShownPart, ShownSection
from maltolk.web.themes import themes

MOST_COLUMNS = 4
"""Municipalities beside each other; more are rows instead."""

ThemesOf = Callable[[ShownLine], Sequence[str]]
"""The slugs of the themes that a line is on, the surest first."""


@dataclass(frozen=True, slots=True)
class Head:
    """Of a column or a row. ``text``: a municipality with the ``dates`` of its texts, or the heading of a part;
    ``theme``: slug of a theme instead, or of one within the part; ``is_rest``: what is on no common theme."""

    text: str = ""
    dates: tuple[Dated, ...] = ()
    theme: str | None = None
    is_rest: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """``whose``: number of its column, from 0; ``groups``: none where nothing is to be shown; ``down`` and
    ``across``: rows and columns that it holds for."""

    whose: int
    groups: tuple[ShownGroup, ...] = ()
    down: int = 1
    across: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """``head``: None where there is nothing to tell it from others by."""

    cells: tuple[Cell, ...]
    head: Head | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """``columns``: none where each municipality is a row of one cell. ``by_municipality``: whether its rows are
    municipalities; ``by_theme``: whether some are themes."""

    columns: tuple[Head, ...]
    rows: tuple[Row, ...]
    by_municipality: bool
    by_theme: bool

    @property
    def has_row_heads(self) -> bool:
        """Whether each row begins with a cell of its own for its head, if it has one."""
        return any(row.head for row in self.rows)

    @property
    def has_empty_cells(self) -> bool:
        """Whether some cell of a theme has nothing to show."""
        return any(not cell.groups for row in self.rows if row.head and row.head.theme for cell in row.cells)


def compared(sections: Sequence[ShownSection], themes_of: ThemesOf) -> Table | None:
    """The titled ``sections`` as a table; None where there are not several."""
    sides = [section for section in sections if section.title]
    if len(sides) < 2:
        return None
    parts = list({part.name: part for side in sides for part in side.parts if part.name}.values())
    if len(sides) > MOST_COLUMNS:
        heads = tuple(Head(part.heading) for part in parts)
        return Table(heads, tuple(_municipality(side, parts) for side in sides), by_municipality=True, by_theme=False)
    rows = _by_part(sides, parts, themes_of) if parts else _all_of(sides, themes_of)
    heads = tuple(Head(side.title, side.dates) for side in sides)
    by_theme = any(row.head and row.head.theme for row in rows)
    return Table(heads, tuple(rows), by_municipality=False, by_theme=by_theme)


def _municipality(side: ShownSection, parts: Sequence[ShownPart]) -> Row:
    head = Head(side.title, side.dates)
    if not parts or not any(part.name for part in side.parts):
        groups = tuple(group for part in side.parts for group in part.groups)
        return Row((Cell(0, groups, across=max(1, len(parts))),), head)
    cells = tuple(Cell(number, _named(side, part.name)) for number, part in enumerate(parts))
    return Row(cells, head)


def _by_part(sides: Sequence[ShownSection], parts: Sequence[ShownPart], themes_of: ThemesOf) -> list[Row]:
    """Rows for each part; who says one thing to all parts, as that there are no texts, has one cell for all."""
    whole = {n: side.parts for n, side in enumerate(sides) if not any(part.name for part in side.parts)}
    told = [number for number in range(len(sides)) if number not in whole]
    rows: list[Row] = []
    for part in parts:
        of_part = _rows([(number, _named(sides[number], part.name)) for number in told], themes_of)
        for row in of_part:
            head = row.head or Head()
            rows.append(Row(row.cells, replace(head, text=part.heading)))
    cells = [
        Cell(number, tuple(group for part in its for group in part.groups), down=len(rows))
        for number, its in whole.items()
    ]
    first = sorted([*rows[0].cells, *cells], key=lambda cell: cell.whose)
    return [replace(rows[0], cells=tuple(first)), *rows[1:]]


def _all_of(sides: Sequence[ShownSection], themes_of: ThemesOf) -> list[Row]:
    groups = [tuple(group for part in side.parts for group in part.groups) for side in sides]
    return _rows(list(enumerate(groups)), themes_of)


def _named(side: ShownSection, name: str) -> tuple[ShownGroup, ...]:
    return tuple(group for part in side.parts if part.name == name for group in part.groups)


def _rows(sides: Sequence[tuple[int, tuple[ShownGroup, ...]]], themes_of: ThemesOf) -> list[Row]:
    """What the ``sides`` (number of the column, and what it says) say: by theme where that sets anything beside each
    other, else in one row."""
    lists = {number: split for number, groups in sides if (split := _split(groups))}
    has_other_lists = any(number not in lists and any(_is_list(g) for g in groups) for number, groups in sides)
    chosen = {} if has_other_lists else _common({n: [themes_of(line) for line in of.items] for n, of in lists.items()})
    common = [slug for slug in themes() if any(slug in each for each in chosen.values())]
    has_rest = any(None in each for each in chosen.values())
    if not common or (len(common) == 1 and not has_rest):
        return [Row(tuple(Cell(number, groups) for number, groups in sides))]
    slugs = [*common, *([None] if has_rest else [])]
    is_led = any(of.before for of in lists.values()) or len(lists) < len(sides)
    rows = []
    if is_led:
        whole = 1 + len(slugs)
        cells = [Cell(n, lists[n].before) if n in lists else Cell(n, groups, down=whole) for n, groups in sides]
        rows.append(Row(tuple(cells)))
    for slug in slugs:
        cells = [Cell(n, lists[n].on(chosen[n], slug, with_rest=slug is slugs[-1])) for n, _ in sides if n in lists]
        rows.append(Row(tuple(cells), Head(theme=slug, is_rest=slug is None)))
    return rows


@dataclass(frozen=True, slots=True)
class _List:
    """A list with the lines ``before`` and ``after`` it."""

    before: tuple[ShownGroup, ...]
    form: str
    items: tuple[ShownLine, ...]
    after: tuple[ShownGroup, ...]

    def on(self, chosen: Sequence[str | None], slug: str | None, *, with_rest: bool) -> tuple[ShownGroup, ...]:
        """The items for which that theme was ``chosen``; ``with_rest``: and what follows the list."""
        items = tuple(item for item, theme in zip(self.items, chosen, strict=True) if theme == slug)
        groups = (ShownGroup(self.form, items),) if items else ()
        return (*groups, *self.after) if with_rest else groups


def _split(groups: Sequence[ShownGroup]) -> _List | None:
    """The one list in ``groups``; None where there is none or several, whose items belong to what stands between."""
    before = tuple(takewhile(lambda group: not _is_list(group), groups))
    rest = groups[len(before) :]
    if not rest or any(map(_is_list, rest[1:])):
        return None
    return _List(before, rest[0].form, rest[0].lines, tuple(rest[1:]))


def _is_list(group: ShownGroup) -> bool:
    return group.form in ("list", "numbered")


def _common(sides: dict[int, list[Sequence[str]]]) -> dict[int, list[str | None]]:
    """The theme of each item: the surest of its own that several sides have items on; None for none."""
    left = set(themes())
    while True:
        chosen = {
            number: [next((slug for slug in told if slug in left), None) for told in items]
            for number, items in sides.items()
        }
        common = {slug for slug in left if sum(slug in each for each in chosen.values()) > 1}
        if common == left:
            return chosen
        left = common
