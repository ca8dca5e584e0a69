"""The chat with the keyboard alone, and what a screen reader is told."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.model

LIST = "Vilka prioriterade områden har Landskrona?"


def _ring(page: Page) -> float:
    """Width of the outline around what has the focus, in pixels."""
    return page.evaluate(
        """() => {
            const style = getComputedStyle(document.activeElement);
            return style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth);
        }"""
    )


def _tab_to(page: Page, what: str, most: int = 30) -> None:
    """Press Tab until the element that ``what`` (a CSS selector) means has the focus; each on the way shows it."""
    for _ in range(most):
        page.keyboard.press("Tab")
        assert _ring(page) >= 2, page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        if page.evaluate("(what) => document.activeElement.matches(what)", what):
            return
    raise AssertionError(f"{most} times Tab did not lead to {what}")


def test_from_the_skip_link_to_the_highlighted_place(chat) -> None:
    page = chat.page
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Hoppa till innehållet")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(chat.field).to_be_focused()
    page.keyboard.type(LIST)
    page.keyboard.press("Enter")
    turn = chat.answered(1)
    expect(chat.field).to_be_focused()
    expect(turn.get_by_role("heading", level=2)).to_be_in_viewport()
    page.keyboard.press("Escape")
    for _ in range(30):
        page.keyboard.press("Shift+Tab")
        assert _ring(page) >= 2
        if page.evaluate("document.activeElement.matches('a.cite[data-marker=\"1\"]')"):
            break
    expect(turn.locator("a.cite").first).to_be_focused()
    page.keyboard.press("Enter")
    panel = page.get_by_role("dialog", name="Källa 1")
    expect(panel.get_by_role("heading", name="Källa 1")).to_be_focused()
    _tab_to(page, "#panel .open a", most=3)
    page.keyboard.press("Enter")
    expect(page.locator("mark#citat")).to_be_in_viewport()
    page.go_back()
    expect(turn.locator("a.cite").first).to_be_focused()


def test_the_focus_goes_to_the_answer_when_a_link_was_followed(chat) -> None:
    page = chat.page
    _tab_to(page, "#examples a")
    page.keyboard.press("Enter")
    turn = chat.answered(1)
    expect(turn.get_by_role("heading", level=2)).to_be_focused()
    page.keyboard.press("Tab")
    expect(turn.locator("a.cite").first).to_be_focused()


def test_every_control_is_reached_and_shows_the_focus(chat) -> None:
    chat.ask(LIST)
    page = chat.page
    page.get_by_role("link", name="Hoppa till innehållet").focus()
    reached: list[str] = []
    while "Tillgänglighet" not in reached:
        page.keyboard.press("Tab")
        name = page.evaluate("document.activeElement.innerText || document.activeElement.id || ''").strip()
        assert _ring(page) >= 2, name
        reached.append(name)
        assert len(reached) < 40
    for control in ("Fråga igen", "Börja om", "Kopiera svaret", "Kontakter", "In English"):
        assert control in reached


def test_an_answer_is_announced_exactly_once(chat) -> None:
    chat.page.evaluate(
        """() => {
            window.said = [];
            const region = document.querySelector("[role=status]#announcement");
            new MutationObserver(() => window.said.push(region.textContent)).observe(
                region, { childList: true, characterData: true, subtree: true });
        }"""
    )
    chat.ask("Vilka mål har Ljungby?")
    expect(chat.page.get_by_role("heading", name="Fråga vidare")).to_be_visible()
    chat.ask("Och i Lund?")
    expect(chat.page.get_by_role("link", name=re.compile("^Och i "))).not_to_have_count(0)
    first, second = (said for said in chat.page.evaluate("window.said") if said != "Söker i texterna …")
    lead = "Ljungby har tre visionsmål som gör visionen mer konkret:"
    assert first == f"Svar: {lead} Och 3 rader till. Texten gäller från 2021."
    assert second.startswith("Svar: Texten räknar upp 9: Och 9 rader till.")
    assert second.endswith("Texten är från 2019.")
    assert "[" not in second
    # No other region speaks of it as well.
    live = chat.page.locator("[aria-live]:not([aria-live=off]), [role=log], [role=alert], [role=status]")
    speaking = [region for region in live.all() if "Texten räknar upp 9" in (region.text_content() or "")]
    assert len(speaking) == 1
