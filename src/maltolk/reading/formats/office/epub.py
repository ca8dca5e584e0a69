"""Electronic books: hidden parts and the table of contents taken out, the rest by pandoc."""

import io
import posixpath
import re
import zipfile
from collections.abc import Callable
from urllib.parse import unquote

from lxml import etree

from maltolk.reading.formats.extracted import Extracted, Unreadable
from maltolk.reading.formats.html.visible import LINE_THROUGH, unseen_by
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
    sheets = {
        name: part for name in package.names() if name.casefold().endswith(".css") and (part := package.raw(name))
    }
    unseen = _ByStyle({posixpath.normpath(name): part.decode("utf-8", "replace") for name, part in sheets.items()})
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name in dict.fromkeys(package.names()):
            part = package.raw(name) if _KEPT.search(posixpath.basename(name)) else b""
            archive.writestr(name, _seen(part or b"", name, unseen) if _PAGE.search(name) and part else part or b"")
    return target.getvalue()


class _ByStyle:
    """What a page's style sheets hide or strike. ``sheets``: the book's, by name."""

    def __init__(self, sheets: dict[str, str]) -> None:
        self._sheets = sheets

    def of(self, root: etree._Element, page: str) -> Callable[[str, str, str], bool]:
        """Whether they do so to an element, given its tag, classes and id. ``page``: its name."""
        said = ["".join(map(str, style.itertext())) for style in root.iter(f"{_XHTML}style")]
        for link in root.iter(f"{_XHTML}link"):
            if "stylesheet" in (link.get("rel") or ""):
                target = unquote((link.get("href") or "").partition("#")[0])
                said.append(self._sheets.get(posixpath.normpath(posixpath.join(posixpath.dirname(page), target)), ""))
        return unseen_by("\n".join(said))


def _seen(page: bytes, name: str, styles: _ByStyle) -> bytes:
    """A page without its hidden parts; one that is no XML stays as it is."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(page, parser)
    except (etree.XMLSyntaxError, ValueError):
        return page
    by_style = styles.of(root, name)
    unseen = [
        e
        for e in root.iter("*")
        if _is_hidden(e) or by_style(str(e.tag).removeprefix(_XHTML), e.get("class") or "", e.get("id") or "")
    ]
    if not unseen:
        return page
    for element in unseen:
        if (parent := element.getparent()) is not None:
            etree.SubElement(parent, f"{_XHTML}span").tail = element.tail
            parent.replace(element, parent[-1])
    return etree.tostring(root, encoding="utf-8")


def _is_hidden(element: etree._Element) -> bool:
    styled = re.sub(r"\s", "", element.get("style") or "").casefold()
    struck = LINE_THROUGH.search(element.get("style") or "") is not None
    contents = element.tag == f"{_XHTML}nav" and element.get(_TYPE) in ("toc", "landmarks", "page-list")
    return contents or element.get("hidden") is not None or _HIDDEN.search(styled) is not None or struck
