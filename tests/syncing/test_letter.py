"""The letter says what changed in the texts, the contacts and the answers."""

import json
import shutil
from pathlib import Path

from maltolk.settings import QUESTIONS, Settings
from maltolk.syncing.letter import MOST, letter_of
from maltolk.syncing.outcome import Failure, Fault, SourceOutcome, SyncOutcome
from maltolk.syncing.sources_file import Folder, Plan
from maltolk.syncing.synchronise import synchronise


def test_what_changed_in_texts_contacts_and_answers(settings: Settings, small: Path, tmp_path: Path):
    shutil.copytree(small, tmp_path / "delat")
    question = {"q": "När antogs handlingsplanen i Orsa?"}
    (tmp_path / QUESTIONS).write_text(json.dumps(question, ensure_ascii=False), "utf-8")
    plan = Plan(folders=(Folder("delat", tmp_path / "delat"),))
    synchronise(plan, settings)
    text = tmp_path / "delat" / "orsa.txt"
    written = text.read_text("utf-8").replace("den 3 juni 2019", "den 4 juli 2020")
    text.write_text(f"{written}\n\nKontakt\nKim Ekström\nMiljöstrateg\n0250-55 21 00\nkim.ekstrom@orsa.se\n", "utf-8")
    outcome = synchronise(plan, settings)
    swedish, english = letter_of(outcome, "sv"), letter_of(outcome, "en")
    assert swedish.subject == "måltolk: 0 nya, 1 ändrade, 0 borttagna texter"
    assert english.subject == "måltolk: 0 new, 1 changed, 0 removed texts"
    assert "  ändrad: delat/orsa.txt" in swedish.body
    assert "Indexet: 0 nya, 1 ändrade, 0 borttagna dokument" in swedish.body
    assert "Kontakter: 1 nya, 0 ändrade, 0 borttagna" in swedish.body
    assert "1 av 1 sparade frågor besvaras på ett annat sätt:\n  När antogs handlingsplanen i Orsa?" in swedish.body
    assert "1 of 1 saved questions are answered differently" in english.body


def test_a_long_report_stays_readable():
    paths = tuple(f"lund/{number}.html" for number in range(MOST + 5))
    failures = tuple(Failure(path, Fault.SLOW) for path in paths)
    outcome = SyncOutcome((SourceOutcome("lund", created=paths, failures=failures),), None, "the disk is full")
    body = letter_of(outcome, "sv").body
    assert body.count("ny: lund/") == MOST
    assert body.count("svaret tog för lång tid") == MOST
    assert body.count("… och 5 till") == 2
    assert "Indexet är som det var: the disk is full" in body


def test_every_fault_has_its_sentence_in_both_languages():
    for fault in Fault:
        swedish, english = (Failure("x", fault, "7").told(language) for language in ("sv", "en"))
        assert swedish != english
        assert "{" not in swedish + english
