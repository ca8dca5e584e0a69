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
        judgement.get_by_text("Skriv varför").click()
        judgement.get_by_label("Varför?").fill("tydligt")
        judgement.get_by_role("button", name="Ja", exact=True).click()
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
        turn.get_by_role("button", name="Ja", exact=True).click()
        expect(chat.page.get_by_role("alert").get_by_text("svarar inte just nu")).to_be_visible()
        expect(turn.get_by_role("button", name="Ja", exact=True)).to_be_visible()
