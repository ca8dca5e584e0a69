"""What every step is given: names in Swedish order, and searches made once."""

import numpy as np
import pytest

from maltolk.answering.answer import Answerer
from maltolk.answering.finding import request as module
from maltolk.answering.finding.request import names_of
from maltolk.model import UNKNOWN_MUNICIPALITY


def test_names_stand_in_swedish_order_each_once():
    names = ["Östersund", "Åre", "Ale", "Älmhult", "Orsa", "Ale", UNKNOWN_MUNICIPALITY]
    assert names_of(names, "sv") == "Ale, Orsa, Åre, Älmhult och Östersund"
    assert names_of(["Åre"], "en") == "Åre"
    assert names_of([], "sv") == ""


def test_many_names_are_cut():
    told = names_of([f"{letter}by" for letter in "ABCDEFGHIJ"], "sv", most=3)
    assert told == "Aby, Bby, Cby och …"


def test_a_search_is_made_once_for_all_steps(quick_answerer: Answerer, monkeypatch: pytest.MonkeyPatch):
    made: list[str] = []
    real = module.retrieve

    def counted(index, text: str, vector: np.ndarray, *rest):
        made.append(text)
        return real(index, text, vector, *rest)

    monkeypatch.setattr(module, "retrieve", counted)
    quick_answerer.ask("Vem är borgmästare i Ale?")
    assert len(made) == len(set(made)) == 1
