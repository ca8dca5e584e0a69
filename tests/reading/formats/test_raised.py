"""Raised type: exponents, ordinals and the marks of notes."""

import pytest

from maltolk.reading.formats.raised import raised, spoken


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
        ("400 Nm", "3", "³"),
        ("halva CO", "2", "²"),
        ("med 3 m/s", "2", "²"),
        ("Öppet 8", "30", ".30"),
        ("kl. 10", "20", ".20"),
        ("Mål 7", "12", ""),
        ("", "1", ""),
    ],
)
def test_raised_words_mean(before: str, words: str, means: str):
    assert raised(before, words) == means


@pytest.mark.parametrize(
    ("pieces", "text"),
    [
        ([("Öppet 8", False), ("3", True), ("0", True), ("–16", False), ("00", True)], "Öppet 8.30–16.00"),
        ([("7", False), ("10", True), ("-9", False), ("20", True)], "7.10-9.20"),
        ([("Cirka ", False), ("1", True), ("/2 dag", False)], "Cirka 1/2 dag"),
        ([("Cirka ", False), ("1", True), ("/", False), ("2 dag", False)], "Cirka 1/2 dag"),
        ([("1", False), ("1", True), ("/2 dag", False)], "1 1/2 dag"),
        ([("år 2030", False), ("1", True), ("/2031", False)], "år 2030/2031"),
        ([("1", True), (" Gäller bilar", False)], " Gäller bilar"),
        ([("rad\n", False), ("90", True), ("\nrad", False)], "rad\n90\nrad"),
    ],
)
def test_pieces_are_joined(pieces: list[tuple[str, bool]], text: str):
    assert spoken(pieces) == text
