"""A renewal of the index tells what it changed: documents, contacts, and answers to saved questions."""

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from maltolk import renewal
from maltolk.batch import BatchQuestion
from maltolk.errors import UsageError
from maltolk.indexing.changes import Basis, ChangeKind
from maltolk.indexing.encoders.hash_encoder import HASHING, HashEncoder
from maltolk.indexing.report import Stage
from maltolk.indexing.storage.generations import Generations
from maltolk.indexing.storage.manifest import MANIFEST_FILE
from maltolk.model import Document, Status
from maltolk.reading import Skipped, read_document
from maltolk.reading.sources import folder
from maltolk.renewal import MAX_NAMED, Asked, renew
from maltolk.settings import BUNDLED, QUESTIONS, Settings

ROOT = Path(__file__).parents[1]
GOALS = {"id": "mål", "q": "Vilka mål har Ale?"}
STEP = {"id": 2, "q": "Och när antogs handlingsplanen?", "history": ["Vilka åtgärder har Orsa?"]}
BIRD = {"q": "Vilken fågel är kommunens egen i Umeå?"}


@pytest.fixture
def settings(tmp_path: Path, small: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings of an index of its own, of a copy of the small texts; no questions are saved."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(small, tmp_path / "texter")
    return Settings(tmp_path / "index", tmp_path / "models", HASHING, corpus=tmp_path / "texter")


def save(settings: Settings, *questions: object) -> None:
    """Save the questions where a renewal looks for them."""
    rows = (json.dumps(question, ensure_ascii=False) for question in questions)
    (settings.corpus.parent / QUESTIONS).write_text("\n".join(rows), "utf-8")


def edit(settings: Settings, name: str, old: str, new: str) -> None:
    file = settings.corpus / name
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def test_a_first_renewal_compares_nothing_and_says_so(settings: Settings):
    save(settings, GOALS)
    done = renew(settings)
    assert done.report.documents.created == 4
    assert done.report.differences.basis is Basis.MISSING
    assert done.answers.status is Asked.NOT_COMPARED
    lines = list(done.as_lines())
    assert lines[1] == "Documents: 4 created, 0 changed, 0 removed, 0 unchanged"
    assert lines[2].startswith("Nothing could be compared with the generation before: there is no index in ")
    assert "run 'maltolk" not in lines[2], "the cure is what was just done"
    assert len(lines) == 3


def test_answers_that_changed_are_told_with_both_wordings(settings: Settings):
    save(settings, GOALS, STEP, BIRD)
    renew(settings)
    edit(settings, "orsa.txt", "den 3 juni 2019", "den 4 juli 2020")
    done = renew(settings)
    assert (done.answers.status, done.answers.asked) == (Asked.COMPARED, 3)
    (change,) = done.answers.changed
    assert change.question == BatchQuestion(2, STEP["q"], ("Vilka åtgärder har Orsa?",))
    assert "3 juni 2019" in change.before.text
    assert "4 juli 2020" in change.after.text
    assert (change.before.status, change.after.status) == (Status.ANSWERED, Status.ANSWERED)
    assert [line.replace("3 juni 2019", "4 juli 2020") for line in change.gone] == list(change.came)
    assert change.before.generation != change.after.generation == done.report.generation
    told = done.as_json()["answers"]
    assert (told["status"], told["asked"]) == ("compared", 3)
    assert told["changed"] == [
        {
            "id": 2,
            "question": STEP["q"],
            "history": ["Vilka åtgärder har Orsa?"],
            "before": {"status": "answered", "answer": change.before.text},
            "after": {"status": "answered", "answer": change.after.text},
            "gone": list(change.gone),
            "came": list(change.came),
        }
    ]


def test_an_answer_that_is_lost_is_told(settings: Settings):
    save(settings, GOALS)
    renew(settings)
    (settings.corpus / "ale.md").unlink()
    (change,) = renew(settings).answers.changed
    assert (change.before.status, change.after.status) == (Status.ANSWERED, Status.NOT_FOUND)


def test_people_read_the_lines_that_differ(settings: Settings):
    save(settings, GOALS)
    renew(settings)
    edit(settings, "ale.md", "6. Grannar ska kunna lita på varandra", "6. Grannar ska hälsa på varandra")
    done = renew(settings)
    assert list(done.as_lines())[-4:] == [
        "Answers: 1 of 1 saved questions answered differently",
        "  mål: Vilka mål har Ale?",
        "    before (answered): 6. Grannar ska kunna lita på varandra",
        "    now (answered): 6. Grannar ska hälsa på varandra",
    ]


def test_what_is_still_not_answered_has_not_changed(settings: Settings):
    save(settings, BIRD)
    renew(settings)
    (settings.corpus / "habo.txt").write_text("Habo kommun\n\nVisionen är lugn.\n", "utf-8")
    done = renew(settings)
    assert done.report.documents.created == 1
    assert (done.answers.asked, done.answers.changed) == (1, ())


def test_an_unchanged_corpus_asks_nothing_and_has_no_other_answers(settings: Settings):
    save(settings, GOALS, STEP)
    renew(settings)
    stages = set()
    done = renew(settings, progress=lambda stage, _done, _of: stages.add(stage))
    assert Stage.ASK not in stages
    assert (done.answers.status, done.answers.asked, done.answers.changed) == (Asked.COMPARED, 2, ())
    assert list(done.as_lines())[1:] == [
        "Documents: 0 created, 0 changed, 0 removed, 4 unchanged",
        "Answers: 0 of 2 saved questions answered differently",
    ]


def test_without_saved_questions_nothing_is_said_of_answers(settings: Settings):
    renew(settings)
    edit(settings, "orsa.txt", "2019", "2020")
    done = renew(settings)
    assert done.answers.status is Asked.NO_QUESTIONS
    assert not any("nswer" in line for line in done.as_lines())


def test_progress_tells_the_questions(settings: Settings):
    save(settings, GOALS, BIRD)
    renew(settings)
    edit(settings, "orsa.txt", "2019", "2020")
    told: list[tuple[str, int, int]] = []
    renew(settings, progress=lambda *step: told.append(step))
    assert [step for step in told if step[0] == "ask"] == [("ask", 0, 2), ("ask", 1, 2), ("ask", 2, 2)]
    assert told[-1][0] is Stage.ASK


def test_documents_and_contacts_are_told_to_people(settings: Settings):
    renew(settings)
    edit(settings, "orsa.txt", "0980-319 261", "0980-319 262")
    edit(settings, "ale.md", "date: 2024-05-06", "date: 2025-05-06")
    (settings.corpus / "almhult.txt").rename(settings.corpus / "älmhult.txt")
    (settings.corpus / "habo.txt").write_text("Habo kommun\n\nVisionen är lugn.\n", "utf-8")
    (settings.corpus / "tom.txt").touch()
    done = renew(settings)
    assert done.as_json()["documents"] == {"created": 2, "changed": 2, "removed": 1, "unchanged": 1}
    assert [change.kind for change in done.report.differences.documents] == [
        ChangeKind.CREATED,
        ChangeKind.CHANGED,
        ChangeKind.CHANGED,
        ChangeKind.MOVED,
    ]
    lines = list(done.as_lines())
    assert lines[1] == "Documents: 2 created, 2 changed, 1 removed, 1 unchanged; 1 of them only moved"
    assert lines[2] == "  created Habo, Habo kommun – habo.txt"
    assert lines[3] == "  changed Ale, Mål och vision för Ale – ale.md: date 2024-05-06 → 2025-05-06"
    assert re.fullmatch(r"  changed Orsa, .* – orsa.txt: text \+1 −1 paragraphs", lines[4])
    assert lines[5].endswith(" – älmhult.txt: path almhult.txt → älmhult.txt")
    assert lines[6:8] == [
        "Contacts: 1 changed",
        "  changed Orsa, Sixten Hedbäck: phone 0980-319 261 → 0980-319 262",
    ]
    assert lines[8].startswith("Skipped tom.txt: ")


def test_many_changes_fill_no_more_than_a_screen(settings: Settings):
    save(settings, *({"id": n, "q": "Vilka åtgärder har Orsa?"} for n in range(1, 19)))
    renew(settings)
    for number in range(20):
        contact = f"Ada Lind{chr(ord('a') + number)}, kommunalråd, a{number}@example.se"
        text = f"Ort {number}\n\nPlanen är klar.\n\n{contact}\n"
        (settings.corpus / f"{number:02d}.txt").write_text(text, "utf-8")
        (settings.corpus / f"tom{number:02d}.txt").touch()
    (settings.corpus / "orsa.txt").write_text("Orsa kommun\n\nPlanen är borta.\n", "utf-8")
    done = renew(settings)
    lines = list(done.as_lines())
    assert len(lines) <= 33
    assert f"  … and {21 - MAX_NAMED} more; --json tells all" in lines
    assert f"… and {20 - MAX_NAMED} more; --json tells all" in lines
    assert len(done.as_json()["changes"]["documents"]) == 21
    assert len(done.as_json()["answers"]["changed"]) == 18


@pytest.mark.parametrize("stop", [KeyboardInterrupt(), RuntimeError("asking broke")])
def test_stopped_while_it_asks_the_old_generation_stays(settings: Settings, stop: BaseException):
    save(settings, GOALS, STEP)
    first = renew(settings).report.generation
    edit(settings, "orsa.txt", "2019", "2020")

    def progress(stage: Stage, done: int, _of: int) -> None:
        if stage is Stage.ASK and done == 1:
            raise stop

    with pytest.raises(type(stop)):
        renew(settings, progress=progress)
    generations = Generations(settings.index)
    assert generations.current().name == first
    assert [path.name for path in generations.folder.iterdir()] == [first]
    assert renew(settings).report.documents.changed == 1


def test_another_encoder_is_compared_with_the_answers_of_the_one_before(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
):
    save(settings, GOALS, BIRD)
    renew(settings)
    opened: list[str] = []

    def opening(asked: Settings, _note: object = None) -> HashEncoder:
        opened.append(asked.model)
        return HashEncoder()

    monkeypatch.setattr(renewal, "open_encoder", opening)
    done = renew(settings, encoder=HashEncoder(48))
    assert opened == [HASHING]
    assert done.report.documents.unchanged == 4
    assert (done.answers.status, done.answers.asked) == (Asked.COMPARED, 2)


def test_a_generation_whose_encoder_is_gone_gives_no_answers(settings: Settings):
    save(settings, GOALS)
    renew(settings, encoder=HashEncoder(48))
    edit(settings, "orsa.txt", "2019", "2020")
    done = renew(settings)  # opens the usual one in its place, which is another
    assert done.report.differences.basis is Basis.COMPARED
    assert done.answers.status is Asked.NOT_COMPARED
    (line,) = [line for line in done.as_lines() if line.startswith("Answers")]
    assert line.startswith("Answers could not be compared: encoder ")


def test_a_generation_without_the_examples_of_this_version_gives_no_answers(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
):
    save(settings, GOALS)
    with monkeypatch.context() as patch:
        patch.setattr(renewal, "probes", lambda: {"others": ["Vilka mål finns?"]})
        renew(settings)
    done = renew(settings)
    assert done.answers.status is Asked.NOT_COMPARED
    assert "another version" in done.answers.detail


def test_a_damaged_generation_is_told_and_replaced(settings: Settings):
    save(settings, GOALS)
    renew(settings)
    (Generations(settings.index).current() / MANIFEST_FILE).write_text("{}", "utf-8")
    done = renew(settings)
    assert done.report.differences.basis is Basis.DAMAGED
    assert done.answers.status is Asked.NOT_COMPARED
    (line,) = [line for line in done.as_lines() if "compared" in line]
    assert MANIFEST_FILE in line


def test_a_folder_without_texts_changes_nothing(settings: Settings, tmp_path: Path):
    first = renew(settings).report.generation
    (tmp_path / "tom").mkdir()
    with pytest.raises(UsageError, match="no text can be read"):
        renew(Settings(settings.index, settings.models, HASHING, corpus=tmp_path / "tom"))
    assert Generations(settings.index).current().name == first


def test_a_missing_file_of_questions_is_an_error_only_where_it_was_asked_for(settings: Settings, tmp_path: Path):
    environment = {
        "MALTOLK_CORPUS": str(settings.corpus),
        "MALTOLK_INDEX": str(settings.index),
        "MALTOLK_MODEL": "hash",
    }
    assert renew(Settings.from_environment(environment)).answers.status is Asked.NO_QUESTIONS
    named = Settings.from_environment(environment | {"MALTOLK_QUESTIONS": str(tmp_path / "frågor.jsonl")})
    with pytest.raises(UsageError, match=r"frågor\.jsonl; set MALTOLK_QUESTIONS"):
        renew(named)
    (tmp_path / "frågor.jsonl").write_text('{"q": 1}', "utf-8")
    with pytest.raises(UsageError, match="line 1"):
        renew(named)
    (tmp_path / "frågor.jsonl").write_text(json.dumps(GOALS), "utf-8")
    assert renew(named).answers.asked == 1


def test_the_bundled_questions_can_be_read_and_differ():
    questions = renewal.saved_questions(Settings(Path("i"), Path("m"), questions=ROOT / QUESTIONS))
    assert 8 <= len(questions) <= 15
    assert len({question.id for question in questions}) == len(questions)


@pytest.mark.model
def test_the_bundled_questions_are_answered_by_the_bundled_texts(tmp_path: Path):
    usual = Settings.from_environment()
    settings = Settings(tmp_path / "index", usual.models, corpus=ROOT / "corpus", questions=ROOT / QUESTIONS)
    renew(settings)
    from maltolk.answering.answer import Answerer
    from maltolk.answering.reader.preparing import open_reader
    from maltolk.indexing.encoders.opening import open_encoder
    from maltolk.indexing.index import Index

    encoder = open_encoder(settings)
    answerer = Answerer(Index.open(settings.index, encoder), encoder, open_reader(BUNDLED, settings.models))
    found = {q.id: answerer.ask(q.text, q.history).status for q in renewal.saved_questions(settings)}
    assert found.pop("obesvarad") is Status.NOT_FOUND
    assert set(found.values()) == {Status.ANSWERED}


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Paths of the files that were parsed since it was last cleared."""
    paths: list[str] = []

    class Reader:
        def __init__(self, _limits: object) -> None:
            """Reads in this process."""

        def read(self, path: str, raw: bytes) -> Document | Skipped:
            paths.append(path)
            return read_document(path, raw)

        def close(self) -> None:
            """Nothing to end."""

    monkeypatch.setattr(folder, "Worker", Reader)
    return paths


def test_only_new_and_changed_files_are_parsed_and_the_index_is_that_of_a_full_build(
    settings: Settings, parsed: list[str]
):
    renew(settings)
    assert len(parsed) == 4
    parsed.clear()
    assert renew(settings).report.documents.unchanged == 4
    assert parsed == []
    edit(settings, "orsa.txt", "2019", "2020")
    (settings.corpus / "ny.txt").write_text("Ny kommun\n\nVisionen är ny.\n", "utf-8")
    (settings.corpus / "almhult.txt").rename(settings.corpus / "älmhult.txt")
    (settings.corpus / "ale.md.yaml").write_text("title: Mål för alla\n", "utf-8")
    report = renew(settings).report
    assert sorted(parsed) == ["ale.md", "ny.txt", "orsa.txt", "älmhult.txt"]
    whole = renew(replace(settings, index=settings.index.with_name("whole"))).report
    assert report.generation.split("-")[1] == whole.generation.split("-")[1], "the digests of all that went in differ"


def test_a_full_renewal_parses_everything(settings: Settings, parsed: list[str]):
    renew(settings)
    parsed.clear()
    renew(settings, full=True)
    assert len(parsed) == 4


def test_a_file_that_was_skipped_is_tried_again(settings: Settings, parsed: list[str]):
    (settings.corpus / "bild.txt").write_bytes(b"\x89PNG\r\n\0\0\0")
    for _ in range(2):
        parsed.clear()
        assert [skipped.path for skipped in renew(settings).report.skipped] == ["bild.txt"]
        assert "bild.txt" in parsed


def test_another_reader_reads_everything_once(settings: Settings, parsed: list[str], monkeypatch: pytest.MonkeyPatch):
    first = renew(settings).report.generation
    monkeypatch.setattr("maltolk.reading.sources.fingerprint.reader_fingerprint", lambda: "of tomorrow")
    parsed.clear()
    assert renew(settings).report.generation == first
    assert len(parsed) == 4
    parsed.clear()
    renew(settings)
    assert parsed == []


def test_progress_tells_the_files_first(settings: Settings):
    told: list[tuple[str, int, int]] = []
    renew(settings, progress=lambda *step: told.append(step))
    assert told[:4] == [("read", number, 4) for number in range(1, 5)]
