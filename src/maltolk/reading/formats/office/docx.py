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
from maltolk.reading.formats.office.ooxml import Parts
from maltolk.reading.formats.office.packed import Package, Refused

_HEAD = re.compile(r"header\d*\.xml", re.IGNORECASE)
_MAX_ABOUT = 1000
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
        self._looks = Looks(self._styles)

    def written(self, depth: int) -> str:
        """Body and notes, unfinished."""
        markup = Markup()
        body = self._root.find(W + "body")
        if body is not None:
            self._clear(body, self.parts.main)
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

    def heads(self) -> Iterator[str]:
        """The lines of the page headers."""
        for name in self.parts.names():
            if _HEAD.fullmatch(posixpath.basename(name)) and (root := self.parts.optional(name)) is not None:
                self._clear(root, name)
                yield from (one_line(words_of(paragraph)) for paragraph in root.iter(W + "p"))

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


def _nested(raw: bytes, depth: int) -> Extracted | Unreadable:
    if depth > _DEEPEST:
        return Unreadable("too many files lie within each other")
    return _read(raw, depth)
