"""How much text the elements of a page hold, and how much of it in links; counted once for the whole page."""

from dataclasses import dataclass

from lxml import etree


@dataclass(frozen=True, slots=True)
class Lengths:
    """Characters of words, white space aside, in and below each element, and those of them in links."""

    words: dict[etree._Element, int]
    linked: dict[etree._Element, int]

    def of(self, element: etree._Element) -> int:
        """Characters of an element's words."""
        return self.words.get(element, 0)

    def link_share(self, element: etree._Element) -> float:
        """Share of an element's words in links; 1 where it has none."""
        whole = self.of(element)
        return self.linked.get(element, 0) / whole if whole else 1.0


def lengths_of(root: etree._Element) -> Lengths:
    """The lengths of ``root`` and all below it, as they are now."""
    words: dict[etree._Element, int] = {}
    linked: dict[etree._Element, int] = {}
    for element in reversed(list(root.iter(etree.Element))):  # each after all below it
        own = _length(element.text) + sum(_length(child.tail) + words.get(child, 0) for child in element)
        words[element] = own
        linked[element] = own if element.tag == "a" else sum(linked.get(child, 0) for child in element)
    return Lengths(words, linked)


def _length(text: str | None) -> int:
    return 0 if text is None else sum(map(len, text.split()))
