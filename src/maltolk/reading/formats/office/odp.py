"""OpenDocument slides: each slide's title as a heading, then its words; notes for the speaker left out."""

from lxml import etree

from maltolk.reading.formats.extracted import Extracted, Unreadable, one_line
from maltolk.reading.formats.markup import Markup
from maltolk.reading.formats.office.odf import read_odf
from maltolk.reading.formats.office.odf_body import Body, words_of
from maltolk.reading.formats.office.odf_styles import DRAW, PRESENTATION, SVG, TEXT, Styles, points

_MARGINS = ("footer", "page-number", "date-time", "header")


def read(raw: bytes) -> Extracted | Unreadable:
    """The slides' words, or why there are none."""
    return read_odf(raw, ".odp", "presentation", _write)


def _write(markup: Markup, body: etree._Element, styles: Styles) -> None:
    size = styles.page_size()
    level = 1
    for page in body.iterchildren(DRAW + "page"):
        if styles.is_left_out("drawing-page", page.get(DRAW + "style-name") or ""):
            continue
        for shape in [e for e in page if e.get(PRESENTATION + "class") in ("title", *_MARGINS)]:
            if shape.get(PRESENTATION + "class") == "title":
                markup.heading(level, one_line(" ".join(words_of(p) for p in shape.iter(TEXT + "p"))))
            page.remove(shape)
        level = 2
        for shape in [e for e in page if _is_beyond(e, size)]:
            page.remove(shape)
        Body(markup, styles).write(page)


def _is_beyond(shape: etree._Element, size: tuple[float, float]) -> bool:
    """Whether a shape lies wholly outside pages of that size, in points; 0.0 where it isn't known."""
    for along, wide, whole in (("x", "width", size[0]), ("y", "height", size[1])):
        begins, length = points(shape.get(SVG + along)), points(shape.get(SVG + wide))
        if begins is not None and (begins + (length or 0.0) <= 0.0 > begins or begins >= whole > 0.0):
            return True
    return False
