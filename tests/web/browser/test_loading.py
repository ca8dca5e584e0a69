"""The first page from its first moment: it can be used at once, and nothing moves while Gradio's part is on its way."""

import pytest
from playwright.sync_api import Page, Route, expect

pytestmark = pytest.mark.model

QUESTION = "Vilka mål har Ljungby?"
BOXES = """() => ["h1", ".lead", ".caution", "#examples li:last-child", "#municipality", "#question", "#send", "footer"]
    .map((each) => { const box = document.querySelector(each).getBoundingClientRect();
                     return [each, box.x, box.y, box.width, box.height].join(" "); })"""
SHIFTS = """() => {
    window.shifts = [];
    new PerformanceObserver((list) => {
        for (const each of list.getEntries()) window.shifts.push(each.value, ...each.sources.map((of) => of.node?.id));
    }).observe({ type: "layout-shift", buffered: true });
}"""


class Gate:
    """Holds requests back until it is opened."""

    def __init__(self) -> None:
        self._is_open = False
        self._held: list[Route] = []

    def __call__(self, route: Route) -> None:
        if self._is_open:
            route.continue_()
        else:
            self._held.append(route)

    def open(self) -> None:
        self._is_open = True
        while self._held:
            self._held.pop().continue_()


@pytest.fixture
def gate(page: Page) -> Gate:
    """Gradio's part does not come before it is opened."""
    made = Gate()
    page.route("**/config*", lambda route: made(route))
    return made


@pytest.mark.parametrize("size", [(1280, 800), (360, 740)])
def test_nothing_moves(page: Page, visitor, gate: Gate, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.add_init_script(f"({SHIFTS})()")
    chat = visitor(page).open(whole=False)
    before = page.evaluate(BOXES)
    gate.open()
    expect(page.locator("gradio-app #turns")).to_be_attached()
    expect(page.locator("main")).to_have_count(1)
    assert page.evaluate(BOXES) == before
    assert page.evaluate("window.shifts") == []
    chat.ask(QUESTION)


def test_a_question_that_comes_first_is_answered_when_it_can_be(page: Page, visitor, gate: Gate) -> None:
    chat = visitor(page).open(whole=False)
    chat.field.fill(QUESTION)
    chat.field.press("Enter")
    expect(page.locator(".pending")).to_contain_text("Söker i texterna")
    gate.open()
    expect(chat.answered(1)).to_contain_text("Livslångt lärande för alla")
    expect(page.locator(".pending")).to_have_count(0)


def test_it_can_be_stopped(page: Page, visitor, gate: Gate) -> None:
    chat = visitor(page).open(whole=False)
    chat.field.fill(QUESTION)
    chat.field.press("Enter")
    page.get_by_role("button", name="Avbryt").click()
    expect(chat.field).to_have_value(QUESTION)
    expect(chat.field).to_be_focused()
    gate.open()
    expect(page.locator("gradio-app #turns")).to_be_attached()
    expect(chat.turns).to_have_count(0)


def test_what_is_typed_meanwhile_stays(page: Page, visitor, gate: Gate) -> None:
    chat = visitor(page).open(whole=False)
    chat.field.press_sequentially("Vilka mål")
    gate.open()
    expect(page.locator("gradio-app #turns")).to_be_attached()
    chat.field.press_sequentially(" har Ljungby?")
    expect(chat.field).to_have_value(QUESTION)
