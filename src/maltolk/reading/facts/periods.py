"""When a text is valid: "gäller 2019–2021", "för perioden 2022-2026", "Giltig t.o.m. 2025-12-31", "Budget 2024"."""

import datetime
import re
from dataclasses import dataclass

from maltolk.model import Confidence, Span
from maltolk.reading.facts.about_itself import is_subject
from maltolk.swedish.dates import MONTHS, iso_date

_WRITTEN = rf"\d{{1,2}}\s+(?:{'|'.join(MONTHS)})\s+(?:19|20)\d\d"
_POINT = rf"(?:{_WRITTEN}|(?:19|20)\d\d-\d\d-\d\d|(?:19|20)\d\d)(?!\d)"
_TO = r"\s*(?:–|—|-|‑|/|t\.?\s?o\.?\s?m\.?|till\s+och\s+med|till|och|to)\s*"
_RANGE = re.compile(rf"(?<![\d-])(?P<start>{_POINT})(?:{_TO})(?P<end>{_POINT}|\d\d(?![\d-]))(?!-?\d)", re.IGNORECASE)
_FROM = r"(?:fr\.?\s?o\.?\s?m\.?|från\s+och\s+med|från|since)"
_UNTIL = r"(?:t\.?\s?o\.?\s?m\.?|till\s+och\s+med|till\s+den|till|until|längst\s+till)"
_SAID = r"(?:gäller|gällande|giltig|giltigt|giltighetstid|giltighet|giltighetsperiod|valid|applies)"
_OF = r"(?:för|under|mellan|perioden|åren|planperioden|mandatperioden|tiden|the|for|period|years?)"
_NAMED_RANGE = _RANGE.pattern.replace("P<start>", "P<a>").replace("P<end>", "P<b>")
_VALID = re.compile(
    rf"\b{_SAID}\b[ \t\xa0:|*]*\n?[ \t\xa0|]*(?:{_OF}\b)?[ \t\xa0]*(?:{_OF}\b)?[ \t\xa0]*"
    rf"(?:{_NAMED_RANGE}|{_FROM}:?\s+(?:den\s+)?(?P<from>{_POINT})|{_UNTIL}:?\s+(?:den\s+)?(?P<until>{_POINT})"
    rf"|(?P<last>{_WRITTEN})|(?:år(?:et)?\s+)?(?P<year>(?:19|20)\d\d)(?!\s*(?:[–-]|,|och)\s*\d)(?!\d|\s+års))",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    rf"^[ \t\xa0*_|>-]*(?:(?:plan|program|budget|mandat|avtals)?period(?:en)?|avser(?:\s+(?:period(?:en)?|år(?:en)?))?)"
    r"[*_]*[ \t\xa0]*[:|]?[*_]*[ \t\xa0]*\n?"
    rf"[ \t\xa0|]*{_RANGE.pattern}",
    re.IGNORECASE | re.MULTILINE,
)
_RUNNING = re.compile(
    rf"\b(?:(?:för|under)\s+(?:(?:mandat|plan|program|budget)?perioden|åren)|(?:mandat|plan|program)perioden)\s+"
    rf"{_RANGE.pattern}",
    re.IGNORECASE,
)
_BELOW = re.compile(rf"[*_]*\n\s*(?:#{{1,6}} )?[*_]*(?P<range>(?:år(?:en)?\s+)?{_RANGE.pattern})[*_]*[ \t]*(?:\n|\Z)")
"""A line with nothing but a range, right below a title."""
_YEAR = re.compile(r"(?<![\d–-])(?:19|20)\d\d(?![\d–-])")
_TOP = 2500
"""Characters within which running text is about the document itself; further down "gäller" is about other things."""


@dataclass(frozen=True, slots=True)
class Period:
    """``value``: as ``Fact`` has it. ``span``: where it is."""

    value: str
    span: Span
    confidence: Confidence

    @property
    def is_open(self) -> bool:
        """Whether only its beginning or its end is known."""
        return ".." in self.value


def find_period(text: str, title: Span | None, yearly: bool) -> Period | None:
    """The text's own period of validity; None when it gives none.

    ``title``: where the title is. ``yearly``: whether a document of this kind applies to the year in its title.
    """
    stated = _stated(text)
    if stated is not None and not stated.is_open:
        return stated
    return (_in_title(text, title, yearly) if title is not None else None) or stated or _running(text)


def _stated(text: str) -> Period | None:
    for pattern in (_VALID, _LABELLED):
        for found in pattern.finditer(text, 0, _TOP):
            if is_subject(text, found.start()) and (value := _value(found)):
                return Period(value, _words(found), Confidence.STATED)
    return None


def _in_title(text: str, title: Span, yearly: bool) -> Period | None:
    below = _BELOW.match(text, title.end)
    for found in _RANGE.finditer(text, title.start, below.end("range") if below else title.end):
        # "Budget 2026 med flerårsplan 2027–2028" is for all three.
        before = _YEAR.search(text, title.start, found.start()) if yearly else None
        first = before.group() if before and before.group() < found["start"] else found["start"]
        if value := _interval(first, found["end"]):
            return Period(value, Span((before or found).start(), found.end()), Confidence.INFERRED)
    years = list(_YEAR.finditer(text, title.start, title.end))
    if yearly and len(years) == 1:
        return Period(f"{years[0].group()}/{years[0].group()}", Span(*years[0].span()), Confidence.INFERRED)
    return None


def _running(text: str) -> Period | None:
    for found in _RUNNING.finditer(text, 0, _TOP):
        if value := _interval(found["start"], found["end"]):
            return Period(value, _words(found), Confidence.GUESSED)
    return None


def read_period(written: str) -> str | None:
    """The period in a field meant for one ("2019-2021", "t.o.m. 2025", "2022-01-01/.."); None if it is not one."""
    said = written.strip()
    if re.fullmatch(rf"(?:{_POINT}|\.\.)/(?:{_POINT}|\.\.)", said):
        points = [point for point in said.split("/") if point != ".."]
        return said if points and all(map(_real, points)) and points[0][:4] <= points[-1][:4] else None
    if found := _RANGE.search(said):
        return _interval(found["start"], found["end"])
    if found := _VALID.search(f"gäller {said}"):
        return _value(found)
    return f"{said}/{said}" if _YEAR.fullmatch(said) else None


def _words(found: re.Match[str]) -> Span:
    """Without the marks and white space of its line."""
    lead = len(found.group()) - len(found.group().lstrip(" \t\xa0\n*_|>-"))
    return Span(found.start() + lead, found.end())


def _value(found: re.Match[str]) -> str | None:
    groups = found.groupdict()
    start, end = groups.get("a") or groups.get("start"), groups.get("b") or groups.get("end")
    if start and end:
        return _interval(start, end)
    if year := groups.get("year"):
        return _interval(year, year)
    opened, closed = _iso(groups.get("from") or ""), _iso(groups.get("until") or groups.get("last") or "")
    if opened:
        return f"{opened}/.." if _real(opened) else None
    return f"../{closed}" if closed and _real(closed) else None


def _interval(start: str, end: str) -> str | None:
    """ISO 8601; None if the end comes before the start or a day does not exist."""
    start, end = _iso(start), _iso(start[:2] + end if len(end) == 2 else end)
    if not (_real(start) and _real(end)) or end[:4] < start[:4] or int(end[:4]) - int(start[:4]) > 60:
        return None
    return f"{start}/{end}"


def _iso(point: str) -> str:
    """A day that is written out, in figures; anything else as it is."""
    return (iso_date(point) or "") if " " in point else point


def _real(point: str) -> bool:
    try:
        datetime.date.fromisoformat(point if len(point) > 4 else f"{point}-01-01")
    except ValueError:
        return False
    return True
