"""Question, title and units as tokens: each unit behind its mark, none without one, all within the limit."""

from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from maltolk.answering.reader.onnx_reader import places_of
from maltolk.answering.reader.tokenizing import QUESTION_TOKENS, TITLE_TOKENS, Pieces, assemble, head_of


def by_word(texts: Sequence[str]) -> list[list[int]]:
    return [[100 + len(word) for word in text.split()] for text in texts]


PIECES = Pieces(begin=0, end=2, padding=1, mark=9, tokenize=by_word)


def test_a_question_is_cut_at_its_beginning_and_a_title_in_its_middle():
    head = head_of(PIECES, list(range(200, 400)), list(range(400, 600)))
    assert head[1 : 1 + QUESTION_TOKENS] == list(range(400 - QUESTION_TOKENS, 400))
    title = head[2 + QUESTION_TOKENS : -1]
    assert len(title) == TITLE_TOKENS
    assert (title[0], title[-1]) == (400, 599)
    assert head[0] == 0
    assert head[-1] == 2


@given(st.lists(st.lists(st.integers(10, 50), max_size=30), min_size=1, max_size=20), st.integers(60, 200))
def test_every_unit_keeps_its_mark_and_its_number(units: list[list[int]], most: int):
    seen = assemble(PIECES, [0, 7, 2, 2], units, most)
    assert len(seen.tokens) == len(seen.units) <= most
    assert sorted(set(seen.units)) == list(range(len(units) + 1))
    marks, means = places_of(seen)
    assert marks.shape == means.shape == (len(units), len(seen.tokens))
    assert (marks.sum(axis=1) == 1).all()
    assert [seen.tokens[place] for place in marks.argmax(axis=1)] == [9] * len(units)
    sums = means.sum(axis=1)
    assert np.all(np.isclose(sums, 1) | (sums == 0))
    assert not (marks * means).any()


def test_without_units_there_are_no_places():
    assert places_of(assemble(PIECES, [0, 2], []))[0].shape == (0, 3)
