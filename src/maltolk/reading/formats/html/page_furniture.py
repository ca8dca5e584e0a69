"""What surrounds the text of a web page: menus, notices, share buttons, footers. Taken out of the tree."""

import re
from collections.abc import Iterable

from lxml import etree

from maltolk.reading.formats.html.visible import holds_text
from maltolk.reading.formats.tree import replace_by, words_in

_NEVER = {"script", "style", "template", "svg", "math", "iframe", "object", "embed", "canvas", "audio", "video", "map"}
_NEVER |= {"noscript", "select", "input", "textarea", "datalist", "nav", "menu", "dialog", "head", "frameset"}
_ROLES = {"navigation", "search", "dialog", "alertdialog", "menu", "menubar", "toolbar", "tooltip", "banner"}
_ROLES |= {"contentinfo"}
_WORDS = """
cookie cookies kakor consent gdpr breadcrumb breadcrumbs brodsmulor smulor menu meny submenu navigation navbar nav
sidebar sidofalt sidfot sidhuvud footer skip skiplink skiplinks share sharing dela social pagination readspeaker
related relaterat toolbar offcanvas modal popup banner newsletter feedback comments kommentarer
"""
_TOKENS = frozenset(_WORDS.split())
"""Words of class names and ids. Not ``kontakt``: a box with contacts beside the text is what people ask for."""
_TOKEN = re.compile(r"[a-zåäö]+|[A-ZÅÄÖ][a-zåäö]*")
_GLUED = re.compile(r"cookie|breadcrumb|navigation|skiplink|sharebar|pagefooter|sitefooter|globalmenu|mainmenu")
_CONTENT = re.compile(r"(?:main|page|article|entry|post)?[-_ ]?(?:content|body|text)|huvudinneh[aå]ll|inneh[aå]ll|main")
_MAX_SHARE = 0.5
"""An element with more than this share of the page's words is not furniture, whatever its name."""
_LINKS = 0.8
"""Share of words in links at which a list outside the page's main part is a menu."""
_FEW_LINKS = 3


def without_furniture(root: etree._Element) -> None:
    """Take out of the tree whatever is not the page's own text."""
    _drop(e for e in list(root.iter(*_NEVER)) if e.tag != "head" or e.getparent() is root)
    _drop(e for e in list(root.iter("button")) if not _is_heading(e))
    whole = _length(root)
    named = [e for e in root.iter() if isinstance(e.tag, str) and (_is_named(e) or _is_frame(e))]
    _drop(e for e in named if _length(e) <= _MAX_SHARE * whole and not holds_text(e))


def main_part(root: etree._Element) -> etree._Element:
    """The element with the page's text: declared as such, or named so, or the body."""
    body = next(root.iter("body"), root)
    whole = _length(body)
    declared = [e for e in body.iter() if e.tag == "main" or e.get("role") == "main"]
    articles = [e for e in body.iter("article") if not _within(e, "article")]
    named = [e for e in body.iter("div", "section", "td") if any(map(_CONTENT.fullmatch, _names(e)))]
    for found, least in ((declared, 0.1), (articles if len(articles) == 1 else [], 0.4), (named, 0.5)):
        best = max(found, key=_length, default=None)
        if best is not None and _length(best) >= max(1, least * whole):
            break
    else:
        best = body
    if best not in declared:
        _drop(e for e in list(best.iter("ul", "ol", "table")) if _is_menu(e))
    return best


def _drop(elements: Iterable[etree._Element]) -> None:
    for element in elements:
        replace_by(element, " " if (element.tail or "").strip() else "")


def _is_heading(button: etree._Element) -> bool:
    """A control that folds a section is also its heading."""
    after = button.getnext()
    return (
        any(e.tag in ("h1", "h2", "h3", "h4", "h5", "h6", "summary", "dt") for e in button.iterancestors())
        or bool(button.get("aria-expanded") or button.get("aria-controls"))
        or any(button.find(f".//{tag}") is not None for tag in ("h2", "h3", "h4"))
        or (after is not None and after.tag in ("div", "section") and after.find(".//p") is not None)
    )


def _is_named(element: etree._Element) -> bool:
    """By its role, its class names or its id."""
    if element.get("role") in _ROLES:
        return True
    if element.tag in ("html", "body", "main", "article", "h1"):
        return False
    return any(_is_furniture_name(name) for name in _names(element))


def _is_furniture_name(name: str) -> bool:
    tokens = {token.casefold() for token in _TOKEN.findall(name)}
    # "has-sidebar", "no-menu", "menu-open" describe a neighbour or a state.
    if tokens & {"has", "no", "with", "without", "open", "closed", "utan", "med"}:
        return False
    return bool(tokens & _TOKENS or _GLUED.search(name.casefold()))


def _names(element: etree._Element) -> list[str]:
    return [*(element.get("class") or "").split(), *(element.get("id") or "").split()]


def _is_frame(element: etree._Element) -> bool:
    """The header or footer of the whole page; an article has its own, with its title or its date."""
    if element.tag in ("header", "footer"):
        inside = any(
            e.tag in ("main", "article", "section") or e.get("role") == "main" for e in element.iterancestors()
        )
        return not inside
    return element.tag == "aside" and not _says_something(element)


def _says_something(element: etree._Element) -> bool:
    """An address or a telephone number beside the text is wanted; links to other pages are not."""
    return _link_share(element) < _LINKS or "@" in words_in(element)


def _is_menu(element: etree._Element) -> bool:
    links = element.findall(".//a")
    return len(links) >= _FEW_LINKS and _link_share(element) >= _LINKS and "@" not in words_in(element)


def _link_share(element: etree._Element) -> float:
    whole = len(words_in(element))
    return sum(len(words_in(link)) for link in element.iter("a")) / whole if whole else 1.0


def _within(element: etree._Element, tag: str) -> bool:
    return any(e.tag == tag for e in element.iterancestors())


def _length(element: etree._Element) -> int:
    return len(words_in(element))
