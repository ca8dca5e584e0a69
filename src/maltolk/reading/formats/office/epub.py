"""Electronic books: hidden parts and the table of contents taken out, the rest by pandoc."""

import io
import posixpath
import re
import zipfile
from urllib.parse import unquote

from lxml import etree

from maltolk.reading.formats.extracted import Extracted, Unreadable
from maltolk.reading.formats.html.own_styles import Styles, styles_of
from maltolk.reading.formats.html.visible import is_hidden, is_struck
from maltolk.reading.formats.office.converted import extracted
from maltolk.reading.formats.office.packed import Package, Refused

_PAGE = re.compile(r"\.x?html?\Z|\.xml\Z", re.IGNORECASE)
_KEPT = re.compile(r"\.(?:x?html?|xml|opf|ncx)\Z|\Amimetype\Z", re.IGNORECASE)
_TYPE = "{http://www.idpf.org/2007/ops}type"
_XHTML = "{http://www.w3.org/1999/xhtml}"


def read(raw: bytes) -> Extracted | Unreadable:
    """The book's words, or why there are none."""
    try:
        package = Package(raw, ".epub")
        if package.optional("META-INF/encryption.xml") is not None and package.raw("META-INF/rights.xml") is not None:
            return Unreadable("the file is locked with a licence; get one without")
        package.xml("META-INF/container.xml")
        packed = _packed_anew(package)
    except Refused as refusal:
        return Unreadable(str(refusal))
    return extracted(packed, "epub")


def _packed_anew(package: Package) -> bytes:
    """The book with what people see alone, and without pictures."""
    target = io.BytesIO()
    sheets = {
        name: part for name in package.names() if name.casefold().endswith(".css") and (part := package.raw(name))
    }
    by_name = {posixpath.normpath(name): part.decode("utf-8", "replace") for name, part in sheets.items()}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name in dict.fromkeys(package.names()):
            part = package.raw(name) if _KEPT.search(posixpath.basename(name)) else b""
            archive.writestr(name, _seen(part or b"", name, by_name) if _PAGE.search(name) and part else part or b"")
    return target.getvalue()


def _styles(root: etree._Element, page: str, sheets: dict[str, str]) -> Styles:
    """What a page's sheets say of its elements. ``page``: its name. ``sheets``: the book's, by name."""
    linked = [
        unquote((link.get("href") or "").partition("#")[0])
        for link in root.iter(f"{_XHTML}link")
        if "stylesheet" in (link.get("rel") or "")
    ]
    names = (posixpath.normpath(posixpath.join(posixpath.dirname(page), target)) for target in linked)
    return styles_of(root, "\n".join(sheets.get(name, "") for name in names))


def _seen(page: bytes, name: str, sheets: dict[str, str]) -> bytes:
    """A page without its hidden parts; one that is no XML stays as it is."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(page, parser)
    except (etree.XMLSyntaxError, ValueError):
        return page
    styles = _styles(root, name, sheets)
    unseen = [e for e in root.iter(etree.Element) if _is_contents(e) or is_hidden(e, styles) or is_struck(e, styles)]
    if not unseen:
        return page
    for element in unseen:
        if (parent := element.getparent()) is not None:
            etree.SubElement(parent, f"{_XHTML}span").tail = element.tail
            parent.replace(element, parent[-1])
    return etree.tostring(root, encoding="utf-8")


def _is_contents(element: etree._Element) -> bool:
    return element.tag == f"{_XHTML}nav" and element.get(_TYPE) in ("toc", "landmarks", "page-list")
