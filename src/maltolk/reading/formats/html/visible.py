"""What a browser shows of a page: hidden and struck words are taken out of the tree. What folds in and out is shown."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from maltolk.reading.formats.tree import replace_by, words_in

_STRUCK = ("del", "s", "strike")
_HIDING_NAMES = """
d-none hidden is-hidden hide visually-hidden visuallyhidden sr-only screen-reader-text screenreader-text assistive-text
env-assistive-text u-hidden display-none invisible offscreen
"""
_HIDING = frozenset(_HIDING_NAMES.split())
"""Class names that common style sheets give to what they hide."""
_HIDDEN = re.compile(
    r"""(?:^|[;\s{])(?:
        display\s*:\s*none | visibility\s*:\s*(?:hidden|collapse) | opacity\s*:\s*0(?:\.0*)?%?(?![\d.])
      | font-size\s*:\s*0(?:\.0*)?(?:px|pt|em|rem|%)?(?![\d.]) | text-indent\s*:\s*-\d{3,}
      | clip\s*:\s*rect\(\s*(?:0|1px)[^)]*\) | clip-path\s*:\s*inset\(\s*(?:50|100)%
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_AWAY = re.compile(r"(?:^|[;\s{])(?:left|top|right)\s*:\s*-\d{3,}", re.IGNORECASE)
_POSITION = re.compile(r"position\s*:\s*(?:absolute|fixed)", re.IGNORECASE)
LINE_THROUGH = re.compile(r"text-decoration(?:-line)?\s*:[^;}]*line-through", re.IGNORECASE)
_RULE = re.compile(r"([^{}]{1,500})\{([^{}]{0,2000})\}")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SIMPLE = re.compile(r"([a-z][a-z0-9]*)?((?:[.#][\w-]+){1,4})", re.IGNORECASE)
_NAMED = re.compile(r"([.#])([\w-]+)")
_MAX_STYLE = 200_000
"""Characters of style sheets in a page that are looked at."""
_CONTROLS = ("aria-controls", "data-target", "data-bs-target", "href", "for")
_FOLDS = ("button", "summary", "label", "h2", "h3", "h4", "h5", "h6", "dt")


@dataclass(frozen=True, slots=True)
class _Selector:
    """A tag (any where None) with classes and ids, all of which an element must have."""

    tag: str | None
    classes: frozenset[str]
    ids: frozenset[str]

    def matches(self, element: etree._Element, classes: frozenset[str]) -> bool:
        return (
            self.tag in (None, element.tag)
            and self.classes <= classes
            and self.ids <= frozenset(filter(None, [element.get("id")]))
        )


def without_invisible(root: etree._Element) -> None:
    """Take out of the tree what no browser shows, and what is struck out."""
    hiding, striking = _own_rules(root)
    controlled = _controlled(root)
    for element in list(root.iter(etree.Element)):
        classes = frozenset((element.get("class") or "").split())
        style = element.get("style") or ""
        struck = element.tag in _STRUCK or LINE_THROUGH.search(style) or _any(striking, element, classes)
        hidden = _is_hidden(element, classes, style) or _any(hiding, element, classes)
        if struck or (hidden and not _folds(element, controlled) and not holds_text(element)):
            replace_by(element, "" if struck else " ")


def unseen_by(sheets: str) -> Callable[[str, str, str], bool]:
    """Whether style sheets hide or strike an element, given its tag, classes and id."""
    selectors = [selector for chosen in _selectors(sheets) for selector in chosen]

    def unseen(tag: str, classes: str, name: str) -> bool:
        named = frozenset(classes.split())
        return any(s.tag in (None, tag) and s.classes <= named and s.ids <= {name} for s in selectors)

    return unseen


def holds_text(element: etree._Element) -> bool:
    """Whether it contains the page's main part, so that a name or attribute must be a mistake."""
    return any(e.tag == "main" or e.get("role") == "main" for e in element.iter()) or (
        element.find(".//h1") is not None and element.find(".//p") is not None and element.tag != "header"
    )


def _is_hidden(element: etree._Element, classes: frozenset[str], style: str) -> bool:
    attribute = element.get("hidden")
    return bool(
        (attribute is not None and attribute.casefold() != "until-found")
        or element.get("aria-hidden") == "true"
        or classes & _HIDING
        or _HIDDEN.search(style)
        or (_AWAY.search(style) and _POSITION.search(style))
    )


def _own_rules(root: etree._Element) -> tuple[list[_Selector], list[_Selector]]:
    """The simple selectors of the page's own style sheets that hide, and those that strike out."""
    sheets = "\n".join(
        "".join(map(str, style.itertext()))
        for style in root.iter("style")
        if "print" not in (style.get("media") or "").casefold()
    )
    return _selectors(sheets)


def _selectors(sheets: str) -> tuple[list[_Selector], list[_Selector]]:
    """Those that hide, and those that strike out."""
    hiding: list[_Selector] = []
    striking: list[_Selector] = []
    for selectors, declarations in _rules(_COMMENT.sub("", sheets[:_MAX_STYLE])):
        hides = _HIDDEN.search(declarations) or (_AWAY.search(declarations) and _POSITION.search(declarations))
        for chosen, said in ((hiding, hides), (striking, LINE_THROUGH.search(declarations))):
            if said:
                chosen += filter(None, map(_selector, selectors.split(",")))
    return hiding, striking


def _rules(sheets: str) -> Iterator[tuple[str, str]]:
    """Selectors and declarations of each rule that holds at all times: none within ``@media`` and its like."""
    depth, begun = 0, 0
    for place, sign in enumerate(sheets):
        if sign == "{":
            depth += 1
        elif sign == "}":
            depth = max(0, depth - 1)
            if depth == 0:
                if not sheets[begun:place].lstrip().startswith("@") and (
                    rule := _RULE.search(sheets, begun, place + 1)
                ):
                    yield rule[1], rule[2]
                begun = place + 1


def _selector(written: str) -> _Selector | None:
    """None for one that depends on where an element stands or what state it is in."""
    found = _SIMPLE.fullmatch(written.strip())
    if found is None:
        return None
    names = _NAMED.findall(found[2])
    classes = frozenset(name for sign, name in names if sign == ".")
    return _Selector(found[1], classes, frozenset(name for sign, name in names if sign == "#"))


def _any(selectors: Iterable[_Selector], element: etree._Element, classes: frozenset[str]) -> bool:
    return any(selector.matches(element, classes) for selector in selectors)


def _controlled(root: etree._Element) -> frozenset[str]:
    """The ids of what a button, tab or label on the page opens."""
    named = (
        element.get(attribute) or ""
        for element in root.iter("button", "a", "label", "summary", "li", "div", "span", "h2", "h3", "h4")
        for attribute in _CONTROLS
    )
    return frozenset(name for given in named for name in given.lstrip("#").split() if given)


def _folds(element: etree._Element, controlled: frozenset[str]) -> bool:
    """Whether a reader can open it: a tab's panel, or what follows or is named by its control."""
    if element.get("role") == "tabpanel" or (element.get("id") or "") in controlled:
        return True
    before = element.getprevious()
    if before is None or not words_in(before):
        return False
    return before.tag in ("button", "summary", "label") or (
        before.tag in _FOLDS and (before.find(".//button") is not None or before.get("aria-expanded") is not None)
    )
