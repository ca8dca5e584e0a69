import dataclasses
import fcntl
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maltolk.errors import BuildRunning, UsageError
from maltolk.indexing.build import build
from maltolk.indexing.encoders.encoder import Embeddings, EncoderInput
from maltolk.indexing.encoders.hash_encoder import HashEncoder
from maltolk.indexing.index import Index, verify
from maltolk.indexing.passages import encoder_input
from maltolk.indexing.report import Changes, Stage
from maltolk.indexing.storage.generations import Generations
from maltolk.model import Document
from maltolk.reading.document import Skipped
from maltolk.settings import KEPT


class CountingEncoder(HashEncoder):
    """Tells how many passages it had to embed; ``broken`` after so many."""

    def __init__(self, dimension: int = 64, broken: int | None = None) -> None:
        super().__init__(dimension)
        self.embedded = 0
        self.broken = broken

    def embed_passages(self, passages: Sequence[EncoderInput]) -> Embeddings:
        self.embedded += len(passages)
        if self.broken is not None and self.embedded >= self.broken:
            raise RuntimeError("the encoder broke")
        return super().embed_passages(passages)


def changed(document: Document, make_document, *more: str) -> Document:
    return make_document(
        ["Vår vision är att forma framtiden tillsammans.", *more],
        path=document.path,
        municipality=document.municipality,
        title=document.title,
    )


def contents(folder: Path) -> dict[tuple[str, str, str, int], tuple[bytes, bytes]]:
    """All passages of the current index by what identifies them, with the bytes of their vectors."""
    index = Index.open(folder, None)
    found = {}
    for number, card in enumerate(index.documents):
        for passage in index.passages_of(number):
            key = (
                card.municipality,
                card.path,
                str(encoder_input(index.document(number), passage)),
                passage.span.start,
            )
            found[key] = (
                index.passage_vectors([passage.id]).tobytes(),
                index.sentence_vectors(passage).tobytes(),
            )
    index.close()
    return found


def test_the_first_build_reports_what_it_made(tmp_path: Path, corpus):
    report = build(tmp_path, corpus, [Skipped("bild.png", "är ingen text")], HashEncoder())
    assert report.documents == Changes(created=3)
    assert report.as_json() | {"seconds": 0} == {
        "generation": Generations(tmp_path).current().name,
        "documents": {"created": 3, "changed": 0, "removed": 0, "unchanged": 0},
        "skipped": [{"path": "bild.png", "reason": "är ingen text", "reason_sv": "är ingen text"}],
        "passages": 8,
        "reused": 0,
        "contacts": 1,
        "seconds": 0,
        "changes": {
            "basis": "missing",
            "detail": report.differences.detail,
            "documents": [],
            "contacts": [],
        },
        "doubts": [],
        "left_out": [],
        "read_from_image": [],
    }
    assert "there is no index" in report.differences.detail
    assert verify(tmp_path) == []


def test_an_unchanged_corpus_keeps_its_generation(tmp_path: Path, corpus):
    first = build(tmp_path, corpus, [], HashEncoder())
    before = contents(tmp_path)
    encoder = CountingEncoder()
    again = build(tmp_path, corpus[::-1], [], encoder)
    assert again.documents == Changes(unchanged=3)
    assert again.generation == first.generation
    assert encoder.embedded == 0
    assert contents(tmp_path) == before


def test_created_changed_and_removed_are_told_apart(tmp_path: Path, corpus, make_document):
    build(tmp_path, corpus, [], HashEncoder())
    lund, ljungby, landskrona = corpus
    new = make_document(["Något nytt."], path="ny.txt")
    report = build(tmp_path, [dataclasses.replace(lund, date="2020-01-01"), landskrona, new], [], HashEncoder())
    assert report.documents == Changes(created=1, changed=1, removed=1, unchanged=1)
    assert [card.path for card in Index.open(tmp_path, None).documents] == ["plan.txt", "mål.txt", "ny.txt"]
    assert ljungby.path not in [card.path for card in Index.open(tmp_path, None).documents]


def test_only_what_changed_is_embedded(tmp_path: Path, corpus, make_document):
    build(tmp_path, corpus, [], HashEncoder())
    lund, ljungby, landskrona = corpus
    encoder = CountingEncoder()
    report = build(tmp_path, [lund, changed(ljungby, make_document, "# Mer", "Ny mening."), landskrona], [], encoder)
    assert encoder.embedded == 1  # the sentence under the new heading; the vision stands as it stood
    assert report.reused == report.passages - 1


def test_another_encoder_or_full_keeps_nothing(tmp_path: Path, corpus):
    build(tmp_path, corpus, [], HashEncoder())
    encoder = CountingEncoder(32)
    assert build(tmp_path, corpus, [], encoder).documents == Changes(unchanged=3)
    assert encoder.embedded == 8
    encoder = CountingEncoder(32)
    first = Generations(tmp_path).current().name
    report = build(tmp_path, corpus, [], encoder, full=True)
    assert encoder.embedded == 8
    assert report.reused == 0
    assert report.generation != first
    assert report.generation.split("-")[1] == first.split("-")[1]  # of the same content


@settings(max_examples=25, deadline=None)
@given(
    versions=st.lists(
        st.dictionaries(
            st.sampled_from(["a", "b", "c"]),
            st.lists(
                st.sampled_from(["# H", "## I", "Ett mål.", "Två mål. Och tre.", "- punkt", "- annan", "! Skriv ut"]),
                max_size=5,
            ),
            max_size=3,
        ),
        min_size=2,
        max_size=3,
    )
)
def test_step_by_step_is_the_same_as_all_at_once(tmp_path_factory: pytest.TempPathFactory, make_document, versions):
    folder = tmp_path_factory.mktemp("index")
    for version in versions:
        documents = [make_document(parts, path=path) for path, parts in version.items()]
        build(folder / "steps", documents, [], HashEncoder(16))
    build(folder / "once", documents, [], HashEncoder(16))
    assert contents(folder / "steps") == contents(folder / "once")
    assert verify(folder / "steps") == []
    once, steps = (Generations(folder / name).current() for name in ("once", "steps"))
    for path in sorted(once.rglob("*")):
        if path.is_file() and path.name != "manifest.json":
            assert path.read_bytes() == (steps / path.relative_to(once)).read_bytes(), path.name


def test_the_same_build_gives_the_same_bytes(tmp_path: Path, corpus):
    for name in ("one", "two"):
        build(tmp_path / name, corpus, [], HashEncoder(), probes={"lists": ["Vilka mål?"]})
    one, two = (Generations(tmp_path / name).current() for name in ("one", "two"))
    assert one.name == two.name
    assert (one / "manifest.json").read_bytes() == (two / "manifest.json").read_bytes()


def test_a_damaged_generation_is_not_built_upon(tmp_path: Path, corpus):
    first = build(tmp_path, corpus, [], HashEncoder())
    path = Generations(tmp_path).current() / "sentences.npy"
    written = bytearray(path.read_bytes())
    written[-1] ^= 1
    path.write_bytes(written)
    encoder = CountingEncoder()
    report = build(tmp_path, corpus, [], encoder)
    assert encoder.embedded == 8
    assert report.documents == Changes(unchanged=3)
    assert report.generation != first.generation
    assert verify(tmp_path) == []


@pytest.mark.parametrize("damage", ["pointer", "manifest", "format"])
def test_a_build_mends_what_cannot_be_read(tmp_path: Path, corpus, damage: str):
    build(tmp_path, corpus, [], HashEncoder())
    generations = Generations(tmp_path)
    manifest = generations.current() / "manifest.json"
    match damage:
        case "pointer":
            generations.pointer.write_text("nonsense\n")
        case "manifest":
            manifest.write_text("{")
        case "format":
            manifest.write_text(manifest.read_text().replace('"format":1', '"format":0'))
    build(tmp_path, corpus, [], HashEncoder())
    assert verify(tmp_path) == []


def test_a_second_build_at_the_same_time_is_refused(tmp_path: Path, corpus):
    build(tmp_path, corpus, [], HashEncoder())
    with (tmp_path / "lock").open("a") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(BuildRunning, match="another process"):
            build(tmp_path, corpus, [], HashEncoder())
    assert build(tmp_path, corpus, [], HashEncoder()).documents == Changes(unchanged=3)


def test_a_build_that_fails_leaves_the_old_generation_and_no_rest(tmp_path: Path, corpus):
    first = build(tmp_path, corpus[:1], [], HashEncoder())
    with pytest.raises(RuntimeError, match="the encoder broke"):
        build(tmp_path, corpus, [], CountingEncoder(broken=1))
    generations = Generations(tmp_path)
    assert generations.current().name == first.generation
    assert [path.name for path in generations.folder.iterdir()] == [first.generation]
    assert verify(tmp_path) == []


def test_an_encoder_that_gives_no_unit_vectors_fails_the_check(tmp_path: Path, corpus):
    class Zeros(HashEncoder):
        def embed_passages(self, passages: Sequence[EncoderInput]) -> Embeddings:
            found = super().embed_passages(passages)
            return Embeddings(np.zeros_like(found.passages), found.sentences)

    from maltolk.errors import IndexDamaged, IndexMissing

    with pytest.raises(IndexDamaged, match="does not find passage 0 by vector"):
        build(tmp_path, corpus, [], Zeros())
    with pytest.raises(IndexMissing):
        Index.open(tmp_path, None)


def test_two_documents_of_one_name_are_refused(tmp_path: Path, corpus):
    with pytest.raises(UsageError, match=r"Lund/mål\.txt"):
        build(tmp_path, [corpus[0], corpus[0]], [], HashEncoder())


def test_an_empty_corpus_makes_an_index_that_finds_nothing(tmp_path: Path):
    build(tmp_path, [], [], HashEncoder())
    index = Index.open(tmp_path, HashEncoder())
    assert (index.documents, len(index.lexical("mål", 5))) == ((), 0)
    assert len(index.dense(HashEncoder().embed_queries(["mål"])[0], 5)) == 0
    assert verify(tmp_path) == []


def test_progress_goes_through_the_stages_and_reaches_its_end(tmp_path: Path, corpus):
    told: list[tuple[Stage, int, int]] = []
    build(tmp_path, corpus, [], HashEncoder(), progress=lambda *step: told.append(step))
    assert list(dict.fromkeys(stage for stage, _, _ in told)) == [Stage.COMPARE, Stage.EMBED, Stage.WRITE, Stage.CHECK]
    assert {stage: (done, everything) for stage, done, everything in told} == {
        Stage.COMPARE: (3, 3),
        Stage.EMBED: (8, 8),
        Stage.WRITE: (3, 3),
        Stage.CHECK: (1, 1),
    }


def test_probes_are_kept_with_their_vectors_and_count_as_content(tmp_path: Path, corpus):
    first = build(tmp_path, corpus, [], HashEncoder(), probes={"b": ["Vilka mål?", "Lista målen"], "a": ["Hej"]})
    texts, vectors = Index.open(tmp_path, None).probes("b")
    assert texts == ("Vilka mål?", "Lista målen")
    np.testing.assert_array_equal(vectors, HashEncoder().embed_queries(texts))
    with pytest.raises(KeyError):
        Index.open(tmp_path, None).probes("c")
    other = build(tmp_path, corpus, [], HashEncoder(), probes={"a": ["Hej då"]})
    assert other.generation != first.generation
    assert other.reused == other.passages


def test_only_the_newest_generations_are_kept(tmp_path: Path, corpus):
    names = [build(tmp_path, corpus, [], HashEncoder(), full=True).generation for _ in range(KEPT + 2)]
    assert [path.name for path in Generations(tmp_path).all()] == names[-KEPT:]
    assert [name[:6] for name in names] == [f"{number:06d}" for number in range(1, KEPT + 3)]


def test_an_open_index_goes_on_when_its_generation_is_gone(tmp_path: Path, corpus):
    build(tmp_path, corpus, [], HashEncoder())
    index = Index.open(tmp_path, HashEncoder())
    for _ in range(KEPT + 1):
        build(tmp_path, corpus[:1], [], HashEncoder(), full=True)
    assert not index.folder.exists()
    assert len(index.documents) == 3
    (found,) = index.passages(index.lexical("vattenfrågor", 1).ids)
    assert "vattenfrågor" in found.span.of(index.document(found.document).text)
    assert len(index.sentence_vectors(found)) == len(found.sentences)
