"""The contacts page: search while typing, sort, take along."""

import csv
import io
import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.model


def _names(page: Page) -> list[str]:
    return page.get_by_role("rowheader").all_inner_texts()


def test_search_while_typing(page: Page) -> None:
    page.goto("/kontakter")
    everybody = len(_names(page))
    page.get_by_role("searchbox").press_sequentially("Torkild")
    rows = page.get_by_role("rowheader")
    expect(rows).to_have_text(["Torkild Strandberg"])
    expect(page.get_by_role("status")).to_contain_text("1")
    expect(page.get_by_role("searchbox")).to_be_focused()
    expect(page).to_have_url(re.compile("q=Torkild"))
    row = page.get_by_role("row").filter(has_text="Torkild Strandberg")
    expect(row.get_by_role("link", name="0418-47 02 60")).to_have_attribute("href", re.compile("^tel:"))
    expect(row.get_by_role("link", name=re.compile("torkild.strandberg@"))).to_have_attribute(
        "href", "mailto:torkild.strandberg@landskrona.se"
    )
    page.get_by_role("searchbox").fill("")
    expect(rows).to_have_count(everybody)
    page.get_by_label("Kommun", exact=True).select_option("Lund")
    expect(page.get_by_role("row").filter(has_text="Landskrona")).to_have_count(0)


def test_what_is_not_found_is_said(page: Page) -> None:
    page.goto("/kontakter")
    page.get_by_role("searchbox").fill("qqqqqq")
    expect(page.get_by_role("table")).to_have_count(0)
    expect(page.get_by_role("status")).to_contain_text("qqqqqq")


def test_a_contacts_source_is_highlighted(page: Page) -> None:
    page.goto("/kontakter?q=Torkild")
    page.get_by_role("row").filter(has_text="Torkild").get_by_role("link", name="Landskronas fem").click()
    expect(page.locator("mark").first).to_be_in_viewport()
    expect(page.locator("mark").filter(has_text="Torkild Strandberg")).to_be_visible()


def test_sorting_goes_both_ways(page: Page) -> None:
    page.goto("/kontakter")
    column = page.get_by_role("columnheader", name="Telefon")
    column.get_by_role("link").click()
    expect(column).to_have_attribute("aria-sort", "ascending")
    expect(column.get_by_role("link")).to_be_focused()
    numbers = page.locator("td.telefon a")
    upwards = numbers.all_inner_texts()
    assert upwards == sorted(upwards)
    column.get_by_role("link").click()
    expect(column).to_have_attribute("aria-sort", "descending")
    expect(numbers.first).to_have_text(upwards[-1])
    assert numbers.all_inner_texts() == upwards[::-1]


def test_what_is_found_is_taken_along_as_a_table_and_as_cards(page: Page) -> None:
    page.goto("/kontakter?q=kommunalråd&kommun=Landskrona")
    found = _names(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    table = download.value.path().read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table), delimiter=";"))
    assert [row["Namn"] for row in rows] == found
    assert "fatmir.azemi@landskrona.se" in table
    with page.expect_download() as download:
        page.get_by_role("link", name="vCard", exact=False).first.click()
    cards = download.value.path().read_text("utf-8")
    assert cards.count("BEGIN:VCARD") == len(found) >= 4


def test_it_works_without_javascript(new_page, server) -> None:
    page = new_page(server, java_script_enabled=False)
    page.goto("/kontakter")
    page.get_by_role("searchbox").fill("Torkild")
    page.get_by_role("searchbox").press("Enter")
    expect(page.get_by_role("rowheader")).to_have_text(["Torkild Strandberg"])
    page.get_by_role("columnheader", name="Kommun").get_by_role("link").click()
    expect(page.get_by_role("rowheader")).to_have_text(["Torkild Strandberg"])
