"""Follow-up questions after an answer; offered only after being asked and giving something new."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from maltolk.answering.catalogue import sentence
from maltolk.answering.finding.structure.label_match import joined
from maltolk.answering.offering.examples import Try, can_be_named, heading_tries, offered
from maltolk.answering.retrieval.hybrid import retrieve
from maltolk.answering.understanding.tokens import tokens_of
from maltolk.indexing.encoders.encoder import Encoder
from maltolk.indexing.index import Index
from maltolk.model import UNKNOWN_MUNICIPALITY, Answer, Citation, Document, Quote, Status
from maltolk.swedish.language import question_language

MAX_ASKED = 8
"""Questions tried."""
_ITEMS = 2
"""Items of a list that are asked about."""
_NEAR = 12
"""Passages of other municipalities searched for something similar to the answer."""


def follow_ups(
    index: Index,
    encoder: Encoder,
    ask: Callable[[str], Answer],
    asked: Sequence[str],
    answer: Answer,
    municipality: str | None = None,
    language: str | None = None,
    most: int = 3,
) -> tuple[str, ...]:
    """At most ``most`` questions to ask next, of different kinds where possible; none for an answer without quotes.

    ``asked``: the questions of the conversation, the one just answered last; ``ask`` answers a question asked after
    them. Each question offered has a sure answer that cites something ``answer`` does not.
    """
    if answer.status is not Status.ANSWERED or not answer.citations:
        return ()
    question = asked[-1]
    own = question_language([token.folded for token in tokens_of(question)], question)
    spoken = language or ("sv" if own == "sv" else "en")
    documents = _documents(index, answer)
    numbered = any(letter.isdecimal() for letter in question)  # another municipality's ninth goal is unrelated
    others = () if municipality is not None or numbered else _others(index, encoder, asked, answer)
    kinds = (
        _same_of_others(others, answer, spoken),
        _items(answer, spoken),
        _headings(documents, answer, spoken),
        _contact(answer, spoken),
    )
    news = [(Try(t.question, partial(_is_news, answer, t)) for t in kind) for kind in kinds]
    return offered(news, ask, spoken, most, MAX_ASKED)


def _is_news(answer: Answer, candidate: Try, found: Answer) -> bool:
    return bool(_cited(found) - _cited(answer)) and candidate.fits(found)


def _cited(answer: Answer) -> set[Quote]:
    return {citation.quote for citation in answer.citations}


def _documents(index: Index, answer: Answer) -> list[Document]:
    found = map(index.document_by_digest, dict.fromkeys(c.quote.digest for c in answer.citations))
    return [document for document in found if document is not None]


def _others(index: Index, encoder: Encoder, asked: Sequence[str], answer: Answer) -> Iterator[str]:
    """Municipalities not asked about yet, those with texts most similar to the answer first."""
    before = joined(" ".join(asked))
    names = {c.municipality for c in index.documents} - {UNKNOWN_MUNICIPALITY, *answer.municipalities}
    names = {name for name in names if joined(name).rstrip() not in before}  # genitives count too
    documents = frozenset(c.number for c in index.documents if c.municipality in names)
    if not documents:
        return
    like = f"{asked[-1]} {answer.citations[0].quote.text}"
    vector = encoder.embed_queries([like])[0]
    near = retrieve(index, like, vector, _NEAR, documents)
    yield from dict.fromkeys(index.documents[c.passage.document].municipality for c in near)


def _same_of_others(names: Iterable[str], answer: Answer, language: str) -> Iterator[Try]:
    for name in names:
        yield Try(sentence("follow_same", language, municipality=name), partial(_is_same, name, answer))


def _is_same(name: str, answer: Answer, found: Answer) -> bool:
    """Whether it is from that municipality alone and of the same kind: people after people, a list after a list."""
    alike = bool(found.contacts) == bool(answer.contacts) and (len(_bullets(found)) > 1) == (len(_bullets(answer)) > 1)
    return alike and found.municipalities == (name,)


def _bullets(answer: Answer) -> list[Citation]:
    """The citations of a list's items, in order."""
    quotes = {citation.marker: citation for citation in answer.citations}
    lines = [line for section in answer.sections for line in section.lines if line.bullet and not line.contact]
    return [quotes[line.marker] for line in lines if line.marker is not None]


def _items(answer: Answer, language: str) -> Iterator[Try]:
    """What an item of a list means: by its words where they are few, else by its place in the list."""
    if len(answer.municipalities) > 1:
        return  # a position could be in either list
    for place, item in enumerate(_bullets(answer)[:_ITEMS], 1):
        words = " ".join(item.quote.text.split())
        if can_be_named(words):
            yield Try(sentence("follow_item", language, item=words), partial(_explains, item))
        else:
            yield Try(sentence("follow_place", language, number=place), partial(_explains, item))


def _explains(item: Citation, found: Answer) -> bool:
    """Whether it is that item with more about it."""
    digests = {quote.digest for quote in _cited(found)}
    return item.quote in _cited(found) and digests == {item.quote.digest}


def _headings(documents: Sequence[Document], answer: Answer, language: str) -> Iterator[Try]:
    """The headings nearest to what was cited, those after it first."""
    if not documents:
        return
    document = documents[0]
    tries = list(heading_tries(document, language))
    cited = [place for place, candidate in enumerate(tries) if candidate.fits(answer)]
    last = max(cited, default=-1)
    yield from (candidate for candidate in (*tries[last + 1 :], *tries[: max(last, 0)]) if not candidate.fits(answer))


def _contact(answer: Answer, language: str) -> Iterator[Try]:
    if not answer.contacts and len(answer.municipalities) == 1 and UNKNOWN_MUNICIPALITY not in answer.municipalities:
        yield Try(sentence("follow_contact", language, municipality=answer.municipalities[0]), _can_be_reached)


def _can_be_reached(found: Answer) -> bool:
    return any(contact.phone or contact.email for contact in found.contacts)
