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


_CLOSING = tuple(".,;:!?)")


def _strip_before(before: etree._Element | None, parent: etree._Element) -> None:
    """No space is left between the words before an element that goes and a full stop behind it."""
    if before is not None:
        before.tail = (before.tail or "").rstrip(" ")
    else:
        parent.text = (parent.text or "").rstrip(" ")


def replace_by(element: etree._Element, words: str) -> None:
    """Put ``words`` in the place of the element and all below it; what follows it stays. Nothing happens to a root."""
    parent = element.getparent()
    if parent is None:
        return
    said = words + (element.tail or "")
    before = element.getprevious()
    if not words and said[:1] in _CLOSING:
        _strip_before(before, parent)
    if before is not None:
        before.tail = (before.tail or "") + said
    else:
        parent.text = (parent.text or "") + said
    parent.remove(element)
