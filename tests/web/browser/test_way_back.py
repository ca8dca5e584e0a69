"""From a source back to the conversation, to the place that one left."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.model

LIST = "Vilka prioriterade områden har Landskrona?"
BACK = "Tillbaka till samtalet"


def test_a_source_leads_back_to_the_citation_that_it_was_opened_by(chat, click) -> None:
    page = chat.page
    chat.ask(LIST)
    chat.ask("Vilka mål har Lund?")
    first = chat.turns.first
    first.locator("a.cite").nth(3).click()
    click(page.get_by_role("dialog").locator(".open a"))
    expect(page).to_have_url(re.compile("/kalla/"))
    expect(page.locator("mark#citat")).to_have_text("Tillväxt i Landskrona")
    back = page.get_by_role("link", name=BACK)
    expect(back).to_be_in_viewport(ratio=1)
    back.click()
    expect(chat.turns).to_have_count(2)
    expect(first.locator("a.cite").nth(3)).to_be_focused()
    expect(first.locator("a.cite").nth(3)).to_be_in_viewport()


def test_the_menu_leads_back_too(chat, click) -> None:
    chat.ask(LIST).locator("summary").filter(has_text="Källor").click()
    click(chat.page.locator(".sources .open a").first)
    chat.page.get_by_role("link", name="Fråga", exact=True).click()
    expect(chat.turns).to_have_count(1)


def test_without_a_conversation_there_is_no_way_back(page, click) -> None:
    page.goto(f"/enkel?q={LIST}")
    click(page.locator("a.cite").first)
    expect(page.locator("mark#citat")).to_be_visible()
    expect(page.get_by_role("link", name=BACK)).to_be_hidden()
