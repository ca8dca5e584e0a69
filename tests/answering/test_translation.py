"""Foreign words of a question become Swedish ones, with the places of the words they came from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maltolk.answering.understanding.glossary import translate
from maltolk.answering.understanding.tokens import tokens_of


def swedish(text: str, language: str = "other") -> list[str]:
    return [t.swedish[0] for t in translate(tokens_of(text), language)]


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("food waste", "en", ["matavfall"]),
        ("waste", "en", ["avfall"]),
        ("the vision and the goals", "en", ["vision", "mål"]),
        ("Vision und Ziele", "other", ["vision", "mål"]),
        ("objetivos", "other", ["mål"]),
        ("xyzzy plugh", "en", []),
        ("", "en", []),
    ],
)
def test_known_words(text: str, language: str, words: list[str]):
    assert swedish(text, language) == words


def test_a_phrase_knows_all_its_words():
    assert next(t.tokens for t in translate(tokens_of("is food waste reduced"), "en")) == (1, 2)


@given(st.text(), st.sampled_from(["en", "other"]))
def test_any_text_gives_places_inside_it_in_order(text: str, language: str):
    tokens = tokens_of(text)
    found = [place for t in translate(tokens, language) for place in t.tokens]
    assert all(0 <= place < len(tokens) for place in found)
    assert found == sorted(found)
