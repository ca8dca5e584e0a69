"""Words of a Word file by what lies behind them, and words in other places than runs."""

from types import ModuleType

import pytest

from maltolk.reading.formats import Extracted, extract

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMES = (
    f'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="{RELATIONS}" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:d="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
WHITE = '<w:color w:val="FFFFFF"/>'
SHADED = '<w:shd w:val="clear" w:fill="1F3864"/>'


def text(files: ModuleType, body: str, others: dict[str, str] | None = None) -> str:
    parts = {"word/document.xml": f"<w:document {NAMES}><w:body>{body}</w:body></w:document>"}
    found = extract(".docx", files.packed(parts | (others or {})))
    assert isinstance(found, Extracted), found
    return found.text


def run(words: str, looks: str = "") -> str:
    return f'<w:r><w:rPr>{looks}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def p(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


@pytest.mark.parametrize("look", [WHITE, '<w:sz w:val="2"/>'])
def test_white_and_tiny_words_go(files: ModuleType, look: str) -> None:
    assert text(files, p(run("Orsa"), run(" dolt", look))) == "Orsa"


def test_white_words_on_a_ground_stay(files: ModuleType) -> None:
    cell = f"<w:tbl><w:tr><w:tc><w:tcPr>{SHADED}</w:tcPr>{p(run('ruta', WHITE))}</w:tc></w:tr></w:tbl>"
    styled = '<w:tbl><w:tblPr><w:tblStyle w:val="T"/></w:tblPr><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>'
    body = p(run("tecken", WHITE + SHADED), run(" märkt", WHITE + '<w:highlight w:val="blue"/>'))
    body += p(run("stycke", WHITE), properties=SHADED) + cell + styled.format(p(run("mall", WHITE)))
    assert text(files, body) == "tecken märkt\n\nstycke\n\nruta\n\nmall"
    picture = '<w:r><w:drawing><anchor behindDoc="1"/></w:drawing></w:r>'
    assert text(files, p(picture, run("Omslag", WHITE))) == "Omslag"


def test_a_little_lift_raises_nothing(files: ModuleType) -> None:
    assert text(files, p(run("Målet är "), run("12", '<w:position w:val="2"/>'), run(" bad"))) == "Målet är 12 bad"


def test_a_large_first_letter_joins_its_word(files: ModuleType) -> None:
    body = p(run("O"), properties='<w:framePr w:dropCap="drop" w:lines="3"/>') + p(run("rsa kommun"))
    assert text(files, body) == "Orsa kommun"


def test_fields_in_the_code_of_others_are_not_seen(files: ModuleType) -> None:
    begin, between, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    code = "<w:r><w:instrText>{}</w:instrText></w:r>".format
    inner = begin + code("DOCPROPERTY Status") + between + run("Utkast") + end
    body = begin + code("IF ") + inner + code(' = "x"') + between + run("Ej beslutad") + end
    assert text(files, p(run("A "), body, run(" B"))) == "A Ej beslutad B"


def test_signs_formulas_and_diagrams_are_read(files: ModuleType) -> None:
    sign = '<w:r><w:sym w:font="Times New Roman" w:char="00B0"/></w:r>'
    half = "<m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f>"
    diagram = '<w:r><w:drawing><d:relIds r:dm="d"/></w:drawing></w:r>'
    points = "<d:pt><d:t><a:p><a:r><a:t>Hållbar kommun</a:t></a:r></a:p></d:t></d:pt>"
    link = f'<Relationship Id="d" Type="{RELATIONS}/diagramData" Target="diagrams/data1.xml"/>'
    kind = "http://schemas.openxmlformats.org/package/2006/relationships"
    others = {
        "word/diagrams/data1.xml": f"<d:dataModel {NAMES}>{points}</d:dataModel>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{kind}">{link}</Relationships>',
    }
    body = p(run("20 "), sign, run("C = "), f"<m:oMath>{half}</m:oMath>", run(" kr"), diagram)
    assert text(files, body, others) == "20 °C = 1/2 kr\n\nHållbar kommun"
