"""A piece of HTML that stands in a text of another format -> light Markdown."""

from lxml import etree

from maltolk.reading.formats.html.html_body import write_body
from maltolk.reading.formats.html.inline import plain_lines
from maltolk.reading.formats.html.own_styles import styles_of
from maltolk.reading.formats.html.visible import without_invisible


def fragment(written: str) -> str | None:
    """What a browser shows of the piece; None where it is no HTML."""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = etree.fromstring(f"<body>{written}</body>".encode(), parser)
    except etree.XMLSyntaxError:
        return None
    body = None if root is None else root.find("body")
    if body is None or any("depth" in entry.message.lower() for entry in parser.error_log):
        return None
    styles = styles_of(root)
    without_invisible(root, styles)
    plain_lines(root, styles)
    return write_body(body)
