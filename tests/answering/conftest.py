"""Questions understood, and texts read, in the light of the small texts."""

from collections.abc import Callable

import pytest

from maltolk.answering.people.people_lookup import Person, directory_of
from maltolk.answering.understanding.question import Question
from maltolk.answering.understanding.understand import Understanding
from maltolk.indexing.index import Index
from maltolk.model import Document
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


@pytest.fixture(scope="session")
def small_document(corpus_index: Index) -> Callable[[str], Document]:
    """One of the small texts by the beginning of its file's name."""

    def found(name: str) -> Document:
        number = next(card.number for card in corpus_index.documents if card.path.startswith(name))
        return corpus_index.document(number)

    return found
