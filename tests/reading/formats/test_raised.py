"""Raised type: exponents, ordinals and the marks of notes."""

import pytest

from maltolk.reading.formats.raised import raised


@pytest.mark.parametrize(
    ("before", "words", "means"),
    [
        ("Ytan är 50 m", "2", "²"),
        ("Ytan är 50m", "2", "²"),
        ("en volym av 8 dm", "3", "³"),
        ("per km", "2", "²"),
        ("kostar 4 · 10", "6", "⁶"),
        ("minst 10", "-3", "⁻³"),
        ("fossilfritt år 2030", "1", ""),
        ("Målet är 110", "6", ""),
        ("enligt programmet", "2", ""),
        ("för hela programmet om", "2", ""),
        ("år 2030", "*", ""),
        ("år 2029", "a)", ""),
        ("år 2029", "[12]", ""),
        ("år 2029", "1, 2", ""),
        ("den 3:", "e", "e"),
        ("the 1", "st", "st"),
        ("Kiruna", "®", "®"),
    ],
)
def test_raised_words_mean(before: str, words: str, means: str):
    assert raised(before, words) == means
