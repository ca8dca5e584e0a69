"""Words of elements, whatever kind of tree they stand in."""

from lxml import etree

from maltolk.reading.formats.extracted import one_line


def words_in(element: etree._Element) -> str:
    """All words in and below the element on one line; neighbouring elements are not parted."""
    return one_line("".join(map(str, element.itertext())))


def words_apart(element: etree._Element) -> str:
    """The same with a space between elements, for names and addresses that stand in boxes of their own."""
    return one_line(" ".join(map(str, element.itertext())))


def is_own(element: etree._Element, table: etree._Element, kind: str) -> bool:
    """Whether a row belongs to ``table`` itself, not to one within. ``kind``: the tag of tables."""
    return next(element.iterancestors(kind), None) is table
