"""Links to a text go on working when the text is no longer current, whatever happens on the way."""

import hashlib
import json
import logging
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import fields, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maltolk.errors import IndexDamaged, IndexStale, UsageError
from maltolk.indexing.build import build
from maltolk.indexing.encoders.hash_encoder import HashEncoder
from maltolk.indexing.index import Index, verify
from maltolk.indexing.storage import disk
from maltolk.indexing.storage.archive import Archive, ArchivedDocument, departing
from maltolk.indexing.storage.generations import Generations
from maltolk.model import Block, BlockKind, Contact, Document, Span

FIRST_FORMAT = Path(__file__).parents[2] / "data" / "archive"


def made(folder: Path, documents: Sequence[Document], keep: int = 3) -> str:
    """Build, and give the generation's name."""
    return build(folder, documents, [], HashEncoder(16), keep=keep).generation


def found(folder: Path, digest: str) -> Document | None:
    """What a link to ``digest`` shows: the current document, else the archived one."""
    index = Index.open(folder, None)
    current = index.document_by_digest(digest)
    index.close()
    archived = Archive(folder).document(digest)
    return current or (archived.document if archived else None)


def test_a_changed_and_a_removed_document_are_kept_with_all_their_fields(tmp_path: Path, corpus, make_document):
    lund, ljungby, landskrona = corpus
    first = made(tmp_path, corpus)
    new = make_document(["Ett enda mål."], path=lund.path, municipality=lund.municipality)
    made(tmp_path, [new, landskrona])
    archive = Archive(tmp_path)
    assert archive.digests() == tuple(sorted([lund.digest, ljungby.digest]))
    assert archive.document(lund.digest) == ArchivedDocument(lund, first)
    assert archive.document(ljungby.digest) == ArchivedDocument(ljungby, first)
    assert archive.document(landskrona.digest) is None
    assert verify(tmp_path) == []


def test_the_current_text_of_an_archived_document(tmp_path: Path, corpus, make_document):
    lund, ljungby, _ = corpus
    made(tmp_path, corpus)
    new = make_document(["Ett enda mål."], path=lund.path, municipality=lund.municipality)
    made(tmp_path, [new])
    index = Index.open(tmp_path, None)
    card = index.card_of(lund.municipality, lund.path)
    assert card is not None
    assert (card.digest, index.document(card.number)) == (new.digest, new)
    assert index.card_of(ljungby.municipality, ljungby.path) is None
    assert index.card_of("Ljungby", lund.path) is None
    index.close()


def test_links_outlive_every_generation(tmp_path: Path, make_document):
    versions = [make_document([f"Mål nummer {number}."]) for number in range(6)]
    names = [made(tmp_path, [version], keep=2) for version in versions]
    assert [path.name for path in Generations(tmp_path).all()] == names[-2:]
    assert [found(tmp_path, version.digest) for version in versions] == versions
    assert Archive(tmp_path).document(versions[2].digest) == ArchivedDocument(versions[2], names[2])


def test_a_rollback_archives_what_it_leaves(tmp_path: Path, corpus):
    made(tmp_path, corpus[:1])
    second = made(tmp_path, corpus)
    Generations(tmp_path).rollback()
    assert Archive(tmp_path).digests() == tuple(sorted(document.digest for document in corpus[1:]))
    assert Archive(tmp_path).document(corpus[1].digest) == ArchivedDocument(corpus[1], second)
    made(tmp_path, corpus[:1])  # nothing changed, and yet what was rolled back from goes
    assert len(Generations(tmp_path).all()) == 1
    assert [found(tmp_path, document.digest) for document in corpus] == list(corpus)


def test_a_full_build_mends_what_a_generation_still_holds(tmp_path: Path, corpus):
    made(tmp_path, corpus)
    made(tmp_path, corpus[:1])
    archive = Archive(tmp_path)
    sound = {digest: archive.document(digest) for digest in archive.digests()}
    assert len(sound) == 2
    for digest in sound:
        (archive.folder / f"{digest}.json").write_bytes(b"{")
    build(tmp_path, corpus[:1], [], HashEncoder())
    assert len(verify(tmp_path)) == 2
    build(tmp_path, corpus[:1], [], HashEncoder(), full=True)
    assert {digest: archive.document(digest) for digest in archive.digests()} == sound
    assert verify(tmp_path) == []
    # What no generation holds any more is left to a person.
    for _ in range(3):
        build(tmp_path, corpus[:1], [], HashEncoder(), full=True)
    for digest in sound:
        (archive.folder / f"{digest}.json").write_bytes(b"{")
    build(tmp_path, corpus[:1], [], HashEncoder(), full=True)
    assert len(verify(tmp_path)) == 2


def test_a_text_that_comes_back_and_goes_again_was_last_current_then(tmp_path: Path, corpus):
    made(tmp_path, corpus[:2])
    made(tmp_path, corpus[:1])
    third = made(tmp_path, corpus[:2])
    made(tmp_path, corpus[:1])
    assert Archive(tmp_path).document(corpus[1].digest) == ArchivedDocument(corpus[1], third)


def test_other_metadata_alone_archives_nothing(tmp_path: Path, corpus):
    made(tmp_path, corpus)
    made(tmp_path, [replace(document, title="Annan rubrik", date="2022-02-02") for document in corpus])
    assert Archive(tmp_path).digests() == ()
    assert not Archive(tmp_path).folder.exists()


def test_two_documents_with_the_same_text(tmp_path: Path, corpus):
    lund = corpus[0]
    twin = replace(lund, municipality="Malmö", path="tvilling.txt", title="Tvilling")
    other = corpus[1]
    made(tmp_path, [twin, lund, other])
    made(tmp_path, [twin, other])
    assert Archive(tmp_path).digests() == ()
    assert found(tmp_path, lund.digest) == twin
    third = made(tmp_path, [lund, twin, other])
    index = Index.open(tmp_path, None)
    shown = index.document_by_digest(lund.digest)
    index.close()
    assert shown is not None
    made(tmp_path, [other])
    assert Archive(tmp_path).digests() == (lund.digest,)
    assert Archive(tmp_path).document(lund.digest) == ArchivedDocument(shown, third)


def test_an_index_from_before_there_were_archives(tmp_path: Path, corpus, make_document):
    versions = [make_document([f"Mål nummer {number}."], path="ny.txt") for number in range(3)]
    names = [made(tmp_path, [version, *corpus]) for version in versions]
    shutil.rmtree(Archive(tmp_path).folder)
    # Not even a change is needed, and none of them is left to take it from afterwards.
    made(tmp_path, [versions[2], *corpus], keep=1)
    assert [path.name for path in Generations(tmp_path).all()] == names[2:]
    assert [found(tmp_path, version.digest) for version in versions] == versions
    assert Archive(tmp_path).document(versions[0].digest) == ArchivedDocument(versions[0], names[0])


def test_when_nothing_tells_what_was_current_everything_is_archived(tmp_path: Path, make_document):
    versions = [make_document([f"Mål nummer {number}."]) for number in range(3)]
    for version in versions:
        made(tmp_path, [version])
    Archive(tmp_path).folder.joinpath(f"{versions[0].digest}.json").unlink()
    (tmp_path / "current").write_text("nonsense")
    made(tmp_path, [make_document(["Något nytt."])], keep=1)
    assert [found(tmp_path, version.digest) for version in versions] == versions


def test_what_is_deleted_from_the_archive_stays_away(tmp_path: Path, corpus, make_document):
    lund, ljungby, landskrona = corpus
    made(tmp_path, corpus)
    made(tmp_path, [lund])
    Archive(tmp_path).folder.joinpath(f"{ljungby.digest}.json").unlink()
    for number in range(4):
        made(tmp_path, [lund, make_document([f"Mål nummer {number}."], path="ny.txt")])
    assert Archive(tmp_path).document(ljungby.digest) is None
    assert Archive(tmp_path).document(landskrona.digest) is not None
    assert verify(tmp_path) == []
    assert not any(ljungby.text.encode() in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())


def test_to_be_rid_of_a_text_at_once(tmp_path: Path, corpus):
    lund, ljungby, _ = corpus
    made(tmp_path, [lund])
    made(tmp_path, [lund, ljungby])
    Generations(tmp_path).rollback()
    made(tmp_path, [lund], keep=1)  # as the manual says, though the folder is the same as in the current generation
    Archive(tmp_path).folder.joinpath(f"{ljungby.digest}.json").unlink()
    words = "vattenfrågor".encode()
    assert not any(words in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert verify(tmp_path) == []


def test_nothing_else_is_taken_for_an_archived_document(tmp_path: Path, corpus):
    made(tmp_path, corpus)
    made(tmp_path, corpus[:1])
    archive = Archive(tmp_path)
    known = archive.digests()
    for name in ("notes.json", ".x.new", f"{'A' * 64}.json", f"{'a' * 64}.txt"):
        (archive.folder / name).write_text("not for us")
    (tmp_path / "secret.json").write_text("{}")
    assert archive.digests() == known
    assert verify(tmp_path) == []
    for digest in ("", "../secret", "..", "a" * 63, "A" * 64, "a" * 64, f"{'a' * 64}\n", "ä" * 64, "/etc/passwd"):
        assert archive.document(digest) is None


def test_an_archive_of_an_index_that_is_not_there(tmp_path: Path):
    assert Archive(tmp_path / "none").digests() == ()
    assert Archive(tmp_path / "none").document("a" * 64) is None
    assert list(Archive(tmp_path / "none").faults()) == []
    Archive(tmp_path / "none").keep([])
    assert not (tmp_path / "none").exists()


def test_any_flipped_byte_is_found(tmp_path: Path, corpus):
    made(tmp_path, corpus)
    made(tmp_path, corpus[1:])
    archive = Archive(tmp_path)
    (digest,) = archive.digests()
    path = archive.folder / f"{digest}.json"
    sound = path.read_bytes()
    moments = random.Random(5)
    for place in [0, len(sound) - 1, *moments.sample(range(len(sound)), 60)]:
        damaged = bytearray(sound)
        damaged[place] ^= 1 << moments.randrange(8)
        path.write_bytes(damaged)
        (fault,) = verify(tmp_path)
        assert str(path) in fault
        with pytest.raises((IndexDamaged, IndexStale), match=digest):
            archive.document(digest)
    path.write_bytes(sound[: len(sound) // 2])
    with pytest.raises(IndexDamaged, match="copy it back from a backup, or delete it"):
        archive.document(digest)
    path.unlink()
    assert verify(tmp_path) == []


def test_a_sealed_file_with_another_text_is_refused(tmp_path: Path, corpus):
    # Its checksum is right: only that the text has to have the digest of its name gives it away.
    other = Archive(tmp_path / "other")
    (tmp_path / "other").mkdir()
    other.keep([ArchivedDocument(corpus[1], "000001-aaaaaaaa")])
    archive = Archive(tmp_path)
    archive.folder.mkdir()
    shutil.copy(other.folder / f"{corpus[1].digest}.json", archive.folder / f"{corpus[0].digest}.json")
    with pytest.raises(IndexDamaged, match="another digest"):
        archive.document(corpus[0].digest)


def test_a_damaged_file_is_mended_when_its_text_leaves_again(tmp_path: Path, corpus):
    made(tmp_path, corpus)
    made(tmp_path, corpus[1:])
    path = Archive(tmp_path).folder / f"{corpus[0].digest}.json"
    path.write_bytes(b"half")
    made(tmp_path, corpus)
    made(tmp_path, corpus[1:])
    assert found(tmp_path, corpus[0].digest) == corpus[0]


def test_a_format_from_the_future_is_named(tmp_path: Path, corpus):
    made(tmp_path, corpus)
    made(tmp_path, corpus[1:])
    path = Archive(tmp_path).folder / f"{corpus[0].digest}.json"
    written = json.loads(path.read_bytes())
    path.write_text(json.dumps(written | {"format": 4}))
    with pytest.raises(IndexStale, match=r"version 4, this maltolk reads 3; install"):
        Archive(tmp_path).document(corpus[0].digest)
    assert len(verify(tmp_path)) == 1


def test_files_of_the_first_format_are_read_for_ever():
    (digest,) = Archive(FIRST_FORMAT).digests()
    archived = Archive(FIRST_FORMAT).document(digest)
    text = "Våra mål:\n\n1. Rent vatten\n\nAnna Ek\nordförande (S)\n0372-78 90 00\nanna@example.se\n"
    assert archived == ArchivedDocument(
        Document(
            path="mål.txt",
            municipality="Ljungby",
            title="Våra mål",
            text=text,
            digest=hashlib.sha256(text.encode()).hexdigest(),
            url="https://example.se/mål",
            date="2021-03-01",
            licence="CC0",
            places=("Lidhult",),
            blocks=(
                Block(BlockKind.PARAGRAPH, Span(0, 9)),
                Block(BlockKind.LIST, Span(14, 25), lead=Span(0, 9)),
                Block(BlockKind.LIST_ITEM, Span(14, 25), 1, 1, 1),
                Block(BlockKind.CONTACT, Span(27, 79), speaker=Span(27, 34)),
            ),
            contacts=(
                Contact(
                    Span(27, 79), Span(27, 34), Span(35, 45), Span(47, 48), Span(50, 63), Span(64, 79), "+46372789000"
                ),
            ),
        ),
        "000007-1a2b3c4d",
    )


def test_a_damaged_generation_gives_what_it_can(tmp_path: Path, corpus, caplog: pytest.LogCaptureFixture):
    name = made(tmp_path, corpus)
    store = tmp_path / "generations" / name / "store.sqlite"
    with sqlite3.connect(store) as connection:
        connection.execute("UPDATE documents SET text = 'annat' WHERE path = 'vision.txt'")
        connection.execute("UPDATE documents SET blocks = '[' WHERE path = 'plan.txt'")
    connection.close()
    with caplog.at_level(logging.WARNING):
        made(tmp_path, [])
    assert Archive(tmp_path).digests() == (corpus[0].digest,)
    assert sorted(record.getMessage().split(" ")[0] for record in caplog.records) == [
        "Landskrona/plan.txt",
        "Ljungby/vision.txt",
    ]


@pytest.mark.parametrize("content", [None, b"", b"no database at all" * 100])
def test_a_generation_without_its_store_stops_no_build(tmp_path: Path, corpus, content: bytes | None, caplog):
    name = made(tmp_path, corpus)
    store = tmp_path / "generations" / name / "store.sqlite"
    store.unlink()
    if content is not None:
        store.write_bytes(content)
    with caplog.at_level(logging.WARNING):
        made(tmp_path, corpus[:1])
    assert verify(tmp_path) == []
    assert any(name in record.getMessage() for record in caplog.records)


def test_an_archive_that_cannot_be_written(open_folder: Path, corpus, unprivileged: None):
    index = open_folder / "index"
    first = made(index, corpus[:1])
    second = made(index, corpus[1:])
    archive = Archive(index)
    archive.folder.chmod(0o555)
    for change in (lambda: made(index, corpus[:1]), lambda: made(index, []), Generations(index).rollback):
        with pytest.raises(UsageError, match=r"archive cannot be written \(Permission denied\).*run the command again"):
            change()
        assert Generations(index).current().name == second
        assert sorted(path.name for path in Generations(index).folder.iterdir()) == [first, second]
        assert [found(index, document.digest) for document in corpus] == list(corpus)
    made(index, corpus)  # nothing departs, so nothing has to be written
    archive.folder.chmod(0o755)
    made(index, [])
    assert [found(index, document.digest) for document in corpus] == list(corpus)


def test_a_file_in_the_archives_place(tmp_path: Path, corpus):
    first = made(tmp_path, corpus)
    Archive(tmp_path).folder.write_text("in the way")
    with pytest.raises(UsageError, match="cannot be written"):
        made(tmp_path, [])
    assert Generations(tmp_path).current().name == first


class _Killed(BaseException):
    """Ends a build as a kill would, at a chosen moment."""


def test_ended_at_every_moment_of_the_archive(tmp_path: Path, corpus, monkeypatch: pytest.MonkeyPatch):
    """Before and after each rename and each wait for the disk, from an index without an archive and from one with."""
    left = -1

    def die() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            raise _Killed

    def dying(call):
        def wrapped(*arguments, **named):
            die()
            result = call(*arguments, **named)
            die()
            return result

        return wrapped

    monkeypatch.setattr(os, "fsync", dying(os.fsync))
    monkeypatch.setattr(Path, "replace", dying(Path.replace))
    monkeypatch.setattr(Path, "rename", dying(Path.rename))
    monkeypatch.setattr(shutil, "rmtree", dying(shutil.rmtree))
    made(tmp_path / "start", corpus)
    made(tmp_path / "start", corpus[:1])
    for archive in (True, False):
        died = 0
        while True:
            died += 1
            folder = tmp_path / f"{archive}-{died}"
            left = -1
            shutil.copytree(tmp_path / "start", folder)
            if not archive:
                shutil.rmtree(folder / "archive")
            left = died
            try:
                made(folder, corpus[2:], keep=1)
            except _Killed:
                left = -1
            else:
                break
            # What stood in an older generation alone, before there were archives, is found from the first archive on.
            ever = corpus if archive or (folder / "archive").is_dir() else corpus[:1]
            assert [found(folder, document.digest) for document in ever] == list(ever)
            assert verify(folder) == []
            made(folder, corpus[2:], keep=1)
            assert [found(folder, document.digest) for document in corpus] == list(corpus)
            assert verify(folder) == []
            assert not list(folder.rglob(".*.new"))
        left = -1
        assert died > 20


# Builds again and again; every build changes all of its documents.
_BUILDER = """
import hashlib, sys, time
from pathlib import Path
from maltolk.indexing.build import build
from maltolk.indexing.encoders.hash_encoder import HashEncoder
from maltolk.model import Block, BlockKind, Document, Span

def document(number, version):
    text = f"Mål nummer {number} i version {version}."
    digest = hashlib.sha256(text.encode()).hexdigest()
    block = Block(BlockKind.PARAGRAPH, Span(0, len(text)))
    return Document(f"{number}.txt", "Lund", str(version), text, digest, blocks=(block,))
def step(stage, done, of):
    if stage == "check" and done:
        print("checked", flush=True)
if __name__ == "__main__":
    folder, start = Path(sys.argv[1]), int(sys.argv[2])
    for version in range(start, start + 1000):
        build(folder, [document(n, version) for n in range(20)], [], HashEncoder(16), progress=step, keep=1)
"""


def test_kills_break_no_link(tmp_path: Path):
    moments = random.Random(7)
    version = 0
    inside = 0
    for kill in range(90):
        if kill >= 15 and inside > 2:  # how many hit the archiving depends on how busy the machine is
            break
        process = subprocess.Popen(
            [sys.executable, "-c", _BUILDER, str(tmp_path), str(version)], stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        for _ in range(moments.randint(2, 4)):
            assert process.stdout.readline() == "checked\n"
        time.sleep(moments.uniform(0.0, 0.02))
        process.send_signal(signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL
        process.stdout.close()

        assert verify(tmp_path) == []
        index = Index.open(tmp_path, None)
        current = {card.digest for card in index.documents}
        version = int(index.documents[0].title)
        index.close()
        archive = Archive(tmp_path)
        inside += any(digest in current for digest in archive.digests())
        for old in range(version + 1):
            for number in range(20):
                text = f"Mål nummer {number} i version {old}."
                archived = archive.document(digest_of(text))
                assert archived is not None or digest_of(text) in current, f"{text} is lost at version {version}"
                assert archived is None or (archived.document.title, archived.document.text) == (str(old), text)
        version += 1
    assert inside > 2, "few kill hit the archiving"


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@settings(max_examples=20, deadline=None)
@given(
    steps=st.lists(
        st.one_of(
            st.just("rollback"),
            st.dictionaries(st.sampled_from("abc"), st.sampled_from(["Ett mål.", "Två mål.", "# Tre mål"]), max_size=3),
        ),
        min_size=2,
        max_size=6,
    ),
    keep=st.integers(1, 3),
)
def test_whatever_was_current_is_found_for_ever(
    tmp_path_factory: pytest.TempPathFactory, make_document, steps, keep: int
):
    folder = tmp_path_factory.mktemp("index")
    ever: set[str] = set()
    for step in steps:
        if step == "rollback":
            if len(Generations(folder).all()) < 2:
                continue
            try:
                Generations(folder).rollback()
            except UsageError:
                continue
        else:
            made(folder, [make_document([text], path=path) for path, text in step.items()], keep)
        index = Index.open(folder, None)
        ever |= {card.digest for card in index.documents}
        index.close()
        for digest in ever:
            document = found(folder, digest)
            assert document is not None
            assert digest_of(document.text) == digest


def test_every_field_of_a_document_is_archived(tmp_path: Path, corpus):
    # A field that is added to Document has to be added to the archive's format, too, or links lose it.
    made(tmp_path, corpus)
    made(tmp_path, [])
    for path in Archive(tmp_path).folder.glob("*.json"):
        written = json.loads(path.read_bytes())
        kept = {field.name for field in fields(Document)} - {"hidden"}  # whom the list hides now, not whom it hid then
        assert kept == written.keys() - {"format", "last_generation", "checksum"}


def test_departing_takes_the_newest_of_each_text(tmp_path: Path, corpus):
    for documents in (corpus, corpus[:2], corpus[1:]):
        made(tmp_path, documents)
    generations = Generations(tmp_path).all()
    names = [path.name for path in generations]
    gone = list(departing(generations, {corpus[2].digest}))
    assert {(a.document.digest, a.last_generation) for a in gone} == {
        (corpus[0].digest, names[1]),
        (corpus[1].digest, names[2]),
    }


def test_a_file_is_replaced_in_one_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "a"
    disk.replace_file(path, b"old")

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        disk.replace_file(path, b"new")
    assert path.read_bytes() == b"old"


def test_versions_of_a_path_are_found_and_forgotten_alone(tmp_path: Path, corpus, make_document):
    lund, ljungby, landskrona = corpus
    made(tmp_path, corpus)
    new = make_document(["Ett enda mål."], path=lund.path, municipality=lund.municipality)
    made(tmp_path, [new, landskrona])
    newer = make_document(["Ett annat mål."], path=lund.path, municipality=lund.municipality)
    made(tmp_path, [newer, landskrona])
    archive = Archive(tmp_path)
    assert {each.document.digest for each in archive.versions(lund.path)} == {lund.digest, new.digest}
    archive.forget([lund.digest, "../current", "0" * 64])
    assert archive.digests() == tuple(sorted([ljungby.digest, new.digest]))
    assert (tmp_path / "current").exists()


def test_generations_with_a_forgotten_text_go_and_no_rollback_brings_it_back(tmp_path: Path, corpus):
    lund, ljungby, landskrona = corpus
    first, second = made(tmp_path, [ljungby]), made(tmp_path, [ljungby, lund])
    third = made(tmp_path, [ljungby, landskrona])
    generations = Generations(tmp_path)
    with generations.locked():
        Archive(tmp_path).forget([lund.digest])
        assert generations.drop_with({lund.digest}) == (second,)
    assert [path.name for path in generations.all()] == [first, third]
    generations.rollback()
    assert found(tmp_path, lund.digest) is None
    made(tmp_path, [ljungby, landskrona])
    assert found(tmp_path, lund.digest) is None


def test_the_current_generation_stays_whatever_is_forgotten(tmp_path: Path, corpus):
    first = made(tmp_path, corpus)
    generations = Generations(tmp_path)
    with generations.locked():
        assert generations.drop_with({document.digest for document in corpus}) == ()
    assert generations.current().name == first
