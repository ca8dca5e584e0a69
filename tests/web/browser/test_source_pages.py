"""A link to a quote leads to the quote, also in a browser that runs no scripts."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from maltolk.model import Document
from maltolk.reading import read_folder

pytestmark = pytest.mark.model

CORPUS = Path(__file__).parents[3] / "corpus"
LOW: dict[str, int] = {"width": 1280, "height": 500}


@pytest.fixture(scope="module")
def text() -> Document:
    """A text that is longer than the window is high."""
    return next(d for d in read_folder(CORPUS).documents if d.path == "landskrona.md")


@pytest.mark.parametrize("fragment", ["", "#citat"])
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_the_quote_is_in_sight_and_in_focus(new_page, server, text: Document, fragment: str, scripts: bool) -> None:
    page = new_page(server, viewport=LOW, java_script_enabled=scripts)
    start = text.text.index("Stefan Olsson")
    page.goto(f"/kalla/{text.digest}/{start}-{start + len('Stefan Olsson')}{fragment}")
    mark = page.locator("mark#citat")
    expect(mark).to_have_text("Stefan Olsson")
    expect(mark).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("heading", level=1)).not_to_be_in_viewport()
    if not fragment:
        expect(mark).to_be_focused()


def test_the_link_at_the_top_leads_back_to_the_quote(new_page, server, text: Document) -> None:
    page = new_page(server, viewport=LOW, java_script_enabled=False)
    start = text.text.index("Stefan Olsson")
    page.goto(f"/kalla/{text.digest}/{start}-{start + len('Stefan Olsson')}")
    page.get_by_role("link", name="Till citatet").click()
    expect(page.locator("#citat")).to_be_in_viewport(ratio=1)
    page.get_by_role("link", name="Visa hela texten").click()
    expect(page.locator("mark")).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport()


def test_the_reference_can_be_selected_by_keyboard(page, text: Document) -> None:
    start = text.text.index("Stefan Olsson")
    link = f"/kalla/{text.digest}/{start}-{start + len('Stefan Olsson')}"
    page.goto(link)
    field = page.get_by_role("textbox", name="Hänvisning att kopiera")
    field.focus()
    page.keyboard.press("Control+a")
    chosen = page.evaluate(
        "() => { const f = document.activeElement; return f.value.slice(f.selectionStart, f.selectionEnd); }"
    )
    assert chosen.startswith("Landskrona: ")
    assert "”Stefan Olsson”" in chosen
    assert link in chosen
    assert text.digest[:12] in chosen
