"""What can be done with an answer: copied, printed, heard, read a sentence a line, and how it came about."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.model

LIST = "Vilka prioriterade områden har Landskrona?"


def _copied(chat, name: str, *, folded: bool = True) -> str:
    chat.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    turn = chat.ask(LIST)
    if folded:
        turn.get_by_text("Dela, spara och skriv ut").click()
    turn.get_by_role("button", name=name).click()
    expect(chat.status).to_have_text("Kopierat.")
    return chat.page.evaluate("navigator.clipboard.readText()")


def test_it_is_copied_as_markdown(chat, server) -> None:
    copied = _copied(chat, "Kopiera som Markdown")
    assert copied.startswith(f"**{LIST}**")
    assert f"- Hållbart samhälle [\\[3\\]]({server.address}/kalla/" in copied


def test_its_sources_are_copied(chat, server) -> None:
    copied = _copied(chat, "Kopiera källorna")
    assert copied.startswith("Landskrona, Landskronas fem prioriterade områden (sammanfattning)")
    assert f"{server.address}/kalla/" in copied


def test_its_address_is_copied_in_one_step_and_leads_to_the_same_answer(chat, server) -> None:
    address = _copied(chat, "Kopiera länken", folded=False)
    assert address.startswith(f"{server.address}/fraga?q=Vilka+prioriterade")
    chat.page.goto(address)
    expect(chat.page.get_by_text("Svaret är detsamma som när länken gjordes.")).to_be_visible()


def test_it_is_printed_alone_with_its_sources(chat) -> None:
    page = chat.page
    chat.ask("Vilka mål har Ljungby?")
    turn = chat.ask(LIST)
    page.evaluate("window.print = () => dispatchEvent(new Event('beforeprint'))")
    turn.get_by_text("Dela, spara och skriv ut").click()
    turn.get_by_role("button", name="Skriv ut svaret").click()
    page.emulate_media(media="print")
    expect(turn.locator(".sources mark").first).to_be_visible()
    expect(chat.turns.first).to_be_hidden()
    expect(chat.field).to_be_hidden()
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(turn.locator(".sources mark").first).to_be_hidden()
    expect(chat.turns.first).to_be_visible()


def test_it_is_read_aloud_by_the_browser_without_its_markers(chat) -> None:
    page = chat.page
    turn = chat.ask(LIST)
    page.evaluate("() => { window.heard = []; speechSynthesis.speak = (said) => heard.push([said.lang, said.text]) }")
    button = turn.get_by_role("button", name="Läs upp")
    button.click()
    heard = page.evaluate("window.heard")
    assert heard[0] == ["sv-SE", "Politikerna i Landskrona har valt ut fem områden som går före annat:"]
    assert ["sv-SE", "Hållbart samhälle"] in heard
    turn.get_by_role("button", name="Sluta läsa").click()
    expect(button).to_be_visible()


def test_its_sentences_stand_apart_where_wanted(chat) -> None:
    turn = chat.ask("Vad säger Lund om ekonomi?")
    turn.get_by_text("Dela, spara och skriv ut").click()
    before = turn.locator(".said").inner_text().replace("\n", " ").split()
    turn.get_by_role("button", name="En mening per rad").click()
    expect(turn.locator(".said .sentence").first).to_have_css("display", "block")
    assert turn.locator(".said").inner_text().replace("\n", " ").split() == before


def test_how_it_came_about_is_told_under_it(chat) -> None:
    turn = chat.ask(LIST)
    turn.get_by_text("Så hittade jag svaret").click()
    told = turn.locator(".way")
    expect(told).to_contain_text("Frågan lästes som")
    expect(told).to_contain_text(LIST)
    expect(told).to_contain_text("Sökte i texter frånLandskrona")
    expect(told).to_contain_text("en lista (")
    nothing = chat.ask("Vad kostar det att söka bygglov i Lund?")
    nothing.get_by_text("Så hittade jag svaret").click()
    expect(nothing.locator(".way")).to_be_visible()
