"""OpenDocument spreadsheets: each sheet under its name, values as they are shown."""

from lxml import etree

from maltolk.reading.formats.extracted import Extracted, Unreadable
from maltolk.reading.formats.markup import Markup
from maltolk.reading.formats.office.odf import read_odf
from maltolk.reading.formats.office.odf_body import Body, rows_of
from maltolk.reading.formats.office.odf_styles import TABLE, Styles
from maltolk.reading.formats.office.sheets import write_sheet


def read(raw: bytes) -> Extracted | Unreadable:
    """The sheets' words, or why there are none."""
    return read_odf(raw, ".ods", "spreadsheet", _write)


def _write(markup: Markup, body: etree._Element, styles: Styles) -> None:
    for table in body.iterchildren(TABLE + "table"):
        if not styles.is_left_out("table", table.get(TABLE + "style-name") or ""):
            write_sheet(markup, table.get(TABLE + "name") or "", rows_of(table))
            for shapes in table.iterchildren(TABLE + "shapes"):
                Body(markup, styles).write(shapes)
