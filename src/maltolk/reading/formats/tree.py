"""Words of elements, in any kind of tree."""

from lxml import etree

from maltolk.reading.formats.extracted import one_line


def words_in(element: etree._Element) -> str:
    """All words in and below the element on one line; nothing between neighbouring elements."""
    return one_line("".join(map(str, element.itertext())))


def words_apart(element: etree._Element) -> str:
    """The same with a space between elements, for names and addresses in separate boxes."""
    return one_line(" ".join(map(str, element.itertext())))


def is_own(element: etree._Element, table: etree._Element, kind: str) -> bool:
    """Whether a row belongs to ``table`` itself, not to one within. ``kind``: the tag of tables."""
    return next(element.iterancestors(kind), None) is table
