"""OpenDocument slides: each slide's title as a heading, then its words; notes for the speaker left out."""

from lxml import etree

from maltolk.reading.formats.extracted import Extracted, Unreadable, one_line
from maltolk.reading.formats.markup import Markup
from maltolk.reading.formats.office.odf import read_odf
from maltolk.reading.formats.office.odf_body import Body, words_of
from maltolk.reading.formats.office.odf_styles import DRAW, PRESENTATION, TEXT, Styles

_MARGINS = ("footer", "page-number", "date-time", "header")


def read(raw: bytes) -> Extracted | Unreadable:
    """The slides' words, or why there are none."""
    return read_odf(raw, ".odp", "presentation", _write)


def _write(markup: Markup, body: etree._Element, styles: Styles) -> None:
    level = 1
    for page in body.iterchildren(DRAW + "page"):
        if styles.is_left_out("drawing-page", page.get(DRAW + "style-name") or ""):
            continue
        for shape in [e for e in page if e.get(PRESENTATION + "class") in ("title", *_MARGINS)]:
            if shape.get(PRESENTATION + "class") == "title":
                markup.heading(level, one_line(" ".join(words_of(p) for p in shape.iter(TEXT + "p"))))
            page.remove(shape)
        level = 2
        Body(markup, styles).write(page)
