"""Bytes of every encoding that Swedish texts are found in."""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from maltolk.model import Document
from maltolk.reading import read_document
from maltolk.reading.decoding.encodings import clean, decode, is_binary
from maltolk.reading.decoding.mojibake import mend
from swedish import TEXT, WAYS, plain, seen_as

CORPUS = Path(__file__).parents[3] / "corpus"
OLD = {"Latin-1", "Latin-9", "CP850", "CP437"}
"""Ways that have no signs for dashes and curved quotes."""
SHORT = [
    "Vi bor på landet.",
    "Kontakta oss för mer.",
    "Det här är allt.",
    "Åmål",
    "Öppettider",
    "Ä",
    "å",
    "VÅRA MÅL FÖR ÅR 2030",
    "Idé och kafé i Lund",
    "Müller bor i Åhus",
    "Hyvää päivää, tämä on kunta ja sen tavoitteet.",
    "The municipality of Örebro has plans. " * 30,
    "The council wants more trees. It is a plan.",
    "Telefon: 0411-57 70 00, rum 5 på plan 2.",
]
NORDIC = ["Kåre Bjørn och Ærø ligger på en ö.", "Vi vil gøre det nemmere for børn og ældre på øen."]
TYPOGRAPHIC = [
    "The council’s plan – “more trees” – is here.",
    "”Det är bra”, säger hon – och ler…",
    "»Det är så«, sade han på mötet.",
    "Våra mål:\n• Mer gröna träd\n• Färre bilar på gatorna\n",
]


def text_of(raw: bytes) -> str | None:
    found = decode(raw)
    return found.text if found else None


@pytest.mark.parametrize("way", WAYS)
def test_a_swedish_text_survives(way: str) -> None:
    text = plain(TEXT) if way in OLD else TEXT
    if way == "CP437":
        text = text.replace("§", "")
    result = read_document("a.md", WAYS[way](text))
    assert isinstance(result, Document)
    assert result.text == text
    assert (result.title, result.municipality) == ("Vår strategi för ett grönare Örebro", "Örebro")


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("text", SHORT)
def test_a_single_letter_is_enough(way: str, text: str) -> None:
    assert text_of(WAYS[way](text)) == text


@pytest.mark.parametrize("way", sorted(WAYS.keys() - {"CP437"}))
@pytest.mark.parametrize("text", NORDIC)
def test_the_neighbours_letters(way: str, text: str) -> None:
    assert text_of(WAYS[way](text)) == text


def can_write(way: str, text: str) -> bool:
    try:
        return bool(WAYS[way](text))
    except UnicodeEncodeError:
        return False


POLISH = "Zażółć gęślą jaźń, och på svenska: så är det här."


@pytest.mark.parametrize(
    ("way", "text"),
    [(way, text) for way in sorted(WAYS.keys() - OLD) for text in (*TYPOGRAPHIC, POLISH) if can_write(way, text)],
)
def test_typographic_signs(way: str, text: str) -> None:
    assert text_of(WAYS[way](text)) == text


@pytest.mark.parametrize("way", WAYS)
def test_every_text_of_the_corpus_survives(way: str) -> None:
    for file in sorted(CORPUS.glob("*.md")):
        text = file.read_text("utf-8")
        raw = WAYS[way](plain(text) if way in OLD else text)
        assert text_of(raw) == clean(plain(text) if way in OLD else text), file.name


LETTERS = st.text(st.sampled_from("abcdefghijklmnoprstuvyåäöÅÄÖ ,.\n"), max_size=200)


@pytest.mark.parametrize("way", WAYS)
@given(text=LETTERS)
def test_decode_undoes_encode(way: str, text: str) -> None:
    # Words that a Swedish text always has; any letters may come after them, on a line of their own.
    text = "Vi får bättre mål på kort tid, säger hon.\n" + text
    assert text_of(WAYS[way](text)) == clean(text)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("Målet är nått.\nNästa år: ".encode() + "större mål på ön.".encode("cp1252"), "större mål på ön."),
        ("Målet är nått.\n".encode() + "Större mål på ön.".encode("cp850"), "Större mål på ön."),
        ("Vi når våra mål.\nSå är det, även på ö".encode()[:-1], "Så är det, även på Ã"),
        (b"\xff\xfe" + "Målet är nått, på ön.".encode("utf-16-le")[:-1], "Målet är nått, på ön"),
        ("Målet är nått, på ön.".encode("utf-16-le")[:-1], "Målet är nått, på ön"),
        ("Rätt så långt.\n".encode() + seen_as("Även så här långt.", "cp1252").encode(), "Även så här långt."),
    ],
)
def test_files_of_more_than_one_kind_and_files_that_were_cut_off(raw: bytes, text: str) -> None:
    found = text_of(raw)
    assert found is not None
    assert text in found
    assert found.startswith(("Målet är nått", "Vi når våra mål.", "Rätt så långt."))


@pytest.mark.parametrize(
    "text",
    [
        "Tecknet å visas som Ã¥ när det är fel.",
        "VAD TROR DU PÅ… EGENTLIGEN",
        "EN BRA IDÉ”",
        "NÃO está",
        "√16 är 4",
        "GÅ–STÅ–SPRING",
        "Å\xa0ENA SIDAN",
        "Kovačić, Ģirts",
        *("".join((letter, sign)) for letter in "åäöÅÄÖéÉüÜøæèàç" for sign in "–—”’“‘…•§°½´«»€©®\xa0\xad.,"),
    ],
)
def test_what_only_looks_encoded_twice_stays(text: str) -> None:
    assert mend(text) == text


@given(text=st.text(max_size=100))
def test_mending_keeps_lines_and_never_fails(text: str) -> None:
    assert mend(text).count("\n") == text.count("\n")


@example("¬")
@given(text=st.text(st.characters(max_codepoint=0x17F, exclude_categories=["Cc", "Cs"]), max_size=100))
def test_a_text_with_more_right_letters_than_wrong_ones_stays(text: str) -> None:
    line = text.replace("\n", " ") + "å" * len(text)
    assert mend(line) == line


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1251", "Муниципалитет хочет, чтобы было больше деревьев. " * 4),
        ("iso-8859-7", "Ο δήμος θέλει περισσότερα δέντρα στους δρόμους της πόλης. " * 4),
        ("big5", "維基大典者，網路為礎；集天下知、四海言、眾人志，書百科焉。" * 4),
        ("cp1256", "كان المؤرخون العرب في القرون الوسطى يكتبون عن المغرب العربي. " * 4),
    ],
)
def test_other_alphabets_do_not_become_western_letters(encoding: str, text: str) -> None:
    assert text_of(text.encode(encoding)) == clean(text)


def test_newlines_marks_and_nul_are_put_right_and_the_rest_kept() -> None:
    assert clean("\ufeffa\r\nb\rc\x00d\xa0e\u00adf") == "a\nb\ncd\xa0e\u00adf"
    assert clean("A\u030angstro\u0308m") == "Ångström"


@pytest.mark.parametrize(
    "raw", [b"\xff", b"\xff" * 5000, bytes(range(128, 256)) * 50, b"\x81\x8d\x8f\x90\x9d", b"\xc3"]
)
def test_bytes_without_sense_end_in_time(raw: bytes) -> None:
    found = decode(raw)
    assert found is None or isinstance(found.text, str)


def test_pictures_and_programs_are_binary_but_wide_text_is_not() -> None:
    assert is_binary(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    assert is_binary(bytes(range(32)) * 20)
    assert not is_binary("å ä ö".encode("utf-16"))
    assert not is_binary(TEXT.encode("windows-1252"))
