"""One source on demand: beside the conversation on a wide screen, as a sheet on a narrow one."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.model

LIST = "Vilka prioriterade områden har Landskrona?"


def test_a_citation_opens_its_passage_with_its_quote_alone_marked(chat) -> None:
    turn = chat.ask(LIST)
    turn.locator("a.cite").nth(2).click()
    panel = chat.page.get_by_role("dialog", name="Källa 3")
    expect(panel.locator("mark")).to_have_text(["Hållbart samhälle"])
    expect(panel.locator("mark")).to_be_in_viewport()
    answer, beside = turn.locator(".said").bounding_box(), panel.bounding_box()
    assert beside["x"] >= answer["x"] + answer["width"]
    expect(chat.field).to_be_in_viewport(ratio=1)
    panel.get_by_role("button", name="Nästa källa").click()
    panel = chat.page.get_by_role("dialog", name="Källa 4")
    expect(panel.locator("mark")).to_have_text(["Tillväxt i Landskrona"])
    turn.locator("a.cite").nth(0).click()
    panel = chat.page.get_by_role("dialog", name="Källa 1")
    expect(panel.get_by_role("button", name="Föregående källa")).to_be_disabled()
    panel.get_by_role("button", name="Stäng").click()
    expect(panel).to_be_hidden()
    expect(turn.locator("a.cite").nth(0)).to_be_focused()


def test_on_a_phone_it_is_a_sheet_that_escape_closes(page: Page, visitor) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    chat = visitor(page).open()
    turn = chat.ask(LIST)
    turn.locator("a.cite").nth(1).click()
    sheet = page.get_by_role("dialog", name="Källa 2")
    expect(sheet.locator("mark")).to_have_text(["Skola för kunskap med arbetsro"])
    box = sheet.bounding_box()
    assert box["width"] == 360
    assert box["y"] + box["height"] == pytest.approx(740, abs=1)
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(turn.locator("a.cite").nth(1)).to_be_focused()


def test_a_line_of_the_answer_is_one_stop_of_the_keyboard(chat) -> None:
    turn = chat.ask(LIST)
    turn.get_by_role("heading", level=2).focus()
    stops = []
    for _ in range(7):
        chat.page.keyboard.press("Tab")
        stops.append(chat.page.evaluate("document.activeElement.dataset.marker || document.activeElement.localName"))
    assert stops == ["1", "2", "3", "4", "5", "6", "summary"]
