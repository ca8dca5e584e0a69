"""The last gate: nothing leaves that does not stand in the stored text."""

import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from maltolk.answering.composing.compose import fixed_words
from maltolk.answering.composing.gate import verify
from maltolk.model import Answer, AnswerLine, AnswerSection, Citation, CitedContact, Quote, Span, Status

TEXT = "Ale kommuns vision är ”Älven bär oss”. Visionen gäller till och med 2040."
DIGEST = "d" * 64
NOT_FOUND = "Jag hittar inget."


def stored(digest: str) -> str | None:
    return TEXT if digest == DIGEST else None


def citation(marker: int, start: int, end: int, text: str | None = None, digest: str = DIGEST) -> Citation:
    quote = Quote(digest, Span(start, end), TEXT[max(0, start) : max(0, end)] if text is None else text)
    return Citation(marker, quote, "ale.md", "Mål", "Ale", None, None)


def answer(*citations: Citation, text: str | None = None) -> Answer:
    lines = [AnswerLine(c.quote.text, c.marker) for c in citations]
    if text is not None:
        lines = [AnswerLine(line) for line in text.split("\n")]
    contacts = tuple(
        CitedContact(str(c.marker), None, None, None, None, "Ale", "ale.md", None, c.marker) for c in citations
    )
    return Answer(
        Status.ANSWERED,
        (AnswerSection(tuple(lines)),),
        citations,
        contacts,
        municipalities=("Ale",),
        notices=("gammal",),
    )


def test_what_stands_in_the_text_passes_untouched():
    good = answer(citation(1, 0, 38), citation(2, 39, 73))
    assert verify(good, stored, lambda: NOT_FOUND) == good


def test_a_tampered_quote_goes_with_its_line_and_contact():
    result = verify(
        answer(citation(1, 0, 38), citation(2, 39, 73, "Visionen gäller för alltid.")), stored, lambda: NOT_FOUND
    )
    assert result.status is Status.ANSWERED
    assert result.text == f"{TEXT[0:38]} [1]"
    assert [c.marker for c in result.citations] == [1]
    assert [c.citation for c in result.contacts] == [1]


def test_an_answer_left_with_nothing_is_not_found():
    result = verify(answer(citation(1, 0, 38, "Ale vill ingenting.")), stored, lambda: NOT_FOUND)
    assert (result.status, result.text) == (Status.NOT_FOUND, NOT_FOUND)
    assert (result.citations, result.contacts, result.municipalities, result.notices) == ((), (), (), ())


def test_an_unknown_document_is_no_source():
    assert verify(answer(citation(1, 0, 38, digest="e" * 64)), stored, lambda: NOT_FOUND).status is Status.NOT_FOUND


def test_offsets_outside_or_turned_round_or_empty_are_no_place():
    for start, end, text in ((0, 1000, TEXT), (-4, 0, "2040"), (10, 5, ""), (5, 5, "")):
        assert verify(answer(citation(1, start, end, text)), stored, lambda: NOT_FOUND).citations == ()


def test_a_marker_without_a_citation_takes_its_line_along():
    tampered = answer(citation(1, 0, 38), text=f"{TEXT[0:38]} [1]\nOch mycket annat. [7]")
    result = verify(tampered, stored, lambda: NOT_FOUND)
    assert result.text == f"{TEXT[0:38]} [1]"


def test_fixed_words_need_no_citation():
    said = Answer(Status.NOT_FOUND, (fixed_words("Jag hittar inget svar."),))
    assert verify(said, stored, lambda: NOT_FOUND) is said
    covered = Answer(Status.ANSWERED, (fixed_words("Jag svarar ur fem texter."),))
    assert verify(covered, stored, lambda: NOT_FOUND) is covered


SPANS = st.tuples(st.integers(-3, len(TEXT) + 3), st.integers(-3, len(TEXT) + 3))
CITATIONS = st.lists(
    st.tuples(SPANS, st.sampled_from(["same", "changed", "shifted", "unknown"])), min_size=0, max_size=6
)


@given(made=CITATIONS, stray=st.lists(st.integers(0, 12), max_size=3))
def test_an_unknown_citation_never_survives(made: list[tuple[tuple[int, int], str]], stray: list[int]):
    citations = []
    for marker, ((start, end), kind) in enumerate(made, 1):
        one = citation(marker, start, end)
        if kind == "changed":
            one = replace(one, quote=replace(one.quote, text=one.quote.text + "!"))
        elif kind == "shifted":
            one = replace(one, quote=replace(one.quote, span=Span(start + 1, end + 1)))
        elif kind == "unknown":
            one = replace(one, quote=replace(one.quote, digest="f" * 64))
        citations.append(one)
    given_answer = answer(*citations)
    made_up = AnswerSection(tuple(AnswerLine("Påhittat.", number) for number in stray))
    given_answer = replace(given_answer, sections=(*given_answer.sections, made_up))
    result = verify(given_answer, stored, lambda: NOT_FOUND)
    for kept in result.citations:
        assert kept.quote.digest == DIGEST
        assert kept.quote.span.of(TEXT) == kept.quote.text != ""
    markers = {c.marker for c in result.citations}
    assert {int(n) for n in re.findall(r"\[(\d+)\]", result.text)} <= markers
    assert {c.citation for c in result.contacts} <= markers
    if citations and not result.citations:
        assert result.status is Status.NOT_FOUND


@given(st.integers(0, len(TEXT)), st.integers(0, len(TEXT)))
def test_every_true_quote_survives(start: int, end: int):
    start, end = min(start, end), max(start, end)
    good = answer(citation(1, start, end), text="Sant. [1]")
    assert (verify(good, stored, lambda: NOT_FOUND) == good) is (start < end)
