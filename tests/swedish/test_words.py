from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from maltolk.swedish.words import MAX_WORD_LENGTH, content_words, fold, stem, stems, words


def test_inflected_forms_share_a_stem():
    assert stem("planer") == stem("planen") == stem("plan")
    assert stems("Områdena, OMRÅDEN och område") == ["områd", "områd", "och", "områd"]


def test_an_ending_after_a_colon_is_no_word():
    assert stems("EU:s mål") == ["eu", "mål"]
    assert [word.surface for word in words("kl. 11:28")] == ["kl", "11", "28"]


def test_compatibility_forms_are_searched_alike():
    assert stems("ﬁnans") == stems("finans")
    assert stems("områden") == stems("områden")


def test_folding_takes_the_marks_off():
    assert fold("framtidsområden") == "framtidsomraden"
    assert fold("idé") == "ide"


def test_a_query_is_searched_by_its_content_words_once_each():
    assert [word.surface for word in content_words("Vilka mål har Lund, och vilket mål är först?")] == [
        "mål",
        "lund",
        "först",
    ]


def test_a_query_of_function_words_keeps_them():
    assert [word.surface for word in content_words("Vad är det?")] == ["vad", "är", "det"]
    assert content_words("?!") == ()


@given(st.text())
def test_words_stand_where_they_say(text: str):
    found = list(words(text))
    assert [word.stem for word in found] == stems(text)
    for word in found:
        assert 0 <= word.start < word.end <= len(text)
        assert 0 < len(word.surface) <= MAX_WORD_LENGTH
    assert all(before.end <= after.start for before, after in pairwise(found))
