"""axe-core on every view: WCAG 2.0, 2.1 and 2.2, levels A and AA, and best practice. Light and dark, wide and narrow,
at 400 % zoom."""

import re
from importlib.resources import files
from pathlib import Path
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.model

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]
"""The rules of these tags that look at colours."""
EVERYTHING: dict[str, object] = {"runOnly": {"type": "tag", "values": TAGS}}
ALL_BUT_COLOURS = {**EVERYTHING, "rules": {rule: {"enabled": False} for rule in COLOURS}}
ONLY_COLOURS: dict[str, object] = {"runOnly": {"type": "rule", "values": COLOURS}}
WIDE, NARROW, ZOOMED = ("1280", 1280, 800), ("360", 360, 740), ("400 %", 320, 256)
LOOKS = (
    ("light", WIDE, EVERYTHING),
    ("light", NARROW, EVERYTHING),
    ("light", ZOOMED, ALL_BUT_COLOURS),  # the same colours as at 360
    ("dark", WIDE, ONLY_COLOURS),  # the schemes differ in the values of colours and in nothing else
    ("dark", NARROW, ONLY_COLOURS),
)

STATIC = Path(str(files("maltolk.web"))) / "static"

_axe = Axe()


def _faults(page: Page, rules: dict[str, object]) -> list[str]:
    """What axe finds, a line for each element. Telling of all that is well takes it several times as long."""
    found = _axe.run(page, options={**rules, "resultTypes": ["violations"]}).response["violations"]
    return [f"{v['id']}: {node['target']} {node['failureSummary']}" for v in found for node in v["nodes"]]


def check(page: Page) -> None:
    """Look at the view that is open in both colour schemes and all sizes, and for words beyond the right edge."""
    faults = []
    for scheme, (name, width, height), rules in LOOKS:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size({"width": width, "height": height})
        # Colours that change slowly would be measured half-way.
        page.evaluate(
            """() => Promise.allSettled(
                document.getAnimations()
                    .filter((animation) => animation.effect.getComputedTiming().endTime < Infinity)
                    .map((animation) => animation.finished)
            )"""
        )
        faults += [f"{scheme}, {name}: {fault}" for fault in _faults(page, rules)]
        beyond = page.evaluate(
            """() => {
                const root = document.documentElement;
                if (root.scrollWidth <= root.clientWidth) return [];
                return [...document.body.querySelectorAll("*")]
                    .filter((element) => element.getBoundingClientRect().right > root.clientWidth + 1)
                    .map((element) => element.outerHTML.slice(0, 120));
            }"""
        )
        faults += [f"{scheme}, {name}: beyond the right edge: {element}" for element in beyond]
    assert not faults, "\n".join(faults)


QUESTIONS = {
    "list": "Vilka prioriterade områden har Landskrona?",
    "numbered list": "Vilka mål har Lund?",
    "comparison of two": "Jämför Ljungbys och Lunds mål",
    "comparison of three": "Jämför Kristianstads, Ljungbys och Lunds mål",
    "comparison by part and theme": "Jämför Landskrona, Ljungby och Åmål",
    "comparison of all": "Vad vill kommunerna?",
    "overview": "Berätta om Lund",
    "contacts": "Vilka kommunalråd har Landskrona?",
    "not found": "Vad kostar det att söka bygglov i Lund?",
}


def test_what_is_wrong_is_found(page: Page) -> None:
    page.goto("/om")
    page.evaluate(
        """() => {
            document.querySelector("h1").style.color = "#999";
            document.querySelector("#svar").style.color = "#555";
            document.querySelector(".lead").style.width = "2000px";
        }"""
    )
    found = (
        r"(?s)light, 1280: color-contrast.*h1.*light, 360: beyond the right edge: <p.*"
        r"light, 400 %: beyond the right edge: <p.*dark, 1280: color-contrast.*#svar.*dark, 360: color-contrast.*#svar"
    )
    with pytest.raises(AssertionError, match=found):
        check(page)


def test_the_schemes_differ_in_the_values_of_colours_alone() -> None:
    styles = "".join(path.read_text("utf-8") for path in sorted(STATIC.glob("*.css")))
    (dark,) = re.findall(r"@media[^{]*prefers-color-scheme[^{]*\{\s*:root\s*\{(.*?)\}\s*\}", styles, re.DOTALL)
    assert styles.count("prefers-color-scheme") == 1
    assert re.fullmatch(r"(\s*--[\w-]+: #[0-9a-f]{6};)+\s*", dark)


def test_the_empty_chat(chat) -> None:
    check(chat.page)


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_an_answer_in_the_chat(chat, question: str) -> None:
    turn = chat.ask(question)
    for more in turn.locator("summary").all():
        more.click()
    check(chat.page)


def test_a_source_beside_an_answer(chat) -> None:
    turn = chat.ask(QUESTIONS["list"])
    turn.locator("a.cite").nth(1).click()
    expect(chat.page.get_by_role("dialog")).to_be_visible()
    check(chat.page)


def test_the_english_chat(visitor, page: Page) -> None:
    chat = visitor(page, "en").open()
    chat.ask("What is Kristianstad's vision?")
    check(page)


@pytest.mark.parametrize(
    "path",
    [
        "/enkel",
        f"/enkel?q={quote(QUESTIONS['contacts'])}",
        "/kontakter",
        "/en/kontakter",
        "/om",
        "/en/om",
        "/tillganglighet",
        "/kommuner",
        "/kommun/lund",
        "/en/kommun/kristianstad",
        "/tema",
        "/tema/trygghet",
        "/en/tema/klimat-och-miljo",
        "/fraga?q=Vilka+mål+har+Lund%3F&citat=x",
    ],
)
def test_a_plain_page(page: Page, path: str) -> None:
    page.goto(path)
    check(page)


def test_a_source_page(page: Page) -> None:
    page.goto(f"/enkel?q={quote(QUESTIONS['numbered list'])}")
    page.goto(page.locator("a.cite").first.get_attribute("href") or "")
    expect(page.locator("mark").first).to_be_in_viewport()
    check(page)


@pytest.mark.parametrize("path", ["/finns-inte", f"/kalla/{'0' * 64}"])
def test_a_page_of_a_problem(page: Page, watch, path: str) -> None:
    watch.expected.append("404")
    page.goto(path)
    check(page)


def test_the_log_in(staff: Page, watch) -> None:
    watch.expected.append("401")
    check(staff)
    staff.get_by_label("Lösenord").fill("fel")
    staff.get_by_role("button", name="Logga in").click()
    expect(staff.get_by_role("alert")).to_be_visible()
    check(staff)


@pytest.mark.parametrize(
    "path",
    [
        f"/personal/{name}"
        for name in ["fragor", "skyddade", "samling", "borttagna", "rapporter", "handelser", "prova", "hamtning"]
    ],
)
def test_the_staffs_lists(staff: Page, log_in, path: str) -> None:
    log_in(staff)
    staff.goto(path)
    expect(staff.get_by_role("heading", level=1)).to_be_visible()
    check(staff)


def test_the_pages_of_one_text(staff: Page, log_in, watch) -> None:
    watch.expected.append("400")
    log_in(staff)
    staff.goto("/personal/samling/lund.md")
    check(staff)
    staff.get_by_label("Datum").fill("i våras")
    staff.get_by_role("button", name="Spara uppgifterna").click()
    expect(staff.get_by_role("alert")).to_be_visible()
    check(staff)
    staff.get_by_text("Ta bort …").click()
    staff.get_by_role("button", name="Ja, ta bort filen").click()
    expect(staff.get_by_role("status")).to_contain_text("lund.md är borttagen")
    expect(staff.get_by_text("Texten är ännu med i svaren")).to_be_visible()
    check(staff)


def test_the_staffs_page(staff: Page, log_in, tmp_path) -> None:
    log_in(staff)
    written = "Kontakt\n\nAnna Björk, kommunchef\nTelefon: 0250-260 00\n\nMora har ett mål: att alla lär sig simma.\n"
    (tmp_path / "mora.txt").write_text(written, "utf-8")
    (tmp_path / "tom.txt").write_text("", "utf-8")
    with staff.expect_file_chooser() as chooser:
        staff.get_by_role("button", name="Välj filer").click()
    chooser.value.set_files([tmp_path / "mora.txt", tmp_path / "tom.txt"])
    expect(staff.get_by_role("heading", name="mora.txt")).to_be_visible()
    staff.get_by_role("button", name="Gå tillbaka …").click()
    check(staff)
    staff.get_by_role("button", name="Lägg till i samlingen").click()
    expect(staff.get_by_text("Tillagt i samlingen").first).to_be_visible()
    staff.get_by_role("button", name="Bygg om nu").click()
    expect(staff.get_by_text("Klart. Generation").last).to_be_visible(timeout=120_000)
    check(staff)
