"""Unknown words of a question, replaced by near ones."""

import pytest

from maltolk.answering.offering.near_questions import near_question
from maltolk.indexing.index import Index


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("Vilka mål har Alles kommun?",) * 2,  # "alles" is near to "Ales", but the word is known
        ("Vilka mål har Hylltte?", "Vilka mål har Hylte?"),
        ("Vad är Hylttes mål?", "Vad är Hyltes mål?"),
        ("Vilka mål har Xyzzy?",) * 2,
    ],
)
def test_an_unknown_word_near_a_municipality_is_taken_for_it(corpus_index: Index, typed: str, near: str):
    assert near_question(typed, ("Ale", "Hylte"), corpus_index.vocabulary, with_words=True) == near
