"""RTF and electronic books by pandoc: their words as seen, and what pandoc must not do."""

from types import ModuleType
from typing import Any

import pytest

from maltolk.model import Document
from maltolk.reading.formats import Extracted, Unreadable, extract
from maltolk.reading.formats.markup import Markup
from maltolk.reading.formats.office import pandoc
from maltolk.reading.formats.office.packed import Refused
from maltolk.reading.formats.office.pandoc_tree import write_tree
from maltolk.reading.sandbox.worker import Worker

CONTAINER = (
    '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="O/c.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)


def rtf(body: str) -> bytes:
    return b"{\\rtf1\\ansi\\ansicpg1252\\deff0" + body.encode("cp1252") + b"}"


def read(suffix: str, raw: bytes) -> Extracted:
    found = extract(suffix, raw)
    assert isinstance(found, Extracted), found
    return found


def book(files: ModuleType, *pages: str) -> bytes:
    numbers = range(len(pages))
    listed = "".join(f'<item id="p{n}" href="p{n}.xhtml" media-type="application/xhtml+xml"/>' for n in numbers)
    order = "".join(f'<itemref idref="p{n}"/>' for n in numbers)
    parts = {
        "META-INF/container.xml": CONTAINER,
        "O/c.opf": '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Plan för Orsa</dc:title><dc:language>sv</dc:language>'
        f"<dc:date>2025-03-04</dc:date></metadata><manifest>{listed}</manifest><spine>{order}</spine></package>",
    }
    for n, page in enumerate(pages):
        parts[f"O/p{n}.xhtml"] = (
            '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:e="http://www.idpf.org/2007/ops"><head><title>x</title>'
            f"</head><body>{page}</body></html>"
        )
    raw: bytes = files.packed(parts)
    return raw


def test_rtf_as_people_see_it() -> None:
    body = (
        r"{\fonttbl{\f0 Calibri;}}{\stylesheet{\s0 Normal;}{\s1\outlinelevel0 heading 1;}}"
        r"{\info{\title Plan}{\author Ida}{\creatim\yr2025\mo3\dy4}}{\header\pard Sidhuvud\par}"
        r"\pard\s1\outlinelevel0 Mål för Orsa\par\pard\s0 Orsa ska ha {\strike åtta }tolv{\v dold} 2030{\super 1}.\par"
        r'{\field{\*\fldinst{HYPERLINK "mailto:a@x.example"}}{\fldrslt{Mejla}}}\par {\b Fet rad}\par'
    )
    found = read(".rtf", rtf(body))
    assert found.text == "# Mål för Orsa\n\nOrsa ska ha tolv 2030.\n\nMejla a@x.example\n\n**Fet rad**"
    assert (found.title, found.saved, found.about) == ("Plan", "2025-03-04", "Ida")


def test_a_table_of_rtf_stays_above_a_paragraph_with_a_note() -> None:
    row = r"\trowd\cellx3000\cellx6000\intbl {}\cell {}\cell\row" + "\n"
    body = row.format("Namn", "Roll") + row.format("Ida", "Chef") + r"\pard Text{\footnote Noten.}\par"
    assert read(".rtf", rtf(body)).text == "| Namn | Roll |\n| Ida | Chef |\n\nText\n\nNoten."


def test_characters_by_number_keep_what_follows() -> None:
    body = r"\uc1 Andel \u8805?85 %, Sk\u246?vde 2025\u8211\'962027, \uc2 a\u8722\'96?5 {\uc0\u246 v}\par"
    assert read(".rtf", rtf(body)).text == "Andel ≥85 %, Skövde 2025–2027, a−5 öv"


def test_lists_of_rtf_count_as_they_show() -> None:
    def item(level: int, sign: str, words: str) -> str:
        return rf"{{\listtext {sign}\tab}}\pard\plain\ls1\ilvl{level} {words}\par "

    form = r"{\listlevel\levelnfc0\levelstartat1{\leveltext\'02\'00.;}{\levelnumbers\'01;}}"
    lists = rf"{{\*\listtable{{\list{form}{form}\listid1}}}}"
    lists += r"{\*\listoverridetable{\listoverride\listid1\listoverridecount0\ls1}}"
    body = item(0, "1.", "Ett") + item(1, "a)", "Under") + r"\pard\plain Mellan.\par " + item(0, "2.", "Nästa")
    assert read(".rtf", rtf(lists + body)).text == "1. Ett\n    a) Under\n\nMellan.\n\n2. Nästa"


def test_looks_of_styles_and_contents_of_rtf_hide_nothing_else() -> None:
    styles = r"{\stylesheet{\s0 Normal;}{\*\cs5\additive\v Dold;}}{\colortbl;\red255\green255\blue255;}"
    contents = r"{\field{\*\fldinst TOC \\o}{\fldrslt Inledning\tab 3\par {Slut}\tab 4}}\par "
    body = r"\pard Synligt{\cf1  vitt} ord, {\cf1\highlight2 vitt p\'e5 svart}.\par"
    assert read(".rtf", rtf(styles + contents + body)).text == "Synligt ord, vitt på svart."


def test_merged_cells_of_rtf_hold_in_each_place() -> None:
    def row(marks: tuple[str, ...], *cells: str) -> str:
        places = "".join(rf"{mark}\cellx{n}000" for n, mark in enumerate(marks, 1))
        return rf"\trowd{places}\pard\intbl " + "".join(rf"{words}\cell " for words in cells) + r"\row "

    body = row(("", "", ""), "Mål", "2024", "2025") + row((r"\clvmgf", r"\clmgf", r"\clmrg"), "Barn", "Simma", "")
    body += row((r"\clvmrg", "", ""), "", "3", "4") + r"\pard Slut.\par"
    assert read(".rtf", rtf(body)).text == (
        "| Mål | 2024 | 2025 |\n| Barn | Simma | Simma |\n| Barn | 3 | 4 |\n\nSlut."
    )


def test_books_without_hidden_parts_and_contents(files: ModuleType) -> None:
    contents = '<nav e:type="toc"><ol><li><a href="p1.xhtml">Ett</a></li></ol></nav>'
    page = (
        '<h1>Ett</h1><p>Orsa <del>åtta</del> tolv<span style="display: none">dold</span>.</p><p hidden="">Dold.</p>'
        "<table><tr><th>A</th><th>B</th></tr><tr><td rowspan='2'>x</td><td>y</td></tr><tr><td>z</td></tr></table>"
        "<ol start='3'><li>Tre<ul><li>under</li></ul></li></ol>"
    )
    found = read(".epub", book(files, contents, page))
    assert found.text == "# Ett\n\nOrsa tolv.\n\n| A | B |\n| x | y |\n| x | z |\n\n3. Tre\n    - under"
    assert (found.title, found.date, found.language) == ("Plan för Orsa", "2025-03-04", "sv")


def words(said: str) -> list[dict[str, Any]]:
    return [{"t": "Str", "c": said}]


def test_every_kind_of_block_gives_its_words() -> None:
    para = [{"t": "Para", "c": words("stycke")}]
    blocks = [
        {"t": "BlockQuote", "c": para},
        {"t": "Div", "c": [["", [], []], para]},
        {"t": "Div", "c": [["", ["notes"], []], para]},
        {"t": "LineBlock", "c": [words("rad"), words("till")]},
        {"t": "CodeBlock", "c": [["", [], []], "kod"]},
        {"t": "DefinitionList", "c": [[words("ord"), [para]]]},
        {"t": "Figure", "c": [["", [], []], [None, para], []]},
        {"t": "OrderedList", "c": [[2, {"t": "LowerAlpha"}, {"t": "OneParen"}], [para]]},
        {"t": "RawBlock", "c": ["html", "<b>"]},
        {
            "t": "Para",
            "c": [{"t": "Quoted", "c": [{"t": "DoubleQuote"}, words("citat")]}, {"t": "Math", "c": [{}, "x"]}],
        },
    ]
    markup = Markup()
    write_tree(markup, {"blocks": blocks})
    assert markup.text.split("\n\n") == [
        *("stycke", "stycke", "rad\ntill", "kod", "ord", "stycke", "stycke", "b) stycke", "”citat”x"),
    ]


def test_a_note_or_cell_holds_any_block() -> None:
    inner = [
        {"t": "BulletList", "c": [[{"t": "Plain", "c": words("a")}], [{"t": "Plain", "c": words("b")}]]},
        {"t": "BlockQuote", "c": [{"t": "Header", "c": [1, ["", [], []], words("c")]}]},
        {"t": "DefinitionList", "c": [[words("d"), [[{"t": "Plain", "c": words("e")}]]]]},
        {"t": "LineBlock", "c": [words("f")]},
        {"t": "CodeBlock", "c": [["", [], []], "g"]},
    ]
    markup = Markup()
    write_tree(markup, {"blocks": [{"t": "Para", "c": [*words("text"), {"t": "Note", "c": inner}]}]})
    assert markup.text == "text\n\n• a • b c d e f g"


@pytest.mark.parametrize(
    ("raw", "reason"),
    [(b"plain", "no .rtf file"), (b"{\\rtf1 }", "holds no words"), (b"{\\rtf1" + b"{" * 50_000, "damaged|no words")],
)
def test_what_is_no_rtf_is_told(raw: bytes, reason: str) -> None:
    found = extract(".rtf", raw)
    assert isinstance(found, Unreadable)
    assert any(part in found.reason for part in reason.split("|"))


def test_where_pandoc_is_missing_the_cure_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pypandoc", None)
    found = extract(".rtf", rtf(r"Text\par"))
    assert isinstance(found, Unreadable)
    assert "install pypandoc_binary" in found.reason


def test_time_memory_and_length_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = rtf(r"Text {\b fet}\par" * 20_000)
    for name, value, reason in (("_SECONDS", 0, "seconds"), ("_MOST", 1000, "memory"), ("_MEMORY", "-M8M", "8 MB")):
        with monkeypatch.context() as changed:
            changed.setattr(pandoc, name, value)
            with pytest.raises(Refused, match=reason):
                pandoc.tree_of(raw, "rtf")


def test_no_file_beside_is_read(files: ModuleType) -> None:
    found = read(".epub", book(files, '<p>Text</p><img src="file:///etc/hostname" alt="bild"/>'))
    assert found.text == "Text"


def test_pandoc_runs_within_the_limits_of_a_reading_process() -> None:
    with Worker() as worker:
        found = worker.read("a.rtf", rtf(r"Lunds kommun vill plantera tusen träd.\par"))
    assert isinstance(found, Document), found
    assert found.text == "Lunds kommun vill plantera tusen träd."


def test_a_locked_book_is_told(files: ModuleType) -> None:
    raw = files.packed(
        {"META-INF/encryption.xml": "<x/>", "META-INF/rights.xml": "<x/>", "META-INF/container.xml": "<x/>"}
    )
    found = extract(".epub", raw)
    assert isinstance(found, Unreadable)
    assert "licence" in found.reason
