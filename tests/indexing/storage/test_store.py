import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maltolk.errors import IndexDamaged
from maltolk.indexing.storage import records
from maltolk.indexing.storage.records import PageFacts
from maltolk.indexing.storage.store import Store, StoreWriter
from maltolk.model import (
    Block,
    BlockKind,
    Confidence,
    Contact,
    Document,
    Fact,
    FoundIn,
    LeftOut,
    Passage,
    Phone,
    Span,
    Subject,
)

TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
SPANS = st.tuples(st.integers(0, 99), st.integers(1, 99)).map(lambda pair: Span(pair[0], pair[0] + pair[1]))
MAYBE = st.none() | SPANS
BLOCKS = st.builds(
    Block,
    kind=st.sampled_from(BlockKind),
    span=SPANS,
    level=st.integers(0, 6),
    number=st.none() | st.integers(0, 99),
    parent=st.none() | st.integers(0, 9),
    lead=MAYBE,
    speaker=MAYBE,
)
CONTACTS = st.builds(
    Contact,
    span=SPANS,
    name=MAYBE,
    role=MAYBE,
    party=MAYBE,
    phone=MAYBE,
    email=MAYBE,
    phone_e164=st.none() | TEXT,
    other_phones=st.lists(st.builds(Phone, span=SPANS, e164=TEXT), max_size=2).map(tuple),
)
DOCUMENTS = st.builds(
    Document,
    path=TEXT,
    municipality=TEXT,
    title=TEXT,
    text=TEXT,
    digest=TEXT,
    url=st.none() | TEXT,
    date=st.none() | TEXT,
    licence=st.none() | TEXT,
    language=TEXT,
    places=st.lists(TEXT, max_size=3).map(tuple),
    blocks=st.lists(BLOCKS, max_size=5).map(tuple),
    contacts=st.lists(CONTACTS, max_size=3).map(tuple),
    facts=st.lists(
        st.builds(
            Fact,
            subject=st.sampled_from(Subject),
            value=st.none() | TEXT,
            confidence=st.sampled_from(Confidence),
            found_in=st.none() | st.sampled_from(FoundIn),
            span=MAYBE,
        ),
        max_size=5,
    ).map(tuple),
    page_names=st.lists(TEXT, max_size=3).map(tuple),
    left_out=st.lists(st.builds(LeftOut, page=st.integers(1, 9), reason=TEXT), max_size=3).map(tuple),
    from_image=st.lists(st.integers(1, 9), max_size=3).map(tuple),
)
PASSAGES = st.builds(
    Passage,
    id=st.just(0),
    document=st.just(0),
    block=st.integers(0, 9),
    kind=st.sampled_from(BlockKind),
    span=SPANS,
    context=TEXT,
    sentences=st.lists(SPANS, max_size=4).map(tuple),
    first_sentence=st.integers(0, 9),
)


@given(document=DOCUMENTS, passage=PASSAGES)
def test_what_is_written_is_read(tmp_path_factory: pytest.TempPathFactory, document: Document, passage: Passage):
    path = tmp_path_factory.mktemp("store") / "store.sqlite"
    with StoreWriter(path) as writer:
        writer.add_document(0, document)
        writer.add_passage(passage, b"key")
    store = Store(path)
    assert store.document(0) == document
    assert store.passages([0]) == store.passages_of(0) == [passage]
    assert list(store.facts()) == [document.facts]
    (of_pages,) = store.page_facts()
    assert of_pages == PageFacts(document.page_names, document.left_out, document.from_image)
    assert list(store.contacts()) == [(0, contact) for contact in document.contacts]
    (card,) = store.cards()
    assert (card.path, card.municipality, card.places, card.digest) == (
        document.path,
        document.municipality,
        document.places,
        document.digest,
    )
    place = store.vector_places()[b"key"]
    assert (place.first_sentence, place.sentences) == (passage.first_sentence, len(passage.sentences))
    store.close()


@given(document=DOCUMENTS, other=DOCUMENTS)
def test_a_record_digest_tells_documents_apart(document: Document, other: Document):
    same = document == other or (
        # The text is known by its digest.
        {name: getattr(document, name) for name in document.__slots__ if name != "text"}
        == {name: getattr(other, name) for name in other.__slots__ if name != "text"}
    )
    assert (records.record_digest(document) == records.record_digest(other)) is same


def store_of(path: Path, document: Document, *passages: Passage) -> Store:
    with StoreWriter(path) as writer:
        writer.add_document(0, document)
        for passage in passages:
            writer.add_passage(passage, bytes([passage.id]))
    return Store(path)


def document(text: str = "Ett mål.", digest: str | None = None, blocks: tuple[Block, ...] = ()) -> Document:
    return Document("a", "b", "c", text, digest or hashlib.sha256(text.encode()).hexdigest(), blocks=blocks)


def passage(place: int, start: int, end: int, first: int) -> Passage:
    return Passage(place, 0, 0, BlockKind.PARAGRAPH, Span(start, end), "", (Span(start, end),), first)


def test_a_sound_store_has_no_faults(tmp_path: Path):
    assert list(store_of(tmp_path / "s", document(), passage(0, 0, 3, 0), passage(1, 4, 8, 1)).faults()) == []


def test_faults_are_named(tmp_path: Path):
    (fault,) = store_of(tmp_path / "text", document(digest="0" * 64)).faults()
    assert "document b/a: the text differs from its digest" in fault
    block = Block(BlockKind.PARAGRAPH, Span(0, 99))
    (fault,) = store_of(tmp_path / "block", document(blocks=(block,))).faults()
    assert "offsets 0-99 lie outside" in fault
    faults = list(store_of(tmp_path / "passage", document(), passage(0, 5, 9, 0)).faults())
    assert len(faults) == 2  # the passage and its one sentence
    assert all("5-9 outside" in fault for fault in faults)
    (fault,) = store_of(tmp_path / "order", document(), passage(0, 0, 3, 1)).faults()
    assert "out of order" in fault


def test_reading_never_writes(tmp_path: Path):
    store_of(tmp_path / "s", document()).close()
    tmp_path.chmod(0o500)
    try:
        before = sorted(path.name for path in tmp_path.iterdir())
        assert Store(tmp_path / "s").document(0).text == "Ett mål."
        assert sorted(path.name for path in tmp_path.iterdir()) == before
    finally:
        tmp_path.chmod(0o700)


def test_what_is_not_there_is_a_key_error(tmp_path: Path):
    store = store_of(tmp_path / "s", document())
    with pytest.raises(KeyError):
        store.document(5)
    with pytest.raises(KeyError):
        store.passages([5])
    assert store.passages([]) == []
    assert store.number_of("0") is None


def test_a_broken_file_is_damage_with_its_cure(tmp_path: Path):
    (tmp_path / "s").write_bytes(b"not a database" * 99)
    with pytest.raises(IndexDamaged, match="maltolk index --full"):
        list(Store(tmp_path / "s").cards())
