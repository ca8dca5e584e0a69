"""Values as JSON and as tables: the fields that scripts rely on, and cells that no spreadsheet takes for formulas."""

import csv
import io

import pytest

from maltolk.model import Confidence, Fact, FoundIn, Quote, Span, Subject
from maltolk.presentation import (
    CONTACT_FIELDS,
    contact_as_json,
    contacts_as_csv,
    document_as_json,
    harmless,
    hit_as_json,
)
from maltolk.results import ContactRow, DocumentRow, LeftOutRow, SearchHit

ROW = ContactRow(
    "Maja Ek", None, None, "+46 8 465 004 61", None, "Ale", "ale.md", "2024-05-06", "0" * 64, Span(120, 188)
)


def test_a_passage_found():
    hit = SearchHit(Quote("0" * 64, Span(3, 6), "mål"), "ale.md", "Mål", "Ale", 1.23456)
    assert hit_as_json(hit) == {
        "document": "ale.md",
        "title": "Mål",
        "municipality": "Ale",
        "digest": "0" * 64,
        "start": 3,
        "end": 6,
        "text": "mål",
        "score": 1.2346,
        "link": f"/kalla/{'0' * 64}/3-6",
    }


def test_a_contact():
    assert contact_as_json(ROW) == {
        "name": "Maja Ek",
        "role": None,
        "party": None,
        "phone": "+46 8 465 004 61",
        "email": None,
        "municipality": "Ale",
        "document": "ale.md",
        "date": "2024-05-06",
        "link": f"/kalla/{'0' * 64}/120-188",
    }


def test_contacts_as_a_table():
    written = contacts_as_csv([ROW, ROW])
    assert written.count("\r\n") == 3
    rows = list(csv.DictReader(io.StringIO(written, newline="")))
    assert tuple(rows[0]) == CONTACT_FIELDS
    assert rows[0] == {name: contact_as_json(ROW)[name] or "" for name in CONTACT_FIELDS}


def test_a_document_with_what_is_known_of_it():
    facts = (
        Fact(Subject.TITLE, "Mål", Confidence.STATED, FoundIn.TEXT, Span(0, 3)),
        Fact(Subject.DATE, None, Confidence.UNKNOWN),
    )
    row = DocumentRow(
        "ale.md",
        "Ale",
        "Mål",
        None,
        "https://ale.example",
        "CC0-1.0",
        "sv",
        "0" * 64,
        facts,
        (LeftOutRow(4, "unsure", "osäker"),),
        (7,),
    )
    assert document_as_json(row) == {
        "document": "ale.md",
        "municipality": "Ale",
        "title": "Mål",
        "date": None,
        "url": "https://ale.example",
        "digest": "0" * 64,
        "link": f"/kalla/{'0' * 64}",
        "facts": {
            "title": {"value": "Mål", "confidence": "stated", "sureness": "stated", "found_in": "text", "span": [0, 3]},
            "date": {"value": None, "confidence": "unknown", "sureness": "unknown", "found_in": None, "span": None},
        },
        "left_out": [{"page": 4, "reason": "unsure", "reason_sv": "osäker"}],
        "read_from_image": [7],
    }


@pytest.mark.parametrize("sign", [*"=+-@\t\r\n＝＋－＠"])
def test_signs_of_a_formula_are_quoted(sign: str):
    assert harmless(f"{sign}1+1") == f"'{sign}1+1"
    assert harmless(f" {sign}1+1").startswith("'") or sign in "\t\r\n"


@pytest.mark.parametrize("cell", ["Maja Ek", "08-465 00", "+46 8 465 00", "a+b", "", "Öst"])
def test_the_rest_is_as_it_was(cell: str):
    assert harmless(cell) == cell


def test_what_is_not_known_is_empty():
    assert harmless(None) == ""
