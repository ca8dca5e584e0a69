"""Addresses behind links."""

import pytest

from maltolk.reading.formats.addresses import address_behind, unhidden


@pytest.mark.parametrize(
    ("link", "words", "address"),
    [
        ("mailto:ida@orsa.example", "Skicka e-post", "ida@orsa.example"),
        ("MAILTO:ida%40orsa.example?subject=Hej", "Skriv", "ida@orsa.example"),
        ("mailto:Ida@orsa.example", "ida@orsa.example", ""),
        ("mailto:?subject=Tips", "Tipsa", ""),
        ("tel:+46250552001", "Ring oss", "+46250552001"),
        ("tel:+46250552001", "0250-55 20 01", ""),
        ("mailto:ida@orsa.example;eva@orsa.example", "Skriv", "ida@orsa.example"),
        ("mailto:?subject=Hej&to=ida@orsa.example", "Skriv", "ida@orsa.example"),
        ("mailto:%E5sa@orsa.example", "Skriv", "åsa@orsa.example"),
        ("mailto:%C3%A5sa@orsa.example", "Skriv", "åsa@orsa.example"),
        ("tel:0250552001;ext=12", "Ring", "0250552001"),
        ("callto:0250552001", "Ring", "0250552001"),
        ("sms:0701234567?body=Hej", "Skriv", "0701234567"),
        ("tel:ring", "Ring", ""),
        ("https://orsa.example", "Orsa", ""),
        ("", "Orsa", ""),
    ],
)
def test_an_address_is_shown_where_the_words_hide_it(link: str, words: str, address: str):
    assert address_behind(link, words) == address


def test_an_address_hidden_from_robots_is_read():
    hidden = bytes([0x42, *(sign ^ 0x42 for sign in b"ida@orsa.example")]).hex()
    assert unhidden(hidden) == "ida@orsa.example"


@pytest.mark.parametrize("code", ["", "4", "zz", "42", "42ff"])
def test_anything_else_hides_no_address(code: str):
    assert unhidden(code) == ""
