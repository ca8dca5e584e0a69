"""Leaves in the XML of an OpenDocument file what people see: hidden, struck and deleted words, prompts, comments and
tables of contents go; the addresses behind links are written out."""

from dataclasses import dataclass

from lxml import etree

from maltolk.reading.formats.addresses import address_behind
from maltolk.reading.formats.office.odf_styles import DRAW, OFFICE, PRESENTATION, TABLE, TEXT, Styles
from maltolk.reading.formats.symbols import is_symbol_font, seen

RAISED = "raised"
"""Attribute of an element whose own text is set as superscript."""
_HREF = "{http://www.w3.org/1999/xlink}href"
_INDEXES = ("table-of-content", "alphabetical-index", "illustration-index", "table-index", "object-index", "user-index")
_DECLARED = ("sequence-decls", "variable-decls", "user-field-decls", "dde-connection-decls")
_GONE = {TEXT + name for name in (*_INDEXES, *_DECLARED, "tracked-changes", "placeholder", "ruby-text", "script")}
_GONE |= {OFFICE + "annotation", OFFICE + "annotation-end", OFFICE + "forms", PRESENTATION + "notes"}
_PROMPT = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}showing-place-holder"
_FAMILIES = {TEXT + "p": "paragraph", TEXT + "h": "paragraph", TEXT + "span": "text", TEXT + "a": "text"}
_FAMILIES |= {TABLE + name: name for name in ("table", "table-row", "table-cell")}


@dataclass(frozen=True, slots=True)
class _State:
    """How the words at one place look."""

    hidden: bool = False
    struck: bool = False
    raised: bool = False
    white: bool = False
    ground: bool = False
    font: str = ""


def keep_seen(root: etree._Element, styles: Styles) -> None:
    """Change the tree in place."""
    for element in [e for e in root.iter("*") if e.tag in _GONE or _is_hidden(e)]:
        _take_out(element)
    for field in list(root.iter(TEXT + "hidden-paragraph")):
        paragraph = next(field.iterancestors(TEXT + "p", TEXT + "h"), None)
        if field.get(TEXT + "is-hidden") == "true" and paragraph is not None:
            _take_out(paragraph)
    _blank(root, styles)
    for link in root.iter(TEXT + "a"):
        words = "".join(map(str, link.itertext()))
        address = address_behind(link.get(_HREF) or "", words) if words.strip() or len(link) else ""
        if address:
            etree.SubElement(link, TEXT + "span").text = f" {address}"


def _is_hidden(element: etree._Element) -> bool:
    """Whether an element itself says that it isn't shown: a section, a field, a row, a prompt of a slide."""
    if element.tag == TEXT + "hidden-paragraph":
        return False
    return (
        element.get(TEXT + "display") == "none"
        or element.get(TEXT + "is-hidden") == "true"
        or "true" in (element.get(PRESENTATION + "placeholder"), element.get(_PROMPT))
        or element.get(DRAW + "display") in ("none", "printer")
        or (element.tag == TABLE + "table-row" and element.get(TABLE + "visibility") in ("collapse", "filter"))
    )


def _blank(root: etree._Element, styles: Styles) -> None:
    """Words in hidden or struck styles go, and raised ones get their attribute."""
    waiting = [(root, _State(ground=styles.ground))]
    while waiting:
        element, around = waiting.pop()
        state = around
        if (family := _FAMILIES.get(str(element.tag))) is not None:
            name = element.get(TEXT + "style-name") or element.get(TABLE + "style-name") or ""
            looks = styles.looks(family, name)
            state = _State(
                around.hidden if looks.hidden is None else looks.hidden,
                around.struck if looks.struck is None else looks.struck,
                around.raised if looks.raised is None else looks.raised,
                around.white if looks.white is None else looks.white,
                around.ground or looks.ground,
                looks.font or around.font,
            )
        unseen = state.hidden or state.struck or (state.white and not state.ground)
        if unseen:
            element.text = None
        elif state.raised:
            element.set(RAISED, "1")
        signs = is_symbol_font(state.font)
        if signs and element.text:
            element.text = seen(element.text, state.font)
        for child in list(element):
            if unseen:
                child.tail = None
            elif signs and child.tail:
                child.tail = seen(child.tail, state.font)
            if unseen and (child.tag == TEXT + "note" or str(child.tag).startswith(DRAW)):
                _take_out(child)
            else:
                # A note or a box within begins anew, and a box may have a colour of its own.
                box = str(child.tag).startswith(DRAW)
                own = box or child.tag == TEXT + "note"
                waiting.append((child, _State(ground=box or styles.ground) if own else state))


def _take_out(element: etree._Element) -> None:
    """Remove an element, but not the words after it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)
