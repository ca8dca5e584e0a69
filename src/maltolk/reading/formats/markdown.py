"""Markdown as its readers see it: no comments, struck words, targets of links or marks of code and notes.

Headings, lists, tables and emphasis keep their marks: structure is read from these.
"""

import html
import re

from maltolk.reading.formats.addresses import address_behind
from maltolk.reading.formats.markdown_html import STRUCK, without_html
from maltolk.reading.formats.raised import raised

_ASIDE = re.compile(
    r"(?P<comment><!--.*?(?:-->|\Z))"
    r"|^ {0,3}(?P<fence>`{3,}(?=[^`\n]*\n)|~{3,})[^\n]*\n(?P<block>.*?)(?:^ {0,3}(?P=fence)[`~]*[ \t]*(?:\n|\Z)|\Z)"
    r"|(?<![`\\])(?P<ticks>`{1,3})(?!`)(?P<code>(?:[^\n]|\n(?![ \t]*\n)){1,300}?)(?<!`)(?P=ticks)(?!`)",
    re.DOTALL | re.MULTILINE,
)
"""A comment, or code, in which no mark means anything; whichever begins first holds the others."""
_KEEPING = "\U000f0002"
_KEPT = re.compile(rf"{_KEEPING}(\d+){_KEEPING}")
_OWN_SIGNS = str.maketrans("", "", _KEEPING + STRUCK)
_STRUCK = re.compile(r"(?<![~\\])~~(?=\S)[^~]{1,600}(?<=\S)~~(?!~)")
_NOTHING_LEFT = re.compile(r"[ \t>]*(?:[-*+]|\d{1,3}[.)]|#{1,6})?[\s|*_.,;:]*")
_GAP = re.compile(rf" {STRUCK}(?=[ \n.,]|\Z)|(?:^|(?<=\s)){STRUCK} ", re.MULTILINE)
_NOTE = re.compile(r"\[\^[^\]\s]{1,40}\](:[ \t]*)?")
_INLINE_NOTE = re.compile(r"(?<!\\)\^\[((?:[^\[\]\n]|\[[^\[\]\n]{0,200}\]){1,600})\]")
_DEFINITION = re.compile(
    r"^ {0,3}\[([^\^\]\n][^\]\n]{0,200})\]:[ \t]*(<[^<>\n]{0,500}>|[^\s<>]{1,500})[ \t]*(?:[\"'(][^\n]*)?(?:\n|\Z)",
    re.MULTILINE,
)
_ADDRESS = re.compile(r"[<#/.]|\w+:|.*(?:/|@|\w\.[a-z]{2})", re.IGNORECASE)
_NAMED = re.compile(r"\[([^\[\]]{1,200})\](?!:)")
_TARGET = (
    r"""\(\s*(?:<([^<>\n]{0,800})>|((?:[^()\s<>]|\([^()\s]{0,100}\)){0,800}))(?:\s+["'(][^"\n]{0,300}["')])?\s*\)"""
)
_IMAGE = re.compile(r"!\[[^\[\]]{0,300}\](?:" + _TARGET + r"|\[[^\[\]\n]{0,200}\])")
_LINK = re.compile(r"(?<!\\)\[((?:[^\[\]]|\[[^\[\]]{0,100}\]){0,500})\]" + _TARGET)
_REFERENCE = re.compile(r"(?<!\\)\[([^\[\]]{1,500})\](?:\[([^\[\]\n]{0,200})\])?")
_AUTOMATIC = re.compile(r"<((?:https?://|mailto:)[^<>\s]{1,500}|[^<>\s@]{1,100}@[^<>\s@]{1,100})>")
_RAISED = re.compile(r"<sup\b[^<>]{0,100}>([^<>]{0,100})</sup>", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>[ \t]*\n?", re.IGNORECASE)
_LOWERED = re.compile(r"</?su[bp]\b[^<>]{0,300}>", re.IGNORECASE)
_ESCAPED_BAR = re.compile(r"\\\|")
_LINE_END = re.compile(r"(?<!\\)\\(?=\n)")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z]\w{1,31});", re.IGNORECASE)


def plain_markdown(text: str) -> str:
    """The text without what is not shown; an address that a link's words hide follows them."""
    kept: list[str] = []
    text = _ASIDE.sub(lambda found: _aside(found, kept), text.translate(_OWN_SIGNS))
    text = _AUTOMATIC.sub(lambda link: link[1].removeprefix("mailto:"), text)
    text = _without_struck(_STRUCK.sub(STRUCK, without_html(text)))
    text = _with_notes_below(text)
    targets = {_key(name): target.strip("<>") for name, target in _definitions(text)}
    text = _DEFINITION.sub(lambda found: "" if _key(found[1]) in targets else found[0], text)
    text = _IMAGE.sub("", text)
    text = _LINK.sub(lambda link: _shown(link[1], link[2] or link[3] or ""), text)
    text = _REFERENCE.sub(lambda link: _referred(link, targets), text)
    text = _NOTE.sub("", text)
    text = _RAISED.sub(lambda mark: raised(text_before(mark), mark[1], text_after(mark)), text)
    text = _BREAK.sub(lambda found: " " if _in_row(found) else "\n", text)
    text = _ESCAPED_BAR.sub("/", _LINE_END.sub("", _LOWERED.sub("", text)))
    text = _ENTITY.sub(_sign, text)
    return _KEPT.sub(lambda found: kept[int(found[1])], text)


def _with_notes_below(text: str) -> str:
    """Notes that are written where their mark would be stand below their paragraph."""
    if not _INLINE_NOTE.search(text):
        return text
    parts = re.split(r"(\n[ \t]*\n)", text)
    for place, part in enumerate(parts):
        notes = _INLINE_NOTE.findall(part)
        if notes:
            end = "\n" * part.endswith("\n")
            parts[place] = "\n\n".join([_INLINE_NOTE.sub("", part).rstrip("\n"), *notes]) + end
    return "".join(parts)


def _aside(found: re.Match[str], kept: list[str]) -> str:
    """Nothing for a comment; for code a sign that stands for it until all marks are read."""
    if found["comment"] is not None:
        return ""
    block, code = found["block"], found["code"]
    inner = code[1:-1] if code and len(code) > 2 and code[0] == code[-1] == " " and code.strip() else code
    kept.append(block if block is not None else inner)
    return f"{_KEEPING}{len(kept) - 1}{_KEEPING}"


def _sign(found: re.Match[str]) -> str:
    """The character that is meant; one that would be a mark of a table is replaced."""
    return html.unescape(found[0]).replace("|", "/").replace("\n", " ")


def _definitions(text: str) -> list[tuple[str, str]]:
    """Targets that look like addresses or are referred to; "[Ansvarig]: Kommunstyrelsen" is the text's own."""
    named = {_key(name) for name in _NAMED.findall(text)}
    return [
        (name, target) for name, target in _DEFINITION.findall(text) if _ADDRESS.match(target) or _key(name) in named
    ]


def text_before(found: re.Match[str]) -> str:
    """The end of the line in front of what was found."""
    return found.string[max(0, found.start() - 40) : found.start()].rpartition("\n")[2]


def text_after(found: re.Match[str]) -> str:
    """The beginning of the line behind what was found."""
    return found.string[found.end() : found.end() + 40].partition("\n")[0]


def _without_struck(text: str) -> str:
    """A space before what was left out goes with it, and so does a line with nothing left."""
    if STRUCK not in text:
        return text
    lines = text.split("\n")
    kept = (line for line in lines if STRUCK not in line or not _NOTHING_LEFT.fullmatch(line.replace(STRUCK, "")))
    return _GAP.sub("", "\n".join(kept)).replace(STRUCK, "")


def _shown(words: str, target: str) -> str:
    address = address_behind(target, words)
    return f"{words} {address}" if address else words


def _referred(link: re.Match[str], targets: dict[str, str]) -> str:
    """Square brackets that refer to nothing are the text's own."""
    target = targets.get(_key(link[2] or link[1]))
    return link[0] if target is None or link[1].startswith("^") else _shown(link[1], target)


def _key(name: str) -> str:
    return " ".join(name.casefold().split())


def _in_row(found: re.Match[str]) -> bool:
    """Whether it stands in a row of a table, which is one line."""
    line = found.string.rfind("\n", 0, found.start()) + 1
    return found.string[line : line + 1] == "|"
