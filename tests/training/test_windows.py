import random
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from maltolk.answering.reader.tokenizing import QUESTION_TOKENS, Pieces
from maltolk.training.batches import by_length, collate, in_batches
from maltolk.training.mixing import Example
from maltolk.training.sets import passage_of
from maltolk.training.windows import Encoded, Windower, choose_window

TEXT = "Ett två tre. Fyra fem. Sex sju åtta nio. Tio."


def by_word(texts: Sequence[str]) -> list[list[int]]:
    return [[100 + len(word) for word in text.split()] for text in texts]


PIECES = Pieces(begin=0, end=2, padding=1, mark=9, tokenize=by_word)


def example(question: str = "Hur många?", support: tuple[bool, ...] = (False, True, False, False)) -> Example:
    passage = passage_of("p", "Tal", TEXT, "s")
    return Example(question, passage.title, passage, 0, 4, support, None, "s")


@given(st.data())
def test_a_window_fits_holds_the_answer_and_cannot_grow(data: st.DataObject):
    sizes = data.draw(st.lists(st.integers(1, 30), min_size=1, max_size=12))
    place = data.draw(st.integers(0, len(sizes) - 1))
    kind = data.draw(st.sampled_from(["answer", "anchor", "neither"]))
    room = data.draw(st.integers(1, 120))
    support = [kind == "answer" and number == place for number in range(len(sizes))]
    window = choose_window(
        sizes, support, place if kind == "anchor" else None, room, random.Random(data.draw(st.integers()))
    )
    assert len(window) > 0
    used = sum(sizes[number] for number in window)
    assert used <= room or len(window) == 1
    assert place in window or kind == "neither"
    assert window.start == 0 or used + sizes[window.start - 1] > room
    assert window.stop == len(sizes) or used + sizes[window.stop] > room


def test_a_window_holds_a_whole_answer_of_several_units_or_its_beginning():
    support = [False, True, False, True, False, False]
    for seed in range(20):
        assert set(choose_window([10] * 6, support, None, 40, random.Random(seed))) >= {1, 2, 3}
    assert choose_window([10] * 6, support, None, 20, random.Random(1)) == range(1, 3)


def test_windows_put_the_answer_in_different_places():
    support = [number == 5 for number in range(11)]
    starts = {choose_window([10] * 11, support, None, 40, random.Random(seed)).start for seed in range(50)}
    assert starts == {2, 3, 4, 5}


def test_every_unit_stands_behind_a_mark_and_carries_its_number():
    found = Windower(PIECES).encode(example(), 384, random.Random(1))
    assert found.tokens == (0, 103, 106, 2, 103, 2, 9, 103, 103, 104, 9, 104, 104, 9, 103, 103, 104, 104, 9, 104, 2)
    assert found.units == (0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3, 4, 4, 0)
    assert found.support == (False, True, False, False)


def test_no_more_tokens_than_asked_for_whatever_is_long():
    windower = Windower(PIECES)
    for most in (10, 12, 15, 20):
        found = windower.encode(example(), most, random.Random(1))
        assert len(found.tokens) == len(found.units) <= most
        assert found.support.count(True) == 1
        assert max(found.units) == len(found.support)
    assert windower.encode(example("ord " * 500), 384, random.Random(1)).tokens[QUESTION_TOKENS + 1] == PIECES.end


def test_a_stretch_shows_only_its_own_units():
    whole = example()
    stretch = Example(whole.question, "", whole.passage, 2, 4, (False, False), None, "s")
    assert Windower(PIECES).encode(stretch, 384, random.Random(1)).units == (0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 0)


def encoded(length: int) -> Encoded:
    return Encoded((5,) * length, (0, *[1] * (length - 1)), (True,), "s")


def test_batches_are_full_even_in_length_and_each_example_is_in_one():
    examples = [encoded(length) for length in range(2, 103)]
    batches = in_batches([[one] for one in examples], 10, random.Random(1))
    assert [len(batch) for batch in batches] == [10] * 10
    assert all(max(sizes) - min(sizes) == 9 for sizes in ([len(one.tokens) for one in batch] for batch in batches))
    assert len({len(one.tokens) for batch in batches for one in batch}) == 100
    assert [len(batch) for batch in by_length(examples, 10)] == [10] * 10 + [1]


def test_examples_that_compete_come_into_one_batch():
    together = [
        [Encoded((5,) * length, (0,) * length, (True,), "s", f"q{n}") for length in (n, 3)] for n in range(3, 9)
    ]
    batches = in_batches(together, 3, random.Random(1))
    assert sorted(len(batch) for batch in batches) == [4, 4, 4]
    assert all(len({one.question for one in batch}) == 2 for batch in batches)
    assert all(collate(batch, 1).questions.tolist() == [0, 0, 1, 1] for batch in batches)


def test_padding_is_seen_by_nobody():
    batch = collate([encoded(2), Encoded((5, 9, 6, 9, 7), (0, 1, 1, 2, 2), (False, True), "s")], padding=1)
    assert batch.tokens.tolist() == [[5, 5, 1, 1, 1], [5, 9, 6, 9, 7]]
    assert batch.visible.tolist() == [[True, True, False, False, False], [True] * 5]
    assert batch.units.tolist() == [[0, 1, 0, 0, 0], [0, 1, 1, 2, 2]]
    assert batch.support.tolist() == [[1, 0], [0, 1]]
    assert batch.present.tolist() == [[True, False], [True, True]]
