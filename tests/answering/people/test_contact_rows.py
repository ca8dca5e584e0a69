"""Cells of an exported table are never taken for formulas."""

import pytest

from maltolk.answering.people.contact_rows import CONTACT_FIELDS, contact_row, harmless
from maltolk.answering.people.directory import search_people
from maltolk.indexing.index import Index


@pytest.mark.parametrize("sign", [*"=+-@\t\r\n＝＋－＠"])
def test_signs_of_a_formula_are_quoted(sign: str):
    assert harmless(f"{sign}1+1") == f"'{sign}1+1"
    assert harmless(f" {sign}1+1").startswith("'") or sign in "\t\r\n"


@pytest.mark.parametrize("cell", ["Maja Ek", "08-465 00", "a+b", "", "Öst"])
def test_the_rest_is_as_it_was(cell: str):
    assert harmless(cell) == cell


def test_what_is_not_known_is_empty():
    assert harmless(None) == ""


def test_a_row_has_the_words_as_written(corpus_index: Index):
    row = contact_row(search_people(corpus_index, "registrator", None)[0])
    assert tuple(row) == CONTACT_FIELDS
    assert row == {
        "name": None,
        "role": "Registrator",
        "party": None,
        "phone": "08-465 004 50",
        "email": "registrator@ale.example",
        "municipality": "Ale",
        "document": "ale.md",
        "date": row["date"],
    }
