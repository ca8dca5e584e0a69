"""Electronic books: hidden parts and the table of contents taken out, the rest by pandoc."""

import io
import posixpath
import re
import zipfile

from lxml import etree

from maltolk.reading.formats.extracted import Extracted, Unreadable
from maltolk.reading.formats.office.converted import extracted
from maltolk.reading.formats.office.packed import Package, Refused

_PAGE = re.compile(r"\.x?html?\Z|\.xml\Z", re.IGNORECASE)
_KEPT = re.compile(r"\.(?:x?html?|xml|opf|ncx)\Z|\Amimetype\Z", re.IGNORECASE)
_HIDDEN = re.compile(r"(?:display:none|visibility:hidden)")
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
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name in dict.fromkeys(package.names()):
            part = package.raw(name) if _KEPT.search(posixpath.basename(name)) else b""
            archive.writestr(name, _seen(part or b"") if _PAGE.search(name) and part else part or b"")
    return target.getvalue()


def _seen(page: bytes) -> bytes:
    """A page without its hidden parts; one that is no XML stays as it is."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(page, parser)
    except (etree.XMLSyntaxError, ValueError):
        return page
    unseen = [e for e in root.iter("*") if _is_hidden(e)]
    if not unseen:
        return page
    for element in unseen:
        if (parent := element.getparent()) is not None:
            etree.SubElement(parent, f"{_XHTML}span").tail = element.tail
            parent.replace(element, parent[-1])
    return etree.tostring(root, encoding="utf-8")


def _is_hidden(element: etree._Element) -> bool:
    styled = re.sub(r"\s", "", element.get("style") or "").casefold()
    contents = element.tag == f"{_XHTML}nav" and element.get(_TYPE) in ("toc", "landmarks", "page-list")
    return contents or element.get("hidden") is not None or _HIDDEN.search(styled) is not None
