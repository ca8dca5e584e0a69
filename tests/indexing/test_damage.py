"""A flipped byte in any file of an index, a full disk, a read-only folder: told in one line that names the cure.

Everything goes through the command line, since what counts is what an operator reads and runs.
"""

import re
import resource
import shlex
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from maltolk.answering.retrieval.intent import probes
from maltolk.cli import main
from maltolk.errors import UsageError
from maltolk.indexing.build import build
from maltolk.indexing.encoders.hash_encoder import HashEncoder
from maltolk.indexing.index import Index
from maltolk.indexing.storage.archive import Archive
from maltolk.indexing.storage.generations import Generations
from maltolk.indexing.storage.journal import JOURNAL_FILE, Embedded, Journal
from maltolk.indexing.storage.kept_reports import KeptReports
from maltolk.reading import read_document

COMMAND = re.compile(r"['`](maltolk [^'`]+)['`]")
HARMLESS = {JOURNAL_FILE, "sources.json"}
"""Files that only spare work: what is wrong with them costs that work, and no answer."""


class Prompt:
    """Runs commands as an operator would, in this process; keeps what was told."""

    def __init__(self, place: Path, captured: pytest.CaptureFixture[str]) -> None:
        self.index, self.texts, self._captured = place / "index", place / "texts", captured

    def __call__(self, command: str) -> tuple[int, list[str]]:
        """Exit status, and the lines of stderr that are no progress."""
        self._captured.readouterr()
        words = [word.replace("CORPUS_DIR", str(self.texts)) for word in shlex.split(command)][1:]
        status = main(["--index", str(self.index), *words])
        lines = self._captured.readouterr().err.splitlines()
        return status, [line for line in lines if not re.match(r"[a-z]+: \d+ of \d+", line)]

    def answers(self) -> bool:
        """Whether a question on a text that never changes is answered."""
        return self("maltolk ask 'Hur ska Lunds vatten vara?'")[0] == 0


class Reader:
    """Reads in this process, which starts sooner than another."""

    def __init__(self, _limits: object) -> None:
        self.read = read_document

    def close(self) -> None:
        """Nothing to end."""


@pytest.fixture
def prompt(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Prompt:
    """With an index of two generations, an archive, sources, and a journal of the encoder at work."""
    return _prompt(tmp_path, capsys, monkeypatch)


@pytest.fixture
def open_prompt(
    open_folder: Path, unprivileged: None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Prompt:
    """The same in the hands of a user whom permissions bind."""
    return _prompt(open_folder, capsys, monkeypatch)


def _prompt(place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Prompt:
    texts = place / "texts"
    texts.mkdir()
    (texts / "lund.md").write_text("---\nkommun: Lund\n---\n# Vatten\n\nLunds vatten ska vara rent.\n", "utf-8")
    (texts / "ystad.md").write_text("---\nkommun: Ystad\n---\n# Luft\n\nYstads luft ska vara frisk.\n", "utf-8")
    monkeypatch.setattr("maltolk.reading.sources.folder.Worker", Reader)
    for name, value in (("MODEL", "hash"), ("CORPUS", str(texts)), ("QUESTIONS", "")):
        monkeypatch.setenv(f"MALTOLK_{name}", value)
    monkeypatch.chdir(place)
    prompt = Prompt(place, capsys)
    assert prompt("maltolk index") == (0, [])
    (texts / "ystad.md").write_text("---\nkommun: Ystad\n---\n# Luft\n\nYstads luft ska bli friskare.\n", "utf-8")
    assert prompt("maltolk index") == (0, [])
    index = Index.open(prompt.index, None)
    encoder = HashEncoder()
    keys = [b"a key of 16 byte"]
    with Journal(prompt.index, encoder, keys) as journal:
        journal.append(
            [
                Embedded(
                    keys[0],
                    index.passage_vectors([0])[0],
                    index.sentence_vectors(index.passages([0])[0]).astype("float16"),
                )
            ]
        )
    index.close()
    return prompt


def _flip(file: Path, place: int) -> None:
    content = bytearray(file.read_bytes())
    content[place] ^= 0x04
    file.write_bytes(content)


def _files(index: Path) -> list[str]:
    return sorted(
        path.relative_to(index).as_posix() for path in index.rglob("*") if path.is_file() and path.stat().st_size
    )


def test_a_flipped_byte_in_any_file_is_told_and_mended_by_the_command_that_is_named(prompt: Prompt, tmp_path: Path):
    sound = tmp_path / "sound"
    shutil.copytree(prompt.index, sound)
    current = Generations(prompt.index).current().name
    archived = Archive(prompt.index).digests()
    assert len(archived) == 1
    reports = len(KeptReports(prompt.index).all())
    assert reports == 2
    seen = set()
    for name in _files(sound):
        shutil.rmtree(prompt.index)
        shutil.copytree(sound, prompt.index)
        file = prompt.index / name
        _flip(file, file.stat().st_size // 2)
        status, lines = prompt("maltolk verify")
        if name in HARMLESS or name.startswith("reports/"):
            # A report that differs from its checksum is not shown, and nothing can tell what it said.
            assert len(KeptReports(prompt.index).all()) == reports - name.startswith("reports/"), name
            assert (status, prompt.answers()) == (0, True), name
            assert prompt("maltolk index") == (0, []), name
        elif f"generations/{current}" not in name and name.startswith("generations/"):
            # Nothing reads an older generation until somebody wants to go back to it.
            assert status == 0, name
            assert prompt.answers(), name
            status, lines = prompt("maltolk rollback")
            assert status == 3, name
            assert len(lines) == 1, (name, lines)
            command = COMMAND.search(lines[0])
            assert command is not None, lines
            assert prompt(command[1])[0] == 0
        else:
            assert status == 3, name
            command = COMMAND.search("\n".join(lines))
            assert command is not None, (name, lines)
            assert all(line.startswith(("maltolk: ", "file ", str(prompt.index))) for line in lines), lines
            assert prompt(command[1]) == (0, []), (name, command[1])
        assert prompt("maltolk verify") == (0, []), name
        assert prompt.answers(), name
        # With the pointer lost nothing tells what was current, so more is archived than has to be.
        assert set(archived) <= set(Archive(prompt.index).digests()), name
        assert Archive(prompt.index).document(archived[0]) == Archive(sound).document(archived[0]), name
        assert len(Index.open(prompt.index, None).documents) == 2
        seen.add(name.replace(current, "GENERATION"))
    assert {"current", "journal", "sources.json", "GENERATION/manifest.json"} <= {
        name.removeprefix("generations/") for name in seen
    }
    assert len(seen) > 30


@contextmanager
def _no_file_larger_than(size: int) -> Iterator[None]:
    """What a disk does that is full: it takes so much, and no more."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_ends_a_build_in_one_line_whatever_file_it_meets(prompt: Prompt):
    """The limits go through the sizes of all files of a generation, so that each of them is the one with no room."""
    generation = Generations(prompt.index).current()
    sizes = sorted({path.stat().st_size for path in generation.rglob("*") if path.is_file()})
    index = Index.open(prompt.index, None)
    documents = [index.document(card.number) for card in index.documents]
    index.close()
    for size in [0, *(size - 1 for size in sizes if size)]:
        with (
            _no_file_larger_than(size),
            pytest.raises(UsageError, match=r"^[^\n]* cannot be written \([^\n]*make room[^\n]*$"),
        ):
            build(prompt.index, documents, [], HashEncoder(), full=True, probes=probes())
        assert Generations(prompt.index).current() == generation, size
        assert not list((prompt.index / "generations").glob(".*"))
    with _no_file_larger_than(sizes[-1] - 1):
        status, lines = prompt("maltolk index --full")
    assert (status, len(lines)) == (2, 1), lines
    assert prompt.answers()
    assert prompt("maltolk verify") == (0, [])
    assert prompt("maltolk index --full") == (0, [])
    assert prompt("maltolk verify") == (0, [])
    assert not (prompt.index / JOURNAL_FILE).exists()


def _refusing(*_: object, **__: object) -> None:
    raise PermissionError(13, "Permission denied")


@pytest.mark.parametrize("command", ["maltolk index", "maltolk index --full", "maltolk rollback"])
@pytest.mark.parametrize(
    "refused",
    [
        "pathlib.Path.mkdir",
        "maltolk.indexing.storage.generations.locked",
        "maltolk.indexing.storage.generations.replace_file",
    ],
)
def test_a_read_only_index_is_told_in_one_line_and_goes_on_answering(
    prompt: Prompt, command: str, refused: str, monkeypatch: pytest.MonkeyPatch
):
    (prompt.texts / "lund.md").write_text("---\nkommun: Lund\n---\nLunds vatten ska vara rent och kallt.\n", "utf-8")
    before = Generations(prompt.index).current()
    with monkeypatch.context() as patched:
        patched.setattr(refused, _refusing)
        status, lines = prompt(command)
        assert (status, len(lines)) == (2, 1), lines
        assert "cannot be written (Permission denied)" in lines[0]
        assert "let this user write there" in lines[0]
        assert prompt("maltolk verify") == (0, [])
        assert prompt.answers()
    assert Generations(prompt.index).current() == before
    assert prompt(command) == (0, [])


def test_an_index_folder_without_permission_to_write(open_prompt: Prompt):
    prompt = open_prompt
    folders = [prompt.index, *(path for path in prompt.index.rglob("*") if path.is_dir())]
    for folder in folders:
        folder.chmod(0o500)
    try:
        assert prompt("maltolk index --full")[0] == 2
        assert prompt.answers()
    finally:
        for folder in folders:
            folder.chmod(0o700)
