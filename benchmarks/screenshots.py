"""Pictures of the pages for README and docs: docs/screenshots/NAME-WIDTH-SCHEME.png, of the texts in corpus/.

usage: screenshots.py [NAME ...]

Without names all are made again. Colours are reduced to keep the files small.
"""

import io
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Page, ViewportSize, expect, sync_playwright

from measuring import PROGRAM, ROOT, note, run
from page import FLAGS, chromium, running

FOLDER = ROOT / "docs" / "screenshots"
PASSWORD = "for the pictures only"
COLOURS = 128
SIZES: dict[int, ViewportSize] = {1280: {"width": 1280, "height": 800}, 360: {"width": 360, "height": 740}}
PATIENCE = 60_000
"""Milliseconds that something may take on a busy machine."""
TALLEST = 1600
"""Pixels; a longer page is cut off."""

NEW_TEXT = """---
municipality: Mora
date: 2024-05-02
---
# Mål för Mora kommun

Mora har tre mål:

- Fler ska cykla till skolan
- Vattnet i Siljan ska vara rent
- Alla barn ska lära sig simma

Anna Björk, kommunchef
Telefon: 0250-260 00
"""


def _chat(page: Page, *questions: str) -> None:
    page.goto("/")
    expect(page.locator("gradio-app #turns")).to_be_attached()
    for number, question in enumerate(questions, 1):
        page.get_by_role("textbox", name="Din fråga").fill(question)
        page.get_by_role("textbox", name="Din fråga").press("Enter")
        expect(page.locator("article.turn")).to_have_count(number)
        expect(page.get_by_role("heading", name="Fråga vidare").or_(page.locator(".not_found"))).not_to_have_count(0)


def _source(page: Page) -> None:
    page.goto("/enkel?q=Vilka prioriterade områden har Landskrona?")
    page.goto(page.locator("a.cite").nth(2).get_attribute("href") or "")


def _beside(page: Page) -> None:
    _chat(page, "Vilka prioriterade områden har Landskrona?")
    page.locator("a.cite").nth(2).click()
    expect(page.get_by_role("dialog")).to_be_visible()


def _way(page: Page) -> None:
    _chat(page, "Vilken vision har Kristianstad?")
    page.get_by_text("Så hittade jag svaret").click()


def _theme(page: Page) -> None:
    page.goto("/tema/skola")
    expect(page.locator("[data-pending]")).to_have_count(0)


def _staff(page: Page) -> None:
    page.goto("/personal")
    if page.get_by_label("Lösenord").count():
        page.get_by_label("Lösenord").fill(PASSWORD)
        page.get_by_role("button", name="Logga in").click()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Välj filer").click()
    chooser.value.set_files({"name": "mora.md", "mimeType": "text/markdown", "buffer": NEW_TEXT.encode()})
    expect(page.get_by_role("heading", name="mora.md")).to_be_visible()


def _at(path: str) -> Callable[[Page], object]:
    return lambda page: page.goto(path)


Scheme = Literal["light", "dark"]


@dataclass(frozen=True, slots=True)
class View:
    """A screenshot: ``open`` brings the page there; ``whole``: beyond the first screen."""

    open: Callable[[Page], object]
    shots: tuple[tuple[int, Scheme], ...]
    whole: bool = True


BOTH: tuple[tuple[int, Scheme], ...] = ((1280, "light"), (360, "light"))
ALL: tuple[tuple[int, Scheme], ...] = (*BOTH, (1280, "dark"))
VIEWS = {
    "empty": View(_chat, ALL),
    "list": View(lambda page: _chat(page, "Vilka prioriterade områden har Landskrona?"), (*ALL, (360, "dark"))),
    "beside": View(_beside, ((1280, "light"), (360, "dark")), whole=False),
    "way": View(_way, ((1280, "light"),)),
    "municipality": View(_at("/kommun/lund"), BOTH),
    "theme": View(_theme, ((1280, "light"),)),
    "conversation": View(lambda page: _chat(page, "Vilka mål har Ljungby?", "Och i Lund?"), ((1280, "light"),)),
    "comparison": View(lambda page: _chat(page, "Jämför Landskrona och Ljungby"), ALL),
    "contact": View(lambda page: _chat(page, "Vilka kommunalråd har Landskrona?"), BOTH),
    "not-found": View(lambda page: _chat(page, "Vad kostar det att söka bygglov i Lund?"), (*BOTH, (360, "dark"))),
    "source": View(_source, ALL, whole=False),
    "contacts": View(_at("/kontakter?kommun=Landskrona"), ALL),
    "plain": View(_at("/enkel?q=Vilken vision har Kristianstad?"), ((1280, "light"),)),
    "error": View(_at("/finns-inte"), ((1280, "light"),)),
    "staff": View(_staff, ((1280, "light"),)),
}


def _take(page: Page, whole: bool) -> bytes:
    page.evaluate("document.activeElement?.blur()")
    if not whole:
        return page.screenshot()
    page.evaluate("window.scrollTo(0, 0)")
    tall = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
    assert page.viewport_size is not None
    width = page.viewport_size["width"]
    page.set_viewport_size({"width": width, "height": max(tall, page.viewport_size["height"])})
    return page.screenshot()


def main() -> None:
    wanted = sys.argv[1:] or list(VIEWS)
    if unknown := set(wanted) - VIEWS.keys():
        sys.exit(f"no view {', '.join(sorted(unknown))}; there are {', '.join(VIEWS)}")
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="maltolk-pictures-") as name:
        place = Path(name)
        shutil.copytree(ROOT / "corpus", place / "corpus")
        if run([PROGRAM, "--index", str(place / "index"), "index", str(place / "corpus")]).status:
            sys.exit("`maltolk index` failed")
        command = [sys.executable, str(Path(__file__).with_name("page.py")), "--serve", str(place / "index")]
        set_so = {"MALTOLK_STAFF_PASSWORD": PASSWORD, "MALTOLK_CORPUS": str(place / "corpus")}
        with running(command, **set_so) as address, sync_playwright() as playwright:
            expect.set_options(timeout=PATIENCE)
            browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
            for view in wanted:
                for width, scheme in VIEWS[view].shots:
                    context = browser.new_context(
                        base_url=address,
                        locale="sv-SE",
                        viewport=SIZES[width],
                        color_scheme=scheme,
                        reduced_motion="reduce",
                    )
                    page = context.new_page()
                    VIEWS[view].open(page)
                    picture = Image.open(io.BytesIO(_take(page, VIEWS[view].whole)))
                    file = FOLDER / f"{view}-{width}-{scheme}.png"
                    picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
                    note(f"{file.relative_to(ROOT)}: {file.stat().st_size // 1000} kB")
                    context.close()
            browser.close()


if __name__ == "__main__":
    main()
