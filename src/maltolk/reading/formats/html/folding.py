"""What a reader can open on a page: panels of tabs, accordions, "Läs mer"."""

import re

from lxml import etree

from maltolk.reading.formats.tree import words_in

NAMING = ("aria-controls", "data-target", "data-bs-target", "data-tab", "data-toggle-target", "href", "for")
_FRAGMENT = re.compile(r"[^#\s]*#([^\s#]+)")
_TOGGLE = re.compile(r"toggle|accordion|dragspel|collaps|expand|fold|faq", re.IGNORECASE)
_HEADINGS = ("h2", "h3", "h4", "h5", "h6", "dt")
_MANY_LINKS = 0.8
"""Share of words in links at which what opens is a menu."""
_BOXES = ("checkbox", "radio")


class Folding:
    """The controls of a page and what they open."""

    def __init__(self, root: etree._Element) -> None:
        self._boxes = {e.get("id") for e in root.iter("input") if (e.get("type") or "").casefold() in _BOXES}
        self._named: set[str] = set()
        for element in root.iter("button", "a", "label", "summary", "li", "div", "span", *_HEADINGS):
            for attribute in NAMING:
                if given := element.get(attribute):
                    self._named |= set(_ids(given, fragment=attribute == "href"))
        self._ids = {name for e in root.iter(etree.Element) if (name := e.get("id"))}

    def opens(self, element: etree._Element) -> bool:
        """Whether a reader can open the element, and it is no menu."""
        labelled = element.get("aria-labelledby") in self._ids and element.get("role") != "dialog"
        named = (element.get("id") or "") in self._named
        if not (element.get("role") == "tabpanel" or named or labelled or self._has_control(element)):
            return False
        words = len(words_in(element))
        linked = sum(len(words_in(link)) for link in element.iter("a"))
        return element.get("role") not in ("dialog", "alertdialog", "menu") and linked < _MANY_LINKS * max(words, 1)

    def _has_control(self, element: etree._Element) -> bool:
        """Whether the control stands right before the element, or before the box that it alone is in, or is a button
        right behind it."""
        before, after, above = element.getprevious(), element.getnext(), element.getparent()
        if before is None and above is not None and len(above) == 1:
            before = above.getprevious()
        if before is not None and self._is_control(before):
            return True
        if after is None and above is not None and element.tag in ("span", "p"):
            after = above.getnext()
        return after is not None and after.tag == "button"

    def _is_control(self, element: etree._Element) -> bool:
        if not words_in(element):
            return False
        if element.tag == "label":
            return element.get("for") in self._boxes or element.find(".//input") is not None
        toggles = _TOGGLE.search(element.get("class") or "") is not None
        return (
            element.tag in ("button", "summary")
            or element.get("role") == "button"
            or element.get("aria-expanded") is not None
            or (element.tag in _HEADINGS and toggles)
            or any(e.tag == "button" or e.get("aria-expanded") is not None for e in element.iterdescendants())
        )


def _ids(given: str, *, fragment: bool) -> list[str]:
    """The ids that an attribute names; a link's are behind its #."""
    if fragment:
        found = _FRAGMENT.fullmatch(given.strip())
        return [found[1]] if found else []
    return [name.lstrip("#") for name in given.split()]
