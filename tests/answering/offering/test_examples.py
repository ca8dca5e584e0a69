"""Questions to begin with are made from the index and have sure answers."""

from collections.abc import Iterator

import pytest

from maltolk.answering.answer import Answerer
from maltolk.answering.offering.examples import MAX_ASKED, Try, offered
from maltolk.answering.offering.examples import examples as examples_of
from maltolk.answering.reader.word_reader import WordReader
from maltolk.indexing.encoders.hash_encoder import HashEncoder
from maltolk.indexing.index import Index
from maltolk.model import Answer, Status


def examples(answerer: Answerer, language: str, municipality: str | None = None, most: int = 6) -> tuple[str, ...]:
    return examples_of(answerer.index, answerer.after((), municipality, language), language, municipality, most)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_each_is_answered_surely(quick_answerer: Answerer, language: str):
    questions = examples(quick_answerer, language)
    assert 3 <= len(questions) <= 6
    assert len(set(questions)) == len(questions)
    for question in questions:
        answer = quick_answerer.ask(question, language=language)
        assert answer.status is Status.ANSWERED, question
        assert answer.citations, question


def test_they_are_of_several_kinds_and_municipalities(quick_answerer: Answerer):
    questions = examples(quick_answerer, "sv", most=8)
    assert {question.split()[0] for question in questions} >= {"Vilka", "Vem", "Vad"}
    names = {card.municipality for card in quick_answerer.index.documents}
    assert len([name for name in names if any(name in question for question in questions)]) >= 2


def test_the_same_each_time(corpus_index: Index, hashing: HashEncoder, quick_answerer: Answerer):
    assert examples(Answerer(corpus_index, hashing, WordReader()), "sv") == examples(quick_answerer, "sv")
    assert quick_answerer.examples("sv") == examples(quick_answerer, "sv")
    assert quick_answerer.examples("sv") is quick_answerer.examples("sv"), "made once"


def test_limited_to_a_municipality_they_name_no_other(quick_answerer: Answerer):
    questions = examples(quick_answerer, "sv", municipality="Ale")
    assert questions
    assert all("Ale" in question for question in questions)
    assert examples(quick_answerer, "sv", municipality="Umeå") == ()


def test_fewer_when_fewer_are_wanted(quick_answerer: Answerer):
    assert examples(quick_answerer, "sv", most=2) == examples(quick_answerer, "sv")[:2]
    assert examples(quick_answerer, "sv", most=0) == ()


class Asked:
    """Answers every question alike and counts them."""

    def __init__(self, status: Status) -> None:
        self.questions: list[str] = []
        self.status = status

    def __call__(self, question: str) -> Answer:
        self.questions.append(question)
        return Answer(self.status, ())


def kind_of(name: str, length: int, first_fitting: int = 0) -> Iterator[Try]:
    for i in range(length):
        yield Try(f"{name}{i}", lambda _, fits=i >= first_fitting: fits)


def test_no_more_is_asked_than_is_allowed():
    for status in (Status.ANSWERED, Status.NOT_FOUND):
        ask = Asked(status)
        kinds = [kind_of(name, 100) for name in "abcdefghijklmnopqrstuvwxyz"]
        found = offered(kinds, ask, "sv", 1000, MAX_ASKED)
        assert len(ask.questions) == MAX_ASKED
        assert len(found) == (MAX_ASKED if status is Status.ANSWERED else 0)


def test_one_of_each_kind_in_turn_and_only_what_fits():
    kinds = [kind_of(name, 3, first_fitting=1) for name in "ab"]
    assert offered(kinds, Asked(Status.ANSWERED), "sv", 3, 99) == ("a1", "b1", "a2")


def test_whoever_asks_nothing_gets_them(quick_answerer: Answerer):
    answer = quick_answerer.ask(" ")
    assert answer.status is Status.NEEDS_CLARIFICATION
    assert answer.suggestions == quick_answerer.examples("sv")


@pytest.mark.model
def test_whoever_chats_gets_them(answerer: Answerer):
    answer = answerer.ask("Hej på dig!")
    assert answer.status is Status.DECLINED
    assert len(answer.suggestions) == 6
    assert answer.suggestions == answerer.examples("sv")
    assert answerer.ask("Sing me a lullaby").suggestions == answerer.examples("en")


@pytest.mark.model
@pytest.mark.parametrize("language", ["sv", "en"])
def test_with_the_bundled_encoder_all_kinds_are_there(answerer: Answerer, language: str):
    questions = examples(answerer, language)
    assert len(questions) == 6
    for question in questions:
        answer = answerer.ask(question, language=language)
        assert answer.status is Status.ANSWERED, question
    kinds = {
        "sv": ("mål har", "Vem är", "Vad står", "vision", "Jämför"),
        "en": ("goals", "Who", "vision"),
    }
    assert all(any(sign in question for question in questions) for sign in kinds[language])
