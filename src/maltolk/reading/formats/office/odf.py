"""OpenDocument files: their parts, their metadata, and what people see of their body."""

from collections.abc import Callable

from lxml import etree

from maltolk.reading.formats.extracted import Extracted, Unreadable, finished, one_line
from maltolk.reading.formats.markup import Markup
from maltolk.reading.formats.office.odf_seen import keep_seen
from maltolk.reading.formats.office.odf_styles import OFFICE, STYLE, TEXT, Styles
from maltolk.reading.formats.office.packed import Package, Refused
from maltolk.reading.formats.tree import words_apart
from maltolk.swedish.dates import iso_date

_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_MAX_ABOUT = 1000

Write = Callable[[Markup, etree._Element, Styles], None]


def read_odf(raw: bytes, suffix: str, kind: str, write: Write) -> Extracted | Unreadable:
    """The words of a file, or why there are none. ``kind``: the name of its body ("text"); ``write`` writes that."""
    try:
        package = Package(raw, suffix)
        listed = package.optional("META-INF/manifest.xml")
        if listed is not None and any(etree.QName(e).localname == "encryption-data" for e in listed.iter()):
            return Unreadable("the file has a password; save it without one")
        content = package.xml("content.xml")
        other = package.optional("styles.xml")
        meta = package.optional("meta.xml")
    except Refused as refusal:
        return Unreadable(str(refusal))
    body = content.find(f"{OFFICE}body/{OFFICE}{kind}")
    if body is None:
        return Unreadable(f"the file is another kind of OpenDocument in spite of its name; save it anew as {suffix}")
    styles = Styles([content] if other is None else [other, content])
    keep_seen(body, styles)
    markup = Markup()
    write(markup, body, styles)
    text, _ = finished(markup.text)
    if not any(sign.isalnum() for sign in text):
        return Unreadable("the file holds no words; if it shows pictures of text, run it through OCR first")
    title, date, language, author = _properties(meta)
    about = "\n".join(filter(None, [*_heads(other, styles), author]))
    return Extracted(text, title=title, saved=date, language=language, about=about[:_MAX_ABOUT])


def _heads(root: etree._Element | None, styles: Styles) -> list[str]:
    """The lines of the page headers."""
    if root is None:
        return []
    heads = list(root.iter(STYLE + "header"))
    for head in heads:
        keep_seen(head, styles)
    return [words_apart(paragraph) for head in heads for paragraph in head.iter(TEXT + "p")]


def _properties(meta: etree._Element | None) -> tuple[str | None, str | None, str | None, str | None]:
    """Title, date, language and author, None where nobody filled them in."""
    found = None if meta is None else meta.find(OFFICE + "meta")
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
