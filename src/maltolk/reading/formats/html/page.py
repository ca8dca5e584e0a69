"""Web pages: the page's own words without menus and notices, and the metadata in its head."""

import json
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml import etree

from maltolk.reading.formats.extracted import Extracted, Unreadable, finished, one_line
from maltolk.reading.formats.html.charset import decode_page
from maltolk.reading.formats.html.html_body import write_body
from maltolk.reading.formats.html.inline import blocks_of, plain_lines
from maltolk.reading.formats.html.laid_tables import tables_of
from maltolk.reading.formats.html.own_styles import styles_of
from maltolk.reading.formats.html.page_furniture import (
    REACHED,
    contacts_beside,
    main_part,
    without_controls,
    without_furniture,
)
from maltolk.reading.formats.html.visible import without_invisible
from maltolk.reading.formats.tree import words_apart, words_in
from maltolk.swedish.dates import iso_date
from maltolk.swedish.gazetteer import Gazetteer

_PACKED = (b"PK\x03\x04", b"%PDF-", b"\xd0\xcf\x11\xe0")
_MODIFIED = """
article:modified_time og:updated_time dcterms.modified dc.date.modified last-modified datemodified revised
dcterms.date dc.date
"""
_PUBLISHED = """
article:published_time dcterms.issued dcterms.created dc.date.issued dc.date.created datepublished pubdate publishdate
date
"""
_DIVIDER = re.compile(r"(?<!\d{4})\s+(?:[|–—•·»:-]|::)\s+|\s+(?:[|–—•·»:-]|::)\s+(?!\d{4}\b)")
"""Between parts of a page's title, as which one is the site's name; not between two years."""
_OF_PHRASES = frozenset("–—-:")
"""Dividers that a title of its own may hold."""
_SITE = re.compile(
    r"(?:region|välkommen till|startsidan?)\b.*|(?:[\w-]+ ){1,2}kommun|[\w-]+s (?:stad|region)|(?:[\w-]+\.)+\w{2,5}",
    re.IGNORECASE,
)
_IN_HEAD = {"title", "meta", "link", "style", "script", "base", "template", "noscript"}
_FOOT = frozenset({"fot", "foot", "footer", "sidfot"})
_LINES = ("p", "li", "div", "address", "td", "dt", "dd")
_LAST_TAGS = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
"""Tags that may be left out, and after which the parser stops."""
_MAX_HEADING = 200
_MAX_ABOUT = 1000


def read(raw: bytes) -> Extracted | Unreadable:
    """The page's words, or why there are none."""
    if raw.startswith(_PACKED):
        return Unreadable("the file is no web page in spite of its name; give it the suffix of what it is")
    decoded = decode_page(raw)
    if decoded is None:
        return Unreadable("the page's encoding cannot be told; save it as UTF-8")
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = etree.fromstring(_LAST_TAGS.sub("", decoded).encode("utf-8"), parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        return Unreadable("the page holds no text; open it in a browser and save it again")
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        return Unreadable("the page nests its parts deeper than any browser needs; save its text as .txt")
    head = _Head(root)
    site = head.site()
    _complete(root)
    styles = styles_of(root)
    without_invisible(root, styles)
    plain_lines(root, styles)
    without_controls(root)
    blocks_of(root, styles)
    tables_of(root, styles)
    heading = head.only_heading()
    without_furniture(root)
    main = main_part(root)
    written = "\n\n".join([write_body(main), *map(write_body, contacts_beside(root, main))])
    written = "\n\n".join([written, *(line for line in head.reached() if line not in one_line(written))])
    text, _ = finished(written if heading is None or heading in one_line(written) else f"# {heading}\n\n{written}")
    if not any(sign.isalnum() for sign in text):
        return Unreadable("the page holds no text of its own; a page that a script fills is saved from the browser")
    return Extracted(
        text,
        title=head.title(),
        date=head.date(),
        url=head.url(),
        language=head.language(),
        about=site[:_MAX_ABOUT],
    )


def _complete(root: etree._Element) -> None:
    """One head and one body, in which all the text is: tags that may be left out, and what follows the end, the parser
    leaves in the head or beside the body."""
    head, bodies = root.find("head"), root.findall("body")
    body = bodies[0] if bodies else etree.SubElement(root, "body")
    within = [] if head is None else list(head)
    first = next((place for place, e in enumerate(within) if isinstance(e.tag, str) and e.tag not in _IN_HEAD), None)
    for element in reversed([] if first is None else within[first:]):
        body.insert(0, element)
    for other in list(root)[root.index(body) + 1 :]:
        if other.tag == "body":
            other.tag = "div"
        body.append(other)
    if body.tail and body.tail.strip():
        etree.SubElement(body, "p").text = body.tail
        body.tail = None


class _Head:
    """A page's own metadata outside its text; read before anything is taken out."""

    def __init__(self, root: etree._Element) -> None:
        self._root = root
        self._meta: dict[str, str] = {}
        for element in root.iter("meta"):
            name = element.get("property") or element.get("name") or element.get("itemprop")
            content = one_line(element.get("content") or "")
            if name and content:
                self._meta.setdefault(name.strip().casefold(), content)
        self._title = next((words_in(e) for e in root.iter("title")), "")
        self._linked = self._canonical()
        self._publisher = ""
        self._data = dict(self._structured())
        self._times = [(e.get("itemprop") or "", e.get("datetime") or "") for e in root.iter("time")]
        self._foot = [line for e in _feet(root) for line in _lines(e)]

    def only_heading(self) -> str | None:
        """The words of the page's one h1, which may stand in a header outside its main part; None where it has another
        number of them, or its site's name for one."""
        found = [words for e in self._root.iter("h1") if (words := words_in(e))]
        return found[0] if len(found) == 1 and not self._is_site(found[0]) and len(found[0]) <= _MAX_HEADING else None

    def title(self) -> str | None:
        """The page's title without the site's name."""
        given = self._meta.get("og:title") or self._title or self._meta.get("dc.title") or ""
        dividers = list(_DIVIDER.finditer(given))
        if not dividers:
            return given or None
        last = dividers[-1]
        if self._is_site(given[last.end() :]):
            return _before_way(given[: last.start()], last[0].strip())
        if self._is_site(given[: dividers[0].start()]):
            return given[dividers[0].end() :]
        sign = dividers[0][0].strip()
        return given if sign in _OF_PHRASES else _before_way(given, sign)

    def date(self) -> str | None:
        """The day of the last change, else of publication."""
        for names, key in ((_MODIFIED, "dateModified"), (_PUBLISHED, "datePublished")):
            given = [self._meta[name] for name in names.split() if name in self._meta]
            given += [self._data[key]] if key in self._data else []
            given += [when for role, when in self._times if role == key]
            found = next(filter(None, map(iso_date, given)), None)
            if found:
                return found
        return None

    def url(self) -> str | None:
        """The page's own address."""
        return next((u for u in (self._linked, self._meta.get("og:url")) if u and _is_web(u)), None)

    def language(self) -> str | None:
        """As the page declares it, unless that says nothing."""
        given = self._root.get("lang") or self._root.get("{http://www.w3.org/XML/1998/namespace}lang")
        given = given or self._meta.get("og:locale") or self._meta.get("dc.language") or ""
        found = re.match(r"[a-z]{2}(?![a-z])", given.casefold())
        return found.group() if found else None

    def site(self) -> str:
        """The site's name, its host, and the page's foot."""
        host = urlsplit(self.url() or "").hostname or ""
        named = [self._meta.get(name, "") for name in ("og:site_name", "author", "dc.publisher", "dcterms.publisher")]
        return "\n".join(filter(None, [*named, self._publisher, self._title, host, *self._foot]))

    def reached(self) -> list[str]:
        """What the page's foot says of how to reach somebody: the switchboard often stands nowhere else."""
        return [line for line in self._foot if REACHED.search(line)]

    def _is_site(self, words: str) -> bool:
        if words.casefold() == self._meta.get("og:site_name", "").casefold() or _SITE.fullmatch(words):
            return True
        return any(len(m.span.of(words)) == len(words) for m in Gazetteer.default().find(words, casual=True))

    def _canonical(self) -> str | None:
        for element in self._root.iter("link"):
            if "canonical" in (element.get("rel") or "").casefold().split():
                return (element.get("href") or "").strip() or None
        return None

    def _structured(self) -> Iterator[tuple[str, str]]:
        """Dates in JSON-LD; whose page it is, is kept."""
        for element in self._root.iter("script"):
            if "ld+json" not in (element.get("type") or ""):
                continue
            try:
                data = json.loads(element.text or "")
            except (ValueError, RecursionError):
                continue
            for item in data if isinstance(data, list) else [data]:
                if isinstance(item, dict):
                    self._publisher = self._publisher or _name_of(item.get("publisher"))
                    yield from ((k, v) for k in ("dateModified", "datePublished") if isinstance(v := item.get(k), str))


def _name_of(publisher: object) -> str:
    named = publisher.get("name") if isinstance(publisher, dict) else publisher
    return one_line(named) if isinstance(named, str) else ""


def _feet(root: etree._Element) -> Iterator[etree._Element]:
    """The outermost feet."""
    inside: set[etree._Element] = set()
    for element in root.iter("footer", "div", "section"):
        if element not in inside and _is_foot(element):
            yield element
            inside |= set(element.iter())


def _before_way(words: str, sign: str) -> str:
    """The first of the parts that ``sign`` divides; the others are the way to the page."""
    way = next((each for each in _DIVIDER.finditer(words) if each[0].strip() == sign), None)
    return words[: way.start()] if way else words


def _is_foot(element: etree._Element) -> bool:
    named = f"{element.get('class') or ''} {element.get('id') or ''}".casefold()
    return element.tag == "footer" or not _FOOT.isdisjoint(re.split(r"[\s_-]+", named))


def _lines(element: etree._Element) -> list[str]:
    """The words of each innermost block, or of the whole."""
    inner = [e for e in element.iter(*_LINES) if next(e.iterdescendants(*_LINES), None) is None]
    return [words_apart(e) for e in inner or [element]]


def _is_web(url: str) -> bool:
    try:
        return urlsplit(url).scheme in ("http", "https")
    except ValueError:
        return False
