"""What Word's paragraph styles and numbering definitions mean: levels of headings, depths and numbers of items."""

import re
from dataclasses import dataclass

from lxml import etree

from maltolk.swedish.numbers import ROMANS

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(r"(?:heading|rubrik)\s*([1-9])", re.IGNORECASE)
_TITLE = re.compile(r"title|titel|rubrik|huvudrubrik|dokumenttitel", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|innehåll)\s*\d|toc heading|innehållsförteckning.*|table of figures", re.IGNORECASE)
_LIST_STYLE = re.compile(r"list (?:bullet|number)|punktlista|numrerad lista", re.IGNORECASE)
DEEPEST = 10
"""Styles based on each other; a longer chain is a cycle."""

Numbering = tuple[str, int]
"""A list's id and its level from 0."""


@dataclass(frozen=True, slots=True)
class Place:
    """An item's place in its list. ``depth``: from 1. ``sign``: its number as written; None for a bullet."""

    depth: int
    sign: str | None


class Styles:
    """The paragraph styles of a document."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles: dict[str, etree._Element] = {}
        for style in root.iter(W + "style") if root is not None else ():
            self._styles.setdefault(style.get(W + "styleId") or "", style)

    def heading(self, style: str | None) -> int | None:
        """The level of a heading of that style, perhaps from the style that it is based on."""
        for element, name in self._chain(style):
            if named := _HEADING.fullmatch(name):
                return int(named[1])
            if _TITLE.fullmatch(name):
                return 1
            level = value(element.find(f"{W}pPr/{W}outlineLvl")) if element is not None else None
            if level is not None and level.isdecimal():
                return int(level) + 1 if int(level) < 6 else None
        return None

    def is_contents(self, style: str | None) -> bool:
        """Whether it is a line of a table of contents."""
        return any(_CONTENTS.fullmatch(name) for _, name in self._chain(style))

    def numbering(self, style: str | None) -> Numbering | None:
        """The list that the style itself belongs to; ("", level) where it only says that it is in one."""
        for element, name in self._chain(style):
            found = element.find(f"{W}pPr/{W}numPr") if element is not None else None
            if found is not None and (given := value(found.find(W + "numId"))):
                return given, int(value(found.find(W + "ilvl")) or 0)
            if _LIST_STYLE.match(name):
                return "", int(name[-1]) - 1 if name[-1].isdecimal() else 0
        return None

    def _chain(self, style: str | None) -> list[tuple[etree._Element | None, str]]:
        found: list[tuple[etree._Element | None, str]] = []
        while style and len(found) < DEEPEST:
            element = self._styles.get(style)
            name = value(element.find(W + "name")) if element is not None else None
            found.append((element, name or style))
            style = value(element.find(W + "basedOn")) if element is not None else None
        return found


class Lists:
    """The numbering definitions of a document, and how far each list has counted."""

    def __init__(self, root: etree._Element | None) -> None:
        self._levels: dict[Numbering, tuple[str, str, int]] = {}
        self._abstract: dict[str, str] = {}
        self._count: dict[str, list[int]] = {}
        if root is None:
            return
        levels: dict[Numbering, tuple[str, str, int]] = {}
        for abstract in root.iter(W + "abstractNum"):
            for level in abstract.iter(W + "lvl"):
                key = abstract.get(W + "abstractNumId") or "", int(level.get(W + "ilvl") or 0)
                start = value(level.find(W + "start")) or "1"
                levels[key] = (
                    value(level.find(W + "numFmt")) or "decimal",
                    value(level.find(W + "lvlText")) or "",
                    int(start) if start.isdecimal() else 1,
                )
        for number in root.iter(W + "num"):
            base = value(number.find(W + "abstractNumId")) or ""
            name = number.get(W + "numId") or ""
            changes = list(number.iter(W + "lvlOverride"))
            self._abstract[name] = name if changes else base
            self._levels |= {(name, level): form for (of, level), form in levels.items() if of == base}
            for change in changes:
                key = name, int(change.get(W + "ilvl") or 0)
                start = value(change.find(W + "startOverride")) or ""
                if start.isdecimal() and key in self._levels:
                    form, pattern, _ = self._levels[key]
                    self._levels[key] = form, pattern, int(start)

    def place(self, numbered: etree._Element | None, by_style: Numbering | None) -> Place | None:
        """The item's place, advancing its list's count; None for a paragraph that belongs to no list."""
        name, level = by_style or (None, 0)
        if numbered is not None:
            name = value(numbered.find(W + "numId")) or name
            given = value(numbered.find(W + "ilvl"))
            level = int(given) if given and given.isdecimal() else level
        if name is None or name == "0":
            return None
        form, pattern, _ = self._levels.get((name, level), ("bullet", "", 1))
        if form == "bullet":
            return Place(level + 1, None)
        if form == "none":
            return None
        count = self._count.setdefault(self._abstract.get(name, name), [])
        while len(count) <= level:
            count.append(self._levels.get((name, len(count)), ("", "", 1))[2] - 1)
        count[level] += 1
        del count[level + 1 :]
        return Place(level + 1, self._sign(name, pattern or f"%{level + 1}.", count))

    def _sign(self, name: str, pattern: str, count: list[int]) -> str:
        """The pattern "%1.%2." filled with the counts."""

        def written(asked: re.Match[str]) -> str:
            level = int(asked[1]) - 1
            number = count[level] if level < len(count) else 1
            form = self._levels.get((name, level), ("decimal", "", 1))[0]
            if form.endswith("Letter") and 1 <= number <= 26:
                return chr((96 if form.startswith("lower") else 64) + number)
            if form.endswith("Roman") and 1 <= number <= len(ROMANS):
                return ROMANS[number - 1] if form.startswith("lower") else ROMANS[number - 1].upper()
            return str(number)

        return re.sub(r"%([1-9])", written, pattern).strip()


def value(element: etree._Element | None) -> str | None:
    """What the element's ``w:val`` says."""
    return None if element is None else element.get(W + "val")
