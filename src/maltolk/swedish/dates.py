"""Dates as municipal pages write them, in Swedish, English and ISO form."""

import datetime
import re
from dataclasses import dataclass
from functools import cache

from maltolk.model import Span

# Swedish name, English name where different, short forms; by number from 1.
_MONTH_NAMES = (
    "januari january jan",
    "februari february feb",
    "mars march mar",
    "april apr",
    "maj may",
    "juni june jun",
    "juli july jul",
    "augusti august aug",
    "september sept sep",
    "oktober october okt oct",
    "november nov",
    "december dec",
)
_MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, start=1) for name in names.split()}
MONTHS = tuple(names.split()[0] for names in _MONTH_NAMES)
"""The months' Swedish names, in order."""
_WEEKDAYS = (
    "måndag monday",
    "tisdag tuesday",
    "onsdag wednesday",
    "torsdag thursday",
    "fredag friday",
    "lördag saturday",
    "söndag sunday",
)
_SHORT_FORMS = "jan feb apr aug sep sept okt nov dec mån tis ons tors fre lör sön"
SHORT_DAYS_AND_MONTHS = frozenset(_SHORT_FORMS.split())
"""Short forms that a full stop may follow, without those that are also words ("jul", "mar")."""
_OTHER_TIMES = """
vår våren sommar sommaren höst hösten vinter vintern igår idag årsskiftet mandatperioden halvår halvåret kvartal
kvartalet senast dygnet dygn timmar timme minuter månad månaden månader veckan veckor dagar dagen år året helgen
"""
MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
"""A pattern for the name of a month."""
DATE = re.compile(
    rf"(?P<y1>\d{{4}})[-./‑‒–](?P<m1>\d{{1,2}})[-./‑‒–](?P<d1>\d{{1,2}})(?!\d)"
    rf"|(?<!\d)(?P<d2>\d{{1,2}})(?::e|:a|st|nd|rd|th)?\.?\s+(?:of\s+)?(?P<m2>{MONTH})\.?,?\s+(?P<y2>\d{{4}})(?!\d)"
    rf"|\b(?P<m3>{MONTH})\.?\s+(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y3>\d{{4}})(?!\d)"
    r"|(?<!\d)(?P<d4>\d{1,2})[./](?P<m4>\d{1,2})[./ ](?P<y4>\d{4})(?!\d)",
    re.IGNORECASE,
)
"""A day as it is written; that it exists is for ``first_date`` to say."""
_COMPACT = re.compile(r"[\s:*_|]{0,6}((?:19|20)\d\d)(\d\d)(\d\d)(?![\d-])")
"""A day without dividers; only right behind a label is it no number of a case."""
_NEXT_LISTED = re.compile(
    rf"(?:,\s*(?:§\s*\d{{1,4}},?\s*)?|,?\s+(?:och|samt|and)\s+)(?:den\s+)?(?={DATE.pattern})", re.IGNORECASE
)
"""Between a day and the next of a list."""
_NEAR = 60
"""Characters between one revision and the label of the next."""
# The label must open a line or follow a divider, so that "planen publicerades 3 maj 2019" in running text is no match.
_LABEL = re.compile(
    r"(?:^|[|·•]|(?<=[\d)])[,.]?\s)[ \t\xa0*_>(-]*"
    r"(?P<label>(?:(?:sidan|texten|innehållet)\s+)?(?:(?:är|blev)\s+)?(?:(?:senast|sist)\s+"
    r"(?:uppdaterad|uppdaterat|ändrad|ändrat|granskad|granskat|reviderad|publicerad)"
    r"|(?:last|page)\s+(?:updated|modified|changed|reviewed)|updated|uppdaterad|uppdaterat|uppdaterades|ändrad|reviderad|granskad|granskat"
    r"|publicerad|publicerat|publicerades|published|publish\s+date|datum|date|datum\s+för\s+(?:beslut|antagande)"
    r"|(?:besluts|antagande|antagnings|fastställelse|fastställande|ändrings|uppdaterings|publicerings)(?:datum|dag)"
    r"|antagen|antaget|antagna|fastställd|fastställt|beslutad|beslutat|klubbad|klubbat|godkänd|godkänt))\b",
    re.IGNORECASE | re.MULTILINE,
)
_UPDATED = re.compile(r"senast|sist|uppdatera|last|updated|ändra|revidera", re.IGNORECASE)


@cache
def time_words() -> frozenset[str]:
    """Case-folded words for a time: months, days of the week in their forms, seasons, units."""
    swedish = (names.split()[0] for names in _WEEKDAYS)
    days = {day + ending for day in swedish for ending in ("", "en", "ar", "s")}
    english = {names.split()[1] for names in _WEEKDAYS}
    return frozenset({*_MONTHS, *days, *english, *_OTHER_TIMES.split()})


def iso_date(text: str) -> str | None:
    """The first real date in ``text`` as ISO 8601, or None."""
    found = first_date(text)
    return found[0] if found else None


@dataclass(frozen=True, slots=True)
class Dated:
    """The day of a text, ISO 8601, and where it is written. ``labelled``: whether the text says what happened then."""

    day: str
    span: Span
    labelled: bool


def document_date(text: str) -> str | None:
    """The day the text says it was last updated, else published; None when dates occur only in the prose."""
    found = find_date(text)
    return None if found is None else found.day


def find_date(text: str) -> Dated | None:
    """The same with its place."""
    published: Dated | None = None
    updated: Dated | None = None
    for label in _LABEL.finditer(text):
        if updated and (label.start() - updated.span.end > _NEAR or "\n\n" in text[updated.span.end : label.start()]):
            break
        if (dated := _labelled(text, label.end("label"))) is None:
            continue
        if _UPDATED.search(label["label"]):
            last = max((dated, *listed_after(text, dated.span.end, labelled=True)), key=lambda each: each.day)
            updated = max(updated or last, last, key=lambda each: each.day)
        published = published or dated
    return updated or published or _standing_alone(text)


def listed_after(text: str, end: int, labelled: bool) -> list[Dated]:
    """The days that follow the one that ends at ``end``: "2018-03-03, 2021-04-04 och 2023-05-05"."""
    found: list[Dated] = []
    while (between := _NEXT_LISTED.match(text, end)) and (day := first_date(text[between.end() : between.end() + 40])):
        found.append(Dated(day[0], Span(between.end() + day[1].start, between.end() + day[1].end), labelled))
        end = found[-1].span.end
    return found


def _labelled(text: str, at: int) -> Dated | None:
    """The day behind a label that ends at ``at``: on the same line, or alone on the next one."""
    if compact := _COMPACT.match(text, at):
        day = iso_date("-".join(compact.groups()))
        return Dated(day, Span(compact.start(1), compact.end()), labelled=True) if day else None
    after = text[at : at + 80]
    found = first_date(after)
    if found is None or not _only_between(after[: found[1].start]):
        return None
    return Dated(found[0], Span(at + found[1].start, at + found[1].end), labelled=True)


def is_date_line(line: str) -> bool:
    """Whether a line holds a date, perhaps with a time of day, and nothing else."""
    return bool(
        re.fullmatch(rf"(?:{DATE.pattern})(?:[ ,]*(?:kl\.?\s*)?\d{{1,2}}[.:]\d{{2}})?\.?", line.strip(), re.IGNORECASE)
    )


def _standing_alone(text: str) -> Dated | None:
    """A line that is only a date, near the top or the bottom, as news pages have it."""
    lines = [found for found in re.finditer(r"[^\n]+", text) if found.group().strip()]
    for line in lines[:6] + lines[-3:]:
        if is_date_line(line.group()) and (found := first_date(line.group())):
            return Dated(found[0], Span(line.start() + found[1].start, line.start() + found[1].end), labelled=False)
    return None


def _only_between(words: str) -> bool:
    """Whether only a colon, a few words ("av Anna Ek den") or a line break separates a label from its date."""
    return len(words) <= 60 and not re.search(r"[.!?]\s|\n\s*\n\s*\S", words.strip(" \t"))


def first_date(text: str) -> tuple[str, Span] | None:
    """The first day in ``text`` that exists, as ISO 8601, and its place."""
    for found in DATE.finditer(text):
        for form in "1234":
            if found["y" + form]:
                month = found["m" + form]
                number = int(month) if month.isdecimal() else _MONTHS[month.lower()]
                try:
                    day = datetime.date(int(found["y" + form]), number, int(found["d" + form]))
                except ValueError:
                    break
                return day.isoformat(), Span(*found.span())
    return None
