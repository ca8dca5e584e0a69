"""What the pages of a PDF are called: by the file, by the numbers printed on them, or by their place."""

from collections import Counter
from collections.abc import Collection, Sequence

import pypdfium2

from maltolk.reading.formats.extracted import one_line

_LONGEST = 20
"""Characters of a page's name; a longer one is no number."""
_FEWEST = 2
"""Pages whose numbers make a series."""
_MISSING = 4
"""Pages of the printed text that the file may be without."""


def page_names(document: pypdfium2.PdfDocument, printed: Sequence[Collection[int]]) -> tuple[str, ...]:
    """A name for each page, "" for one without; none where they are called by their place. ``printed``: the numbers on
    each page that may be its own."""
    return _labels(document) or _counted(printed)


def _labels(document: pypdfium2.PdfDocument) -> tuple[str, ...]:
    """As the file's own labels have it; none where these only count the pages, or are longer than numbers are."""
    labels = tuple(one_line(document.get_page_label(number)) for number in range(len(document)))
    plain = tuple(str(number) for number in range(1, len(labels) + 1))
    if not any(labels) or labels == plain or any(len(label) > _LONGEST for label in labels):
        return ()
    return labels


def _counted(printed: Sequence[Collection[int]]) -> tuple[str, ...]:
    """By the printed numbers, where most pages have one that is as much higher than their place."""
    offsets = Counter(number - place for place, numbers in enumerate(printed, 1) for number in set(numbers))
    offset, pages = max(offsets.items(), key=lambda item: (item[1], -abs(item[0])), default=(0, 0))
    if offset == 0 or pages < _FEWEST or 2 * pages <= len(printed):
        return ()
    names: list[str] = []
    before = 0
    for place, numbers in enumerate(printed, 1):
        number = _number(place + offset, numbers, before)
        names.append("" if number is None else str(number))
        before = number or before
    return tuple(names)


def _number(expected: int, numbers: Collection[int], before: int) -> int | None:
    """The page's number in the series; the printed one where sheets are missing, and none before its first page, or
    where only the numbers of another series stand on the page. ``before``: the highest of the pages before."""
    if not numbers or expected in numbers:
        return expected if expected > before else None
    near = [number for number in numbers if before < number and abs(number - expected) <= _MISSING]
    return min(near, key=lambda number: abs(number - expected), default=None)
