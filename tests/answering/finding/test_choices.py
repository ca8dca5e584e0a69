"""Which list, which of its items, which sentence: the choices that a question's own wording makes."""

import pytest

from maltolk.answering.answer import Answerer
from maltolk.model import BlockKind, Status
from maltolk.reading import read_document


def quotes(answerer: Answerer, question: str, history: tuple[str, ...] = ()) -> list[str]:
    return [c.quote.text for c in answerer.ask(question, history).citations]


def test_a_list_is_narrowed_to_what_the_question_is_about(quick_answerer: Answerer):
    found = quotes(quick_answerer, "Vilka mål har Ale för bostäder?")
    assert found[0] == "Det ska finnas bostäder för livets alla skeden"
    assert "Varje barn ska lära sig simma" not in found


def test_a_list_about_something_that_it_lacks_is_no_answer(quick_answerer: Answerer):
    assert quick_answerer.ask("Vilka mål har Ale för vattenkraft?").status is Status.NOT_FOUND


@pytest.mark.parametrize(
    "question", ["Vilka mål finns i målområde B i Ale?", "Vilka mål ligger under Målområde B: Bo?"]
)
def test_a_part_of_a_numbered_run_by_the_name_of_its_heading(quick_answerer: Answerer, question: str):
    assert quotes(quick_answerer, question)[-3:] == [
        "Det ska finnas bostäder för livets alla skeden",
        "Strandpromenaden ska gå att rulla längs",
        "Grannar ska kunna lita på varandra",
    ]


def test_the_last_of_a_list_that_was_shown(quick_answerer: Answerer):
    found = quotes(quick_answerer, "Berätta mer om det sista", ("Vilka mål har Ale?",))
    assert found == ["Kommunen ska hushålla med pengarna", "Överskottet ska vara minst två procent av skatterna."]


def test_when_a_page_was_updated_is_read_off_its_foot(quick_answerer: Answerer):
    assert quotes(quick_answerer, "När uppdaterades sidan om Älmhult?") == [
        "Sidan uppdaterades senast: 14 januari 2023"
    ]


@pytest.mark.parametrize(
    "question", ["Hur många invånare har Ale?", "Vilken skattesats har Ale?", "Vad heter simläraren i Ale?"]
)
def test_one_certain_thing_that_the_texts_lack(quick_answerer: Answerer, question: str):
    assert quick_answerer.ask(question).status is Status.NOT_FOUND


def test_a_caption_that_tells_what_a_picture_says_can_be_asked_for():
    told = " På grenarna står orden skola, vård och arbete."
    text = f"Vision\n\nVår vision är ”Allt på en gång”.\n\nIllustration av ett träd.{told}\n"
    document = read_document("a.txt", text.encode())
    kinds = {document.text[b.span.start : b.span.start + 12]: b.kind for b in document.blocks}
    assert kinds["Illustration"] is BlockKind.PARAGRAPH
    plain = read_document("b.txt", text.replace(told, "").encode())
    assert {b.kind for b in plain.blocks if b.span.of(plain.text).startswith("Illustration")} == {BlockKind.FURNITURE}


@pytest.mark.parametrize("question", ["Vad har Ale för mål?", "Vilka är målen i Ale?", "Lista alla mål i Ale"])
def test_ways_of_asking_for_one_list(quick_answerer: Answerer, question: str):
    assert len(quotes(quick_answerer, question)) == 8


def test_nobody_is_shown_for_who_is_not_something(quick_answerer: Answerer):
    assert quick_answerer.ask("Vem är inte ordförande i Ale?").contacts == ()


def test_a_sum_is_no_question_to_the_texts(quick_answerer: Answerer):
    assert quick_answerer.ask("Vad är 2+2?").status is Status.DECLINED
