"""What a question is for, learned from a few utterances with an encoder that counts words."""

import json
from pathlib import Path

import numpy as np
import pytest

from maltolk.answering.retrieval.intent import Intent, IntentHead
from maltolk.errors import UsageError
from maltolk.indexing.encoders.hash_encoder import HashEncoder
from maltolk.training import __main__ as command
from maltolk.training import intents

NUMBERS = range(40)
TEXT = "Miljöplan för Ale\n\nBussarna ska gå på el.\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Opinions and orders by turns in runs of eight, since neighbours stay on one side of the split."""
    opinions = [("opinion", f"Tycker du att parti nummer {n} har rätt?") for n in NUMBERS]
    orders = [("order", f"Skriv ett brev om skola nummer {n} åt mig.") for n in NUMBERS]
    rows = [
        row for place in range(0, len(NUMBERS), 8) for each in (opinions, orders) for row in each[place : place + 8]
    ]
    lines = [json.dumps({"label": label, "text": text}, ensure_ascii=False) for label, text in rows]
    (tmp_path / "intents.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return tmp_path / "intents.jsonl"


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    (tmp_path / "texts").mkdir()
    rows = []
    for n in NUMBERS:
        (tmp_path / "texts" / f"i-{n}.txt").write_text(TEXT, encoding="utf-8")
        row = {"id": f"a{n}", "text": f"i-{n}", "q": "Hur drivs bussarna i Ale?", "lang": "sv", "kind": "everyday"}
        rows.append(json.dumps(row | {"support": ["Bussarna ska gå på el."]}, ensure_ascii=False))
    (tmp_path / "questions-a.jsonl").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return tmp_path


def test_a_head_tells_what_questions_it_has_not_seen_are_for(file: Path, questions: Path, tmp_path: Path):
    encoder, out = HashEncoder(), tmp_path / "head.npz"
    told = intents.train_intents(file, [questions], encoder, out)
    with np.load(out) as saved:
        head = IntentHead(*(saved[name] for name in ("inner", "inner_bias", "outer", "outer_bias")))

    def meant(text: str) -> Intent:
        likely = head.probabilities(encoder.embed_queries([text])[0])
        return max(likely, key=likely.__getitem__)

    assert meant("Tycker du att skolan har rätt?") is Intent.OPINION
    assert meant("Skriv ett brev om parti åt mig.") is Intent.ORDER
    assert meant("Hur drivs bussarna i Ale?") is Intent.TEXTS
    of_opinions = next(line.split() for line in told.splitlines() if line.startswith("opinion"))
    assert float(of_opinions[1]) > 0.8, "nearly all of the opinions held out are told at one half"
    assert int(of_opinions[-1]) % 8 == 0, "runs of eight are held out whole"


def test_utterances_that_cannot_be_read_are_told(tmp_path: Path):
    unknown = tmp_path / "intents.jsonl"
    unknown.write_text('{"label": "weather", "text": "Regnar det?"}\n', encoding="utf-8")
    for wrong in (unknown, tmp_path / "none.jsonl"):
        with pytest.raises(UsageError, match=wrong.name):
            intents.read_utterances(wrong, HashEncoder())


def test_a_stage_that_cannot_begin_says_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    given = ["municipal", "--data", str(tmp_path), "--runs", str(tmp_path), "--questions", str(tmp_path)]
    assert command.main([*given, "--weights", "one", "--weights", "two"]) == UsageError.exit_status
    assert "name one" in capsys.readouterr().err
