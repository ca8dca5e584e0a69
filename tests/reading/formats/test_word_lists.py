"""Numbers of Word's lists as people see them."""

from types import ModuleType

import pytest

from maltolk.reading.formats import Extracted, extract

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def text(files: ModuleType, body: str, numbering: str, styles: str = "") -> str:
    parts = {
        "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
        "word/numbering.xml": f"<w:numbering {W}>{numbering}</w:numbering>",
        "word/styles.xml": f"<w:styles {W}>{styles}</w:styles>",
    }
    found = extract(".docx", files.packed(parts))
    assert isinstance(found, Extracted), found
    return found.text


def p(words: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>"


def item(words: str, level: int = 0, name: int = 1) -> str:
    return p(words, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{name}"/></w:numPr>')


def level(at: int, form: str, pattern: str, more: str = "") -> str:
    inner = f'<w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{pattern}"/>'
    return f'<w:lvl w:ilvl="{at}">{inner}</w:lvl>'


def abstract(name: int, inner: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{name}">{inner}</w:abstractNum>'


def num(name: int, of: int) -> str:
    return f'<w:num w:numId="{name}"><w:abstractNumId w:val="{of}"/></w:num>'


def cells(*given: str) -> str:
    return f"<w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in given)}</w:tr>"


def test_a_list_by_a_style_of_lists_counts(files: ModuleType) -> None:
    defined = abstract(0, '<w:styleLink w:val="Min"/>' + level(0, "decimal", "%1."))
    linked = abstract(1, '<w:numStyleLink w:val="Min"/>')
    assert text(files, item("Ett", name=2) + item("Annat", name=2), defined + linked + num(2, 1)) == (
        "1. Ett\n2. Annat"
    )


def test_a_level_bound_to_a_style_holds_there(files: ModuleType) -> None:
    bound = "".join(
        level(n, "decimal", pattern, f'<w:pStyle w:val="R{n + 1}"/>') for n, pattern in enumerate(("%1", "%1.%2"))
    )
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="R{n}"><w:name w:val="heading {n}"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        for n in (1, 2)
    )
    body = "".join(p(words, f'<w:pStyle w:val="R{n}"/>') for words, n in (("Inledning", 1), ("Syfte", 2), ("Mål", 2)))
    found = text(files, body, abstract(0, bound) + num(1, 0), styles)
    assert found == "# 1 Inledning\n\n## 1.1 Syfte\n\n## 1.2 Mål"


def test_a_level_may_count_on(files: ModuleType) -> None:
    levels = level(0, "decimal", "%1.") + level(1, "decimal", "%2)", '<w:lvlRestart w:val="0"/>')
    body = item("A") + item("a", 1) + item("B") + item("b", 1)
    assert text(files, body, abstract(0, levels) + num(1, 0)) == "1. A\n    1) a\n2. B\n    2) b"


@pytest.mark.parametrize(
    ("form", "pattern", "shown"),
    [
        ("none", "Mål:", "Mål: sist"),
        ("decimal", "", "sist"),
        ("lowerLetter", "%1)", "bb) sist"),
        ("upperRoman", "%1.", "XXVIII. sist"),
    ],
)
def test_numbers_are_written_as_shown(files: ModuleType, form: str, pattern: str, shown: str) -> None:
    body = item("x") * 27 + item("sist")
    assert text(files, body, abstract(0, level(0, form, pattern)) + num(1, 0)).splitlines()[-1] == shown


def test_lists_in_cells_keep_their_signs(files: ModuleType) -> None:
    lists = abstract(0, level(0, "decimal", "%1.")) + num(1, 0) + abstract(1, level(0, "bullet", "o")) + num(2, 1)
    rows = cells(p("Mål"), p("Steg")) + cells(p("Trygghet"), item("Lys upp") + item("Fler ute"))
    rows += cells(p("Miljö"), item("Rent", name=2) + item("Tyst", name=2)) + cells(p("Skola"), item("En", name=2))
    assert text(files, f"<w:tbl>{rows}</w:tbl>", lists) == (
        "| Mål | Steg |\n| Trygghet | 1. Lys upp 2. Fler ute |\n| Miljö | • Rent • Tyst |\n| Skola | En |"
    )


def test_typed_signs_of_paragraphs_and_minus_are_words(files: ModuleType) -> None:
    lists = abstract(0, level(0, "bullet", "o")) + num(1, 0)
    assert text(files, item("§ 31 Bidrag") + item("– 5 mkr") + item("– Lys upp"), lists) == (
        "- § 31 Bidrag\n- – 5 mkr\n- Lys upp"
    )
