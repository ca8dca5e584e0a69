"""Swedish and English, whatever the browser speaks."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.model


def test_the_switch_changes_language_title_and_words(chat) -> None:
    page = chat.page
    expect(page.locator("html")).to_have_attribute("lang", "sv")
    expect(page).to_have_title("Fråga om kommunernas mål – måltolk")
    page.get_by_role("link", name="In English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page).to_have_title("Ask about municipalities' goals – måltolk")
    english = type(chat)(page, "en")
    turn = english.ask("Vilka mål har Ljungby?")
    expect(turn.get_by_text("Sources (")).to_be_visible()
    expect(turn.locator("[lang=sv]").first).to_be_visible()
    expect(page.get_by_role("button", name="Start over")).to_be_visible()
    page.get_by_role("link", name="På svenska").click()
    expect(page.locator("html")).to_have_attribute("lang", "sv")
    expect(page.get_by_role("textbox", name="Din fråga")).to_be_visible()


def test_the_switch_stays_on_the_page(page) -> None:
    page.goto("/om")
    page.get_by_role("link", name="In English").click()
    expect(page).to_have_url(re.compile("/en/om$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("About måltolk")


@pytest.mark.parametrize(
    ("browser", "path", "lang"), [("de-DE", "/", "sv"), ("en-GB", "/", "sv"), ("sv-SE", "/en/", "en")]
)
def test_the_page_has_its_own_language_in_every_browser(new_page, server, visitor, browser, path, lang) -> None:
    chat = visitor(new_page(server, locale=browser), lang).open()
    expect(chat.page.locator("html")).to_have_attribute("lang", lang)
    chat.ask("Vilka mål har Ljungby?")
    expect(chat.page.locator("html")).to_have_attribute("lang", lang)
    assert re.search("/en/" if lang == "en" else r"\d/$", chat.page.url)
    assert chat.page.url.endswith(path)
