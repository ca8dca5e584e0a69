"""Makes web pages, PDFs, Word and OpenDocument files from texts, laid out like those of municipalities."""

import html
import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from maltolk.model import BlockKind, Document

FIXED = (2020, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Part:
    """A heading, paragraph, item, or group of lines (a contact). ``lines``: without bullets or numbers."""

    kind: str
    lines: tuple[str, ...]
    level: int = 0
    number: int | None = None

    @property
    def words(self) -> str:
        return " ".join(self.lines)


def parts_of(document: Document, furniture: bool = False) -> list[Part]:
    """What a document consists of, page furniture left out unless wanted."""
    parts: list[Part] = []
    for block in document.blocks:
        lines = tuple(line for raw in block.span.of(document.text).split("\n") if (line := " ".join(raw.split())))
        if block.kind is BlockKind.HEADING:
            parts.append(Part("heading", (" ".join(lines),), block.level))
        elif block.kind is BlockKind.LIST_ITEM:
            parts.append(Part("item", (" ".join(lines),), block.level, block.number))
        elif block.kind is BlockKind.CONTACT:
            parts.append(Part("lines", tuple(line.strip("#*| ") for line in lines)))
        elif block.kind in (BlockKind.PARAGRAPH, BlockKind.QUOTATION) or (
            furniture and block.kind is BlockKind.FURNITURE
        ):
            parts.append(Part("paragraph", (" ".join(lines),)))
    return parts


# --- web pages ---------------------------------------------------------------------------------------------------

MENU = ["Bygga och bo", "Utbildning och barnomsorg", "Omsorg och hjälp", "Uppleva och göra", "Kommun och politik"]
COOKIES = "Vi använder kakor för att webbplatsen ska fungera bra för dig. Läs mer om hur vi använder kakor."
FOOT = "Besöksadress: Stora torget 1. Öppettider: vardagar 8–16. Om webbplatsen. Tillgänglighetsredogörelse. Press."


def _links(words: Sequence[str]) -> str:
    return "".join(f'<li><a href="/sida{n}">{html.escape(w)}</a></li>' for n, w in enumerate(words))


def _body(parts: Sequence[Part], *, accordion: bool = False, tabled: bool = False) -> Iterator[str]:
    open_list = ""
    for part in parts:
        wanted = "" if part.kind != "item" else "ol" if part.number is not None else "ul"
        if open_list and wanted != open_list:
            yield f"</{open_list}>"
        if wanted and wanted != open_list:
            start = f' start="{part.number}"' if part.number not in (None, 1) else ""
            yield f"<{wanted}{start}>"
        open_list = wanted
        words = html.escape(part.words)
        if part.kind == "heading":
            level = min(6, max(1, part.level))
            if accordion and level > 1:
                yield f'<h{level}><button aria-expanded="false">{words}<svg><path d="M0 0"/></svg></button></h{level}>'
            else:
                yield f"<h{level}>{words}</h{level}>"
        elif part.kind == "item":
            value = f' value="{part.number}"' if part.number is not None else ""
            yield f"<li{value}>{words}</li>"
        elif part.kind == "lines" and tabled:
            yield "<table>" + "".join(f"<tr><td>{html.escape(line)}</td></tr>" for line in part.lines) + "</table>"
        elif part.kind == "lines":
            yield "<p>" + "<br>\n".join(map(html.escape, part.lines)) + "</p>"
        else:
            yield f"<p>{words}</p>"
    if open_list:
        yield f"</{open_list}>"


def page_with_main(title: str, parts: Sequence[Part]) -> bytes:
    """Header, menu, crumbs, notice, ``main``, related links, foot; UTF-8."""
    return f"""<!DOCTYPE html><html lang="sv"><head><meta charset="utf-8">
<title>{html.escape(title)} - Exempel kommun</title>
<meta property="og:site_name" content="Exempel kommun"><link rel="canonical" href="https://www.exempel.se/sida">
<meta property="article:modified_time" content="2024-03-05T10:00:00+01:00"><style>p{{margin:0}}</style></head><body>
<a class="skip-link" href="#content">Hoppa till innehåll</a>
<div id="cookie-consent" role="dialog"><p>{COOKIES}</p><button>Godkänn alla</button></div>
<header><a href="/">Exempel kommun</a><form role="search"><input name="q"><button>Sök</button></form></header>
<nav aria-label="Huvudmeny"><ul>{_links(MENU)}</ul></nav>
<main id="content"><ol class="breadcrumb"><li><a href="/">Start</a></li><li><a href="/k">Kommun</a></li></ol>
{"".join(_body(parts))}
<div class="share-buttons"><a href="#">Dela på Facebook</a> <a href="#">Dela på Linkedin</a></div></main>
<aside class="related"><h2>Relaterad information</h2><ul>{_links(["Budget", "Kvalitetsarbete"])}</ul></aside>
<footer><p>{FOOT}</p></footer><script>var x = "Inte text";</script></body></html>""".encode()


def page_of_divs(title: str, parts: Sequence[Part]) -> bytes:
    """No semantic elements, only class names; UTF-16 with a BOM."""
    return f"""<html><head><title>Exempel stad | {html.escape(title)}</title></head><body><div class="wrapper">
<div class="site-header"><div class="logo">Exempel stad</div><div class="mainmenu"><ul>{_links(MENU)}</ul></div></div>
<div class="cookie-bar">{COOKIES} <a href="#">Jag förstår</a></div>
<div class="columns"><div class="left-menu"><ul>{_links(["Budget", "Organisation", "Diarium"])}</ul></div>
<div class="page-content">{"".join(_body(parts, accordion=True))}</div>
<div class="sidebar"><h3>Hitta snabbt</h3><ul>{_links(["E-tjänster", "Lediga jobb", "Felanmälan"])}</ul></div></div>
<div class="site-footer">{FOOT}</div></div></body></html>""".encode("utf-16")


def page_of_tables(title: str, parts: Sequence[Part]) -> bytes:
    """A table layout as twenty years ago; Windows-1252."""
    return f"""<html><head><title>{html.escape(title)}</title>
<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1"></head><body bgcolor=white>
<table width=800><tr><td colspan=2><img src=logo.gif><a href=/>Hem</a> | <a href=/k>Kontakt</a> |
<a href=/e>English</a></td></tr>
<tr><td width=150 valign=top><ul>{_links(MENU)}</ul></td><td class="content">{"".join(_body(parts))}</td></tr>
<tr><td colspan=2 class=footer><font size=1>{FOOT}</font></td></tr></table></body></html>""".encode(
        "cp1252", "xmlcharrefreplace"
    )


def page_of_blog(title: str, parts: Sequence[Part]) -> bytes:
    """An article with a sidebar and comments; Latin-1 declared as UTF-8, with unclosed tags."""
    body = "".join(_body(parts)).replace("</p>", "\n").replace("</li>", "\n")
    return f"""<!doctype html><html lang=sv><head><meta charset=utf-8>
<title>{html.escape(title)} – Exempel kommun</title></head>
<body class="post-template has-sidebar"><div id=page><header class="site-header"><p>Exempel kommun</p>
<nav><ul class=menu>{_links(MENU)}</ul></nav></header><div id=content class=site-content>
<article class="post hentry"><div class="entry-content">{body}</div>
<footer class="entry-footer"><span class="share">Dela: <a href=#>Facebook</a></span></footer></article>
<div id=comments class="comments-area"><h2>Lämna en kommentar</h2><form><label>Namn</label><input></form></div>
<aside id=secondary class="widget-area sidebar"><h2>Senaste inläggen</h2><ul>{_links(["Ny lekplats", "Frost"])}</ul>
</aside></div>
<footer class="site-footer">{FOOT}</footer></div></body></html>""".encode("latin-1", "xmlcharrefreplace")


# --- word processors ---------------------------------------------------------------------------------------------

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="Rubrik{n}"><w:name w:val="heading {n}"/></w:style>' for n in range(1, 7)
)
_NUMBERING = "".join(
    f'<w:abstractNum w:abstractNumId="{n}">'
    + "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{sign}"/></w:lvl>'
        for level, sign in enumerate(signs)
    )
    + "</w:abstractNum>"
    for n, (form, signs) in enumerate((("bullet", "••••"), ("decimal", ("%1.", "%2.", "%3.", "%4."))))
)


def packed(files: dict[str, str]) -> bytes:
    """A zip archive, the same for the same files."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, FIXED), content.encode(), zipfile.ZIP_DEFLATED)
    return target.getvalue()


def word_file(title: str, parts: Sequence[Part]) -> bytes:
    """Headings by style, lists by numbering, contacts with line breaks, a page head."""
    said: list[str] = []
    lists = 0
    for before, part in zip([None, *parts], parts, strict=False):
        lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in part.lines)
        style = ""
        if part.kind == "heading":
            style = f'<w:pStyle w:val="Rubrik{min(6, max(1, part.level))}"/>'
        elif part.kind == "item":
            begins = before is None or before.kind != "item" or part.number == 1
            lists += part.number is not None and begins
            number = 1 if part.number is None else lists + 1
            style = f'<w:numPr><w:ilvl w:val="{max(0, part.level - 1)}"/><w:numId w:val="{number}"/></w:numPr>'
        said.append(f"<w:p><w:pPr>{style}</w:pPr><w:r>{lines}</w:r></w:p>")
    starts = [
        part.number
        for before, part in zip([None, *parts], parts, strict=False)
        if part.number is not None and (before is None or before.kind != "item" or part.number == 1)
    ]
    numbers = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>' + "".join(
        f'<w:num w:numId="{n + 2}"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0">'
        f'<w:startOverride w:val="{start}"/></w:lvlOverride></w:num>'
        for n, start in enumerate(starts)
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return packed(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{kind}.document.main+xml"/>'
            f'<Override PartName="/word/styles.xml" ContentType="{kind}.styles+xml"/>'
            f'<Override PartName="/word/numbering.xml" ContentType="{kind}.numbering+xml"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}">'
            f'<Relationship Id="a" Type="{relation}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{_RELATIONS}">'
            f'<Relationship Id="a" Type="{relation}/styles" Target="styles.xml"/>'
            f'<Relationship Id="b" Type="{relation}/numbering" Target="numbering.xml"/></Relationships>',
            "word/document.xml": f"<w:document {_W}><w:body>{''.join(said)}</w:body></w:document>",
            "word/styles.xml": f"<w:styles {_W}>{_STYLES}</w:styles>",
            "word/numbering.xml": f"<w:numbering {_W}>{_NUMBERING}{numbers}</w:numbering>",
            "word/header1.xml": f"<w:hdr {_W}><w:p><w:r><w:t>Exempel kommun</w:t></w:r></w:p></w:hdr>",
        }
    )


_ODF = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "table", "style")
)


def open_document(title: str, parts: Sequence[Part]) -> bytes:
    """Headings by outline level, lists nested by level, contacts with line breaks."""
    said: list[str] = []
    depth, style = 0, ""
    for part in parts:
        wanted = part.level if part.kind == "item" else 0
        named = "N" if part.number is not None else "B"
        if wanted == 0 or (depth and named != style):
            said.append("</text:list-item></text:list>" * depth)
            depth = 0
        while depth > wanted:
            said.append("</text:list-item></text:list>")
            depth -= 1
        words = "<text:line-break/>".join(map(escape, part.lines))
        if part.kind == "item":
            start = f' text:start-value="{part.number}"' if part.number is not None else ""
            if depth == wanted:
                said.append("</text:list-item>")
            while depth < wanted:
                said.append(f'<text:list text:style-name="{named}">')
                said.append("<text:list-item>" if depth + 1 < wanted else "")
                depth += 1
            said.append(f"<text:list-item{start}><text:p>{words}</text:p>")
            style = named
        elif part.kind == "heading":
            said.append(f'<text:h text:outline-level="{min(6, max(1, part.level))}">{words}</text:h>')
        else:
            said.append(f"<text:p>{words}</text:p>")
    said.append("</text:list-item></text:list>" * depth)
    levels = range(1, 5)
    styles = (
        '<text:list-style style:name="N">'
        + "".join(f'<text:list-level-style-number text:level="{n}" style:num-format="1"/>' for n in levels)
        + '</text:list-style><text:list-style style:name="B">'
        + "".join(f'<text:list-level-style-bullet text:level="{n}" text:bullet-char="•"/>' for n in levels)
        + "</text:list-style>"
    )
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {_ODF}>"
            f"<office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body><office:text>{''.join(said)}</office:text></office:body>"
            "</office:document-content>",
            "styles.xml": f"<office:document-styles {_ODF}/>",
            "meta.xml": f"<office:document-meta {_ODF}/>",
            "META-INF/manifest.xml": '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            + "".join(
                f'<m:file-entry m:full-path="{name}" m:media-type="{kind}"/>'
                for name, kind in {"/": "application/vnd.oasis.opendocument.text", "content.xml": "text/xml"}.items()
            )
            + "</m:manifest>",
        }
    )


# --- PDF ---------------------------------------------------------------------------------------------------------


class _Pages:
    """Sets type by itself, so that lines break, hyphens fall and columns run as in a printed plan."""

    def __init__(self, title: str, columns: int, hyphens: bool, margins: bool) -> None:
        from reportlab.pdfgen.canvas import Canvas

        self.target = io.BytesIO()
        self.canvas = Canvas(self.target, pagesize=(595, 842), invariant=1)
        self.canvas.setTitle(title)
        self.columns, self.hyphens, self.margins = columns, hyphens, margins
        self.width = (595 - 120 - 24 * (columns - 1)) / columns
        self.page, self.column, self.y = 1, 0, 0.0
        self._begin()

    @property
    def x(self) -> float:
        return 60 + self.column * (self.width + 24)

    def _begin(self) -> None:
        self.column, self.y = 0, 842 - 90
        if self.margins:
            self.canvas.setFont("Helvetica", 8)
            self.canvas.drawString(60, 842 - 40, "Exempel kommun")
            self.canvas.drawRightString(535, 842 - 40, f"Dnr KS 2024/{100}")
            self.canvas.drawString(60, 36, "Mål och budget 2024–2027")
            self.canvas.drawRightString(535, 36, f"Sida {self.page}")

    def room(self, needed: float) -> None:
        if self.y - needed < 70:
            if self.column + 1 < self.columns:
                self.column, self.y = self.column + 1, 842 - 90
            else:
                self.canvas.showPage()
                self.page += 1
                self._begin()

    def write(self, words: str, font: str, size: float, indent: float = 0, first: str = "") -> None:
        lines = list(self._lines(words, font, size, self.width - indent))
        for number, line in enumerate(lines):
            self.room(size * 1.2)
            self.canvas.setFont(font, size)
            if first and number == 0:
                self.canvas.drawString(self.x + indent - 14, self.y, first)
            self.canvas.drawString(self.x + indent, self.y, line)
            self.y -= size * 1.2

    def _lines(self, words: str, font: str, size: float, width: float) -> Iterator[str]:
        from reportlab.pdfbase.pdfmetrics import stringWidth

        line = ""
        for word in words.split():
            trial = f"{line} {word}".strip()
            if stringWidth(trial, font, size) <= width:
                line = trial
                continue
            cut = self._cut(word, lambda head, so_far=line: stringWidth(f"{so_far} {head}-", font, size) <= width)
            if cut:
                yield f"{line} {word[:cut]}-".strip()
                line = word[cut:]
            else:
                if line:
                    yield line
                line = word
        if line:
            yield line

    def _cut(self, word: str, fits: Callable[[str], bool]) -> int:
        if not self.hyphens or not word.isalpha() or not word.islower():
            return 0
        places = [n for n in range(3, len(word) - 3) if word[n - 1] in "aeiouyåäö" and word[n] not in "aeiouyåäö"]
        return max((n for n in places if fits(word[:n])), default=0)

    def finish(self) -> bytes:
        self.canvas.save()
        return self.target.getvalue()


def printed(title: str, parts: Sequence[Part], columns: int = 1, hyphens: bool = False, margins: bool = True) -> bytes:
    """A PDF with headings by size, bullets, running heads and page numbers."""
    pages = _Pages(title, columns, hyphens, margins)
    sizes = {1: 20.0, 2: 15.0, 3: 12.5}
    for part in parts:
        if part.kind == "heading":
            size = sizes.get(part.level, 11.5) if columns == 1 else min(16.0, sizes.get(part.level, 11.5))
            pages.y -= size * 0.6
            pages.room(size * 3)
            pages.write(part.words, "Helvetica-Bold", size)
            pages.y -= 3
        elif part.kind == "item":
            sign = "•" if part.number is None else f"{part.number}."
            pages.write(part.words, "Helvetica", 10, 16 * part.level, sign)
        else:
            for line in part.lines:
                pages.write(line, "Helvetica", 10)
            pages.y -= 7
        if part.kind != "heading":
            pages.y -= 1
    return pages.finish()


def printed_in_columns(title: str, parts: Sequence[Part]) -> bytes:
    return printed(title, parts, columns=2, hyphens=True)


def printed_with_hyphens(title: str, parts: Sequence[Part]) -> bytes:
    return printed(title, parts, hyphens=True)


Maker = Callable[[str, Sequence[Part]], bytes]

MAKERS: dict[str, tuple[str, Maker]] = {
    "page with main": (".html", page_with_main),
    "page of divs, UTF-16": (".html", page_of_divs),
    "page of tables, Windows-1252": (".html", page_of_tables),
    "blog, wrong charset": (".html", page_of_blog),
    "Word": (".docx", word_file),
    "OpenDocument": (".odt", open_document),
    "PDF, one column": (".pdf", printed),
    "PDF, hyphenated": (".pdf", printed_with_hyphens),
    "PDF, two columns": (".pdf", printed_in_columns),
}
"""Kind of file -> suffix, maker."""
