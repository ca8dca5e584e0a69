import pytest

from maltolk.model import Span
from maltolk.training.mixing import Mixer, Mixture, part
from maltolk.training.neighbours import Neighbours
from maltolk.training.sets import Context, ContextQuestion, QuestionSet, passage_of

TOWNS = ("Lund", "Eslöv", "Kävlinge", "Höör", "Hörby", "Lomma", "Burlöv", "Svedala")


@pytest.fixture(scope="module")
def towns() -> QuestionSet:
    """Passages that differ in their town alone, two to a title, with a question answered by the middle unit."""
    passages: dict[str, Context] = {}
    questions: list[ContextQuestion] = []
    for number, town in enumerate(TOWNS):
        id, middle = f"p{number}", f"Målet i {town} är skola {number}."
        text = f"Kommunen växer. Nu byggs det. {middle} Det kostar. Vi hoppas på mer."
        passages[id] = passage_of(id, f"Titel {number // 2}", text, "swequad" if number == 7 else "s")
        start = text.index("skola")
        answer = Span(start, start + 7)
        questions.append(ContextQuestion(f"{id}-sv", f"Vad är målet i {town}?", "sv", id, answer))
        questions += [
            ContextQuestion(f"{id}-{language}", f"{language} {town}?", language, id, answer, translated=True)
            for language in ("en", "de", "fi", "so")
        ]
        near = Span(text.index("Det kostar"), text.index("Vi"))
        questions.append(ContextQuestion(f"{id}-no", f"Vad kostar {town}?", "sv", id, None, near))
    return QuestionSet(passages, tuple(questions))


EVERYTHING = Mixture(languages=2, unanswerable=1, elsewhere=1, aside=1, agencies=3, untitled=0.2)


def test_an_example_without_support_never_shows_the_answer(towns: QuestionSet):
    answers = {q.text: q.answer.of(towns.passages[q.passage].text) for q in towns.questions if q.answer}
    examples = Mixer(towns).epoch(EVERYTHING, "1")
    negatives = [example for example in examples if not example.answerable and example.question in answers]
    assert len(negatives) > 40
    for example in negatives:
        shown = " ".join(unit.of(example.passage.text) for unit in example.passage.units[example.first : example.last])
        assert answers[example.question] not in shown


def test_an_answerable_example_marks_the_unit_that_holds_the_answer(towns: QuestionSet):
    for example in Mixer(towns).epoch(EVERYTHING, "1"):
        assert len(example.support) == example.last - example.first > 0
        if example.answerable:
            assert example.support == (False, False, True, False, False)
            assert example.anchor == 2


def test_an_unanswerable_question_is_anchored_where_an_answer_seems_to_be(towns: QuestionSet):
    examples = Mixer(towns).epoch(EVERYTHING, "1")
    assert {example.anchor for example in examples if "kostar" in example.question} == {3}


def test_the_mixture_says_how_often_each_kind_is_asked(towns: QuestionSet):
    mixture = Mixture(languages=3, unanswerable=0, elsewhere=0, aside=0, agencies=4, untitled=0)
    examples = Mixer(towns).epoch(mixture, "1")
    groups = [example.group for example in examples]
    assert (groups.count("s"), groups.count("swequad"), groups.count("translated")) == (7, 4, 24)
    assert all(example.title for example in examples)
    assert not any(example.title for example in Mixer(towns).epoch(Mixture(untitled=1), "1"))


def test_the_same_seed_makes_the_same_epoch_and_another_one_another(towns: QuestionSet):
    assert Mixer(towns).epoch(Mixture(), "1") == Mixer(towns).epoch(Mixture(), "1")
    assert Mixer(towns).epoch(Mixture(), "1") != Mixer(towns).epoch(Mixture(), "2")


def test_the_parts_share_no_passage_and_stay_the_same_when_the_set_grows(towns: QuestionSet):
    parts = part(towns, 0.4, "salt")
    kept, held = set(parts.training.passages), set(parts.validation.passages)
    assert kept
    assert held
    assert kept & held == set()
    assert kept | held == set(towns.passages)
    assert {question.passage for question in parts.training.questions} == kept
    more = QuestionSet({"new": passage_of("new", "", "Ny text.", "s")})
    assert set(part(towns + more, 0.4, "salt").validation.passages) - {"new"} == held


def test_the_validation_has_as_many_answered_as_not_from_every_group(towns: QuestionSet):
    examples = Mixer(towns).validation(12, "1")
    answered = [example.group for example in examples if example.answerable]
    declined = [example.group for example in examples if not example.answerable]
    assert answered == ["s", "s", "swequad", "translated", "translated"]  # an agency asks one question here
    assert declined == ["s", "s", "swequad", "swequad", "translated", "translated"]
    assert examples == Mixer(towns).validation(12, "1")


def test_the_nearest_share_the_rarest_words():
    near = Neighbours(["skolan i Lund", "vården i Lund", "skolan och vården", "inget alls"])
    assert near.nearest("Skolan i Lund?", 3) == [0, 1, 2]
    assert near.nearest("xyz", 3) == []
