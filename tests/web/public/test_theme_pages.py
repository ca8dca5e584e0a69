"""The pages of themes."""

import re

import pytest

from maltolk.swedish.collation import swedish_order
from maltolk.web.public.consulted import MOST_MENTIONS
from maltolk.web.public.theme_rows import MAX_LINES, PAGE
from maltolk.web.themes import themes


def cells(page: str) -> dict[str, str]:
    """What stands beside each municipality."""
    rows = re.findall(r'<tr role="row" id="kommun-[^"]+">(.*?)</tr>', page, re.DOTALL)
    return {re.search("<th[^>]*><a[^>]*>(.*?)</a>", row)[1]: row.partition("</th>")[2] for row in rows}


def test_themes_are_in_swedish_order_and_have_all_their_words():
    names = [theme.names["sv"] for theme in themes().values()]
    assert names == sorted(names, key=swedish_order)
    assert 12 <= len(names) <= 16
    assert all(theme.names["en"] and 1 <= len(theme.ask) <= 2 and theme.words for theme in themes().values())


def test_all_themes_are_listed(linked_site):
    page = linked_site.page("/en/tema")
    assert all(f'href="/en/tema/{slug}"' in page for slug in themes())


def test_each_municipality_has_a_row_with_what_it_says_and_the_texts_date(linked_site):
    row = cells(linked_site.page("/tema/trygghet"))["Ale"]
    assert "Tryggheten på torget ska bli bättre genom fler lampor." in row
    assert 1 <= row.count('class="quote"') <= MAX_LINES
    assert '<time datetime="2022-01-15">2022-01-15</time>, gäller 2022–2025' in row


def test_whoever_says_nothing_is_said_to(linked_site):
    row = cells(linked_site.page("/tema/trygghet"))["Habo"]
    assert "Säger inget om detta." in row
    assert 'class="quote"' not in row


def test_a_theme_that_is_named_without_a_sure_answer_is_not_called_silence(linked_site, monkeypatch):
    monkeypatch.setattr("maltolk.web.public.theme_rows._lines", lambda *_: ())
    row = cells(linked_site.page("/tema/trygghet"))["Ale"]
    assert "Inget säkert svar, men temat nämns här:" in row
    assert "Tryggheten på torget ska bli bättre genom fler lampor." in row
    assert 1 <= row.count('class="quote"') <= MOST_MENTIONS
    assert 'href="/fraga?q=Vad+s%C3%A4ger+Ale+om+trygghet%3F&amp;kommun=Ale"' in row


def test_a_page_asks_of_twenty_municipalities_at_most_and_once(own_site, counted):
    asked = counted(own_site.service)
    first = cells(own_site.page("/tema/skola"))
    assert len(first) == PAGE
    assert len(asked) <= 2 * PAGE
    again = len(asked)
    own_site.page("/en/tema/skola")
    assert len(asked) == again
    second = cells(own_site.page("/tema/skola?sida=2"))
    assert len(first) + len(second) == 24
    assert not set(first) & set(second)


def test_a_slow_machine_shows_what_it_has_and_goes_on_at_the_next_visit(own_site, counted, monkeypatch):
    monkeypatch.setattr("maltolk.web.public.theme_pages.PATIENCE", 0.0)
    asked = counted(own_site.service)
    row = cells(own_site.page("/tema/skola"))
    assert ["Inte framtaget än." in each for each in row.values()] == [False] + [True] * (PAGE - 1)
    assert len(asked) <= 2
    monkeypatch.setattr("maltolk.web.public.theme_pages.PATIENCE", 600.0)
    assert "Inte framtaget än." not in own_site.page("/tema/skola")


def test_pages_lead_to_each_other(linked_site):
    assert 'rel="next" href="/tema/skola?sida=2"' in linked_site.page("/tema/skola")
    assert 'rel="prev" href="/tema/skola"' in linked_site.page("/tema/skola?sida=2")


def test_a_municipality_leads_to_the_page_that_has_its_row(linked_site):
    link = re.search(r'href="(/tema/skola[^"#]*)#kommun-upplands-vasby"', linked_site.page("/kommun/upplands-vasby"))
    assert link is not None
    assert "Upplands Väsby" in cells(linked_site.page(link[1]))


@pytest.mark.parametrize("path", ["/tema/saknas", "/tema/skola?sida=3", "/tema/skola?sida=0", "/tema/skola?sida=x"])
def test_what_is_no_theme_or_page_is_not_there(linked_site, path: str):
    linked_site.page(path, 404)
