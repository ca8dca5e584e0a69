"""Collections: each has the texts that its questions are on."""

import json
from pathlib import Path

import pytest

from collection_index import text_files

COLLECTIONS = Path(__file__).parents[2] / "training_data" / "collections"


@pytest.mark.parametrize("name", sorted(each.name for each in COLLECTIONS.iterdir() if each.is_dir()))
def test_each_text_that_answers_is_there(name: str):
    files = text_files(COLLECTIONS / name)
    rows = [json.loads(line) for line in (COLLECTIONS / name / "questions.jsonl").read_text("utf-8").splitlines()]
    wanted = {support["text"] for row in rows for support in row["support"]}
    assert wanted
    assert wanted <= set(files)
    assert all(file.is_file() for file in files.values())
