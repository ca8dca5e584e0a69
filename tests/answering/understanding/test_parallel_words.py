"""A further question of one word is put in the place of its like in the question before."""

from collections.abc import Callable

import pytest

from maltolk.answering.understanding.parallel_words import with_word_instead
from maltolk.answering.understanding.question import Question


@pytest.mark.parametrize(
    ("before", "further", "whole"),
    [
        ("Vad har skolchefen i Ale för nummer?", "och socialchefen då?", "Vad har socialchefen i Ale för nummer?"),
        ("När antogs äldreplanen i Ale?", "och klimatplanen?", "När antogs klimatplanen i Ale?"),
        ("Vem är kommunchef i Ale?", "och kommunikatör?", "Vem är kommunikatör i Ale?"),
        ("Vad kostade vägen i Ale 2024?", "och 2025?", "Vad kostade vägen i Ale 2025?"),
        ("Vad menas med trygghet i Ale?", "och skönhet?", "Vad menas med skönhet i Ale?"),
        ("Hur många bostäder byggs i Ale?", "och skogen då?", None),
        ("När antogs äldreplanen i Ale?", "och vem antog klimatplanen?", None),
        ("När antogs äldreplanen i Ale?", "klimatplanen", None),
        ("Mellan 2024 och 2025, vad hände i Ale?", "och 2026?", None),
    ],
)
def test_the_word_of_a_kind(understand: Callable[[str], Question], before: str, further: str, whole: str | None):
    assert with_word_instead(before, understand(before), understand(further)) == whole
