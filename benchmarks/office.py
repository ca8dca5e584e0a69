"""Word and OpenDocument files read by maltolk and by pandoc: what comes back, how long it takes, how much memory.

    python benchmarks/office.py [FOLDER …]  default: ../shared and the files of benchmarks/formats.py

Both write through the same notion of headings, lists and tables. Without a reference text, the signs that only one of
them brings are counted; the pieces below say what a reader of Word or Writer sees, and whether each brings it.
"""

import argparse
import io
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from rapidfuzz.distance import LCSseq

from bad_files import docx, odt
from format_files import packed
from formats import signs
from maltolk.reading.formats import Extracted, extract
from maltolk.reading.formats.markup import Markup
from maltolk.reading.formats.office.packed import Refused
from maltolk.reading.formats.office.pandoc import tree_of
from maltolk.reading.formats.office.pandoc_tree import write_tree

ROOT = Path(__file__).parents[1]
LONG = 20_000
"""Paragraphs of the long file: a thousand pages."""
_R = "<w:r><w:t>{}</w:t></w:r>".format
_P = ("<w:p>" + _R("{}") + "</w:p>").format
_ODF = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{kind}:1.0"'
    for name, kind in (("table", "table"), ("draw", "drawing"), ("style", "style"))
)

WORD = {
    "words around a text box": (
        f"<w:p>{_R('före ')}<w:r><w:pict><w:txbxContent>{_P('ruta')}</w:txbxContent></w:pict></w:r>{_R('efter')}</w:p>",
        "före efter ruta",
    ),
    "result of a field": (
        f'<w:p>{_R("den ")}<w:fldSimple w:instr="DATE">{_R("4 mars")}</w:fldSimple></w:p>',
        "den 4 mars",
    ),
    "custom XML around words": (f"<w:p><w:customXml>{_R('märkt')}</w:customXml></w:p>", "märkt"),
    "custom XML around paragraphs": (f"<w:customXml>{_P('märkt')}</w:customXml>", "märkt"),
    "inserted paragraph": (f'<w:ins w:id="1">{_P("nytt")}</w:ins>', "nytt"),
    "heading by outline level": (f'<w:p><w:pPr><w:outlineLvl w:val="1"/></w:pPr>{_R("Mål")}</w:p>', "## Mål"),
    "box to tick of a form": (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData>'
        '</w:fldChar></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t>klar</w:t></w:r></w:p>',
        "☒klar",
    ),
    "nothing of a hidden run": (f"<w:p>{_R('kvar')}<w:r><w:rPr><w:vanish/></w:rPr><w:t>dolt</w:t></w:r></w:p>", "kvar"),
    "symbol": ('<w:p><w:r><w:sym w:font="Symbol" w:char="F0B3"/><w:t>90</w:t></w:r></w:p>', "≥90"),
}
"""What is tried -> the body of a Word file, what people see."""
WRITER = {
    "text box": (
        f"<text:p>före<draw:frame {_ODF}><draw:text-box><text:p>ruta</text:p></draw:text-box></draw:frame></text:p>",
        "före ruta",
    ),
    "drawn shape": (
        f"<text:p>före<draw:custom-shape {_ODF}><text:p>form</text:p></draw:custom-shape></text:p>",
        "före form",
    ),
    "rows after the head's": (
        f"<table:table {_ODF}><table:table-header-rows><table:table-row><table:table-cell><text:p>Mål</text:p>"
        "</table:table-cell><table:table-cell><text:p>År</text:p></table:table-cell></table:table-row>"
        "</table:table-header-rows><table:table-rows><table:table-row><table:table-cell><text:p>Bro</text:p>"
        "</table:table-cell><table:table-cell><text:p>2030</text:p></table:table-cell></table:table-row>"
        "</table:table-rows></table:table>",
        "| Mål | År | | Bro | 2030 |",
    ),
    "repeated cells": (
        f'<table:table {_ODF}><table:table-row><table:table-cell table:number-columns-repeated="2"><text:p>a</text:p>'
        "</table:table-cell></table:table-row></table:table>",
        "| a | a |",
    ),
    "value of a field": ("<text:p>den <text:date>4 mars</text:date></text:p>", "den 4 mars"),
    "nothing of a hidden section": (
        '<text:section text:display="none"><text:p>dolt</text:p></text:section><text:p>kvar</text:p>',
        "kvar",
    ),
}
"""The same for OpenDocument."""
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SLIDE = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    f'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:r="{_TYPES}"'
)
_SHAPE = (
    '<p:sp><p:nvSpPr><p:cNvPr id="2" name="x"/><p:nvPr>{}</p:nvPr></p:nvSpPr><p:spPr/><p:txBody>{}</p:txBody></p:sp>'
).format
_LINE = "<a:p><a:r><a:t>{}</a:t></a:r></a:p>".format
SLIDES = {
    "struck words": (
        "",
        _SHAPE("", '<a:p><a:r><a:rPr strike="sngStrike"/><a:t>åtta</a:t></a:r><a:r><a:t>tolv</a:t></a:r></a:p>'),
        "tolv",
    ),
    "mark of a note": (
        "",
        _SHAPE("", '<a:p><a:r><a:t>2030</a:t></a:r><a:r><a:rPr baseline="30000"/><a:t>1</a:t></a:r></a:p>'),
        "2030",
    ),
    "shapes in a group": ("", f"<p:grpSp>{_SHAPE('', _LINE('grupp'))}</p:grpSp>", "grupp"),
    "a number of the slide": ("", _SHAPE("", _LINE("text")) + _SHAPE('<p:ph type="sldNum"/>', _LINE("7")), "text"),
    "nothing of a hidden slide": ('show="0"', _SHAPE("", _LINE("dolt")), ""),
}
"""What is tried -> the slide's attributes, its shapes, what people see beside the title "Mål"."""
_SHEET = f'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{_TYPES}"'
SHEETS = {
    "whole number": ("", '<c r="B2"><v>2030</v></c>', "2030"),
    "percent": ("", '<c r="B2" s="1"><v>0.9</v></c>', "90%"),
    "date": ("", '<c r="B2" s="2"><v>45720</v></c>', "2025-03-04"),
    "thousands": ("", '<c r="B2" s="3"><v>1250000</v></c>', "1 250 000"),
    "nothing of a hidden row": ('hidden="1"', '<c r="B2"><v>7</v></c>', ""),
}
"""What is tried -> attributes and cells of a row, what people see there."""

Reader = Callable[[str, bytes], str]


def by_maltolk(suffix: str, raw: bytes) -> str:
    found = extract(suffix, raw)
    return found.text if isinstance(found, Extracted) else ""


def by_pandoc(suffix: str, raw: bytes) -> str:
    """The file as it is, completed by the parts without which pandoc refuses it."""
    markup = Markup()
    try:
        write_tree(markup, tree_of(_completed(suffix, raw), suffix[1:]))
    except (Refused, RecursionError):
        return ""
    return markup.text


READERS: dict[str, Reader] = {"maltolk": by_maltolk, "pandoc": by_pandoc}


def _completed(suffix: str, raw: bytes) -> bytes:
    target = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as source, zipfile.ZipFile(target, "w") as archive:
            for name in source.namelist():
                archive.writestr(name, source.read(name))
            if suffix == ".odt" and "styles.xml" not in source.namelist():
                office = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
                archive.writestr(
                    "styles.xml",
                    f'<office:document-styles xmlns:office="{office}"><office:styles/></office:document-styles>',
                )
    except (zipfile.BadZipFile, OSError):
        return raw
    return target.getvalue()


def pieces(folder: Path) -> Iterator[str]:
    """A row of a table for each piece: whether a reader brings exactly what people see."""
    for suffix, write, tried in ((".docx", docx, WORD), (".odt", odt, WRITER)):
        for what, (body, wanted) in tried.items():
            file = folder / f"piece{suffix}"
            write(file, [body])
            yield _row(suffix, what, file.read_bytes(), wanted)
    for what, (looks, shapes, wanted) in SLIDES.items():
        yield _row(".pptx", what, _slides(looks, shapes), f"Först Mål {wanted}" if wanted else "Först")
    for what, (looks, cells, wanted) in SHEETS.items():
        shown = f" | Bro | {wanted} |" if wanted else ""
        yield _row(".xlsx", what, _sheet(looks, cells), f"Plan | Mål | Mått |{shown}")


def _row(suffix: str, what: str, raw: bytes, wanted: str) -> str:
    said = [" ".join(read(suffix, raw).split()) for read in READERS.values()]
    if suffix in (".pptx", ".xlsx"):  # the level of a heading is a matter of taste
        said = [" ".join(one.replace("#", "").split()) for one in said]
    told = ["yes" if one == wanted else f"no: {one.replace('|', '/') or 'nothing'}" for one in said]
    return f"| {suffix} | {what} | {' | '.join(told)} |"


def _package(kind: str, main: str, content: str, others: Sequence[tuple[str, str, str]]) -> bytes:
    """An Office Open XML file. ``others``: relation, name beside the main part, content; referred to as "a", "b" …"""

    def relations(given: Sequence[tuple[str, str]]) -> str:
        inner = "".join(
            f'<Relationship Id="{name}" Type="{_TYPES}/{relation}" Target="{target}"/>'
            for name, (relation, target) in zip("abc", given, strict=False)
        )
        return f'<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'

    folder, _, name = main.partition("/")
    office = f"application/vnd.openxmlformats-officedocument.{kind}.main+xml"
    types = (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/{main}" ContentType="{office}"/></Types>'
    )
    parts = {"[Content_Types].xml": types, "_rels/.rels": relations([("officeDocument", main)]), main: content}
    parts[f"{folder}/_rels/{name}.rels"] = relations([other[:2] for other in others])
    return packed(parts | {f"{folder}/{target}": inner for _, target, inner in others})


def _slides(looks: str, shapes: str) -> bytes:
    def slide(title: str, more: str, inner: str) -> str:
        head = "<p:nvGrpSpPr/><p:grpSpPr/>" + _SHAPE('<p:ph type="title"/>', _LINE(title))
        return f"<p:sld {_SLIDE} {more}><p:cSld><p:spTree>{head}{inner}</p:spTree></p:cSld></p:sld>"

    listed = '<p:sldIdLst><p:sldId id="256" r:id="a"/><p:sldId id="257" r:id="b"/></p:sldIdLst>'
    root = f'<p:presentation {_SLIDE}>{listed}<p:sldSz cx="9144000" cy="6858000"/></p:presentation>'
    first, second = slide("Först", "", ""), slide("Mål", looks, shapes)
    slides = [("slide", "slides/slide1.xml", first), ("slide", "slides/slide2.xml", second)]
    return _package("presentationml.presentation", "ppt/presentation.xml", root, slides)


def _sheet(looks: str, cells: str) -> bytes:
    def said(place: str, words: str) -> str:
        return f'<c r="{place}" t="inlineStr"><is><t>{words}</t></is></c>'

    rows = (
        f'<row r="1">{said("A1", "Mål")}{said("B1", "Mått")}</row><row r="2" {looks}>{said("A2", "Bro")}{cells}</row>'
    )
    forms = "".join(f'<xf numFmtId="{number}"/>' for number in (0, 9, 14, 3))
    root = f'<workbook {_SHEET}><sheets><sheet name="Plan" sheetId="1" r:id="a"/></sheets></workbook>'
    sheet = f"<worksheet {_SHEET}><sheetData>{rows}</sheetData></worksheet>"
    styles = f"<styleSheet {_SHEET}><fonts><font/></fonts><cellXfs>{forms}</cellXfs></styleSheet>"
    others = [
        ("worksheet", "worksheets/sheet1.xml", sheet),
        ("styles", "styles.xml", styles),
        ("sharedStrings", "sharedStrings.xml", f"<sst {_SHEET}/>"),
    ]
    return _package("spreadsheetml.sheet", "xl/workbook.xml", root, others)


def files(folders: Sequence[Path]) -> list[Path]:
    found = [file for folder in folders for suffix in ("docx", "odt") for file in folder.rglob(f"*.{suffix}")]
    return sorted(set(found))


def compare(found: Sequence[Path]) -> Iterator[str]:
    """Signs by each reader, signs that only one brings, milliseconds a file."""
    for suffix in (".docx", ".odt"):
        chosen = [file.read_bytes() for file in found if file.suffix == suffix]
        texts: dict[str, list[str]] = {}
        spent: dict[str, float] = {}
        for name, read in READERS.items():
            begun = time.perf_counter()
            texts[name] = [read(suffix, raw) for raw in chosen]
            spent[name] = 1000 * (time.perf_counter() - begun) / max(1, len(chosen))
        mine, theirs = ([signs(text) for text in texts[name]] for name in READERS)
        common = sum(LCSseq.similarity(a, b) for a, b in zip(mine, theirs, strict=True))
        for name, said in (("maltolk", mine), ("pandoc", theirs)):
            total = sum(map(len, said))
            read = sum(map(bool, said))
            yield f"| {suffix} | {name} | {read} of {len(said)} | {total:,} | {total - common:,} | {spent[name]:.0f} |"


def long_file(folder: Path) -> Iterator[str]:
    """Seconds and megabytes for the long file, each reader in a process of its own."""
    body = (_P(f"Målet {n} är att kommunen ska vara en god plats att leva, bo och verka i.") for n in range(LONG))
    file = folder / "long.docx"
    docx(file, body)
    for name in READERS:
        command = [sys.executable, __file__, "--one", name, str(file)]
        yield subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def one(name: str, file: Path) -> None:
    begun = time.perf_counter()
    READERS[name](file.suffix, file.read_bytes())
    seconds = time.perf_counter() - begun
    own, child = (resource.getrusage(who).ru_maxrss >> 10 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(f"| {name} | {seconds:.1f} | {own} | {child or ''} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--one", nargs=2, metavar=("READER", "FILE"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        one(given.one[0], Path(given.one[1]))
        return
    print("| files | read by | read | signs | signs that the other lacks | ms |\n|---|---|---|---|---|---|")
    print("\n".join(compare(files(given.folders or [ROOT.parent / "shared"]))))
    with tempfile.TemporaryDirectory() as folder:
        print("\n| file | piece | maltolk | pandoc |\n|---|---|---|---|")
        print("\n".join(pieces(Path(folder))))
        print(f"\n{LONG:,} paragraphs of Word\n\n| read by | seconds | MB | MB of its child |\n|---|---|---|---|")
        print("\n".join(long_file(Path(folder))))


if __name__ == "__main__":
    main()
