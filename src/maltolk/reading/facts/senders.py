"""Which municipality a document is about: by the sender at its top, else weighed from the whole text."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from maltolk.model import Document, Span
from maltolk.reading.facts.titles import title_span
from maltolk.swedish.gazetteer import Form, Gazetteer, Mention
from maltolk.swedish.words import function_words

_WEIGHTS: dict[Form, float] = {
    "official": 3.0,
    "domain": 3.0,
    "genitive": 2.0,
    "inhabitants": 2.0,
    "name": 1.0,
    "place": 1.0,
}
_MAX_COUNT = 10
"""Mentions of one form beyond this many add nothing."""
_IN_TITLE = 2.0
_FILE_NAME = 2.0
"""Goes before a name or a place that a text mentions once or twice."""
_CLEARLY = 1.3
"""How many times the second best the best municipality must weigh."""


_LETTERHEAD = 300
"""Characters from the top in which a sender may stand alone on a line, or in a part of one."""
_SCHOOL = re.compile(r"\b(?:universitet(?:et)?|university|högskola(?:n)?|institutionen för)\b", re.IGNORECASE)
"""At the top of a paper, which is no municipality's by the places that it names."""
_OF_SCHOOL = re.compile(
    r"\s+(?:\w+\s+)?(?:universitet\w*|university|högskola\w*|tingsrätt\w*|stift\w*)\b", re.IGNORECASE
)
_NEAR = 40
"""Characters before a name that say what it is part of."""
_BEFORE_SCHOOL = re.compile(r"\b(?:högskolan|universitetet|university)\s+(?:(?:i|of|in|på)\s+)?\Z", re.IGNORECASE)
_JOINED = re.compile(r"[_-]|(?<=[a-zåäö])(?=[A-ZÅÄÖ])")
"""Between the words of a file's name: "plan_orsa", "OrsaKommun"."""
_BEFORE = re.compile(r"(?:^|\n|\t|[ \xa0]{2,}|[|·•])[#* ]*\Z")
_AFTER = re.compile(r"[*: ]*(?:\n|$|\t|[ \xa0]{2,}|[|·•]|\.\s)")
_OURSELVES = re.compile(
    r"\b(?:(?P<region>regionen|regionens|regionfullmäktige|regionstyrelsen)"
    r"|kommunens?|kommunfullmäktige|kommunstyrelsen)\b",
    re.IGNORECASE,
)
"""How a sender speaks of itself: a region writes of its municipalities by name, and the other way round."""
_OF_THE_OTHER_KIND = 0.2
_REGION = "Region "
_NAME_BEFORE = re.compile(r"\b([^\W\d_][\w-]+)[ \xa0-]\Z")

_PLAINLY = 3.0
"""The weight of bare names that counts as much as "Lunds kommun" once."""


@dataclass(frozen=True, slots=True)
class Whose:
    """The municipality that a document is about. ``span``: where the text names it most plainly, None where only the
    file's name does. ``plainly``: as what it is ("Lunds kommun", "lund.se", "lundaborna"), or by its name often.
    ``by_places``: by places in it alone, whose names others may have as well."""

    municipality: str
    span: Span | None
    plainly: bool
    by_places: bool = False


def whose(document: Document, gazetteer: Gazetteer) -> Whose | None:
    """The sender at the top, else the municipality whose names weigh most in the text, with the evidence for it; None
    when there is none, or two weigh nearly the same."""
    counts: Counter[tuple[str, Form]] = Counter()
    title = title_span(document.text, document.blocks)
    weights: dict[str, float] = {}
    told: dict[str, tuple[float, Span]] = {}
    found = gazetteer.find(document.text)
    mentions = [m for m in found if not (_is_a_surname(document, m) or _is_of_another(document.text, m, gazetteer))]
    if (sender := _letterhead(document.text, mentions)) is not None:
        return Whose(sender.municipality, sender.span, plainly=True)
    for mention in mentions:
        weight = _WEIGHTS[mention.form]
        if weight > told.get(mention.municipality, (0.0, None))[0]:
            told[mention.municipality] = (weight, mention.span)
        counts[mention.municipality, mention.form] += 1
        if title is not None and title.start <= mention.span.start < title.end:
            weights[mention.municipality] = weights.get(mention.municipality, 0.0) + _IN_TITLE
    for (name, form), count in counts.items():
        weights[name] = weights.get(name, 0.0) + _WEIGHTS[form] * min(count, _MAX_COUNT)
    _lessen_the_other_kind(weights, document.text)
    for name in _named_by(document.path, gazetteer):
        weights[name] = weights.get(name, 0.0) + _FILE_NAME
    ranked = sorted(weights.items(), key=lambda item: (-item[1], item[0]))
    if not ranked or (len(ranked) > 1 and ranked[0][1] < _CLEARLY * ranked[1][1]):
        return None
    name = ranked[0][0]
    weight, span = told.get(name, (0.0, None))
    if weight == _WEIGHTS["name"] and _SCHOOL.search(document.text, 0, _LETTERHEAD):
        return None
    named = any(counts[name, form] for form in ("name", "official", "domain", "genitive", "inhabitants"))
    return Whose(name, span, weight > _WEIGHTS["name"] or weights[name] >= _PLAINLY, by_places=not named)


def _named_by(path: str, gazetteer: Gazetteer) -> Iterator[str]:
    """Municipalities in the file's name, and those that are the name of a folder it is in."""
    *folders, file = (_JOINED.sub(" ", part) for part in path.split("/"))
    yield from (mention.municipality for mention in gazetteer.find(file.rpartition(".")[0] or file, casual=True))
    yield from (name for folder in folders if (name := gazetteer.canonical(folder)))


def _is_of_another(text: str, mention: Mention, gazetteer: Gazetteer) -> bool:
    """Whether the name is part of a university's or a court's, or a word that may be a surname behind another name."""
    start, end = mention.span.start, mention.span.end
    if _OF_SCHOOL.match(text, end) or _BEFORE_SCHOOL.search(text, max(0, start - _NEAR), start):
        return True
    return (
        mention.form == "name" and gazetteer.is_word(mention.municipality.casefold()) and _is_behind_a_name(text, start)
    )


def _is_a_surname(document: Document, mention: Mention) -> bool:
    """Whether what may be a place is the end of a person's name: behind another name, or inside a contact's."""
    if mention.place is None:
        return False
    if any(
        contact.name is not None and contact.name.start < mention.span.start < contact.name.end
        for contact in document.contacts
    ):
        return True
    return _is_behind_a_name(document.text, mention.span.start)


def _is_behind_a_name(text: str, start: int) -> bool:
    before = _NAME_BEFORE.search(text, max(0, start - _NEAR), start)
    return before is not None and before[1][0].isupper() and before[1].casefold() not in function_words()


def _lessen_the_other_kind(weights: dict[str, float], text: str) -> None:
    """Make municipalities weigh less in a region's text, and regions in a municipality's."""
    told = Counter("region" if own["region"] else "municipality" for own in _OURSELVES.finditer(text))
    regional = told["region"] > told["municipality"]
    if told["region"] == told["municipality"] or all(name.startswith(_REGION) != regional for name in weights):
        return
    for name in weights:
        if name.startswith(_REGION) != regional:
            weights[name] *= _OF_THE_OTHER_KIND


def _letterhead(text: str, mentions: Sequence[Mention]) -> Mention | None:
    """The first official name at the top, where it stands by itself; None where another one is named there too, as who
    is written to."""
    found = [m for m in mentions if m.form == "official" and m.span.start < _LETTERHEAD]
    if len({mention.municipality for mention in found}) != 1:
        return None
    span = found[0].span
    alone = _BEFORE.search(text, max(0, span.start - 8), span.start) and _AFTER.match(text, span.end)
    return found[0] if alone else None


def places_of(document: Document, gazetteer: Gazetteer) -> tuple[str, ...]:
    """The places in the document's municipality that its title names, or that its text mentions repeatedly."""
    mentions: list[Mention] = [
        m for m in gazetteer.find(document.text) if m.place and m.municipality == document.municipality
    ]
    counts = Counter(mention.place for mention in mentions if mention.place)
    titled = {m.place for m in gazetteer.find(document.title) if m.place and m.municipality == document.municipality}
    return tuple(
        place for place in dict.fromkeys(m.place for m in mentions if m.place) if place in titled or counts[place] >= 3
    )
