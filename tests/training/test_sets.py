import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from maltolk.errors import UsageError
from maltolk.model import Span
from maltolk.training.sets import ContextQuestion, passage_of, read_generic, support_of

TEXT = "Skolan\nEleverna läser mer. Alla ska nå målen.\nVård\nVi bygger ut vården."


def write(file: Path, rows: list[dict[str, Any]]) -> None:
    file.parent.mkdir(exist_ok=True)
    content = "".join(json.dumps(row) + "\n" for row in rows).encode()
    file.write_bytes(gzip.compress(content) if file.suffix == ".gz" else content)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    reading, swequad = tmp_path / "reading", tmp_path / "swequad_mc"
    write(
        reading / "contexts.jsonl.gz", [{"id": "c1", "title": "Lund", "text": "Lund växer. Det byggs.", "source": "s"}]
    )
    rows: list[dict[str, Any]] = [
        {"id": "q1", "context": "c1", "q": "What grows?", "lang": "en", "start": 0, "end": 4},
        {"id": "q2", "context": "c1", "q": "Vad rivs?", "lang": "sv", "start": None, "end": None, "near": [16, 21]},
    ]
    write(reading / "questions.jsonl.gz", rows)
    write(
        swequad / "corpus.jsonl",
        [{"id": "c1", "title": "Pass", "text": "Pass\nTa med pass. Ta med foto. Ta med pass."}],
    )
    write(swequad / "queries.jsonl", [{"id": "1", "text": "Vad mer?"}, {"id": "2", "text": "Vad?"}])
    answers = [("1", "foto"), ("2", "Ta med pass")]
    write(
        swequad / "answers.jsonl",
        [{"id": id, "corpus_id": "c1", "answers": [{"span": span}]} for id, span in answers],
    )
    return tmp_path


def test_all_sets_come_in_one_form_and_an_answer_without_a_certain_place_is_left_out(data: Path):
    found = read_generic(data)
    assert list(found.passages) == ["c1", "swequad-c1"]
    assert found.questions == (
        ContextQuestion("q1", "What grows?", "en", "c1", Span(0, 4), translated=True),
        ContextQuestion("q2", "Vad rivs?", "sv", "c1", None, Span(16, 21)),
        ContextQuestion("swequad-1", "Vad mer?", "sv", "swequad-c1", Span(25, 29)),
    )


def test_a_folder_without_the_sets_is_named(tmp_path: Path):
    with pytest.raises(UsageError, match=r"cannot be read .*--data"):
        read_generic(tmp_path)


def test_units_are_sentences_and_lines_and_the_first_line_is_the_title():
    passage = passage_of("p", "", TEXT, "s")
    assert passage.title == "Skolan"
    assert [unit.of(TEXT) for unit in passage.units] == [
        "Eleverna läser mer.",
        "Alla ska nå målen.",
        "Vård",
        "Vi bygger ut vården.",
    ]


def test_a_single_line_is_text_and_no_title():
    passage = passage_of("p", "", "Lund växer.", "s")
    assert (passage.title, passage.units) == ("", (Span(0, 11),))


def test_support_is_every_unit_that_the_answer_touches():
    passage = passage_of("p", "", TEXT, "s")
    start, end = TEXT.index("mer."), TEXT.index("Alla") + 4
    assert support_of(passage, Span(start, end)) == (True, True, False, False)
    assert support_of(passage, Span(start, TEXT.index("Alla"))) == (True, False, False, False)
    assert support_of(passage, None) == (False,) * 4
