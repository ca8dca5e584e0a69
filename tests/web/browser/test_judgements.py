"""Judgements of answers, where the operator has turned them on."""

import json
from dataclasses import replace
from datetime import date

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.model


def test_a_judgement_becomes_one_line_in_the_file(new_page, visitor, own_settings, serve, tmp_path) -> None:
    file = tmp_path / "kept" / "judgements.jsonl"
    with serve(replace(own_settings, feedback=file)) as server:
        chat = visitor(new_page(server)).open()
        turn = chat.ask("Vilka mål har Ljungby?")
        assert not file.exists()
        judgement = turn.get_by_role("group", name="Hjälpte svaret dig?")
        judgement.get_by_role("radio", name="Ja").check()
        judgement.get_by_text("Skriv varför").click()
        judgement.get_by_label("Varför?").fill("tydligt")
        judgement.get_by_role("button", name="Skicka omdömet").click()
        expect(turn).to_contain_text("Tack för omdömet.")
        expect(chat.status).to_have_text("Tack för omdömet.")
        expect(turn.locator("form.verdict")).to_be_focused()
        expect(chat.turns).to_have_count(1)
        (line,) = file.read_text("utf-8").splitlines()
        written = json.loads(line)
        assert written.pop("answer").startswith("Ljungby har tre visionsmål")
        assert written == {
            "day": date.today().isoformat(),
            "verdict": "up",
            "language": "sv",
            "question": "Vilka mål har Ljungby?",
            "word": "tydligt",
        }


def test_a_judgement_that_cannot_be_kept_is_told_of(new_page, visitor, watch, own_settings, serve, tmp_path) -> None:
    watch.expected.append("503")
    file = tmp_path / "judgements.jsonl"
    file.mkdir()  # what is a folder cannot be added to
    with serve(replace(own_settings, feedback=file)) as server:
        chat = visitor(new_page(server)).open()
        turn = chat.ask("Vilka mål har Ljungby?")
        turn.get_by_role("radio", name="Ja").check()
        turn.get_by_role("button", name="Skicka omdömet").click()
        expect(chat.page.get_by_role("alert").get_by_text("svarar inte just nu")).to_be_visible()
        expect(turn.get_by_role("radio", name="Ja")).to_be_checked()


@pytest.mark.parametrize(("chosen", "verdict"), [("Ja", "up"), ("Nej", "down")])
def test_enter_in_the_field_sends_what_was_chosen(
    new_page, visitor, own_settings, serve, tmp_path, chosen: str, verdict: str
) -> None:
    file = tmp_path / "judgements.jsonl"
    with serve(replace(own_settings, feedback=file)) as server:
        chat = visitor(new_page(server, color_scheme="dark")).open()
        turn = chat.ask("Vilka mål har Ljungby?")
        turn.get_by_text("Skriv varför").click()
        why = turn.get_by_label("Varför?")
        seen = why.evaluate("(field) => [getComputedStyle(field).color, getComputedStyle(field).backgroundColor]")
        assert seen == ["rgb(236, 234, 228)", "rgb(28, 35, 38)"], "light on dark"
        why.press("Enter")
        expect(turn.get_by_role("group", name="Hjälpte svaret dig?")).to_be_visible()
        assert not file.exists(), "nothing was chosen"
        turn.get_by_role("radio", name=chosen).check()
        why.press("Enter")
        expect(turn).to_contain_text("Tack för omdömet.")
        assert json.loads(file.read_text("utf-8"))["verdict"] == verdict
