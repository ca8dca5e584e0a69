"""What becomes of a conversation: it stays in its tab whatever happens, and the place to type stays where it is."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.model

FIRST, SECOND = "Vilka mål har Ljungby?", "Och i Lund?"
PREDICT = "**/gradio_api/run/predict"


def slowly(page: Page, held: list, inputs: int = 3) -> None:
    """Calls of the function with so many inputs (3: a question, 1: what follows) wait until ``held`` is worked off."""

    def hold(route) -> None:
        if len(route.request.post_data_json["data"]) == inputs:
            held.append(route)
        else:
            route.continue_()

    page.route(PREDICT, hold)


def let(held: list) -> None:
    while held:
        held.pop().continue_()


def test_it_survives_reload_back_and_another_language(chat, visitor) -> None:
    page = chat.page
    chat.ask(FIRST)
    page.reload()
    expect(chat.turns).to_have_count(1)
    page.get_by_role("link", name="Kontakter").first.click()
    expect(page).to_have_url(re.compile("/kontakter$"))
    page.go_back()
    expect(chat.turns).to_have_count(1)
    expect(chat.turns.first).to_contain_text("Livslångt lärande för alla")
    expect(page.locator("#further").get_by_role("link").first).to_be_visible()
    assert chat.ask(SECOND).locator(".said").inner_text().count("Alla Lundabor") == 1, "understood after the first"
    page.get_by_role("link", name="In English").click()
    english = visitor(page, "en")
    expect(english.turns).to_have_count(2)
    expect(english.turns.first).to_have_attribute("lang", "sv")
    expect(english.ask("What is Kristianstad's vision?")).to_have_attribute("lang", "en")


def test_the_server_keeps_nothing_of_it_and_may_start_anew(new_page, visitor, own_settings, serve, watch) -> None:
    watch.expected += ["ERR_", "Failed to fetch", "Could not connect", "Connection errored out", "NetworkError"]
    with serve(own_settings) as first:
        chat = visitor(new_page(first)).open()
        chat.ask(FIRST)
        kept = chat.page.evaluate("JSON.stringify(sessionStorage)")
    with serve(own_settings) as second:
        other = visitor(new_page(second)).open()
        other.page.evaluate("(kept) => Object.assign(sessionStorage, JSON.parse(kept))", kept)
        other.page.reload()
        expect(other.turns).to_have_count(1)
        expect(other.ask(SECOND)).to_contain_text("Alla Lundabor")


def test_start_over_deletes_it_for_good(chat) -> None:
    chat.ask(FIRST)
    chat.page.get_by_role("button", name="Börja om").click()
    expect(chat.turns).to_have_count(0)
    assert chat.page.evaluate("sessionStorage.getItem('maltolk-conversation')") in (None, "[]")
    chat.page.reload()
    expect(chat.page.get_by_role("heading", name="Prova till exempel")).to_be_visible()
    expect(chat.turns).to_have_count(0)
    assert chat.page.evaluate("localStorage.length") == 0


def test_the_same_answer_again_is_a_new_turn(chat) -> None:
    first = chat.ask(FIRST).get_attribute("id")
    chat.page.get_by_role("button", name="Fråga igen").click()
    expect(chat.turns.last).not_to_have_id(first)
    again = chat.turns.last.get_attribute("id")
    chat.page.get_by_role("button", name="Börja om").click()
    assert chat.ask(FIRST).get_attribute("id") not in (first, again)


def test_new_turns_are_added_and_the_old_ones_left_alone(chat) -> None:
    first = chat.ask(FIRST)
    first.get_by_text("Källor (").click()
    first.evaluate("(turn) => { turn.dataset.seen = 'yes' }")
    chat.ask(SECOND)
    expect(chat.turns.first).to_have_attribute("data-seen", "yes")
    expect(chat.turns.first.locator(".sources mark").first).to_be_visible()


def test_questions_to_go_on_with_are_those_of_the_last_answer(chat) -> None:
    page = chat.page
    chat.ask(FIRST)
    expect(page.locator("#further")).to_be_visible()
    held: list = []
    slowly(page, held, inputs=1)
    chat.ask("Vilka prioriterade områden har Landskrona?")
    expect(page.locator("#further")).to_be_hidden()
    let(held)
    expect(page.locator("#further").get_by_role("link").first).to_be_visible()
    expect(page.locator("#further")).to_contain_text("Landskrona")


def test_what_is_typed_meanwhile_is_kept_and_a_sign_is_shown(chat) -> None:
    held: list = []
    slowly(chat.page, held)
    chat.field.fill(FIRST)
    chat.field.press("Enter")
    expect(chat.field).to_have_value("")
    sign = chat.page.locator(".pending")
    expect(sign).to_contain_text("Söker i texterna")
    expect(chat.page.locator("#turns")).to_have_attribute("aria-busy", "true")
    chat.field.fill(SECOND)
    chat.field.press("Enter")
    assert len(held) == 1, "the next question waits"
    expect(chat.field).to_have_value(SECOND)
    expect(chat.page.get_by_role("alert").get_by_text("Svaret på frågan före är på väg")).to_be_visible()
    let(held)
    expect(chat.turns).to_have_count(1)
    expect(sign).to_have_count(0)
    expect(chat.page.locator("#turns")).not_to_have_attribute("aria-busy", "true")
    expect(chat.field).to_have_value(SECOND)


def test_a_question_can_be_stopped(chat, watch) -> None:
    held: list = []
    slowly(chat.page, held)
    chat.field.fill(FIRST)
    chat.field.press("Enter")
    chat.page.get_by_role("button", name="Avbryt").click()
    expect(chat.page.locator(".pending")).to_have_count(0)
    expect(chat.field).to_have_value(FIRST)
    expect(chat.field).to_be_focused()
    expect(chat.status).to_contain_text("Avbrutet")
    expect(chat.page.locator("#trouble")).to_be_hidden()
    chat.page.unroute(PREDICT)
    chat.field.press("Enter")
    expect(chat.answered(1)).to_contain_text("Livslångt lärande för alla")


def test_nothing_typed_is_no_question(chat) -> None:
    asked: list = []
    slowly(chat.page, asked)
    chat.field.press("Enter")
    chat.field.fill("   ")
    chat.field.press("Enter")
    chat.send.click()
    expect(chat.field).to_be_focused()
    chat.page.wait_for_timeout(300)
    assert asked == []
    expect(chat.turns).to_have_count(0)


def test_the_last_question_comes_back_to_be_edited(chat) -> None:
    chat.ask(FIRST)
    chat.field.press("ArrowUp")
    expect(chat.field).to_have_value(FIRST)
    chat.field.fill("")
    chat.turns.first.get_by_role("button", name="Ändra frågan").click()
    expect(chat.field).to_have_value(FIRST)
    expect(chat.field).to_be_focused()


def test_the_questions_of_the_visit_lead_to_their_answers(chat) -> None:
    chat.ask(FIRST)
    chat.ask(SECOND)
    chat.page.get_by_text("Frågor i det här samtalet").click()
    chat.page.locator("#visit").get_by_role("button", name=FIRST).click()
    expect(chat.turns.first.get_by_role("heading", level=2)).to_be_focused()


@pytest.mark.parametrize("size", [(1280, 800), (360, 740)])
def test_the_field_is_always_in_sight(page: Page, visitor, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    chat = visitor(page).open()
    before = chat.field.bounding_box()
    expect(chat.field).to_be_in_viewport(ratio=1)
    turn = chat.ask("Vilka mål har Lund?")
    expect(chat.field).to_be_in_viewport(ratio=1)
    expect(turn.get_by_role("heading", level=2)).to_be_in_viewport(ratio=1)
    after = chat.field.bounding_box()
    assert abs(before["y"] - after["y"]) < 40
    chat.page.get_by_text("Om svaren").click()
    expect(chat.page.locator("#about-answers").get_by_text("Det är en maskin som svarar")).to_be_in_viewport()


def test_nothing_lies_above_the_text_at_400_percent(page: Page, visitor) -> None:
    page.set_viewport_size({"width": 320, "height": 256})
    visitor(page).open()
    assert page.evaluate("getComputedStyle(document.querySelector('#ask-row')).position") == "static"


def test_the_whole_conversation_as_a_screen_reader_has_it(chat) -> None:
    chat.ask("Vilka prioriterade områden har Landskrona?")
    expect(chat.page.locator("#turns")).to_match_aria_snapshot(
        """
        - region "Samtalet":
          - 'article "Fråga: Vilka prioriterade områden har Landskrona?"':
            - 'heading "Fråga: Vilka prioriterade områden har Landskrona?" [level=2]'
            - heading "Svar" [level=3]
            - paragraph:
              - text: "Politikerna i Landskrona har valt ut fem områden som går före annat:"
              - link "Landskrona, Landskronas fem prioriterade områden (sammanfattning), källa [1]"
            - list:
              - listitem:
                - text: Skola för kunskap med arbetsro
                - link "Landskrona, Landskronas fem prioriterade områden (sammanfattning), källa [2]"
        """
    )
