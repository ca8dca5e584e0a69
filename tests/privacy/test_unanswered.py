"""Questions without an answer: masked, counted by day, bounded, and gone when their time is up."""

import sqlite3
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from maltolk.privacy import unanswered as module
from maltolk.privacy.unanswered import MAX_LENGTH, Unanswered

TODAY = date(2026, 11, 28)


@pytest.fixture
def kept(tmp_path: Path) -> Unanswered:
    return Unanswered(tmp_path / "kept" / "unanswered.sqlite", 30)


def asked(kept: Unanswered, today: date = TODAY) -> list[tuple[str, int]]:
    return [(row.question, row.times) for row in kept.questions(today)]


def test_a_question_is_masked_before_it_is_kept(kept: Unanswered):
    kept.add("Jag heter Anna Andersson, 850412-1234, när byggs badhuset?", "Lund", "sv", TODAY)
    (row,) = kept.questions(TODAY)
    assert row.question == "Jag heter [namn], [personnummer], när byggs badhuset?"
    assert (row.municipality, row.language, row.times, row.first, row.last) == ("Lund", "sv", 1, *["2026-11-28"] * 2)
    assert b"Andersson" not in kept.file.read_bytes()


def test_the_same_question_is_counted(kept: Unanswered):
    for text in ("När byggs badhuset?", "när byggs  badhuset", "NÄR BYGGS BADHUSET??"):
        kept.add(text, None, "sv", TODAY)
    kept.add("När byggs badhuset?", None, "sv", TODAY - timedelta(days=3))
    kept.add("När byggs hamnen?", None, "sv", TODAY)
    assert asked(kept) == [("När byggs badhuset?", 4), ("När byggs hamnen?", 1)]


def test_nothing_tells_the_order_or_the_time(kept: Unanswered):
    texts = [f"Fråga om sak {letter}?" for letter in "hgfedcba"]
    for text in texts:
        kept.add(text, None, "sv", TODAY)
    store = sqlite3.connect(kept.file)
    rows = [row[0] for row in store.execute("SELECT question FROM questions")]
    assert sorted(rows) == sorted(texts)
    assert rows != texts
    columns = {row[1] for table in ("questions", "days") for row in store.execute(f"PRAGMA table_info({table})")}
    assert columns == {"key", "question", "municipality", "language", "day", "times"}
    with pytest.raises(sqlite3.OperationalError):
        store.execute("SELECT rowid FROM questions")
    store.close()


def test_what_is_old_or_dated_ahead_goes(kept: Unanswered):
    for days in (0, 29, 30, -1):
        kept.add(f"Fråga {'abcd'[days % 4]}{days}?", None, "sv", TODAY - timedelta(days=days))
    assert len(asked(kept)) == 2
    assert kept.delete_old(TODAY) == 2
    assert len(asked(kept)) == 2
    assert kept.delete_old(TODAY + timedelta(days=60)) == 2
    assert b"Fr\xc3\xa5ga" not in kept.file.read_bytes()


def test_one_or_all_can_be_deleted_and_are_overwritten(kept: Unanswered):
    kept.add("Var ligger zebraparken?", None, "sv", TODAY)
    kept.add("Var ligger hamnen?", None, "sv", TODAY)
    key = next(row.key for row in kept.questions(TODAY) if "zebra" in row.question)
    assert kept.delete(key) == 1
    assert b"zebra" not in kept.file.read_bytes()
    assert kept.delete() == 1
    assert asked(kept) == []
    assert b"hamnen" not in kept.file.read_bytes()


def test_it_is_bounded(kept: Unanswered, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "MAX_QUESTIONS", 3)
    for letter in "abcde":
        kept.add(f"Fråga om {letter}?", None, "sv", TODAY)
    kept.add("Fråga om a?", None, "sv", TODAY)
    assert asked(kept)[0] == ("Fråga om a?", 2)
    assert len(asked(kept)) == 3


def test_a_long_question_is_cut_between_words_and_masks(kept: Unanswered):
    kept.add("ord " * 70 + "Anna Andersson " * 30 + "850412-12" * 100, None, "sv", TODAY)
    (row,) = kept.questions(TODAY)
    assert len(row.question) <= MAX_LENGTH + 2
    assert row.question.count("[") == row.question.count("]")
    assert "850412" not in row.question
    assert "Anders" not in row.question


@pytest.mark.parametrize("text", ["", "  ", "?!", "\x00", "\ud800", "12"])
def test_what_is_no_question_is_not_kept(kept: Unanswered, text: str):
    kept.add(text, None, "sv", TODAY)
    assert asked(kept) == []


_ADD_MANY = """
import sys
from datetime import date
from pathlib import Path
from maltolk.privacy.unanswered import Unanswered
for each in range(20):
    kept = Unanswered(Path(sys.argv[1]), 30)
    kept.add(f"Gemensam fråga {'abcd'[each % 4]}?", None, "sv", date(2026, 11, 28))
    kept.add(f"Egen fråga {sys.argv[2]}?", None, "sv", date(2026, 11, 28))
"""


def test_several_processes_lose_nothing(kept: Unanswered):
    workers = [subprocess.Popen([sys.executable, "-c", _ADD_MANY, kept.file, letter]) for letter in "xyz"]
    assert [worker.wait() for worker in workers] == [0, 0, 0]
    assert sum(times for _, times in asked(kept)) == 3 * 40
    assert len(asked(kept)) == 7


def test_a_damaged_file_costs_no_answer(kept: Unanswered, caplog: pytest.LogCaptureFixture):
    kept.file.parent.mkdir()
    kept.file.write_bytes(b"no database at all" * 100)
    kept.add("Var är hemlighuset?", None, "sv", TODAY)
    assert "not kept" in caplog.text
    assert "hemlighuset" not in caplog.text


def test_only_the_owner_may_read_it(kept: Unanswered):
    kept.add("Var ligger hamnen?", None, "sv", TODAY)
    assert kept.file.stat().st_mode & 0o077 == 0


def test_a_folder_takes_a_file_of_its_own(tmp_path: Path):
    Unanswered(tmp_path, 30).add("Var ligger hamnen?", None, "sv", TODAY)
    assert [file.name for file in tmp_path.iterdir()] == ["unanswered.sqlite"]
