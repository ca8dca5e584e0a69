"""Markdown as its readers see it: no comments, struck words, targets of links or marks of code and notes.

Headings, lists, tables and emphasis keep their marks: structure is read from these.
"""

import re

from maltolk.reading.formats.addresses import address_behind
from maltolk.reading.formats.raised import raised

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_FENCE = re.compile(r"^ {0,3}(?:`{3,}|~{3,})[^\n]*\n?", re.MULTILINE)
_CODE = re.compile(r"(?<![`\\])(`{1,3})(?!`)([^`\n]{1,300})\1(?!`)")
_STRUCK = re.compile(
    r"(?<![~\\])~~(?=\S)[^~]{1,600}(?<=\S)~~(?!~)|<(del|s|strike)\b[^<>]{0,200}>.{0,2000}?</\1>", re.DOTALL
)
_NOTHING_LEFT = re.compile(r"^[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]*\n", re.MULTILINE)
_NOTE = re.compile(r"\[\^[^\]\s]{1,40}\](:[ \t]*)?")
_DEFINITION = re.compile(
    r"^ {0,3}\[([^\^\]\n][^\]\n]{0,200})\]:[ \t]*<?([^\s>]{1,500})>?[ \t]*(?:[\"'(][^\n]*)?(?:\n|\Z)", re.MULTILINE
)
_TARGET = r"""\(\s*<?((?:[^()\s<>]|\([^()\s]{0,100}\)){0,800})>?(?:\s+["'(][^"\n]{0,300}["')])?\s*\)"""
_IMAGE = re.compile(r"!\[[^\[\]]{0,300}\](?:" + _TARGET + r"|\[[^\[\]\n]{0,200}\])")
_LINK = re.compile(r"(?<!\\)\[([^\[\]]{1,500})\]" + _TARGET)
_REFERENCE = re.compile(r"(?<!\\)\[([^\[\]]{1,500})\](?:\[([^\[\]\n]{0,200})\])?")
_AUTOMATIC = re.compile(r"<((?:https?://|mailto:)[^<>\s]{1,500}|[^<>\s@]{1,100}@[^<>\s@]{1,100})>")
_RAISED = re.compile(r"<sup\b[^<>]{0,100}>([^<>]{0,100})</sup>", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>[ \t]*\n?", re.IGNORECASE)
_TAG = re.compile(r"</?(?:sup|sub|u|ins|mark|small|span|div|p|font|center|kbd|abbr|a)\b[^<>]{0,300}>", re.IGNORECASE)
_ESCAPED_BAR = re.compile(r"\\\|")


def plain_markdown(text: str) -> str:
    """The text without what is not shown; an address that a link's words hide follows them."""
    text = _COMMENT.sub("", text)
    text = _FENCE.sub("", text)
    text = _without_struck(text)
    targets = {_key(name): target for name, target in _DEFINITION.findall(text)}
    text = _DEFINITION.sub("", text)
    text = _IMAGE.sub("", text)
    text = _LINK.sub(lambda link: _shown(link[1], link[2]), text)
    text = _REFERENCE.sub(lambda link: _referred(link, targets), text)
    text = _NOTE.sub("", text)
    text = _CODE.sub(r"\2", text)
    text = _AUTOMATIC.sub(lambda link: link[1].removeprefix("mailto:"), text)
    text = _RAISED.sub(lambda mark: raised(text_before(mark), mark[1], text_after(mark)), text)
    text = _BREAK.sub(lambda found: " " if _in_row(found) else "\n", text)
    return _ESCAPED_BAR.sub("/", _TAG.sub("", text))


def text_before(found: re.Match[str]) -> str:
    """The end of the line in front of what was found."""
    return found.string[max(0, found.start() - 40) : found.start()].rpartition("\n")[2]


def text_after(found: re.Match[str]) -> str:
    """The beginning of the line behind what was found."""
    return found.string[found.end() : found.end() + 40].partition("\n")[0]


def _without_struck(text: str) -> str:
    """A space before struck words goes with them, and so does an item with nothing left."""
    if not _STRUCK.search(text):
        return text
    parts: list[str] = []
    end = 0
    for struck in _STRUCK.finditer(text):
        before = text[end : struck.start()]
        parts.append(
            before[:-1] if before.endswith(" ") and text[struck.end() :][:1] in ("", " ", "\n", ".", ",") else before
        )
        end = struck.end()
    return _NOTHING_LEFT.sub("", "".join([*parts, text[end:]]))


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
