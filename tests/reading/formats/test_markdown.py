"""Markdown as its readers see it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maltolk.reading.formats.markdown import plain_markdown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (
            "# Mål\n\n- **Ett** mål\n1. Två\n| a | b |\n|---|---|",
            "# Mål\n\n- **Ett** mål\n1. Två\n| a | b |\n|---|---|",
        ),
        ("Före <!-- sälj badet --> efter", "Före  efter"),
        ("Före\n<!-- aldrig stängd", "Före\n"),
        ("Orsa ska ha ~~åtta~~ tolv lekplatser.", "Orsa ska ha tolv lekplatser."),
        ("Orsa ska ha tolv ~~hus~~.", "Orsa ska ha tolv."),
        ("- ~~Bygga en bro~~\n- Bygga en väg", "- Bygga en väg"),
        ("Ca ~5 och ~6", "Ca ~5 och ~6"),
        ('Se [planen](https://orsa.example/a_(b) "Planen").', "Se planen."),
        ("[Skriv till oss](mailto:ida@orsa.example)", "Skriv till oss ida@orsa.example"),
        (
            "Se [planen][p] och [visionen].\n\n[p]: https://x.example\n[visionen]: <https://y.example> 'V'\n",
            "Se planen och visionen.\n\n",
        ),
        ("Enligt [1] och [förslaget] gäller", "Enligt [1] och [förslaget] gäller"),
        ("![En skola](bild.png) Skolan", " Skolan"),
        ("Senast 2029[^1].\n\n[^1]: Räknat per den 1 mars.", "Senast 2029.\n\nRäknat per den 1 mars."),
        ("Senast `2029` och ``a``", "Senast 2029 och a"),
        ("```\nkod\n```\nslut", "kod\nslut"),
        ("<ida@orsa.example> <https://orsa.example>", "ida@orsa.example https://orsa.example"),
        ("50 m<sup>2</sup>, år 2030<sup>1</sup>", "50 m², år 2030"),
        ("Rad ett<br>rad två", "Rad ett\nrad två"),
        ("| a<br/>b | c |", "| a b | c |"),
        ("| Bro \\| tunnel | 2030 |", "| Bro / tunnel | 2030 |"),
        ("Mål <u>ett</u> < två > tre", "Mål ett < två > tre"),
    ],
)
def test_what_is_shown(written: str, shown: str):
    assert plain_markdown(written) == shown


@given(st.text(alphabet="[]()!`~<>-^:|\\ \nab@.", max_size=200))
def test_no_text_is_too_odd(written: str):
    assert len(plain_markdown(written)) <= 2 * len(written) + 100
