"""Slips are mended by what the index knows, and only where one word can be meant."""

import pytest

from maltolk.answering.understanding.understand import Understanding


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
