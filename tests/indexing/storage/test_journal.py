"""What an interrupted build embedded is taken up by the next one, and nothing else is."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from maltolk.errors import IndexDamaged, UsageError
from maltolk.indexing import writing
from maltolk.indexing.build import build
from maltolk.indexing.encoders.encoder import Embeddings, EncoderInput
from maltolk.indexing.encoders.hash_encoder import HashEncoder
from maltolk.indexing.index import Index, verify
from maltolk.indexing.report import Stage
from maltolk.indexing.storage.generations import Generations
from maltolk.indexing.storage.journal import JOURNAL_FILE, Embedded, Journal


class Counting(HashEncoder):
    """Counts the passages that it embeds, and fails after ``most`` of them."""

    def __init__(self, most: int = 1 << 30, dimension: int = 64) -> None:
        super().__init__(dimension)
        self.most, self.seen = most, list[str]()

    def embed_passages(self, passages: Sequence[EncoderInput]) -> Embeddings:
        if len(self.seen) + len(passages) > self.most:
            raise KeyboardInterrupt
        self.seen += [item.text for item in passages]
        return super().embed_passages(passages)


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "BATCH", 2)


@pytest.fixture
def interrupted(tmp_path: Path, corpus) -> Path:
    """An index folder whose first build was interrupted after 6 of 8 passages."""
    with pytest.raises(KeyboardInterrupt):
        build(tmp_path / "index", corpus, [], Counting(6))
    assert (tmp_path / "index" / JOURNAL_FILE).is_file()
    return tmp_path / "index"


def same(one: Path, other: Path) -> bool:
    """Whether the current generations hold the same bytes."""
    folders = [Generations(index).current() for index in (one, other)]
    names = [sorted(path.relative_to(folder) for path in folder.rglob("*")) for folder in folders]
    return names[0] == names[1] and all(
        (folders[0] / name).read_bytes() == (folders[1] / name).read_bytes()
        for name in names[0]
        if (folders[0] / name).is_file()
    )


def test_the_next_build_embeds_only_the_rest_and_equals_one_in_one_go(tmp_path: Path, corpus, interrupted: Path):
    encoder = Counting()
    told: list[tuple[Stage, int, int]] = []
    report = build(interrupted, corpus, [], encoder, progress=lambda *step: told.append(step))
    assert len(encoder.seen) == 2
    assert (report.reused, report.passages) == (6, 8)
    assert next(step for step in told if step[0] is Stage.EMBED) == (Stage.EMBED, 6, 8)
    build(tmp_path / "whole", corpus, [], HashEncoder())
    assert same(interrupted, tmp_path / "whole")
    assert sorted(path.name for path in interrupted.iterdir()) == ["current", "generations", "lock"]
    assert verify(interrupted) == []


def test_several_interruptions_add_up(tmp_path: Path, corpus):
    seen: list[str] = []
    for _ in range(3):
        encoder = Counting(2)
        with pytest.raises(KeyboardInterrupt):
            build(tmp_path / "index", corpus, [], encoder)
        seen += encoder.seen
    last = Counting()
    build(tmp_path / "index", corpus, [], last)
    assert (len(seen), len(last.seen)) == (6, 2)
    build(tmp_path / "whole", corpus, [], HashEncoder())
    assert same(tmp_path / "index", tmp_path / "whole")


def test_a_failure_after_embedding_loses_nothing_either(tmp_path: Path, corpus, monkeypatch: pytest.MonkeyPatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("maltolk.indexing.build.write_texts", full)
        with pytest.raises(UsageError, match=r"cannot be written \(No space left on device\).*; make room"):
            build(tmp_path, corpus, [], HashEncoder())
    encoder = Counting()
    build(tmp_path, corpus, [], encoder)
    assert encoder.seen == []


def test_another_encoder_takes_nothing(corpus, interrupted: Path):
    for encoder in (Counting(dimension=32), Counting()):  # the second comes back when its vectors are gone
        build(interrupted, corpus, [], encoder)
        assert len(encoder.seen) == 8
        assert not (interrupted / JOURNAL_FILE).exists()


def test_a_full_build_takes_up_only_what_a_full_one_left(corpus, interrupted: Path):
    encoder = Counting(6)
    with pytest.raises(KeyboardInterrupt):
        build(interrupted, corpus, [], encoder, full=True)
    assert len(encoder.seen) == 6
    again = Counting(1)
    with pytest.raises(KeyboardInterrupt):
        build(interrupted, corpus, [], again, full=True)
    last = Counting()
    build(interrupted, corpus, [], last)
    assert len(last.seen) == 2


def test_texts_that_changed_meanwhile_are_embedded_and_leave_the_journal(corpus, interrupted: Path):
    before = (interrupted / JOURNAL_FILE).stat().st_size
    encoder = Counting(0)
    with pytest.raises(KeyboardInterrupt):
        build(interrupted, corpus[:1], [], encoder)
    assert 0 < (interrupted / JOURNAL_FILE).stat().st_size < before
    last = Counting()
    build(interrupted, corpus[:1], [], last)
    assert len(last.seen) == 2
    assert verify(interrupted) == []


def test_the_same_words_twice_are_embedded_once(tmp_path: Path, make_document):
    parts = ["Vatten är liv."]
    twins = [make_document(parts, path=f"{name}.txt") for name in "abc"]
    encoder = Counting()
    report = build(tmp_path, twins, [], encoder)
    assert (len(encoder.seen), report.reused, report.passages) == (1, 0, 3)
    index = Index.open(tmp_path, encoder)
    vectors = index.passage_vectors([0, 1, 2])
    assert (vectors == vectors[0]).all()
    assert np.allclose(vectors[0], encoder.embed_passages([EncoderInput(*_embedded(index))]).passages[0])


def _embedded(index: Index) -> tuple[str, str]:
    (passage,) = index.passages([0])
    return passage.context, passage.span.of(index.document(0).text)


def test_a_generation_that_fails_its_check_takes_the_journal_with_it(tmp_path: Path, corpus, interrupted: Path):
    class Zeros(Counting):
        def embed_passages(self, passages: Sequence[EncoderInput]) -> Embeddings:
            made = super().embed_passages(passages)
            return Embeddings(np.zeros_like(made.passages), made.sentences)

    with pytest.raises(IndexDamaged):
        build(interrupted, corpus[1:], [], Zeros(), full=True)
    encoder = Counting()
    build(interrupted, corpus, [], encoder)
    assert len(encoder.seen) == 8


@pytest.mark.parametrize("cut", [0, 1, 40, 300, 1000])
def test_a_damaged_tail_is_left_out(tmp_path: Path, corpus, interrupted: Path, cut: int):
    journal = interrupted / JOURNAL_FILE
    journal.write_bytes(journal.read_bytes()[: -cut or None] + b"\0" * 7)
    encoder = Counting()
    build(interrupted, corpus, [], encoder)
    assert 2 <= len(encoder.seen) <= 8
    build(tmp_path / "whole", corpus, [], HashEncoder())
    assert same(interrupted, tmp_path / "whole")


def test_no_flipped_bit_reaches_a_generation(tmp_path: Path):
    """Whatever byte is wrong, what is read back is bit by bit what was written, or is not there."""
    encoder = HashEncoder(4)
    rows = np.arange(24, dtype=np.float32).reshape(6, 4)
    written = [Embedded(bytes([n]) * 16, rows[n], rows[n : n + n].astype(np.float16)) for n in range(3)]
    keys = [item.key for item in written]
    with Journal(tmp_path, encoder, keys) as journal:
        journal.append(written)
    sound = (tmp_path / JOURNAL_FILE).read_bytes()
    for place in range(len(sound)):
        damaged = bytearray(sound)
        damaged[place] ^= 1 << place % 8
        (tmp_path / JOURNAL_FILE).write_bytes(damaged)
        with Journal(tmp_path, encoder, keys) as journal:
            assert len(journal) < 3
            for item in written:
                if (kept := journal.read(item.key)) is not None:
                    np.testing.assert_array_equal(kept.passage, item.passage)
                    np.testing.assert_array_equal(kept.sentences, item.sentences)


def test_what_is_damaged_while_it_is_open_is_not_read(tmp_path: Path):
    encoder = HashEncoder(4)
    item = Embedded(b"k" * 16, np.ones(4, np.float32), np.ones((2, 4), np.float16))
    with Journal(tmp_path, encoder, [item.key]) as journal:
        journal.append([item])
        file = tmp_path / JOURNAL_FILE
        with file.open("r+b") as opened:
            opened.seek(-20, 2)
            opened.write(b"\xff")
        assert item.key in journal
        assert journal.read(item.key) is None
        assert journal.read(b"x" * 16) is None
