"""What Word's paragraph styles and numbering definitions mean: levels of headings, depths and numbers of items."""

import re
from dataclasses import dataclass, replace

from lxml import etree

from maltolk.reading.formats.office.counting import counted

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(r"(?:heading|rubrik)\s*([1-9])", re.IGNORECASE)
_TITLE = re.compile(r"title|titel|rubrik|huvudrubrik|dokumenttitel", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|innehåll)\s*\d|toc heading|innehållsförteckning.*|table of figures", re.IGNORECASE)
_LIST_STYLE = re.compile(r"list (?:bullet|number)|punktlista|numrerad lista", re.IGNORECASE)
DEEPEST = 10
"""Styles based on each other; a longer chain is a cycle."""

_FORMS = {"lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I"}
_LAST_LEVEL = 8
"""Word has no deeper lists."""

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
                return given, whole(value(found.find(W + "ilvl")), 0)
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
        self._levels: dict[Numbering, _Level] = {}
        self._abstract: dict[str, str] = {}
        self._count: dict[str, list[int]] = {}
        if root is None:
            return
        levels = {e.get(W + "abstractNumId") or "": _levels_of(e) for e in root.iter(W + "abstractNum")}
        for number in root.iter(W + "num"):
            base = value(number.find(W + "abstractNumId")) or ""
            name = number.get(W + "numId") or ""
            own = dict(levels.get(base, {}))
            changes = list(number.iter(W + "lvlOverride"))
            self._abstract[name] = name if changes else base
            for change in changes:
                own |= _levels_of(change)
                level = whole(change.get(W + "ilvl"), 0)
                start = whole(value(change.find(W + "startOverride")), -1)
                if start >= 0 and level in own:
                    own[level] = replace(own[level], start=start)
            self._levels |= {(name, level): form for level, form in own.items()}

    def place(self, numbered: etree._Element | None, by_style: Numbering | None) -> Place | None:
        """The item's place, advancing its list's count; None for a paragraph that belongs to no list."""
        name, level = by_style or (None, 0)
        if numbered is not None:
            name = value(numbered.find(W + "numId")) or name
            level = whole(value(numbered.find(W + "ilvl")), level)
        if name is None or name == "0":
            return None
        level = min(level, _LAST_LEVEL)
        asked = self._levels.get((name, level), _BULLET)
        if asked.form == "bullet":
            return Place(level + 1, None)
        if asked.form == "none":
            return None
        count = self._count.setdefault(self._abstract.get(name, name), [])
        while len(count) <= level:
            count.append(self._levels.get((name, len(count)), _BULLET).start - 1)
        count[level] += 1
        del count[level + 1 :]
        return Place(level + 1, self._sign(name, asked, count, level))

    def _sign(self, name: str, asked: "_Level", count: list[int], level: int) -> str:
        """The pattern "%1.%2." filled with the counts."""

        def written(place: re.Match[str]) -> str:
            of = int(place[1]) - 1
            form = "decimal" if asked.legal else self._levels.get((name, of), _BULLET).form
            return _number(form, count[of] if of < len(count) else 1)

        return re.sub(r"%([1-9])", written, asked.pattern or f"%{level + 1}.").strip()


@dataclass(frozen=True, slots=True)
class _Level:
    """``form``: how it counts, in Word's words. ``legal``: whether the levels above are written in digits too."""

    form: str
    pattern: str
    start: int
    legal: bool


_BULLET = _Level("bullet", "", 1, False)


def _levels_of(element: etree._Element) -> dict[int, _Level]:
    """The levels that a definition, or a change of one, holds."""
    found: dict[int, _Level] = {}
    for level in element.iter(W + "lvl"):
        legal = level.find(W + "isLgl")
        found[whole(level.get(W + "ilvl"), 0)] = _Level(
            value(level.find(W + "numFmt")) or "decimal",
            value(level.find(W + "lvlText")) or "",
            whole(value(level.find(W + "start")), 1),
            legal is not None and value(legal) not in ("0", "false"),
        )
    return found


def _number(form: str, number: int) -> str:
    return f"{number:02}" if form == "decimalZero" else counted(_FORMS.get(form, "1"), number)


def whole(given: str | None, otherwise: int) -> int:
    """The whole number that an attribute gives, if it does."""
    return int(given) if given and given.isascii() and given.isdecimal() and len(given) < 10 else otherwise


def value(element: etree._Element | None) -> str | None:
    """What the element's ``w:val`` says."""
    return None if element is None else element.get(W + "val")
