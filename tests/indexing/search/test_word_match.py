"""How far written words have an asked one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maltolk.indexing.search.vocabulary import QueryTerm
from maltolk.indexing.search.word_match import INFLECTED, covered, forms_of, is_inflected, stems_of, strength


def term(surface: str, stem: str, idf: float = 1.0, **variants: float) -> QueryTerm:
    return QueryTerm(surface, stem, variants, idf)


def test_the_stem_itself_is_all():
    assert strength(term("målen", "mål"), forms_of("Våra mål är tre")) == 1.0


def test_nothing_of_it_is_nothing():
    assert strength(term("båtar", "båt"), forms_of("Våra mål är tre")) == 0.0


def test_another_ending_is_nearly_all():
    assert strength(term("registrator", "registrator"), forms_of("Registratorn svarar")) == INFLECTED


def test_a_part_of_a_compound_counts_for_more_than_in_search():
    asked = term("mål", "mål", visionsmål=0.49)
    assert strength(asked, frozenset({"visionsmål"})) == pytest.approx(0.7)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("registrator", "registratorn", True),
        ("förskola", "förskolan", True),
        ("förskola", "förskolor", True),
        ("kommun", "kommunikation", False),
        ("skol", "skola", False),
        ("barn", "bröd", False),
        ("", "", False),
    ],
)
def test_inflected(one: str, other: str, same: bool):
    assert is_inflected(one, other) is same


@given(st.text(), st.text())
def test_inflection_works_both_ways(one: str, other: str):
    assert is_inflected(one, other) == is_inflected(other, one)


def test_rare_words_weigh_more():
    terms = (term("vision", "vision", 1.0), term("fritidsbanken", "fritidsbank", 3.0))
    assert covered(terms, (1.0, 0.0)) == pytest.approx(0.25)
    assert covered(terms, (0.0, 1.0)) == pytest.approx(0.75)
    assert covered(terms, (0.5, 0.5)) == pytest.approx(0.5)
    assert covered((), ()) == 1.0


def test_forms_are_stems_and_words():
    assert stems_of("Fritidsgårdarna öppnar") < forms_of("Fritidsgårdarna öppnar")
    assert "fritidsgårdarna" in forms_of("Fritidsgårdarna öppnar")
