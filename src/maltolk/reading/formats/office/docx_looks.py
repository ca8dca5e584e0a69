"""How a run of a Word file looks by its own marks, its styles and the document's defaults."""

import re
from dataclasses import dataclass

from lxml import etree

from maltolk.reading.formats.office.docx_styles import DEEPEST, W, whole

_OFF = frozenset({"0", "false", "off"})
_SWITCHES = ("vanish", "strike", "dstrike")
_PLACEHOLDER = "placeholder text"
"""Word's own name, in every language, of the style of prompts in empty fields."""

_UNSEEN_BY_NAME = re.compile(r"(?:dold|hidden)(?:[ _]?text)?|placeholder ?text|platsh.?llartext", re.IGNORECASE)
"""Of a style whose definition was left behind in another file, only the name tells what it does."""

_LIFTED = 5
"""Half points above the line; less only evens a line out."""

_Marks = dict[str, str]


@dataclass(frozen=True, slots=True)
class Look:
    """``seen``: neither hidden nor struck, and no prompt. ``raised``: superscript. ``font``: "" where none is named."""

    seen: bool
    raised: bool
    font: str


def is_on(mark: etree._Element | None) -> bool:
    """Whether an element that is a switch is there and on."""
    return mark is not None and (mark.get(W + "val") or "").casefold() not in _OFF


class Looks:
    """The looks that a document's styles give."""

    def __init__(self, styles: etree._Element | None) -> None:
        self._styles: dict[str, etree._Element] = {}
        self._found: dict[str, _Marks] = {}
        self._defaults: _Marks = {}
        self._usual: dict[str, str] = {}
        self._paragraph: etree._Element | None = None
        self._above: _Marks = {}
        if styles is None:
            return
        self._defaults = _marks(styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
        for style in styles.iter(W + "style"):
            name = style.get(W + "styleId") or ""
            self._styles.setdefault(name, style)
            if (style.get(W + "default") or "0").casefold() not in _OFF:
                self._usual.setdefault(style.get(W + "type") or "", name)

    def of(self, run: etree._Element) -> Look:
        """How the run looks."""
        own = run.find(W + "rPr")
        named = None if own is None else own.find(W + "rStyle")
        by_paragraph = self._around(run)
        by_run = self._of_style(named, "character")
        direct = _marks(own)
        switched = any(_switched(name, direct, by_run, by_paragraph, self._defaults) for name in _SWITCHES)
        layers = (direct, by_run, by_paragraph, self._defaults)
        return Look(
            seen=not switched and "unseen" not in by_run and "unseen" not in by_paragraph,
            raised=_first("raised", layers) == "1",
            font=_first("font", layers),
        )

    def _around(self, run: etree._Element) -> _Marks:
        """What the style of the run's paragraph says; looked up once for neighbouring runs."""
        paragraph = next(run.iterancestors(W + "p"), None)
        if paragraph is None or paragraph is not self._paragraph:
            above = None if paragraph is None else paragraph.find(f"{W}pPr/{W}pStyle")
            self._paragraph, self._above = paragraph, self._of_style(above, "paragraph")
        return self._above

    def _of_style(self, named: etree._Element | None, kind: str) -> _Marks:
        name = (named.get(W + "val") if named is not None else None) or self._usual.get(kind, "")
        if name not in self._found:
            self._found[name] = self._read(name)
        return self._found[name]

    def _read(self, name: str) -> _Marks:
        """The marks of a style and of those that it is based on, the nearest first."""
        marks: _Marks = {}
        for _ in range(DEEPEST):
            style = self._styles.get(name)
            if style is None:
                if _UNSEEN_BY_NAME.fullmatch(name):
                    marks["unseen"] = "1"
                break
            marks = _marks(style.find(W + "rPr")) | marks
            title = style.find(W + "name")
            if title is not None and (title.get(W + "val") or "").casefold() == _PLACEHOLDER:
                marks["unseen"] = "1"
            base = style.find(W + "basedOn")
            name = (base.get(W + "val") or "") if base is not None else ""
        return marks


def _switched(name: str, direct: _Marks, by_run: _Marks, by_paragraph: _Marks, defaults: _Marks) -> bool:
    """A switch in the styles of both paragraph and run is off again (ECMA-376, 17.7.3)."""
    if name in direct:
        return direct[name] == "1"
    return (by_run.get(name) == "1") != (by_paragraph.get(name) == "1") or defaults.get(name) == "1"


def _first(name: str, layers: tuple[_Marks, ...]) -> str:
    return next((layer[name] for layer in layers if name in layer), "")


def _marks(properties: etree._Element | None) -> _Marks:
    """What one ``w:rPr`` says."""
    if properties is None:
        return {}
    found = {name: str(int(is_on(mark))) for name in _SWITCHES if (mark := properties.find(W + name)) is not None}
    upright = properties.find(W + "vertAlign")
    if upright is not None:
        found["raised"] = str(int(upright.get(W + "val") == "superscript"))
    lifted = properties.find(W + "position")
    if lifted is not None and whole(lifted.get(W + "val"), 0) >= _LIFTED:
        found["raised"] = "1"
    fonts = properties.find(W + "rFonts")
    if fonts is not None and (font := fonts.get(W + "ascii") or fonts.get(W + "hAnsi")):
        found["font"] = font
    return found
