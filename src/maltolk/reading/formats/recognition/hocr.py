"""hOCR -> lines of words with their places, and what is too uncertain to be read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from lxml import etree

_SURE, _SURE_FIGURE = 75, 87
"""Of 100: below, a word or a word with a figure is not certain. Of right words hardly any are lower; a "%" taken for
"90" has up to 84."""
_PAGE = 80
"""Of 100: the mean of its letters, below which nothing of a page is certain."""
_MANY = 0.2
"""Share of uncertain words at which the rest of a page is not certain either."""
_TITLE = re.compile(r"\s*(\w+)\s+([^;]*)")
_BULLETS = frozenset("eo©®¢°*«»+~•·.-—–=>")
"""What a bullet is taken for, alone at the start of a line."""
_SPECK = re.compile(r"[^\w%‰§€£$+=<>≤≥/−–-]+")
"""Nothing that says anything: specks of dirt, rules."""


@dataclass(frozen=True, slots=True)
class Word:
    """A recognised word. Places in pixels from the upper left. ``sure``: of 100."""

    text: str
    x0: float
    x1: float
    sure: int

    @property
    def certain(self) -> bool:
        """Whether it can be quoted."""
        return self.sure >= (_SURE_FIGURE if any(sign.isdigit() for sign in self.text) else _SURE)


@dataclass(frozen=True, slots=True)
class Line:
    """Words from left to right. ``y``: of the baseline at the page's left edge; ``size``: of the type, in pixels."""

    words: tuple[Word, ...]
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """A picture's lines. ``width``, ``height``: in pixels."""

    lines: tuple[Line, ...]
    width: float
    height: float

    @property
    def certain(self) -> bool:
        """Whether the words that are certain by themselves can be trusted among the others."""
        words = [word for line in self.lines for word in line.words]
        letters = sum(len(word.text) for word in words)
        unsure = sum(not word.certain for word in words)
        return letters == 0 or (
            sum(word.sure * len(word.text) for word in words) >= _PAGE * letters and unsure <= _MANY * len(words)
        )


def sheets(written: bytes) -> list[Sheet]:
    """The pictures of a file. Raises ValueError for what is no hOCR."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(written, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(str(error)) from error
    pages = [element for element in root.iter("{*}div") if element.get("class") == "ocr_page"]
    return [_sheet(page) for page in pages]


def _sheet(page: etree._Element) -> Sheet:
    found = [element for element in page.iter("{*}span") if "x_size" in _said(element)]
    slopes = [each[0] for element in found if (each := _numbers(element, "baseline"))]
    slope = median(slopes) if slopes else 0.0
    _, _, width, height = _numbers(page, "bbox")
    return Sheet(tuple(line for element in found if (line := _line(element, slope)).words), width, height)


def _line(element: etree._Element, slope: float) -> Line:
    """A line of a page that leans by ``slope``, as if it stood upright."""
    x0, _, _, y1 = _numbers(element, "bbox")
    _, above = _numbers(element, "baseline") or (0.0, 0.0)
    (size,) = _numbers(element, "x_size")
    return Line(tuple(_without_specks(list(_words(element)))), y1 + above - slope * x0, size)


def _words(element: etree._Element) -> Iterator[Word]:
    for word in element.iter("{*}span"):
        text = "".join(str(part) for part in word.itertext()).strip()
        if word.get("class") == "ocrx_word" and text:
            x0, _, x1, _ = _numbers(word, "bbox")
            yield Word(text, x0, x1, round(_numbers(word, "x_wconf")[0]))


def _without_specks(words: list[Word]) -> Iterator[Word]:
    """The words without specks; a bullet in front for what it was taken for."""
    for place, word in enumerate(words):
        if place == 0 and len(words) > 1 and word.text in _BULLETS:
            yield Word("•", word.x0, word.x1, 100)
        elif word.certain or not _SPECK.fullmatch(word.text):
            yield word


def _said(element: etree._Element) -> dict[str, str]:
    return dict(_TITLE.findall(element.get("title", "")))


def _numbers(element: etree._Element, name: str) -> list[float]:
    """The numbers of a property; none where the element lacks it. Raises ValueError where they are none."""
    return [float(number) for number in _said(element).get(name, "").split()]
