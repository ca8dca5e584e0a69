"""The sections of an answer prepared for a template: lists grouped, parts of an overview told apart, texts dated."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from maltolk.answering.finding.overview_parts import part_told
from maltolk.model import AnswerLine, AnswerSection, Citation, Document, FixedWords
from maltolk.web.headings_above import Heading, heading_above
from maltolk.web.texts import texts

_NUMBERED = re.compile(r"(\d+)\. (.*)", re.DOTALL)
_SILENT = frozenset({"nothing_about_this", "no_texts_from_short"})
"""Sentences that stand for a municipality whose texts say nothing sure, or that there are none of."""


@dataclass(frozen=True, slots=True)
class ShownLine:
    """``number``: of a numbered item, written in front of it; ``citation``: its source, None for fixed words."""

    text: str
    citation: Citation | None
    number: int | None = None


@dataclass(frozen=True, slots=True)
class ValueCell:
    """``citation``: of the quote that ends with this cell, None within one."""

    text: str
    citation: Citation | None


@dataclass(frozen=True, slots=True)
class ValueRow:
    """A row of a text's table, as much of it as is quoted; cells that are not are empty."""

    cells: tuple[ValueCell, ...]


@dataclass(frozen=True, slots=True)
class ValueTable:
    """Rows of a text's table below its ``heads``. ``cited``: source of the head row, where the answer quotes it;
    ``named``: whether the first cell of a row says what the row is on."""

    heads: tuple[str, ...]
    cited: Citation | None
    rows: tuple[ValueRow, ...]
    named: bool


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """Lines that follow each other and are of one kind: ``form`` is "list", "numbered", "lines", "table" (then they are
    a ``table`` too) or, where they say that the texts say nothing, "silent". ``heading``: that they stand under in
    their text, where it tells them from those before or after."""

    form: str
    lines: tuple[ShownLine, ...]
    heading: Heading | None = None
    table: ValueTable | None = None


@dataclass(frozen=True, slots=True)
class ShownPart:
    """A part of a section. ``name``: of a part of an overview, with its ``heading``; "" for what is no such part."""

    groups: tuple[ShownGroup, ...]
    name: str = ""
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Dated:
    """When a text is from, and the years that it holds for; None where it does not say."""

    date: str | None
    period: str | None


@dataclass(frozen=True, slots=True)
class ShownSection:
    """A section of the answer; in a comparison ``title`` is the municipality. ``dates``: those of the texts that it
    cites, each once."""

    title: str
    parts: tuple[ShownPart, ...]
    dates: tuple[Dated, ...]


def shown_sections(sections: Iterable[AnswerSection], by_marker: Mapping[int, Citation]) -> tuple[ShownSection, ...]:
    """The sections that have anything to show besides contacts; one for each municipality of a comparison."""
    shown = []
    for title, same in groupby(sections, key=lambda section: section.title):
        together = tuple(same)
        # Sections without a title are not of one thing.
        for each in [together] if title else [(one,) for one in together]:
            made = _section(title, [line for section in each for line in section.lines if not line.contact], by_marker)
            if made.parts:
                shown.append(made)
    return tuple(shown)


def outlined(section: ShownSection, documents: Callable[[str], Document | None]) -> ShownSection:
    """The section with its lists under the headings of their texts, where their items stand under several.
    ``documents``: text by its digest, None for none."""
    cited = [line.citation for part in section.parts for group in part.groups for line in group.lines if line.citation]
    shown = {citation.quote.span for citation in cited}

    def heading(line: ShownLine) -> Heading | None:
        document = None if line.citation is None else documents(line.citation.quote.digest)
        if document is None or line.citation is None:
            return None
        return heading_above(document, line.citation.quote.span, shown)

    def split(group: ShownGroup) -> Iterator[ShownGroup]:
        runs = [(above, tuple(run)) for above, run in groupby(group.lines, key=heading)]
        # Items without a heading would seem to stand under the one before them.
        is_outline = group.form in ("list", "numbered") and len(runs) > 1 and all(above for above, _ in runs[1:])
        yield from (ShownGroup(group.form, lines, above) for above, lines in runs) if is_outline else (group,)

    parts = (
        replace(part, groups=tuple(run for group in part.groups for run in split(group))) for part in section.parts
    )
    return replace(section, parts=tuple(parts))


def _section(title: str, lines: Sequence[AnswerLine], by_marker: Mapping[int, Citation]) -> ShownSection:
    cited = [by_marker[line.marker] for line in lines if line.marker is not None and line.marker in by_marker]
    dates = dict.fromkeys(Dated(each.date, each.period) for each in cited)
    return ShownSection(title, tuple(_parts(lines, by_marker)), tuple(dates))


def _parts(lines: Sequence[AnswerLine], by_marker: Mapping[int, Citation]) -> Iterator[ShownPart]:
    starts = [number for number, line in enumerate(lines) if _overview_part(line) is not None]
    if starts[:1] != [0] and lines:
        yield ShownPart(_groups(lines[: starts[0] if starts else len(lines)], by_marker))
    for start, end in pairwise([*starts, len(lines)]):
        told, words = _overview_part(lines[start]), lines[start].parts[0]
        assert told is not None
        assert isinstance(words, FixedWords)
        name, is_silent = told
        t = texts("sv" if words.language == "sv" else "en")
        groups = _groups(lines[start + 1 : end], by_marker)
        if not groups:
            nothing = t["part_silent"] if is_silent else t["part_above"]
            groups = (ShownGroup("silent", (ShownLine(nothing, None),)),)
        yield ShownPart(groups, name, t[f"part_{name}"])


def _overview_part(line: AnswerLine) -> tuple[str, bool] | None:
    words = line.parts[0] if len(line.parts) == 1 else None
    return part_told(words) if isinstance(words, FixedWords) else None


def _groups(lines: Sequence[AnswerLine], by_marker: Mapping[int, Citation]) -> tuple[ShownGroup, ...]:
    return tuple(_group(bullet, list(run), by_marker) for bullet, run in groupby(lines, key=lambda line: line.bullet))


def _group(bullet: bool, lines: Sequence[AnswerLine], by_marker: Mapping[int, Citation]) -> ShownGroup:
    def citation(line: AnswerLine) -> Citation | None:
        return None if line.marker is None else by_marker.get(line.marker)

    if bullet and all(match := [_NUMBERED.fullmatch(line.text) for line in lines]):
        return ShownGroup(
            "numbered",
            tuple(
                ShownLine(m.group(2), citation(line), int(m.group(1)))
                for m, line in zip(match, lines, strict=True)
                if m is not None
            ),
        )
    form = "list" if bullet else "silent" if all(map(_is_silent, lines)) else "lines"
    return ShownGroup(form, tuple(ShownLine(line.text, citation(line)) for line in lines))


def _is_silent(line: AnswerLine) -> bool:
    return any(isinstance(part, FixedWords) and part.key in _SILENT for part in line.parts)
