"""Text -> sentences, for Swedish and its neighbours. A wrong cut would make a quote of half a thought, so doubt joins."""

import re

from maltolk.model import Span

_ABBREVIATIONS = frozenset(
    [
        "a.a",
        "bl.a",
        "t.ex",
        "t",
        "ex",
        "m.m",
        "m.fl",
        "o.d",
        "o.dyl",
        "osv",
        "etc",
        "dvs",
        "d.v.s",
        "s.k",
        "p.g.a",
        "pga",
        "f.d",
        "fr.o.m",
        "t.o.m",
        "tom",
        "from",
        "e.d",
        "el.dyl",
        "i.e",
        "e.g",
        "kl",
        "nr",
        "no",
        "s",
        "sid",
        "ca",
        "c:a",
        "cirka",
        "resp",
        "inkl",
        "exkl",
        "max",
        "min",
        "st",
        "tel",
        "mob",
        "ang",
        "avd",
        "jfr",
        "jmf",
        "kap",
        "kr",
        "mkr",
        "tkr",
        "milj",
        "mdkr",
        "mnkr",
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "st:a",
        "sankt",
        "f.n",
        "f.ö",
        "m.a.o",
        "n.b",
        "obs",
        "o.s.a",
        "p.s",
        "s.a.s",
        "s.t",
        "t.f",
        "u.a",
        "v.g",
        "vs",
        "vol",
        "eg",
        "enl",
        "art",
        "bil",
        "bet",
        "dir",
        "fig",
        "forts",
        "föreg",
        "anm",
        "bl",
        "betr",
        "förf",
        "gm",
        "hb",
        "hr",
        "fru",
        "ing",
        "jr",
        "sr",
        "kand",
        "lic",
        "mom",
        "moms",
        "prop",
        "rskr",
        "sfs",
        "stv",
        "tf",
        "vd",
        "ev",
        "evt",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "okt",
        "nov",
        "dec",
        "mån",
        "tis",
        "ons",
        "tors",
        "fre",
        "lör",
        "sön",
    ]
)
_MONTHS = re.compile(
    r"(?:januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december|kvartalet)\b",
    re.IGNORECASE,
)
# End marks, closing quotes and brackets after them, then white space (or a line break that is a paragraph's).
_END = re.compile(
    r"(?P<mark>[.!?…]+)(?P<close>[”\"’'»)\]*_]*)(?P<gap>\s+)|(?P<para>[ \t\xa0]*\n[ \t\xa0]*\n\s*)|(?P<item>\n\s*(?=[•●▪◦‣–—*-]\s))"
)
_WORD_BEFORE = re.compile(r"[\w.:]+\Z")
_OPENERS = "”\"’'»“‘«([–—-*_•"


def sentences(text: str, span: Span | None = None) -> list[Span]:
    """The sentences of ``text[span]`` (all of it without ``span``) in order, none empty, none with outer white space.

    Together they hold every visible character of the span but bullets between items.
    """
    start, end = (0, len(text)) if span is None else (max(0, span.start), min(len(text), span.end))
    found: list[Span] = []
    begin = start
    for mark in _END.finditer(text, start, end):
        cut = mark.start() if mark["mark"] is None else mark.end("close")
        if mark["mark"] is not None and not _ends(text, begin, mark, end):
            continue
        _add(found, text, begin, cut)
        begin = mark.end()
    _add(found, text, begin, end)
    return found


def trim(text: str, start: int, end: int) -> Span:
    """The span without the white space and zero-width signs around its words; empty at ``start`` if nothing is left."""
    while end > start and (text[end - 1].isspace() or text[end - 1] in ZERO_WIDTH):
        end -= 1
    while start < end and (text[start].isspace() or text[start] in ZERO_WIDTH):
        start += 1
    return Span(start, end)


ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff"
"""Signs without width that page editors leave behind; a line of nothing else is an empty line."""


def _add(found: list[Span], text: str, start: int, end: int) -> None:
    span = trim(text, start, end)
    bullet = re.compile(r"[•●▪◦‣*–—-]\s+").match(text, span.start, span.end)
    if bullet and text[span.start] not in "–—":
        # The replik dash belongs to what is said; a bullet doesn't.
        span = trim(text, bullet.end(), span.end)
    if span.start < span.end:
        found.append(span)


def _ends(text: str, begin: int, mark: re.Match[str], end: int) -> bool:
    """Whether the sentence that began at ``begin`` is over at this mark."""
    after = mark.end()
    if after >= end:
        return True
    next_sign = text[after]
    ahead = after
    while ahead < end and text[ahead] in _OPENERS:
        ahead += 1
    while ahead < end and text[ahead].isspace():
        ahead += 1
    first = text[ahead] if ahead < end else ""
    if mark["mark"][-1] in "!?" or mark["mark"].startswith(("..", "…")):
        # ”Varför?” undrar hon: the reporting clause goes on in lower case.
        return not first.islower()
    if first.islower():
        return False
    word = _WORD_BEFORE.search(text, begin, mark.start("mark"))
    before = word.group().lower().strip(".:") if word else ""
    if mark["close"]:
        return True
    if before in _ABBREVIATIONS:
        # "m.m." and "etc." often end a sentence too; a capital after them says so, except before names and numbers.
        return (
            before in {"m.m", "m.fl", "etc", "osv", "o.d", "o.dyl", "e.d", "st", "min", "kr", "mkr", "tkr", "mnkr"}
            and first.isupper()
        )
    if len(before) == 1 and before.isalpha() and word and word.group()[0].isupper():
        # An initial: "Stefan L. Olsson".
        return False
    if before.isdecimal() and len(before) <= 2 and word and word.start() == begin:
        # "1. Mål": the number in front of an item.
        return False
    if before.isdecimal() and _MONTHS.match(text, ahead):
        return False
    return not (next_sign.isdecimal() and before in {"kap", "nr", "punkt", "s", "sid"})
