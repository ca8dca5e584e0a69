"""Documents and passages in SQLite, one file for each generation, opened for reading only."""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from maltolk.errors import IndexDamaged
from maltolk.indexing.storage import records
from maltolk.indexing.storage.records import PageFacts
from maltolk.model import BlockKind, Contact, Document, Fact, Passage, Span

STORE_FILE = "store.sqlite"

_TABLES = """
CREATE TABLE documents (
    number INTEGER PRIMARY KEY, municipality TEXT NOT NULL, path TEXT NOT NULL, title TEXT NOT NULL,
    digest TEXT NOT NULL, url TEXT, date TEXT, licence TEXT, language TEXT NOT NULL,
    places TEXT NOT NULL, blocks TEXT NOT NULL, contacts TEXT NOT NULL, pages TEXT NOT NULL, facts TEXT NOT NULL,
    text TEXT NOT NULL, page_facts TEXT NOT NULL,
    UNIQUE (municipality, path)
);
CREATE INDEX documents_by_digest ON documents (digest);
CREATE TABLE passages (
    id INTEGER PRIMARY KEY, document INTEGER NOT NULL, block INTEGER NOT NULL, kind TEXT NOT NULL,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, context TEXT NOT NULL, sentences TEXT NOT NULL,
    first_sentence INTEGER NOT NULL, key BLOB NOT NULL
);
CREATE INDEX passages_by_document ON passages (document);
"""

_PASSAGE = 'id, document, block, kind, start, "end", context, sentences, first_sentence'


@dataclass(frozen=True, slots=True)
class DocumentCard:
    """What filtering and citing need of a document, without its text. ``number``: its place in the generation."""

    number: int
    path: str
    municipality: str
    title: str
    date: str | None
    url: str | None
    places: tuple[str, ...]
    digest: str
    licence: str | None = None
    language: str = "sv"


@dataclass(frozen=True, slots=True)
class StoredVectors:
    """Where the vectors of a passage are: its id and the rows of its sentences."""

    passage: int
    first_sentence: int
    sentences: int


class StoreWriter:
    """Writes a new store; ``close`` completes it on disk. A context manager."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection = sqlite3.connect(path, isolation_level=None)
        # Nobody uses the file until its generation is swapped in, so a journal would protect nothing.
        self._connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _TABLES + "BEGIN;")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def add_document(self, number: int, document: Document) -> None:
        """Add a document with all its fields."""
        self._connection.execute(
            "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                number,
                document.municipality,
                document.path,
                document.title,
                document.digest,
                document.url,
                document.date,
                document.licence,
                document.language,
                json.dumps(document.places, ensure_ascii=False),
                records.dump_blocks(document.blocks),
                records.dump_contacts(document.contacts),
                json.dumps(document.pages),
                records.dump_facts(document.facts),
                document.text,
                records.dump_page_facts(document),
            ),
        )

    def add_passage(self, passage: Passage, key: bytes) -> None:
        """Add a passage; ``key`` determines whether a later build may reuse its vectors."""
        self._connection.execute(
            "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                passage.id,
                passage.document,
                passage.block,
                passage.kind.value,
                passage.span.start,
                passage.span.end,
                passage.context,
                records.dump_spans(passage.sentences),
                passage.first_sentence,
                key,
            ),
        )

    def close(self) -> None:
        """End the one transaction and close the file."""
        if self._connection.in_transaction:
            self._connection.execute("COMMIT")
        self._connection.close()


KEPT = 512
"""Documents cached after reading; the one read first goes first."""


class Store:
    """A store opened for reading; never writes, takes no locks, may be used from several threads."""

    def __init__(self, path: Path) -> None:
        self._path = path
        address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        # One connection serves all threads: the library is compiled to take turns, and reads change nothing.
        self._connection = sqlite3.connect(address, uri=True, check_same_thread=False, isolation_level=None)
        self._documents: dict[int, Document] = {}
        # A generation of format 2 has no facts, and an early one of format 3 none of pages; its texts are archived all
        # the same.
        columns = {row[1] for row in self._rows("PRAGMA table_info(documents)")}
        self._facts, self._page_facts = (
            name if name in columns or not columns else "'[]'" for name in ("facts", "page_facts")
        )

    def close(self) -> None:
        """Release the file."""
        self._connection.close()

    def cards(self) -> Iterator[DocumentCard]:
        """All documents without their texts, by number."""
        rows = self._rows(
            "SELECT number, path, municipality, title, date, url, places, digest, licence, language "
            "FROM documents ORDER BY number"
        )
        for number, path, municipality, title, date, url, places, digest, licence, language in rows:
            named = tuple(json.loads(places))
            yield DocumentCard(number, path, municipality, title, date, url, named, digest, licence, language)

    def document(self, number: int) -> Document:
        """The document with that number, kept for the next time. Raises KeyError when there is none."""
        known = self._documents.get(number)
        if known is None:
            rows = self._rows(
                "SELECT path, municipality, title, text, digest, url, date, licence, language, places, blocks, "
                f"contacts, pages, {self._facts}, {self._page_facts} FROM documents WHERE number = ?",
                (number,),
            )
            if not rows:
                raise KeyError(number)
            known = self._documents[number] = _document(rows[0])
            while len(self._documents) > KEPT:
                self._documents.pop(next(iter(self._documents)), None)
        return known

    def texts(self) -> Iterator[tuple[int, str]]:
        """Every document's number and text; one text in memory at a time."""
        for (number,) in self._rows("SELECT number FROM documents ORDER BY number"):
            yield int(number), self._rows("SELECT text FROM documents WHERE number = ?", (number,))[0][0]

    def number_of(self, digest: str) -> int | None:
        """The first document with this text digest."""
        rows = self._rows("SELECT min(number) FROM documents WHERE digest = ?", (digest,))
        return None if rows[0][0] is None else int(rows[0][0])

    def passages(self, ids: Sequence[int]) -> list[Passage]:
        """The passages with these ids, in the order given. Raises KeyError for an id that is not there."""
        wanted = [int(number) for number in ids]
        marks = ",".join("?" * len(wanted))
        rows = self._rows(f"SELECT {_PASSAGE} FROM passages WHERE id IN ({marks})", wanted)
        found = {row[0]: _passage(row) for row in rows}
        return [found[number] for number in wanted]

    def passages_of(self, document: int) -> list[Passage]:
        """A document's passages, in order."""
        rows = self._rows(f"SELECT {_PASSAGE} FROM passages WHERE document = ? ORDER BY id", (document,))
        return [_passage(row) for row in rows]

    def first_sentences(self) -> list[int]:
        """The row of every passage's first sentence vector, by passage id."""
        return [first for (first,) in self._rows("SELECT first_sentence FROM passages ORDER BY id")]

    def contacts(self) -> Iterator[tuple[int, Contact]]:
        """All contacts with their document's number, in the order of the texts."""
        rows = self._rows("SELECT number, contacts FROM documents WHERE contacts != '[]' ORDER BY number")
        for number, written in rows:
            for contact in records.load_contacts(written):
                yield int(number), contact

    def facts(self) -> Iterator[tuple[Fact, ...]]:
        """What is known of every document, and how surely, by number."""
        for (written,) in self._rows(f"SELECT {self._facts} FROM documents ORDER BY number"):
            yield records.load_facts(written)

    def page_facts(self) -> Iterator[PageFacts]:
        """What is known of every document's pages, by number."""
        for (written,) in self._rows(f"SELECT {self._page_facts} FROM documents ORDER BY number"):
            yield records.load_page_facts(written)

    def vector_places(self) -> Mapping[bytes, StoredVectors]:
        """Key -> where the vectors of that text are."""
        rows = self._rows("SELECT key, id, first_sentence, sentences FROM passages ORDER BY id DESC")
        return {key: StoredVectors(number, first, len(json.loads(sentences))) for key, number, first, sentences in rows}

    def faults(self) -> Iterator[str]:
        """What is wrong: a text that differs from its digest, offsets outside their text, a row out of order."""
        next_id = next_sentence = 0
        for card in self.cards():
            document = self.document(card.number)
            self._documents.pop(card.number, None)
            where = f"document {document.municipality}/{document.path}"
            if records.text_digest(document.text) != document.digest:
                yield f"{where}: the text differs from its digest"
            for span in _spans_of(document):
                if not 0 <= span.start < span.end <= len(document.text):
                    yield f"{where}: offsets {span.start}-{span.end} lie outside the text"
            for passage in self.passages_of(card.number):
                for span in (passage.span, *passage.sentences):
                    if not 0 <= span.start < span.end <= len(document.text):
                        yield f"{where}: passage {passage.id} has offsets {span.start}-{span.end} outside the text"
                if passage.id != next_id or passage.first_sentence != next_sentence:
                    yield f"{where}: passage {passage.id} is out of order"
                next_id, next_sentence = passage.id + 1, passage.first_sentence + len(passage.sentences)

    def _rows(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        try:
            return self._connection.execute(statement, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise IndexDamaged(f"{self._path} cannot be read ({error}); run 'maltolk index --full'") from error


def _spans_of(document: Document) -> Iterator[Span]:
    for block in document.blocks:
        yield block.span
        yield from (span for span in (block.lead, block.speaker) if span is not None)
    for contact in document.contacts:
        fields = (contact.span, contact.name, contact.role, contact.party, contact.phone, contact.email)
        yield from (span for span in fields if span is not None)
        yield from (phone.span for phone in contact.other_phones)
    yield from (fact.span for fact in document.facts if fact.span is not None)


def _document(row: tuple[Any, ...]) -> Document:
    path, municipality, title, text, digest, url, date, licence, language, places, *more = row
    blocks, contacts, pages, facts, page_facts = more
    of_pages = records.load_page_facts(page_facts)
    return Document(
        path=path,
        municipality=municipality,
        title=title,
        text=text,
        digest=digest,
        url=url,
        date=date,
        licence=licence,
        language=language,
        places=tuple(json.loads(places)),
        blocks=records.load_blocks(blocks),
        contacts=records.load_contacts(contacts),
        pages=tuple(json.loads(pages)),
        facts=records.load_facts(facts),
        page_names=of_pages.page_names,
        left_out=of_pages.left_out,
        from_image=of_pages.from_image,
    )


def _passage(row: tuple[Any, ...]) -> Passage:
    number, document, block, kind, start, end, context, sentences, first = row
    return Passage(
        number, document, block, BlockKind(kind), Span(start, end), context, records.load_spans(sentences), first
    )
