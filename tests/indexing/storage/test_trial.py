"""A generation on trial: built beside, published or discarded, and gone with whatever is built next."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from maltolk.errors import IndexDamaged, UsageError
from maltolk.indexing.build import build
from maltolk.indexing.encoders.hash_encoder import HashEncoder
from maltolk.indexing.index import Index, verify
from maltolk.indexing.report import Report
from maltolk.indexing.storage.archive import Archive
from maltolk.indexing.storage.generations import Generations
from maltolk.model import Document
from maltolk.reading import read_folder

Build = Callable[..., Report]


@pytest.fixture
def documents(small: Path) -> tuple[Document, ...]:
    return read_folder(small).documents


@pytest.fixture
def index(tmp_path: Path, documents: tuple[Document, ...]) -> Path:
    """An index of all texts but the last."""
    build(tmp_path / "index", documents[:-1], (), HashEncoder())
    return tmp_path / "index"


def tried(index: Path, documents: tuple[Document, ...], trial: bool = True) -> str:
    """Name of what a build of these made."""
    return build(index, documents, (), HashEncoder(), trial=trial).generation


def test_a_trial_answers_nobody_until_it_is_published(index: Path, documents: tuple[Document, ...]):
    generations = Generations(index)
    before = generations.pointed()
    name = tried(index, documents)
    trial = generations.trial()
    assert trial is not None
    assert (trial.name, generations.pointed()) == (name, before)
    assert len(Index.at(trial, None).documents) == len(documents)
    assert len(Index.open(index, None).documents) == len(documents) - 1
    generations.publish(name)
    assert generations.current().name == name
    assert generations.trial() is None
    assert verify(index) == []
    assert generations.rollback() != name


def test_nothing_is_archived_before_the_trial_is_published(index: Path, documents: tuple[Document, ...]):
    gone = documents[0].digest
    name = tried(index, documents[1:])
    assert Archive(index).document(gone) is None
    Generations(index).publish(name)
    assert Archive(index).document(gone) is not None


def test_what_is_discarded_leaves_nothing(index: Path, documents: tuple[Document, ...]):
    generations = Generations(index)
    before = generations.all()
    name = tried(index, documents)
    generations.discard(name)
    assert generations.all() == before
    assert generations.trial() is None
    assert not generations.trial_pointer.exists()
    with pytest.raises(UsageError, match="no longer on trial"):
        generations.publish(name)


def test_the_next_trial_takes_its_place(index: Path, documents: tuple[Document, ...]):
    generations = Generations(index)
    first, second = tried(index, documents), tried(index, documents[1:])
    trial = generations.trial()
    assert trial is not None
    assert trial.name == second
    assert len(generations.all()) == 2
    with pytest.raises(UsageError, match="no longer on trial"):
        generations.publish(first)


@pytest.mark.parametrize("changed", [True, False])
def test_a_build_ends_the_trial(index: Path, documents: tuple[Document, ...], changed: bool):
    generations = Generations(index)
    name = tried(index, documents)
    tried(index, documents if changed else documents[:-1], trial=False)
    assert generations.trial() is None
    assert name not in [path.name for path in generations.all() if path != generations.current()]


def test_going_back_ends_the_trial(index: Path, documents: tuple[Document, ...]):
    tried(index, documents[1:], trial=False)
    name = tried(index, documents)
    generations = Generations(index)
    generations.rollback()
    assert generations.trial() is None
    assert name not in [path.name for path in generations.all()]


def test_texts_that_are_as_they_were_are_no_trial_and_end_the_one_before(index: Path, documents: tuple[Document, ...]):
    generations = Generations(index)
    tried(index, documents)
    assert tried(index, documents[:-1]) == generations.current().name
    assert generations.trial() is None
    assert len(generations.all()) == 1


def test_a_trial_needs_something_to_be_compared_with(tmp_path: Path, documents: tuple[Document, ...]):
    with pytest.raises(UsageError, match="without --trial"):
        tried(tmp_path / "index", documents)


def test_a_damaged_trial_is_not_published(index: Path, documents: tuple[Document, ...]):
    generations = Generations(index)
    before = generations.pointed()
    name = tried(index, documents)
    file = max((generations.folder / name).iterdir(), key=lambda path: path.stat().st_size)
    file.write_bytes(file.read_bytes()[:-1] + b"\x00")
    with pytest.raises(IndexDamaged, match="on trial is damaged"):
        generations.publish(name)
    assert generations.pointed() == before


def test_what_the_trial_embedded_is_not_embedded_again(index: Path, documents: tuple[Document, ...]):
    class Counting(HashEncoder):
        embedded = 0

        def embed_passages(self, inputs):
            Counting.embedded += len(inputs)
            return super().embed_passages(inputs)

    changed = (*documents[:-1], replace(documents[-1], title="Another"))
    build(index, changed, (), Counting(), trial=True)
    once = Counting.embedded
    assert once > 0
    build(index, changed, (), Counting())
    assert Counting.embedded == once


@pytest.mark.parametrize("written", ["", "000001-xxxxxxxx\n", "../current\n", "000099-00000000\n"])
def test_a_pointer_that_names_nothing_is_no_trial(index: Path, written: str):
    Generations(index).trial_pointer.write_text(written, "utf-8")
    assert Generations(index).trial() is None
