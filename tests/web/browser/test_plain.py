"""The pages that work without JavaScript, with JavaScript off."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.model


@pytest.fixture
def page(new_page, server) -> Page:
    return new_page(server, java_script_enabled=False)


def test_ask_and_follow_a_citation(page: Page, click) -> None:
    page.goto("/enkel")
    page.get_by_label("Din fråga").fill("Vilka prioriterade områden har Landskrona?")
    page.get_by_role("button", name="Fråga").click()
    expect(page).to_have_title(re.compile("^Vilka prioriterade områden har Landskrona"))
    item = page.get_by_role("listitem").filter(has_text="Hållbart samhälle")
    click(item.get_by_role("link", name="Källa [3]"))
    expect(page).to_have_url(re.compile(r"/kalla/[0-9a-f]{64}/\d+-\d+#citat$"))
    expect(page.locator("mark")).to_have_text("Hållbart samhälle")
    expect(page.locator("mark")).to_be_in_viewport()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Landskronas fem prioriterade områden")


def test_the_question_stays_in_the_form_with_its_municipality(page: Page) -> None:
    page.goto("/enkel")
    page.get_by_label("Din fråga").fill("Vilka mål finns?")
    page.get_by_label("Kommun").select_option("Lund")
    page.get_by_label("Din fråga").press("Enter")
    expect(page.get_by_label("Din fråga")).to_have_value("Vilka mål finns?")
    expect(page.get_by_label("Kommun")).to_have_value("Lund")
    expect(page.locator(".sources p.of")).to_have_text(["Lund, 2019-10-18"])


def test_a_suggestion_is_a_link(page: Page) -> None:
    page.goto("/enkel?q=Vad+kostar+det+att+söka+bygglov+i+Lund?")
    page.get_by_role("link", name="Fokusområde 1").click()
    expect(page.locator("a.cite").first).to_be_visible()


def test_the_chat_page_offers_the_form(page: Page) -> None:
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Fråga om kommunernas mål")
    page.get_by_label("Din fråga").fill("Vilka mål har Ljungby?")
    page.get_by_role("button", name="Fråga").click()
    expect(page).to_have_url(re.compile("/enkel\\?"))
    expect(page.get_by_role("listitem").filter(has_text="Bästa kommun att växa i")).to_be_visible()


def test_a_citation_from_the_english_page_leads_to_an_english_frame(page: Page, click) -> None:
    page.goto("/en/enkel?q=What is the vision of Ljungby?")
    click(page.locator("a.cite").first)
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("mark").first).to_be_in_viewport()
    expect(page.get_by_role("article")).to_have_attribute("lang", "sv")


def test_what_does_not_exist_is_said_in_words(page: Page, watch) -> None:
    watch.expected.append("404")
    page.goto("/finns-inte")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sidan finns inte")
    page.get_by_role("link", name="Till startsidan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Fråga om kommunernas mål")
