"""What a browser shows of a page: hidden and struck words are taken out of the tree. What folds in and out is shown."""

import re

from lxml import etree

from maltolk.reading.formats.html.folding import Folding
from maltolk.reading.formats.html.own_styles import Styles
from maltolk.reading.formats.tree import replace_by, words_in

_STRUCK = ("del", "s", "strike")
_HIDING_NAMES = """
d-none hidden is-hidden hide visually-hidden visuallyhidden sr-only screen-reader-text screenreader-text assistive-text
env-assistive-text u-hidden display-none invisible offscreen
"""
_HIDING = frozenset(_HIDING_NAMES.split())
"""Class names that common style sheets give to what they hide."""
_SHOWN_WIDE = re.compile(
    r"(?:d-)?(?:sm|md|lg|xl|xxl)[:-](?:d-)?(?:block|flex|grid|table|table-row|table-cell|inline|inline-block)"
)
"""Class names of the same sheets for what is shown on wide screens."""
_ICON = re.compile(r"[\W_]*|[a-z]+(?:_[a-z]+)+|.")
_INLINE_WORDS = """
a abbr b big cite code em font i kbd label mark q s small span strong sub sup time u var
"""
_INLINE = frozenset(_INLINE_WORDS.split())
_ZERO = re.compile(r"-?0(?:\.0*)?(?:px|pt|em|rem|%)?")
_TINY = re.compile(r"[01](?:\.0*)?(?:px)?")
_FAR = re.compile(r"-\d{3,}")
_MOVING = frozenset({"transition", "animation", "transform"})
"""Properties of what is faded in."""
_COLOUR = re.compile(r"#|rgb|hsl|white|black")
_SAME = {"white": "#fff", "#ffffff": "#fff", "black": "#000", "#000000": "#000"}
_CLIPPED = re.compile(r"rect\(\s*(?:0|1px)|inset\(\s*(?:50|100)%")


def without_invisible(root: etree._Element, styles: Styles) -> None:
    """Take out of the tree what no browser shows, and what is struck out."""
    folding = Folding(root)
    for element in list(root.iter(etree.Element)):
        if element.getparent() is None:
            continue
        struck = is_struck(element, styles)
        if struck or (is_hidden(element, styles) and not folding.opens(element) and not holds_text(element)):
            replace_by(element, "" if struck or element.tag in _INLINE else " ")


def holds_text(element: etree._Element) -> bool:
    """Whether it contains the page's main part, so that a name or attribute must be a mistake."""
    return any(e.tag == "main" or e.get("role") == "main" for e in element.iter()) or (
        element.find(".//h1") is not None and element.find(".//p") is not None and element.tag != "header"
    )


def is_struck(element: etree._Element, styles: Styles) -> bool:
    """Whether its words are struck out."""
    said = styles.of(element)
    decoration = said.get("text-decoration", said.get("text-decoration-line", ""))
    return "line-through" in decoration or (_name(element) in _STRUCK and "none" not in decoration)


def _name(element: etree._Element) -> str:
    """The tag, whatever its namespace."""
    return str(element.tag).rpartition("}")[2]


def is_hidden(element: etree._Element, styles: Styles) -> bool:
    """Whether a browser shows nothing of it, unless a reader opens it."""
    attribute = element.get("hidden")
    if attribute is not None and attribute.casefold() != "until-found":
        return True
    if element.get("aria-hidden") == "true" and (
        _name(element) not in _INLINE or _ICON.fullmatch(words_in(element)) is not None
    ):
        return True
    said = styles.of(element)
    if said and _is_out_of_sight(said):
        return True
    classes = (element.get("class") or "").split()
    hiding = [name for name in classes if name in _HIDING and name not in styles.named]
    return bool(hiding) and "display" not in said and not any(map(_SHOWN_WIDE.fullmatch, classes))


def _is_out_of_sight(said: dict[str, str]) -> bool:
    """By the properties that an element ends up with."""
    clipped = "hidden" in said.get("overflow", "") or "clip" in said.get("overflow", "")
    sizes = [said[name] for name in ("height", "max-height", "width") if name in said]
    absolute = said.get("position") in ("absolute", "fixed")
    return (
        said.get("display") == "none"
        or said.get("visibility") in ("hidden", "collapse")
        or _ZERO.fullmatch(said.get("font-size", "1em")) is not None
        or _FAR.match(said.get("text-indent", "")) is not None
        or said.get("color") == "transparent"
        or _is_on_its_own_colour(said)
        or (_ZERO.fullmatch(said.get("opacity", "1")) is not None and _MOVING.isdisjoint(said))
        or (absolute and any(_FAR.match(said.get(side, "")) for side in ("left", "right", "top")))
        or (absolute and any(_CLIPPED.search(said.get(name, "")) for name in ("clip", "clip-path")))
        or (clipped and any(_ZERO.fullmatch(size) or _TINY.fullmatch(size) for size in sizes))
    )


def _is_on_its_own_colour(said: dict[str, str]) -> bool:
    """Whether type and ground are declared to be of the same colour."""
    ground = said.get("background-color", said.get("background", ""))
    colour = said.get("color", "")
    return _COLOUR.match(colour) is not None and _SAME.get(colour, colour) == _SAME.get(ground, ground)
