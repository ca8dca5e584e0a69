"""Bytes of every encoding that Swedish texts are found in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maltolk.reading.encodings import clean, decode, is_binary

SWEDISH = "Räksmörgås på ön: ”Åhus” – 5 års mål. Öppet för alla, även små barn och äldre."
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "windows-1252"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_swedish_text_survives(encoding: str) -> None:
    found = decode(SWEDISH.encode(encoding))
    assert found is not None
    assert found.text == SWEDISH


@pytest.mark.parametrize("encoding", ["iso-8859-1", "mac-roman", "cp850"])
def test_older_western_encodings(encoding: str) -> None:
    text = "Räksmörgås på ön, även små barn och äldre."
    found = decode(text.encode(encoding))
    assert found is not None
    assert found.text == text


LETTERS = st.text(st.sampled_from("abcdefghijklmnoprstuvyåäöÅÄÖ ,.\n"), max_size=200)


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(text=LETTERS)
def test_decode_undoes_encode(encoding: str, text: str) -> None:
    text = "Vi får bättre mål på kort tid. " + text
    found = decode(text.encode(encoding))
    assert found is not None
    assert found.text == clean(text)


def test_newlines_marks_and_nul_are_put_right_and_the_rest_kept() -> None:
    assert clean("\ufeffa\r\nb\rc\x00d\xa0e\u00adf") == "a\nb\ncd\xa0e\u00adf"
    assert clean("A\u030angstro\u0308m") == "Ångström"


def test_pictures_and_programs_are_binary_but_wide_text_is_not() -> None:
    assert is_binary(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    assert is_binary(bytes(range(32)) * 20)
    assert not is_binary("å ä ö".encode("utf-16"))
    assert not is_binary(SWEDISH.encode("windows-1252"))
