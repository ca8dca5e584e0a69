"""Findings become lines with markers, and nothing but the texts' words and fixed ones."""

import re

import pytest

from maltolk.answering.answer import Answerer
from maltolk.answering.catalogue import say
from maltolk.answering.composing.display import displayed
from maltolk.answering.finding.findings import SCREENFUL, Finding, Line, Outcome, Section
from maltolk.model import Document, Span, Status


def line(document: Document, words: str, **more: object) -> Line:
    start = document.text.index(words)
    return Line(document, Span(start, start + len(words)), **more)  # type: ignore[arg-type]  # a test's shorthand


def found(*lines: Line, title: str = "", **more: object) -> Finding:
    return Finding(Outcome.FOUND, (Section(lines, title=title),), **more)  # type: ignore[arg-type]  # a test's shorthand


def test_markers_are_numbered_in_order_of_use_and_a_quote_has_one(write, small_document):
    ale = small_document("ale")
    vision, until = "Ale kommuns vision är ”Älven bär oss”.", "Visionen gäller till och med 2040"
    answer = write(found(line(ale, until), line(ale, vision), line(ale, until)))
    assert answer.text == f"{until} [1]\n{vision} [2]\n{until} [1]"
    assert [(c.marker, c.quote.text) for c in answer.citations] == [(1, until), (2, vision)]


def test_a_citation_tells_where_it_stands(write, small_document):
    ale = small_document("ale")
    citation = write(found(line(ale, "Visionen gäller"))).citations[0]
    span = citation.quote.span
    assert ale.text[span.start : span.end] == citation.quote.text
    assert (citation.document, citation.municipality, citation.date) == ("ale.md", "Ale", "2024-05-06")
    assert citation.url == "https://example.org/ale/mal"
    assert citation.link == f"/kalla/{ale.digest}/{span.start}-{span.end}"


@pytest.mark.parametrize(("language", "more"), [("sv", "… och 4 till"), ("en", "… and 4 more")])
def test_a_long_list_is_cut_and_says_so(write, small_document, language: str, more: str):
    orsa = small_document("orsa")
    items = [Line(orsa, b.span, bullet=True) for b in orsa.blocks if b.kind == "list_item"]
    assert len(items) == SCREENFUL + 4
    answer = write(found(*items), language)
    lines = answer.text.split("\n")
    assert len(lines) == SCREENFUL + 1
    assert lines[-1] == more
    assert len(answer.citations) == SCREENFUL


def test_a_note_in_the_text_is_not_read_as_a_marker(write, small_document):
    almhult = small_document("almhult")
    answer = write(found(line(almhult, "Enligt en bilaga [7] ska utsläppen från resor halveras till 2033.")), "sv", "g")
    assert answer.text == "Enligt en bilaga (7) ska utsläppen från resor halveras till 2033. [1]"
    assert re.findall(r"\[(\d+)\]", answer.text) == ["1"]
    assert "[7]" in answer.citations[0].quote.text, "the quote itself stays as written"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("två\n  rader", "två rader"),
        ("hårt\u00a0mellanrum", "hårt mellanrum"),
        ("av\u00adstavning", "avstavning"),
        (" x ", "x"),
        ("**Friskt hav** – rent", "Friskt hav – rent"),
        ("målen för *förflyttningar*, ja", "målen för förflyttningar, ja"),
        ("3 * 4 och 2*5", "3 * 4 och 2*5"),
    ],
)
def test_a_quote_is_shown_on_one_line(text: str, line: str):
    assert displayed(text) == line


def test_a_section_with_a_title(write, small_document):
    ale = small_document("ale")
    one = write(found(line(ale, "Målen följs upp"), title="Ale")).text
    two = write(found(line(ale, "Målen följs upp"), line(ale, "Visionen gäller"), title="Ale")).text
    assert one == "Ale: Målen följs upp [1]"
    assert two == "Ale:\nMålen följs upp [1]\nVisionen gäller [2]"


def test_fixed_words_and_bullets(write, small_document):
    ale = small_document("ale")
    item = next(b for b in ale.blocks if b.number == 1)
    lines = (
        Line(None, None, say("nothing_about_this", "sv")),
        Line(ale, item.span, bullet=True, numbered=True),
    )
    assert write(found(*lines)).text == "Hittar inget om detta i texterna.\n• 1. Varje barn ska lära sig simma [1]"


def test_a_contact_has_its_own_line_and_citation(write, people):
    person = next(p for p in people if p.field("name") == "Ingalill Tranbäck")
    answer = write(Finding(Outcome.FOUND, people=(person,)))
    assert answer.text == (
        "Ingalill Tranbäck (S), Kommunstyrelsens ordförande, 08-465 004 51, ingalill.tranback@ale.example [1]"
    )
    contact = answer.contacts[0]
    assert (contact.name, contact.party, contact.phone, contact.citation) == (
        "Ingalill Tranbäck",
        "S",
        "08-465 004 51",
        1,
    )
    assert all(f in answer.citations[0].quote.text for f in (contact.name, contact.phone, contact.email) if f)


def test_notices_tell_a_texts_year_and_language(write, small_document):
    ale = small_document("ale")
    finding = found(line(ale, "Målen följs upp"))
    assert write(finding).notices == ("texten är från 2024", "texten gäller till 2040")
    assert write(finding, "en").notices == (
        "the text is from 2024",
        "the text applies until 2040",
        "the quotes are in Swedish",
    )
    assert write(found(line(small_document("orsa"), "Planen omfattar"))).notices == ("texten är från 2019",)


@pytest.mark.parametrize(
    ("outcome", "status"),
    [
        (Outcome.FOUND, Status.ANSWERED),
        (Outcome.NOT_FOUND, Status.NOT_FOUND),
        (Outcome.DECLINED, Status.DECLINED),
        (Outcome.UNCLEAR, Status.NEEDS_CLARIFICATION),
    ],
)
def test_how_a_question_ended(write, outcome: Outcome, status: Status):
    answer = write(Finding(outcome, message=say("nothing_about_this", "sv")), "sv", "000001-aaaaaaaa")
    assert (answer.status, answer.generation) == (status, "000001-aaaaaaaa")
    assert answer.text == "Hittar inget om detta i texterna."
    assert answer.citations == ()


@pytest.mark.parametrize(
    ("question", "said"),
    [("Vad är visionen i Älmhlut?", True), ("Vad är visionen i Älmhult?", False), ("vad är almhults vision", False)],
)
def test_a_name_that_was_misspelt_is_said_as_it_was_read(quick_answerer: Answerer, question: str, said: bool):
    notices = quick_answerer.ask(question).notices
    assert ("jag läste ett namn i frågan som Älmhult" in notices) is said
