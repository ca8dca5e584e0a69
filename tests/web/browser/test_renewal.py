"""What a visitor sees of a rebuild, and of a server that is gone."""

import re
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from maltolk.answering.retrieval.intent import probes
from maltolk.indexing.build import build
from maltolk.reading import read_folder
from maltolk.web.doors.guards import Bucket

pytestmark = pytest.mark.model

QUESTION = "Vilka mål har Ljungby?"


def test_a_rebuild_in_the_middle_of_a_conversation(
    new_page, visitor, own_settings, serve, bundled, corpus, tmp_path, click
) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    for file in corpus.iterdir():
        written = file.read_text("utf-8")
        (texts / file.name).write_text(written.replace("Livslångt lärande för alla", "Lärande hela livet"), "utf-8")
    with serve(own_settings) as server:
        chat = visitor(new_page(server)).open()
        before = chat.ask(QUESTION)
        expect(before.locator(".said")).to_contain_text("Livslångt lärande för alla")

        reading = read_folder(texts)
        build(own_settings.index, reading.documents, reading.skipped, bundled, probes=probes())

        after = chat.ask("Vilka är målen i Ljungby?")
        expect(after.locator(".said")).to_contain_text("Lärande hela livet")
        expect(after.locator(".said")).not_to_contain_text("Livslångt lärande för alla")
        old = chat.turns.first.get_by_role("listitem").filter(has_text="Livslångt lärande för alla").first
        old.get_by_role("link").first.click()
        click(chat.page.get_by_role("dialog").locator(".open a"))
        source = chat.page
        expect(source.locator("mark")).to_have_text("Livslångt lärande för alla")
        expect(source.get_by_role("main")).to_contain_text("Det här är en äldre version av texten.")
        source.get_by_role("link", name="Visa den nya versionen").click()
        expect(source.get_by_role("article")).to_contain_text("Lärande hela livet")


def test_a_server_that_is_gone_is_told_of_and_the_question_kept(new_page, visitor, own_settings, serve, watch) -> None:
    watch.expected += ["ERR_CONNECTION_REFUSED", "Failed to fetch", "ERR_INCOMPLETE_CHUNKED", "ERR_CONNECTION_RESET"]
    watch.expected += ["ERR_EMPTY_RESPONSE", "Could not connect", "Connection errored out", "NetworkError"]
    watch.expected += ["a status of 500"]  # questions to go on with, which were still being looked for
    with serve(own_settings) as server:
        chat = visitor(new_page(server)).open()
        chat.ask(QUESTION)
        server.stop()
        chat.field.fill("Och i Lund?")
        chat.field.press("Enter")
        expect(chat.page.locator("[role=alert] #trouble")).to_have_text(re.compile("^Tjänsten svarar inte just nu."))
        expect(chat.page.locator("#trouble")).to_be_in_viewport()
        expect(chat.turns).to_have_count(1)
        expect(chat.field).to_have_value("Och i Lund?")
        assert not re.search("error|connection", chat.page.locator("body").inner_text(), re.IGNORECASE)


def test_many_questions_at_once_are_held_back_in_words(new_page, visitor, own_settings, serve, watch) -> None:
    watch.expected += ["429", "Many questions", "många frågor"]
    with serve(own_settings, Bucket(burst=6, rate=1e-6)) as server:
        chat = visitor(new_page(server)).open()
        trouble = chat.page.locator("#trouble:not([hidden])")
        for turn in range(6):
            chat.field.fill(QUESTION)
            chat.field.press("Enter")
            expect(chat.turns.nth(turn).or_(trouble).first).to_be_visible()
            if trouble.is_visible():
                break
        expect(trouble).to_contain_text("Det kom många frågor på kort tid")


def test_operator_stands_on_the_pages(new_page, own_settings, serve) -> None:
    operator = type(own_settings.operator)("Mora kommun", "webb@mora.example", "0250-260 00")
    with serve(replace(own_settings, operator=operator)) as server:
        page = new_page(server)
        for path in ("/om", "/tillganglighet"):
            page.goto(path)
            expect(page.get_by_role("main")).to_contain_text("Mora kommun")
            expect(page.get_by_role("link", name="webb@mora.example")).to_be_visible()
