"""What is suggested stands in the texts: a municipality and one of its headings."""

import pytest

from maltolk.answering.answer import Answerer
from maltolk.model import BlockKind


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
