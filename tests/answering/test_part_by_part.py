"""An overview is made of answers to what it is about; what is covered is told of all texts, and not endlessly."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from maltolk.answering.answer import Answerer
from maltolk.answering.reader.word_reader import WordReader
from maltolk.answering.retrieval.intent import Intent
from maltolk.answering.turn_memory import TurnMemory
from maltolk.indexing.build import build
from maltolk.indexing.encoders.hash_encoder import HashEncoder
from maltolk.indexing.index import Index
from maltolk.model import Document, Status


@pytest.fixture
def intended(monkeypatch: pytest.MonkeyPatch) -> Callable[[Intent], None]:
    """Makes every question one of that intent."""

    def make(intent: Intent) -> None:
        def told(_vector: NDArray[np.float32], _encoder: str) -> dict[Intent, float]:
            return {each: float(each is intent) for each in Intent}

        monkeypatch.setattr("maltolk.answering.finding.request.intents_of", told)

    return make


def test_an_overview_tells_the_vision_and_the_goals(quick_answerer: Answerer, intended: Callable[[Intent], None]):
    intended(Intent.OVERVIEW)
    answer = quick_answerer.ask("vad är på gång i ale?", trace=True)
    assert answer.status is Status.ANSWERED
    vision, goals = quick_answerer.ask("Vad är visionen för Ale?"), quick_answerer.ask("Vilka mål har Ale?")
    shown = {citation.quote.text for citation in answer.citations}
    assert shown == {c.quote.text for each in (vision, goals) for c in each.citations}
    assert answer.trace is not None
    assert {each.kind.split(": ")[0] for each in answer.trace.weighed} == {"vision", "goals"}
    said = [line.text for line in answer.sections[0].lines]
    assert said[0] == "Vision:"
    assert "Mål:" in said


def test_an_overview_says_of_what_the_texts_say_nothing_sure(
    tmp_path: Path, read_text: Callable[[str, str], Document], intended: Callable[[Intent], None]
):
    text = "---\nmunicipality: Ale\ntitle: Vision\n---\n# Vision\n\nVår vision lyder: Ale, nära allt.\n"
    build(tmp_path, [read_text(text, "ale.md")], (), HashEncoder(32))
    intended(Intent.OVERVIEW)
    with closing(Index.open(tmp_path, HashEncoder(32))) as index:
        said = Answerer(index, HashEncoder(32), WordReader()).ask("Berätta om Ale").text.split("\n")
    assert said[0] == "Vision:"
    assert said[1:] == ["Vision [1]", "Vår vision lyder: Ale, nära allt. [2]", "Mål: texterna säger inget säkert."]


def test_what_a_text_tells_by_its_form_goes_before_an_overview_that_is_only_supposed(
    quick_answerer: Answerer, intended: Callable[[Intent], None]
):
    intended(Intent.OVERVIEW)
    said = quick_answerer.ask("Vad är visionen för Ale?").text
    assert said == quick_answerer.ask("Hur lyder visionen för Ale?").text
    assert "Mål:" not in said


def test_the_wording_alone_asks_for_one_too(quick_answerer: Answerer):
    assert len(quick_answerer.ask("Berätta om Ale").citations) > 8
    assert len(quick_answerer.ask("Berätta om hyresrätter i Ale").citations) < 8


def test_one_of_several_municipalities_or_none_is_no_overview(
    quick_answerer: Answerer, intended: Callable[[Intent], None]
):
    intended(Intent.OVERVIEW)
    trace = quick_answerer.ask("vad är på gång?", trace=True).trace
    assert trace is not None
    assert not any(each.kind.startswith("vision: ") for each in trace.weighed)


def test_a_question_for_one_thing_is_no_overview(quick_answerer: Answerer, intended: Callable[[Intent], None]):
    intended(Intent.OVERVIEW)
    assert [c.name for c in quick_answerer.ask("Vem är kommunikationschef i Ale?").contacts] == ["Maja Ek"]
    assert len(quick_answerer.ask("Vilka mål har Ale?").citations) == 8


def test_what_is_covered_has_earlier_editions_and_an_end(
    tmp_path: Path, read_text: Callable[[str, str], Document], intended: Callable[[Intent], None]
):
    head = "---\nmunicipality: {}\ntitle: {}\n---\n"
    plan = "Planen gäller {}.\n\nUtsläppen ska minska.\n"
    names = ["Ale", "Boden", "Eda", "Flen", "Habo", "Hjo", "Kil", "Kiruna", "Laxå", "Lund", "Mora", "Munkedal", "Nora"]
    texts = {f"{name}.md": head.format(name, "Vision") + "Vi ska vara stolta.\n" for name in names}
    texts |= {
        f"{years[:4]}.md": head.format("Ale", f"Klimatplan {years}") + plan.format(years)
        for years in ("2019–2022", "2023–2026")
    }
    build(tmp_path, [read_text(text, path) for path, text in texts.items()], (), HashEncoder(32))
    intended(Intent.COVERAGE)
    with closing(Index.open(tmp_path, HashEncoder(32))) as index:
        answerer = Answerer(index, HashEncoder(32), WordReader())
        text = answerer.ask("vad kan du?").text
        assert text.startswith("Jag svarar ur 15 texter:")
        assert "Klimatplan 2019–2022" in text
        assert "Munkedal" in text
        assert "Nora" not in text
        assert text.endswith("och en text från fler kommuner och regioner")
        assert "2019–2022" in answerer.ask("vilka papper har du om Ale?").text
        assert "fler kommuner" not in answerer.ask("vilka papper har du om Ale?").text


def test_a_part_that_the_one_before_has_told_is_not_begun(quick_answerer: Answerer, monkeypatch: pytest.MonkeyPatch):
    asked = "Vilka mål har {}?"
    answerer = replace(quick_answerer, memory=TurnMemory())  # which may have been asked the same before
    monkeypatch.setattr("maltolk.answering.finding.overview_parts._PARTS", {"vision": asked, "goals": asked})
    said = [line.text for line in answerer.ask("Berätta om Ale").sections[0].lines]
    assert said[0] == "Vision:"
    assert "Mål:" not in said
