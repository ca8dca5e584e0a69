"""Whether the characters of a PDF can be trusted: fonts without a character map show letters but do not tell them."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import pairwise

from maltolk.model import LeftOut
from maltolk.reading.formats.extracted import Unreadable
from maltolk.reading.formats.pdf.pdf_page import PageLines
from maltolk.reading.formats.pdf.pdf_symbols import UNKNOWN

_MANY = 0.1
"""Share of a page in words with unknown letters; every fifth word of Swedish has one of å, ä and ö."""
_LETTERS = 200
"""As many letters show whether they are those of a language."""
_FEWEST_VOWELS = 0.2
"""Share among letters; about 0.4 in Swedish and 0.37 in English."""
_LONG = re.compile(r"[a-zåäöéü]{4,}", re.IGNORECASE)
"""Words that are no abbreviations."""
_VOWEL = re.compile(r"[aeiouyåäöéü]", re.IGNORECASE)
_LONE = re.compile(rf"(?<!\S){UNKNOWN}(?!\S)")
_REASON = (
    "the PDF's fonts do not tell which letters their signs are; export it anew with the fonts' character maps, "
    "or run it through OCR"
)
_UNTOLD = (
    "parts of the page are in fonts that do not tell which letters their signs are; export the PDF anew with the "
    "fonts' character maps, or run it through OCR"
)
_UNCLEAR = "parts of the scan are too unclear to be read with certainty; scan the page anew at 300 dots per inch"
_SENTENCE = re.compile(r"(?<=[^\W\d_]{4}[.!?])\s+(?=[A-ZÅÄÖ])")
"""Between two sentences, of which the first ends in no abbreviation."""
_REASON_OF_PAGE = (
    "the page's fonts do not tell which letters their signs are; export the PDF anew with the fonts' character maps, "
    "or run it through OCR"
)


def trusted(pages: Sequence[PageLines]) -> tuple[list[PageLines], tuple[LeftOut, ...]] | Unreadable:
    """The pages, without text where the letters are not known, and which these are; why there is none if that holds
    for most of it."""
    hurt = [is_hurt(page) for page in pages]
    size = [sum(len(line.text) for line in page.lines) for page in pages]
    lost = sum(length for length, out in zip(size, hurt, strict=True) if out)
    if 2 * lost > sum(size) or 2 * sum(hurt) > sum(length > 0 for length in size):
        return Unreadable(_REASON)
    sound = [replace(page, lines=()) if out else page for page, out in zip(pages, hurt, strict=True)]
    return sound, tuple(LeftOut(number, _REASON_OF_PAGE) for number, out in enumerate(hurt, 1) if out)


def parts_left_out(pages: Sequence[PageLines], numbers: Collection[int]) -> list[LeftOut]:
    """What to tell of pages of which single blocks or sentences are left out. ``numbers``: from 0."""
    return [LeftOut(number + 1, _UNCLEAR if pages[number].from_image else _UNTOLD) for number in sorted(numbers)]


def certain_parts(words: str) -> list[tuple[int, str]]:
    """The runs of whole sentences in which every letter is known, and where each begins."""
    edges = [0, *(found.end() for found in _SENTENCE.finditer(words)), len(words)]
    runs: list[list[int]] = []
    for start, end in pairwise(edges):
        if not is_known(words[start:end]):
            continue
        if runs and runs[-1][1] == start:
            runs[-1][1] = end
        else:
            runs.append([start, end])
    return [(start, part) for start, end in runs if (part := without_unknown(words[start:end].strip()))]


def is_known(words: str) -> bool:
    """Whether every letter is known; a single sign may be a bullet or a picture."""
    return UNKNOWN not in _LONE.sub("", words)


def without_unknown(words: str) -> str:
    """The words without single signs that are not known."""
    return re.sub(r" {2,}", " ", _LONE.sub("", words)).strip(" ") if UNKNOWN in words else words


def is_hurt(page: PageLines) -> bool:
    """Whether the letters of a page are not known for its fonts."""
    if page.from_image:
        return False
    words = [word for line in page.lines for word in line.text.split() if word != UNKNOWN]
    length = sum(map(len, words))
    unknown = sum(len(word) for word in words if UNKNOWN in word)
    if unknown and unknown >= _MANY * length:
        return True
    letters = "".join(_LONG.findall(" ".join(words)))
    return len(letters) >= _LETTERS and len(_VOWEL.findall(letters)) < _FEWEST_VOWELS * len(letters)
