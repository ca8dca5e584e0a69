"""PDF: tags name the cells of tables that no rules or gaps show."""

from pdf_drawing import read

Cell = tuple[str, str, int, int]
"""TH or TD, its words, and the points from the left and from the bottom where these stand."""


def tagged(*rows: tuple[Cell, ...], attributes: str = "") -> bytes:
    """A PDF of one page with a table. ``attributes``: of its first cell."""
    cells = [cell for row in rows for cell in row]
    text = (
        "BT /F1 11 Tf 60 700 Td (Kommunen ska ha fler lekplatser och sköta dem väl så att barn har nära dit.) Tj ET\n"
    )
    text += (
        "BT /F1 11 Tf 60 686 Td (Varje by ska ha en plats att leka på, och alla ska kunna komma dit själva.) Tj ET\n"
    )
    for place, (_, words, x, y) in enumerate(cells):
        text += f"/TD <</MCID {place}>> BDC BT /F1 11 Tf {x} {y} Td ({words}) Tj ET EMC\n"
    shown = text.encode("cp1252")
    begun, elements, of_rows = 8 + len(rows), [], []
    for number, row in enumerate(rows):
        kids = []
        for kind, *_ in row:
            place = len(elements)
            said = attributes if not place else ""
            elements.append(f"<</Type/StructElem/S/{kind}/P {8 + number} 0 R/Pg 3 0 R/K {place}{said}>>".encode())
            kids.append(f"{begun + place} 0 R")
        of_rows.append(f"<</Type/StructElem/S/TR/P 7 0 R/K[{' '.join(kids)}]>>".encode())
    parents = " ".join(f"{begun + place} 0 R" for place in range(len(elements)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R/MarkInfo<</Marked true>>/StructTreeRoot 5 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1<</Type/Font/Subtype/Type1"
        b"/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>>>>>/Contents 4 0 R/StructParents 0>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(shown), shown),
        f"<</Type/StructTreeRoot/K 6 0 R/ParentTree<</Nums[0[{parents}]]>>>>".encode(),
        b"<</Type/StructElem/S/Document/P 5 0 R/K[7 0 R]>>",
        f"<</Type/StructElem/S/Table/P 6 0 R/K[{' '.join(f'{8 + n} 0 R' for n in range(len(rows)))}]>>".encode(),
        *of_rows,
        *elements,
    ]
    written, places = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    size = len(objects) + 1
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
    return written + end % (size, table, size, len(written))


def cells(y: int, *words: str, kind: str = "TD", columns: tuple[int, ...] = (60, 135, 177)) -> tuple[Cell, ...]:
    return tuple((kind, said, x, y) for said, x in zip(words, columns, strict=True))


HEAD = cells(650, "Mått", "2025", "2026", kind="TH")
NARROW = (HEAD, cells(630, "Antal bad och", "80 %", "85 %"), cells(610, "Laddplatser", "12", "20"))


def rows(raw: bytes) -> list[str]:
    return [line for line in read(raw).text.split("\n") if line.startswith("|")]


def test_cells_close_to_each_other_are_told_apart() -> None:
    assert rows(tagged(*NARROW)) == [
        "| Mått | 2025 | 2026 |",
        "| Antal bad och | 80 % | 85 % |",
        "| Laddplatser | 12 | 20 |",
    ]


def test_a_head_across_columns_holds_for_each() -> None:
    top = (("TH", "Andel nöjda med kommunen", 60, 670),)
    found = rows(tagged(top, *NARROW[1:], attributes="/A<</O/Table/ColSpan 3>>"))
    assert found[-1] == "| Laddplatser | 12 | 20 |"


def test_cells_that_do_not_stand_in_columns_are_read_as_they_stand() -> None:
    mixed = (cells(630, "Antal bad", "80 %"[:4], "85 %"), cells(610, "20", "12", "Laddplatser", columns=(177, 135, 60)))
    assert "Laddplatser 12" in read(tagged(*mixed)).text.replace(" | ", " ")
