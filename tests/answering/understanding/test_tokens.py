"""Words, signs, numbers and language of a question, without any index."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maltolk.answering.understanding.tokens import LAST, Numbers, cues_in, names_of, numbers_in, tokens_of


def cues(text: str) -> set[str]:
    return {f"{cue.group}.{cue.name}" for cue in cues_in(tokens_of(text))}


def test_tokens_keep_their_places():
    text = "Vad är Lund's e-post?"
    tokens = tokens_of(text)
    assert [t.folded for t in tokens] == ["vad", "är", "lund", "e-post"]
    assert [t.span.of(text) for t in tokens] == ["Vad", "är", "Lund's", "e-post"]


@given(st.text())
def test_tokens_stand_in_order_inside_the_text(text: str):
    tokens = tokens_of(text)
    assert all(0 <= t.span.start < t.span.end <= len(text) for t in tokens)
    assert all(a.span.end <= b.span.start for a, b in pairwise(tokens))


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("Vem är ordförande?", "fields.person"),
        ("telefonnummer till Maja", "fields.phone"),
        ("vad har hon för mejladress", "fields.email"),
        ("Vilket parti tillhör hon?", "fields.party"),
        ("Hur många mål finns det?", "wants.count"),
        ("How many goals are there?", "wants.count"),
        ("När antogs planen?", "wants.date"),
        ("Vad kostar kaffet?", "wants.cost"),
        ("Vilka mål finns?", "wants.list"),
        ("Varför behövs programmet?", "wants.reason"),
        ("Jämför Ale och Orsa", "wants.comparison"),
        ("Vilka kommuner har mål om skolan?", "wants.which_municipalities"),
        ("Och i Ale?", "follows.elliptic"),
        ("Vad har hon för nummer?", "follows.person"),
    ],
)
def test_a_sign_is_seen(text: str, cue: str):
    assert cue in cues(text)


def test_a_sign_of_several_words_needs_all_of_them_in_a_row():
    assert "wants.count" in cues("hur många är de")
    assert "wants.count" not in cues("hur är de många")


def test_a_star_matches_longer_words_and_no_star_does_not():
    assert "fields.phone" in cues("telefonnumret")
    assert "fields.phone" not in cues("ringlinjen")
    assert "fields.phone" not in cues("telefo")


def numbers(text: str, noun: str):
    tokens = tokens_of(text)
    return numbers_in(tokens, [i for i, t in enumerate(tokens) if t.folded == noun])


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("Vad är mål 9?", 9),
        ("Vad är mål 12?", 12),
        ("Vad är mål nio?", 9),
        ("mål nio", 9),
        ("Vad är mål nummer nio?", 9),
        ("vad står det i mål nummer 4", 4),
        ("vad står det i mål nr tolv", 12),
        ("Vad är det femte målet?", 5),
        ("Vad är det sista målet?", LAST),
        ("Lunds andra mål", 2),
        ("tredje mål", 3),
        ("What is goal number 3?", 3),
        ("the second one", 2),
        ("Berätta om den andra", 2),
    ],
)
def test_the_number_of_an_item(text: str, item: int):
    noun = "goal" if "goal" in text else "mål"
    assert numbers(text, noun).item == item


@pytest.mark.parametrize(("text", "count"), [("Vilka är de nio mål", 9), ("alla 12 mål", 12), ("lista tre mål", 3)])
def test_how_many_the_asker_expects(text: str, count: int):
    assert numbers(text, "mål").count == count
    assert numbers(text, "mål").item is None


@pytest.mark.parametrize("text", ["Vad gäller 2030?", "Vilka mål finns?", "mål 2030", "mål 100", ""])
def test_a_year_or_nothing_is_no_item(text: str):
    assert numbers(text, "mål") == Numbers(None, None, ())


@pytest.mark.parametrize("text", ["Vilka andra mål finns?", "första mål", "sista mål", "lista ett mål"])
def test_other_first_and_one_are_no_numbers_by_themselves(text: str):
    assert numbers(text, "mål") == Numbers(None, None, ())


@pytest.mark.parametrize(
    ("text", "item"),
    [("andra målet", 2), ("första delmålet", 1), ("Ales trea", 3), ("den femman", 5), ("en trea", None)],
)
def test_an_item_by_what_goals_are_called_or_by_a_noun(text: str, item: int | None):
    assert numbers(text, "målet").item == item


def test_a_time_is_no_count():
    assert numbers("om tio år", "år") == Numbers(None, None, (1,))


def test_a_number_that_says_which_asks_for_no_telephone():
    tokens = tokens_of("Vad är mål nummer fyra?")
    found = names_of(cues_in(tokens), numbers_in(tokens, [2]))
    assert not any(name.startswith("fields.") for name in found)
    other = tokens_of("Vilket nummer har växeln?")
    assert "fields.phone" in names_of(cues_in(other), numbers_in(other, [3]))


def test_a_number_word_between_two_nouns_counts_the_second():
    tokens = tokens_of("Lunds mål nio fokusområden")
    assert numbers_in(tokens, [1, 3]) == Numbers(None, 9, (2,))
    assert numbers_in(tokens[:3], [1]) == Numbers(9, None, (2,))


def test_the_words_of_a_number_are_told():
    assert numbers("Vad är mål nummer nio?", "mål").words == (3, 4)
    assert numbers("Vad är mål 9?", "mål").words == (3,)
    assert numbers("alla nio mål", "mål").words == (1,)


def test_of_two_figures_in_a_row_the_second_is_none():
    assert numbers("mål 4 8", "mål") == Numbers(4, None, (1,))
