"""Spoken Swedish is written as texts write it, and nothing else is."""

import pytest

from maltolk.answering.understanding.spoken import as_written
from maltolk.answering.understanding.understand import Understanding


@pytest.mark.parametrize(
    ("spoken", "written"),
    [
        ("Va e de för nåt?", "Vad är det för nåt?"),
        ("å Orsa?", "och Orsa?"),
        ("det skulle ju va det", "det skulle ju vara det"),
        ("är det eko eller va?", "är det eko eller va?"),
        ("Skatten, e den hög o dyr?", "Skatten, är den hög och dyr?"),
        ("Vem va emot?", "Vem va emot?"),
        ("Fr o m vilken dag?", "Fr o m vilken dag?"),
        ("och va kostar det", "och vad kostar det"),
        ("Finns det en å i Ale?", "Finns det en å i Ale?"),
        ("Vilka mål har de?", "Vilka mål har de?"),
    ],
)
def test_as_written(spoken: str, written: str):
    assert as_written(spoken) == written


@pytest.mark.parametrize("text", ["Quali obiettivi ha Ale e Orsa?", "Quais os objetivos de Ale e o plano?", ""])
def test_another_language_stays_as_it_is(understanding: Understanding, text: str):
    assert understanding.written(text) == text
