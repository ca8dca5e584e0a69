"""What the reader is shown of a document: every word that says something, in excerpts of a bounded size."""

import itertools
from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from maltolk.answering.reader.excerpts import holding, pack, ranked, title_of, touching, units_of
from maltolk.model import BlockKind, Document, Span
from maltolk.reading import Skipped, read_document

TEXT = """# Miljöprogram

Ale vill ha rent vatten. Programmet gäller till 2030.

## Mål

Tre mål gäller:

- 1.1 Utsläppen ska halveras.
- 1.2 Bussarna ska gå på el. Det ska ske före 2028.
- 1.3 Skogen ska få stå.

## Mått

Mått | 2024 | 2030
Utsläpp, ton | 4,1 | 2,0
Elbussar | 12 | 48
"""


def shown(document: Document) -> list[str]:
    return [unit.shown.of(document.text) for unit in units_of(document)]


def test_headings_sentences_items_and_rows_are_units(read_text: Callable[..., Document]):
    found = shown(read_text(TEXT))
    assert "Miljöprogram" in found
    assert "Programmet gäller till 2030." in found
    assert "Det ska ske före 2028." in found
    assert "Elbussar | 12 | 48" in found
    assert any("1.1 Utsläppen ska halveras." in text for text in found)


def test_an_item_is_shown_with_its_number_and_quoted_without_its_bullet(read_text: Callable[..., Document]):
    document = read_text("Ale har mål.\n\n1. Rent vatten i sjön.\n2. Fler bussar.\n3. Mera skog.\n")
    items = [u for u in units_of(document) if document.blocks[u.block].kind is BlockKind.LIST_ITEM]
    assert [u.shown.of(document.text) for u in items] == ["1. Rent vatten i sjön.", "2. Fler bussar.", "3. Mera skog."]
    assert [u.span.of(document.text) for u in items] == ["Rent vatten i sjön.", "Fler bussar.", "Mera skog."]


def test_a_title_tells_where_an_excerpt_stands(read_text: Callable[..., Document]):
    document = read_text("---\nmunicipality: Ale\n---\n" + TEXT)
    units = units_of(document)
    item = next(n for n, u in enumerate(units) if "Skogen" in u.shown.of(document.text))
    assert title_of(document, units, item).split(" › ")[:3] == ["Ale", "Miljöprogram", "Mål"]
    assert title_of(document, units, item).endswith("Tre mål gäller:")
    row = next(n for n, u in enumerate(units) if "Elbussar" in u.shown.of(document.text))
    assert title_of(document, units, row).endswith("Mått | 2024 | 2030")


def test_spans_are_found_again_in_units_and_excerpts(read_text: Callable[..., Document]):
    document = read_text(TEXT)
    units, excerpts = units_of(document), pack(document, units_of(document), room=80)
    start = document.text.index("Bussarna")
    (number,) = touching(units, [Span(start, start + 8)])
    place = holding(excerpts, number)
    assert excerpts[place].first <= number < excerpts[place].last
    assert ranked(units, excerpts, [Span(start, start + 8), Span(0, 3)])[0] == place


@settings(max_examples=60)
@given(
    st.text(alphabet="ab.: |-#\n12Åm", min_size=1, max_size=600),
    st.integers(20, 400),
    st.integers(0, 6),
)
def test_excerpts_hold_every_unit_once_in_order_within_the_room(text: str, room: int, skip: int):
    document = read_document("a.txt", text.encode())
    if isinstance(document, Skipped):
        return
    units = units_of(document)
    assert all(a.span.end <= b.span.start for a, b in itertools.pairwise(units))
    assert all(u.shown.start <= u.span.start < u.span.end == u.shown.end for u in units)
    excerpts = pack(document, units, room, skip)
    assert [n for e in excerpts for n in range(e.first, e.last)] == list(range(len(units)))
    for e in excerpts:
        size = sum(u.shown.end - u.shown.start for u in units[e.first : e.last])
        assert size <= room or e.last == e.first + 1
