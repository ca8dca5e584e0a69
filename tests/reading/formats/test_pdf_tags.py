"""PDF: tags name headings that look like the text."""

from collections.abc import Sequence

from pdf_drawing import read

Tagged = tuple[str, str]
"""What a line is, and its words."""


def tagged(lines: Sequence[Tagged], roles: str = "") -> bytes:
    """A PDF of one page with all lines in one type, each marked and named in the structure tree. ``roles``: what names
    of the file's own mean."""
    shown = "".join(
        f"/{kind} <</MCID {place}>> BDC BT /F1 11 Tf 60 {740 - 22 * place} Td ({words}) Tj ET EMC\n"
        for place, (kind, words) in enumerate(lines)
    ).encode("cp1252")
    first = 7
    kids = " ".join(f"{first + place} 0 R" for place in range(len(lines)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R/MarkInfo<</Marked true>>/StructTreeRoot 5 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1<</Type/Font/Subtype/Type1"
        b"/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>>>>>/Contents 4 0 R/StructParents 0>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(shown), shown),
        f"<</Type/StructTreeRoot/K 6 0 R/ParentTree<</Nums[0[{kids}]]>>/RoleMap<<{roles}>>>>".encode(),
        f"<</Type/StructElem/S/Document/P 5 0 R/K[{kids}]>>".encode(),
        *(
            f"<</Type/StructElem/S/{kind}/P 6 0 R/Pg 3 0 R/K {place}>>".encode()
            for place, (kind, _) in enumerate(lines)
        ),
    ]
    written = b"%PDF-1.7\n"
    places = []
    for number, each in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return written + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1,
        table,
        len(objects) + 1,
        len(written),
    )


TEXT = [
    ("H1", "Program för lekplatser"),
    ("P", "Programmet gäller alla lekplatser som kommunen äger och sköter"),
    ("H2", "Mål"),
    ("P", "Varje stadsdel ska ha minst en lekplats med skugga senast 2028"),
    ("P", "Barn ska vara med när lekplatser ritas och byggs om"),
]


def headings(raw: bytes) -> list[str]:
    return [line for line in read(raw).text.split("\n") if line.startswith("#")]


def test_headings_in_the_type_of_the_text_are_found_by_their_tags() -> None:
    assert headings(tagged(TEXT)) == ["# Program för lekplatser", "## Mål"]


def test_names_of_the_files_own_mean_what_it_says() -> None:
    own = [("Rubrik", words) if kind == "H1" else (kind, words) for kind, words in TEXT]
    assert headings(tagged(own, "/Rubrik/H1")) == ["# Program för lekplatser", "## Mål"]


def test_tags_that_make_headings_of_everything_are_not_believed() -> None:
    assert headings(tagged([("H1", words) for _, words in TEXT])) == []


def test_without_headings_the_tags_change_nothing() -> None:
    plain = [("P", words) for _, words in TEXT]
    assert headings(tagged(plain)) == []
