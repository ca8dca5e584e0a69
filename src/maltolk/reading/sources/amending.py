"""Correcting the file beside a text: the keys that are corrected change, all else in it stays as it was written."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import yaml

from maltolk.reading.formats.frontmatter import Broken, FrontMatter, names_of, read_head

Amendments = Mapping[str, str | tuple[str, ...] | None]
"""Field of FrontMatter -> its value, None to have nothing said of it."""

_OPEN = re.compile(r"\A---[ \t]*\n")
_CLOSE = re.compile(r"(?m)^---[ \t]*\s*\Z")

_SEVERAL = frozenset({"date"})
"""Fields whose names mean different things ("beslutad", "publicerad"), which a correction leaves alone."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A key of the file with its value: ``name`` as ``names_of`` has it, and its place in the text."""

    name: str
    start: int
    end: int


def amended(text: str, changes: Amendments) -> str | Broken:
    """``text``, the content of a sidecar ("" for none), with these changes, or why it cannot be read.

    Comments, order and unknown keys stay; only where a file is written so that its keys cannot be replaced one by one
    (in braces, with references between them) it is written anew, with all its keys and without comments.
    """
    read = read_head(text)
    if isinstance(read, Broken):
        return read
    result = _line_by_line(text, changes)
    return result if result is not None and _says(result, changes, text) else _anew(text, changes)


def _line_by_line(text: str, changes: Amendments) -> str | None:
    opening, closing = _OPEN.match(text), _CLOSE.search(text)
    start = opening.end() if opening else 0
    end = closing.start() if opening and closing else len(text)
    body = text[start:end]
    lines = _lines(body)
    if lines is None:
        return None
    for line in reversed(lines):
        if any(line.name in _replaced(field, value) for field, value in changes.items()):
            body = body[: line.start] + body[line.end :]
    if body and not body.endswith("\n"):
        body += "\n"
    return text[:start] + body + _yaml({key: value for key, value in changes.items() if value is not None}) + text[end:]


def _lines(text: str) -> list[_Line] | None:
    """The keys of the file; None where it is not one key a line."""
    try:
        root = yaml.compose(text, yaml.SafeLoader)
    except (yaml.YAMLError, ValueError, RecursionError):
        return None
    if root is None:
        return []
    if not isinstance(root, yaml.MappingNode) or root.flow_style:
        return None
    starts = [key.start_mark.index for key, _ in root.value]
    if any(start and text[start - 1] != "\n" for start in starts):
        return None
    found = []
    for (key, value), after in zip(root.value, [*starts[1:], len(text)], strict=True):
        start, end = key.start_mark.index, text.find("\n", max(value.end_mark.index - 1, key.end_mark.index))
        found.append(_Line(_name(str(key.value)), start, after if end < 0 else min(end + 1, after)))
    return found


def _anew(text: str, changes: Amendments) -> str:
    given = yaml.safe_load(text.strip().removeprefix("---").removesuffix("---")) or {}
    gone = {name for field, value in changes.items() for name in _replaced(field, value)}
    kept = {key: value for key, value in given.items() if _name(str(key)) not in gone}
    return _yaml({**kept, **{field: value for field, value in changes.items() if value is not None}})


def _replaced(field: str, value: object) -> frozenset[str]:
    """The names under which what the file says of ``field`` goes."""
    return frozenset({field}) if field in _SEVERAL and value is not None else frozenset(names_of(field))


def _says(text: str, changes: Amendments, before: str) -> bool:
    """Whether the file now says what it should, and of all else what it said before."""
    now, was = read_head(text), read_head(before)
    if isinstance(now, Broken) or isinstance(was, Broken):
        return False
    for field in FrontMatter.__dataclass_fields__:
        wanted = changes[field] if field in changes else getattr(was, field)
        if (getattr(now, field) or None) != (wanted or None):
            return False
    return True


def _yaml(values: Mapping[str, object]) -> str:
    plain = {key: list(value) if isinstance(value, tuple) else value for key, value in values.items()}
    return yaml.safe_dump(plain, allow_unicode=True, sort_keys=False, width=10_000) if plain else ""


def _name(key: str) -> str:
    return key.strip().casefold().replace("-", "_")
