"""What two generations of the same texts tell apart."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maltolk.errors import IndexDamaged
from maltolk.indexing.build import build
from maltolk.indexing.changes import SHOWN, Basis, ChangeKind, Differences, FieldChange
from maltolk.indexing.encoders.hash_encoder import HashEncoder
from maltolk.indexing.index import Index
from maltolk.indexing.storage.generations import Generations
from maltolk.indexing.storage.manifest import MANIFEST_FILE
from maltolk.indexing.storage.store import STORE_FILE, Store
from maltolk.model import Contact, Document, Span


def between(folder: Path, before: Sequence[Document], now: Sequence[Document]) -> Differences:
    build(folder, before, [], HashEncoder())
    return build(folder, now, [], HashEncoder()).differences


def told(found: Differences) -> list[tuple[str, str, str, tuple[str, ...]]]:
    return [(change.kind.value, change.municipality, change.path, change.how) for change in found.documents]


def people(make_document, *rows: str, **fields: object) -> Document:
    """A document with a contact for each row "name; role; e-mail"; an empty field is none."""
    document = make_document([f"@ {row}" for row in rows], **fields)
    contacts = []
    for block, row in zip(document.blocks, rows, strict=True):
        start, spans = block.span.start, []
        for words in row.split("; "):
            spans.append(Span(start, start + len(words)) if words != "-" else None)
            start += len(words) + 1
        contacts.append(Contact(block.span, name=spans[0], role=spans[1], email=spans[2]))
    return replace(document, contacts=tuple(contacts))


def test_each_kind_of_change_is_told_with_its_document(tmp_path: Path, corpus, make_document):
    lund, ljungby, landskrona = corpus
    new = make_document(["Något nytt."], path="ny.txt", title="Nytt")
    found = between(tmp_path, corpus, [replace(lund, date="2020-01-01"), landskrona, new])
    assert found.basis is Basis.COMPARED
    assert told(found) == [
        ("created", "Lund", "ny.txt", ()),
        ("changed", "Lund", "mål.txt", ("date",)),
        ("removed", "Ljungby", "vision.txt", ()),
    ]
    assert found.documents[0].title == "Nytt"
    assert found.documents[1].fields == (FieldChange("date", None, "2020-01-01"),)
    assert found.documents[2].digest == ljungby.digest


@pytest.mark.parametrize(
    ("field", "value", "before", "after"),
    [
        ("title", "Vår vision", "Vision", "Vår vision"),
        ("date", None, "2021-03-01", None),
        ("url", "https://example.se/ny", "https://example.se/vision", "https://example.se/ny"),
        ("licence", "CC0-1.0", None, "CC0-1.0"),
        ("language", "en", "sv", "en"),
        ("places", ("Lidhult", "Ryssby"), "Lidhult", "Lidhult, Ryssby"),
        ("places", (), "Lidhult", None),
    ],
)
def test_a_field_is_told_as_it_was_and_is(tmp_path: Path, corpus, field, value, before, after):
    ljungby = corpus[1]
    (change,) = between(tmp_path, [ljungby], [replace(ljungby, **{field: value})]).documents
    assert (change.kind, change.how) == (ChangeKind.CHANGED, (field,))
    assert change.fields == (FieldChange(field, before, after),)
    assert change.text is None


def test_a_changed_text_tells_how_much_came_and_went(tmp_path: Path, make_document):
    old = make_document(["# Mål", "Detta står kvar.", "Detta går."])
    new = make_document(["# Mål", "Detta står kvar.", "Detta  kommer.", "Och detta."])
    (change,) = between(tmp_path, [old], [new]).documents
    assert change.how == ("text",)
    assert (change.digest_before, change.digest) == (old.digest, new.digest)
    text = change.text
    assert text is not None
    assert (text.paragraphs_added, text.paragraphs_removed) == (2, 1)
    assert (text.characters_added, text.characters_removed) == (len("Detta kommer.Och detta."), len("Detta går."))
    assert (text.added, text.removed) == (("Detta kommer.", "Och detta."), ("Detta går.",))


def test_few_paragraphs_are_told_word_by_word(tmp_path: Path, make_document):
    new = make_document([f"Stycke {number}. {'ord ' * 100}" for number in range(SHOWN + 3)])
    (change,) = between(tmp_path, [make_document(["Kort."])], [new]).documents
    assert change.text is not None
    assert change.text.paragraphs_added == SHOWN + 3
    assert [words[:8] for words in change.text.added] == [f"Stycke {n}" for n in range(SHOWN)]
    assert max(map(len, change.text.added)) == 200


def test_the_same_text_read_otherwise_is_a_change_of_structure(tmp_path: Path, corpus):
    lund = corpus[0]
    (change,) = between(tmp_path, [lund], [replace(lund, blocks=lund.blocks[:-1])]).documents
    assert change.how == ("structure",)


def test_a_renamed_file_has_moved_and_still_counts_as_created_and_removed(tmp_path: Path, corpus):
    lund = corpus[0]
    build(tmp_path, corpus, [], HashEncoder())
    report = build(tmp_path, [replace(lund, path="lund/mål.txt"), *corpus[1:]], [], HashEncoder())
    (change,) = report.differences.documents
    assert (change.kind, change.path) == (ChangeKind.MOVED, "lund/mål.txt")
    assert change.fields == (FieldChange("path", "mål.txt", "lund/mål.txt"),)
    assert report.as_json()["documents"] == {"created": 1, "changed": 0, "removed": 1, "unchanged": 2}
    assert report.differences.contacts == ()


def test_the_same_path_of_another_municipality_has_moved(tmp_path: Path, make_document):
    old = make_document(["Vår plan."], municipality="okänd")
    new = make_document(["Vår plan, ny."], municipality="Lund")
    (change,) = between(tmp_path, [old], [new]).documents
    assert (change.kind, change.how) == (ChangeKind.MOVED, ("text", "municipality"))


def test_equal_texts_move_to_where_the_file_is_called_the_same(tmp_path: Path, make_document):
    old = [make_document(["Samma."], path=f"{name}.txt") for name in ("a", "b")]
    new = [make_document(["Samma."], path=f"ny/{name}.txt") for name in ("b", "c")]
    found = between(tmp_path, old, new)
    moves = [(change.fields[0].before, change.fields[0].after) for change in found.documents]
    assert moves == [("b.txt", "ny/b.txt"), ("a.txt", "ny/c.txt")]


def test_contacts_come_go_and_change(tmp_path: Path, make_document):
    old = people(
        make_document,
        "Ada Berg; kommunalråd; ada@example.se",
        "Bo Ek; ordförande; bo@example.se",
        "Eva Gran; kanslichef; eva@example.se",
        "-; kontaktcenter; info@example.se",
    )
    new = people(
        make_document,
        "Ada  Berg; oppositionsråd; ada@example.se",
        "Cai Dal; ordförande; cai@example.se",
        "Eva Gran Lund; kanslichef; Eva@example.se",
        "-; kontaktcenter; kontakt@example.se",
    )
    found = between(tmp_path, [old], [new])
    assert [
        (c.kind.value, c.contact.called, [(f.field, f.before, f.after) for f in c.fields]) for c in found.contacts
    ] == [
        ("created", "Cai Dal", []),
        ("changed", "Ada Berg", [("role", "kommunalråd", "oppositionsråd")]),
        (
            "changed",
            "Eva Gran Lund",
            [("name", "Eva Gran", "Eva Gran Lund"), ("email", "eva@example.se", "Eva@example.se")],
        ),
        ("changed", "kontaktcenter", [("email", "info@example.se", "kontakt@example.se")]),
        ("removed", "Bo Ek", []),
    ]
    assert found.as_json()["contacts"][1] == {
        "kind": "changed",
        "name": "Ada Berg",
        "role": "oppositionsråd",
        "party": None,
        "phone": None,
        "email": "ada@example.se",
        "municipality": "Lund",
        "document": "mål.txt",
        "fields": [{"field": "role", "before": "kommunalråd", "after": "oppositionsråd"}],
    }


def test_a_contact_that_stands_in_another_document_now_has_not_changed(tmp_path: Path, make_document):
    card = "Ada Berg; kommunalråd; ada@example.se"
    old = [people(make_document, card, path="a.txt"), make_document(["Text."], path="b.txt")]
    new = [make_document(["Tom."], path="a.txt"), people(make_document, card, path="b.txt")]
    found = between(tmp_path, old, new)
    assert len(found.documents) == 2
    assert found.contacts == ()


def test_only_documents_that_differ_are_read(tmp_path: Path, make_document, monkeypatch: pytest.MonkeyPatch):
    many = [make_document([f"Text {number}."], path=f"{number:03d}.txt") for number in range(50)]
    build(tmp_path, many, [], HashEncoder())
    from maltolk.indexing import build as building

    read: list[tuple[str, int]] = []
    genuine, compare = Store.document, building.differences

    def document(self: Store, number: int) -> Document:
        read.append((self._path.parent.name, number))
        return genuine(self, number)

    def compared(before: Index, now: Index) -> Differences:
        read.clear()
        with monkeypatch.context() as patch:
            patch.setattr(Store, "document", document)
            return compare(before, now)

    monkeypatch.setattr(building, "differences", compared)
    changed = make_document(["En annan text."], path="007.txt")
    build(tmp_path, [*many[:7], changed, *many[8:]], [], HashEncoder())
    assert [number for _, number in read] == [7, 7]
    assert len({folder for folder, _ in read}) == 2


def test_a_first_build_has_nothing_to_compare_with(tmp_path: Path, corpus):
    found = build(tmp_path, corpus, [], HashEncoder()).differences
    assert (found.basis, found.documents, found.contacts) == (Basis.MISSING, (), ())
    assert "there is no index" in found.detail


def test_an_unchanged_generation_was_compared_and_differs_in_nothing(tmp_path: Path, corpus):
    found = between(tmp_path, corpus, corpus)
    assert found == Differences(Basis.COMPARED)


@pytest.mark.parametrize(
    ("file", "basis", "why"), [(STORE_FILE, Basis.DAMAGED, STORE_FILE), (MANIFEST_FILE, Basis.DAMAGED, "manifest")]
)
def test_a_damaged_generation_is_not_compared_with(tmp_path: Path, corpus, file: str, basis: Basis, why: str):
    build(tmp_path, corpus, [], HashEncoder())
    (Generations(tmp_path).current() / file).write_bytes(b"{}")
    found = build(tmp_path, corpus, [], HashEncoder()).differences
    assert (found.basis, found.documents) == (basis, ())
    assert why in found.detail


def test_another_format_is_stale(tmp_path: Path, corpus):
    build(tmp_path, corpus, [], HashEncoder())
    manifest = Generations(tmp_path).current() / MANIFEST_FILE
    manifest.write_bytes(manifest.read_bytes().replace(b'"format":', b'"format":9'))
    found = build(tmp_path, corpus, [], HashEncoder()).differences
    assert found.basis is Basis.STALE


def test_whoever_inspects_sees_both_and_may_stop_the_swap(tmp_path: Path, corpus):
    seen: list[tuple[str, int, int]] = []

    def inspect(before: Index, now: Index) -> None:
        seen.append((before.generation, len(before.documents), len(now.documents)))
        raise IndexDamaged("stop")

    first = build(tmp_path, corpus, [], HashEncoder(), inspect=inspect)
    assert seen == []  # nothing was there before
    with pytest.raises(IndexDamaged):
        build(tmp_path, corpus[:2], [], HashEncoder(), inspect=inspect)
    assert seen == [(first.generation, 3, 2)]
    assert Generations(tmp_path).current().name == first.generation


PATHS = st.sampled_from(["a.txt", "b.txt", "mapp/a.txt", "mapp/c.txt"])
TEXTS = st.lists(st.sampled_from(["Ett mål.", "En vision.", "En plan."]), min_size=1, max_size=2)
CORPORA = st.dictionaries(PATHS, st.tuples(st.sampled_from(["Lund", "Ljungby"]), TEXTS), max_size=4)


@settings(max_examples=40, deadline=None)
@given(CORPORA, CORPORA)
def test_every_difference_is_told_once(tmp_path_factory, make_document, before, now):
    folder = tmp_path_factory.mktemp("any")
    old, new = (
        [make_document(parts, path=path, municipality=name) for path, (name, parts) in texts.items()]
        for texts in (before, now)
    )
    build(folder, old, [], HashEncoder())
    report = build(folder, new, [], HashEncoder())
    kinds = Counter(change.kind for change in report.differences.documents)
    counted = report.documents
    assert kinds[ChangeKind.CHANGED] == counted.changed
    assert kinds[ChangeKind.CREATED] + kinds[ChangeKind.MOVED] == counted.created
    assert kinds[ChangeKind.REMOVED] + kinds[ChangeKind.MOVED] == counted.removed
    texts_of = [{document.digest for document in documents} for documents in (old, new)]
    for change in report.differences.documents:
        assert change.digest in texts_of[change.kind is not ChangeKind.REMOVED]
        assert (change.text is not None) == (change.digest_before not in (None, change.digest))
        assert bool(change.how) == (change.kind in (ChangeKind.CHANGED, ChangeKind.MOVED))
