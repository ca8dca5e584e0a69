"""Elements within a line -> the words that they mean: raised type, and addresses hidden from robots."""

import re

from lxml import etree

from maltolk.reading.formats.addresses import unhidden
from maltolk.reading.formats.html.own_styles import Styles
from maltolk.reading.formats.raised import raised
from maltolk.reading.formats.tree import replace_by, words_in

_NOTE = re.compile(r"(?:foot|end)?note[-_]?ref|fotnot|noteref|fnref", re.IGNORECASE)
_TARGET = re.compile(
    r"#_{0,2}(?:f(?:oot|ot)?n(?:ote|ot)?(?:ref)?|ftn|not|note|en|cite_note|sdfootnote)[-_:.]?\d", re.IGNORECASE
)
_NUMBER = re.compile(r"[(\[]?\s*(?:\d{1,3}|[*†‡])\s*[)\]]?")
_BACK = re.compile(r"[↩↑⤴⏎^\ufe0e\ufe0f\s]+")
"""What leads from a note back to its mark."""
_LAID_OUT = frozenset({"block", "flex", "grid", "table", "list-item", "table-row"})
_BEFORE = 40
"""Characters before raised type that decide what it means."""
_STEPS = 8
"""Elements before it in which they are looked for."""


def plain_lines(root: etree._Element, styles: Styles) -> None:
    """Put words in the place of raised type, references to notes, formulas and masked addresses."""
    for element in list(root.iter("math")):
        _write_formula(element)
    for element in list(root.iter("a")):
        if (element.get("href") or "").startswith("#") and _BACK.fullmatch(words_in(element)):
            replace_by(element, "")
    for element in list(root.iter("a", "span")):
        _unmask(element)
    for element in list(root.iter("sup", "span", "a")):
        if element.getparent() is not None and _is_raised(element, styles):
            replace_by(element, raised(_before(element), words_in(element), element.tail or None))


def blocks_of(root: etree._Element, styles: Styles) -> None:
    """Make blocks of what is laid out as one, and of buttons, so that words beside are not glued to theirs; a time gets
    a space before it."""
    for element in list(root.iter("span", "b", "strong", "em", "label", "small", "time", "button")):
        if element.tag == "button" or styles.of(element).get("display") in _LAID_OUT:
            element.tag = "div"
        elif element.tag == "time" and _before(element)[-1:].isalpha() and element.text:
            element.text = f" {element.text}"


def _write_formula(formula: etree._Element) -> None:
    """Make words of a formula: exponents are raised, the parts of a fraction apart."""
    for note in list(formula.iter("annotation", "annotation-xml", "mphantom")):
        replace_by(note, "")
    for power in formula.iter("msup"):
        if len(power) == 2:
            power[1].tag = "sup"
    for fraction in formula.iter("mfrac"):
        if len(fraction) == 2:
            fraction[0].tail = "/"
    formula.tag = "span"


def _unmask(element: etree._Element) -> None:
    """The addresses that a proxy hides from robots: as an element's words, or as a link's fragment."""
    link = element.get("href") or ""
    address = unhidden(element.get("data-cfemail") or "")
    if address:
        replace_by(element, address)
    elif "/email-protection#" in link and (address := unhidden(link.rpartition("#")[2])):
        element.set("href", f"mailto:{address}")


def _is_raised(element: etree._Element, styles: Styles) -> bool:
    if element.tag == "sup" or styles.of(element).get("vertical-align") in ("super", "text-top"):
        return True
    if element.tag != "a" or not _NUMBER.fullmatch(words_in(element)):
        return False
    named = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('role') or ''}"
    link = element.get("href") or ""
    return bool(_NOTE.search(named) or _TARGET.match(link))


def _before(element: etree._Element) -> str:
    """The end of the line in front of the element."""
    said = ""
    for _ in range(_STEPS):
        if said.strip():
            break
        before = element.getprevious()
        parent = element.getparent()
        if before is not None:
            said = "".join(map(str, before.itertext()))[-_BEFORE:] + (before.tail or "")[-_BEFORE:] + said
            element = before
        elif parent is not None and parent.tag in ("a", "span", "b", "strong", "em", "i", "u", "small", "font", "abbr"):
            said = (parent.text or "") + said
            element = parent
        else:
            return ((parent.text or "") if parent is not None else "")[-_BEFORE:] + said[-_BEFORE:]
    return said[-_BEFORE:]
