"""Questions about municipalities that they do not name: each, whichever does something, those named before."""

import re
from collections.abc import Sequence

from maltolk.answering.understanding.namings import genitive

_OTHERS = ("andra", "övriga", "närliggande", "med", "mellan", "av", "till", "från", "bland")
_NOT_AFTER = "".join(rf"(?<!\b{word} )" for word in _OTHERS)
_EACH = re.compile(
    rf"{_NOT_AFTER}\b(?:(?:(?:alla|samtliga) )?(?:de |dom )?(?:olika )?kommunerna"
    r"|(?:alla|samtliga|de olika) kommuner|(?:varje|var och en av) kommun)(?P<genitive>s)?\b"
    r"|\b(?:all|each|every)(?: of)?(?: the)? municipalit(?:y|ies)\b"
    r"|(?<!\bother )(?<!\bwith )(?<!\bof )\bthe (?:different )?municipalities\b",
    re.IGNORECASE,
)
_ANY = re.compile(
    r"\b(?:(?:vilka|vilken|which)\s+(?:\w+\s+)?(?:kommuner|kommun|municipalities|municipality)"
    r"|(?:finns det|är det|is there|are there)\s+(?:någon|några|nån|any)\s+"
    r"(?:kommuner|kommun|municipalities|municipality)(?:\s+(?:som|that|which))?)\b",
    re.IGNORECASE,
)
_THEM = re.compile(
    r"\b(?:(?P<choice>(?:vilken|vilka|vem|which|who)\s+(?:av|of)\s+)(?:dem|dom|de\s+(?:två|tre|fyra|båda)|them)"
    r"|(?:båda|bägge|dessa|de\s+(?:två|tre|fyra|båda)|both|the\s+(?:two|three))\s+(?:kommunerna|kommuner|municipalities))\b",
    re.IGNORECASE,
)
_REGION = re.compile(r"\bregion", re.IGNORECASE)


def speaks_of_each(text: str) -> bool:
    """Whether something is asked of each municipality: "Vad vill kommunerna göra för kulturen?"."""
    return _EACH.search(text) is not None


def put_to_each(text: str, name: str) -> str:
    """That question put to one: "Vad vill Ale göra för kulturen?"."""
    return _EACH.sub(lambda found: genitive(name) if found["genitive"] else name, text, count=1)


def speaks_of_any(text: str) -> bool:
    """Whether it is asked which municipality does something, or whether one does."""
    return _ANY.search(text) is not None


def put_to_any(text: str, name: str) -> str:
    """That question put to one: "Vilka kommuner vill bygga?" -> "Ale vill bygga?"."""
    return _ANY.sub(name, text, count=1)


def speaks_of_regions(text: str) -> bool:
    """Whether regions are meant as well."""
    return _REGION.search(text) is not None


def with_those_named(text: str, names: Sequence[str]) -> str | None:
    """The question with the names that it refers back to: "Vilken av dem bygger mest?" -> "Vilken av Ale och Eda bygger
    mest?". None where it refers to no municipalities."""
    found = _THEM.search(text)
    if found is None or not names:
        return None
    joined = " och ".join(names)
    return f"{text[: found.start()]}{found['choice'] or ''}{joined}{text[found.end() :]}"
