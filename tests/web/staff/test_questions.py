"""Saved questions: edited as lines, kept as rows."""

import json
from pathlib import Path

import pytest

from maltolk.batch import read_questions
from maltolk.errors import UsageError
from maltolk.settings import QUESTIONS, Settings
from maltolk.web.staff.questions import MAX_QUESTIONS, SavedQuestions

ROWS = (
    '{"id": "mål", "q": "Vilka mål har Ale?", "note": [1, 2]}',
    '{"q":"Och när?","history":["Vilka åtgärder har Orsa?"],"id":7}',
    '{"q": "Vilka mål har Ale?", "id": "en gång till"}',
)


@pytest.fixture
def saved(tmp_path: Path) -> SavedQuestions:
    file = tmp_path / "frågor.jsonl"
    file.write_text("\n".join(ROWS) + "\n\n", "utf-8")
    return SavedQuestions(Settings(tmp_path / "index", tmp_path, questions=file))


def test_they_are_shown_one_a_line(saved: SavedQuestions):
    assert saved.lines() == ("Vilka mål har Ale?", "Och när?", "Vilka mål har Ale?")


def test_lines_that_stay_keep_their_rows_as_they_are(saved: SavedQuestions):
    written = "Och när?\n\n  Ny   fråga?  \nVilka mål har Ale?\n"
    assert saved.save(written, saved.version()) == 3
    rows = saved.file.read_text("utf-8").splitlines()
    assert rows == [ROWS[1], '{"q": "Ny fråga?"}', ROWS[0]]
    assert [q.id for q in read_questions(str(saved.file))] == [7, None, "mål"]


def test_saving_what_is_shown_changes_no_row(saved: SavedQuestions):
    saved.save("\n".join(saved.lines()), saved.version())
    assert saved.file.read_text("utf-8").splitlines() == list(ROWS)


def test_a_file_that_somebody_else_changed_is_left_alone(saved: SavedQuestions):
    version = saved.version()
    saved.file.write_text(ROWS[0] + "\n", "utf-8")
    assert saved.save("Annat?", version) is None
    assert saved.file.read_text("utf-8") == ROWS[0] + "\n"


def test_a_broken_file_is_said_and_not_overwritten(saved: SavedQuestions):
    saved.file.write_text("{trasig\n", "utf-8")
    with pytest.raises(UsageError, match="line 1"):
        saved.lines()
    with pytest.raises(UsageError, match="line 1"):
        saved.save("Ny?", saved.version())
    assert saved.file.read_text("utf-8") == "{trasig\n"


def test_the_first_questions_make_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    saved = SavedQuestions(Settings(tmp_path / "index", tmp_path))
    assert (saved.lines(), saved.version()) == ((), "")
    assert saved.save('Vad är "mål"?', "") == 1
    assert json.loads((tmp_path / QUESTIONS).read_text("utf-8")) == {"q": 'Vad är "mål"?'}


def test_no_more_than_a_bounded_number_are_kept(saved: SavedQuestions):
    assert saved.save("\n".join(f"Fråga {n}?" for n in range(MAX_QUESTIONS + 5)), saved.version()) == MAX_QUESTIONS
    assert saved.save("", saved.version()) == 0
    assert saved.lines() == ()
