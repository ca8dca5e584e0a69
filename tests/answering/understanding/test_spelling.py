"""Slips are mended by what the index knows, and only where one word can be meant."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from maltolk.answering.understanding.understand import Understanding
from maltolk.indexing.build import build
from maltolk.indexing.encoders.hash_encoder import HashEncoder
from maltolk.indexing.index import Index
from maltolk.model import Document
from maltolk.swedish.gazetteer import Gazetteer


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Vilka mal har Ale for bostader?", "Vilka mål har Ale för bostäder?"),
        ("Nar antogs handlingsplanen i Orsa?", "När antogs handlingsplanen i Orsa?"),
        ("hur nar jag Maja for bostader", "hur når jag Maja för bostäder"),
        ("Vlika mål har Ale?", "Vilka mål har Ale?"),
        ("När antogs hnadlingsplanen i Orsa?", "När antogs handlingsplanen i Orsa?"),
        ("När antogs handlinsplanen i Orsa?", "När antogs handlingsplanen i Orsa?"),
        ("Vad är tleefonnumret till Maja Ek?", "Vad är telefonnumret till Maja Ek?"),
    ],
)
def test_a_slip_is_mended(understanding: Understanding, typed: str, meant: str):
    assert understanding.mended(typed) == meant


@pytest.mark.parametrize(
    "text",
    [
        "Vilka mål har Ale för bostäder?",
        "Var bor Maja Ek?",
        "Vem har nummer 08-465?",
        "Hur lagar man pannkakor?",
        "Vad säger Karin Hnadling?",
        "What are the goals for bostader?",
        "Was will Älmhult fur Kinder?",
        "Vad kostar rymdfärden i Ale?",
        "Vilken skattesats har Ale?",
        "Hur ser Ale på ohandlingsplanen?",
        "",
    ],
)
def test_what_is_no_slip_stays(understanding: Understanding, text: str):
    assert understanding.mended(text) == text


def test_what_is_mended_is_mended_once(understanding: Understanding):
    once = understanding.mended("Vlika mal har Ale for bostader?")
    assert understanding.mended(once) == once


def test_what_answers_for_a_municipality_is_no_slip(tmp_path: Path, read_text: Callable[[str, str], Document]):
    document = read_text("# Trafik i Ale\n\nTågen växlar spår vid stationen, och växlen lagas i maj.\n", "ale.md")
    build(tmp_path, [document], (), HashEncoder(32))
    with closing(Index.open(tmp_path, HashEncoder(32))) as index:
        understanding = Understanding(index, Gazetteer.default())
        assert understanding.mended("Vad är numret till växeln i Ale?") == "Vad är numret till växeln i Ale?"
        assert understanding.mended("Vad ar numret till vaxeln?") == "Vad är numret till växeln?"


def test_a_swedish_word_that_no_text_has_is_no_slip(tmp_path: Path, read_text: Callable[[str, str], Document]):
    document = read_text("# Ale\n\nTa kontakt med oss.\n", "ale.md")
    build(tmp_path, [document], (), HashEncoder(32))
    with closing(Index.open(tmp_path, HashEncoder(32))) as index:
        understanding = Understanding(index, Gazetteer.default())
        text = "Hur långt kontrakt måste man skriva i Ale?"
        assert understanding.mended(text) == text
        assert understanding.mended("Hur får man kotnakt i Ale?") == "Hur får man kontakt i Ale?"
