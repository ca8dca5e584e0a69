"""A comparison as a table: which rows it has, and what is left to columns."""

from collections.abc import Sequence

from maltolk.web.shown_sections import Dated, ShownGroup, ShownLine, ShownPart, ShownSection
from maltolk.web.side_by_side import MOST_COLUMNS, Cell, Table, compared
from maltolk.web.themes import themes_in


def _lines(*texts: str) -> tuple[ShownLine, ...]:
    return tuple(ShownLine(text, None) for text in texts)


def _list(*texts: str) -> ShownGroup:
    return ShownGroup("list", _lines(*texts))


def _said(text: str, form: str = "lines") -> ShownGroup:
    return ShownGroup(form, _lines(text))


def _side(title: str, *groups: ShownGroup) -> ShownSection:
    return ShownSection(title, (ShownPart(groups),), (Dated("2024-01-01", None),))


def _overview(title: str, **parts: ShownGroup) -> ShownSection:
    return ShownSection(title, tuple(ShownPart((group,), name, name.title()) for name, group in parts.items()), ())


def _themes(line: ShownLine) -> Sequence[str]:
    return themes_in(line.text)


def _written(table: Table | None) -> list[tuple[str | None, list[list[str]]]]:
    """Of each row its theme, and the lines of each cell."""
    assert table is not None
    return [(row.head.theme if row.head else None, [_texts(cell) for cell in row.cells]) for row in table.rows]


def _texts(cell: Cell) -> list[str]:
    return [line.text for group in cell.groups for line in group.lines]


def test_one_municipality_is_no_comparison():
    assert (
        compared([_side("Ale", _list("Skolan ska bli bra")), ShownSection("", (ShownPart(()),), ())], _themes) is None
    )


def test_items_on_a_theme_of_several_stand_in_one_row_and_the_rest_in_the_last():
    sides = [
        _side("Ale", _said("Ale har tre mål:"), _list("Bra bad", "En trygg skola för elever", "Mer kultur")),
        _side("Eda", _said("Edas mål:"), _list("Utbildning för alla", "Tryggare torg", "Fler jobb")),
    ]
    assert _written(compared(sides, _themes)) == [
        (None, [["Ale har tre mål:"], ["Edas mål:"]]),
        ("skola", [["En trygg skola för elever"], ["Utbildning för alla"]]),
        (None, [["Bra bad", "Mer kultur"], ["Tryggare torg", "Fler jobb"]]),
    ]


def test_numbers_of_items_stay_and_what_follows_a_list_stays_last():
    numbered = ShownGroup("numbered", (ShownLine("Bada", None, 1), ShownLine("Skolan", None, 2)))
    table = compared([_side("Ale", numbered, _said("och 3 till")), _side("Eda", _list("Skola", "Torg"))], _themes)
    assert table is not None
    assert [[group.form for group in row.cells[0].groups] for row in table.rows] == [
        ["numbered"],
        ["numbered", "lines"],
    ]
    assert table.rows[0].cells[0].groups[0].lines[0].number == 2
    assert _written(table)[-1] == (None, [["Bada", "och 3 till"], ["Torg"]])


def test_a_municipality_without_an_item_on_a_theme_has_an_empty_cell_and_not_silence():
    sides = [
        _side("Ale", _list("Bra skola", "Bra bad")),
        _side("Eda", _list("Bra utbildning", "Bra bussar")),
        _side("Flen", _list("Bra torg")),
    ]
    table = compared(sides, _themes)
    assert table is not None
    assert _written(table)[0] == ("skola", [["Bra skola"], ["Bra utbildning"], []])
    assert table.has_empty_cells
    assert not compared(sides[:2], _themes).has_empty_cells


def test_silence_that_was_decided_on_holds_for_all_rows():
    silent = _said("Hittar inget om detta i texterna.", "silent")
    sides = [
        _side("Ale", _list("Bra skola", "Bra bad")),
        _side("Eda", silent),
        _side("Flen", _list("Skolan", "Torget")),
    ]
    table = compared(sides, _themes)
    assert table is not None
    assert [[cell.whose for cell in row.cells] for row in table.rows] == [[0, 1, 2], [0, 2], [0, 2]]
    assert table.rows[0].cells[1] == Cell(1, (silent,), down=3)


def test_without_a_common_theme_or_with_one_alone_there_is_one_row():
    apart = [_side("Ale", _list("Bra skola", "Bra bad")), _side("Eda", _list("Trygga torg"))]
    same = [_side("Ale", _list("Bra skola")), _side("Eda", _list("Skolan först"))]
    for sides in (apart, same):
        table = compared(sides, _themes)
        assert table is not None
        assert len(table.rows) == 1
        assert not table.has_row_heads
        assert not table.by_theme


def test_several_lists_of_one_municipality_are_not_torn_apart():
    several = _side("Ale", _said("Norra:"), _list("Bra skola"), _said("Södra:"), _list("Bra bad"))
    table = compared([several, _side("Eda", _list("Skola", "Torg")), _side("Flen", _list("Skola", "Bad"))], _themes)
    assert table is not None
    assert len(table.rows) == 1


def test_an_overview_has_a_row_for_each_part():
    silent = _said("Inget säkert svar i texterna.", "silent")
    sides = [
        _overview("Ale", vision=_said("Lätt att leva"), goals=_list("Bra skola", "Bra bad")),
        _overview("Eda", vision=silent, goals=_list("Skola", "Torg")),
        _side("Åmål", _said("Jag har inga texter från Åmål.", "silent")),
    ]
    table = compared(sides, _themes)
    assert table is not None
    heads = [row.head for row in table.rows]
    assert [(head.text, head.theme, head.is_rest) for head in heads if head] == [
        ("Vision", None, False),
        ("Goals", "skola", False),
        ("Goals", None, True),
    ]
    assert table.rows[0].cells[1].groups == (silent,)
    assert table.rows[0].cells[2].down == 3
    assert [len(row.cells) for row in table.rows] == [3, 2, 2]


def test_many_are_rows_with_the_parts_as_columns():
    names = [f"Ort {number}" for number in range(MOST_COLUMNS)]
    sides = [_overview(name, vision=_said("V"), goals=_list("M")) for name in names]
    table = compared([*sides, _side("Åmål", _said("Inga texter.", "silent"))], _themes)
    assert table is not None
    assert table.by_municipality
    assert [head.text for head in table.columns] == ["Vision", "Goals"]
    assert [row.head.text for row in table.rows if row.head] == [*names, "Åmål"]
    assert table.rows[-1].cells == (Cell(0, (_said("Inga texter.", "silent"),), across=2),)
