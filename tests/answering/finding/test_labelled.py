"""A label that a question names is an exact key: what stands behind it answers, and nothing else."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from maltolk.answering.answer import Answerer
from maltolk.answering.finding.structure.unit_labels import is_of_series, labels_named, labels_of
from maltolk.answering.reader.shelf import Shelf
from maltolk.answering.reader.word_reader import WordReader
from maltolk.answering.retrieval.intent import probes
from maltolk.indexing.build import build
from maltolk.indexing.encoders.hash_encoder import HashEncoder
from maltolk.indexing.index import Index
from maltolk.model import Status

TEXT = """---
municipality: Ale
---
# Utvecklingsprogram

## Innehåll

B4 Träffpunkter ................ 7
1.1 Syfte 4

### 1.1 Syfte

Programmet ska göra kommunen bättre.

## Mål

2.1 Bussarna ska gå på el. De ska vara lätta att nå.
2.2 Sjön ska vara ren.

## Insatser

B4 Sex träffpunkter ska finnas. Ansvarig: omsorgsutskottet.

B5 Badhuset ska ha öppet på lördagar.

M2. Alla bilar ska gå på el.

## Pengar

A4 och B4 kostar 4 miljoner kronor tillsammans.
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    from maltolk.reading import Skipped, read_document

    folder: Path = tmp_path_factory.mktemp("labelled")
    read = read_document("program.md", TEXT.encode())
    assert not isinstance(read, Skipped)
    build(folder, [read], (), HashEncoder(64), probes=probes())
    opened = Index.open(folder, HashEncoder(64))
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("question", "labels"),
    [
        ("vad står det i b4 i programmet", ("b4",)),
        ("Vad säger mål 2.3?", ("2.3",)),
        ("Jämför K4 och M2.", ("k4", "m2")),
        ("Vad är 2:1?", ("2.1",)),
        ("Vad är mål A.1?", ("a1",)),
        ("Vad är mål 2.3.1?", ("2.3.1",)),
        ("Öppnar det kl. 10.30 eller den 3/4 2026?", ()),
        ("Blir skatten 21,5 eller 2026?", ()),
        ("Vad är mål 2?", ()),
        ("Öppnar det 10:30 eller kl.9?", ()),
        ("Vad är a1 a2 a3 a4 a5?", ()),
    ],
)
def test_labels_are_read_from_questions(question: str, labels: tuple[str, ...]):
    assert tuple(label.key for label in labels_named(question)) == labels


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("2.3", "2.11", True), ("b4", "b12", True), ("2.3", "24.1", False), ("b4", "bf3", False), ("2.3", "2.3", False)],
)
def test_labels_of_one_series(one: str, other: str, same: bool):
    assert is_of_series(one, other) is same


def test_labels_stand_in_front_of_units_but_not_in_a_table_of_contents(index: Index):
    cut = Shelf(index).of(0)
    labels = labels_of(cut)
    assert set(labels.keys.values()) == {"1.1", "2.1", "2.2", "b4", "b5", "m2", "a4"}
    (found,) = labels.behind("b4")
    text = [cut.units[number].span.of(cut.document.text) for number in found.units]
    assert text == ["B4 Sex träffpunkter ska finnas.", "Ansvarig: omsorgsutskottet."]


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Vad står det i B4?", "B4 Sex träffpunkter ska finnas. Ansvarig: omsorgsutskottet."),
        ("Vad är mål 2.1 i Ale?", "2.1 Bussarna ska gå på el. De ska vara lätta att nå."),
        ("Vad säger M2 om bilar?", "M2. Alla bilar ska gå på el."),
        ("Vad säger B.4?", "B4 Sex träffpunkter ska finnas. Ansvarig: omsorgsutskottet."),
        ("Vad står det i 1.1?", "1.1 Syfte Programmet ska göra kommunen bättre."),
    ],
)
def test_what_stands_behind_a_label_answers(index: Index, question: str, words: str):
    answer = Answerer(index, HashEncoder(64), WordReader()).ask(question)
    assert answer.status is Status.ANSWERED
    assert " ".join(citation.quote.text for citation in answer.citations) == words


def test_a_label_that_the_series_lacks_is_not_there(index: Index):
    answer = Answerer(index, HashEncoder(64), WordReader()).ask("Vad är mål 2.7?", trace=True)
    assert answer.status is Status.NOT_FOUND
    assert answer.trace is not None
    assert answer.trace.outcome == "labelled unit"


def test_several_labels_are_left_to_others(index: Index):
    trace = Answerer(index, HashEncoder(64), WordReader()).ask("Vad är B4 och B5?", trace=True).trace
    assert trace is not None
    assert ("labelled unit", "names several labels") in [(each.kind, each.refused) for each in trace.weighed]
