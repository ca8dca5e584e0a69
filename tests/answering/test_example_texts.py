"""What the texts that ship answer with what ships: whoever tries maltolk asks them first."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from maltolk.answering.answer import Answerer
from maltolk.answering.reader.reading_model import Reader
from maltolk.answering.retrieval.intent import probes
from maltolk.indexing.build import build
from maltolk.indexing.encoders.encoder import Encoder
from maltolk.indexing.index import Index
from maltolk.reading import read_folder

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory, bundled: Encoder, reader: Reader) -> Iterator[Answerer]:
    """Answers from the five texts."""
    folder = tmp_path_factory.mktemp("examples")
    read = read_folder(CORPUS)
    build(folder, read.documents, read.skipped, bundled, probes=probes())
    with closing(Index.open(folder, bundled)) as index:
        yield Answerer(index, bundled, reader)


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("Vad är Ljungbys vision?", "Ljungbys vision lyder:"),
        ("Vilken vision har Kristianstad?", "Visionen heter"),
        ("Vilka är Lunds mål?", "Texten räknar upp 9"),
        ("Vilka prioriterade områden har Landskrona?", "Politikerna i Landskrona har valt ut fem områden"),
    ],
)
def test_the_first_questions_are_answered(examples: Answerer, question: str, begins: str):
    assert examples.ask(question).text.startswith(begins)


def test_what_part_of_a_vision_means_is_explained(examples: Answerer):
    answer = examples.ask("Vad betyder formar vi framtiden i Ljungbys vision?")
    assert "något som människor själva skapar" in answer.text


def test_a_side_that_is_silent_beside_another_is_asked_alone_for_what_its_form_tells(examples: Answerer):
    answer = examples.ask("Jämför målen i Ljungby och Lund")
    told = {section.title: sum(line.marker is not None for line in section.lines) for section in answer.sections}
    assert {name: count >= 3 for name, count in told.items()} == {"Ljungby": True, "Lund": True}
