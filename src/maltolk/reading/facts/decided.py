"""The day on which a text was adopted, decided or revised, where a sentence of its own says so."""

import re
from itertools import pairwise

from maltolk.model import Span
from maltolk.reading.facts.about_itself import names_itself
from maltolk.swedish.dates import DATE, Dated, first_date

_DECIDED = re.compile(
    r"\b(?:antog(?:s)?|antagen|antaget|antagna|antagits|beslutade(?:s)?|beslutad|beslutat|beslutats|beslut:|fastställde(?:s)?"
    r"|fastställd|fastställt|fastställda|fastställts|klubbade(?:s)?|klubbats|reviderade(?:s)?|reviderad|reviderat|reviderats"
    r"|godkände(?:s)?|godkänd|godkänt|adopted|approved|revised)(?!\w)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?:(?<=[.!?])\s+|\n\s*\n|\n(?=[#|*>-])|\A)")
_BOUND = re.compile(
    r"\b(?:från|till|med|fr\.?o\.?m\.?|t\.?o\.?m\.?|senast|before|from|until|by)\s+(?:den\s+)?\Z", re.IGNORECASE
)
"""Before a day on which something begins or ends."""
_LABEL = 3
"""Characters, marks of an item or a heading, that may stand before a label."""
_TOP, _BOTTOM = 2500, 900
"""Characters from the top and from the end within which a text speaks of itself."""
_SITTING = re.compile(
    r"^(?:.*\S)?\s*sammanträdes(?:dag|datum)\W{0,8}(?P<labelled>[^\n]{0,60})|protokoll\b[^\n]{0,60}\n[^\n]{0,200}",
    re.IGNORECASE | re.MULTILINE,
)


def decided(text: str) -> Dated | None:
    """The latest such day near the text's top or end, else the day of the sitting that it is the minutes of."""
    found: list[Dated] = []
    for start, end in ((0, _TOP), (max(_TOP, len(text) - _BOTTOM), len(text))):
        found += [day for sentence in _sentences(text, start, min(end, len(text))) for day in _days_in(text, sentence)]
    return max(found, key=lambda dated: dated.day, default=None) or _sitting(text)


def _sentences(text: str, start: int, end: int) -> list[Span]:
    """Sentences, for which a line break within a paragraph is a space, but lines of a list or table are their own."""
    cuts = [start, *(cut.end() for cut in _SENTENCE.finditer(text, start, end)), end]
    return [Span(first, last) for first, last in pairwise(cuts) if last > first]


def _days_in(text: str, sentence: Span) -> list[Dated]:
    """The dates nearest to the decisions in a sentence about the text itself."""
    words = sentence.of(text)
    verbs = list(_DECIDED.finditer(words))
    days = [day for day in DATE.finditer(words) if not _BOUND.search(words, 0, day.start())]
    if not verbs or not days or not (verbs[0].start() <= _LABEL or names_itself(words)):
        return []
    nearest = (min(days, key=lambda day: max(day.start() - verb.end(), verb.start() - day.end())) for verb in verbs)
    return [
        Dated(read[0], Span(sentence.start + day.start(), sentence.start + day.end()), labelled=False)
        for day in nearest
        if (read := first_date(day.group()))
    ]


def _sitting(text: str) -> Dated | None:
    for head in _SITTING.finditer(text, 0, _TOP):
        if read := first_date(head.group()):
            return Dated(read[0], Span(head.start() + read[1].start, head.start() + read[1].end), labelled=True)
    return None
