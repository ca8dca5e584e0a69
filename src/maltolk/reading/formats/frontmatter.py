"""The optional YAML head of a text file: what the municipality wants to say about the text itself."""

import re
from dataclasses import dataclass

import yaml

from maltolk.swedish.dates import iso_date

_NAMES = {
    "municipality": ("municipality", "kommun", "stad"),
    "title": ("title", "titel", "rubrik", "dokumentnamn"),
    "url": ("url", "källa", "source", "länk", "link", "webbadress", "adress", "uri", "source_url"),
    "date": (
        *("date", "datum", "updated", "uppdaterad", "uppdaterat", "senast uppdaterad", "last_updated", "ändrad"),
        *("reviderad", "published", "publicerad", "publicerat", "publiceringsdatum", "beslutad", "beslutat"),
        *("beslutsdatum", "antagen", "antaget", "fastställd"),
    ),
    "licence": ("licence", "license", "licens"),
    "language": ("language", "språk", "lang"),
    "period": ("period", "giltig", "gäller", "giltighet", "giltighetstid", "giltighetsperiod", "valid", "validity"),
    "kind": ("kind", "typ", "dokumenttyp", "type", "document_type", "slag"),
    "places": ("places", "platser", "orter", "områden", "place", "ort"),
}
"""What people call each key, most informative first; an update says more about a text's age than its decision."""

_OPEN = re.compile(r"\A---[ \t]*\n")
_CLOSE = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE)
_KEY = re.compile(r"^[A-Za-zÅÄÖåäö_ -]+:", re.MULTILINE)


class _Loader(yaml.SafeLoader):
    """Leaves dates as they are written: one that does not exist loses the date, not the file."""


_Loader.yaml_implicit_resolvers = {
    sign: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for sign, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The known keys of the head, as written; None where the key is absent. ``date`` is ISO 8601.

    ``period``: when the text is valid, in words or as an interval. ``kind``: what kind of document it is, in words.
    """

    municipality: str | None = None
    title: str | None = None
    url: str | None = None
    date: str | None = None
    licence: str | None = None
    language: str | None = None
    places: tuple[str, ...] = ()
    period: str | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Broken:
    """A head that cannot be read; ``reason`` names the line of the file."""

    reason: str


def split_front_matter(text: str) -> tuple[FrontMatter | Broken, str]:
    """The head's values and the text after it. A text without a head gives empty values and itself."""
    opening = _OPEN.match(text)
    if opening is None:
        return FrontMatter(), text
    closing = _CLOSE.search(text, opening.end())
    if closing is None:
        # A Markdown file may open with a rule; only something that looks like keys is a head.
        first_line = text[opening.end() :].split("\n", 1)[0]
        if _KEY.match(first_line):
            return Broken("front matter opened on line 1 is never closed; end it with a line of ---"), text
        return FrontMatter(), text
    head = text[opening.end() : closing.start()]
    if head.strip() and not _KEY.search(head) and "{" not in head:
        return FrontMatter(), text
    values = _parse(head)
    return values, text[closing.end() :].lstrip("\n")


def read_head(text: str) -> FrontMatter | Broken:
    """The values of a head in a file of its own, with or without the lines of ``---`` around it."""
    opening = _OPEN.match(text)
    return _parse(text[opening.end() :].rstrip().removesuffix("---") if opening else text, 2 if opening else 1)


def _parse(head: str, first: int = 2) -> FrontMatter | Broken:
    """``first``: the line of the file that the head starts on; marks count from 0."""
    try:
        values = yaml.load(head, _Loader)  # noqa: S506  a SafeLoader
    except yaml.MarkedYAMLError as error:
        line = f"line {error.problem_mark.line + first}" if error.problem_mark else "an unknown line"
        return Broken(f"front matter is not valid YAML at {line}: {error.problem or error.context or 'cannot be read'}")
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        return Broken(f"front matter from line {first} is not valid YAML: {' '.join(str(error).split())[:120]}")
    if values is None:
        return FrontMatter()
    if not isinstance(values, dict):
        return Broken(f"front matter on line {first} holds no keys; write lines such as 'municipality: Lund'")
    known = {str(key).strip().casefold(): value for key, value in values.items()}
    known = {key.replace("-", "_"): value for key, value in known.items()}
    return FrontMatter(
        municipality=next(filter(None, map(_text, _given(known, "municipality"))), None),
        title=next(filter(None, map(_text, _given(known, "title"))), None),
        url=_text(known.get("url")) or next(filter(_is_address, map(_text, _given(known, "url"))), None),
        date=next(filter(None, map(_date, _given(known, "date"))), None),
        licence=next(filter(None, map(_text, _given(known, "licence"))), None),
        language=_language(next(filter(None, map(_text, _given(known, "language"))), None)),
        places=next(filter(None, map(_texts, _given(known, "places"))), ()),
        period=next(filter(None, map(_text, _given(known, "period"))), None),
        kind=next(filter(None, map(_text, _given(known, "kind"))), None),
    )


def names_of(field: str) -> tuple[str, ...]:
    """What people call a field of FrontMatter, in lower case with "_" for "-"; the first counts before all others."""
    return tuple(name.replace("-", "_") for name in _NAMES[field])


def _given(known: dict[str, object], key: str) -> list[object]:
    """The values that the head gives for ``key`` under any of its names."""
    return [known[name] for name in _NAMES[key] if name in known]


def _is_address(value: str | None) -> bool:
    """A source may also be named in words, which is not an address."""
    return value is not None and ("://" in value or value.startswith("www."))


def _language(written: str | None) -> str | None:
    """ISO 639-1 of a language that is named instead ("svenska", "sv-SE")."""
    named = {"svenska": "sv", "swedish": "sv", "engelska": "en", "english": "en"}
    key = (written or "").casefold()
    return named.get(key) or (key[:2] if re.fullmatch(r"[a-z]{2}[-_][a-z]{2,4}", key) else written)


def _text(value: object) -> str | None:
    if value is None or isinstance(value, (dict, list)):
        return None
    return " ".join(str(value).split()) or None


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        value = value.split(",")
    if not isinstance(value, list):
        return ()
    return tuple(text for text in map(_text, value) if text)


def _date(value: object) -> str | None:
    """A year or a month alone is not a day."""
    text = _text(value)
    return iso_date(text) if text else None
