"""HTML within Markdown: hidden and struck elements go, tables and lists are written as Markdown."""

import re
from dataclasses import dataclass

from maltolk.reading.formats.addresses import address_behind
from maltolk.reading.formats.html.fragment import fragment

STRUCK = "\U000f0001"
"""Stands where something was left out."""
_BLOCK_NAMES = """
address article aside blockquote center details div fieldset figcaption figure footer form header hr li main nav p
section summary tbody td tfoot th thead tr dt dd caption
"""
_WITHIN_NAMES = """
a abbr b big button cite code data dfn em font i img input ins kbd label mark q small span strong sub sup time tt u var
wbr iframe video audio source picture svg path col colgroup
"""
_WHOLE = frozenset(("table", "ul", "ol", "dl", "h1", "h2", "h3", "h4", "h5", "h6"))
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_WITHIN = frozenset(_WITHIN_NAMES.split())
_NEVER = frozenset(("style", "script", "template", "noscript", "title"))
_STRIKING = frozenset(("del", "s", "strike"))
_EMPTY = frozenset(("hr", "img", "input", "wbr", "source", "path", "col"))
_KNOWN = _WHOLE | _BLOCKS | _WITHIN | _NEVER | _STRIKING
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9]{0,11})(?P<said>(?:[\s/][^<>]{0,1000})?)>")
_HIDDEN = re.compile(
    r"""(?:^|\s)hidden(?=[\s/=]|\Z)(?!\s*=\s*["']?until-found)
    |(?:^|\s)style\s*=\s*["'](?:[^"']*[;\s])?(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)
    |font-size\s*:\s*0(?![.\d])|opacity\s*:\s*0(?![.\d])|text-decoration(?:-line)?\s*:[^;"']*line-through)""",
    re.IGNORECASE | re.VERBOSE,
)
_TARGET = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_MOST_WHOLE = 500
"""Tables and lists that are read as HTML; of more only the words are kept."""


@dataclass(frozen=True, slots=True)
class _Tag:
    """``end``: where the element ends, behind its closing tag; None for a tag without one, or a closing tag."""

    found: re.Match[str]
    name: str
    close: re.Match[str] | None = None

    @property
    def end(self) -> int | None:
        return self.close.end() if self.close else None


def without_html(text: str) -> str:
    """The text with STRUCK where something is hidden or struck; for <br> and <sup> see ``markdown``."""
    parts: list[str] = []
    at = whole = 0
    for tag in _tags(text):
        start, end = tag.found.span()
        if start < at:
            continue
        parts.append(text[at:start])
        at = end
        if tag.end is not None and (tag.name in _NEVER | _STRIKING or _HIDDEN.search(tag.found["said"])):
            parts.append(STRUCK)
            at = tag.end
        elif tag.end is not None and tag.name in _WHOLE and whole < _MOST_WHOLE:
            whole += 1
            shown = fragment(text[start : tag.end])
            if shown is not None:
                parts.append(f"\n\n{shown}\n\n")
                at = tag.end
        elif tag.name in ("sup", "sub"):
            parts.append(tag.found[0])
        elif tag.name in _BLOCKS | _WHOLE:
            parts.append(" " if _in_row(text, start) else "\n")
        elif tag.name == "a" and tag.close is not None:
            words = _TAG.sub("", text[end : tag.close.start()])
            address = address_behind(_target(tag.found["said"]), words)
            if address:
                parts.append(f"{words} {address}")
                at = tag.close.end()
    return "".join([*parts, text[at:]])


def _tags(text: str) -> list[_Tag]:
    """The tags in order, opening ones with the end of their element."""
    found = [(tag, name) for tag in _TAG.finditer(text) if (name := tag["name"].casefold()) in _KNOWN]
    closed: dict[int, re.Match[str]] = {}
    waiting: dict[str, list[int]] = {}
    for place, (match, name) in enumerate(found):
        if match["end"]:
            if opened := waiting.get(name):
                closed[opened.pop()] = match
        elif name not in _EMPTY:
            waiting.setdefault(name, []).append(place)
    return [_Tag(match, name, closed.get(place)) for place, (match, name) in enumerate(found)]


def _target(said: str) -> str:
    found = _TARGET.search(said)
    return next(filter(None, found.groups()), "") if found else ""


def _in_row(text: str, place: int) -> bool:
    line = text.rfind("\n", 0, place) + 1
    return text[line : line + 1] == "|"
