"""What is known of a conversation is not answered again, and changes no answer."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maltolk.answering.answer import Answerer
from maltolk.answering.conversation import Turn
from maltolk.answering.reader.reading_model import Reading, Shown
from maltolk.answering.reader.word_reader import WordReader
from maltolk.answering.turn_memory import TurnMemory
from maltolk.indexing.encoders.hash_encoder import HashEncoder
from maltolk.indexing.index import Index
from maltolk.model import Answer

QUESTIONS = (
    "Vilka mål har Ale?",
    "Och i Orsa?",
    "Hur många är de?",
    "Vem är kommunikationschef i Ale?",
    "Vad har hon för telefonnummer?",
    "Jämför vad Ale och Orsa säger om hyresrätter",
)


class CountingReader(WordReader):
    """Counts how often it is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def read(self, question: str, excerpts: list[Shown]) -> list[Reading]:
        self.asked.append(question)
        return super().read(question, excerpts)


class Clock:
    """Tells the time that it is set to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def plain(answer: Answer) -> Answer:
    return replace(answer, latency_ms=0)


@pytest.fixture
def forgetful(corpus_index: Index, hashing: HashEncoder) -> Answerer:
    return Answerer(corpus_index, hashing, WordReader(), memory=TurnMemory(most=0))


@given(st.lists(st.sampled_from(QUESTIONS), min_size=1, max_size=5), st.sampled_from([None, "Ale"]))
@settings(max_examples=25, deadline=None)
def test_an_answer_is_the_same_with_and_without(quick_answerer: Answerer, asked: list[str], municipality: str | None):
    forgetful = replace(quick_answerer, memory=TurnMemory(most=0))
    *earlier, question = asked
    known = quick_answerer.ask(question, earlier, municipality)
    again = quick_answerer.ask(question, earlier, municipality)
    assert plain(known) == plain(again) == plain(forgetful.ask(question, earlier, municipality))


def test_going_on_reads_for_the_new_question_alone(corpus_index: Index, hashing: HashEncoder):
    reader = CountingReader()
    answerer = Answerer(corpus_index, hashing, reader)
    first, second = "Vad vill Ale göra med hyresrätter?", "Vad vill Orsa göra med skolan?"
    answerer.ask(first)
    assert reader.asked
    reader.asked.clear()
    answerer.ask(second, [first])
    assert reader.asked
    assert not any(question.startswith(first) and second not in question for question in reader.asked)


def test_another_limit_language_or_beginning_is_another_conversation(forgetful: Answerer):
    turn = forgetful._turn("Vilka mål har Ale?", None, None, None)
    memory = TurnMemory()
    memory.keep(["a", "b"], "Ale", "sv", turn)
    assert memory.latest(["a", "b", "c"], "Ale", "sv") == (turn, ["c"])
    for asked, limit, language in (
        (["a", "b"], None, "sv"),
        (["a", "b"], "Ale", None),
        (["b"], "Ale", "sv"),
        (["a"], "Ale", "sv"),
        ([], "Ale", "sv"),
    ):
        assert memory.latest(asked, limit, language) == (None, asked)


def test_the_turn_used_last_stays(forgetful: Answerer):
    turn = forgetful._turn("Vilka mål har Ale?", None, None, None)
    memory = TurnMemory(most=2)
    for question in ("a", "b"):
        memory.keep([question], None, None, turn)
    memory.latest(["a"], None, None)
    memory.keep(["c"], None, None, turn)
    assert [memory.latest([question], None, None)[0] for question in "abc"] == [turn, None, turn]


def test_what_is_too_old_is_gone(forgetful: Answerer):
    turn: Turn = forgetful._turn("Vilka mål har Ale?", None, None, None)
    clock = Clock()
    memory = TurnMemory(seconds=10, clock=clock)
    memory.keep(["a"], None, None, turn)
    clock.now = 9
    memory.keep(["b"], None, None, turn)
    clock.now = 11
    assert memory.latest(["a"], None, None) == (None, ["a"])
    assert len(memory) == 1
    assert memory.latest(["b"], None, None)[0] == turn


def test_a_turn_is_kept_without_what_was_found_on_its_way(quick_answerer: Answerer):
    answerer = replace(quick_answerer, memory=TurnMemory())
    question = "Vad vill Ale göra med hyresrätter?"
    answerer.ask(question)
    turn, _ = answerer.memory.latest([question], None, None)
    assert turn is not None
    assert turn.request.read_so_far == []
