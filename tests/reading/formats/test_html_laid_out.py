"""Web pages: tables of other elements, formulas, and what is hidden by its colour or seen through."""

import pytest

from maltolk.reading.formats import Extracted, extract


def text(body: str, style: str = "") -> str:
    page = f'<html><head><meta charset="utf-8"><style>{style}</style></head><body>{body}</body></html>'
    found = extract(".html", page.encode())
    assert isinstance(found, Extracted), found
    return found.text


ROLES = (
    "<div role=table><div role=row><b role=columnheader>Mått</b><b role=columnheader>2026</b></div>"
    "<div role=row><i role=cell>Nöjda</i><i role=cell>85 %</i></div></div>"
)
STYLE = ".t{display:table}.r{display:table-row}.c{display:table-cell}"
STYLED = "<div class=t><div class=r><span class=c>Mått</span><span class=c>2026</span></div>{}</div>"
SECOND = "<div class=r><span class=c>Nöjda</span><span class=c>85 %</span></div>"


def test_tables_of_other_elements_are_tables() -> None:
    grid = "| Mått | 2026 |\n| Nöjda | 85 % |"
    assert text(ROLES) == grid
    assert text(STYLED.format(SECOND), STYLE) == grid


def test_boxes_laid_out_as_a_table_without_cells_are_none() -> None:
    assert "|" not in text("<div class=t><p>Vi vill ha fler bad.</p><p>Och fler broar.</p></div>", STYLE)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<math><msup><mn>10</mn><mn>6</mn></msup></math> ton", "10⁶ ton"),
        ("<math><mfrac><mn>1</mn><mn>2</mn></mfrac><annotation>x</annotation></math> liter", "1/2 liter"),
        ("år 2030<sup>1</sup><ol><li>En not <a href='#m'>↩</a></li></ol>", "år 2030\n\n1. En not"),
    ],
)
def test_formulas_and_notes(body: str, said: str) -> None:
    assert text(body) == said


@pytest.mark.parametrize(
    ("look", "seen"),
    [
        ("opacity:0", False),
        ("opacity:0;transition:opacity 1s", True),
        ("opacity:0.5", True),
        ("color:#fff;background:#ffffff", False),
        ("color:#fff;background:#123", True),
        ("color:inherit;background:inherit", True),
    ],
)
def test_what_is_there_but_not_seen(look: str, seen: bool) -> None:
    assert ("Dolt" in text(f"<p>Text</p><p style='{look}'>Dolt</p>")) is seen
