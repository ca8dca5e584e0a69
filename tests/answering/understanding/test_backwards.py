"""A telephone number in a question is told from years, dates, hours and money."""

import pytest

from maltolk.answering.understanding.backwards import asks_backwards, phone_numbers_in


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("Vem har 0303-33 00 01?", "303330001"),
        ("vem svarar på +46 303 33 00 01", "303330001"),
        ("tel.08-465 004 10", "846500410"),
        ("Vems nummer är 47 02 43?", "470243"),
        ("vem har 470243", "470243"),
        ("vem har 123 45 67?", "1234567"),
        ("ring (0418) 47 02 43", "418470243"),
    ],
)
def test_a_number_as_one_dials_it(text: str, digits: str):
    assert asks_backwards(text)
    assert phone_numbers_in(text)[-1].endswith(digits)


@pytest.mark.parametrize(
    "text",
    [
        "Vad är visionen 2025–2035?",
        "Vilka mål gäller 2025 - 2028?",
        "Vad beslutades 2025-06-19?",
        "Vad beslutades 20250619?",
        "Vad kostar det, 2 500 000 kronor?",
        "Varför 250 000 kr?",
        "Är det öppet 08.30–16.30?",
        "Hur går 1 168,0 till 1 181,5 miljoner?",
        "Ring 112",
    ],
)
def test_what_is_no_number_to_dial(text: str):
    assert not asks_backwards(text)
    assert not any(len(each) > 3 for each in phone_numbers_in(text))
