"""Cells that span rows and columns."""

from hypothesis import given
from hypothesis import strategies as st

from maltolk.reading.formats.grid import MAX_COLUMNS, Cell, grid


def _row(*words: str) -> list[Cell]:
    return [Cell(each) for each in words]


def test_a_cell_holds_for_each_of_its_rows():
    rows = [_row("Namn", "Roll"), [Cell("Bildning", rows=2), Cell("Ida")], _row("Ola"), _row("Teknik", "Eva")]
    assert grid(rows) == [["Namn", "Roll"], ["Bildning", "Ida"], ["Bildning", "Ola"], ["Teknik", "Eva"]]


def test_a_cell_holds_in_each_of_its_columns():
    rows = [_row("Mål", "2025", "2026"), [Cell("Lärare"), Cell("90 procent", columns=2)]]
    assert grid(rows)[1] == ["Lärare", "90 procent", "90 procent"]


def test_a_cell_across_the_whole_table_stands_alone():
    rows = [_row("Mål", "2025"), [Cell("Trygghet", columns=2)], _row("Lärare", "90")]
    assert grid(rows) == [["Mål", "2025"], ["Trygghet"], ["Lärare", "90"]]


def test_heads_on_several_lines_become_one():
    first = [Cell("Mått", rows=2, head=True), Cell("2025", columns=2, head=True), Cell("2026", head=True)]
    second = [Cell("Mål", head=True), Cell("Utfall", head=True), Cell("Mål", head=True)]
    rows = [first, second, _row("Andel", "80", "81", "85")]
    assert grid(rows) == [["Mått", "2025 Mål", "2025 Utfall", "2026 Mål"], ["Andel", "80", "81", "85"]]


def test_rows_of_heads_alone_stay_rows():
    rows = [[Cell("Ordförande", head=True)], [Cell("Ida", head=True)]]
    assert grid(rows) == [["Ordförande"], ["Ida"]]


def test_a_cell_that_reaches_further_than_the_table_ends_with_it():
    assert grid([[Cell("a", rows=9), Cell("b")]]) == [["a", "b"]]


@given(
    st.lists(st.lists(st.builds(Cell, st.sampled_from("abc"), st.integers(0, 999), st.integers(0, 70_000)), max_size=5))
)
def test_no_table_is_too_odd(rows: list[list[Cell]]):
    found = grid(rows)
    assert len(found) <= len(rows)
    assert all(len(row) <= MAX_COLUMNS for row in found)
