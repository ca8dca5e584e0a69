"""What a list has to have for a question: its numbers, its words, its length."""

from collections.abc import Callable

import pytest

from maltolk.answering.finding.structure.list_lines import item_lines
from maltolk.answering.finding.structure.list_match import (
    ListCandidate,
    Narrowing,
    counts_something_else,
    is_miscounted,
    narrowed,
    weigh_lists,
)
from maltolk.answering.finding.structure.outlines import Page
from maltolk.answering.understanding.question import Question
from maltolk.model import Document

Understand = Callable[..., Question]
ReadText = Callable[..., Document]


def best(question: Question, document: Document) -> ListCandidate:
    return weigh_lists(question, [Page(0, document)], {})[0]


@pytest.mark.parametrize(
    ("lead", "question", "other"),
    [
        ("Varje processägare har fyra roller:", "Hur många processägare har Ale?", True),
        ("Varje processägare har fyra roller:", "Hur många roller har Ale?", False),
        ("Planen har 4 viktiga roller:", "Hur många planer har Ale?", True),
        ("Processägarna har dessa uppgifter:", "Hur många processägare har Ale?", False),  # no number
        ("En processägare har dessa uppgifter:", "Hur många processägare har Ale?", False),  # "en" counts nothing
    ],
)
def test_a_number_in_the_lead_counts_the_word_after_it(
    understand: Understand, read_text: ReadText, lead: str, question: str, other: bool
):
    document = read_text(f"# Arbetet\n\n{lead}\n\n- leda\n- följa upp\n- rapportera\n- lära\n")
    asked = understand(question)
    assert counts_something_else(asked, best(asked, document)) is other


@pytest.mark.parametrize(
    ("question", "other"),
    [
        ("Vilka fyra roller har Ale?", False),
        ("Vilka fem roller har Ale?", True),
        ("Vilka är de tre rollerna i Ale?", True),
        ("Vilka roller har Ale?", False),  # says no number
    ],
)
def test_a_question_may_say_another_number_than_the_list_has(
    understand: Understand, read_text: ReadText, question: str, other: bool
):
    document = read_text("# Arbetet\n\nRoller:\n\n- leda\n- följa upp\n- rapportera\n- lära\n")
    asked = understand(question)
    assert is_miscounted(asked, best(asked, document)) is other


def test_a_list_without_any_label_counts_nothing_else(understand: Understand, read_text: ReadText):
    asked = understand("Hur många uppgifter har Ale?")
    found = best(asked, read_text("- leda\n- följa upp\n- rapportera\n", "x.md"))
    assert found.enumeration.labels == ()
    assert found.told == 0.0
    assert not counts_something_else(asked, found)


def test_an_explanation_is_shown_as_far_as_it_fits(read_text: ReadText):
    first, second = "Det mäts i en enkät.", "Alla får svara på den."
    document = read_text(
        f"# Mål\n\n1. Alla ska trivas\n\n{first}\n\n{second}\n\n2. Alla ska läsa\n\nBiblioteken är öppna.\n"
    )
    item = next(i for i, block in enumerate(document.blocks) if block.number == 1)

    def shown(most: int) -> list[str]:
        return [line.span.of(document.text) for line in item_lines(document, item, most) if line.span is not None][1:]

    assert shown(len(first) + len(second)) == [first, second]
    assert shown(len(first) + len(second) - 1) == [first]
    assert shown(len(first)) == [first]
    assert shown(1) == [first], "the first of it always"


@pytest.mark.parametrize(
    ("question", "told"),
    [("Hur ska vi nå friskt vatten?", 1.0), ("Hur blir allt vatten bra?", 0.5), ("Vad gäller för skolan?", 0.0)],
)
def test_how_much_of_its_label_a_question_tells(
    understand: Understand, read_text: ReadText, question: str, told: float
):
    document = read_text("# Plan\n\n## Friskt vatten\n\n- Mät sjöarna\n- Rena dagvattnet\n- Spara\n", "x.md")
    assert best(understand(question), document).told == told


@pytest.mark.parametrize(
    ("item", "numbered"),
    [("Strategiskt område 2: Skola", False), ("2 nya skolor", False), ("Bygg ut skolan till 2 parallella", True)],
)
def test_an_items_number_is_not_written_twice(read_text: ReadText, item: str, numbered: bool):
    document = read_text(f"# Mål\n\n1. Alla ska trivas\n2. {item}\n3. Alla ska läsa\n")
    place = next(i for i, block in enumerate(document.blocks) if block.number == 2)
    assert item_lines(document, place, 100)[0].numbered is numbered


@pytest.mark.parametrize(
    ("question", "items", "beyond"),
    [
        ("Vilka klimatmål har Ale?", ["Ett klimat att leva i"], False),
        ("Vilka skolmål har Ale?", ["Skolor där alla lär"], False),
        ("Vilka bostadsmål har Ale?", [], True),
        ("Vilka visionsmål har Ale?", [], False),
        ("Vilka inriktningsmål har Ale?", [], False),
        ("Vilka mål har Ale?", [], False),
    ],
)
def test_goals_for_a_theme_are_those_that_have_it(
    understand: Understand, read_text: ReadText, question: str, items: list[str], beyond: bool
):
    names = ("Ett klimat att leva i", "Skolor där alla lär", "Trygga torg", "Fler jobb")
    document = read_text("# Plan\n\nVåra mål:\n\n" + "".join(f"- {name}\n" for name in names))
    found = narrowed(understand(question), best(understand(question), document))
    assert [document.blocks[item].span.of(document.text) for item in found.items] == items
    assert found.beyond is beyond


def test_a_plan_for_the_theme_has_no_other_goals(understand: Understand, read_text: ReadText):
    document = read_text("# Klimatplan\n\nVåra mål:\n\n- Fler bussar\n- Färre bilar\n- Sol på taken\n")
    question = understand("Vilka klimatmål har Ale?")
    assert narrowed(question, best(question, document)) == Narrowing((), beyond=False)
