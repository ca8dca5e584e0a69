"""What is shown of what was read: the best unit and those that belong with it, of one text."""

from maltolk.answering.finding.proposing.read_units import MAX_UNITS, chosen_of, marked, signs_of
from maltolk.answering.reader.reading_model import Reading
from maltolk.answering.reader.shelf import ReadExcerpt, Shelf
from maltolk.indexing.index import Index


def read(index: Index, number: int, units: list[float], passage: float) -> ReadExcerpt:
    cut = Shelf(index).of(number)
    excerpt = cut.excerpts[0]
    logits = (units + [-9.0] * 100)[: excerpt.last - excerpt.first]
    return ReadExcerpt(cut, 0, Reading(tuple(logits), passage))


def test_units_are_ordered_by_both_probabilities(corpus_index: Index):
    units = marked([read(corpus_index, 0, [1.0, 3.0], 2.0), read(corpus_index, 1, [4.0], -4.0)])
    assert [(u.cut.number, u.number) for u in units[:2]] == [(0, 1), (0, 0)]
    assert signs_of(units).passage == 2.0
    assert signs_of(units).unit == 3.0


def test_what_belongs_is_chosen_and_the_rest_is_not(corpus_index: Index):
    units = marked([read(corpus_index, 0, [3.0, 2.9, -2.0], 2.0), read(corpus_index, 1, [3.0], 2.0)])
    chosen = chosen_of(units)
    assert {u.cut.number for u in chosen} == {units[0].cut.number}
    if units[0].cut.number == 0:
        assert [u.number for u in chosen] == [0, 1]


def test_no_more_than_a_screenful_is_chosen(corpus_index: Index):
    for number in range(len(corpus_index.documents)):
        assert len(chosen_of(marked([read(corpus_index, number, [3.0] * 100, 2.0)]))) <= MAX_UNITS
