"""The pages of municipalities."""

import re
from html import unescape

import pytest

from maltolk.web.public.overview import MAX_CONTACTS

QUOTED = re.compile(r'<span class="quote" lang="sv">(.*?)</span>(?:&#32;| )<a class="cite" href="(/kalla/[^"]+)"')


def section(page: str, name: str) -> str:
    found = re.search(rf'<section aria-labelledby="{name}">(.*?)</section>', page, re.DOTALL)
    assert found is not None
    return found[1]


def test_all_municipalities_are_listed_with_their_texts_and_newest_date(linked_site):
    page = linked_site.page("/kommuner")
    row = re.search(r'<a href="/kommun/ale">Ale</a></th><td>(\d+)</td><td><time datetime="([\d-]+)">', page)
    assert row is not None
    assert row.groups() == ("4", "2024-05-06")
    assert page.index(">Ort 20<") < page.index(">Upplands Väsby<")


def test_texts_of_no_known_municipality_are_listed_but_not_asked(linked_site, counted):
    asked = counted(linked_site.service)
    assert '<a href="/kommun/okand">Texter utan känd kommun</a>' in linked_site.page("/kommuner")
    page = linked_site.page("/kommun/okand")
    assert asked == []
    assert "okänd" not in re.sub("<[^>]+>", "", page).replace("okänd kommun", "")
    assert 'id="texter"' in page
    assert 'id="vision"' not in page


def test_every_line_is_a_quote_that_leads_to_its_place(linked_site):
    found = QUOTED.findall(linked_site.page("/kommun/ale"))
    assert len(found) >= 5
    for written, link in found:
        digest, start, end = re.fullmatch(r"/kalla/([0-9a-f]{64})/(\d+)-(\d+)#citat", link).groups()
        text = linked_site.service.version(digest).document.text[int(start) : int(end)]
        assert " ".join(text.split()) == unescape(written)


def test_the_goals_are_a_numbered_list_below_their_heading(linked_site):
    goals = section(linked_site.page("/kommun/ale"), "mal")
    assert re.findall(r'<li value="(\d)">', goals) == ["1", "2", "3"]
    assert re.search(r'<h3><a href="/kalla/[0-9a-f]{64}/\d+-\d+#citat" lang="sv">Tre mål</a></h3>', goals)


def test_words_of_a_text_are_escaped(linked_site):
    assert "<b>företag" not in linked_site.page("/kommun/ale")


def test_what_the_texts_do_not_say_is_said(linked_site):
    page = linked_site.page("/kommun/habo")
    assert "Texterna från Habo säger inget om någon vision." in page
    assert "Texterna från Habo säger inget om mål." in page
    assert "Texterna från Habo nämner inga årtal framåt." in page
    assert "Texterna från Habo har inga kontakter." in page


def test_a_year_ahead_is_told_with_its_sentence(linked_site):
    years = section(linked_site.page("/kommun/ale"), "artal")
    assert re.search(r"<dt>2032</dt>\s*<dd><span[^>]*>Utsläppen från kommunens bilar", years)
    assert "2024" not in re.findall(r"<dt>(\d+)</dt>", years)


def test_texts_come_newest_first_and_an_earlier_edition_is_told_as_such(linked_site):
    listed = re.findall("<li>(.*?)</li>", section(linked_site.page("/kommun/ale"), "texter"))
    assert [re.sub("<[^>]+>", "", each).partition(",")[0] for each in listed] == [
        "Mål och vision för Ale",
        "Trygghetsplan 2022–2025",
        "Trygghetsplan 2018–2021",
        "Kontakter",
    ]
    assert ["tidigare utgåva" in each for each in listed] == [False, False, True, False]


def test_some_contacts_are_cards_and_a_link_leads_to_all(linked_site):
    contacts = section(linked_site.page("/kommun/ale"), "kontakter")
    assert contacts.count('class="card"') == MAX_CONTACTS
    assert '<a href="/kontakter?kommun=Ale">Visa alla 14 kontakter</a>' in contacts


def test_opening_a_page_twice_asks_once_until_the_texts_change(own_site, counted):
    asked = counted(own_site.service)
    first = own_site.page("/kommun/ale")
    assert sorted(asked) == ["Vilka mål har Ale?", "Vilken vision har Ale?"]
    assert own_site.page("/kommun/ale") == first
    own_site.page("/en/kommun/ale")
    assert len(asked) == 2
    (own_site.texts / "ale.md").write_text((own_site.texts / "ale.md").read_text("utf-8") + "4. Mer musik\n", "utf-8")
    own_site.index()
    assert "Mer musik" in own_site.page("/kommun/ale")
    assert len(asked) == 4


def test_names_with_the_same_plain_letters_name_each_other(linked_site):
    assert "<h1>Habo</h1>" in linked_site.page("/kommun/habo")
    assert "Menade du Håbo?" in linked_site.page("/kommun/habo")
    assert "<h1>Håbo</h1>" in linked_site.page("/kommun/h%C3%A5bo")


@pytest.mark.parametrize(("typed", "leads"), [("Ale", "/kommun/ale"), ("Upplands-Väsby", "/kommun/upplands-vasby")])
def test_a_name_as_people_write_it_leads_to_its_page(linked_site, typed: str, leads: str):
    answer = linked_site.client.get(f"/kommun/{typed}", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (301, leads)


@pytest.mark.parametrize("path", ["/kommun/saknas", "/kommun/..%2f..%2fetc", "/en/kommun/%F0%9F%92%A3"])
def test_an_unknown_name_is_a_page_that_is_not_there(linked_site, path: str):
    assert "<h1>" in linked_site.page(path, 404)


def test_the_english_page_has_english_words_around_swedish_quotes(linked_site):
    page = linked_site.page("/en/kommun/ale")
    assert '<h2 id="mal">Goals</h2>' in page
    assert 'href="/en/tema/trygghet#kommun-ale"' in page
    assert 'lang="sv">Varje barn ska lära sig simma</span>' in page
