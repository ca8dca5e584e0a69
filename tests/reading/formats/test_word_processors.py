"""Word's and OpenDocument's files: styles, lists, tables, notes, and archives that mean harm."""

import io
import zipfile
from types import ModuleType

import pytest

from maltolk.reading.formats import Extracted, Unreadable, extract

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ODF = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{key}:1.0"'
    for name, key in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("style", "style"),
        ("draw", "drawing"),
    )
)


def word(files: ModuleType, body: str, **others: str) -> Extracted:
    parts = {"word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'}
    parts |= {f"word/{name}.xml": f'<w:{name} xmlns:w="{W}">{inner}</w:{name}>' for name, inner in others.items()}
    found = extract(".docx", files.packed(parts))
    assert isinstance(found, Extracted), found
    return found


def p(words: str, style: str = "", properties: str = "") -> str:
    style = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{style}{properties}</w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>"


def in_list(number: int, level: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def test_word_headings_by_name_by_base_and_by_level(files: ModuleType) -> None:
    styles = (
        '<w:style w:styleId="Rubrik2"><w:name w:val="heading 2"/></w:style>'
        '<w:style w:styleId="Egen"><w:name w:val="Min rubrik"/><w:basedOn w:val="Rubrik2"/></w:style>'
        '<w:style w:styleId="T"><w:name w:val="Title"/></w:style>'
        '<w:style w:styleId="L"><w:name w:val="x"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>'
        '<w:style w:styleId="I1"><w:name w:val="toc 1"/></w:style>'
    )
    body = p("Plan", "T") + p("Mål\t3", "I1") + p("Mål", "Rubrik2") + p("Eget", "Egen") + p("Djupt", "L") + p("Text")
    assert word(files, body, styles=styles).text == "# Plan\n\n## Mål\n\n## Eget\n\n### Djupt\n\nText"


def test_word_lists_count_nest_and_begin_anew(files: ModuleType) -> None:
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{sign}"/></w:lvl>'
        for n, (form, sign) in enumerate((("decimal", "%1."), ("lowerLetter", "%2)")))
    )
    numbering = (
        f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
        '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/>'
        "</w:lvlOverride></w:num>"
    )
    body = "".join(p(*each) for each in (
        ("Ett", "", in_list(1)), ("a", "", in_list(1, 1)), ("b", "", in_list(1, 1)), ("Två", "", in_list(1)),
        ("Mellan",), ("Tre", "", in_list(1)), ("Fem", "", in_list(3)), ("Punkt", "", in_list(2)),
    ))  # fmt: skip
    assert word(files, body, numbering=numbering).text == (
        "1. Ett\n    a) a\n    b) b\n2. Två\n\nMellan\n\n3. Tre\n5. Fem\n- Punkt"
    )


def test_word_numbers_are_as_people_see_them(files: ModuleType) -> None:
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:numFmt w:val="{form}"/><w:lvlText w:val="{sign}"/>{more}</w:lvl>'
        for n, (form, sign, more) in enumerate((("upperRoman", "Mål %1:", ""), ("decimalZero", "%1.%2", "<w:isLgl/>")))
    )
    change = '<w:lvlOverride w:ilvl="0"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="§ %1"/></w:lvl>'
    numbering = (
        f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        f'<w:num w:numId="2"><w:abstractNumId w:val="0"/>{change}</w:lvlOverride></w:num>'
    )
    styles = '<w:style w:styleId="R"><w:name w:val="heading 2"/></w:style>'
    items = (("Bro", "", in_list(1)), ("Skola", "R", in_list(1)), ("Vård", "R", in_list(1, 1)), ("Ett", "", in_list(2)))
    found = word(files, "".join(p(*each) for each in items), numbering=numbering, styles=styles)
    assert found.text == "Mål I: Bro\n\n## Mål II: Skola\n\n## 2.1 Vård\n\n§ 1 Ett"


def test_word_tables_notes_changes_and_boxes(files: ModuleType) -> None:
    cell = "<w:tc>{}</w:tc>".format
    wide = f'<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{p("Anna Ek")}</w:tc>'
    inner = f"<w:tbl><w:tr>{cell(p('x'))}{cell(p('y'))}</w:tr></w:tbl>"
    head = "".join(cell(p(words)) for words in ("Namn", "Roll", "Tel"))
    table = f"<w:tbl><w:tr>{head}</w:tr><w:tr>{wide}{cell(inner)}</w:tr></w:tbl>"
    changed = (
        "<w:p><w:ins><w:r><w:t>Nytt</w:t></w:r></w:ins><w:del><w:r><w:delText>Gammalt</w:delText></w:r></w:del></w:p>"
    )
    field = (
        "<w:p><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>Text</w:t><w:footnoteReference w:id='2'/></w:r></w:p>"
    )
    inside = f"<w:pict><w:txbxContent>{p('I rutan')}</w:txbxContent></w:pict>"
    box = f"<w:p><w:r><w:t>Vid sidan</w:t></w:r><w:r>{inside}</w:r></w:p>"
    frame = f"<w:tbl><w:tr>{cell(p('Inramat'))}</w:tr></w:tbl>"
    notes = f'<w:footnote w:type="separator">{p("-")}</w:footnote><w:footnote w:id="2">{p("Se bilaga.")}</w:footnote>'
    found = word(files, table + changed + field + box + frame, footnotes=notes)
    assert found.text.split("\n\n") == [
        "| Namn | Roll | Tel |\n| Anna Ek | Anna Ek | x y |",
        "Nytt",
        "Text",
        "Vid sidan",
        "I rutan",
        "Inramat",
        "Se bilaga.",
    ]


def test_word_bold_lines_breaks_and_metadata(files: ModuleType) -> None:
    bold = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Trygghet</w:t></w:r></w:p>"
    broken = "<w:p><w:r><w:t>Anna Ek</w:t><w:br/><w:t>Kommunalråd</w:t><w:noBreakHyphen/><w:t>x</w:t></w:r></w:p>"
    assert word(files, bold + broken).text == "**Trygghet**\n\nAnna Ek\nKommunalråd-x"
    core = (
        '<c:coreProperties xmlns:c="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:d="http://purl.org/dc/elements/1.1/" xmlns:t="http://purl.org/dc/terms/"><d:title>{}</d:title>'
        "<t:modified>2023-05-06T07:08:09Z</t:modified></c:coreProperties>"
    )
    document = f'<w:document xmlns:w="{W}"><w:body>{p("Text")}</w:body></w:document>'
    for title, wanted in (("Plan för Ale", "Plan för Ale"), ("Microsoft Word - a.docx", None), ("mall2", None)):
        raw = files.packed({"word/document.xml": document, "docProps/core.xml": core.format(title)})
        found = extract(".docx", raw)
        assert isinstance(found, Extracted)
        assert found.saved == "2023-05-06"
        assert title == "mall2" or found.title == wanted


def odt(files: ModuleType, body: str, styles: str = "") -> Extracted:
    content = (
        f"<office:document-content {ODF}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    found = extract(".odt", files.packed({"content.xml": content}))
    assert isinstance(found, Extracted), found
    return found


def test_opendocument(files: ModuleType) -> None:
    styles = (
        '<style:style style:name="P1" style:parent-style-name="Title"/><text:list-style style:name="N">'
        '<text:list-level-style-number text:level="1" style:num-format="1"/>'
        '<text:list-level-style-bullet text:level="2" text:bullet-char="•"/></text:list-style>'
    )
    row = "<table:table-row>{}</table:table-row>".format
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>".format
    body = (
        '<text:tracked-changes><text:p>borta</text:p></text:tracked-changes><text:p text:style-name="P1">Plan</text:p>'
        "<text:table-of-content><text:p>Mål 3</text:p></text:table-of-content>"
        '<text:h text:outline-level="2">Mål</text:h><text:list text:style-name="N"><text:list-item><text:p>Ett</text:p>'
        "<text:list><text:list-item><text:p>Djupt</text:p>"
        "</text:list-item></text:list></text:list-item><text:list-item><text:p>Två</text:p><text:p>Mer</text:p>"
        "</text:list-item></text:list>"
        "<text:p>Rad<text:line-break/>två<text:s text:c='3'/>tre<text:span>!</text:span>"
        "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Not.</text:p></text:note-body></text:note>"
        "<office:annotation><text:p>kommentar</text:p></office:annotation></text:p>"
        f"<table:table>{row(cell('Namn') + cell('Tel'))}{row(cell('Anna Ek') + cell('0303-1'))}</table:table>"
    )
    assert odt(files, body, styles).text == (
        "# Plan\n\n## Mål\n\n1. Ett\n    - Djupt\n2. Två\n\n    Mer\n\nRad\ntvå tre!\n\n"
        "| Namn | Tel |\n| Anna Ek | 0303-1 |\n\nNot."
    )


def test_a_repeated_cell_is_not_a_bomb(files: ModuleType) -> None:
    cell = '<table:table-cell table:number-columns-repeated="1000000000"><text:p>{}</text:p></table:table-cell>'
    rows = "".join(f"<table:table-row>{cell.format(words)}</table:table-row>" for words in ("a", ""))
    assert len(odt(files, f"<table:table>{rows}</table:table><text:p>Slut</text:p>").text) < 5000


BOMB = b"<w>" + b"a" * (4 * 1024 * 1024)
"""Some four kilobytes when packed."""
ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'


@pytest.mark.parametrize("suffix", [".docx", ".odt"])
def test_archives_that_mean_harm_or_nothing(files: ModuleType, suffix: str) -> None:
    part = {".docx": "word/document.xml", ".odt": "content.xml"}[suffix]
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(part, BOMB)
    text = "<office:body><office:text/></office:body>"
    empty = {
        ".docx": f'<w:document xmlns:w="{W}"/>',
        ".odt": f"<office:document-content {ODF}>{text}</office:document-content>",
    }
    deep = "<a>" * 100_000 + "</a>" * 100_000
    for raw, reason in (
        (bomb.getvalue(), "unpacks to far more"),
        (files.packed({part: ENTITIES}), "declares entities"),
        (files.packed({part: "<broken"}), "damaged"),
        (files.packed({part: deep}), "damaged"),
        (files.packed({part: empty[suffix]}), "no words"),
        (files.packed({"other.xml": "<x/>"}), f"has no {part}"),
        (b"PK\x03\x04 cut off", "damaged"),
        (b"plain text", f"no {suffix} file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "password, or is in an older format"),
    ):
        found = extract(suffix, raw)
        assert isinstance(found, Unreadable), reason
        assert reason in found.reason


def test_a_password_of_opendocument_is_told(files: ModuleType) -> None:
    manifest = '<m:manifest xmlns:m="urn:x"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'
    found = extract(".odt", files.packed({"META-INF/manifest.xml": manifest, "content.xml": "garbage"}))
    assert isinstance(found, Unreadable)
    assert "password" in found.reason
