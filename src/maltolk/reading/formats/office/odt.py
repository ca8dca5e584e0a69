"""OpenDocument texts: headings by outline level, lists, tables, notes; tracked deletions and comments left out."""

import re
from collections.abc import Iterator

from lxml import etree

from maltolk.reading.formats.extracted import Extracted, Unreadable, finished, one_line
from maltolk.reading.formats.markup import Markup
from maltolk.reading.formats.office.packed import Package, Refused
from maltolk.reading.formats.tree import is_own, words_apart
from maltolk.swedish.dates import iso_date

_BASE = "{urn:oasis:names:tc:opendocument:xmlns:"
_TEXT, _TABLE, _OFFICE = _BASE + "text:1.0}", _BASE + "table:1.0}", _BASE + "office:1.0}"
_STYLE, _META, _FO = _BASE + "style:1.0}", _BASE + "meta:1.0}", _BASE + "xsl-fo-compatible:1.0}"
_DRAW = _BASE + "drawing:1.0}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_SKIP = {_TEXT + "tracked-changes", _OFFICE + "annotation", _OFFICE + "annotation-end", _TEXT + "table-of-content"}
_SKIP |= {_TEXT + "note", _TEXT + "sequence-decls", _OFFICE + "forms", _TEXT + "alphabetical-index"}
_SKIP |= {_TEXT + "illustration-index", _TEXT + "table-index", "{http://www.w3.org/2000/svg}title"}
_MAX_SPACES, _MAX_CELLS = 100, 200
_MAX_ABOUT = 1000
_TITLES = {"title", "titel"}


def read(raw: bytes) -> Extracted | Unreadable:
    """The document's words, or why there are none."""
    try:
        package = Package(raw, ".odt")
        listed = package.optional("META-INF/manifest.xml")
        if listed is not None and any(etree.QName(e).localname == "encryption-data" for e in listed.iter()):
            return Unreadable("the file has a password; save it without one")
        content = package.xml("content.xml")
        styles = package.optional("styles.xml")
        meta = package.optional("meta.xml")
    except Refused as refusal:
        return Unreadable(str(refusal))
    body = content.find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        return Unreadable("the file is no text (a spreadsheet or slides, perhaps); save its text as .txt")
    writer = _Writer([content] if styles is None else [styles, content])
    writer.write(body)
    for note in body.iter(_TEXT + "note-body"):
        writer.markup.gap()
        writer.markup.paragraph(one_line(" ".join(_words(p) for p in note.iter(_TEXT + "p"))))
    text, _ = finished(writer.markup.text)
    if not any(sign.isalnum() for sign in text):
        return Unreadable("the file holds no words; if it shows pictures of text, run it through OCR first")
    title, date, language, author = _properties(meta)
    heads = (
        [] if styles is None else [words_apart(p) for h in styles.iter(_STYLE + "header") for p in h.iter(_TEXT + "p")]
    )
    about = "\n".join(filter(None, [*heads, author]))
    return Extracted(text, title=title, date=date, language=language, about=about[:_MAX_ABOUT])


class _Writer:
    """Writes the body by the styles that the document defines."""

    def __init__(self, roots: list[etree._Element]) -> None:
        self.markup = Markup()
        self._parents: dict[str, str] = {}
        self._bold: set[str] = set()
        self._last: _Open | None = None
        self._lists: dict[str, dict[int, tuple[str | None, int]]] = {}
        for root in roots:
            for style in root.iter(_STYLE + "style"):
                self._read_style(style)
            for style in root.iter(_TEXT + "list-style"):
                self._lists[style.get(_STYLE + "name") or ""] = dict(_levels(style))

    def write(self, root: etree._Element) -> None:
        """Everything below ``root``, in order."""
        # Each element with the lists that it is in.
        waiting: list[tuple[etree._Element, tuple[_Open, ...]]] = [(e, ()) for e in reversed(root)]
        while waiting:
            element, lists = waiting.pop()
            if element.tag in _SKIP or not isinstance(element.tag, str):
                continue
            if element.tag in (_TEXT + "p", _TEXT + "h"):
                self._paragraph(element, lists)
                boxes = element.iter(_DRAW + "text-box")
                waiting += [(e, ()) for e in reversed([child for box in boxes for child in box])]
            elif element.tag == _TABLE + "table":
                self._table(element)
            elif element.tag in (_TEXT + "list-item", _TEXT + "list-header"):
                lists[-1].begin(element)
                waiting += [(e, lists) for e in reversed(element)]
            elif element.tag == _TEXT + "list":
                name = element.get(_TEXT + "style-name") or (lists[-1].name if lists else "")
                level = len(lists) + 1
                form, start = self._lists.get(name, {}).get(level, (None, 1))
                if not lists:
                    self.markup.gap()
                goes_on = element.get(_TEXT + "continue-numbering") == "true" or element.get(_TEXT + "continue-list")
                opened = _Open(name, form, self._counted(name) if goes_on and not lists else start)
                if not lists:
                    self._last = opened
                waiting += [(e, (*lists, opened)) for e in reversed(element)]
            else:
                waiting += [(e, lists) for e in reversed(element)]

    def _counted(self, name: str) -> int:
        return self._last.number if self._last is not None and self._last.name == name else 1

    def _paragraph(self, element: etree._Element, lists: tuple["_Open", ...]) -> None:
        words = _words(element)
        if not words.strip():
            if not lists:
                self.markup.gap()
            return
        style = element.get(_TEXT + "style-name") or ""
        level = element.get(_TEXT + "outline-level") or "1"
        if element.tag == _TEXT + "h":
            self.markup.heading(int(level) if level.isdecimal() else 1, words)
        elif self._is_title(style):
            self.markup.heading(1, words)
        elif lists and not lists[-1].said:
            lists[-1].said = True
            self.markup.item(words, len(lists), lists[-1].sign())
        elif lists:
            self.markup.body(words, len(lists))
        elif style in self._bold and "\n" not in words and len(words) <= 120 and words.rstrip()[-1] not in ".,;":
            self.markup.paragraph(f"**{one_line(words)}**")
        else:
            self.markup.paragraph(words)

    def _table(self, table: etree._Element) -> None:
        rows = [list(_cells(row)) for row in table.iter(_TABLE + "table-row") if is_own(row, table, _TABLE + "table")]
        if all(len(row) < 2 for row in rows):
            for cell in table.iter(_TABLE + "table-cell"):
                self.write(cell)
            return
        self.markup.table(rows)

    def _read_style(self, style: etree._Element) -> None:
        name = style.get(_STYLE + "name") or ""
        self._parents[name] = style.get(_STYLE + "parent-style-name") or ""
        properties = style.find(_STYLE + "text-properties")
        if properties is not None and properties.get(_FO + "font-weight") == "bold":
            self._bold.add(name)

    def _is_title(self, style: str) -> bool:
        for _ in range(10):  # styles based on each other; a longer chain is a cycle
            if style.casefold() in _TITLES:
                return True
            style = self._parents.get(style, "")
        return False


class _Open:
    """An open list. ``form``: how it counts, None for bullets. ``number``: of the current item, from ``start``."""

    def __init__(self, name: str, form: str | None, start: int) -> None:
        self.name = name
        self.form = form
        self.number = start
        self.said = False

    def begin(self, item: etree._Element) -> None:
        """Open an item; a list header is not one and has no number or bullet."""
        given = item.get(_TEXT + "start-value") or ""
        if given.isdecimal():
            self.number = int(given)
        self.said = item.tag == _TEXT + "list-header"

    def sign(self) -> str | None:
        """The number or bullet of the current item, advancing the list's count."""
        if self.form is None:
            return None
        number, self.number = self.number, self.number + 1
        if self.form in ("a", "A") and 1 <= number <= 26:
            return f"{chr(96 + number)})"
        return f"{number}."


def _levels(style: etree._Element) -> Iterator[tuple[int, tuple[str | None, int]]]:
    """Each level's form of numbers (None for bullets) and first number."""
    for level in style:
        given = level.get(_TEXT + "level") or "1"
        start = level.get(_TEXT + "start-value") or "1"
        numbered = level.tag == _TEXT + "list-level-style-number" and level.get(_STYLE + "num-format")
        if given.isdecimal():
            yield int(given), (numbered or None, int(start) if start.isdecimal() else 1)


def _cells(row: etree._Element) -> Iterator[str]:
    """The words of a row's cells, repeated cells written out, but not the empty ones at the end."""
    cells: list[str] = []
    for cell in row.iterchildren(_TABLE + "table-cell", _TABLE + "covered-table-cell"):
        times = cell.get(_TABLE + "number-columns-repeated") or "1"
        words = one_line(" ".join(_words(p) for p in cell.iter(_TEXT + "p", _TEXT + "h")))
        cells += [words] * min(int(times) if times.isdecimal() else 1, _MAX_CELLS)
    while len(cells) > 1 and not cells[-1]:
        cells.pop()
    yield from cells


def _words(paragraph: etree._Element) -> str:
    """The paragraph's words; a tab stays, a line break is a newline."""
    said = [paragraph.text or ""]
    waiting: list[etree._Element | str] = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        if isinstance(element, str):
            said.append(element)
            continue
        waiting.append(element.tail or "")
        if element.tag in _SKIP or element.tag == _DRAW + "text-box":
            continue
        if element.tag == _TEXT + "s":
            count = element.get(_TEXT + "c") or "1"
            said.append(" " * min(int(count) if count.isdecimal() else 1, _MAX_SPACES))
        elif element.tag == _TEXT + "tab":
            said.append("\t")
        elif element.tag == _TEXT + "line-break":
            said.append("\n")
        else:
            said.append(element.text or "")
            waiting += reversed(element)
    # Line breaks in the XML itself mean a space.
    return re.sub(r"[ \r]+", " ", "".join(said))


def _properties(meta: etree._Element | None) -> tuple[str | None, str | None, str | None, str | None]:
    """Title, date, language and author, None where nobody filled them in."""
    found = None if meta is None else meta.find(_OFFICE + "meta")
    if found is None:
        return None, None, None, None
    language = (found.findtext(_DC + "language") or "")[:2].casefold()
    when = found.findtext(_DC + "date") or found.findtext(_META + "creation-date") or ""
    return (
        one_line(found.findtext(_DC + "title") or "") or None,
        iso_date(when),
        language if len(language) == 2 and language.isalpha() else None,
        one_line(found.findtext(_DC + "creator") or "") or None,
    )
