"""What a page's own style sheets and style attributes say of its elements."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import cssselect2
import tinycss2
from lxml import etree

_WORDS = """
display visibility text-decoration text-decoration-line vertical-align font-size text-indent position left right top
clip clip-path height max-height width overflow color background background-color opacity transition animation
transform
"""
WANTED = frozenset(_WORDS.split())
"""Properties that decide what is seen."""
_MAX_STYLE = 300_000
"""Characters of the page's style sheets that are read."""
_MAX_RULES = 3_000
_MAX_SELECTOR = 200
_OTHER_MEDIA = re.compile(r"\b(?:print|speech|not|max-width|max-height|prefers-\w+|hover|orientation)\b", re.IGNORECASE)
"""In the condition of a block whose rules do not hold on a wide screen."""
_MARKS = re.compile(r"<!--|-->")


@dataclass(frozen=True, slots=True)
class Styles:
    """Element -> its properties of WANTED and their values in lower case, for those that have any. ``named``: class
    names that the page's own sheets style."""

    declared: dict[etree._Element, dict[str, str]]
    named: frozenset[str]

    def of(self, element: etree._Element) -> dict[str, str]:
        """The properties declared for an element, none for most."""
        return self.declared.get(element, {})


def styles_of(root: etree._Element, beside: str = "") -> Styles:
    """The sheets of the page itself, in their order and by their weight, and the attributes above all. ``beside``:
    sheets of other files, where they are at hand."""
    declared: dict[etree._Element, dict[str, str]] = {}
    matcher, named = _matcher(beside[:_MAX_STYLE] + _sheets(root))
    if matcher is not None:
        for wrapper in cssselect2.ElementWrapper.from_html_root(root).iter_subtree():
            for _, _, _, values in matcher.match(wrapper):  # the weightiest last
                declared.setdefault(wrapper.etree_element, {}).update(values)
    for element in root.iter(etree.Element):
        if style := element.get("style"):
            declared.setdefault(element, {}).update(_values(tinycss2.parse_blocks_contents(style[:_MAX_STYLE])))
    return Styles(declared, named)


def _sheets(root: etree._Element) -> str:
    sheets = (
        "".join(map(str, style.itertext())) for style in root.iter("{*}style") if _holds(style.get("media") or "")
    )
    return _MARKS.sub("", "\n".join(sheets)[:_MAX_STYLE])


def _matcher(sheets: str) -> tuple[cssselect2.Matcher | None, frozenset[str]]:
    """The rules that say something of WANTED; None where none does."""
    matcher, named, count = cssselect2.Matcher(), set[str](), 0
    for prelude, content in _rules(sheets) if sheets else ():
        written = tinycss2.serialize(prelude)
        named |= set(re.findall(r"\.([\w-]+)", written[:_MAX_SELECTOR]))
        values = _values(tinycss2.parse_blocks_contents(content))
        if not values or len(written) > _MAX_SELECTOR or count >= _MAX_RULES:
            continue
        try:
            selectors = cssselect2.compile_selector_list(prelude)
        except cssselect2.SelectorError:
            continue
        for selector in selectors:
            if selector.pseudo_element is None and not selector.never_matches:
                matcher.add_selector(selector, values)
                count += 1
    return (matcher if count else None), frozenset(named)


def _rules(sheets: str) -> Iterator[tuple[list[tinycss2.ast.Node], list[tinycss2.ast.Node]]]:
    """Selectors and declarations of the rules that hold on a wide screen, within ``@media`` and ``@layer`` too."""
    waiting = list(reversed(tinycss2.parse_stylesheet(sheets, skip_comments=True, skip_whitespace=True)))
    while waiting:
        rule = waiting.pop()
        if rule.type == "qualified-rule":
            yield rule.prelude, rule.content
        elif rule.type == "at-rule" and rule.content is not None:
            block = rule.lower_at_keyword in ("media", "layer", "supports", "container")
            if block and (rule.lower_at_keyword != "media" or _holds(tinycss2.serialize(rule.prelude))):
                inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
                waiting += reversed(inner)


def _holds(media: str) -> bool:
    """Whether a list of media has the wide screen."""
    return any(not _OTHER_MEDIA.search(each) for each in media.split(","))


def _values(declarations: list[tinycss2.ast.Node]) -> dict[str, str]:
    return {
        each.lower_name: tinycss2.serialize(each.value).strip().casefold()
        for each in declarations
        if each.type == "declaration" and each.lower_name in WANTED
    }
