"""What is known of one text, and what somebody typed to correct it."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from maltolk.model import UNKNOWN_MUNICIPALITY, Confidence, Document, Subject
from maltolk.reading.facts.periods import read_period
from maltolk.reading.formats.frontmatter import FrontMatter
from maltolk.swedish.dates import iso_date
from maltolk.swedish.gazetteer import Gazetteer

MAX_VALUE = 1000
"""Characters of what is typed into a field."""
MAX_PLACES = 50

_SUBJECTS = {
    "municipality": Subject.MUNICIPALITY,
    "title": Subject.TITLE,
    "date": Subject.DATE,
    "period": Subject.PERIOD,
}
FIELDS = (*_SUBJECTS, "licence", "url", "places")
"""What can be corrected, by the keys of a sidecar."""
_UNSURE = (Confidence.GUESSED, Confidence.UNKNOWN)
_OFTEN_MISSING = ("period", "licence", "url", "places")
"""Many texts have none of these, which is no reason to look at them first."""
_ADDRESS = re.compile(r"https?://[^\s/]+\S*", re.IGNORECASE)
_YEARS = re.compile(r"(\d{4})/(\d{4})")


@dataclass(frozen=True, slots=True)
class Known:
    """A field of a text. ``value``: as it is shown and typed, "" for none. ``confidence``: how surely the reader knows
    it. ``said``: whether the sidecar says it."""

    field: str
    value: str
    confidence: Confidence
    said: bool = False

    @property
    def unsure(self) -> bool:
        """Whether somebody should look at it."""
        return self.confidence in _UNSURE and (bool(self.value) or self.field not in _OFTEN_MISSING)


@dataclass(frozen=True, slots=True)
class Typed:
    """What a form asks for. ``changes``: field -> value for the sidecar, None to say nothing there any more.
    ``problems``: field -> key of the sentence that says why what was typed is not taken."""

    changes: Mapping[str, str | tuple[str, ...] | None]
    problems: Mapping[str, str]


def known_of(document: Document | None, said: FrontMatter) -> tuple[Known, ...]:
    """What is known of ``document`` (None: nothing could be read), the unsure first. ``said``: by its sidecar."""
    found = [_known(field, document, said) for field in FIELDS]
    return tuple(sorted(found, key=lambda known: not known.unsure))


def _known(field: str, document: Document | None, said: FrontMatter) -> Known:
    is_said = bool(getattr(said, field))
    if document is None:
        value = getattr(said, field)
        return Known(field, _shown(field, value), Confidence.STATED if is_said else Confidence.UNKNOWN, is_said)
    if field in _SUBJECTS:
        fact = document.fact(_SUBJECTS[field])
        own = {"municipality": document.municipality, "title": document.title, "date": document.date}
        value = fact.value or own.get(field)
        value = None if value == UNKNOWN_MUNICIPALITY else value
        confidence = fact.confidence if fact.value or not value else Confidence.INFERRED
        return Known(field, _shown(field, value), confidence, is_said)
    value = getattr(document, field)
    if not value:
        return Known(field, "", Confidence.UNKNOWN, is_said)
    sure = Confidence.INFERRED if field == "places" and not is_said else Confidence.STATED
    return Known(field, _shown(field, value), sure, is_said)


def _shown(field: str, value: str | tuple[str, ...] | None) -> str:
    if not value:
        return ""
    if isinstance(value, tuple):
        return ", ".join(value)
    if field == "period" and (years := _YEARS.fullmatch(value)):
        return years[1] if years[1] == years[2] else f"{years[1]}–{years[2]}"
    return value


def typed(fields: Mapping[str, str], confirmed: frozenset[str], known: tuple[Known, ...]) -> Typed:
    """What the form asks for, whose fields held the values ``known`` when it was filled in. ``confirmed``: fields whose
    value is right as it stood there."""
    changes: dict[str, str | tuple[str, ...] | None] = {}
    problems: dict[str, str] = {}
    for each in known:
        given = _cleaned(fields.get(each.field, each.value))
        is_same = given == _cleaned(each.value)
        if is_same and (not given or each.field not in confirmed):
            continue
        if len(given) > MAX_VALUE:
            problems[each.field] = "texts_wrong_long"
        elif not given and not each.said:
            problems[each.field] = "texts_wrong_empty"
        elif not given:
            changes[each.field] = None
        elif (value := _PARSED[each.field](given)) is None:
            problems[each.field] = f"texts_wrong_{each.field}"
        else:
            changes[each.field] = value
    return Typed(changes, problems)


def _cleaned(written: str) -> str:
    """In one line, without signs that nobody sees."""
    line = " ".join(unicodedata.normalize("NFC", written).split())
    return "".join(sign for sign in line if unicodedata.category(sign) not in ("Cc", "Cs", "Cn", "Co"))


def _municipality(written: str) -> str | None:
    return Gazetteer.default().canonical(written) or written


def _date(written: str) -> str | None:
    return iso_date(written) if len(written) <= 40 else None


def _period(written: str) -> str | None:
    return read_period(written) if len(written) <= 80 else None


def _address(written: str) -> str | None:
    return written if _ADDRESS.fullmatch(written) else None


def _places(written: str) -> tuple[str, ...] | None:
    places = tuple(dict.fromkeys(place.strip() for place in written.split(",") if place.strip()))
    return places if 0 < len(places) <= MAX_PLACES else None


_PARSED: Mapping[str, Callable[[str], str | tuple[str, ...] | None]] = {
    "municipality": _municipality,
    "title": str,
    "date": _date,
    "period": _period,
    "licence": str,
    "url": _address,
    "places": _places,
}
