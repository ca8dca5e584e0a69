"""PowerPoint's files: each slide that is shown, its title as a heading; notes for the speaker left out."""

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from maltolk.reading.formats.addresses import address_behind
from maltolk.reading.formats.extracted import Extracted, Unreadable, finished, one_line
from maltolk.reading.formats.grid import MAX_COLUMNS, Cell, grid
from maltolk.reading.formats.markup import Markup
from maltolk.reading.formats.office.counting import counted
from maltolk.reading.formats.office.ooxml import Parts, R
from maltolk.reading.formats.office.packed import Package, Refused
from maltolk.reading.formats.raised import spoken
from maltolk.reading.formats.symbols import is_symbol_font, seen

_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TITLES = ("title", "ctrTitle")
_MARGINS = ("sldNum", "dt", "ftr", "hdr")
_BULLETED = ("body", "obj", "")
"""Kinds of places for text that have bullets where nothing says otherwise."""
WITHOUT_WORDS = ("pres", "parTrans", "sibTrans")
"""Kinds of points in a diagram."""
_NUMBERED = re.compile(r"(?P<form>arabic|alphaLc|alphaUc|romanLc|romanUc)(?P<after>Period|ParenR|ParenBoth|Plain)")
_DEEPEST = 9
_FORMS = {"alphaLc": "a", "alphaUc": "A", "romanLc": "i", "romanUc": "I"}


def read(raw: bytes) -> Extracted | Unreadable:
    """The slides' words, or why there are none."""
    markup = Markup()
    try:
        parts = Parts(Package(raw, ".pptx"), "ppt/presentation.xml")
        slides = {relation.name: relation.target for relation in parts.relations(parts.main)}
        level = 1
        size = _size(parts.root().find(_P + "sldSz"), "cx", "cy")
        for listed in parts.root().iter(_P + "sldId"):
            name = slides.get(listed.get(R + "id") or "", "")
            slide = parts.optional(name) if name else None
            if slide is not None and slide.get("show") not in ("0", "false"):
                _Slide(markup, parts, name).write(slide, level, size)
                level = 2
        about = parts.properties()
    except Refused as refusal:
        return Unreadable(str(refusal))
    text, _ = finished(markup.text)
    if not any(sign.isalnum() for sign in text):
        return Unreadable("the file holds no words; if it shows pictures of text, run it through OCR first")
    return Extracted(text, title=about.title, saved=about.date, language=about.language, about=about.author or "")


class _Slide:
    """Writes one slide. ``name``: of its part."""

    def __init__(self, markup: Markup, parts: Parts, name: str) -> None:
        self._markup = markup
        self._parts = parts
        self._links = {relation.name: relation.target for relation in parts.relations(name)}

    def write(self, slide: etree._Element, level: int, size: tuple[int, int]) -> None:
        """The title as a heading of that level, then the shapes in their order. ``size``: the slides' width and
        height."""
        shapes = list(_shapes(slide, size))
        for shape in shapes:
            if _place_of(shape) in _TITLES:
                said = " ".join(words_of(p, self._links) for p in shape.iter(_A + "p"))
                self._markup.heading(level, one_line(said))
        for shape in shapes:
            kind = _place_of(shape)
            if shape.tag == _P + "graphicFrame":
                self._frame(shape)
            elif kind not in _TITLES and kind not in _MARGINS:
                self._markup.gap()
                self._paragraphs(shape, bulleted=kind in _BULLETED if kind is not None else False)

    def _paragraphs(self, shape: etree._Element, bulleted: bool) -> None:
        counts: dict[int, int] = {}
        for paragraph in shape.iter(_A + "p"):
            words = words_of(paragraph, self._links)
            if not words.strip():
                continue
            look = paragraph.find(_A + "pPr")
            depth = min(_count(look, "lvl"), _DEEPEST) + 1
            numbered = None if look is None else look.find(_A + "buAutoNum")
            for deeper in [level for level in counts if level > depth or (level == depth and numbered is None)]:
                del counts[deeper]
            if numbered is not None:
                counts[depth] = counts.get(depth, max(1, _count(numbered, "startAt")) - 1) + 1
                self._markup.item(words, depth, _sign(numbered.get("type") or "", counts[depth]))
            elif _has_bullet(look, bulleted):
                self._markup.item(words, depth)
            else:
                self._markup.paragraph(words)

    def _frame(self, frame: etree._Element) -> None:
        """A table, or a diagram, whose words are in a part of its own."""
        for table in frame.iter(_A + "tbl"):
            look = table.find(_A + "tblPr")
            head = look is not None and look.get("firstRow") in ("1", "true")
            rows = [list(self._cells(row, head and not n)) for n, row in enumerate(table.iter(_A + "tr"))]
            self._markup.table(grid(rows))
        for chart in frame.iter(_CHART + "chart"):
            drawn = self._parts.optional(self._links.get(chart.get(R + "id") or "", ""))
            for title in drawn.iter(_CHART + "title") if drawn is not None else ():
                self._markup.paragraph(one_line(" ".join(words_of(p, {}) for p in title.iter(_A + "p"))))
        for diagram in frame.iter(_DIAGRAM + "relIds"):
            data = self._parts.optional(self._links.get(diagram.get(R + "dm") or "", ""))
            self._markup.gap()
            for point in data.iter(_DIAGRAM + "pt") if data is not None else ():
                if point.get("type") not in WITHOUT_WORDS:
                    self._markup.item(one_line(" ".join(words_of(p, {}) for p in point.iter(_A + "p"))))

    def _cells(self, row: etree._Element, head: bool) -> Iterator[Cell]:
        for cell in row.iterchildren(_A + "tc"):
            if cell.get("hMerge") in ("1", "true") or cell.get("vMerge") in ("1", "true"):
                continue
            words = one_line(" ".join(words_of(p, self._links) for p in cell.iter(_A + "p")))
            wide, down = (max(1, _count(cell, name)) for name in ("gridSpan", "rowSpan"))
            yield Cell(words, min(wide, MAX_COLUMNS), down, head)


def words_of(paragraph: etree._Element, links: Mapping[str, str]) -> str:
    """A paragraph's words without the struck ones, the addresses behind links after them. ``links``: by name."""
    return spoken(_pieces(paragraph, links))


def _pieces(paragraph: etree._Element, links: Mapping[str, str]) -> Iterator[tuple[str, bool]]:
    """Words, and whether they are raised; the address behind a link after its last word."""
    linked: list[etree._Element] = []  # neighbouring runs of one link
    for element in paragraph:
        if element.tag == _A + "br":
            yield "\n", False
        if next(element.iter(_MATHS + "t"), None) is not None:
            yield "".join(e.text or "" for e in element.iter(_MATHS + "t")), False
        if element.tag not in (_A + "r", _A + "fld"):
            continue
        if linked and _link_of(linked[0]) != _link_of(element):
            yield from _behind(linked, links)
            linked = []
        look = element.find(_A + "rPr")
        if look is not None and not _is_seen(look):
            continue
        linked.append(element)
        words = element.findtext(_A + "t") or ""
        fonts = [look.find(_A + kind) for kind in ("sym", "latin")] if look is not None else []
        named = [font.get("typeface") or "" for font in fonts if font is not None]
        up = look is not None and _is_up(look)
        yield next((seen(words, font) for font in named if is_symbol_font(font)), words), up
    yield from _behind(linked, links)


def _behind(runs: list[etree._Element], links: Mapping[str, str]) -> Iterator[tuple[str, bool]]:
    """The address behind the link that neighbouring runs share, unless their words say it."""
    link = _link_of(runs[0]) if runs else ""
    words = "".join(run.findtext(_A + "t") or "" for run in runs)
    address = address_behind(links.get(link, ""), words) if link and words.strip() else ""
    if address:
        yield f" {address}", False


def _link_of(run: etree._Element) -> str:
    link = run.find(f"{_A}rPr/{_A}hlinkClick")
    return "" if link is None else link.get(R + "id") or ""


def _is_seen(look: etree._Element) -> bool:
    """Whether letters are neither struck nor without a colour."""
    if look.get("strike") not in (None, "noStrike"):
        return False
    clear = look.find(f"{_A}solidFill/*/{_A}alpha")
    unfilled = look.find(_A + "noFill") is not None or (clear is not None and clear.get("val") in ("0", "0%"))
    return not unfilled or look.find(f"{_A}ln/{_A}solidFill") is not None


def _shapes(slide: etree._Element, size: tuple[int, int]) -> Iterator[etree._Element]:
    """Shapes and frames that are shown, those in groups too."""
    waiting = list(reversed(slide))
    while waiting:
        element = waiting.pop()
        about = element.find(f"./*/{_P}cNvPr")
        if element.tag == _FALLBACK or (about is not None and about.get("hidden") in ("1", "true")):
            continue
        within = next(element.iterancestors(_P + "grpSp"), None)
        if within is None and _is_beyond(element, size):
            continue
        if element.tag in (_P + "sp", _P + "graphicFrame", _P + "cxnSp"):
            yield element
        else:
            waiting += reversed(element)


def _is_beyond(shape: etree._Element, size: tuple[int, int]) -> bool:
    """Whether a shape or group lies wholly outside a slide of that size."""
    place = next((e for e in (shape.find(f"./*/{_A}xfrm"), shape.find(_P + "xfrm")) if e is not None), None)
    if place is None or not all(size):
        return False
    left, top = _size(place.find(_A + "off"), "x", "y")
    wide, high = _size(place.find(_A + "ext"), "cx", "cy")
    return left + wide <= 0 > left or top + high <= 0 > top or left >= size[0] or top >= size[1]


def _size(element: etree._Element | None, *names: str) -> tuple[int, int]:
    """Two lengths, 0 where none is given."""
    given = [(element.get(name) if element is not None else None) or "" for name in names]
    first, second = (int(said) if re.fullmatch(r"-?[0-9]{1,12}", said) else 0 for said in given)
    return first, second


def _place_of(shape: etree._Element) -> str | None:
    """The kind of place for text that a shape fills, "" for a usual one; None for a shape of its own."""
    place = shape.find(f"./{_P}nvSpPr/{_P}nvPr/{_P}ph")
    return None if place is None else place.get("type") or ""


def _has_bullet(look: etree._Element | None, otherwise: bool) -> bool:
    if look is None or look.find(_A + "buNone") is not None:
        return otherwise and look is None
    return otherwise or look.find(_A + "buChar") is not None or look.find(_A + "buBlip") is not None


def _is_up(look: etree._Element) -> bool:
    height = (look.get("baseline") or "0").rstrip("%")
    return height.replace(".", "", 1).isdecimal() and float(height) > 0


def _sign(kind: str, number: int) -> str:
    """A number as the list counts."""
    form = _NUMBERED.match(kind)
    said = counted(_FORMS.get(form["form"], "1") if form is not None else "1", number)
    after = form["after"] if form is not None else "Period"
    return {"ParenR": f"{said})", "ParenBoth": f"({said})", "Plain": said}.get(after, f"{said}.")


def _count(element: etree._Element | None, name: str) -> int:
    given = (element.get(name) if element is not None else None) or ""
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 6 else 0
