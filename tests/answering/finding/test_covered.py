"""What an answer about the index itself says of the texts."""

from collections.abc import Callable
from pathlib import Path

import pytest

from maltolk.answering.answer import Answerer
from maltolk.answering.reader.reading_model import Reader
from maltolk.answering.retrieval.intent import probes
from maltolk.indexing.build import build
from maltolk.indexing.encoders.encoder import Encoder
from maltolk.indexing.index import Index
from maltolk.model import Document, Status

pytestmark = pytest.mark.model


@pytest.fixture
def covered(
    tmp_path: Path, read_text: Callable[..., Document], bundled: Encoder, reader: Reader
) -> Callable[[int], list[str]]:
    """The lines of the answer on what is covered, with so many texts from Orsa and one from Ale."""

    def lines(texts: int) -> list[str]:
        documents = [
            read_text(f"---\nmunicipality: Orsa\ntitle: Plan {n}\n---\nOrsa vill ha {n} bänkar vid sjön.\n", f"{n}.md")
            for n in range(1, texts + 1)
        ]
        ale = "---\nmunicipality: Ale\ntitle: Vision\ndate: 2021-05-06\n---\nAle vill ha fler cykelvägar.\n"
        build(tmp_path / str(texts), [*documents, read_text(ale, "ale.md")], [], bundled, probes=probes())
        index = Index.open(tmp_path / str(texts), bundled)
        answer = Answerer(index, bundled, reader).ask("Vilka kommuner kan du svara om?")
        index.close()
        assert answer.status is Status.ANSWERED
        return [line for line in answer.text.splitlines() if line.startswith("•")]

    return lines


def test_each_municipality_has_a_line_with_titles_and_years(covered: Callable[[int], list[str]]):
    ale, orsa = covered(1)
    assert "Ale" in ale
    assert "Vision (2021)" in ale
    assert "Plan 1" in orsa


@pytest.mark.parametrize(("texts", "more"), [(2, None), (3, None), (4, " + 1"), (5, " + 2")])
def test_three_titles_are_named_and_the_rest_counted(covered: Callable[[int], list[str]], texts: int, more: str | None):
    ale, orsa = covered(texts)
    assert [f"Plan {n}" in orsa for n in range(1, texts + 1)] == [n <= 3 for n in range(1, texts + 1)]
    assert " + " not in ale
    assert (more in orsa) if more else (" + " not in orsa)
