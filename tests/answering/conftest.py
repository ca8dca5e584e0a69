"""Questions understood, and texts read, in the light of the small texts."""

from collections.abc import Callable

import pytest

from maltolk.answering.catalogue import say
from maltolk.answering.composing.compose import compose
from maltolk.answering.composing.gate import render
from maltolk.answering.composing.stored import Stored
from maltolk.answering.finding.findings import Finding
from maltolk.answering.people.people_lookup import Person, directory_of
from maltolk.answering.understanding.question import Question
from maltolk.answering.understanding.understand import Understanding
from maltolk.indexing.index import Index
from maltolk.indexing.storage.store import DocumentCard
from maltolk.model import Answer, Document
from maltolk.reading import read_document
from maltolk.swedish.gazetteer import Gazetteer

Understand = Callable[..., Question]
ReadText = Callable[..., Document]


@pytest.fixture(scope="session")
def understanding(corpus_index: Index) -> Understanding:
    return Understanding(corpus_index, Gazetteer.default())


@pytest.fixture(scope="session")
def understand(understanding: Understanding) -> Understand:
    return understanding.understand


@pytest.fixture(scope="session")
def people(corpus_index: Index) -> tuple[Person, ...]:
    return directory_of(corpus_index)


@pytest.fixture(scope="session")
def read_text() -> ReadText:
    """A document of a text written in the test."""

    def read(text: str, path: str = "text.md") -> Document:
        document = read_document(path, text.encode())
        assert isinstance(document, Document), document
        return document

    return read


def stored_of(*documents: Document) -> Stored:
    """A store that holds these documents, as an index would."""
    held = {(d.municipality, d.path): d for d in documents}
    cards = {
        name: DocumentCard(n, d.path, d.municipality, d.title, d.date, d.url, d.places, d.digest)
        for n, (name, d) in enumerate(held.items())
    }
    places = {d.municipality.casefold() for d in documents}
    return Stored(
        document=lambda key: held.get((key.municipality, key.path)),
        card=lambda key: cards.get((key.municipality, key.path)),
        earlier=lambda _: None,
        is_place=lambda name: name.casefold() in places,
    )


@pytest.fixture(scope="session")
def store() -> Callable[..., Stored]:
    """A store of the documents given."""
    return stored_of


@pytest.fixture(scope="session")
def write() -> Callable[..., Answer]:
    """The answer that says a finding, out of a store of just the documents that it quotes."""

    def written(finding: Finding, language: str = "sv", generation: str = "g") -> Answer:
        quoted = [line.document for section in finding.sections for line in section.lines if line.document]
        stored = stored_of(*quoted, *(person.document for person in finding.people))
        return render(compose(finding, language, generation), stored, lambda: say("nothing_about_this", language))

    return written


@pytest.fixture(scope="session")
def small_document(corpus_index: Index) -> Callable[[str], Document]:
    """One of the small texts by the beginning of its file's name."""

    def found(name: str) -> Document:
        number = next(card.number for card in corpus_index.documents if card.path.startswith(name))
        return corpus_index.document(number)

    return found
