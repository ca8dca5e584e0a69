from math import log

import numpy as np
import pytest

from maltolk.indexing.search.vocabulary import CompoundRule, Vocabulary
from maltolk.swedish.words import stems

RULE = CompoundRule()


def vocabulary(text: str) -> Vocabulary:
    known = sorted(set(stems(text)))
    return Vocabulary(known, np.ones(len(known), dtype=np.int64), 100, RULE)


def test_a_word_finds_compounds_that_end_with_it():
    known = vocabulary("fullmäktigeplan kommunfullmäktige handling handlingsplaner plan")
    assert known.variants("plan") == {"plan": 1.0, "fullmäktigeplan": RULE.tail, "handlingsplan": RULE.tail}


def test_a_word_that_is_not_there_is_found_by_its_compounds():
    known = vocabulary("fullmäktigeplan kommunfullmäktige")
    assert known.variants("planen") == {"fullmäktigeplan": RULE.tail}


def test_a_compound_of_unknown_parts_is_found_with_less_weight():
    known = vocabulary("fullmäktigeplan")
    assert known.variants("plan") == {"fullmäktigeplan": RULE.unsure}
    assert known.variants("fullmäktige") == {"fullmäktigeplan": RULE.unsure}
    assert vocabulary("förändring").variants("ring") == {"förändring": RULE.unsure}


def test_a_word_finds_compounds_that_begin_with_it():
    known = vocabulary("vattenfrågor frågor vattna")
    assert known.variants("vatten") == {"vattenfråg": RULE.head}


def test_a_compound_that_is_not_there_is_found_by_its_parts():
    known = vocabulary("vatten och mål")
    assert known.variants("vattenmål") == {"vatt": RULE.part_of_unknown, "mål": RULE.part_of_unknown}


def test_a_compound_that_is_there_weighs_its_parts_less():
    known = vocabulary("fokusområden områden fokus")
    assert known.variants("fokusområde") == {"fokusområd": 1.0, "områd": RULE.part, "fokus": RULE.part}


@pytest.mark.parametrize(("word", "others"), [("svar", "ansvar"), ("mål", "remålning"), ("samt", "samtal")])
def test_what_only_looks_like_a_part_is_none(word: str, others: str):
    assert vocabulary(others).variants(word) == {}


def test_letters_without_marks_find_the_word_only_when_it_is_unknown():
    assert vocabulary("framtidsområden").variants("framtidsomraden") == {"framtidsområd": RULE.folded}
    assert vocabulary("mal mål").variants("mal") == {"mal": 1.0}
    assert vocabulary("malmö").variants("malmo") == {"malmö": RULE.folded}
    assert vocabulary("ide").variants("idé") == {"ide": RULE.folded}


def test_a_definite_form_finds_the_plain_one_and_back():
    assert vocabulary("skola").variants("skolan") == {"skol": RULE.form}
    assert vocabulary("skolan").variants("skola") == {"skolan": RULE.form}
    assert vocabulary("miljö").variants("miljön") == {"miljö": RULE.form}


def test_a_definite_form_needs_a_vowel():
    assert vocabulary("vattna").variants("vatten") == {}


def test_only_the_most_frequent_compounds_are_looked_at():
    heads = [f"väg{letter}or" for letter in "bcdfghjklm"]
    names = sorted({*heads, *(head + "plan" for head in heads)})
    frequencies = np.array([5 if name == "vägbor" + "plan" else 1 for name in names], dtype=np.int64)
    known = Vocabulary(names, frequencies, 100, CompoundRule(most=2))
    assert list(known.variants("plan")) == ["vägborplan", "vägcorplan"]


def test_of_equally_frequent_compounds_the_first_by_letter_is_looked_at():
    names = ("avtal", "avtalsplan", "axel", "plan", "planaxel")
    known = Vocabulary(names, np.ones(5, dtype=np.int64), 100, CompoundRule(most=1))
    assert known.variants("plan") == {"plan": 1.0, "avtalsplan": RULE.tail}


def test_rarer_is_heavier():
    known = vocabulary("mål")
    assert known.idf(0) > known.idf(1) > known.idf(50) > known.idf(100) > 0


def test_rarity_is_that_of_lucenes_bm25():
    known = vocabulary("mål")  # of 100 passages
    assert known.idf(1) == pytest.approx(log(1 + 99.5 / 1.5))
    assert known.idf(100) == pytest.approx(log(1 + 0.5 / 100.5))


def test_a_stem_is_known_by_its_place_and_frequency():
    known = Vocabulary(("hav", "mål"), np.array([3, 7], dtype=np.int64), 10, RULE)
    assert [known.number(word) for word in ("hav", "mål", "sjö")] == [0, 1, None]
    assert [known.document_frequency(word) for word in ("hav", "mål", "sjö")] == [3, 7, 0]
    assert len(known) == 2
    assert "hav" in known
    assert "sjö" not in known


@pytest.mark.parametrize(
    ("word", "compound", "weight"),
    [
        ("väg", "cykelväg", RULE.tail),  # three letters are enough for a part, when the rest is a word
        ("by", "cykelby", None),  # two are not
        ("ring", "förring", None),  # a rest of three letters may be chance
        ("ring", "förrring", RULE.unsure),
    ],
)
def test_how_short_the_parts_of_a_compound_may_be(word: str, compound: str, weight: float | None):
    known = Vocabulary(tuple(sorted({"cykel", compound})), np.ones(2, dtype=np.int64), 10, RULE)
    assert known.variants(word).get(compound) == weight


def test_the_word_itself_is_not_its_own_compound():
    assert vocabulary("plan").variants("plan") == {"plan": 1.0}


def test_an_empty_vocabulary_knows_nothing():
    assert Vocabulary((), np.empty(0, dtype=np.int64), 0, RULE).variants("mål") == {}
