"""The worker process's answer as JSON: a document or a reason. Never pickle, which runs what it is sent.

``indexing/records.py`` writes the same values for years on disk, field by field and by version. Here both ends are the
same program, so the declared types of ``maltolk.model`` are the format, and what does not fit them is refused.
"""

import functools
import hashlib
import json
import types
import typing
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum

from maltolk.model import Document, Span
from maltolk.reading.document import Skipped, ToRecognise

_Reader = Callable[[object], typing.Any]


class Malformed(ValueError):
    """What came over the wire is not a valid answer."""


@dataclass(frozen=True, slots=True)
class OutOfMemory:
    """The worker hit its memory limit; another worker may have more room for the same file."""


Answer = Document | Skipped | ToRecognise | OutOfMemory
_KINDS: dict[str, type] = {kind.__name__: kind for kind in (Document, Skipped, ToRecognise, OutOfMemory)}


def dump(answer: Answer) -> bytes:
    """``[kind, [field, …]]`` in UTF-8. Raises UnicodeEncodeError for invalid text (a lone surrogate)."""
    return json.dumps([type(answer).__name__, _plain(answer)], ensure_ascii=False, separators=(",", ":")).encode()


def load(written: bytes, path: str) -> Answer:
    """What ``dump`` wrote about the file at ``path``. Raises Malformed for anything else.

    Of a document, everything that other rooms rely on is checked again: its digest, that every span lies in its text,
    that every block comes after its parent.
    """
    try:
        kind, values = json.loads(written)
        answer: Answer = _reader(_KINDS[kind])(values)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise Malformed(str(error)) from error
    if isinstance(answer, Document):
        _check(answer)
    if not isinstance(answer, OutOfMemory) and answer.path != path:
        raise Malformed("the answer is about another file")
    return answer


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if is_dataclass(value):
        return [_plain(item) for item in _values(value)]
    return value


def _values(value: object) -> list[object]:
    """The fields of a dataclass, in the order in which they are declared."""
    kind: typing.Any = type(value)
    return [getattr(value, name) for name in _names(kind)]


@functools.cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _check(document: Document) -> None:
    if hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest() != document.digest:
        raise Malformed("the digest is of another text")
    for span in _spans(document):
        if not 0 <= span.start <= span.end <= len(document.text):
            raise Malformed("a span lies outside the text")
    for number, block in enumerate(document.blocks):
        if block.parent is not None and not 0 <= block.parent < number:
            raise Malformed("a block comes before its parent")
    if document.page_names and len(document.page_names) != len(document.pages):
        raise Malformed("not every page has a name")


def _spans(value: object) -> Iterator[Span]:
    if isinstance(value, Span):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _spans(item)
    elif is_dataclass(value):
        for item in _values(value):
            yield from _spans(item)


@functools.cache
def _reader(kind: typing.Any) -> _Reader:  # noqa: ANN401  a type, a union of types or a generic alias: no common name
    """A function that makes a value of the declared type ``kind`` from plain JSON values, and refuses others."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        (inner,) = (_reader(argument) for argument in arguments if argument is not types.NoneType)
        return lambda value: None if value is None else inner(value)
    if origin is tuple:
        return _tuple_reader(arguments)
    if is_dataclass(kind):
        return _dataclass_reader(typing.cast(type, kind))
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind

    def read(value: object) -> object:
        # bool is an int to isinstance, but no declared int means one.
        if type(value) is not kind:
            raise Malformed(f"{type(value).__name__} where {kind} belongs")
        return value

    return read


def _tuple_reader(arguments: tuple[typing.Any, ...]) -> _Reader:
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        item = _reader(arguments[0])
        return lambda value: tuple(map(item, _list(value)))
    readers = [_reader(argument) for argument in arguments]
    return lambda value: tuple(read(item) for read, item in zip(readers, _list(value), strict=True))


def _dataclass_reader(kind: type) -> _Reader:
    hints = typing.get_type_hints(kind)
    readers = [_reader(hints[name]) for name in _names(kind)]
    return lambda value: kind(*(read(item) for read, item in zip(readers, _list(value), strict=True)))


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise Malformed(f"{type(value).__name__} where a list belongs")
    return value
