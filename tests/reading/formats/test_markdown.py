"""Markdown as its readers see it."""

from time import process_time

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
        ("Ha <span hidden>åtta</span> tolv. <span style='display: none'>Dold.</span>", "Ha tolv."),
        ('Före\n\n<div style="display:none">\n\nDold <div>och</div> gömd.\n\n</div>\n\nEfter', "Före\n\n\nEfter"),
        ('Ha <span style="color:red; text-decoration:line-through">åtta</span> tolv', "Ha tolv"),
        ("<style>.a{color:red}</style>\nMål<script>a < b</script>", "Mål"),
        ("<details>\n<summary>Avgift</summary>\nTolv kronor\n</details>", "\n\n\nAvgift\n\nTolv kronor\n\n"),
        ("<h2>Mål</h2>", "\n\n## Mål\n\n"),
        ("<ul><li>Ett <b>stort</b> mål</li><li>`Två`</li></ul>", "\n\n- Ett stort mål\n- Två\n\n"),
        ("<table><tr><th>Mål<th>År<tr><td>Bro<td>2030</table>", "\n\n| Mål | År |\n| Bro | 2030 |\n\n"),
        ('Mejla <a href="mailto:ida@orsa.example"><b>Ida</b></a> nu', "Mejla Ida ida@orsa.example nu"),
        ("A &amp; B &lt; C, 5&nbsp;km, `&amp;`", "A & B < C, 5\xa0km, &amp;"),
        ("rad ett\\\nrad två", "rad ett\nrad två"),
        ("`` `<!--` börjar. `-->` slutar. ``", "`<!--` börjar. `-->` slutar."),
        ("```\n<!-- x\n```\nslut", "<!-- x\nslut"),
        ("`` `~~åtta~~` ``", "`~~åtta~~`"),
        ("[Ansvarig]: Kommunstyrelsen\n", "[Ansvarig]: Kommunstyrelsen\n"),
        ("Se [p].\n\n[p]: planen\n", "Se p.\n\n"),
        ("## ~~Bro~~\nText", "Text"),
        ("~~Gammal text.~~ Ny text.\n- ~~Bro~~ Väg", "Ny text.\n- Väg"),
        ("[comment]: <> (dold)\nSyns.", "Syns."),
        ("| a | b |\n| ~~c~~ | ~~d~~ |\n| e | f |", "| a | b |\n| e | f |"),
        ("[![Logga](l.png)](/a) Text", " Text"),
        ("[planen [pdf]](/a.pdf) och [planen](</a b.pdf>)", "planen [pdf] och planen"),
        ("Mål <u>ett</u> < två > tre", "Mål ett < två > tre"),
    ],
)
def test_what_is_shown(written: str, shown: str):
    assert plain_markdown(written) == shown


@pytest.mark.parametrize(
    "part", ["<s>", "<s>a</s>", "<div hidden>", "<ul>", "<ul>x</ul>", "`", "` ``a", "[[", "~~a ", "<a href=", "<!--"]
)
def test_much_of_anything_is_read_at_once(part: str):
    begun = process_time()
    plain_markdown(part * (200_000 // len(part)))
    assert process_time() - begun < 5


@given(st.text(alphabet="[]()!`~<>-^:|\\ \nab@.", max_size=200))
def test_no_text_is_too_odd(written: str):
    assert len(plain_markdown(written)) <= 2 * len(written) + 100
