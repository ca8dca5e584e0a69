"""The staff's page: log in, upload, look, add, rebuild, read what changed, go back, log out."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.model

TEXT = """---
municipality: Mora
title: Mål för Mora kommun
date: 2024-05-02
---
# Mål för Mora kommun

Mora har tre mål:

- Fler ska cykla till skolan
- Vattnet i Siljan ska vara rent
- Alla barn ska lära sig simma

## Kontakt

Anna Björk, kommunchef
Telefon: 0250-260 00
E-post: anna.bjork@mora.example
"""


def test_from_upload_to_roll_back(staff: Page, log_in, tmp_path: Path) -> None:
    page = staff
    log_in(page)
    indexed = page.get_by_role("region", name="Det här är indexerat")
    expect(indexed.get_by_role("row")).to_have_count(6)

    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Välj filer").click()
    (tmp_path / "mora.md").write_text(TEXT, "utf-8")
    chooser.value.set_files(tmp_path / "mora.md")
    preview = page.get_by_role("article").filter(has=page.get_by_role("heading", name="mora.md"))
    for understood in ("Mål för Mora kommun", "2024-05-02", "Kontakter: 1"):
        expect(preview).to_contain_text(understood)
    expect(page.get_by_role("heading", name="Förhandsvisning")).to_be_focused()
    assert not (tmp_path / "texts" / "mora.md").exists()

    page.get_by_role("button", name="Lägg till i samlingen").click()
    expect(page.get_by_text("Tillagt i samlingen: mora.md.").first).to_be_visible()
    assert (tmp_path / "texts" / "mora.md").read_text("utf-8") == TEXT
    expect(indexed.get_by_role("row")).to_have_count(6)

    page.get_by_role("button", name="Bygg om nu").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    done = page.get_by_text(re.compile(r"^Klart\. Generation \S+ är byggd")).last
    expect(done).to_be_visible(timeout=120_000)
    expect(page.locator("[role=status]#announcement")).to_contain_text("Klart.")
    expect(indexed.get_by_role("row")).to_have_count(7)
    report = page.get_by_role("region", name="Vad den senaste ombyggnaden ändrade")
    expect(report).to_contain_text("Nya texter: 1. Ändrade: 0. Borttagna: 0. Oförändrade: 5.")
    expect(report).to_contain_text("Anna Björk")
    expect(report).to_contain_text("1 av 1 sparade frågor besvaras annorlunda än förut.")
    with page.expect_download() as download:
        report.get_by_role("link", name="Hämta rapporten").click()
    assert json.loads(download.value.path().read_text("utf-8"))["documents"]["created"] == 1

    citizen = page.context.new_page()
    citizen.goto("/enkel?q=Vilka mål har Mora?")
    expect(citizen.get_by_role("listitem").filter(has_text="Vattnet i Siljan ska vara rent")).to_be_visible()

    page.get_by_role("button", name="Gå tillbaka …").click()
    page.get_by_role("button", name="Ja, gå tillbaka").click()
    expect(page.get_by_text(re.compile("^Frågor besvaras nu ur generation")).last).to_be_visible()
    expect(indexed.get_by_role("row")).to_have_count(6)
    citizen.reload()
    expect(citizen.get_by_role("main")).not_to_contain_text("Vattnet i Siljan")


def test_a_wrong_password_opens_nothing(staff: Page, watch) -> None:
    watch.expected.append("401")
    staff.get_by_label("Lösenord").fill("fel")
    staff.get_by_role("button", name="Logga in").click()
    expect(staff.get_by_role("alert")).to_have_text("Lösenordet är fel. Försök igen.")
    staff.goto("/personal/texter/")
    expect(staff.get_by_label("Lösenord")).to_be_visible()
    assert staff.context.cookies() == []


def test_log_out_ends_the_session(staff: Page, log_in) -> None:
    log_in(staff)
    (cookie,) = staff.context.cookies()
    assert cookie["httpOnly"]
    assert cookie["sameSite"] == "Strict"
    assert cookie["path"] == "/personal"
    staff.get_by_role("button", name="Logga ut").click()
    expect(staff.get_by_label("Lösenord")).to_be_visible()
    staff.goto("/personal/texter/")
    expect(staff.get_by_label("Lösenord")).to_be_visible()


def test_without_a_password_there_is_no_such_page(page: Page, watch) -> None:
    watch.expected.append("404")
    page.goto("/personal")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sidan finns inte")
