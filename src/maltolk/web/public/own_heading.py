"""What a text says first below a heading of its own: what stands under "Visionen" is the vision."""

import re
from collections.abc import Iterator, Sequence

from maltolk.model import BlockKind, Document, Passage
from maltolk.service import Service
from maltolk.swedish.words import function_words, stem
from maltolk.web.public.consulted import QuotedLine, quoted_from

MOST = 4
"""Sentences of a text."""

_WORD = re.compile(r"[^\W\d_]+")
_MUNICIPAL = frozenset(map(stem, ("kommun", "kommunen", "stad", "staden")))


def below_own_heading(service: Service, digests: Sequence[str], word: str, name: str) -> tuple[QuotedLine, ...]:
    """The first paragraph below a heading that says ``word`` and nothing else but whose it is, of the first of the
    texts ``digests`` that has one; nothing where none has. ``name``: of the municipality."""
    for digest in digests:
        version = service.version(digest)
        if version is None:
            continue
        passages = service.passages(digest)
        found = next(filter(None, (_first(version.document, each, word, name) for each in passages)), ())
        if found:
            return found
    return ()


def _first(document: Document, passage: Passage, word: str, name: str) -> tuple[QuotedLine, ...]:
    path = document.heading_path(passage.block)
    if passage.kind is not BlockKind.PARAGRAPH or not path:
        return ()
    heading = document.blocks[path[-1]].span
    if document.hides(heading) or not _says(heading.of(document.text), word, name):
        return ()
    block = document.blocks[passage.block].span
    return tuple(_lines(document, passage, block.end))[:MOST]


def _says(heading: str, word: str, name: str) -> bool:
    whose = {stem(each) for part in _WORD.findall(name.casefold()) for each in (part, f"{part}s")} | _MUNICIPAL
    words = [each for each in _WORD.findall(heading.casefold()) if each not in function_words("sv")]
    return {stem(each) for each in words} - whose == {stem(word)}


def _lines(document: Document, passage: Passage, end: int) -> Iterator[QuotedLine]:
    for span in passage.sentences:
        if span.end <= end and not document.hides(span):
            yield quoted_from(document, span)
