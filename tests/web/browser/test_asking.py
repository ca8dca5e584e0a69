"""Asking on the chat page, and what an answer offers."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.model

LIST = "Vilka prioriterade områden har Landskrona?"
PERSON = "Hur når jag kommunstyrelsens ordförande i Landskrona?"
SILENT = "Vad kostar det att söka bygglov i Lund?"
SEVERAL = "Jämför Ljungbys och Lunds mål"
HEADS = [re.compile("Ljungby.*från 2021"), re.compile("Lund.*2019-10-18")]


def test_a_citation_leads_to_the_highlighted_place(chat) -> None:
    turn = chat.ask(LIST)
    item = turn.get_by_role("listitem").filter(has_text="Landskronaborna i fokus")
    with chat.page.context.expect_page() as opened:
        item.get_by_role("link", name="(sammanfattning), källa [6]").click(modifiers=["Control"])
    source = opened.value
    expect(source).to_have_url(re.compile(r"/kalla/[0-9a-f]{64}/\d+-\d+#citat$"))
    expect(source.locator("mark")).to_have_text("Landskronaborna i fokus")
    expect(source.locator("mark")).to_be_in_viewport()
    expect(chat.turns).to_have_count(1)


def test_all_sources_are_one_press_away_with_the_quotes_marked(chat) -> None:
    turn = chat.ask(LIST)
    expect(turn.locator(".sources mark").first).to_be_hidden()
    turn.get_by_text("Källor (6)").click()
    marks = turn.locator(".sources mark")
    expect(marks).to_have_count(6)
    expect(marks.nth(1)).to_have_text("Skola för kunskap med arbetsro")
    expect(marks.nth(1)).to_be_visible()


def test_a_question_is_understood_in_the_light_of_those_before(chat) -> None:
    chat.ask("Vilka mål har Ljungby?")
    second = chat.ask("Och i Lund?")
    expect(second.get_by_role("listitem").first).to_contain_text("Alla Lundabor ska ha mesta möjliga inflytande")
    expect(second).to_contain_text("Texten är från 2019")


def test_an_example_is_asked_when_clicked(chat) -> None:
    example = chat.page.get_by_role("link", name="Vilken vision har Ljungby?")
    example.click()
    turn = chat.answered(1)
    expect(turn.get_by_role("heading", level=2)).to_have_text(re.compile("Vilken vision har Ljungby"))
    expect(turn.locator("a.cite").first).to_be_visible()
    expect(chat.page).to_have_url(re.compile("/$"))
    expect(chat.page.get_by_role("heading", name="Prova till exempel")).to_have_count(0)


def test_a_follow_up_is_asked_when_clicked(chat) -> None:
    chat.ask("Vilka mål har Ljungby?")
    chat.page.get_by_role("link", name="Och i Lund?").click()
    expect(chat.answered(2)).to_contain_text("Alla Lundabor")


def test_not_found_says_so_and_suggests_what_can_be_asked(chat) -> None:
    turn = chat.ask(SILENT)
    expect(turn).to_contain_text("Jag hittar inget svar på det i texterna från Lund.")
    expect(turn.locator("a.cite")).to_have_count(0)
    expect(turn.get_by_role("heading", name="Det här finns i texterna")).to_be_visible()
    turn.get_by_role("link", name="Fokusområde 1").click()
    expect(chat.answered(2).locator("a.cite").first).to_be_visible()


def test_not_found_says_whom_to_ask(chat) -> None:
    turn = chat.ask("Vad kostar det att söka bygglov i Landskrona?")
    expect(turn.get_by_role("heading", name="Fråga kommunen")).to_be_visible()
    expect(turn.get_by_role("link", name="landskrona.se")).to_have_attribute("href", "https://www.landskrona.se")
    turn.get_by_role("link", name=re.compile("kontaktuppgifter för Landskrona")).click()
    expect(chat.page.get_by_label("Kommun")).to_have_value("Landskrona")


def test_what_was_meant_is_offered_where_a_near_question_has_an_answer(chat) -> None:
    turn = chat.ask("Vilka visjonsmol har Jungby?")
    turn.get_by_role("link", name="Vilka visionsmål har Ljungby?").click()
    expect(chat.answered(2)).to_contain_text("Livslångt lärande för alla")


def test_a_comparison_is_a_table_with_the_date_of_each_text(chat) -> None:
    turn = chat.ask(SEVERAL)
    expect(turn.get_by_role("columnheader")).to_have_text(HEADS)
    left, right = (cell.bounding_box() for cell in turn.get_by_role("cell").all())
    assert right["x"] >= left["x"] + left["width"]
    assert right["y"] == left["y"]
    chat.page.set_viewport_size({"width": 360, "height": 740})
    upper, lower = (cell.bounding_box() for cell in turn.locator("td").all())
    assert lower["x"] == upper["x"]
    assert lower["y"] >= upper["y"] + upper["height"]
    expect(turn.locator("td .whose").nth(1)).to_have_text(re.compile("Lund.*2019-10-18"))


def test_what_several_say_on_the_same_stands_in_one_row(chat) -> None:
    turn = chat.ask("Jämför Landskrona, Ljungby och Åmål")
    heads = ["Vision", "Mål", "Mål: skola och förskola", "Mål: övrigt"]
    expect(turn.get_by_role("rowheader")).to_have_text(heads)
    row = turn.get_by_role("row").filter(has=chat.page.get_by_role("rowheader", name=heads[2]))
    expect(row.get_by_role("listitem")).to_have_text(
        [re.compile("^Skola för kunskap"), re.compile("^Livslångt lärande")]
    )
    left, right = (cell.bounding_box() for cell in row.get_by_role("cell").all())
    assert right["x"] >= left["x"] + left["width"]
    vision = turn.get_by_role("row").filter(has=chat.page.get_by_role("rowheader", name="Vision"))
    expect(vision.get_by_role("cell")).to_have_text(
        [
            re.compile("Inget säkert svar i texterna."),
            re.compile("Ljungbys vision lyder"),
            re.compile("inga texter från Åmål"),
        ]
    )
    expect(turn.get_by_role("columnheader", name="Åmål")).to_have_text("Åmål")
    chat.page.set_viewport_size({"width": 360, "height": 740})
    head, upper, lower = (each.bounding_box() for each in turn.locator("tbody tr").nth(2).locator("th, td").all())
    assert head["width"] == upper["width"] == lower["width"]
    assert head["y"] < upper["y"] < lower["y"]
    expect(turn.locator("tbody tr").nth(2).locator(".whose")).to_have_text(
        [re.compile("Landskrona"), re.compile("Ljungby")]
    )


def test_an_overview_has_its_parts_under_headings_and_says_which_has_no_answer(chat) -> None:
    turn = chat.ask("Berätta om Lund")
    expect(turn.get_by_role("heading", level=4)).to_have_text(["Vision", "Mål"])
    expect(turn.locator(".said .none")).to_have_text(["Inget säkert svar i texterna."])
    expect(turn.get_by_role("heading", level=5)).to_have_count(4)
    turn.get_by_role("link", name="Fokusområde 2: Smartare Lund").click()
    expect(chat.page.locator("mark")).to_have_text("Fokusområde 2: Smartare Lund")


def test_in_english_it_is_said_first_that_quotes_are_in_swedish(page: Page, visitor) -> None:
    turn = visitor(page, "en").open().ask("What are Lund's goals?")
    notice, said = turn.get_by_text("The quotes are in Swedish.").bounding_box(), turn.locator(".said").bounding_box()
    assert notice["y"] + notice["height"] <= said["y"]


def test_a_contact_can_be_called_written_to_and_saved(chat) -> None:
    turn = chat.ask(PERSON)
    card = turn.get_by_role("listitem").filter(has_text="Torkild Strandberg")
    expect(card.get_by_role("link", name="0418-47 02 60")).to_have_attribute("href", re.compile(r"^tel:\+?[\d-]+$"))
    mail = card.get_by_role("link", name="torkild.strandberg@landskrona.se")
    expect(mail).to_have_attribute("href", "mailto:torkild.strandberg@landskrona.se")
    with chat.page.expect_download() as download:
        card.get_by_role("link", name="vCard").click()
    saved = download.value.path().read_text("utf-8")
    assert saved.startswith("BEGIN:VCARD")
    assert "Torkild Strandberg" in saved
    assert "torkild.strandberg@landskrona.se" in saved


def _choose(page: Page, municipality: str) -> None:
    page.get_by_label("Kommun", exact=True).select_option(municipality)


def test_a_chosen_municipality_limits_the_answer(chat) -> None:
    _choose(chat.page, "Lund")
    turn = chat.ask("Vilka mål finns?")
    expect(turn.locator(".sources p.of")).to_have_text(["Lund, 2019-10-18"])


def test_ask_again_gives_the_same_question_in_the_municipality_chosen_now(chat) -> None:
    chat.ask("Vilka mål finns?")
    _choose(chat.page, "Ljungby")
    chat.page.get_by_role("button", name="Fråga igen").click()
    expect(chat.turns.last.locator(".sources p.of")).to_contain_text(["Ljungby"])
    expect(chat.turns).to_have_count(1)


def test_start_over_leaves_nothing(chat) -> None:
    chat.ask(LIST)
    expect(chat.page.get_by_role("heading", name="Fråga vidare")).to_be_visible()
    chat.page.get_by_role("button", name="Börja om").click()
    expect(chat.turns).to_have_count(0)
    expect(chat.page.get_by_role("heading", name="Prova till exempel")).to_be_visible()
    expect(chat.page.get_by_role("heading", name="Fråga vidare")).to_have_count(0)
    expect(chat.field).to_be_focused()
    turn = chat.ask("Och i Lund?")
    expect(turn.get_by_role("heading", level=2)).to_contain_text("Och i Lund?")


def test_the_answer_is_copied_with_its_markers(chat) -> None:
    chat.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    turn = chat.ask(LIST)
    turn.get_by_role("button", name="Kopiera svaret").click()
    expect(turn.get_by_role("button", name="Kopierat.")).to_be_visible()
    expect(chat.status).to_have_text("Kopierat.")
    assert "• Hållbart samhälle [3]" in chat.page.evaluate("navigator.clipboard.readText()")


def test_no_judgement_is_asked_for_unless_turned_on(chat) -> None:
    turn = chat.ask(LIST)
    expect(turn.get_by_text("Hjälpte svaret dig?")).to_have_count(0)


def test_a_long_question_is_folded_and_taken_up_to_its_limit(chat) -> None:
    turn = chat.ask("Vilka mål har Ljungby? " + "x" * 2100)
    asked = turn.get_by_role("heading", level=2)
    expect(asked).to_have_text(re.compile("^Fråga: Vilka mål har Ljungby\\? x{1977}$"))
    assert chat.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    folded = asked.bounding_box()["height"]
    turn.get_by_role("button", name="Visa hela frågan").click()
    assert asked.bounding_box()["height"] > 2 * folded


def test_markup_in_a_question_is_text(chat) -> None:
    written = "<img src=x onerror=alert(1)><script>alert(2)</script> <b>mål</b> i Lund?"
    turn = chat.ask(written)
    expect(turn.get_by_role("heading", level=2)).to_have_text(f"Fråga: {written}")
    expect(turn.locator("img, script, b")).to_have_count(0)


def test_half_a_sign_in_a_question_is_taken(chat) -> None:
    turn = chat.ask("Vilka mål har Ljungby? \ud83d")
    expect(turn).to_contain_text("Livslångt lärande för alla")


def test_the_page_goes_on_when_the_server_was_gone(chat, watch) -> None:
    watch.expected += ["ERR_FAILED", "Failed to fetch"]
    gone = "**/gradio_api/run/predict"
    chat.page.route(gone, lambda route: route.abort())
    chat.field.fill("Vilka mål har Ljungby?")
    chat.field.press("Enter")
    expect(chat.page.get_by_role("alert").get_by_text("svarar inte just nu")).to_be_visible()
    with chat.page.expect_event("load"):  # Gradio finds the server again and loads the page anew
        chat.page.unroute(gone)
    expect(chat.page.get_by_role("heading", name="Prova till exempel")).to_be_visible()
    expect(chat.ask("Vilka mål har Ljungby?")).to_contain_text("Livslångt lärande för alla")


@pytest.mark.parametrize("said", [{"error": "Felet har nummer 0A1B2C."}, {"detail": "Felet har nummer 0A1B2C."}])
def test_what_the_server_says_of_a_fault_is_shown(chat, watch, said: dict[str, str]) -> None:
    watch.expected.append("500 (Internal Server Error)")
    chat.page.route("**/gradio_api/run/predict", lambda route: route.fulfill(status=500, json=said))
    chat.field.fill("Vilka mål har Ljungby?")
    chat.field.press("Enter")
    expect(chat.page.get_by_role("alert").get_by_text("0A1B2C")).to_be_visible()


def test_two_tabs_hold_two_conversations(chat) -> None:
    other = type(chat)(chat.page.context.new_page()).open()
    chat.ask("Vilka mål har Ljungby?")
    other.ask("Vilka prioriterade områden har Landskrona?")
    expect(chat.ask("Och i Lund?")).to_contain_text("Alla Lundabor")
    expect(chat.turns).to_have_count(2)
    expect(other.turns).to_have_count(1)
    expect(other.turns).not_to_contain_text("Ljungby")
