"""Elements within a line -> the words that they mean: raised type, and addresses hidden from robots."""

import re

from lxml import etree

from maltolk.reading.formats.addresses import unhidden
from maltolk.reading.formats.raised import raised
from maltolk.reading.formats.tree import replace_by, words_in

_SUPER = re.compile(r"vertical-align\s*:\s*(?:super|text-top)", re.IGNORECASE)
_NOTE = re.compile(r"(?:foot|end)?note[-_]?ref|fotnot|noteref|fnref", re.IGNORECASE)
_NUMBER = re.compile(r"[(\[]?\s*(?:\d{1,3}|[*†‡])\s*[)\]]?")
_BEFORE = 40
"""Characters before raised type that decide what it means."""


def plain_lines(root: etree._Element) -> None:
    """Put words in the place of raised type, references to notes and masked addresses."""
    for element in list(root.iter("a", "span")):
        _unmask(element)
    for element in list(root.iter("sup", "span", "a")):
        if element.getparent() is not None and _is_raised(element):
            replace_by(element, raised(_before(element), words_in(element), element.tail or None))


def _unmask(element: etree._Element) -> None:
    """The addresses that a proxy hides from robots: as an element's words, or as a link's fragment."""
    link = element.get("href") or ""
    address = unhidden(element.get("data-cfemail") or "")
    if address:
        replace_by(element, address)
    elif "/email-protection#" in link and (address := unhidden(link.rpartition("#")[2])):
        element.set("href", f"mailto:{address}")


def _is_raised(element: etree._Element) -> bool:
    if element.tag == "sup" or _SUPER.search(element.get("style") or ""):
        return True
    if element.tag != "a" or not _NUMBER.fullmatch(words_in(element)):
        return False
    named = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('role') or ''}"
    link = element.get("href") or ""
    return bool(_NOTE.search(named)) or (link.startswith("#") and bool(re.match(r"#_?_?f(?:oot)?n|#not|#cite", link)))


def _before(element: etree._Element) -> str:
    """The end of the line in front of the element."""
    said = ""
    while not said.strip():
        before = element.getprevious()
        parent = element.getparent()
        if before is not None:
            said = "".join(map(str, before.itertext())) + (before.tail or "") + said
            element = before
        elif parent is not None and parent.tag in ("a", "span", "b", "strong", "em", "i", "u", "small", "font", "abbr"):
            said = (parent.text or "") + said
            element = parent
        else:
            return ((parent.text or "") if parent is not None else "")[-_BEFORE:] + said[-_BEFORE:]
    return said[-_BEFORE:]
