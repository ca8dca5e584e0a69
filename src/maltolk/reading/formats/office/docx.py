"""Word's files: headings by style, lists by numbering, tables, footnotes; deleted text and page headers left out."""

import re
from collections.abc import Iterator

from lxml import etree

from maltolk.reading.formats.extracted import Extracted, Unreadable, finished, one_line
from maltolk.reading.formats.markup import Markup
from maltolk.reading.formats.office.docx_styles import Lists, Styles, W
from maltolk.reading.formats.office.packed import Package, Refused
from maltolk.reading.formats.tree import is_own
from maltolk.swedish.dates import iso_date

_CORE = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_TERMS = "{http://purl.org/dc/terms/}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIP = {W + "del", W + "moveFrom", W + "instrText", W + "delText", W + "pPr", W + "rPr", W + "tblPr", W + "trPr"}
_SKIP |= {W + "tcPr", W + "sectPr", _FALLBACK, W + "footnoteReference", W + "rt"}
_HEAD = re.compile(r"word/header\d*\.xml")
_TEMPLATE_TITLE = re.compile(r"microsoft word|^(?:mall|dokument|document|word)\b|\.docx?$|\.dotx?$", re.IGNORECASE)
_MAX_ABOUT = 1000
_MAX_CELLS = 100


def read(raw: bytes) -> Extracted | Unreadable:
    """The document's words, or why there are none."""
    try:
        package = Package(raw, ".docx")
        body = package.xml("word/document.xml").find(W + "body")
        styles = Styles(package.optional("word/styles.xml"))
        lists = Lists(package.optional("word/numbering.xml"))
        notes = package.optional("word/footnotes.xml")
        core = package.optional("docProps/core.xml")
        heads = [package.xml(name) for name in package.names() if _HEAD.fullmatch(name)]
    except Refused as refusal:
        return Unreadable(str(refusal))
    markup = Markup()
    if body is not None:
        _write(markup, body, styles, lists)
    if notes is not None:
        _write_notes(markup, notes)
    text, _ = finished(markup.text)
    if not any(sign.isalnum() for sign in text):
        return Unreadable("the file holds no words; if it shows pictures of text, run it through OCR first")
    title, date, language, author = _properties(core)
    about = "\n".join(filter(None, [*(one_line(_words(p)) for h in heads for p in h.iter(W + "p")), author]))
    return Extracted(text, title=title, date=date, language=language, about=about[:_MAX_ABOUT])


def _write(markup: Markup, root: etree._Element, styles: Styles, lists: Lists) -> None:
    for element in _blocks(root):
        if element.tag == W + "tbl":
            _write_table(markup, element, styles, lists)
            continue
        words = _words(element)
        style = _value(element.find(f"{W}pPr/{W}pStyle"))
        if not words.strip() or styles.is_contents(style):
            # People separate two lists with an empty line.
            markup.gap()
            continue
        level = _outline(element) or styles.heading(style)
        place = lists.place(element.find(f"{W}pPr/{W}numPr"), styles.numbering(style))
        if level:
            # A heading's number is part of the words that people see.
            number = place.sign if place and place.sign else ""
            markup.heading(level, f"{number} {words}")
        elif place:
            markup.item(words, place.depth, place.sign)
        elif _is_bold(element) and "\n" not in words and len(words) <= 120 and words.rstrip()[-1] not in ".,;":
            markup.paragraph(f"**{one_line(words)}**")
        else:
            markup.paragraph(words)


def _write_table(markup: Markup, table: etree._Element, styles: Styles, lists: Lists) -> None:
    rows = [list(_cells(row)) for row in table.iter(W + "tr") if is_own(row, table, W + "tbl")]
    if all(len(row) < 2 for row in rows):
        # A frame around text.
        for cell in table.iter(W + "tc"):
            _write(markup, cell, styles, lists)
        return
    markup.table(rows)


def _cells(row: etree._Element) -> Iterator[str]:
    """The words of a row's cells; one that spans several columns leaves the others empty."""
    for cell in row.iterchildren(W + "tc", W + "sdt"):
        yield one_line(" ".join(_words(p) for p in cell.iter(W + "p")))
        spanned = _value(cell.find(f"{W}tcPr/{W}gridSpan")) or "1"
        if spanned.isdecimal():
            yield from [""] * min(int(spanned) - 1, _MAX_CELLS)


def _write_notes(markup: Markup, notes: etree._Element) -> None:
    for note in notes.iter(W + "footnote"):
        if note.get(W + "type") in (None, "normal"):
            markup.gap()
            markup.paragraph(one_line(" ".join(_words(p) for p in note.iter(W + "p"))))


def _blocks(root: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs and tables in order, those in content controls and text boxes too, a table of contents not."""
    waiting = list(reversed(root))
    while waiting:
        element = waiting.pop()
        if element.tag in _SKIP:
            continue
        if element.tag in (W + "p", W + "tbl"):
            yield element
            boxes = [box for box in element.iter(W + "txbxContent") if not _in_fallback(box, element)]
            waiting += [child for box in reversed(boxes) for child in reversed(box)]
        elif element.tag == W + "sdt":
            gallery = _value(element.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery"))
            if gallery != "Table of Contents":
                waiting += reversed(element)
        else:
            waiting += reversed(element)


def _words(paragraph: etree._Element) -> str:
    """The paragraph's words; a tab stays, a line break is a newline."""
    said: list[str] = []
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        if element.tag in _SKIP or element.tag == W + "txbxContent":
            continue
        if element.tag == W + "t":
            said.append(element.text or "")
        elif element.tag in (W + "tab", W + "ptab"):
            said.append("\t")
        elif element.tag in (W + "br", W + "cr"):
            said.append("\n")
        elif element.tag == W + "noBreakHyphen":
            said.append("-")
        else:
            waiting += reversed(element)
    return "".join(said)


def _in_fallback(element: etree._Element, top: etree._Element) -> bool:
    """Whether it is in the fallback for older programs, or in another box, whose words come with that box."""
    for above in element.iterancestors():
        if above is top:
            return False
        if above.tag in (_FALLBACK, W + "txbxContent", W + "tc"):
            return True
    return False


def _outline(paragraph: etree._Element) -> int | None:
    given = _value(paragraph.find(f"{W}pPr/{W}outlineLvl"))
    return int(given) + 1 if given and given.isdecimal() and int(given) < 6 else None


def _is_bold(paragraph: etree._Element) -> bool:
    runs = [run for run in paragraph.iter(W + "r") if (run.findtext(W + "t") or "").strip()]
    return bool(runs) and all(
        (bold := run.find(f"{W}rPr/{W}b")) is not None and bold.get(W + "val") not in ("0", "false") for run in runs
    )


def _properties(core: etree._Element | None) -> tuple[str | None, str | None, str | None, str | None]:
    """Title, date, language and author, None where nobody filled them in."""
    if core is None:
        return None, None, None, None
    title = one_line(core.findtext(_DC + "title") or "")
    when = core.findtext(_TERMS + "modified") or core.findtext(_TERMS + "created") or ""
    language = (core.findtext(_DC + "language") or "")[:2].casefold()
    return (
        None if not title or _TEMPLATE_TITLE.search(title) else title,
        iso_date(when),
        language if len(language) == 2 and language.isalpha() else None,
        one_line(core.findtext(_DC + "creator") or "") or None,
    )


def _value(element: etree._Element | None) -> str | None:
    return None if element is None else element.get(W + "val")
