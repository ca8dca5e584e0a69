"""What a text says first below a heading of its own."""

import pytest

TEXT = """---
municipality: Ale
title: En framtid
---

# En framtid

## {heading}

Älven ska bära oss. Alla ska med.

- Vi ror tillsammans

Så förklaras den.
"""


def vision(page: str) -> str:
    return page.partition('id="vision"')[2].partition("</section>")[0]


@pytest.mark.parametrize("heading", ["Visionen", "Ales vision", "Vår vision för Ale kommun"])
def test_the_vision_is_what_stands_first_under_its_heading(own_site, heading: str):
    (own_site.texts / "framtid.md").write_text(TEXT.format(heading=heading), "utf-8")
    own_site.index()
    shown = vision(own_site.page("/kommun/ale"))
    assert "Älven ska bära oss." in shown
    assert "Alla ska med." in shown
    assert "förklaras" not in shown


@pytest.mark.parametrize("heading", ["Visionens delar", "Mål och vision", "Så nås visionen i Habo"])
def test_a_heading_about_something_more_is_none_of_its_own(own_site, heading: str):
    (own_site.texts / "framtid.md").write_text(TEXT.format(heading=heading), "utf-8")
    own_site.index()
    assert "Älven ska bära oss." not in vision(own_site.page("/kommun/ale"))
