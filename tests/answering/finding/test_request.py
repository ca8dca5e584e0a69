"""What every step is given: names in Swedish order, and searches made once."""

import numpy as np
import pytest

from maltolk.answering.answer import Answerer
from maltolk.answering.composing.rendering import Rendering
from maltolk.answering.composing.stored import Stored
from maltolk.answering.finding import request as module
from maltolk.answering.finding.request import names_of
from maltolk.model import UNKNOWN_MUNICIPALITY, Series


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
