"""What is suggested stands in the texts: a municipality and one of its headings, and is quoted when it is asked."""

import pytest

from maltolk.answering.answer import Answerer
from maltolk.answering.offering.suggestions import place_name, what_stands
from maltolk.model import UNKNOWN_MUNICIPALITY, BlockKind, Status


@pytest.mark.parametrize("question", ["Vilka rymdfärder planerar Ale?", "rymdfärder", "Vilka mål har Umeå?"])
def test_suggestions_are_headings_of_the_texts(quick_answerer: Answerer, question: str):
    index = quick_answerer.index
    known = set()
    for card in index.documents:
        document = index.document(card.number)
        headings = [b.span.of(document.text) for b in document.blocks if b.kind is BlockKind.HEADING]
        known |= {f"{document.municipality}: {' '.join(h.split())}" for h in [*headings, document.title]}
    suggestions = quick_answerer.ask(question).suggestions
    assert 0 < len(suggestions) <= 3
    assert len(set(suggestions)) == len(suggestions)
    assert set(suggestions) <= known


def test_they_keep_to_the_municipality_asked_about(quick_answerer: Answerer):
    answer = quick_answerer.ask("Vilka rymdfärder planerar Orsa?")
    assert answer.suggestions
    assert all(s.startswith("Orsa: ") for s in answer.suggestions)


@pytest.mark.parametrize("history", [(), ("Vilka mål har Ale?",)])
@pytest.mark.parametrize(
    "question", ["Vilka rymdfärder planerar Ale?", "rymdfärder", "Vilka rymdfärder planerar Orsa?"]
)
def test_whoever_asks_a_suggestion_gets_what_stands_there(quick_answerer: Answerer, question: str, history):
    suggestions = quick_answerer.ask(question, history).suggestions
    assert suggestions
    for suggestion in suggestions:
        for before in ((), (*history, question)):
            answer = quick_answerer.ask(suggestion, before)
            assert answer.status is Status.ANSWERED
            assert suggestion.startswith(answer.municipalities[0])
            assert " ".join(answer.citations[0].quote.text.split()) == suggestion.partition(": ")[2]
            assert len(answer.citations) > 1


def test_every_heading_with_text_can_be_asked_for(quick_answerer: Answerer):
    asked = 0
    for card in quick_answerer.index.documents:
        document = quick_answerer.index.document(card.number)
        for place, block in enumerate(document.blocks):
            if block.kind is BlockKind.HEADING and what_stands(document, place):
                answer = quick_answerer.ask(place_name(document, place))
                assert answer.status is Status.ANSWERED
                assert answer.citations[0].quote.span == block.span
                asked += 1
    assert asked > 5


def test_a_text_of_no_municipality_is_named_by_its_title(read_text):
    document = read_text(
        "Plan för alla\n\nFörst står detta helt för sig självt.\n\n## Bakgrund\n\nDet här är bakgrunden.\n"
    )
    assert document.municipality == UNKNOWN_MUNICIPALITY
    heading = next(i for i, b in enumerate(document.blocks) if b.span.of(document.text) == "Bakgrund")
    assert place_name(document, heading) == f"{document.title}: Bakgrund"
    assert [line.span.of(document.text) for line in what_stands(document, heading) if line.span] == [
        "Bakgrund",
        "Det här är bakgrunden.",
    ]


def test_a_heading_that_nothing_stands_beneath_is_not_named(read_text):
    document = read_text("# Mål för Ale\n\n## Utan text\n\n## Med text\n\nHär står något om Ale kommun.\n")
    by_words = {b.span.of(document.text): i for i, b in enumerate(document.blocks)}
    assert what_stands(document, by_words["Utan text"]) == ()
    assert len(what_stands(document, by_words["Med text"])) == 2
