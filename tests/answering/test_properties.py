"""Whatever is typed: no exception, no quote that does not stand, no marker without a citation, and always the same."""

import json
import re
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from maltolk.answering.answer import Answerer
from maltolk.cli import as_json
from maltolk.model import Answer, Status

pytestmark = pytest.mark.no_cover  # many examples of what other tests run line by line

_SOME = (
    "mål målen vision Ale Orsa Älmhult Torslanda Umeå vilka vad vem hur många när är de den andra femte 5 9 nummer "
    "och i telefon mejl ordförande vice Tranbäck Ingalill maja.ek@ale.example 08-465 jämför skillnaden alla kostar "
    "varför säger bostäder simma Målområde B hon hennes the vision of what who kontakt registrator fiskebrygga [1] [7] "
    "? ! …"
)
WORDS = _SOME.split()
ODD = [
    "\x00",
    "😀",
    "👩‍👩‍👧",
    "\u202e",
    "\u200f",
    "\u00ad",
    "\u2028",
    "\ufdfa" * 20,
    "ẞ",
    "İ",
    "e\u0301" * 9,
    "９",
    "½",
    "{",
    "}",
]
ODD += ["{indexed}", "%s", "\\", '"', "'", "</s>", "<b>", "http://x.se", "\ud800", "٣", "(" * 40, "a" * 300, "1" * 300]

ANY_TEXT = st.text(st.characters(codec=None), max_size=80)
MIXED = st.lists(st.sampled_from(WORDS + ODD), max_size=14).map(" ".join)
GLUED = st.lists(st.sampled_from(WORDS + ODD), max_size=8).map("".join)
LONG = st.tuples(st.sampled_from(WORDS + ODD), st.integers(500, 3000)).map(lambda pair: f"{pair[0]} " * pair[1])
QUESTIONS = st.one_of(ANY_TEXT, MIXED, GLUED, LONG)

MARKER = re.compile(r"\[(\d+)\]")


def check(answerer: Answerer, answer: Answer) -> None:
    """What holds for every answer to anything."""
    assert answer.status in set(Status)
    markers = [c.marker for c in answer.citations]
    assert markers == list(range(1, len(markers) + 1))
    assert {int(n) for n in MARKER.findall(answer.text)} == set(markers)
    for citation in answer.citations:
        document = answerer.index.document_by_digest(citation.quote.digest)
        assert document is not None
        assert citation.quote.span.of(document.text) == citation.quote.text != ""
        assert (citation.document, citation.municipality) == (document.path, document.municipality)
    assert {c.citation for c in answer.contacts} <= set(markers)
    for contact in answer.contacts:
        quote = next(c.quote.text for c in answer.citations if c.marker == contact.citation)
        fields = (contact.name, contact.role, contact.party, contact.phone, contact.email)
        assert all(field in quote for field in fields if field)
    if answer.status is not Status.ANSWERED:
        assert markers == []
    assert answer.text.strip()
    assert len(answer.text) < 6000
    cited = [line for line in answer.text.split("\n") if MARKER.search(line)]
    assert len(set(cited)) == len(cited), "nothing is said twice"
    json.loads(json.dumps(as_json(answer), ensure_ascii=False))


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(text=QUESTIONS, history=st.lists(st.one_of(MIXED, ANY_TEXT), max_size=2))
@example(text="{indexed} {0} %s", history=[])
@example(text="Vad är mål 99999999999999999999?", history=["Vilka mål har Ale?"])
@example(text="mål ٣", history=["Vilka mål har Ale?"])
@example(text="\ud800 mål i Ale", history=["\udfff"])
@example(text="I" * 2000, history=[])
def test_whatever_is_asked(quick_answerer: Answerer, text: str, history: list[str]):
    answer = quick_answerer.ask(text, history)
    check(quick_answerer, answer)
    again = quick_answerer.ask(text, history)
    assert replace(again, latency_ms=0) == replace(answer, latency_ms=0)


MARKS = st.text(
    st.one_of(
        st.characters(categories=["Mn", "Mc", "Me", "Lm", "Sk", "Cf"]),  # marks without a letter, bidi, joiners
        st.characters(min_codepoint=0xFF00, max_codepoint=0xFFEF),  # halfwidth and fullwidth forms
        st.characters(min_codepoint=0x10000, categories=["Lo", "Lu", "Mn", "So", "Nd"]),  # beyond the first plane
        st.sampled_from("-'’\u200c:?. aå"),
    ),
    min_size=1,
    max_size=6,
)
AROUND = st.sampled_from(
    ["{}", "Vilka mål {} har Ale?", "What goals {}has Ale?", "Hej {}! Tack", "mål{}9", "Ale{}", "{} و"]
)


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(marks=MARKS, around=AROUND, form=st.sampled_from(["NFC", "NFD", "NFKD"]))
@example(marks="\uff9e", around="{}", form="NFC")
@example(marks="\uff9e", around="What goals {}has Ale?", form="NFC")
@example(marks="\u0301", around="{}", form="NFC")
@example(marks="\u202e", around="Vilka mål {} har Ale?", form="NFD")
def test_signs_without_letters_alone_and_in_a_sentence(quick_answerer: Answerer, marks: str, around: str, form: str):
    text = unicodedata.normalize(form, around.format(marks))
    check(quick_answerer, quick_answerer.ask(text))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    text=MIXED,
    municipality=st.sampled_from(["Ale", "orsa", "Umeå", "", "\x00"]),
    language=st.sampled_from(["sv", "en"]),
)
def test_whatever_it_is_limited_to(quick_answerer: Answerer, text: str, municipality: str, language: str):
    answer = quick_answerer.ask(text, (), municipality, language)
    check(quick_answerer, answer)
    assert {m.casefold() for m in answer.municipalities} <= {municipality.casefold()}


@pytest.mark.model
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(text=QUESTIONS, history=st.lists(MIXED, max_size=1))
def test_whatever_is_asked_of_the_bundled_encoder(answerer: Answerer, text: str, history: list[str]):
    answer = answerer.ask(text, history)
    check(answerer, answer)
    assert replace(answerer.ask(text, history), latency_ms=0) == replace(answer, latency_ms=0)


@pytest.mark.model
@pytest.mark.parametrize("text", ["Vad vill Borås göra för cykeln?", "Jämför Borås och Umeå om textil"])
def test_an_item_that_stands_in_two_passages_is_said_once(answerer: Answerer, text: str):
    answer = answerer.ask(text)
    assert answer.status is Status.ANSWERED
    check(answerer, answer)
