"""Word's files: what people see of the document, its footnotes and endnotes; page headers only tell whose it is."""

import posixpath
import re
from collections.abc import Iterator

from lxml import etree

from maltolk.reading.formats.extracted import Extracted, Unreadable, finished, one_line
from maltolk.reading.formats.markup import Markup
from maltolk.reading.formats.office.docx_body import Body, words_of
from maltolk.reading.formats.office.docx_chunks import read_chunk
from maltolk.reading.formats.office.docx_looks import Looks
from maltolk.reading.formats.office.docx_seen import keep_seen
from maltolk.reading.formats.office.docx_styles import Lists, Styles, W
from maltolk.reading.formats.office.ooxml import Parts, R
from maltolk.reading.formats.office.packed import Package, Refused
from maltolk.reading.formats.office.pptx import WITHOUT_WORDS

_HEAD = re.compile(r"header\d*\.xml", re.IGNORECASE)
_MAX_ABOUT = 1000
_GROUNDS = (b'behindDoc="1"', b"z-index:-", b"<w:background")
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_LETTERS = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"
_DEEPEST = 4
"""Word files within each other; more is an attack."""


def read(raw: bytes) -> Extracted | Unreadable:
    """The document's words, or why there are none."""
    return _read(raw, 1)


def _read(raw: bytes, depth: int) -> Extracted | Unreadable:
    """``depth``: 1 for a file, more for one that is put into another."""
    try:
        document = _Document(Parts(Package(raw, ".docx"), "word/document.xml"))
        written = document.written(depth)
        heads = list(document.heads())
        properties = document.parts.properties()
    except Refused as refusal:
        return Unreadable(str(refusal))
    text, _ = finished(written)
    if not any(sign.isalnum() for sign in text):
        return Unreadable("the file holds no words; if it shows pictures of text, run it through OCR first")
    return Extracted(
        text,
        title=properties.title,
        saved=properties.date,
        language=properties.language,
        about="\n".join(filter(None, [*heads, properties.author]))[:_MAX_ABOUT],
    )


class _Document:
    """The parts of an opened file, each as people see it."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self._root = parts.root()
        self._styles = parts.optional(parts.beside("styles", "styles.xml"))
        self._looks = Looks(self._styles, any(map(self._has_ground, [parts.main, *filter(_is_head, parts.names())])))

    def written(self, depth: int) -> str:
        """Body and notes, unfinished."""
        markup = Markup()
        body = self._root.find(W + "body")
        if body is not None:
            self._clear(body, self.parts.main)
            self._draw(body)
            numbering = self.parts.optional(self.parts.beside("numbering", "numbering.xml"))
            chunks = {relation.name: relation.target for relation in self.parts.relations(self.parts.main)}

            def insert(name: str) -> None:
                part = chunks.get(name, "")
                content = self.parts.raw(part) if part else None
                if content is not None and (text := read_chunk(part, content, lambda raw: _nested(raw, depth + 1))):
                    markup.written(text)

            Body(markup, Styles(self._styles), Lists(numbering), insert).write(body)
            for note in self._notes(body):
                markup.gap()
                markup.paragraph(note)
        return markup.text

    def _has_ground(self, part: str) -> bool:
        """Whether a part puts pictures or a colour behind the text."""
        content = self.parts.raw(part) or b""
        return any(sign in content for sign in _GROUNDS)

    def heads(self) -> Iterator[str]:
        """The lines of the page headers."""
        for name in self.parts.names():
            if _is_head(name) and (root := self.parts.optional(name)) is not None:
                self._clear(root, name)
                yield from (one_line(words_of(paragraph)) for paragraph in root.iter(W + "p"))

    def _draw(self, body: etree._Element) -> None:
        """Put the words of diagrams, which are in parts of their own, into boxes."""
        targets = {relation.name: relation.target for relation in self.parts.relations(self.parts.main)}
        for diagram in list(body.iter(_DIAGRAM + "relIds")):
            data = self.parts.optional(targets.get(diagram.get(R + "dm") or "", ""))
            box = etree.SubElement(diagram, W + "txbxContent")
            for point in data.iter(_DIAGRAM + "pt") if data is not None else ():
                if point.get("type") not in WITHOUT_WORDS:
                    run = etree.SubElement(etree.SubElement(box, W + "p"), W + "r")
                    words = " ".join(e.text or "" for e in point.iter(_LETTERS))
                    etree.SubElement(run, W + "t").text = one_line(words)

    def _notes(self, body: etree._Element) -> Iterator[str]:
        """Those that the body refers to: footnotes in its order, then endnotes."""
        for kind in ("footnote", "endnote"):
            part = self.parts.beside(f"{kind}s", f"{kind}s.xml")
            root = self.parts.optional(part)
            if root is None:
                continue
            self._clear(root, part)
            notes = {e.get(W + "id"): e for e in root.iter(W + kind) if e.get(W + "type") in (None, "normal")}
            for reference in body.iter(f"{W}{kind}Reference"):
                note = notes.pop(reference.get(W + "id"), None)
                if note is not None:
                    yield one_line(" ".join(words_of(paragraph) for paragraph in note.iter(W + "p")))

    def _clear(self, root: etree._Element, part: str) -> None:
        links = {relation.name: relation.target for relation in self.parts.relations(part)}
        keep_seen(root, self._looks, links)


def _is_head(name: str) -> bool:
    return _HEAD.fullmatch(posixpath.basename(name)) is not None


def _nested(raw: bytes, depth: int) -> Extracted | Unreadable:
    if depth > _DEEPEST:
        return Unreadable("too many files lie within each other")
    return _read(raw, depth)
