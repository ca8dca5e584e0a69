"""High contrast, where the system sets the colours: what is marked, focused or current can still be seen."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.model

STYLE = """(element) => {
    const of = getComputedStyle(element);
    return {
        colour: of.color, ground: of.backgroundColor, outline: of.outlineStyle, width: parseFloat(of.outlineWidth),
        edge: of.borderTopStyle, below: of.borderBottomColor,
        page: getComputedStyle(document.body).backgroundColor,
    };
}"""


@pytest.fixture(params=["light", "dark"])
def forced(page: Page, request: pytest.FixtureRequest) -> None:
    page.emulate_media(forced_colors="active", color_scheme=request.param)


def style(element: Locator) -> dict[str, str]:
    found: dict[str, str] = element.evaluate(STYLE)
    return found


def luminance(colour: str) -> float:
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def is_outlined(element: Locator) -> bool:
    found = style(element)
    return found["outline"] != "none" and float(found["width"]) >= 1


def test_an_answer_its_source_and_the_field(forced: None, chat, click) -> None:
    page: Page = chat.page
    turn = chat.ask("Vilka mål har Lund?")
    words = style(turn.locator(".quote").first)
    assert contrast(words["colour"], words["page"]) >= 4.5
    field = page.get_by_role("textbox", name="Din fråga")
    field.focus()
    page.keyboard.press("Shift")  # as somebody who uses the keyboard
    assert is_outlined(field)
    for button in (page.locator("#send"), page.get_by_role("button", name="Börja om")):
        assert style(button)["edge"] == "solid"
    link = turn.locator("a.cite").first
    click(link)
    panel = page.locator("#panel")
    expect(panel).to_be_visible()
    assert is_outlined(panel.locator("mark").first)
    assert is_outlined(turn.locator("a.cite.open"))
    assert style(panel.locator("[data-close]"))["edge"] == "solid"


@pytest.mark.parametrize("path", ["/kommuner", "/tema", "/kontakter", "/om"])
def test_the_page_that_one_is_on(forced: None, page: Page, path: str) -> None:
    page.goto(path)
    menu = page.locator(".site-header nav a")
    current = style(page.locator(".site-header nav a[aria-current]"))
    others = [style(each) for each in menu.all() if each.get_attribute("aria-current") is None]
    assert current["below"] != current["page"]
    assert all(each["below"] == each["page"] for each in others)
    assert contrast(style(page.locator("main p").first)["colour"], current["page"]) >= 4.5


def test_a_mark_on_the_source_page_and_the_focus(forced: None, page: Page, click) -> None:
    page.goto("/enkel?q=Vilka+mål+har+Lund%3F")
    click(page.locator("a.cite").first)
    assert is_outlined(page.locator("mark").first)
    page.keyboard.press("Tab")
    assert is_outlined(page.locator(":focus"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_staffs_menu(staff: Page, log_in, scheme: str) -> None:
    staff.emulate_media(forced_colors="active", color_scheme=scheme)
    log_in(staff)
    for path in ("/personal/texter/", "/personal/samling"):
        staff.goto(path)
        assert style(staff.locator("#log-out"))["edge"] == "solid"
        staff.locator(".staff-menu a").first.focus()
        staff.keyboard.press("Tab")
        assert is_outlined(staff.locator(":focus"))
