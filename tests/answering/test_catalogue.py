"""What maltolk says of its own accord: both languages of every sentence, with the same gaps to fill."""

import string
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

from maltolk.answering.catalogue import enumerate_names, sentence, sentences_of

SENTENCES = tomllib.loads(files("maltolk.answering").joinpath("data/catalogue.toml").read_text("utf-8"))


def gaps(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


@pytest.mark.parametrize("key", SENTENCES)
def test_both_languages_with_the_same_gaps(key: str):
    assert set(SENTENCES[key]) >= {"sv", "en"}
    assert SENTENCES[key]["sv"].strip()
    assert SENTENCES[key]["en"].strip()
    assert gaps(SENTENCES[key]["sv"]) == gaps(SENTENCES[key]["en"])
    assert SENTENCES[key]["sv"].count("|") == SENTENCES[key]["en"].count("|")


@pytest.mark.parametrize("key", SENTENCES)
def test_a_fixed_sentence_cites_nothing(key: str):
    assert "[" not in SENTENCES[key]["sv"] + SENTENCES[key]["en"]


def test_gaps_are_filled_and_other_languages_get_english():
    assert sentence("list_lead", "sv", count=3) == "Texten räknar upp 3:"
    assert sentence("list_lead", "en", count=3) == sentence("list_lead", "pl", count=3) == "The text lists 3:"


def test_a_third_language_may_begin_with_some_sentences(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "some_room" / "data").mkdir(parents=True)
    (tmp_path / "some_room" / "__init__.py").touch()
    written = '[ask]\nsv = "Fråga"\nen = "Ask"\nfi = "Kysy"\n[stop]\nsv = "Avbryt"\nen = "Stop"\n'
    (tmp_path / "some_room" / "data" / "catalogue.toml").write_text(written, "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert sentences_of("some_room", "fi") == {"ask": "Kysy", "stop": "Stop"}
    assert sentences_of("some_room", "sv")["stop"] == "Avbryt"


def test_a_missing_value_is_an_error():
    with pytest.raises(KeyError):
        sentence("list_lead", "sv")


def test_one_and_many():
    assert sentence("coverage_counts", "sv", n=1) == "en text"
    assert sentence("coverage_counts", "sv", n=5) == "5 texter"
    assert sentence("coverage_counts", "en", n=0) == "0 texts"


@pytest.mark.parametrize(
    ("names", "text"), [([], ""), (["Ale"], "Ale"), (["Ale", "Orsa"], "Ale och Orsa"), (["a", "b", "c"], "a, b och c")]
)
def test_names_as_running_text(names: list[str], text: str):
    assert enumerate_names(names, "sv") == text
    assert enumerate_names(names, "en") == text.replace("och", "and")
