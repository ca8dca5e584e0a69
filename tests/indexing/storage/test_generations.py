from pathlib import Path

import pytest

from maltolk.errors import IndexDamaged, UsageError
from maltolk.indexing.build import build
from maltolk.indexing.encoders.hash_encoder import HashEncoder
from maltolk.indexing.index import Index, verify
from maltolk.indexing.storage.generations import Generations
from maltolk.indexing.storage.manifest import Manifest


def test_rollback_goes_one_back_and_then_no_further(tmp_path: Path, corpus):
    first = build(tmp_path, corpus[:1], [], HashEncoder()).generation
    second = build(tmp_path, corpus, [], HashEncoder()).generation
    generations = Generations(tmp_path)
    assert generations.rollback() == first
    assert Index.open(tmp_path, None).generation == first
    assert verify(tmp_path) == []
    assert (generations.folder / second).is_dir()
    with pytest.raises(UsageError, match="no generation before"):
        generations.rollback()


def test_a_build_after_a_rollback_drops_what_was_rolled_back_from(tmp_path: Path, corpus):
    first = build(tmp_path, corpus[:1], [], HashEncoder()).generation
    second = build(tmp_path, corpus, [], HashEncoder()).generation
    generations = Generations(tmp_path)
    generations.rollback()
    third = build(tmp_path, corpus[:2], [], HashEncoder()).generation
    assert third.startswith("000003-")
    assert [path.name for path in generations.all()] == [first, third]
    assert generations.rollback() == first
    assert second not in [path.name for path in generations.all()]


def test_a_build_without_changes_drops_what_was_rolled_back_from(tmp_path: Path, corpus):
    first = build(tmp_path, corpus[:1], [], HashEncoder()).generation
    build(tmp_path, corpus, [], HashEncoder())
    Generations(tmp_path).rollback()
    assert build(tmp_path, corpus[:1], [], HashEncoder()).generation == first
    assert [path.name for path in Generations(tmp_path).all()] == [first]


@pytest.mark.parametrize("keep", [1, 2, 5])
def test_as_many_generations_are_kept_as_wanted(tmp_path: Path, corpus, keep: int):
    names = [build(tmp_path, corpus, [], HashEncoder(), full=True, keep=keep).generation for _ in range(6)]
    assert [path.name for path in Generations(tmp_path).all()] == names[-keep:]
    build(tmp_path, corpus, [], HashEncoder(), keep=1)  # nothing changed, but fewer are wanted
    assert [path.name for path in Generations(tmp_path).all()] == names[-1:]
    assert verify(tmp_path) == []


@pytest.mark.parametrize("moment", ["current", "check_sizes"])
def test_opening_while_a_build_removes_what_is_opened(
    tmp_path: Path, corpus, monkeypatch: pytest.MonkeyPatch, moment: str
):
    build(tmp_path, corpus[:1], [], HashEncoder())
    owner = Generations if moment == "current" else Manifest
    original = getattr(owner, moment)
    made: list[str] = []

    def meanwhile(self, *arguments):
        found = original(self, *arguments)
        if not made:
            made.append("")
            made[0] = build(tmp_path, corpus, [], HashEncoder(), keep=1).generation
        return found

    monkeypatch.setattr(owner, moment, meanwhile)
    index = Index.open(tmp_path, None)
    assert [index.generation] == made
    assert len(index.documents) == 3
    index.close()


def test_numbers_sort_beyond_six_digits(tmp_path: Path):
    generations = Generations(tmp_path)
    for name in ("1000000-aaaaaaaa", "999999-bbbbbbbb", "notes", ".building-7"):
        (generations.folder / name).mkdir(parents=True)
    assert [path.name for path in generations.all()] == ["999999-bbbbbbbb", "1000000-aaaaaaaa"]
    assert generations.next_name("c" * 64) == "1000001-cccccccc"


def test_the_pointer_is_swapped_in_one_step(tmp_path: Path, corpus, monkeypatch: pytest.MonkeyPatch):
    first = build(tmp_path, corpus[:1], [], HashEncoder()).generation
    seen: list[tuple[str, bool]] = []
    replace = Path.replace

    def watched(self: Path, target: Path) -> Path:
        # The moment before: the old one is current, the new one already whole.
        new = self.read_text().strip()
        seen.append(
            (Index.open(tmp_path, None).generation, (tmp_path / "generations" / new / "manifest.json").is_file())
        )
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", watched)
    build(tmp_path, corpus, [], HashEncoder())
    assert seen == [(first, True)]
    assert Index.open(tmp_path, None).generation != first


def test_rests_of_killed_builds_are_cleared_away(tmp_path: Path, corpus):
    build(tmp_path, corpus[:1], [], HashEncoder())
    rest = tmp_path / "generations" / ".building-999999" / "lexical"
    rest.mkdir(parents=True)
    (rest / "half").write_text("x")
    (tmp_path / ".current.new").write_text("half")
    build(tmp_path, corpus, [], HashEncoder())
    assert not rest.exists()
    rest.mkdir(parents=True)
    build(tmp_path, corpus, [], HashEncoder())  # nothing changed
    assert not rest.exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["current", "generations", "lock"]


@pytest.mark.parametrize("name", ["manifest.json", "store.sqlite", "lexical/vocabulary.txt"])
def test_a_rollback_to_a_damaged_generation_is_refused(tmp_path: Path, corpus, name: str):
    first = build(tmp_path, corpus[:1], [], HashEncoder()).generation
    second = build(tmp_path, corpus, [], HashEncoder()).generation
    file = tmp_path / "generations" / first / name
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    with pytest.raises(IndexDamaged, match=r"run 'maltolk index"):
        Generations(tmp_path).rollback()
    assert Generations(tmp_path).current().name == second
