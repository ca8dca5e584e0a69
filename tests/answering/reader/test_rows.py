"""Rows of tables as the reader sees them."""

import pytest

from maltolk.answering.reader.rows import is_head, under_head


@pytest.mark.parametrize(
    ("head", "row", "seen"),
    [
        ("| Mått | 2025 | 2026 |", "| Andel nöjda | 80 % | 85 % |", "Andel nöjda; 2025: 80 %; 2026: 85 %"),
        ("Mått\t2025\t2026", "Andel nöjda\t80 %\t85 %", "Andel nöjda; 2025: 80 %; 2026: 85 %"),
        ("Mått     2025   2026", "Andel nöjda   80 %   85 %", "Andel nöjda; 2025: 80 %; 2026: 85 %"),
        ("|  | Mål | Ansvarig |", "| Skola |  | BUN |", "Skola; Ansvarig: BUN"),
        ("| Mått | 2025 |", "| Trygghet |", "| Trygghet |"),
        ("| Mått | 2025 |", "| Andel | 80 | 90 |", "| Andel | 80 | 90 |"),
        ("| Mått | " + "ord " * 20 + "|", "| Andel | 80 |", "| Andel | 80 |"),
    ],
)
def test_each_value_stands_beside_its_head(head: str, row: str, seen: str):
    assert under_head(head, row) == seen


@pytest.mark.parametrize(
    ("row", "head"),
    [("| Mått | 2025 |", True), ("| Namn | Roll |", True), ("| Andel | 80 % |", False), ("Ek\tek@ale.example", False)],
)
def test_a_head_has_no_values(row: str, head: bool):
    assert is_head(row) is head
