"""The address of an answer."""

import re
from dataclasses import replace
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from maltolk.model import Span
from maltolk.web.links import MAX_PLACES, TextPlace, permanent_link, places_in, places_of, question_link

QUESTION = "Vilka mål har Ale?"
SAME = "Svaret är detsamma som när länken gjordes."
POINTS = "Länken pekar på de här ställena"


def link(site, question: str = QUESTION) -> str:
    answer = site.service.ask(question, (), "Ale")
    return permanent_link(question, "Ale", answer, answer.generation, "sv")


def marked(page: str) -> list[str]:
    """The words that the link points at, as the page shows them."""
    return re.findall("<mark>(.*?)</mark>", page.partition('class="linked"')[2], re.DOTALL)


def test_the_address_of_a_question_answers_when_opened(linked_site):
    page = linked_site.page(question_link(QUESTION, "Ale", "sv"))
    assert "Varje barn ska lära sig simma" in page
    assert "länken" not in page.casefold().partition("</nav>")[2].replace("permanent länk", "")


def test_without_a_question_there_is_the_form(linked_site):
    assert 'name="q"' in linked_site.page("/en/fraga")


def test_a_permanent_link_says_what_was_asked_cited_and_used(linked_site):
    answer = linked_site.service.ask(QUESTION, (), "Ale")
    parameters = parse_qs(urlsplit(link(linked_site)).query)
    assert parameters["q"] == [QUESTION]
    assert parameters["kommun"] == ["Ale"]
    assert parameters["utgava"] == [answer.generation]
    places, left_out = places_in(parameters["citat"][0], linked_site.service.digests())
    assert (set(places), left_out) == (set(places_of(answer)), 0)
    assert len(places) == len(answer.citations) > 0


def test_the_page_offers_its_own_permanent_link(linked_site):
    page = linked_site.page(question_link(QUESTION, "Ale", "sv"))
    assert f'href="{link(linked_site).replace("&", "&amp;")}"' in page


def test_an_unchanged_answer_is_said_to_be_the_same(linked_site):
    page = linked_site.page(link(linked_site))
    assert SAME in page
    assert POINTS not in page


def test_an_answer_that_cites_nothing_has_a_permanent_link_too(linked_site):
    assert SAME in linked_site.page(link(linked_site, "Vad kostar det att söka bygglov på månen?"))


def test_after_a_change_the_old_quotes_are_shown_from_the_archive(own_site):
    old, before = link(own_site), own_site.service.coverage().generation
    text = (own_site.texts / "ale.md").read_text("utf-8")
    (own_site.texts / "ale.md").write_text(text.replace("lära sig simma", "kunna cykla"), "utf-8")
    own_site.index()
    page = own_site.page(old)
    assert SAME not in page
    assert f"länken anger samling {before}, nu används samling {own_site.service.coverage().generation}" in page
    assert any("Varje barn ska lära sig simma" in words for words in marked(page))
    assert "äldre text" in page
    assert "Varje barn ska kunna cykla" in page.partition('class="linked"')[0]


def test_the_old_quotes_are_there_when_the_text_is_gone(own_site):
    old = link(own_site)
    (own_site.texts / "ale.md").unlink()
    own_site.index()
    assert any("Varje barn ska lära sig simma" in words for words in marked(own_site.page(old)))


def forged(site, *places: str, **others: str) -> str:
    wanted = {"q": QUESTION, "kommun": "Ale", "citat": ",".join(places), **others}
    return site.page("/fraga?" + "&".join(f"{name}={quote(value)}" for name, value in wanted.items()))


def digest_of(site, title: str) -> str:
    return next(row.digest for row in site.service.documents() if row.title == title)


def test_a_forged_list_shows_only_words_of_the_texts(linked_site):
    digest = digest_of(linked_site, "Om Habo")
    text = linked_site.service.version(digest).document.text
    start = text.index("Här finns")
    page = forged(linked_site, f"{digest}.{start}-{len(text.rstrip())}")
    assert marked(page) == ["Här finns en bro och en bäck."]
    assert POINTS in page
    assert "Det kan måltolk inte kontrollera." in page
    assert SAME not in page


@pytest.mark.parametrize(
    "place",
    [
        "<script>alert(1)</script>",
        f"{'0' * 64}.0-5",
        "{digest}.5-5",
        "{digest}.9-3",
        "{digest}.0-999999",
        "{digest}.00-5",
        "{digest}.-1-5",
        "{digest}",
        "{digest}.1-5-9",
    ],
)
def test_what_is_no_place_is_left_out_and_counted(linked_site, place: str):
    digest = digest_of(linked_site, "Om Habo")
    page = forged(linked_site, f"{digest}.0-4", place.format(digest=digest))
    assert len(marked(page)) == 1
    assert "1 ställe som länken anger finns inte och visas inte." in page
    assert "<script>alert" not in page


def test_a_link_to_nothing_says_so(linked_site):
    assert "Inget av ställena som länken anger finns i texterna." in forged(linked_site, "x")


def test_no_more_places_than_a_link_may_have_are_shown(linked_site):
    digest = digest_of(linked_site, "Mål och vision för Ale")
    page = forged(linked_site, *(f"{digest}.{start}-{start + 9}" for start in range(2, 62)))
    assert len(marked(page)) <= MAX_PLACES
    assert "20 ställen som länken anger finns inte och visas inte." in page


def test_a_whole_text_is_no_quote(own_site):
    text = OTHER_TEXT
    (own_site.texts / "lang.md").write_text(text, "utf-8")
    own_site.index()
    digest = digest_of(own_site, "Om Habo")
    long = next(row.digest for row in own_site.service.documents() if row.path == "lang.md")
    assert len(marked(forged(own_site, f"{digest}.0-4", f"{long}.0-2500"))) == 1


OTHER_TEXT = "---\nmunicipality: Ale\ntitle: Lång\n---\n\n" + "Bron är lång och bred. " * 200


def test_a_generation_that_is_none_is_not_repeated(linked_site):
    page = forged(linked_site, "x", utgava="<b>måltolk intygar</b>")
    assert "intygar" not in page.partition('class="linked"')[0].partition("notice")[2]
    assert "<b>måltolk" not in page


def test_a_damaged_archive_leaves_a_place_out(own_site, caplog):
    old = link(own_site)
    (own_site.texts / "ale.md").unlink()
    own_site.index()
    for file in (own_site.settings.index / "archive").rglob("*"):
        if file.is_file():
            file.write_bytes(b"damaged")
    page = own_site.page(old)
    assert marked(page) == []
    assert "Inget av ställena som länken anger finns i texterna." in page


def test_a_place_is_named_once():
    place, written = TextPlace("a" * 64, Span(1, 3)), f"{'a' * 64}.1-3"
    assert places_in(f"{written},{written},{'a' * 12}.1-2,x", ["a" * 64]) == ((place,), 1)


def test_two_texts_that_begin_alike_are_not_taken_for_each_other():
    digests = ["a" * 12 + "b" * 52, "a" * 12 + "c" * 52]
    assert places_in(f"{'a' * 12}.1-2", digests[:1]) == ((TextPlace(digests[0], Span(1, 3)),), 0)
    assert places_in(f"{'a' * 12}.1-2", digests) == ((), 1)


def test_a_link_to_a_list_fits_in_a_text_message(linked_site):
    answer = linked_site.service.ask(QUESTION, (), "Ale")
    one = answer.citations[0]
    nine = tuple(replace(one, quote=replace(one.quote, span=Span(n, n + 60))) for n in range(1000, 2800, 200))
    long = permanent_link("Vilka mål har Ale?", None, replace(answer, citations=nine), answer.generation, "sv")
    assert len(f"https://maltolk.ale.se{long}") <= 160


def test_a_link_from_before_still_finds_its_places(linked_site):
    answer = linked_site.service.ask(QUESTION, (), "Ale")
    before = (f"{each.quote.digest}.{each.quote.span.start}-{each.quote.span.end}" for each in answer.citations)
    assert SAME in forged(linked_site, *before, utgava=answer.generation)


def test_a_link_names_no_more_places_than_programs_take(linked_site):
    answer = linked_site.service.ask(QUESTION, (), "Ale")
    one = answer.citations[0]
    many = tuple(replace(one, quote=replace(one.quote, span=Span(n, n + 1))) for n in range(MAX_PLACES + 5))
    assert len(places_of(replace(answer, citations=many))) == MAX_PLACES


def test_a_question_with_signs_of_addresses_comes_back_whole():
    asked = "A&B=C? 50 % + åäö\ud800#x"
    parameters = parse_qs(urlsplit(question_link(asked, None, "en")).query)
    assert parameters["q"] == [asked.replace("\ud800", "?")]
    assert "kommun" not in parameters
