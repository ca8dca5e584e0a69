"""Whatever the text is: no exception, and spans that every other room can rely on."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outline import check_invariants

from maltolk.model import Document, Span
from maltolk.reading import read_document, sentences
from maltolk.reading.decoding.encodings import clean
from maltolk.swedish.gazetteer import Gazetteer

pytestmark = pytest.mark.no_cover  # many examples of what other tests run line by line

# Pieces that the rules look for, mixed with anything at all.
SNIPPETS = st.sampled_from(
    [
        "\n",
        "\n\n",
        "# ",
        "## ",
        "- ",
        "– ",
        "• ",
        "1. ",
        "2. ",
        "3) ",
        "a) ",
        "| a | b |",
        "|---|---|",
        "---",
        "===",
        "**",
        "*",
        "Foto: X",
        "Av\n",
        "Anna Ek (S)",
        "Kommunalråd",
        "0418-12 34 56",
        "a@b.se",
        "Kontakt",
        "Namn: ",
        ": ",
        "> ",
        "```",
        "\t",
        "    ",
        "\u200b",
        "Mål 1: skog",
        "säger Anna Ek,",
        "[a](b)",
        "Lunds kommun",
        "Vi vill mer. ",
        "och så vidare",
        "\xa0",
        "Senast uppdaterad: 3 maj 2021",
    ]
)
TEXTS = st.lists(st.one_of(SNIPPETS, st.text(max_size=12)), max_size=30).map("".join)


@settings(deadline=None, max_examples=300)
@given(TEXTS, st.sampled_from(["x.txt", "x.md"]))
def test_any_text_keeps_the_promises_of_the_model(text: str, path: str) -> None:
    result = read_document(path, text.encode("utf-8", "surrogatepass"))
    if isinstance(result, Document):
        check_invariants(result)


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=400))
def test_any_bytes_are_a_document_or_skipped_with_a_reason(raw: bytes) -> None:
    result = read_document("x.txt", raw)
    if isinstance(result, Document):
        check_invariants(result)
    else:
        assert result.reason
        assert "\n" not in result.reason


@settings(deadline=None, max_examples=300)
@given(TEXTS)
def test_sentences_hold_all_words_in_order_without_outer_white_space(text: str) -> None:
    found = sentences(text)
    at = 0
    for span in found:
        assert at <= span.start < span.end <= len(text)
        assert span.of(text) == span.of(text).strip()
        at = span.end
    kept = "".join("".join(span.of(text).split()) for span in found)
    left_out = "".join(
        text[a.end : b.start] for a, b in zip([Span(0, 0), *found], [*found, Span(len(text), 0)], strict=True)
    )
    assert not any(sign.isalnum() for sign in left_out)
    assert sum(sign.isalnum() for sign in kept) == sum(sign.isalnum() for sign in text)


@settings(deadline=None, max_examples=200)
@given(TEXTS, st.booleans())
def test_mentions_are_in_order_and_never_overlap(text: str, casual: bool) -> None:
    at = 0
    for mention in Gazetteer.default().find(text, casual):
        assert at <= mention.span.start < mention.span.end <= len(text)
        at = mention.span.end


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize(
    "part", ["a", "Aa ", "- x\n", "1. A ", "a@", "a.", "|a", "0418-12 34 56\n", "Vara ", "Kort\n\n", "**a** ", "["]
)
def test_odd_texts_take_linear_time(part: str) -> None:
    started = time.process_time()
    read_document("x.txt", (part * (40_000 // len(part))).encode())
    # Seconds of a processor; a quadratic rule takes minutes here.
    assert time.process_time() - started < 8
