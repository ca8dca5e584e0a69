"""What the styles of an OpenDocument file mean: which words are seen, raised or bold, and how lists are numbered."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from maltolk.reading.formats.office.counting import counted

_BASE = "{urn:oasis:names:tc:opendocument:xmlns:"
TEXT, TABLE, OFFICE = _BASE + "text:1.0}", _BASE + "table:1.0}", _BASE + "office:1.0}"
STYLE, FO = _BASE + "style:1.0}", _BASE + "xsl-fo-compatible:1.0}"
DRAW, PRESENTATION = _BASE + "drawing:1.0}", _BASE + "presentation:1.0}"
_DEEPEST = 10
"""Styles based on each other; a longer chain is a cycle."""
_DEEPEST_LIST = 10
_TITLES = {"title", "titel"}


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a list. ``form``: how it counts ("1", "a", "I"), "" for bullets. ``start``: its first number.
    ``shown``: of how many levels the numbers are written."""

    form: str = ""
    before: str = ""
    after: str = ""
    start: int = 1
    shown: int = 1


@dataclass(frozen=True, slots=True)
class Looks:
    """What a style says of its words; None, or no font, where it leaves that to what is around it."""

    hidden: bool | None
    struck: bool | None
    raised: bool | None
    font: str


class Styles:
    """The styles that a document's parts define."""

    def __init__(self, roots: Iterable[etree._Element]) -> None:
        self._styles: dict[tuple[str, str], etree._Element] = {}
        self._lists: dict[str, dict[int, Level]] = {}
        self._outline: dict[int, Level] = {}
        self._looks: dict[tuple[str, str], Looks] = {}
        for root in roots:
            for style in root.iter(STYLE + "style"):
                self._styles[style.get(STYLE + "family") or "", style.get(STYLE + "name") or ""] = style
            for style in root.iter(TEXT + "list-style"):
                self._lists[style.get(STYLE + "name") or ""] = dict(_levels(style))
            for style in root.iter(TEXT + "outline-style"):
                self._outline = dict(_levels(style))

    def looks(self, family: str, name: str) -> Looks:
        """What the style says of its words."""
        key = family, name
        if key not in self._looks:
            self._looks[key] = self._read(family, name)
        return self._looks[key]

    def _read(self, family: str, name: str) -> Looks:
        display = self._says(family, name, TEXT + "display")
        lines = [self._says(family, name, f"{STYLE}text-line-through-{what}") for what in ("style", "type")]
        place = self._says(family, name, STYLE + "text-position")
        return Looks(
            hidden=None if display is None else display == "none",
            struck=None if lines == [None, None] else "none" not in lines,
            raised=None if place is None else _is_up(place),
            font=self._says(family, name, STYLE + "font-name") or self._says(family, name, FO + "font-family") or "",
        )

    def is_bold(self, name: str) -> bool:
        """Whether a paragraph style itself is bold."""
        style = self._find("paragraph", name)
        properties = None if style is None else style.find(STYLE + "text-properties")
        return properties is not None and properties.get(FO + "font-weight") == "bold"

    def is_title(self, name: str) -> bool:
        """Whether a paragraph style is the title's, or based on it."""
        return any(of.casefold() in _TITLES for of, _ in self._chain("paragraph", name))

    def level(self, name: str, depth: int) -> Level:
        """A level of the list style, from 1."""
        return self._lists.get(name, {}).get(depth, Level())

    def outline_level(self, depth: int) -> Level:
        """A level of numbered headings, from 1."""
        return self._outline.get(depth, Level())

    def is_numbered(self, name: str) -> bool:
        """Whether headings in the paragraph style count; an empty list style says that they don't."""
        for _, style in self._chain("paragraph", name):
            if style is not None and (listed := style.get(STYLE + "list-style-name")) is not None:
                return listed != ""
        return True

    def is_left_out(self, family: str, name: str) -> bool:
        """Whether a sheet or a slide in the style is not shown."""
        for _, style in self._chain(family, name):
            for properties in style if style is not None else ():
                if (
                    properties.get(TABLE + "display") == "false"
                    or properties.get(PRESENTATION + "visibility") == "hidden"
                ):
                    return True
        return False

    def _says(self, family: str, name: str, what: str) -> str | None:
        """What the style says, or the nearest one that it is based on."""
        for _, style in self._chain(family, name):
            properties = None if style is None else style.find(STYLE + "text-properties")
            if properties is not None and (said := properties.get(what)) is not None:
                return said
        return None

    def _chain(self, family: str, name: str) -> Iterator[tuple[str, etree._Element | None]]:
        for _ in range(_DEEPEST):
            if not name:
                return
            style = self._find(family, name)
            yield name, style
            name = (style.get(STYLE + "parent-style-name") or "") if style is not None else ""

    def _find(self, family: str, name: str) -> etree._Element | None:
        """The style; some programs leave the family out."""
        found = self._styles.get((family, name))
        return found if found is not None else self._styles.get(("", name))


class Count:
    """How far a list or the headings have counted."""

    def __init__(self) -> None:
        self._numbers: list[int] = []

    def restart(self, depth: int) -> None:
        """The next item at ``depth``, from 1, is the first one."""
        del self._numbers[max(depth, 1) - 1 :]

    def sign(self, levels: Callable[[int], Level], depth: int, start: int | None = None) -> str:
        """The number of the next item at ``depth``, from 1; "" where that level has none. ``start``: its own number."""
        depth = min(max(depth, 1), _DEEPEST_LIST)
        level = levels(depth)
        while len(self._numbers) < depth:
            self._numbers.append(levels(len(self._numbers) + 1).start - 1)
        self._numbers[depth - 1] = start if start is not None else self._numbers[depth - 1] + 1
        del self._numbers[depth:]
        if not level.form:
            return ""
        first = max(0, depth - max(1, level.shown))
        said = [counted(levels(of + 1).form or "1", self._numbers[of]) for of in range(first, depth)]
        return f"{level.before}{'.'.join(said)}{level.after}".strip()


def _is_up(place: str) -> bool:
    """Whether a position ("super 58%", "33% 58%") is above the line."""
    height = place.split()[0].rstrip("%") if place.split() else "0"
    return height == "super" or (height.replace(".", "", 1).isdecimal() and float(height) > 0)


def _levels(style: etree._Element) -> Iterator[tuple[int, Level]]:
    for level in style:
        depth = number_in(level.get(TEXT + "level"), 1)
        bullet = level.tag == TEXT + "list-level-style-bullet" or level.tag == TEXT + "list-level-style-image"
        if depth <= _DEEPEST_LIST:
            yield (
                depth,
                Level(
                    form="" if bullet else level.get(STYLE + "num-format") or "",
                    before=level.get(STYLE + "num-prefix") or "",
                    after=level.get(STYLE + "num-suffix") or "",
                    start=number_in(level.get(TEXT + "start-value"), 1),
                    shown=number_in(level.get(TEXT + "display-levels"), 1),
                ),
            )


def number_in(given: str | None, otherwise: int) -> int:
    """The number that an attribute gives, if it does."""
    return int(given) if given and given.isascii() and given.isdecimal() and len(given) < 10 else otherwise
