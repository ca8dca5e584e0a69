"""What the texts of a municipality say to a question that a page asks by itself: quotes alone, asked once."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from maltolk.answering.composing.display import displayed
from maltolk.model import (
    Answer,
    AnswerLine,
    BlockKind,
    Citation,
    Document,
    ItemNumber,
    Quote,
    QuotedSpan,
    Span,
    Status,
)
from maltolk.service import Service
from maltolk.swedish.words import stems
from maltolk.web.public.reply_cache import ReplyCache

MOST = 10_000
"""Replies, and parts of pages, that are remembered: those of 500 municipalities on some 15 themes, with their pages."""

MOST_MENTIONS = 2
"""Sentences that are shown where a theme is named and no answer is sure."""

_NUMBERED = re.compile(r"(\d+)\. (.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class QuotedLine:
    """A line of an answer that is a quote. ``number``: the one written in front of an item; ``is_item``: of a list."""

    text: str
    citation: Citation
    is_item: bool
    number: int | None = None


class Consultation:
    """Asks ``service``, each question once for an edition of the texts. Safe to use from several threads."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.remembered = ReplyCache(MOST)

    def quotes(self, question: str, municipality: str) -> tuple[QuotedLine, ...]:
        """What of a sure answer is quoted, without contacts; nothing where no answer is sure."""
        key = ("quotes", self.service.edition, question, municipality)
        return self.remembered.get(key, lambda: quotes_of(self.service.consult(question, municipality)))

    def mentioned(self, words: Sequence[str]) -> frozenset[str]:
        """The municipalities whose texts have one of the ``words``, whatever its ending."""
        return self.remembered.get(("words", self.service.edition, *words), lambda: self._mentioned(words))

    def mentions(self, words: Sequence[str], municipality: str) -> tuple[QuotedLine, ...]:
        """The first sentences of a municipality's texts that have one of the ``words``, whatever its ending."""
        key = ("mentions", self.service.edition, municipality, *words)
        return self.remembered.get(key, lambda: tuple(islice(self._mentions(words, municipality), MOST_MENTIONS)))

    def _mentions(self, words: Sequence[str], municipality: str) -> Iterator[QuotedLine]:
        wanted = {stem for word in words for stem in stems(word)}
        for card in self.service.index.documents:
            version = self.service.version(card.digest) if card.municipality == municipality else None
            if version is None:
                continue
            for passage in self.service.passages(card.digest):
                for span in passage.sentences if passage.kind is not BlockKind.HEADING else ():
                    if wanted & set(stems(span.of(version.document.text))) and not version.document.hides(span):
                        yield quoted_from(version.document, span)

    def _mentioned(self, words: Sequence[str]) -> frozenset[str]:
        index = self.service.index
        with_words = {number for word in words for stem in stems(word) for number in index.documents_with(stem)}
        return frozenset(index.documents[number].municipality for number in with_words)


def quoted_from(document: Document, span: Span) -> QuotedLine:
    """The sentence at ``span``, as a page quotes it by itself."""
    quote = Quote(document.digest, span, span.of(document.text))
    cited = Citation(1, quote, document.path, document.title, document.municipality, document.date, document.url)
    return QuotedLine(displayed(quote.text), cited, is_item=False)


def quotes_of(answer: Answer) -> tuple[QuotedLine, ...]:
    """The lines of ``answer`` that are quotes alone, contacts aside; none unless it is an answer."""
    if answer.status is not Status.ANSWERED:
        return ()
    cited = {citation.marker: citation for citation in answer.citations}
    lines = (line for section in answer.sections for line in section.lines if _is_quote(line))
    return tuple(_quoted(line, cited[line.marker]) for line in lines if line.marker in cited)


def _is_quote(line: AnswerLine) -> bool:
    return not line.contact and all(isinstance(part, QuotedSpan | ItemNumber) for part in line.parts)


def _quoted(line: AnswerLine, citation: Citation) -> QuotedLine:
    numbered = _NUMBERED.fullmatch(line.text) if isinstance(line.parts[0], ItemNumber) else None
    if numbered is None:
        return QuotedLine(line.text, citation, line.bullet)
    return QuotedLine(numbered[2], citation, line.bullet, int(numbered[1]))
