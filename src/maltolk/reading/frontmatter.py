"""The optional YAML head of a text file: what the municipality wants to say about the text itself."""

import datetime
import re
from dataclasses import dataclass

import yaml

from maltolk.reading.dates import iso_date

_OPEN = re.compile(r"\A---[ \t]*\n")
_CLOSE = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE)
_KEY = re.compile(r"^[A-Za-zÅÄÖåäö_ -]+:", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The known keys of the head, as written; None where the key is absent. ``date`` is ISO 8601."""

    municipality: str | None = None
    title: str | None = None
    url: str | None = None
    date: str | None = None
    licence: str | None = None
    language: str | None = None
    places: tuple[str, ...] = ()


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
        # A Markdown file may open with a rule; only something that looks like keys was meant as a head.
        first_line = text[opening.end() :].split("\n", 1)[0]
        if _KEY.match(first_line):
            return Broken("front matter opened on line 1 is never closed; end it with a line of ---"), text
        return FrontMatter(), text
    head = text[opening.end() : closing.start()]
    if head.strip() and not _KEY.search(head) and "{" not in head:
        return FrontMatter(), text
    values = _parse(head)
    return values, text[closing.end() :].lstrip("\n")


def _parse(head: str) -> FrontMatter | Broken:
    try:
        values = yaml.safe_load(head)
    except yaml.MarkedYAMLError as error:
        # The head starts on the file's second line, and marks count from 0.
        line = f"line {error.problem_mark.line + 2}" if error.problem_mark else "an unknown line"
        return Broken(f"front matter is not valid YAML at {line}: {error.problem or error.context or 'cannot be read'}")
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        return Broken(f"front matter from line 2 is not valid YAML: {' '.join(str(error).split())[:120]}")
    if values is None:
        return FrontMatter()
    if not isinstance(values, dict):
        return Broken("front matter on line 2 holds no keys; write lines such as 'municipality: Lund'")
    known = {str(key).strip().casefold(): value for key, value in values.items()}
    return FrontMatter(
        municipality=_text(known.get("municipality")),
        title=_text(known.get("title")),
        url=_text(known.get("url")),
        date=_date(known.get("date")),
        licence=_text(known.get("licence", known.get("license"))),
        language=_text(known.get("language")),
        places=_texts(known.get("places")),
    )


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
    """YAML makes dates of some forms by itself; the rest is read like a date in a text."""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    text = _text(value)
    return iso_date(text) if text else None
