"""What is known of a text, and what is made of what somebody types."""

from dataclasses import replace

import pytest

from maltolk.model import Confidence, Document
from maltolk.reading.document import read_document
from maltolk.reading.formats.frontmatter import FrontMatter
from maltolk.web.staff.collection.text_form import Known, known_of, typed

TEXT = "# Mål för Lunds kommun\n\nGäller 2019–2022.\n\nLunds kommun ska bli fossilfri.\n"


@pytest.fixture
def document() -> Document:
    read = read_document("mål.md", TEXT.encode())
    assert isinstance(read, Document)
    return read


def known(document: Document | None, said: FrontMatter | None = None) -> dict[str, Known]:
    return {each.field: each for each in known_of(document, said or FrontMatter())}


def asked(document: Document, confirmed: frozenset[str] = frozenset(), **fields: str):
    return typed(fields, confirmed, known_of(document, FrontMatter()))


def test_what_the_reader_is_unsure_of_comes_first(document: Document):
    found = known_of(replace(document, date=None), FrontMatter())
    assert found[0].field == "date"
    assert found[0].unsure
    assert [each.unsure for each in found] == sorted((each.unsure for each in found), reverse=True)
    assert not known(document)["licence"].unsure, "most texts have none"
    assert known(document)["period"].value == "2019–2022"


def test_what_the_file_beside_says_is_marked(document: Document):
    assert known(document, FrontMatter(title="x"))["title"].said
    assert known(None, FrontMatter(title="Min titel"))["title"] == Known("title", "Min titel", Confidence.STATED, True)
    assert known(None)["title"] == Known("title", "", Confidence.UNKNOWN)


def test_only_what_was_changed_is_written(document: Document):
    assert asked(document, title="Mål för  Lunds kommun ", municipality="Lund", date="").changes == {}
    assert asked(document, title="Målen").changes == {"title": "Målen"}
    assert asked(document, frozenset({"municipality"}), municipality="Lund").changes == {"municipality": "Lund"}
    assert asked(document, frozenset({"date"}), date="").changes == {}


def test_values_are_written_as_they_are_read(document: Document):
    found = asked(
        document, date="18 oktober 2019", period="från 2022", places="Dalby, Veberöd,, Dalby", url="https://lund.se/a b"
    )
    assert found.changes == {"date": "2019-10-18", "period": "2022/..", "places": ("Dalby", "Veberöd")}
    assert found.problems == {"url": "texts_wrong_url"}
    assert asked(document, municipality="malmö stad").changes == {"municipality": "Malmö"}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("date", "2019-02-30"),
        ("date", "i våras"),
        ("date", "2019"),
        ("period", "snart"),
        ("period", "2022-2019"),
        ("url", "javascript:alert(1)"),
        ("url", "lund.se"),
        ("title", "x" * 1001),
        ("title", ""),
        ("municipality", " \0 "),
        ("places", ","),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(document: Document, field: str, value: str):
    found = asked(document, **{field: value})
    assert found.changes == {}
    assert set(found.problems) == {field}


def test_an_emptied_field_says_nothing_any_more(document: Document):
    found = typed({"title": ""}, frozenset(), known_of(document, FrontMatter(title="x")))
    assert found.changes == {"title": None}
