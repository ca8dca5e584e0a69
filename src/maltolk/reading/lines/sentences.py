"""Text -> sentences, for Swedish and its neighbours. A wrong cut quotes half a thought, so doubt joins."""

import re
from collections.abc import Iterator

from maltolk.model import Span
from maltolk.swedish.dates import MONTHS, SHORT_DAYS_AND_MONTHS

ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff"
"""Zero-width characters that page editors leave behind; a line of nothing else is empty."""

# Abbreviations whose full stop ends nothing. Those that are also words ("bil", "min", "tom") are left out.
_SHORT_FORMS = """
a.a bl.a t.ex t ex m.m m.fl o.d o.dyl osv etc dvs d.v.s s.k p.g.a pga f.d fr.o.m t.o.m e.d el.dyl i.e e.g kl nr s sid ca
c:a cirka resp inkl exkl max tel ang avd jfr jmf kap kr mkr tkr milj mdkr mnkr mr mrs ms dr prof st st:a sankt f.n f.ö
m.a.o n.b o.s.a s.a.s s.a s.t t.f u.a v.g vs vol eg enl forts föreg anm betr förf gm hb hr jr sr kand lic prop rskr sfs
tf ev evt
"""
_ABBREVIATIONS = frozenset(_SHORT_FORMS.split()) | SHORT_DAYS_AND_MONTHS
# These may also end a sentence, if a capital follows.
_MAY_END = frozenset(("m.m", "m.fl", "etc", "osv", "o.d", "o.dyl", "e.d", "st", "kr", "mkr", "tkr", "mnkr", "s.k"))
_BEFORE_NUMBERS = frozenset(("kap", "nr", "punkt", "s", "sid", "kl", "tel", "prop"))
_AFTER_DAY = re.compile(rf"(?:{'|'.join(MONTHS)}|kvartalet)\b", re.IGNORECASE)
# End marks with the quotes and brackets that close after them, and a footnote mark; an empty line; a bullet on a new
# line.
# Each run of marks is tried once, from its start: otherwise the dots of a table of contents would take quadratic time.
_END = re.compile(
    r"(?<![.!?…])(?P<mark>[.!?…]++)(?P<close>[”\"’'»)\]*_]*+(?:\[\d{1,2}\]|\d{1,2}\)|[¹²³⁰⁴-⁹]{1,2})?+)\s+"
    r"|(?P<empty>(?:(?<![^\S\n])[^\S\n]++)?\n[^\S\n]*\n\s*)"
    r"|(?P<item>\n\s*(?=[•●▪◦‣–—*-]\s|\d{1,2}[.)]\s+[A-ZÅÄÖ]))"
)
_ITEM_AHEAD = re.compile(r"[^\S\n]*\n\s*(?:[•●▪◦‣–—*-]\s|\d{1,2}[.)]\s+[A-ZÅÄÖ])")
_WORD_BEFORE = re.compile(r"[\w.:]+\Z")
_BULLET = re.compile(r"[•●▪◦‣*-]\s+")
_LABEL_SO_FAR = re.compile(r"[*_]*[A-ZÅÄÖ][A-Za-zÅÄÖåäö-]+(?:\s[a-zåäö]+)?[ \xa0](?:\d{1,2}\.)?\d{1,2}")
_OPENERS = "”\"’'»“‘«([–—-*_•"


def sentences(text: str, span: Span | None = None) -> list[Span]:
    """The sentences of ``text[span]`` (all of it without ``span``) in order, none empty, none with outer white space.

    Together they hold every visible character of the span but bullets between items. Offsets are into ``text``.
    """
    start, end = (0, len(text)) if span is None else (max(0, span.start), min(len(text), span.end))
    found: list[Span] = []
    begin = start
    for mark in _END.finditer(text, start, end):
        if mark["mark"] is None:
            cut = mark.start()
        elif _ends(text, begin, mark, end):
            cut = mark.end("close")
        else:
            continue
        _add(found, text, begin, cut)
        begin = mark.end()
    _add(found, text, begin, end)
    return found


def lines(text: str, span: Span) -> Iterator[Span]:
    """The lines in ``span`` that are not empty, without white space around them."""
    start = span.start
    for line in span.of(text).split("\n"):
        bare = line.strip()
        if bare:
            at = start + line.index(bare)
            yield Span(at, at + len(bare))
        start += len(line) + 1


def trim(text: str, start: int, end: int) -> Span:
    """The span without white space and zero-width characters around it; empty at ``start`` if nothing is left."""
    while end > start and (text[end - 1].isspace() or text[end - 1] in ZERO_WIDTH):
        end -= 1
    while start < end and (text[start].isspace() or text[start] in ZERO_WIDTH):
        start += 1
    return Span(start, end)


def _add(found: list[Span], text: str, start: int, end: int) -> None:
    span = trim(text, start, end)
    # The dash of spoken lines belongs to what is said; a bullet doesn't.
    if bullet := _BULLET.match(text, span.start, span.end):
        span = trim(text, bullet.end(), span.end)
    if span.start < span.end:
        found.append(span)


def _ends(text: str, begin: int, mark: re.Match[str], end: int) -> bool:
    """Whether the sentence that began at ``begin`` is over at this mark."""
    ahead = mark.end()
    while ahead < end and (text[ahead] in _OPENERS or text[ahead].isspace()):
        ahead += 1
    if ahead >= end or _ITEM_AHEAD.match(text, mark.end("close"), end):
        return True
    first = text[ahead]
    if first.islower():
        # ”Varför?” undrar hon: the clause goes on; and a full stop before a small letter belongs to an abbreviation.
        return False
    if mark["mark"] != ".":
        return True
    word = _WORD_BEFORE.search(text, max(begin, mark.start() - 40), mark.start())
    before = word.group() if word else ""
    key = before.casefold().strip(".:")
    if key in _ABBREVIATIONS:
        return key in _MAY_END and first.isupper() and before != "s"
    if mark["close"].strip("*_"):
        return True
    if len(key) == 1 and key.isalpha() and before[0].isupper():
        return False  # an initial: "Stefan L. Olsson"
    if before[-1:].isdecimal() and _LABEL_SO_FAR.fullmatch(trim(text, begin, mark.start()).of(text)):
        return False  # a label: "Mål 2. Renare luft"
    if key.isdecimal() and len(key) <= 2:
        if word is not None and word.start() == trim(text, begin, end).start:
            return False  # the number in front of an item: "1. Mål"
        return _AFTER_DAY.match(text, ahead) is None
    return not (first.isdecimal() and key in _BEFORE_NUMBERS)
