"""The pages of the single texts: found, corrected, removed and put back, with the keyboard alone too."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.model


def test_a_text_is_found_corrected_removed_and_put_back(staff: Page, log_in) -> None:
    log_in(staff)
    staff.get_by_role("link", name="Alla texter").click()
    staff.get_by_label("Sök på ord").fill("lundakv")
    staff.keyboard.press("Enter")
    expect(staff.get_by_text("1 av 5 texter.")).to_be_visible()
    staff.get_by_role("link", name="lund.md").click()
    staff.get_by_label("Gäller").fill("2019-2022")
    staff.keyboard.press("Enter")
    expect(staff.get_by_role("status")).to_contain_text("Uppgifterna är sparade")
    expect(staff.get_by_label("Gäller")).to_have_value("2019–2022")
    staff.get_by_text("Ta bort …").press("Enter")
    staff.get_by_role("button", name="Ja, ta bort filen").press("Enter")
    expect(staff.get_by_role("cell", name="lund.md med lund.md.yaml")).to_be_visible()
    staff.get_by_role("button", name=re.compile("^Lägg tillbaka ?: lund.md")).click()
    expect(staff.get_by_role("status")).to_contain_text("Texten är tillbaka")
    expect(staff.get_by_label("Gäller")).to_have_value("2019–2022")


def test_the_list_is_sorted_by_its_heads(staff: Page, log_in) -> None:
    log_in(staff)
    staff.goto("/personal/samling")
    staff.get_by_role("link", name=re.compile("^Fil ?, sortera")).click()
    first = staff.get_by_role("row").nth(1)
    expect(first).to_contain_text("botkyrka")
    staff.get_by_role("link", name=re.compile("^Fil ?, sortera")).click()
    expect(first).to_contain_text("lund")
    expect(staff.get_by_role("columnheader", name="Fil")).to_have_attribute("aria-sort", "descending")
