"""The lists of words that the answering room keeps as data are well formed."""

import json
import tomllib
from importlib.resources import files
from itertools import chain
from pathlib import Path

import pytest

from maltolk.answering.understanding.tokens import word_lists

FOLDERS = [
    files("maltolk.answering"),
    files("maltolk.answering.understanding"),
    files("maltolk.answering.retrieval"),
    files("maltolk.swedish"),
]
TABLES = {f.name: f for folder in FOLDERS for f in folder.joinpath("data").iterdir() if f.name.endswith(".toml")}
CUES = tomllib.loads(TABLES["cues.toml"].read_text("utf-8"))
EXAMPLES = Path(__file__).parents[2] / "training_data" / "intents.jsonl"
PROBES = tomllib.loads(TABLES["probes.toml"].read_text("utf-8"))


@pytest.mark.parametrize("name", sorted(TABLES))
def test_every_table_is_toml_and_not_empty(name: str):
    assert tomllib.loads(TABLES[name].read_text("utf-8"))


def test_cues_are_folded_words_each_once_in_its_list():
    for group, names in CUES.items():
        for name, phrases in names.items():
            assert len(set(phrases)) == len(phrases), (group, name)
            for phrase in phrases:
                assert phrase == " ".join(phrase.casefold().split()), (group, name, phrase)
                assert phrase, (group, name)
                # A star stands at a word's end, behind letters enough to mean something.
                assert all("*" not in word[:-1] and len(word) > 3 for word in phrase.split() if "*" in word), phrase


def test_no_word_means_two_fields():
    fields = list(chain.from_iterable(CUES["fields"].values()))
    assert len(set(fields)) == len(fields)


def test_word_lists_are_folded():
    for group in ("light", "kinds"):
        for name, words in word_lists()[group].items():
            assert words == words.casefold(), (group, name)


def test_no_example_is_of_two_intents():
    rows = [json.loads(line) for line in EXAMPLES.read_text("utf-8").splitlines()]
    assert len({row["text"].casefold() for row in rows}) == len(rows)
