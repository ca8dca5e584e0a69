"""Judgements of answers: taken from our own pages alone, one line each, and only where a file is set."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from maltolk.settings import Settings
from maltolk.web import feedback

JUDGEMENT = {"verdict": "up", "question": "Vilka mål har Lund?", "answer": "Nio.", "word": "tydligt"}


def client(file: Path | None) -> TestClient:
    settings = replace(Settings.from_environment({}), feedback=file)
    application = FastAPI()
    application.include_router(feedback.router(settings, "sv"))
    return TestClient(application, base_url="http://maltolk.example")


def test_a_judgement_from_our_own_page_is_one_line(tmp_path: Path):
    file = tmp_path / "judgements.jsonl"
    sent = client(file).post("/omdome", data=JUDGEMENT, headers={"origin": "http://maltolk.example"})
    assert sent.status_code == 200
    (line,) = file.read_text("utf-8").splitlines()
    kept = json.loads(line)
    assert {name: kept[name] for name in JUDGEMENT} == JUDGEMENT
    assert kept.keys() - JUDGEMENT.keys() == {"day", "language"}


@pytest.mark.parametrize("headers", [{"origin": "http://evil.example"}, {"origin": "null"}, {}])
def test_from_elsewhere_nothing_is_kept(tmp_path: Path, headers: dict[str, str]):
    file = tmp_path / "judgements.jsonl"
    assert client(file).post("/omdome", data=JUDGEMENT, headers=headers).status_code == 403
    assert not file.exists()


def test_without_a_file_there_is_no_such_address():
    assert client(None).post("/omdome", data=JUDGEMENT).status_code == 404
