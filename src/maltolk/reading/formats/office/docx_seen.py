"""Leaves in the XML of a Word file what people see: hidden, struck and deleted words, prompts and tables of contents
go; signs of symbol fonts, boxes to tick and the addresses behind links are written out."""

import copy
import re
from collections.abc import Iterable, Mapping

from lxml import etree

from maltolk.reading.formats.addresses import address_behind
from maltolk.reading.formats.office.docx_looks import Looks, is_on
from maltolk.reading.formats.office.docx_styles import W
from maltolk.reading.formats.office.ooxml import R
from maltolk.reading.formats.symbols import is_symbol_font, seen

RAISED = "raised"
"""Attribute of a run that is set as superscript."""
UNSEEN = "unseen"
"""Attribute of a run or content control whose words are left out, so that of the spaces around it one is too."""
ENDLESS = "endless"
"""Attribute of a paragraph that goes on in the next one."""
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_GONE = (W + "del", W + "moveFrom", W + "delText", W + "delInstrText", W + "rt", _FALLBACK)
_PROPERTIES = (W + "rPr", W + "trPr", W + "numPr")
"""There "deleted" is said of the paragraph's end, the row or the number."""
_PICTURES = (W + "drawing", W + "pict", W + "object")
_LINK = re.compile(r'\s*HYPERLINK\s+(?:"([^"]*)"|(\S+))', re.IGNORECASE)
_CONTENTS = re.compile(r"\s*(?:TOC|TOA|INDEX)\b", re.IGNORECASE)
_TICKED, _EMPTY = "☒", "☐"
_MOST_RUNS = 200
"""Of a link's words, looked at for its address."""
_DEEPEST = 20
"""Fields within each other; what is deeper stays as it is."""


def keep_seen(root: etree._Element, looks: Looks, links: Mapping[str, str]) -> None:
    """Change the tree in place. ``links``: the addresses that its part refers to, by the names of relationships."""
    _remove([e for e in root.iter(*_GONE) if (above := e.getparent()) is not None and above.tag not in _PROPERTIES])
    _remove([e for e in root.iter(W + "tr", W + "tc", *_PICTURES) if _is_unseen(e)])
    for control in [e for e in root.iter(W + "sdt") if _is_empty(e)]:
        _remove(list(control))
        control.set(UNSEEN, "1")
    for run in list(root.iter(W + "r")):
        look = looks.of(run)
        if not look.seen:
            _hide(run)
            continue
        if look.raised:
            run.set(RAISED, "1")
        _write_signs(run, look.font)
    _follow_fields(list(root.iter(W + "r")))
    for link in root.iter(W + "hyperlink", W + "fldSimple"):
        code = _LINK.match(link.get(W + "instr") or "")
        address = (code[1] or code[2] or "") if code else links.get(link.get(R + "id") or "", "")
        _write_address(list(link.iter(W + "r")), address)
    _remove([e for e in root.iter(W + "fldSimple") if _CONTENTS.match(e.get(W + "instr") or "")])
    for paragraph in list(root.iter(W + "p")):
        _end(paragraph)


def _is_empty(control: etree._Element) -> bool:
    """Whether a content control shows its prompt, or a table of contents."""
    gallery = control.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    contents = gallery is not None and gallery.get(W + "val") == "Table of Contents"
    return contents or is_on(control.find(f"{W}sdtPr/{W}showingPlcHdr"))


def _is_unseen(element: etree._Element) -> bool:
    """Whether a row, cell or picture isn't shown."""
    if element.tag == W + "tr":
        return is_on(element.find(f"{W}trPr/{W}hidden")) or element.find(f"{W}trPr/{W}del") is not None
    if element.tag == W + "tc":
        return element.find(f"{W}tcPr/{W}cellDel") is not None
    shape = next(element.iter(_DRAWN), None)
    hidden = shape is not None and (shape.get("hidden") or "0").casefold() in ("1", "true")
    return hidden or any("visibility:hidden" in (e.get("style") or "").replace(" ", "") for e in element)


def _hide(run: etree._Element) -> None:
    """Only the marks of fields stay, since their words may be seen."""
    run.set(UNSEEN, "1")
    _remove([e for e in run if e.tag not in (W + "fldChar", W + "instrText", W + "rPr")])


def _write_signs(run: etree._Element, font: str) -> None:
    for element in run:
        if element.tag == W + "sym":
            named, code = element.get(W + "font") or "", element.get(W + "char") or ""
            element.tag = W + "t"
            if re.fullmatch(r"[0-9a-fA-F]{1,4}", code):
                element.text = _sign(int(code, 16), named)
        elif element.tag == W + "t" and element.text and is_symbol_font(font):
            element.text = seen(element.text, font)


def _sign(code: int, font: str) -> str:
    """What a sign by its number shows."""
    if is_symbol_font(font):
        return seen(chr(code), font)
    code = code & 0xFF if 0xF000 <= code <= 0xF0FF else code
    return chr(code) if chr(code).isprintable() else ""


class _Field:
    """An open field. ``first``: the number of the run that it begins in. ``shown``: whether its result has begun."""

    def __init__(self, first: int) -> None:
        self.first = first
        self.code = ""
        self.shown = False
        self.within: list[etree._Element] = []  # words in its code


def _follow_fields(runs: list[etree._Element]) -> None:
    """Write the addresses and boxes of fields that begin and end in runs, and remove the results of contents."""
    fields: list[_Field] = []
    for number, run in enumerate(runs):
        for element in list(run):
            if element.tag == W + "instrText" and fields:
                fields[-1].code += element.text or ""
            elif element.tag == W + "t" and (asking := next((f for f in fields if not f.shown), None)) is not None:
                asking.within.append(element)
            kind = element.get(W + "fldCharType") if element.tag == W + "fldChar" else None
            if kind == "begin":
                fields.append(_Field(number))
                _write_form(run, element.find(W + "ffData"))
            elif kind == "separate" and fields:
                fields[-1].shown = True
            elif kind == "end" and fields:
                field = fields.pop()
                _remove(field.within)
                code = _LINK.match(field.code)
                if len(fields) > _DEEPEST:
                    continue
                if code and field.shown:
                    _write_address(runs[max(field.first, number - _MOST_RUNS) : number + 1], code[1] or code[2] or "")
                elif _CONTENTS.match(field.code):
                    for within in runs[field.first : number + 1]:
                        _hide(within)


def _write_form(run: etree._Element, form: etree._Element | None) -> None:
    """What a form's box or list shows, which is in none of its words."""
    box = form.find(W + "checkBox") if form is not None else None
    if box is not None:
        ticked = box.find(W + "checked")
        _add(run, _TICKED if is_on(ticked if ticked is not None else box.find(W + "default")) else _EMPTY)
    choice = form.find(W + "ddList") if form is not None else None
    if choice is not None:
        entries = [e.get(W + "val") or "" for e in choice.iter(W + "listEntry")]
        chosen = choice.find(W + "result")
        given = (chosen if chosen is not None else etree.Element("none")).get(W + "val") or "0"
        number = int(given) if given.isdecimal() and len(given) < 4 else 0
        _add(run, entries[number] if number < len(entries) else "")


def _write_address(runs: list[etree._Element], link: str) -> None:
    """The address behind a link follows its words."""
    words = "".join(e.text or "" for run in runs for e in run.iter(W + "t"))
    address = address_behind(link, words) if words.strip() or _is_picture(runs) else ""
    spoken = [run for run in runs if run.find(W + "t") is not None] or runs[-1:]
    if address and spoken:
        last = spoken[-1]
        added = etree.Element(W + "r")
        if (properties := last.find(W + "rPr")) is not None:
            added.append(copy.deepcopy(properties))
        _add(added, f" {address}")
        last.addnext(added)


def _is_picture(runs: Iterable[etree._Element]) -> bool:
    return any(next(run.iter(*_PICTURES), None) is not None for run in runs)


def _add(run: etree._Element, words: str) -> None:
    etree.SubElement(run, W + "t").text = words


def _end(paragraph: etree._Element) -> None:
    """A paragraph whose end is deleted goes on in the next one; a hidden one without words is none."""
    marks = paragraph.find(f"{W}pPr/{W}rPr")
    if marks is None:
        return
    after = paragraph.getnext()
    deleted = marks.find(W + "del") is not None or marks.find(W + "moveFrom") is not None
    if deleted and after is not None and after.tag == W + "p":
        paragraph.set(ENDLESS, "1")
    elif (deleted or is_on(marks.find(W + "vanish"))) and next(paragraph.iter(W + "t"), None) is None:
        _remove([paragraph])


def _remove(elements: list[etree._Element]) -> None:
    for element in elements:
        if (parent := element.getparent()) is not None:
            parent.remove(element)
