"""What surrounds the text of a web page: menus, notices, share buttons, footers. Taken out of the tree."""

import re
from collections.abc import Iterable

from lxml import etree

from maltolk.reading.formats.html.folding import NAMING
from maltolk.reading.formats.html.lengths import Lengths, lengths_of
from maltolk.reading.formats.html.visible import holds_text
from maltolk.reading.formats.tree import replace_by, words_in
from maltolk.reading.lines.phrases import phrases, plain

_NEVER = {"script", "style", "template", "svg", "math", "iframe", "object", "embed", "canvas", "audio", "video", "map"}
_NEVER |= {"noscript", "select", "input", "textarea", "datalist", "nav", "dialog", "head", "frameset"}
_ROLES = {"navigation", "search", "dialog", "alertdialog", "menu", "menubar", "toolbar", "tooltip", "banner"}
_ROLES |= {"contentinfo"}
_SURE_WORDS = """
cookie cookies kakor consent gdpr breadcrumb breadcrumbs brodsmulor smulor navigation navbar sidfot skip skiplink
skiplinks pagination readspeaker offcanvas newsletter
"""
_SURE = frozenset(_SURE_WORDS.split())
"""Words of class names and ids of what is never the page's own text."""
_LIKELY_WORDS = """
menu meny submenu nav sidebar sidofalt sidhuvud footer share sharing dela social related relaterat toolbar modal popup
banner feedback comments kommentarer
"""
_LIKELY = frozenset(_LIKELY_WORDS.split())
"""The same of what is not, unless it is prose. Not ``kontakt``: a box with contacts beside the text is wanted."""
_BOXES_WORDS = """
div section aside ul ol form header footer nav button span a menu fieldset
"""
_BOXES = frozenset(_BOXES_WORDS.split())
"""Elements that are taken for furniture by their names."""
_STATES_WORDS = """
has no with without open closed utan med content tab panel pane
"""
_STATES = frozenset(_STATES_WORDS.split())
"""Beside one of the words above: a neighbour's name, a state, or what a menu opens."""
_MENUS = frozenset({"menu", "meny", "submenu", "nav"})
_SOME_LINKS = 0.5
"""Share of words in links below which a list is no menu, but what is served."""
_PROSE = 30
"""Characters from which a paragraph may be prose."""
_TOKEN = re.compile(r"[a-zåäö]+|[A-ZÅÄÖ][a-zåäö]*")
_GLUED = re.compile(r"cookie|breadcrumb|navigation|skiplink|sharebar|pagefooter|sitefooter|globalmenu|mainmenu")
_CONTENT = re.compile(r"(?:main|page|article|entry|post)?[-_ ]?(?:content|body|text)|huvudinneh[aå]ll|inneh[aå]ll|main")
_MAX_SHARE = 0.5
"""An element with more than this share of the page's words is not furniture, whatever its name."""
_LINKS = 0.8
"""Share of words in links at which a list outside the page's main part is a menu."""
_FEW_LINKS = 3
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_PLAIN_LETTERS = str.maketrans("åäö", "aao")
_CONTACT = re.compile(r"(?i)kontakt|contact")
REACHED = re.compile(r"\S@\S|(?<![\d-])(?:\+46|0\d{1,3})[ \xa0]?[-–/]?[ \xa0]?\d{2}")
"""An e-mail address or a telephone number."""


def without_furniture(root: etree._Element) -> None:
    """Take out of the tree whatever is not the page's own text."""
    _drop(e for e in list(root.iter(*_NEVER)) if e.tag != "head" or e.getparent() is root)
    lengths = lengths_of(root)
    most = _MAX_SHARE * lengths.of(root)
    named = [e for e in root.iter(etree.Element) if lengths.of(e) <= most and _is_furniture(e, lengths)]
    _drop(e for e in named if not holds_text(e))


def main_part(root: etree._Element) -> etree._Element:
    """The element with the page's text: declared as such, or named so, or the body."""
    body = next(root.iter("body"), root)
    lengths = lengths_of(body)
    declared = [e for e in body.iter() if e.tag == "main" or e.get("role") == "main"]
    articles = [e for e in body.iter("article") if not _within(e, "article")]
    named = [e for e in body.iter("div", "section", "td") if any(map(_CONTENT.fullmatch, _names(e)))]
    for found, least in ((declared, 0.1), (articles if len(articles) == 1 else [], 0.4), (named, 0.5)):
        best = max(found, key=lengths.of, default=None)
        if best is not None and lengths.of(best) >= max(1, least * lengths.of(body)):
            break
    else:
        best = body
    if best not in declared:
        _drop(e for e in list(best.iter("ul", "ol", "table")) if _is_menu(e, lengths))
    return best


def contacts_beside(root: etree._Element, main: etree._Element) -> list[etree._Element]:
    """The boxes outside the main part that say how to reach somebody, the outermost ones."""
    inside = {*main.iter(), *main.iterancestors()}
    found: list[etree._Element] = []
    for element in root.iter("aside", "div", "section"):
        if element in inside or not (element.tag == "aside" or any(map(_CONTACT.search, _names(element)))):
            continue
        if REACHED.search(words_in(element)):
            found.append(element)
        inside |= set(element.iter())
    return found


def _drop(elements: Iterable[etree._Element]) -> None:
    for element in elements:
        replace_by(element, " " if (element.tail or "").strip() else "")


def without_controls(root: etree._Element) -> None:
    """Take out buttons that are not the heading of what they fold; before they are made blocks."""
    _drop(e for e in list(root.iter("button")) if not _is_heading(e))


def _is_heading(button: etree._Element) -> bool:
    """A control that folds a section is also its heading."""
    after, above = button.getnext(), button.getparent()
    if after is None and above is not None and len(above) == 1:
        after = above.getnext()
    if plain(words_in(button)) in phrases().whole:
        return False
    return (
        any(e.tag in ("h1", "h2", "h3", "h4", "h5", "h6", "summary", "dt") for e in button.iterancestors())
        or button.get("aria-expanded") is not None
        or any(button.get(name) is not None for name in NAMING)
        or any(button.find(f".//{tag}") is not None for tag in ("h2", "h3", "h4"))
        or (after is not None and after.tag in ("div", "section") and after.find(".//p") is not None)
    )


def _is_furniture(element: etree._Element, lengths: Lengths) -> bool:
    return _is_named(element, lengths) or _is_frame(element, lengths)


def _is_named(element: etree._Element, lengths: Lengths) -> bool:
    """By its role, its class names or its id, unless these are made of its own words."""
    if element.get("role") in _ROLES:
        return True
    if element.tag not in _BOXES:
        return False
    return any(_is_furniture_name(name, element, lengths) for name in _names(element))


def _is_furniture_name(name: str, element: etree._Element, lengths: Lengths) -> bool:
    tokens = {token.casefold() for token in _TOKEN.findall(name)}
    if tokens & _STATES:
        return False
    sure = bool(tokens & _SURE or _GLUED.search(name.casefold()))
    if not sure and not tokens & _LIKELY:
        return False
    if len(tokens) > 1 and _is_slug(tokens, element):
        return False
    if not sure and tokens & _MENUS and lengths.of(element) and lengths.link_share(element) < _SOME_LINKS:
        return False
    return sure or not any(_is_prose(paragraph, lengths) for paragraph in element.iter("p", "li", "dd"))


def _is_prose(element: etree._Element, lengths: Lengths) -> bool:
    """Whether it is a sentence outside links."""
    words = words_in(element)
    return len(words) >= _PROSE and words.endswith((".", ":")) and lengths.link_share(element) < _LINKS


def _is_slug(tokens: set[str], element: etree._Element) -> bool:
    """Whether a name is made of the words of the element's first heading, as a system makes addresses of headings."""
    heading = next(element.iterdescendants(*_HEADINGS), None)
    words = "" if heading is None else words_in(heading).casefold().translate(_PLAIN_LETTERS)
    return bool(words) and all(token.translate(_PLAIN_LETTERS) in words for token in tokens)


def _names(element: etree._Element) -> list[str]:
    return [*(element.get("class") or "").split(), *(element.get("id") or "").split()]


def _is_frame(element: etree._Element, lengths: Lengths) -> bool:
    """The header or footer of the whole page; an article has its own, with its title or its date."""
    if element.tag in ("header", "footer"):
        inside = any(
            e.tag in ("main", "article", "section") or e.get("role") == "main" for e in element.iterancestors()
        )
        return not inside
    # An address or a telephone number beside the text is wanted; links to other pages are not.
    return element.tag == "aside" and lengths.link_share(element) >= _LINKS and "@" not in words_in(element)


def _is_menu(element: etree._Element, lengths: Lengths) -> bool:
    links = element.findall(".//a")
    return len(links) >= _FEW_LINKS and lengths.link_share(element) >= _LINKS and "@" not in words_in(element)


def _within(element: etree._Element, tag: str) -> bool:
    return any(e.tag == tag for e in element.iterancestors())
