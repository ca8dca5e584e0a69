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


def test_a_head_across_the_whole_table_names_the_rows_below_it():
    rows = [
        [Cell("Mål", head=True), Cell("År", head=True)],
        [Cell("Skola", columns=2, head=True)],
        _row("Alla läser", "2026"),
        [Cell("Miljö", columns=2, head=True)],
        _row("Bussar", "2030"),
    ]
    assert grid(rows) == [["Mål", "År"], ["Skola"], ["Alla läser", "2026"], ["Miljö"], ["Bussar", "2030"]]


def test_a_row_of_heads_that_no_head_above_spans_is_a_row_of_its_own():
    rows = [
        [Cell("Namn", head=True), Cell("Plats", head=True)],
        [Cell("Ida", head=True), Cell("Orsa", head=True)],
        _row("Ola", "Ale"),
    ]
    assert grid(rows) == [["Namn", "Plats"], ["Ida", "Orsa"], ["Ola", "Ale"]]
    rows = [[Cell("Namn", head=True), Cell("", head=True)], [Cell("Skola", head=True), Cell("")], _row("Ola", "Ale")]
    assert grid(rows) == [["Namn", ""], ["Skola", ""], ["Ola", "Ale"]]


def test_merged_cells_tell_a_head_that_nothing_marks():
    rows = [[Cell("Mål", rows=2), Cell("Utfall", columns=2)], _row("2024", "2025"), _row("Andel", "80", "85")]
    assert grid(rows) == [["Mål", "Utfall 2024", "Utfall 2025"], ["Andel", "80", "85"]]


def test_merged_cells_of_values_are_no_head():
    rows = [[Cell("Bildning", rows=2), Cell("90", columns=2)], [Cell("80", columns=2)], _row("Teknik", "85", "86")]
    assert grid(rows) == [["Bildning", "90", "90"], ["Bildning", "80", "80"], ["Teknik", "85", "86"]]
    long = "Alla barn ska kunna läsa när de lämnar årskurs tre, och det gäller varje skola."
    rows = [[Cell("Mål", rows=2), Cell(long, columns=2)], _row("2024", "2025"), _row("Andel", "80", "85")]
    assert grid(rows)[0] == ["Mål", long, long]


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
