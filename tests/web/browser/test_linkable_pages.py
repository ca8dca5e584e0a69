"""From the list of municipalities to a quote in its place, and a link to an answer, with JavaScript off."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.model


@pytest.fixture
def page(new_page, server) -> Page:
    return new_page(server, java_script_enabled=False)


def test_from_the_list_to_a_goal_in_its_text(page: Page, click) -> None:
    page.goto("/")
    page.get_by_role("navigation", name="Webbplatsen").get_by_role("link", name="Kommuner").click()
    page.get_by_role("link", name="Lund", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Lund")
    goals = page.get_by_role("region", name="Mål")
    expect(goals.get_by_role("listitem")).to_have_count(9)
    goal = goals.get_by_role("listitem").filter(has_text="långsiktigt hållbar ekonomi")
    click(goal.get_by_role("link"))
    expect(page.locator("mark")).to_have_text("Lunds kommun ska ha långsiktigt hållbar ekonomi")
    expect(page.locator("mark")).to_be_in_viewport()


def test_from_a_municipality_to_its_row_of_a_theme(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("maltolk.web.public.theme_pages.PATIENCE", 600.0)
    page.goto("/kommun/lund")
    page.get_by_role("link", name="jämför kommuner: ekonomi").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vad säger kommunerna om ekonomi?")
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Lund"))
    expect(row).to_contain_text("långsiktigt hållbar ekonomi")
    expect(row).to_contain_text("2019-10-18")
    expect(page.get_by_role("row")).to_have_count(6)


def test_a_theme_becomes_complete_by_itself(new_page, server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("maltolk.web.public.theme_pages.PATIENCE", 0.05)  # hardly more than one at a time
    page: Page = new_page(server)
    page.goto("/tema/kultur-och-fritid")
    expect(page.get_by_role("row")).to_have_count(6)
    expect(page.get_by_role("status")).to_have_text("Alla kommuner på sidan är framtagna.", timeout=60_000)
    expect(page.get_by_text("Inte framtaget än.")).to_have_count(0)
    shown = page.locator("tbody").inner_text()
    page.reload()
    expect(page.locator("[data-pending]")).to_have_count(0)
    assert page.locator("tbody").inner_text() == shown


def test_a_permanent_link_finds_the_same_answer(page: Page) -> None:
    page.goto("/fraga?q=Vilka+mål+har+Lund%3F&kommun=Lund")
    page.get_by_role("link", name="Permanent länk till det här svaret").click()
    expect(page).to_have_url(re.compile("utgava=.*citat="))
    expect(page.get_by_text("Svaret är detsamma som när länken gjordes.")).to_be_visible()
    page.goto(re.sub(r"(citat=\w+)\.[^.]*", r"\1", page.url))
    expect(page.get_by_role("region", name="Länken pekar på de här ställena").locator("mark")).to_have_count(8)
