"""Numbers as a spreadsheet shows them in Swedish: by the format code of their cell."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from itertools import takewhile
from operator import eq, ge, gt, le, lt, ne

from maltolk.swedish.dates import MONTHS

BUILT_IN = {
    **{0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00"},
    **{12: "General", 13: "General", 14: "yyyy-mm-dd", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy"},
    **{18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "hh:mm", 21: "hh:mm:ss", 22: "yyyy-mm-dd hh:mm"},
    **{37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00"},
    **{41: "#,##0", 42: '#,##0\\ "kr"', 43: "#,##0.00", 44: '#,##0.00\\ "kr"'},
    **{45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss", 48: "0.00E+00", 49: "@"},
}
"""The formats that files name by number alone."""
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|\[\$(?P<currency>[^\]-]*)[^\]]*\]|\[(?P<elapsed>[hms]+)\]|\[[^\]]*\]'
    r"|(?P<half>AM/PM|A/P)|(?P<date>y+|m+|d+|h+|s+)|(?P<exponent>E[+-]0+)|(?P<sign>.)",
    re.IGNORECASE | re.DOTALL,
)
_PART = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|.', re.DOTALL)
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)\s*(-?\d{1,15}(?:\.\d{1,15})?)\]")
_NEGATIVE = re.compile(r"\[(?:<0|<=-\d[\d.]*|<-\d[\d.]*)\]")
_COMPARED = {"<=": le, ">=": ge, "<>": ne, "<": lt, ">": gt, "=": eq}
_LONG_DATE = re.compile(r"\[\$-F800\]", re.IGNORECASE)
_SWEDISH_LONG_DATE = '"den "d mmmm yyyy'
"""What the system's own long date is in Swedish."""
_GENERAL = re.compile("general", re.IGNORECASE)
_WEEKDAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
_DAY_ZERO = datetime.datetime(1899, 12, 30)
_DAY_ZERO_1904 = datetime.datetime(1904, 1, 1)
_LAST_DAY = 2_958_465
"""31 December 9999."""
_DIGITS = "0#?"
_LONGEST = 15
"""Significant digits that a spreadsheet keeps of a number."""
_MOST_DECIMALS = 15
_LONGEST_CODE = 255
_FORMATS_KEPT = 256
"""A sheet's thousands of cells share a few formats."""
_LARGEST = Decimal(10) ** 21
"""A larger number is written with an exponent, whatever its format."""


@dataclass(frozen=True, slots=True)
class _Token:
    """``kind``: the name of a group of _TOKEN; "literal" for what is shown as it is."""

    kind: str
    text: str


def shown(value: float, code: str, since_1904: bool = False) -> str:
    """The number as people see it, with a decimal comma. ``since_1904``: whether days count from 1904."""
    if code == "General":
        return _general(value)
    if _LONG_DATE.match(code):
        code = _SWEDISH_LONG_DATE
    sections = _sections(code[:_LONGEST_CODE])
    section = sections[0]
    if any(map(_CONDITION.search, sections)):
        section = _by_condition(value, sections)
        # A section for negative numbers alone writes their sign itself.
        value = abs(value) if value < 0 and _NEGATIVE.search(section) else value
    elif value < 0 and len(sections) > 1:
        section, value = sections[1], -value
    elif value == 0 and len(sections) > 2:
        section = sections[2]
    if not section:
        return "" if len(sections) > 1 else _general(value)
    if _GENERAL.search(section):
        return _general(value).join(map(_literals, _GENERAL.split(section, maxsplit=1)))
    tokens = _tokens(section)
    if any(token.kind in ("date", "elapsed") for token in tokens):
        return _date(value, tokens, since_1904)
    if not any(token.kind == "sign" and token.text in _DIGITS for token in tokens):
        text = "".join(token.text for token in tokens if token.text != "@").strip()
        return f"{_general(value)} {text}".strip() if "@" in section else text
    if "/" in section:
        return _general(value)
    return _number(value, tokens)


def is_blank(code: str) -> bool:
    """Whether a cell in the format shows no words, whatever is in it."""
    sections = _sections(code[:_LONGEST_CODE])
    return len(sections) > 3 and not sections[3].strip()


def _by_condition(value: float, sections: Sequence[str]) -> str:
    """The first section whose condition holds; one without a condition is for all other numbers."""
    for section in sections[:3]:
        found = _CONDITION.search(section)
        if found is None or _COMPARED[found[1]](value, float(found[2])):
            return section
    return sections[min(len(sections), 3) - 1]


@lru_cache(maxsize=_FORMATS_KEPT)
def _sections(code: str) -> list[str]:
    """The code's parts for positive and negative numbers, zero and text."""
    sections = [""]
    for part in _PART.findall(code):
        if part == ";":
            sections.append("")
        else:
            sections[-1] += part
    return sections


def _literals(section: str) -> str:
    return "".join(token.text for token in _tokens(section) if token.kind == "literal")


@lru_cache(maxsize=_FORMATS_KEPT)
def _tokens(section: str) -> list[_Token]:
    found: list[_Token] = []
    for match in _TOKEN.finditer(section):
        kind = match.lastgroup
        if kind in ("quoted", "escaped", "currency"):
            found.append(_Token("literal", match[kind]))
        elif kind is not None:
            found.append(_Token(kind, match[kind]))
    return found


def _general(value: float) -> str:
    """A number without a format: at most eleven digits, as in a cell."""
    if value == int(value) and abs(value) < 1e11:
        return str(int(value))
    written = f"{value:.10g}"
    return written.replace(".", ",").replace("e", "E")


def _number(value: float, tokens: Sequence[_Token]) -> str:
    percents = sum(token.kind == "sign" and token.text == "%" for token in tokens)
    exact = Decimal(f"{value:.{_LONGEST}g}") * 100**percents
    places = [n for n, token in enumerate(tokens) if token.kind == "sign" and token.text in _DIGITS]
    point = next((n for n, token in enumerate(tokens) if token.kind == "sign" and token.text == "."), len(tokens))
    commas = [n for n, token in enumerate(tokens) if token.kind == "sign" and token.text == ","]
    grouped = any(places[0] < n < min(point, places[-1]) for n in commas)
    whole = [n for n in places if n < point]
    after = [tokens[n].text for n in places if n > point][:_MOST_DECIMALS]
    scaled = _commas_after(tokens, whole[-1] if whole else 0) + (_commas_after(tokens, places[-1]) if after else 0)
    if any(token.kind == "exponent" for token in tokens):
        return f"{value:.{len(after)}E}".replace(".", ",")
    exact /= 1000**scaled
    if abs(exact) >= _LARGEST:
        return _general(value)
    rounded = abs(exact).quantize(Decimal(1).scaleb(-len(after)), rounding=ROUND_HALF_UP)
    digits, _, fraction = f"{rounded:f}".partition(".")
    least = max((n + 1 for n, sign in enumerate(after) if sign == "0"), default=0)
    fraction = fraction[:least] + fraction[least:].rstrip("0")
    written = _filled(tokens[:point], digits, grouped, set(whole))
    ending = "".join(t.text for t in tokens[point:] if t.kind == "literal" or t.text == "%" or t.text.isspace())
    minus = "-" if exact < 0 and rounded != 0 else ""
    return f"{minus}{written}{',' * bool(fraction)}{fraction}{ending}".strip()


def _filled(tokens: Sequence[_Token], digits: str, grouped: bool, places: set[int]) -> str:
    """The whole part: each place takes a digit from the right, the first one all that are left."""
    digits = "" if digits == "0" else digits
    said: list[str] = []
    taken = 0
    for n in range(len(tokens) - 1, -1, -1):
        token = tokens[n]
        if n not in places:
            if token.kind == "literal" or token.text not in ",":
                said.append(token.text)
            continue
        wanted = len(digits) - taken if n == min(places) else 1
        for _ in range(max(wanted, 1)):
            digit = digits[-1 - taken] if taken < len(digits) else "0" if token.text == "0" else ""
            if digit and grouped and taken and taken % 3 == 0:
                said.append(" ")
            said.append(digit)
            taken += 1
    return "".join(reversed(said))


def _commas_after(tokens: Sequence[_Token], place: int) -> int:
    """Each of them divides by a thousand."""
    return sum(1 for _ in takewhile(lambda token: token.kind == "sign" and token.text == ",", tokens[place + 1 :]))


def _date(value: float, tokens: Sequence[_Token], since_1904: bool) -> str:
    if not 0 <= value <= _LAST_DAY:
        return _general(value)
    # Spreadsheets count a 29 February 1900, which there was not.
    start = _DAY_ZERO_1904 if since_1904 else _DAY_ZERO if value >= 60 else _DAY_ZERO + datetime.timedelta(days=1)
    seconds = round(value * 86_400)
    try:
        when = start + datetime.timedelta(seconds=seconds)
    except OverflowError:
        return _general(value)
    half = any(token.kind == "half" for token in tokens)
    said: list[str] = []
    for n, token in enumerate(tokens):
        if token.kind == "date":
            said.append(_part(token.text.casefold(), when, _is_minute(tokens, n), half))
        elif token.kind == "elapsed":
            said.append(str(seconds // {"h": 3600, "m": 60, "s": 1}[token.text[0].casefold()]))
        elif token.kind == "half":
            said.append("fm" if when.hour < 12 else "em")
        elif token.kind == "literal" or token.text not in "@;":
            said.append(token.text)
    return "".join(said).strip()


def _is_minute(tokens: Sequence[_Token], place: int) -> bool:
    """Whether an "m" there means minutes: after hours, or before seconds."""
    marks = [(n, token.text[0].casefold()) for n, token in enumerate(tokens) if token.kind in ("date", "elapsed")]
    here = next(n for n, (at, _) in enumerate(marks) if at == place)
    before = marks[here - 1][1] if here else ""
    after = marks[here + 1][1] if here + 1 < len(marks) else ""
    return before == "h" or after == "s"


def _part(mark: str, when: datetime.datetime, minute: bool, half: bool) -> str:
    """One part of a date. ``half``: whether hours count to twelve."""
    if mark[0] == "y":
        return f"{when.year:04}" if len(mark) > 2 else f"{when.year % 100:02}"
    if mark[0] == "m" and not minute:
        names = {3: MONTHS[when.month - 1][:3], 4: MONTHS[when.month - 1], 5: MONTHS[when.month - 1][0].upper()}
        return names.get(len(mark), f"{when.month:0{min(len(mark), 2)}}")
    if mark[0] == "d":
        names = {3: _WEEKDAYS[when.weekday()][:3], 4: _WEEKDAYS[when.weekday()]}
        return names.get(len(mark), f"{when.day:0{min(len(mark), 2)}}")
    hour = (when.hour - 1) % 12 + 1 if half else when.hour
    number = {"h": hour, "m": when.minute, "s": when.second}[mark[0]]
    return f"{number:0{min(len(mark), 2)}}"
