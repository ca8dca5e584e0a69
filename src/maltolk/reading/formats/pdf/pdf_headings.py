"""Headings that a PDF names in its outline or by its tags, where these agree with the words on its pages."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import pypdfium2

from maltolk.reading.formats.pdf.pdf_layout import Flow, Table
from maltolk.reading.formats.pdf.pdf_lines import PdfLine
from maltolk.reading.formats.pdf.pdf_tags import TaggedHeading

_MOST = 5000
"""Entries of an outline that are looked at."""
_LONGEST = 200
"""Characters of a heading."""
_MOSTLY = 0.5
"""Share of the entries that has to be on their pages; an outline of another text is none of this one."""
_MOST_LINES = 0.7
"""Share of the lines that are headings; where more are, the names mean something else."""
_LINES = 3
"""Lines of a heading."""
_NUMBER = re.compile(r"^\d+(?:\.\d+)*\.?(?=\D)")

Outline = Mapping[int, Mapping[str, int]]
"""Page, from 0 -> the headings on it, as they are compared -> their level, from 1."""


class NamedHeading(NamedTuple):
    """What a line is part of. ``level``: from 1. ``first``: the heading's first line."""

    level: int
    first: PdfLine


def outline_of(document: pypdfium2.PdfDocument) -> Outline:
    """The headings of the outline; of the same words on one page the first."""
    found: dict[int, dict[str, int]] = {}
    for number, entry in enumerate(document.get_toc()):
        if number >= _MOST:
            break
        target = entry.get_dest()
        page = None if target is None else target.get_index()
        words = _compared(entry.get_title())
        if page is not None and words and len(words) <= _LONGEST:
            found.setdefault(page, {}).setdefault(words, entry.level + 1)
    return found


def with_tagged(outline: Outline, tagged: Sequence[Sequence[TaggedHeading]]) -> Outline:
    """The outline with the headings that tags name on each page, as they are compared, whose level goes before."""
    found = {page: dict(words) for page, words in outline.items()}
    for page, headings in enumerate(tagged):
        for words, level in reversed(headings):
            if 0 < len(compared := _compared(words)) <= _LONGEST:
                found.setdefault(page, {})[compared] = level
    return found


def named_headings(pages: Sequence[Sequence[Flow | Table]], outline: Outline) -> dict[PdfLine, NamedHeading]:
    """The lines that are headings by the outline; none where most of it is not on its pages, or where it makes headings
    of most lines."""
    found: dict[PdfLine, NamedHeading] = {}
    met = 0
    for number, words_of in outline.items():
        flows = [region for region in pages[number] if isinstance(region, Flow)] if number < len(pages) else []
        for words, level in words_of.items():
            runs = [run for flow in flows for run in _runs(flow.lines, words)]
            if runs:
                met += 1
                largest = max(runs, key=lambda run: (run[0].size, run[0].bold))
                found |= dict.fromkeys(largest, NamedHeading(level, largest[0]))
    lines = sum(len(region.lines) for page in pages for region in page if isinstance(region, Flow))
    true = met >= _MOSTLY * sum(map(len, outline.values())) and len(found) < _MOST_LINES * lines
    return found if true else {}


def _runs(lines: Sequence[PdfLine], words: str) -> Iterator[Sequence[PdfLine]]:
    """Lines after each other that together say ``words``."""
    for start in range(len(lines)):
        for end in range(start + 1, min(start + _LINES, len(lines)) + 1):
            said = _compared(" ".join(line.text for line in lines[start:end]))
            if said == words:
                yield lines[start:end]
            if len(said) >= len(words):
                break


def _compared(words: str) -> str:
    """Without white space, capitals and the number in front, which outlines often leave out."""
    squeezed = "".join(words.split()).casefold()
    return _NUMBER.sub("", squeezed)
