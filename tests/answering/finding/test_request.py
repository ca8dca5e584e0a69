"""What every step is given: names in Swedish order, and searches made once."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from maltolk.answering.answer import Answerer
from maltolk.answering.composing.rendering import Rendering
from maltolk.answering.composing.stored import Stored
from maltolk.answering.finding import request as module
from maltolk.answering.finding.request import names_of
from maltolk.answering.reader.word_reader import WordReader
from maltolk.indexing.build import build
from maltolk.indexing.encoders.hash_encoder import HashEncoder
from maltolk.indexing.index import Index
from maltolk.model import UNKNOWN_MUNICIPALITY, Document, Series


def written(names: Series, language: str) -> str | None:
    everywhere = Stored(lambda _: None, lambda _: None, lambda _: None, lambda _: True)
    return Rendering(everywhere).text(names, language)


def test_names_stand_in_swedish_order_each_once():
    names = ["Östersund", "Åre", "Ale", "Älmhult", "Orsa", "Ale", UNKNOWN_MUNICIPALITY]
    assert written(names_of(names, "sv"), "sv") == "Ale, Orsa, Åre, Älmhult och Östersund"
    assert written(names_of(["Ale", "Åre"], "en"), "en") == "Ale and Åre"
    assert written(names_of([], "sv"), "sv") == ""


def test_many_names_are_cut():
    told = names_of([f"{letter}by" for letter in "ABCDEFGHIJ"], "sv", most=3)
    assert written(told, "sv") == "Aby, Bby, Cby och …"


def test_a_search_is_made_once_for_all_steps(quick_answerer: Answerer, monkeypatch: pytest.MonkeyPatch):
    made: list[str] = []
    real = module.retrieve

    def counted(index, text: str, vector: np.ndarray, *rest):
        made.append(text)
        return real(index, text, vector, *rest)

    monkeypatch.setattr(module, "retrieve", counted)
    quick_answerer.ask("Vem är hertig över skogarna i Ale?")  # asked nowhere else, so remembered from nowhere
    assert len(made) == len(set(made)) == 1


@pytest.mark.parametrize(("question", "holds"), [("Vilka fem löften har nämnden?", True), ("Vad vill nämnden?", False)])
def test_the_list_that_is_asked_for_is_read_whatever_search_finds(
    tmp_path: Path,
    read_text: Callable[[str, str], Document],
    monkeypatch: pytest.MonkeyPatch,
    question: str,
    holds: bool,
):
    said = "Nämnden arbetar med vägar, vatten och skolor varje dag. " * 12
    body = "".join(f"## Del {part}\n\n{said}\n\n" for part in range(12))
    promises = "".join(f"- Rent vatten {place}\n" for place in range(5))
    document = read_text(f"# Plan för Ale\n\n{body}## Löften\n\nNämnden har fem löften:\n\n{promises}", "ale.md")
    build(tmp_path, [document], (), HashEncoder(32))
    real, end = module.retrieve, document.text.index("## Löften")
    # As if search had found everything else.
    monkeypatch.setattr(module, "retrieve", lambda *given: [c for c in real(*given) if c.passage.span.start < end])
    with closing(Index.open(tmp_path, HashEncoder(32))) as index:
        trace = Answerer(index, HashEncoder(32), WordReader()).ask(question, trace=True).trace
    assert trace is not None
    read = [document.text[place.start : place.end] for place in trace.read]
    assert any("Rent vatten 0" in each for each in read) is holds
