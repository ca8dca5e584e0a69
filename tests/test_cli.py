"""The command line as the contract has it: forms of output, exit statuses, and errors of one line."""

import contextlib
import csv
import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from maltolk import __version__
from maltolk.cli import main

ANSWER = {
    "status",
    "answer",
    "citations",
    "contacts",
    "suggestions",
    "municipalities",
    "notices",
    "generation",
    "latency_ms",
}
CITATION = {
    "marker",
    "document",
    "title",
    "municipality",
    "date",
    "url",
    "digest",
    "start",
    "end",
    "quote",
    "link",
}
CONTACT = {"name", "role", "party", "phone", "email", "municipality", "citation"}
LISTED = {"name", "role", "party", "phone", "email", "municipality", "document", "date"}
PASSAGE = {"document", "title", "municipality", "start", "end", "text", "score"}
STATUSES = {"answered", "not_found", "needs_clarification", "declined"}


@pytest.fixture(scope="module", autouse=True)
def _quick_model():
    """The encoder of letters builds, so that no test waits for a model."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MALTOLK_MODEL", "hash")
        yield


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, small: Path) -> Path:
    """An index of the small texts; not to be changed."""
    folder = tmp_path_factory.mktemp("cli") / "index"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MALTOLK_MODEL", "hash")
        assert main(["--index", str(folder), "index", str(small)]) == 0
    return folder


@pytest.fixture
def own(built: Path, tmp_path: Path) -> Path:
    """A copy of the index that a test may damage."""
    return Path(shutil.copytree(built, tmp_path / "index"))


class Ran:
    """What a command left: its exit status and its two streams."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status = status
        self.out = out
        self.err = err

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    def assert_one_line(self, status: int, *words: str) -> None:
        assert self.status == status
        assert self.out == ""
        lines = self.err.splitlines()
        assert len(lines) == 1, self.err
        assert lines[0].startswith("maltolk: ")
        assert all(word in lines[0] for word in words), lines[0]


@pytest.fixture
def run(built: Path, capsys: pytest.CaptureFixture[str]):
    def ran(*arguments: object, index: Path | None = built) -> Ran:
        capsys.readouterr()
        before = [] if index is None else ["--index", str(index)]
        status = main([*before, *map(str, arguments)])
        captured = capsys.readouterr()
        return Ran(status, captured.out, captured.err)

    return ran


# index


def test_index_reports_what_it_did(run, tmp_path: Path, small: Path):
    first = run("index", small, "--json", index=tmp_path / "i")
    assert first.status == 0
    report = first.json
    assert set(report) >= {"generation", "documents", "skipped", "passages", "contacts", "seconds"}
    assert report["documents"] == {"created": 4, "changed": 0, "removed": 0, "unchanged": 0}
    assert report["skipped"] == []
    assert report["contacts"] == 6
    assert report["passages"] > 20
    again = run("index", small, "--json", index=tmp_path / "i").json
    assert again["documents"] == {"created": 0, "changed": 0, "removed": 0, "unchanged": 4}
    assert again["generation"] == report["generation"], "nothing changed, so nothing was built"


def test_index_tells_changes_and_what_it_skipped(run, tmp_path: Path, small: Path):
    texts = Path(shutil.copytree(small, tmp_path / "texts"))
    run("index", texts, index=tmp_path / "i")
    (texts / "orsa.txt").unlink()
    (texts / "almhult.txt").write_text((texts / "almhult.txt").read_text("utf-8") + "\nEtt tillägg här.\n", "utf-8")
    (texts / "habo.txt").write_text("Habo kommun\n\nVisionen är lugn.\n", "utf-8")
    (texts / "bild.png").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    ran = run("index", texts, "--json", index=tmp_path / "i")
    assert ran.json["documents"] == {"created": 1, "changed": 1, "removed": 1, "unchanged": 2}
    assert [s["path"] for s in ran.json["skipped"]] == ["bild.png"]
    assert ran.json["skipped"][0]["reason"]
    said = run("index", texts, "--full", index=tmp_path / "i")
    assert "Skipped bild.png" in said.out
    assert "4 unchanged" in said.out


def test_index_tells_how_documents_contacts_and_answers_changed(
    run, tmp_path: Path, small: Path, monkeypatch: pytest.MonkeyPatch
):
    texts = Path(shutil.copytree(small, tmp_path / "texts"))
    question = {"id": "sjö", "q": "Vad är telefonnumret till Sixten Hedbäck?"}
    monkeypatch.setenv("MALTOLK_QUESTIONS", str(batch(tmp_path, question)))
    monkeypatch.setenv("MALTOLK_CORPUS", str(texts))
    first = run("index", "--json", index=tmp_path / "i").json
    assert (first["changes"]["basis"], first["answers"]["status"]) == ("missing", "not_compared")
    orsa = (texts / "orsa.txt").read_text("utf-8")
    (texts / "orsa.txt").write_text(orsa.replace("0980-319 261", "0980-319 262"), "utf-8")
    ran = run("index", "--json", index=tmp_path / "i").json
    (document,) = ran["changes"]["documents"]
    assert (document["kind"], document["path"], document["how"]) == ("changed", "orsa.txt", ["text"])
    (contact,) = ran["changes"]["contacts"]
    assert contact["fields"] == [{"field": "phone", "before": "0980-319 261", "after": "0980-319 262"}]
    (answer,) = ran["answers"]["changed"]
    assert (answer["id"], answer["question"]) == ("sjö", question["q"])
    assert "319 261" in answer["before"]["answer"]
    assert "319 262" in answer["after"]["answer"]


def test_a_missing_file_of_questions_leaves_the_index_as_it_was(run, own: Path, small: Path, monkeypatch):
    monkeypatch.setenv("MALTOLK_QUESTIONS", "nowhere.jsonl")
    before = (own / "current").read_text("ascii")
    run("index", small, "--full", index=own).assert_one_line(2, "nowhere.jsonl", "MALTOLK_QUESTIONS")
    assert (own / "current").read_text("ascii") == before


def test_progress_goes_to_stderr(run, tmp_path: Path, small: Path):
    ran = run("index", small, "--json", index=tmp_path / "i")
    assert len(ran.out.splitlines()) == 1
    assert "embed" in ran.err


def test_no_folder_of_texts(run, tmp_path: Path):
    run("index", tmp_path / "nowhere", index=tmp_path / "i").assert_one_line(2, "nowhere")
    assert not (tmp_path / "i" / "current").exists()


def test_the_texts_lie_in_corpus_by_default(run, tmp_path: Path, small: Path, monkeypatch: pytest.MonkeyPatch):
    shutil.copytree(small, tmp_path / "corpus")
    monkeypatch.chdir(tmp_path)
    assert run("index", index=None).status == 0
    assert (tmp_path / "index" / "current").is_file()
    monkeypatch.setenv("MALTOLK_INDEX", str(tmp_path / "other"))
    run("documents", index=None).assert_one_line(3, "other", "maltolk index")


# ask


def test_an_answer_has_the_contracts_form(run, built: Path, small: Path):
    answer = run("ask", "Vilka fokusområden har Älmhult?", "--json").json
    assert set(answer) >= ANSWER
    assert answer["status"] == "answered"
    assert answer["municipalities"] == ["Älmhult"]
    assert answer["notices"] == ["texten är från 2023"]
    assert answer["latency_ms"] > 0
    assert answer["generation"] == (built / "current").read_text("ascii").strip()
    text = (small / "almhult.txt").read_text("utf-8")
    assert [c["marker"] for c in answer["citations"]] == [1, 2, 3, 4]
    for c in answer["citations"]:
        assert set(c) >= CITATION
        assert text[c["start"] : c["end"]] == c["quote"]
        assert c["link"] == f"/kalla/{c['digest']}/{c['start']}-{c['end']}"
        assert f"[{c['marker']}]" in answer["answer"]
    assert (c["document"], c["municipality"], c["date"], c["url"]) == ("almhult.txt", "Älmhult", "2023-01-14", None)


def test_contacts_of_an_answer(run):
    answer = run("ask", "Vem är kommunstyrelsens ordförande i Ale?", "--json").json
    (contact,) = answer["contacts"]
    assert set(contact) >= CONTACT
    assert contact["name"] == "Ingalill Tranbäck"
    assert contact["citation"] == 1


@pytest.mark.parametrize(("question", "status"), [("Vilka mål har Ale?", 0), ("Vilka mål har Umeå?", 1), ("", 1)])
def test_the_status_says_whether_it_was_answered(run, question: str, status: int):
    ran = run("ask", question, "--json")
    assert ran.status == status
    assert ran.json["status"] in STATUSES
    assert (ran.json["status"] == "answered") == (status == 0)


def test_an_answer_for_people(run):
    ran = run("ask", "Vilka fokusområden har Älmhult?")
    assert "• Levande byar med service [3]" in ran.out
    assert "[3] Älmhult, " in ran.out
    assert "(texten är från 2023)" in ran.out


def test_limits_and_language(run):
    assert run("ask", "Vilka fokusområden finns?", "--municipality", "älmhult", "--json").json["municipalities"] == [
        "Älmhult"
    ]
    assert run("ask", "Vilka mål har Umeå?", "--lang", "en", "--json").json["answer"].startswith("I have no texts")


@pytest.mark.parametrize("command", [("ask", "Mål?"), ("search", "mål"), ("contacts", "Ek")])
def test_an_unknown_municipality_names_the_known_ones(run, command: tuple[str, ...]):
    run(*command, "--municipality", "Umeå").assert_one_line(2, "Umeå", "Ale", "Göteborg", "Orsa", "Älmhult")


def test_explain_goes_to_stderr(run):
    ran = run("ask", "Vilka mål har Ale?", "--json", "--explain")
    assert ran.err.startswith("asked: Vilka mål har Ale? (sv; Ale)")
    assert ": given" in ran.err
    assert ran.json["trace"]["outcome"] == "list"
    assert ran.json["status"] == "answered"


# ask --batch


def batch(tmp_path: Path, *rows: object) -> Path:
    file = tmp_path / "questions.jsonl"
    file.write_text("\n".join(r if isinstance(r, str) else json.dumps(r, ensure_ascii=False) for r in rows), "utf-8")
    return file


def test_a_batch_keeps_order_and_ids(run, tmp_path: Path):
    file = batch(
        tmp_path,
        {"id": "b", "q": "Vilka mål har Ale?", "type": "list"},
        {"id": 7, "q": "Vilka mål har Umeå?"},
        "",
        {"id": None, "q": "Vilka fokusområden har Älmhult?"},
        {"q": "telefon till Maja Ek"},
    )
    ran = run("ask", "--batch", file, "--json")
    assert ran.status == 0, "not to be answered is no failure of a batch"
    rows = [json.loads(line) for line in ran.out.splitlines()]
    assert [row["id"] for row in rows] == ["b", 7, None, None]
    assert [row["status"] for row in rows] == ["answered", "not_found", "answered", "answered"]
    assert all(set(row) >= ANSWER | {"id"} for row in rows)


def test_earlier_questions_are_asked_first(run, tmp_path: Path):
    follow = {"id": 1, "q": "Och i Ale?", "history": ["Vilka mål har Orsa?"]}
    alone = {"id": 2, "q": "Vilka mål har Ale?", "history": []}
    empty = {"id": 3, "q": "Vilka mål har Ale?", "history": None}
    rows = [
        json.loads(r) for r in run("ask", "--batch", batch(tmp_path, follow, alone, empty), "--json").out.splitlines()
    ]
    assert rows[0]["answer"] == rows[1]["answer"] == rows[2]["answer"]
    assert len(rows[0]["citations"]) == 8


@pytest.mark.parametrize(
    "row",
    [
        "{",
        "[]",
        "5",
        "null",
        '"q"',
        '{"id": 1}',
        '{"q": 5}',
        '{"q": "a", "history": "b"}',
        '{"q": "a", "history": [1]}',
    ],
)
def test_a_bad_line_is_named_before_anything_is_answered(run, tmp_path: Path, row: str):
    file = batch(tmp_path, {"id": 1, "q": "Vilka mål har Ale?"}, row)
    run("ask", "--batch", file, "--json").assert_one_line(2, "line 2", "questions.jsonl")


def test_a_file_that_cannot_be_read(run, tmp_path: Path):
    run("ask", "--batch", tmp_path / "none.jsonl", "--json").assert_one_line(2, "none.jsonl")
    run("ask", "--batch", tmp_path, "--json").assert_one_line(2)
    (tmp_path / "latin.jsonl").write_bytes('{"q": "mål"}'.encode("latin-1"))
    run("ask", "--batch", tmp_path / "latin.jsonl", "--json").assert_one_line(2, "UTF-8")


def test_an_empty_batch_has_no_answers(run, tmp_path: Path):
    ran = run("ask", "--batch", batch(tmp_path), "--json")
    assert (ran.status, ran.out) == (0, "")


def test_separators_inside_a_question_do_not_end_its_line(run, tmp_path: Path):
    ran = run("ask", "--batch", batch(tmp_path, {"id": 1, "q": "Vilka mål\u2028har\x85 Ale?"}), "--json")
    assert [json.loads(line)["id"] for line in ran.out.split("\n") if line] == [1]


def test_a_byte_order_mark_is_no_fault(run, tmp_path: Path):
    file = tmp_path / "bom.jsonl"
    file.write_text('\ufeff{"id": 1, "q": "Vilka mål har Ale?"}\n', "utf-8")
    assert run("ask", "--batch", file, "--json").json["id"] == 1


def test_a_batch_from_standard_input(command, built: Path):
    ran = command("--index", built, "ask", "--batch", "-", "--json", stdin='{"id": "å", "q": "Vilka mål har Ale?"}\n')
    assert ran.returncode == 0
    assert json.loads(ran.stdout)["id"] == "å"
    assert ran.stderr == ""


def test_odd_letters_travel_through_a_batch(run, tmp_path: Path):
    rows = [{"id": q, "q": q} for q in ("\x00", "\u202e", "😀", "", "x" * 5000)] + ['{"id": "s", "q": "\\ud800 mål"}']
    ran = run("ask", "--batch", batch(tmp_path, *rows), "--json")
    assert ran.status == 0
    assert len([json.loads(line) for line in ran.out.split("\n") if line]) == len(rows)


# search


def test_search(run, small: Path):
    rows = run("search", "hyresrätter vid pendeltåget", "-k", 3, "--json").json
    assert len(rows) == 3
    assert all(set(row) >= PASSAGE for row in rows)
    assert rows[0]["document"] == "ale.md"
    assert "hyresrätter" in rows[0]["text"]
    assert [r["score"] for r in rows] == sorted((r["score"] for r in rows), reverse=True)
    text = (small / "orsa.txt").read_text("utf-8")
    for row in run("search", "fiskebrygga", "--municipality", "orsa", "--json").json:
        assert row["municipality"] == "Orsa"
        assert text[row["start"] : row["end"]] == row["text"]


def test_search_gives_ten_unless_told(run):
    assert len(run("search", "mål", "--json").json) == 10
    assert "Ale" in run("search", "hyresrätter").out


@pytest.mark.parametrize("k", ["0", "-1", "x", "1.5"])
def test_a_count_that_is_none(run, k: str):
    run("search", "mål", "-k", k, "--json").assert_one_line(2)


# contacts


def test_contacts_are_listed(run):
    rows = run("contacts", "--json").json
    assert len(rows) == 6
    assert all(set(row) >= LISTED for row in rows)
    assert [row["name"] for row in run("contacts", "tranbäck", "--json").json] == ["Ingalill Tranbäck"]
    assert {row["municipality"] for row in run("contacts", "--municipality", "ale", "--json").json} == {"Ale"}


def test_nobody_is_not_found(run):
    ran = run("contacts", "Gösta Berling", "--json")
    assert (ran.status, ran.json) == (1, [])


def test_contacts_as_a_table(run):
    rows = list(csv.DictReader(io.StringIO(run("contacts", "--csv").out)))
    assert set(rows[0]) >= LISTED
    assert "Ingalill Tranbäck" in [row["name"] for row in rows]
    assert "None" not in {value for row in rows for value in row.values()}


def test_no_cell_is_taken_for_a_formula(run, tmp_path: Path):
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "=ale.txt").write_text("Ale kommun\n\nKommunchef\nOla Ek\n+46 8 465 004 61\nola.ek@ale.example\n", "utf-8")
    run("index", texts, index=tmp_path / "i")
    row = run("contacts", "--json", index=tmp_path / "i").json[0]
    assert (row["phone"], row["document"]) == ("+46 8 465 004 61", "=ale.txt")
    rows = list(csv.DictReader(io.StringIO(run("contacts", "--csv", index=tmp_path / "i").out)))
    assert (rows[0]["phone"], rows[0]["document"]) == ("+46 8 465 004 61", "'=ale.txt")
    assert [v for row in rows for v in row.values() if v and v[0] in "=+-@\t\r"] == ["+46 8 465 004 61"]


def test_two_forms_at_once_are_wrong_use(run):
    run("contacts", "--json", "--csv").assert_one_line(2)


# documents, verify, rollback


def test_documents(run):
    rows = run("documents", "--json").json
    assert [row["document"] for row in rows] == ["ale.md", "torslanda.txt", "orsa.txt", "almhult.txt"]
    assert {"document", "municipality", "title", "date", "url", "digest"} <= set(rows[0])
    assert rows[0]["title"] == "Mål och vision för Ale"
    assert len(run("documents").out.splitlines()) == 4


def test_verify_of_a_sound_index(run):
    assert run("verify").status == 0


def test_verify_finds_a_changed_byte(run, own: Path):
    store = max((p for p in own.rglob("*") if p.is_file()), key=lambda p: p.stat().st_size)
    content = bytearray(store.read_bytes())
    content[len(content) // 2] ^= 1
    store.write_bytes(content)
    ran = run("verify", index=own)
    assert ran.status == 3
    assert store.name in ran.err
    assert "maltolk index" in ran.err
    assert "Traceback" not in ran.err


def test_rollback_points_at_the_generation_before(run, own: Path, small: Path, tmp_path: Path):
    first = (own / "current").read_text("ascii")
    texts = Path(shutil.copytree(small, tmp_path / "texts"))
    (texts / "orsa.txt").unlink()
    run("index", texts, index=own)
    assert len(run("documents", "--json", index=own).json) == 3
    assert run("rollback", index=own).status == 0
    assert (own / "current").read_text("ascii") == first
    assert len(run("documents", "--json", index=own).json) == 4
    run("rollback", index=own).assert_one_line(2, "no generation before")


# errors


EVERY = [
    ("ask", "Vilka mål finns?"),
    ("ask", "Vilka mål finns?", "--json"),
    ("chat",),
    ("search", "mål", "--json"),
    ("contacts", "--json"),
    ("documents", "--json"),
    ("verify",),
    ("rollback",),
]


@pytest.mark.parametrize("command", EVERY, ids=" ".join)
def test_a_missing_index_says_how_to_make_one(run, tmp_path: Path, command: tuple[str, ...]):
    run(*command, index=tmp_path / "none").assert_one_line(3, "none", "maltolk index")


@pytest.mark.parametrize("command", EVERY[:-1], ids=" ".join)
@pytest.mark.parametrize("damage", ["pointer", "manifest", "emptied", "gone"])
def test_a_damaged_index_names_the_cure(run, own: Path, command: tuple[str, ...], damage: str):
    generation = own / "generations" / (own / "current").read_text("ascii").strip()
    files = [p for p in generation.iterdir() if p.is_file() and p.name != "manifest.json"]
    if damage == "pointer":
        (own / "current").write_text("nonsense", "utf-8")
    elif damage == "manifest":
        (generation / "manifest.json").write_text("{", "utf-8")
    elif damage == "emptied":
        max(files, key=lambda p: p.stat().st_size).write_bytes(b"")
    else:
        min(files, key=lambda p: p.name).unlink()
    ran = run(*command, index=own)
    assert ran.status == 3
    assert ran.out == ""
    assert "maltolk index" in ran.err.splitlines()[-1]
    assert "Traceback" not in ran.err


def test_an_index_of_another_encoder_is_stale(run, own: Path, monkeypatch: pytest.MonkeyPatch):
    manifest = next(own.rglob("manifest.json"))
    manifest.write_text(manifest.read_text("utf-8").replace("hash-1-", "hash-0-"), "utf-8")
    ran = run("ask", "Vilka mål finns?", "--json", index=own)
    assert ran.status == 3
    assert len(ran.err.splitlines()) == 1
    assert "maltolk index" in ran.err


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("nonsense",),
        ("ask",),
        ("ask", "a", "--batch", "b"),
        ("ask", "a", "--lang", "de"),
        ("search",),
        ("index", "--nonsense"),
        ("eval",),
        ("contacts", "a", "b"),
    ],
    ids=" ".join,
)
def test_wrong_use_is_one_line(run, arguments: tuple[str, ...]):
    run(*arguments).assert_one_line(2, "--help")


def test_eval_measures_a_folder(run, tmp_path: Path):
    rows = ({"id": "a", "title": "", "text": "Badhuset öppnar i maj."}, {"id": "b", "text": "Skolan är stängd."})
    (tmp_path / "corpus.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    (tmp_path / "queries.jsonl").write_text('{"id": "q", "text": "När öppnar badhuset?"}\n', "utf-8")
    (tmp_path / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq\ta\t1\n", "utf-8")
    ran = run("eval", tmp_path, "--json", index=None)
    assert set(ran.json) >= {"ndcg@10", "recall@1", "recall@10", "queries_per_second"}
    assert ran.json["ndcg@10"] == ran.json["recall@1"] == 1.0
    run("eval", tmp_path / "none", "--json", index=None).assert_one_line(2)


def test_an_unknown_model_is_one_line(run, tmp_path: Path, small: Path):
    ran = run("index", small, "--model", str(tmp_path / "no-model"), index=tmp_path / "i")
    assert ran.status == 3
    assert ran.err.splitlines()[-1].startswith("maltolk: ")
    assert "Traceback" not in ran.err


# processes


def test_help_and_version(command):
    assert command("--version").stdout == f"maltolk {__version__}\n"
    told = command("--help")
    assert told.returncode == 0
    names = ("index", "ask", "chat", "search", "contacts", "documents", "verify", "rollback", "eval")
    assert all(name in told.stdout for name in names)


def test_the_installed_script_is_the_same(built: Path):
    script = Path(sys.executable).with_name("maltolk")
    if not script.exists():
        pytest.skip("maltolk is not installed as a script in this environment")
    ran = subprocess.run(
        [script, "--index", built, "documents", "--json"],
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert len(json.loads(ran.stdout)) == 4


def test_an_error_of_a_process(command, tmp_path: Path):
    ran = command("--index", tmp_path / "none", "ask", "mål", "--json")
    assert (ran.returncode, ran.stdout) == (3, "")
    assert len(ran.stderr.splitlines()) == 1


def test_chat_ends_with_its_input(command, built: Path):
    for stdin, answers in (("", 0), ("\n", 0), ("Vilka mål har Orsa?\nOch i Ale?\n", 1)):
        ran = command("--index", built, "chat", stdin=stdin)
        assert ran.returncode == 0, ran.stderr
        assert ran.stderr == ""
        assert ran.stdout.count("Strandpromenaden ska gå att rulla längs") == answers


def test_whoever_reads_may_stop_reading(built: Path):
    """As in ``maltolk contacts | head -1``: no traceback, no complaint."""
    code = "import sys; from maltolk.cli import main; sys.exit(main())"
    lines = "\n".join(json.dumps({"id": n, "q": "Vilka åtgärder har Orsa?"}) for n in range(60))
    process = subprocess.Popen(
        [sys.executable, "-c", code, "--index", str(built), "ask", "--batch", "-", "--json"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdin.write(lines.encode())
    process.stdin.close()
    process.stdout.close()
    error = process.stderr.read()
    process.stderr.close()
    assert process.wait(60) == 0
    assert error == b""


def test_a_terminal_of_another_encoding_gets_an_answer(command, built: Path):
    ran = command("--index", built, "ask", "Vilka mål har Ale?", PYTHONIOENCODING="ascii", LC_ALL="C")
    assert ran.returncode == 0, ran.stderr
    assert "Grannar ska kunna lita på varandra" in ran.stdout


def test_a_folder_without_texts_leaves_the_index_as_it_was(small, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("MALTOLK_MODEL", "hash")
    index = str(tmp_path / "index")
    assert main(["--index", index, "index", str(small)]) == 0
    (tmp_path / "empty").mkdir()
    assert main(["--index", index, "index", str(tmp_path / "empty")]) == 2
    assert "stays as it was" in capsys.readouterr().err
    assert main(["--index", index, "documents"]) == 0


def test_a_text_altered_behind_the_index_is_not_quoted(small, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("MALTOLK_MODEL", "hash")
    index = tmp_path / "index"
    assert main(["--index", str(index), "index", str(small)]) == 0
    assert main(["--index", str(index), "ask", "När antogs handlingsplanen i Orsa?"]) == 0
    (store,) = index.glob("generations/*/*.sqlite")
    store.chmod(0o644)
    with contextlib.closing(sqlite3.connect(store)) as connection, connection:
        connection.execute("UPDATE documents SET text = replace(text, '3 juni 2019', '4 juli 2021')")
    capsys.readouterr()
    assert main(["--index", str(index), "ask", "När antogs handlingsplanen i Orsa?", "--json"]) != 0
    assert "2021" not in capsys.readouterr().out
