"""The day on which a text was adopted, decided or revised, where a sentence of its own says so."""

import re
from itertools import pairwise

from maltolk.model import Span
from maltolk.reading.facts.about_itself import about_itself, by_another
from maltolk.swedish.dates import DATE, Dated, first_date, listed_after

_DECIDED = re.compile(
    r"\b(?:antog(?:s)?|antagen|antaget|antagna|antagits|beslutade(?:s)?|beslutad|beslutat|beslutats|beslut:|fastställde(?:s)?"
    r"|fastställd|fastställt|fastställda|fastställts|klubbade(?:s)?|klubbad|klubbat|klubbats|reviderade(?:s)?|reviderad|reviderat|reviderats"
    r"|godkände(?:s)?|godkänd|godkänt|adopted|approved|revised)(?!\w)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?:(?<=[.!?])\s+|\n\s*\n|\n(?=[#|*>-])|\A)")
_BOUND = re.compile(
    r"\b(?:från|till|med|fr\.?o\.?m\.?|t\.?o\.?m\.?|senast|before|from|until|by)\s+(?:den\s+)?\Z", re.IGNORECASE
)
"""Before a day on which something begins or ends."""
_NOT_THIS = re.compile(
    r"\b(?:ersätt(?:er|a|s)|upphäv(?:er|s)|tidigare|förra|föregående)\b"
    r"|\b(?:föreslås|ska|skall|bör|kan|kommer\s+att|väntas|beräknas|planeras|avses)\s+(?:\w+\s+){0,3}\Z",
    re.IGNORECASE,
)
"""Before a decision on the edition before, or one that is yet to come."""
_LABEL = 3
"""Characters, marks of an item or a heading, that may stand before a label."""
_TOP, _BOTTOM = 2500, 900
"""Characters from the top and from the end within which a text speaks of itself."""
_SITTING = re.compile(
    r"^(?:.*\S)?\s*sammanträdes(?:dag|datum)\W{0,8}(?P<labelled>[^\n]{0,60})|protokoll\b[^\n]{0,60}\n[^\n]{0,200}",
    re.IGNORECASE | re.MULTILINE,
)
_MINUTES = re.compile(r"^\W*\w*protokoll\b", re.IGNORECASE | re.MULTILINE)
_BOARD = r"(?:kommun|region)(?:fullmäktige|styrelsen?)|KF|KS|RF|RS|[\w-]+(?:nämnden|utskottet)"
_BY_BOARD = re.compile(
    rf"^[\W_]*(?:beslut\w*\W{{1,3}})?(?:av\s+)?(?:{_BOARD})\b(?=[^\n]{{0,40}}§ ?\d)[^\n]{{0,60}}$",
    re.IGNORECASE | re.MULTILINE,
)
"""A line with nothing but who decided, when, and the paragraph of the minutes."""
_MEETING = re.compile(
    r"^[\W_]*(?:(?:mötes|sammanträdes)?tid|tid och plats|plats och tid)[ \t*_]*[:|\t]\W*[^\n]{0,120}",
    re.IGNORECASE | re.MULTILINE,
)


def decided(text: str, title: str) -> Dated | None:
    """The latest such day near the text's top or end, else the day of the sitting that it is the minutes of, else that
    of a line which gives the board, the day and the paragraph."""
    found: list[Dated] = []
    for start, end in ((0, _TOP), (max(_TOP, len(text) - _BOTTOM), len(text))):
        found += [
            day for sentence in _sentences(text, start, min(end, len(text))) for day in _days_in(text, sentence, title)
        ]
    return max(found, key=lambda dated: dated.day, default=None) or _sitting(text) or _by_board(text)


def _sentences(text: str, start: int, end: int) -> list[Span]:
    """Sentences, for which a line break within a paragraph is a space, but lines of a list or table are their own."""
    cuts = [start, *(cut.end() for cut in _SENTENCE.finditer(text, start, end)), end]
    return [Span(first, last) for first, last in pairwise(cuts) if last > first]


def _days_in(text: str, sentence: Span, title: str) -> list[Dated]:
    """The dates nearest to the decisions in a sentence about the text itself; of a list of dates all."""
    words = sentence.of(text)
    verbs = [verb for verb in _DECIDED.finditer(words) if _is_own(words, verb, title)]
    days = [day for day in DATE.finditer(words) if not _BOUND.search(words, 0, day.start())]
    if not verbs or not days:
        return []
    found: list[Dated] = []
    for verb in verbs:
        day = min(days, key=lambda day: max(day.start() - verb.end(), verb.start() - day.end()))
        if read := first_date(day.group()):
            place = Span(sentence.start + day.start(), sentence.start + day.end())
            found += [Dated(read[0], place, labelled=False), *listed_after(text, place.end, labelled=False)]
    return found


def _is_own(words: str, verb: re.Match[str], title: str) -> bool:
    """Whether the decision that ``verb`` tells of is one on the text of that ``title``."""
    before, after = words[: verb.start()], words[verb.end() :]
    if _NOT_THIS.search(before) or by_another(before, after):
        return False
    return verb.start() <= _LABEL or about_itself(before, after, title)


def _by_board(text: str) -> Dated | None:
    for line in _BY_BOARD.finditer(text, 0, _TOP):
        if read := first_date(line.group()):
            return Dated(read[0], Span(line.start() + read[1].start, line.start() + read[1].end), labelled=False)
    return None


def _sitting(text: str) -> Dated | None:
    for head in _SITTING.finditer(text, 0, _TOP):
        if read := first_date(head.group()):
            return Dated(read[0], Span(head.start() + read[1].start, head.start() + read[1].end), labelled=True)
    if _MINUTES.search(text, 0, _TOP):
        for line in _MEETING.finditer(text, 0, _TOP):
            if read := first_date(line.group()):
                return Dated(read[0], Span(line.start() + read[1].start, line.start() + read[1].end), labelled=True)
    return None
