"""What people see of OpenDocument texts, sheets and slides."""

from types import ModuleType

import pytest

from maltolk.reading.formats import Extracted, Unreadable, extract

ODF = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{key}:1.0"'
    for name, key in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("style", "style"),
        ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"),
        ("presentation", "presentation"),
        ("svg", "svg-compatible"),
    )
)
LINKED = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
KINDS = {".odt": "text", ".ods": "spreadsheet", ".odp": "presentation"}


def text(files: ModuleType, body: str, styles: str = "", suffix: str = ".odt", common: str = "") -> str:
    kind = KINDS[suffix]
    parts = {
        "content.xml": f"<office:document-content {ODF}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>",
        "styles.xml": f"<office:document-styles {ODF}><office:styles>{common}</office:styles></office:document-styles>",
    }
    found = extract(suffix, files.packed(parts))
    assert isinstance(found, Extracted), found
    return found.text


def style(name: str, looks: str, family: str = "text", parent: str = "") -> str:
    return (
        f'<style:style style:name="{name}" style:family="{family}" style:parent-style-name="{parent}">'
        f"<style:text-properties {looks}/></style:style>"
    )


def table(*rows: str) -> str:
    return f"<table:table>{''.join(rows)}</table:table>"


def row(*cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


def cell(words: str, more: str = "") -> str:
    return f"<table:table-cell {more}><text:p>{words}</text:p></table:table-cell>"


@pytest.mark.parametrize(
    ("look", "back"),
    [
        ('text:display="none"', 'text:display="true"'),
        ('style:text-line-through-style="solid"', 'style:text-line-through-style="none"'),
        ('style:text-line-through-type="double"', 'style:text-line-through-type="none"'),
    ],
)
def test_unseen_words_go_by_every_style(files: ModuleType, look: str, back: str) -> None:
    styles = style("B", look) + style("T", "", parent="B") + style("P", look, "paragraph") + style("V", back)
    body = (
        '<text:p>Kvar <text:span text:style-name="T">borta <text:span>inne</text:span></text:span> slut</text:p>'
        '<text:p text:style-name="P">hela <text:span text:style-name="V">synligt</text:span></text:p>'
    )
    assert text(files, body, styles) == "Kvar slut\n\nsynligt"


def test_hidden_fields_paragraphs_sections_and_rows_go(files: ModuleType) -> None:
    body = (
        '<text:p>A<text:hidden-text text:is-hidden="true">dolt</text:hidden-text> kvar</text:p>'
        '<text:p><text:hidden-paragraph text:is-hidden="true"/>dolt</text:p>'
        '<text:p><text:hidden-paragraph text:is-hidden="false"/>B</text:p>'
        '<text:section text:display="condition" text:is-hidden="true"><text:p>dolt</text:p></text:section>'
        "<text:section><text:p>C<text:conditional-text>ja</text:conditional-text></text:p></text:section>"
        + table(row(cell("Mål"), cell("År")), row(cell("dold"), cell("1"), more='table:visibility="collapse"'))
    )
    assert text(files, body) == "A kvar\n\nB\n\nCja\n\n| Mål | År |"


def test_prompts_comments_and_indexes_go(files: ModuleType) -> None:
    body = (
        "<text:p>Av <text:placeholder>&lt;nämnd&gt;</text:placeholder> i mars"
        "<office:annotation><text:p>kommentar</text:p></office:annotation>.</text:p>"
        "<text:user-index><text:index-body><text:p>Mål 3</text:p></text:index-body></text:user-index>"
        '<text:p><l:content-control xmlns:l="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0" '
        'l:showing-place-holder="true">Klicka</l:content-control>slut</text:p>'
    )
    assert text(files, body) == "Av i mars.\n\nslut"


def test_raised_marks_and_notes_within_unseen_words(files: ModuleType) -> None:
    styles = style("S", 'style:text-position="super 58%"') + style("D", 'text:display="none"')
    note = "<text:note><text:note-body><text:p>{}</text:p></text:note-body></text:note>"
    body = (
        '<text:p>År 2030<text:span text:style-name="S">1</text:span>, 50 m<text:span text:style-name="S">2</text:span>'
        f'{note.format("Kvar.")}<text:span text:style-name="D">x{note.format("Dold.")}</text:span></text:p>'
    )
    assert text(files, body, styles) == "År 2030, 50 m²\n\nKvar."


def test_links_say_where_they_lead(files: ModuleType) -> None:
    body = f'<text:p><text:a {LINKED} xlink:href="mailto:a@x.example">Skicka e-post</text:a> nu</text:p>'
    assert text(files, body) == "Skicka e-post a@x.example nu"


def test_merged_and_repeated_cells(files: ModuleType) -> None:
    covered = "<table:covered-table-cell/>"
    body = table(
        f"<table:table-header-rows>{row(cell('Område'), cell('Mål'), cell('År'))}</table:table-header-rows>",
        row(cell("Skola", 'table:number-rows-spanned="2"'), cell("Läsa"), cell("2026")),
        row(covered, cell("ja", 'table:number-columns-repeated="2"')),
        row(cell("Miljö"), cell("Bussar", 'table:number-columns-spanned="2"'), covered),
    )
    assert text(files, body) == (
        "| Område | Mål | År |\n| Skola | Läsa | 2026 |\n| Skola | ja | ja |\n| Miljö | Bussar | Bussar |"
    )


def test_numbers_are_as_people_see_them(files: ModuleType) -> None:
    lists = (
        '<text:list-style style:name="N"><text:list-level-style-number text:level="1" style:num-format="1" '
        'style:num-prefix="Mål " style:num-suffix=":"/><text:list-level-style-number text:level="2" '
        'style:num-format="a" style:num-suffix=")" text:display-levels="2"/></text:list-style>'
    )
    outline = "".join(
        f'<text:outline-level-style text:level="{n}" style:num-format="1" text:display-levels="{n}"/>' for n in (1, 2)
    )
    item = "<text:list-item><text:p>{}</text:p>{}</text:list-item>".format
    inner = f"<text:list>{item('inre', '')}{item('nästa', '')}</text:list>"
    heads = "".join(f'<text:h text:outline-level="{level}">{words}</text:h>' for level, words in (
        (1, "Inledning"), (1, "Mål"), (2, "Skola"), (2, "Vård"), (1, "Slut"),
    ))  # fmt: skip
    body = f'<text:list text:style-name="N">{item("Bro", inner)}{item("Skola", inner)}</text:list>{heads}'
    common = f"<text:outline-style>{outline}</text:outline-style>"
    assert text(files, body, lists, common=common) == (
        "Mål 1: Bro\n    1.a) inre\n    1.b) nästa\nMål 2: Skola\n    2.a) inre\n    2.b) nästa\n\n"
        "# 1 Inledning\n\n# 2 Mål\n\n## 2.1 Skola\n\n## 2.2 Vård\n\n# 3 Slut"
    )


def test_boxes_and_shapes_follow_their_paragraph(files: ModuleType) -> None:
    box = "<draw:frame><draw:text-box><text:p>I rutan</text:p></draw:text-box></draw:frame>"
    shape = "<draw:custom-shape><text:p>I formen</text:p></draw:custom-shape>"
    assert text(files, f"<text:p>Före {box}efter{shape}</text:p>") == "Före efter\n\nI rutan\n\nI formen"


def test_signs_of_symbol_fonts(files: ModuleType) -> None:
    body = '<text:p><text:span text:style-name="W">\uf0fe</text:span> ja</text:p>'
    assert text(files, body, style("W", 'style:font-name="Wingdings"')) == "☑ ja"


def test_sheets_stand_under_their_names(files: ModuleType) -> None:
    hidden = (
        '<style:style style:name="H" style:family="table"><style:table-properties table:display="false"/></style:style>'
    )
    shown = (
        '<table:table table:name="Mål 2025"><table:table-column/><table:table-column table:visibility="collapse"/>'
        + row(cell("Mål för Orsa"))
        + row(cell("Område"), cell("dold"), cell("Andel"))
        + row(cell("Skola"), cell("dold"), cell("91 %"))
        + row('<table:table-cell table:number-columns-repeated="900"/>', more='table:number-rows-repeated="900000"')
        + "</table:table>"
    )
    other = f'<table:table table:name="Gömd" table:style-name="H">{row(cell("x"), cell("y"))}</table:table>'
    assert text(files, shown + other, hidden, ".ods") == (
        "## Mål 2025\n\nMål för Orsa\n\n| Område | Andel |\n| Skola | 91 % |"
    )


def test_slides_begin_with_their_titles(files: ModuleType) -> None:
    hidden = (
        '<style:style style:name="H" style:family="drawing-page"><style:drawing-page-properties '
        'presentation:visibility="hidden"/></style:style>'
    )
    frame = "<draw:frame {}><draw:text-box><text:p>{}</text:p></draw:text-box></draw:frame>".format
    title = 'presentation:class="title"'
    notes = f"<presentation:notes>{frame('', 'Säg hej')}</presentation:notes>"
    number = frame('presentation:class="page-number"', "1")
    prompt = frame('presentation:placeholder="true"', "Klicka")
    pages = (
        f"<draw:page>{frame('', 'Text')}{frame(title, 'Mål för Orsa')}{number}{notes}</draw:page>"
        f"<draw:page>{frame(title, 'Skola')}{prompt}</draw:page>"
        f'<draw:page draw:style-name="H">{frame("", "Gömd")}</draw:page>'
    )
    assert text(files, pages, hidden, ".odp") == "# Mål för Orsa\n\nText\n\n## Skola"


def test_another_kind_of_document_is_told(files: ModuleType) -> None:
    content = f"<office:document-content {ODF}><office:body><office:text/></office:body></office:document-content>"
    found = extract(".ods", files.packed({"content.xml": content}))
    assert isinstance(found, Unreadable)
    assert "another kind" in found.reason


def test_white_words_go_unless_something_lies_behind(files: ModuleType) -> None:
    white = 'fo:color="#ffffff"'
    styles = style("V", white) + style("G", f'{white} fo:background-color="#1f3864"')
    named = ("V", "dolt"), ("G", "märkt")
    spans = "".join(f'<text:span text:style-name="{name}"> {words}</text:span>' for name, words in named)
    body = f"<text:p>Orsa{spans}</text:p>"
    assert text(files, body, styles) == "Orsa märkt"
    page = '<style:page-layout><style:page-layout-properties fo:background-color="#000080"/></style:page-layout>'
    assert text(files, body, styles, common=page) == "Orsa dolt märkt"


@pytest.mark.parametrize("look", ['style:text-line-through-style="solid"', 'fo:color="#ffffff"'])
def test_styles_of_cells_hide_their_words(files: ModuleType, look: str) -> None:
    rows = row(cell("Mål"), cell("År")) + row(cell("bro", 'table:style-name="C"'), cell("2030"))
    found = text(files, table(rows), style("C", look, "table-cell"), suffix=".ods")
    assert found == "| Mål | År |\n|  | 2030 |"


def test_lists_in_cells_keep_their_signs(files: ModuleType) -> None:
    styles = (
        '<text:list-style style:name="N"><text:list-level-style-number text:level="1" style:num-format="1" '
        'style:num-suffix="."/></text:list-style><text:list-style style:name="B"><text:list-level-style-bullet/>'
        "</text:list-style>"
    )
    item = "<text:list-item><text:p>{}</text:p></text:list-item>".format

    def listed(name: str, *words: str) -> str:
        items = "".join(map(item, words))
        return f'<table:table-cell><text:list text:style-name="{name}">{items}</text:list></table:table-cell>'

    rows = row(cell("Mål"), cell("Steg")) + row(cell("A"), listed("N", "Lys", "Fler"))
    rows += row(cell("B"), listed("B", "Rent", "Tyst"))
    assert text(files, table(rows), styles) == "| Mål | Steg |\n| A | 1. Lys 2. Fler |\n| B | • Rent • Tyst |"


def test_a_box_beyond_the_page_is_not_seen(files: ModuleType) -> None:
    box = "<draw:text-box><text:p>{}</text:p></draw:text-box>"
    frame = f'<draw:frame svg:x="{{}}" svg:y="1cm" svg:width="5cm">{box}</draw:frame>'
    size = '<style:page-layout-properties fo:page-width="28cm" fo:page-height="21cm"/>'
    page = f"<style:page-layout>{size}</style:page-layout>"
    frames = frame.format("-10cm", "A") + frame.format("28cm", "B") + frame.format("-2cm", "Synligt")
    assert text(files, f"<draw:page>{frames}</draw:page>", suffix=".odp", common=page) == "Synligt"


def test_boxes_on_a_sheet_come_after_its_cells(files: ModuleType) -> None:
    box = "<draw:frame><draw:text-box><text:p>Preliminärt.</text:p></draw:text-box></draw:frame>"
    sheet = f"<table:table><table:shapes>{box}</table:shapes>{row(cell('Mål'), cell('År'))}</table:table>"
    assert text(files, sheet, suffix=".ods") == "| Mål | År |\n\nPreliminärt."
