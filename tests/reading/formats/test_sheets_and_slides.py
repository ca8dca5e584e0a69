"""Excel's and PowerPoint's files: values and slides as people see them."""

from types import ModuleType

import pytest

from maltolk.reading.formats import Extracted, extract
from maltolk.reading.formats.office.number_formats import shown

TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEET = f'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{TYPES}"'
SLIDE = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    f'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:r="{TYPES}"'
)


def relations(*given: tuple[str, str, str]) -> str:
    outside = ' TargetMode="External"'
    inner = "".join(
        f'<Relationship Id="{name}" Type="{TYPES}/{kind}" Target="{target}"{outside if ":" in target else ""}/>'
        for name, kind, target in given
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'
    )


def workbook(
    files: ModuleType,
    sheet: str,
    strings: str = "",
    styles: str = "",
    links: str = "",
    others: dict[str, str] | None = None,
) -> str:
    sheets = '<sheet name="Mål 2025" r:id="a"/><sheet name="Gömd" state="hidden" r:id="b"/>'
    parts = {
        "_rels/.rels": relations(("m", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f"<workbook {SHEET}><sheets>{sheets}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": relations(
            ("a", "worksheet", "worksheets/sheet1.xml"), ("b", "worksheet", "worksheets/sheet2.xml")
        ),
        "xl/worksheets/sheet1.xml": f"<worksheet {SHEET}>{sheet}</worksheet>",
        "xl/worksheets/sheet2.xml": f"<worksheet {SHEET}><sheetData>{row(1, said('A1', 'x'))}</sheetData></worksheet>",
        "xl/sharedStrings.xml": f"<sst {SHEET}>{strings}</sst>",
        "xl/styles.xml": f"<styleSheet {SHEET}>{styles}</styleSheet>",
        "xl/worksheets/_rels/sheet1.xml.rels": links or relations(),
    }
    found = extract(".xlsx", files.packed(parts | (others or {})))
    assert isinstance(found, Extracted), found
    return found.text


def row(number: int, *cells: str, more: str = "") -> str:
    return f'<row r="{number}" {more}>{"".join(cells)}</row>'


def said(place: str, words: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{words}</t></is></c>'


def number(place: str, value: str, style: int = 0) -> str:
    return f'<c r="{place}" s="{style}"><v>{value}</v></c>'


def test_values_are_read_as_shown(files: ModuleType) -> None:
    forms = "".join(f'<xf numFmtId="{n}" fontId="{font}"/>' for n, font in ((0, 0), (9, 0), (14, 0), (164, 0), (0, 1)))
    styles = (
        '<numFmts><numFmt numFmtId="164" formatCode="#,##0\\ &quot;kr&quot;"/></numFmts>'
        f"<fonts><font/><font><strike/></font></fonts><cellXfs>{forms}</cellXfs>"
    )
    strings = "<si><t>Mål</t></si><si><r><t>Kost</t></r><r><rPr><strike/></rPr><t>fel</t></r><r><t>nad</t></r></si>"
    shared = '<c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>'
    sheet = "<sheetData>{}</sheetData>".format(
        row(1, shared, said("C1", "Andel"), said("D1", "Datum"))
        + row(2, said("A2", "Bro"), number("B2", "1250000", 3), number("C2", "0.905", 1), number("D2", "45720", 2))
        + row(3, said("A3", "Dold"), more='hidden="1"')
        + row(4, said("A4", "Väg"), number("B4", "7", 4), '<c r="C4" t="e"><v>#N/A</v></c>', number("D4", "0.5"))
        + row(5, '<c r="A5" t="b"><v>1</v></c>', '<c r="B5" t="str"><f>A1</f><v>räknat</v></c>')
    )
    assert workbook(files, sheet, strings, styles) == (
        "## Mål 2025\n\n| Mål | Kostnad | Andel | Datum |\n| Bro | 1 250 000 kr | 91% | 2025-03-04 |\n"
        "| Väg |  |  | 0,5 |\n| SANT | räknat |  |  |"
    )


def test_merged_hidden_and_empty_places(files: ModuleType) -> None:
    sheet = (
        '<cols><col min="2" max="2" hidden="1"/></cols><sheetData>'
        + row(1, said("A1", "Mål för Orsa"), said("C1", ""))
        + row(2, said("A2", "Område"), said("B2", "dolt"), said("C2", "Mål"), said("E2", "År"))
        + row(3, said("A3", "Skola"), said("C3", "Läsa"), said("E3", "2026"))
        + row(4, said("C4", "Räkna"), said("E4", "2027"))
        + row(9, said("A9", "Källa"), said("C9", "Orsa"))
        + '</sheetData><mergeCells><mergeCell ref="A3:A4"/></mergeCells>'
    )
    assert workbook(files, sheet) == (
        "## Mål 2025\n\nMål för Orsa\n\n| Område | Mål | År |\n| Skola | Läsa | 2026 |\n| Skola | Räkna | 2027 |\n\n"
        "| Källa | Orsa |"
    )


def test_cells_that_nobody_sees_go(files: ModuleType) -> None:
    forms = "".join(
        f'<xf numFmtId="{n}" fontId="{f}" fillId="{g}"/>' for n, f, g in ((0, 0, 0), (164, 0, 0), (0, 1, 0), (0, 1, 1))
    )
    styles = (
        '<numFmts><numFmt numFmtId="164" formatCode=";;;"/></numFmts>'
        '<fonts><font/><font><color theme="0"/></font></fonts>'
        '<fills><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="solid"/></fill></fills>'
        f"<cellXfs>{forms}</cellXfs>"
    )

    def looks(place: str, words: str, style: int) -> str:
        return said(place, words).replace("<c ", f'<c s="{style}" ')

    sheet = (
        '<cols><col min="2" max="2" width="0" customWidth="1"/></cols><sheetData>'
        + row(1, said("A1", "Mål"), said("B1", "smalt"), said("C1", "År"))
        + row(2, looks("A2", "dolt", 1), said("B2", "x"), looks("C2", "vitt", 2), looks("D2", "på blått", 3))
        + row(3, said("A3", "lågt"), more='ht="0" customHeight="1"')
        + "</sheetData>"
    )
    assert workbook(files, sheet, styles=styles) == "## Mål 2025\n\n| Mål | År |  |\n|  |  | på blått |"


def test_a_title_across_some_columns_stands_above_the_table(files: ModuleType) -> None:
    sheet = "<sheetData>{}</sheetData><mergeCells><mergeCell ref='A1:B1'/></mergeCells>".format(
        row(1, said("A1", "Mål för Orsa"), said("B1", ""))
        + row(2, said("A2", "Mått"), said("B2", "2025"), said("C2", "Ansvar"))
        + row(3, said("A3", "Parker"), number("B3", "8"), said("C3", "Teknik"))
    )
    assert workbook(files, sheet).endswith("\n\nMål för Orsa\n\n| Mått | 2025 | Ansvar |\n| Parker | 8 | Teknik |")


def test_heads_on_two_rows_become_one(files: ModuleType) -> None:
    merges = "".join(f"<mergeCell ref='{ref}'/>" for ref in ("A1:A2", "B1:C1", "D1:E1"))
    sheet = f"<sheetData>{{}}</sheetData><mergeCells>{merges}</mergeCells>".format(
        row(1, said("A1", "Mått"), said("B1", "Mål"), said("D1", "Utfall"))
        + row(2, *(number(f"{column}2", year) for column, year in zip("BCDE", ("2024", "2025") * 2, strict=True)))
        + row(3, said("A3", "Parker"), *(number(f"{column}3", "8") for column in "BCDE"))
    )
    heads = "| Mått | Mål 2024 | Mål 2025 | Utfall 2024 | Utfall 2025 |"
    assert workbook(files, sheet).endswith(f"\n\n{heads}\n| Parker | 8 | 8 | 8 | 8 |")


def test_a_formula_says_where_its_link_leads(files: ModuleType) -> None:
    formula = '<c r="B1" t="str"><f>HYPERLINK("mailto:ida@x.example","Mejla")</f><v>Mejla</v></c>'
    assert "Mejla ida@x.example" in workbook(files, f"<sheetData>{row(1, said('A1', 'Ida'), formula)}</sheetData>")


def test_boxes_on_a_sheet_come_after_its_cells(files: ModuleType) -> None:
    links = relations(("l", "drawing", "../drawings/drawing1.xml"))
    box = (
        "<x:sp><x:nvSpPr><x:cNvPr {}/></x:nvSpPr><x:txBody><a:p><a:r><a:t>{}</a:t></a:r></a:p></x:txBody></x:sp>".format
    )
    spreadsheet = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
    drawn = f"<x:wsDr {SLIDE} xmlns:x='{spreadsheet}'>{box('', 'Preliminärt.')}{box('hidden="1"', 'dolt')}</x:wsDr>"
    cells = row(1, said("A1", "Mål"), said("B1", "År"))
    found = workbook(files, f"<sheetData>{cells}</sheetData>", links=links, others={"xl/drawings/drawing1.xml": drawn})
    assert found == "## Mål 2025\n\n| Mål | År |\n\nPreliminärt."


def test_dates_may_name_columns(files: ModuleType) -> None:
    sheet = row(1, said("A1", "Mål"), said("B1", "2025-03-04")) + row(2, said("A2", "Bro"), number("B2", "1"))
    assert workbook(files, f"<sheetData>{sheet}</sheetData>").endswith("| Mål | 2025-03-04 |\n| Bro | 1 |")


def test_a_link_of_a_cell_says_where_it_leads(files: ModuleType) -> None:
    cells = row(1, said("A1", "Ida"), said("B1", "Mejla"))
    sheet = f'<sheetData>{cells}</sheetData><hyperlinks><hyperlink ref="B1" r:id="l"/></hyperlinks>'
    links = relations(("l", "hyperlink", "mailto:ida@x.example"))
    assert "Mejla ida@x.example" in workbook(files, sheet, links=links)


def test_a_merge_of_the_whole_sheet_is_not_a_bomb(files: ModuleType) -> None:
    merges = "".join(f'<mergeCell ref="A1:XFD{1_048_576 - n}"/>' for n in range(50))
    sheet = f"<sheetData>{row(1, said('A1', 'Titel'))}{row(900_000, said('A900000', 'x'))}</sheetData>{merges}"
    assert len(workbook(files, sheet)) < 100


@pytest.mark.parametrize(
    ("value", "code", "wanted"),
    [
        (1234567.891, "#,##0", "1 234 568"),
        (0.905, "0.0%", "90,5%"),
        (-5, "0.00", "-5,00"),
        (-5, "0;[Red](0)", "(5)"),
        (0, '0;-0;"–"', "–"),
        (1500000, '0.0,,"\xa0mnkr"', "1,5\xa0mnkr"),
        (25055, "000 00", "250 55"),
        (2.5, "0.##", "2,5"),
        (2, "0.##", "2"),
        (12, "#,##0.00 [$kr-41D]", "12,00 kr"),
        (1234.5, r'_-* #,##0.00\ "kr"_-;-* #,##0.00\ "kr"_-', "1 234,50 kr"),
        (12, 'General" st"', "12 st"),
        (0.1, "General", "0,1"),
        (2025, "General", "2025"),
        (1 / 3, "General", "0,3333333333"),
        (10, ";;;", ""),
        (1e300, "#,##0", "1E+300"),
        (45720, "yyyy-mm-dd", "2025-03-04"),
        (45720.5, "d mmmm yyyy hh:mm", "4 mars 2025 12:00"),
        (45720, "dddd d mmm", "tisdag 4 mar"),
        (0.75, "h:mm AM/PM", "6:00 em"),
        (1.5, "[h]:mm", "36:00"),
        (59, "yyyy-mm-dd", "1900-02-28"),
        (-1, "yyyy-mm-dd", "-1"),
        (2500, '[>=1000000]0.0,,"M";[>=1000]0.0,"k";0', "2,5k"),
        (500, '[>=1000000]0.0,,"M";[>=1000]0.0,"k";0', "500"),
        (0.5, "[Red][<0.8]0%;[Green]0%", "50%"),
        (-3, "[<0]-0;0", "-3"),
        (45730, "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "den 14 mars 2025"),
    ],
)
def test_numbers_follow_their_format(value: float, code: str, wanted: str) -> None:
    assert shown(value, code) == wanted


def shape(place: str, *paragraphs: str) -> str:
    named = f"<p:nvSpPr><p:cNvPr/><p:nvPr>{place}</p:nvPr></p:nvSpPr>"
    return f"<p:sp>{named}<p:txBody>{''.join(paragraphs)}</p:txBody></p:sp>"


def line(words: str, looks: str = "") -> str:
    return f"<a:p>{looks}<a:r><a:t>{words}</a:t></a:r></a:p>"


def show(files: ModuleType, *slides: str) -> str:
    numbers = range(len(slides))
    parts = {
        "ppt/presentation.xml": f"<p:presentation {SLIDE}><p:sldIdLst>"
        + "".join(f'<p:sldId r:id="s{n}"/>' for n in numbers)
        + "</p:sldIdLst><p:sldSz cx='9144000' cy='6858000'/></p:presentation>",
        "ppt/_rels/presentation.xml.rels": relations(*((f"s{n}", "slide", f"slides/slide{n}.xml") for n in numbers)),
    }
    for n, inner in enumerate(slides):
        hidden = 'show="0"' if "Gömd" in inner else ""
        parts[f"ppt/slides/slide{n}.xml"] = (
            f"<p:sld {SLIDE} {hidden}><p:cSld><p:spTree>{inner}</p:spTree></p:cSld></p:sld>"
        )
        parts[f"ppt/slides/_rels/slide{n}.xml.rels"] = relations(
            ("l", "hyperlink", "mailto:a@x.example"),
            ("n", "notesSlide", "../notes.xml"),
            ("d", "diagramData", "../data.xml"),
        )
    diagram = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
    point = '<d:pt type="{}"><d:t>{}</d:t></d:pt>'.format
    parts["ppt/notes.xml"] = f"<p:notes {SLIDE}>{shape('', line('Säg hej'))}</p:notes>"
    points = point("node", line("Steg ett")) + point("pres", line("nej"))
    parts["ppt/data.xml"] = f'<d:dataModel {SLIDE} xmlns:d="{diagram}">{points}</d:dataModel>'
    found = extract(".pptx", files.packed(parts))
    assert isinstance(found, Extracted), found
    return found.text


def test_slides_titles_points_and_what_is_not_shown(files: ModuleType) -> None:
    first = shape('<p:ph type="subTitle"/>', line("Antagen 2025")) + shape(
        '<p:ph type="ctrTitle"/>', line("Mål för Orsa")
    )
    second = (
        shape('<p:ph type="title"/>', line("Skola"))
        + shape(
            '<p:ph idx="1"/>',
            line("Läsa"),
            line("Böcker", '<a:pPr lvl="1"/>'),
            line("Fritt", "<a:pPr><a:buNone/></a:pPr>"),
        )
        + f"<p:grpSp>{shape('', line('I grupp'))}</p:grpSp>"
        + shape('<p:ph type="sldNum"/>', line("2"))
    )
    third = shape('<p:ph type="title"/>', line("Gömd"))
    assert show(files, first, second, third) == (
        "# Mål för Orsa\n\nAntagen 2025\n\n## Skola\n\n- Läsa\n    - Böcker\n\nFritt\n\nI grupp"
    )


def test_runs_of_slides(files: ModuleType) -> None:
    runs = (
        "<a:p><a:r><a:t>Orsa ska ha </a:t></a:r><a:r><a:rPr strike='sngStrike'/><a:t>åtta </a:t></a:r>"
        "<a:r><a:t>tolv 2030</a:t></a:r><a:r><a:rPr baseline='30000'/><a:t>1</a:t></a:r><a:br/>"
        "<a:r><a:rPr><a:hlinkClick r:id='l'/></a:rPr><a:t>Mejla</a:t></a:r></a:p>"
    )
    numbered = [line(words, '<a:pPr><a:buAutoNum type="alphaLcParenR" startAt="2"/></a:pPr>') for words in ("b", "c")]
    assert show(files, shape("", runs) + shape("", *numbered)) == (
        "Orsa ska ha tolv 2030\nMejla a@x.example\n\nb) b\nc) c"
    )


def test_a_link_in_several_runs_says_its_address_once(files: ModuleType) -> None:
    run = "<a:r><a:rPr {}><a:hlinkClick r:id='l'/></a:rPr><a:t>{}</a:t></a:r>".format
    spelled, named = run("", "a@") + run('b="1"', "x.example"), run("", "Ida ") + run('b="1"', "Ek")
    slides = shape("", f"<a:p>{spelled}</a:p>", f"<a:p>{named}<a:r><a:t>, chef</a:t></a:r></a:p>")
    assert show(files, slides) == "a@x.example\n\nIda Ek a@x.example, chef"


def test_words_without_a_colour_or_beyond_the_slide_go(files: ModuleType) -> None:
    clear = "<a:solidFill><a:srgbClr><a:alpha val='0'/></a:srgbClr></a:solidFill>"
    runs = "".join(
        f"<a:r><a:rPr>{look}</a:rPr><a:t>{words}</a:t></a:r>"
        for look, words in (
            ("<a:noFill/>", "dolt"),
            (clear, "klart"),
            ("<a:noFill/><a:ln><a:solidFill/></a:ln>", "Kvar"),
        )
    )

    def at(left: int, top: int, words: str) -> str:
        place = f"<p:spPr><a:xfrm><a:off x='{left}' y='{top}'/><a:ext cx='100' cy='100'/></a:xfrm></p:spPr>"
        return shape("", line(words)).replace("<p:txBody>", f"{place}<p:txBody>")

    beyond = at(-300, 0, "A") + at(9144000, 0, "B") + at(0, -100, "C") + at(0, 6858000, "D") + at(-50, 0, "Synligt")
    assert show(files, shape("", f"<a:p>{runs}</a:p>") + beyond) == "Kvar\n\nSynligt"


def test_tables_and_diagrams_of_slides(files: ModuleType) -> None:
    def cells(*given: tuple[str, str]) -> str:
        inner = (f"<a:tc {more}><a:txBody>{line(words)}</a:txBody></a:tc>" for words, more in given)
        return f"<a:tr>{''.join(inner)}</a:tr>"

    table = (
        '<p:graphicFrame><a:graphic><a:tbl><a:tblPr firstRow="1"/>'
        + cells(("Område", ""), ("Mål", ""))
        + cells(("Skola", 'rowSpan="2"'), ("Läsa", ""))
        + cells(("", 'vMerge="1"'), ("Räkna", ""))
        + "</a:tbl></a:graphic></p:graphicFrame>"
    )
    diagram = (
        '<p:graphicFrame><d:relIds xmlns:d="http://schemas.openxmlformats.org/drawingml/2006/diagram" r:dm="d"/>'
        "</p:graphicFrame>"
    )
    assert show(files, table + diagram) == "| Område | Mål |\n| Skola | Läsa |\n| Skola | Räkna |\n\n- Steg ett"
