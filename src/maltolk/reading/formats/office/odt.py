"""OpenDocument texts."""

from lxml import etree

from maltolk.reading.formats.extracted import Extracted, Unreadable, one_line
from maltolk.reading.formats.markup import Markup
from maltolk.reading.formats.office.odf import read_odf
from maltolk.reading.formats.office.odf_body import Body, words_of
from maltolk.reading.formats.office.odf_styles import TEXT, Styles


def read(raw: bytes) -> Extracted | Unreadable:
    """The document's words and, after them, its notes, or why there are none."""
    return read_odf(raw, ".odt", "text", _write)


def _write(markup: Markup, body: etree._Element, styles: Styles) -> None:
    Body(markup, styles).write(body)
    for note in body.iter(TEXT + "note-body"):
        markup.gap()
        markup.paragraph(one_line(" ".join(words_of(paragraph) for paragraph in note.iter(TEXT + "p"))))
