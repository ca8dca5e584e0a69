"""When a text is valid: "gäller 2019–2021", "för perioden 2022-2026", "Giltig t.o.m. 2025-12-31", "Budget 2024"."""

import calendar
import datetime
import re
from dataclasses import dataclass

from maltolk.model import Confidence, Span
from maltolk.reading.facts.about_itself import is_subject
from maltolk.swedish.dates import MONTH, iso_date

_WRITTEN = rf"(?:\d{{1,2}}\s+(?:{MONTH})\s+(?:19|20)\d\d|(?:{MONTH})\s+\d{{1,2}},?\s+(?:19|20)\d\d)"
_MONTH_OF = re.compile(rf"(?:{MONTH})\s+(?:19|20)\d\d", re.IGNORECASE)
_POINT = rf"(?:{_WRITTEN}|{_MONTH_OF.pattern}|(?:19|20)\d\d[-‑–]\d\d[-‑–]\d\d|(?:19|20)\d\d)(?!\d)"
_TO = r"\s*(?:–|—|--?|‑|/|t\.?\s?o\.?\s?m\.?|till\s+och\s+med|till|och|to)\s*"
_RANGE = re.compile(rf"(?<![\d-])(?P<start>{_POINT})(?:{_TO})(?P<end>{_POINT}|\d\d(?![\d-]))(?!-?\d)", re.IGNORECASE)
_FROM = r"(?:fr\.?\s?o\.?\s?m\.?|från\s+och\s+med|från|since|from)"
_UNTIL = r"(?:t\.?\s?o\.?\s?m\.?|till\s+och\s+med|fram\s+till|till\s+den|tills|till|until|längst\s+till|to)"
_GAP = r"(?=[\s:|*_])[ \t\xa0:*_]*[\n|]?[ \t\xa0|*_]*(?:den\s+)?"
"""Between "från" and its day, which may be in the next cell or on the next line, but not in the next row."""
_SAID = (
    r"(?:gäller|gällande|giltig|giltigt|giltighetstid|giltighet|giltighetsperiod|valid|applies"
    r"|(?:sträcker\s+sig|löper)(?=\s+(?:från|mellan)\b)|omfattar(?=\s+(?:perioden|åren|tiden)\b))"
)
_OF = r"(?:för|under|mellan|perioden|åren|planperioden|mandatperioden|tiden|the|for|period|years?|läsåret|läsår)"
_NAMED_RANGE = _RANGE.pattern.replace("P<start>", "P<a>").replace("P<end>", "P<b>")
_LISTED = r"(?P<listed>(?:19|20)\d\d(?:,\s*(?:19|20)\d\d)+,?\s+(?:och|samt|and)\s+(?:19|20)\d\d)(?![\d-])"
_SCHOOL_YEAR = r"(?<=läsåret )(?P<school>\d\d)[/–-](?P<leaving>\d\d)(?![\d/–-])"
_VALID = re.compile(
    rf"\b{_SAID}\b[ \t\xa0:*]*[\n|]?[ \t\xa0|*]*(?:{_OF}\b)?[ \t\xa0]*(?:{_OF}\b)?[ \t\xa0]*"
    rf"(?:{_LISTED}|{_SCHOOL_YEAR}|{_NAMED_RANGE}"
    rf"|{_FROM}{_GAP}(?:år\s+)?(?P<from>{_POINT})(?:,?\s*(?:och\s+)?(?:{_UNTIL}{_GAP}|[–-]\s?)(?:år\s+)?(?P<to>{_POINT}))?"
    rf"|{_UNTIL}{_GAP}(?:(?<=(?:med|.m\.) )år\s+)?(?P<until>{_POINT})"
    rf"|(?P<last>{_WRITTEN})|(?:år(?:et)?\s+)?(?P<year>(?:19|20)\d\d)(?!\s*(?:[–-]|,|och)\s*\d)(?!\d|\s+års))",
    re.IGNORECASE,
)
_ENDING = re.compile(rf"\bupphör(?:er)?\s+att\s+gälla{_GAP}(?:år\s+)?(?P<until>{_POINT})", re.IGNORECASE)
_BESIDE = re.compile(r"[\s|*_.,;>-]*")
"""What may stand between the statement of a beginning and that of an end."""
_ROW = r"[ \t]*\|(?P<{}>[^\n]+)\|[ \t]*(?:\n|\Z)"
_ONE_ROW = re.compile(
    rf"(?:^|(?<=\n\n)){_ROW.format('heads')}(?:[ \t]*\|[-:| ]+\|[ \t]*\n)?{_ROW.format('cells')}(?![ \t]*\|)"
)
"""A table with the names of its columns and a single row of values."""
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
_AIMS = (
    r"(?:(?:\b[\w-]{0,40}(?:mål|målen|period|perioden|plan|planen|program|programmet|strategi|strategin|budget|budgeten"
    r"|vision|visionen|inriktning|inriktningar|prioriteringar|satsningar|åtgärder|fokusområden|löften|uppdrag|gäller)"
    r"|\b(?:för|åren|år|och|våra|kommunens)|[,:(])\b\s*)*"
)
_HEADED = re.compile(rf"{_AIMS}{_RANGE.pattern}\)?", re.IGNORECASE)
"""A heading of nothing but aims or plans and their years. A single year may be the one to reach them in."""
_HEADED_YEAR = re.compile(rf"{_AIMS}(?P<year>(?:19|20)\d\d)\)?", re.IGNORECASE)
_MAX_HEADING = 100
"""Characters of a heading that gives a period."""
_HEADING_SIGNS = " \t\xa0*_#:."
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


def find_period(text: str, title: Span | None, yearly: bool, named: str = "") -> Period | None:
    """The text's own period of validity; None when it gives none.

    ``title``: where the title is. ``yearly``: whether a document of this kind applies to the year in its title.
    ``named``: the title's words.
    """
    stated = _stated(text, named)
    if stated is not None and not stated.is_open:
        return stated
    return (_in_title(text, title, yearly) if title is not None else None) or stated or _running(text)


def _stated(text: str, named: str) -> Period | None:
    for pattern in (_VALID, _LABELLED, _ENDING):
        for found in pattern.finditer(text, 0, _TOP):
            if is_subject(text, found.start(), named) and (value := _value(found)):
                first = Period(value, _words(found), Confidence.STATED)
                return (_both_ends(text, first) if first.is_open else None) or first
    return _in_row(text)


def _both_ends(text: str, first: Period) -> Period | None:
    """A beginning and an end that are stated one beside the other: "Giltig från: 2023 | Giltig till: 2027"."""
    beside = _BESIDE.match(text, first.span.end)
    after = _VALID.match(text, beside.end()) if beside else None
    second = _value(after) if after else None
    if after is None or second is None:
        return None
    start, end = sorted((first.value, second), key=lambda value: value.startswith(".."))
    if not (start.endswith("/..") and end.startswith("../")):
        return None
    value = _interval(start.removesuffix("/.."), end.removeprefix("../"))
    return Period(value, Span(first.span.start, after.end()), Confidence.STATED) if value else None


def _in_row(text: str) -> Period | None:
    """The period in the columns of a table that has one row, and so is about one text."""
    for table in _ONE_ROW.finditer(text, 0, _TOP):
        heads, cells = table["heads"].split("|"), table["cells"].split("|")
        if len(heads) != len(cells):
            continue
        said = (f"{head.strip(' *_')} {cell.strip(' *_')}" for head, cell in zip(heads, cells, strict=True))
        found = [value for each in said if (match := _VALID.fullmatch(each)) and (value := _value(match))]
        ends = sorted(found, key=lambda value: value.startswith(".."))
        value = ends[0] if len(ends) == 1 else None
        if len(ends) == 2 and ends[0].endswith("/..") and ends[1].startswith("../"):
            value = _interval(ends[0].removesuffix("/.."), ends[1].removeprefix("../"))
        if value:
            return Period(value, Span(table.start("cells"), table.end("cells")), Confidence.STATED)
    return None


def _in_title(text: str, title: Span, yearly: bool) -> Period | None:
    below = _BELOW.match(text, title.end)
    for found in _RANGE.finditer(text, title.start, below.end("range") if below else title.end):
        # "Budget 2026 med flerårsplan 2027–2028" is for all three.
        before = _YEAR.search(text, title.start, found.start()) if yearly else None
        first = before.group() if before and before.group() < found["start"] else found["start"]
        if value := _interval(first, found["end"]):
            return Period(value, Span((before or found).start(), found.end()), Confidence.INFERRED)
    school = re.compile(_SCHOOL_YEAR, re.IGNORECASE).search(text, title.start, title.end)
    if school and (value := _value(school)):
        return Period(value, Span(*school.span()), Confidence.INFERRED)
    years = list(_YEAR.finditer(text, title.start, title.end))
    if yearly and len(years) == 1:
        return Period(f"{years[0].group()}/{years[0].group()}", Span(*years[0].span()), Confidence.INFERRED)
    return None


def _running(text: str) -> Period | None:
    for found in _RUNNING.finditer(text, 0, _TOP):
        if value := _interval(found["start"], found["end"]):
            return Period(value, _words(found), Confidence.GUESSED)
    return None


def heading_period(heading: str, *, beside_others: bool = False) -> str | None:
    """The period, as ``Fact`` has it, that a heading gives to what stands below it ("Mål 2023–2026"); None when it
    gives none: "Resultat 2019–2022" says when something happened, not when something applies.

    ``beside_others``: whether others beside it differ in their years alone ("Mål 2024", "Mål 2026"). Then a single year
    is a period too.
    """
    said = heading.strip(_HEADING_SIGNS)
    if len(heading) > _MAX_HEADING:
        return None
    if found := _HEADED.fullmatch(said):
        return _value(found)
    found = _HEADED_YEAR.fullmatch(said) if beside_others else None
    return f"{found['year']}/{found['year']}" if found else None


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
    if listed := groups.get("listed"):
        years = [int(each) for each in _YEAR.findall(listed)]
        return f"{years[0]}/{years[-1]}" if years == list(range(years[0], years[-1] + 1)) else None
    if school := groups.get("school"):
        return f"20{school}/20{groups['leaving']}" if int(groups["leaving"] or 0) == int(school) + 1 else None
    if groups.get("from") and groups.get("to"):
        return _interval(groups["from"] or "", groups["to"] or "")
    opened = _iso(groups.get("from") or "")
    closed = _iso(groups.get("until") or groups.get("last") or "", ends=True)
    if opened:
        return f"{opened}/.." if _real(opened) else None
    return f"../{closed}" if closed and _real(closed) else None


def _interval(start: str, end: str) -> str | None:
    """ISO 8601; None if the end comes before the start or a day does not exist."""
    start, end = _iso(start), _iso(start[:2] + end if len(end) == 2 else end, ends=True)
    if not (_real(start) and _real(end)) or end[:4] < start[:4] or int(end[:4]) - int(start[:4]) > 60:
        return None
    return f"{start}/{end}"


def _iso(point: str, *, ends: bool = False) -> str:
    """A day as ISO 8601 has it; a year as it is; of a month the first day, or the last where something ``ends``."""
    if len(point) <= 4:
        return point
    if not _MONTH_OF.fullmatch(point):
        return iso_date(point) or ""
    first = iso_date(f"1 {point}") or ""
    days = calendar.monthrange(int(first[:4]), int(first[5:7]))[1] if first else 0
    return f"{first[:8]}{days}" if ends and first else first


def _real(point: str) -> bool:
    try:
        datetime.date.fromisoformat(point if len(point) > 4 else f"{point}-01-01")
    except ValueError:
        return False
    return True
