"""Where the questions of a collection that have an answer are lost: before reading, in choosing, in deciding.

usage: stages.py COLLECTION [--score SCORER]

COLLECTION: a folder as collection_index.py takes it, its questions in the form of the shared collection's; SCORER: its
score.py, by default the shared one's. Comparisons and questions about the collection itself have no one place to be
read and are left out. Prints counts alone, so that a collection stays unseen.
"""

import argparse
import importlib.util
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from collection_index import build_index
from maltolk import Service
from maltolk.indexing.index import Index
from maltolk.model import Answer
from maltolk.presentation import as_json
from score_answers import read_rows

SCORER = Path(__file__).resolve().parents[2] / "shared" / "qa" / "collection" / "score.py"
LEFT_OUT = frozenset({"comparison", "coverage", "overview"})
STAGES = ("not read", "read, not answered", "read, something else shown", "right or partly right")

Judge = Callable[[dict[str, Any], dict[str, Any]], tuple[str, list[str]]]
"""A question and its answer, both as in JSON -> the verdict, and why."""


def main() -> int:
    parser = argparse.ArgumentParser(description="Count where answerable questions are lost.")
    parser.add_argument("collection", type=Path)
    parser.add_argument("--score", type=Path, default=SCORER)
    arguments = parser.parse_args()
    rows = read_rows(arguments.collection / "questions.jsonl")
    rows = [row for row in rows if row["answerable"] and row["kind"] not in LEFT_OUT]
    with tempfile.TemporaryDirectory() as place:
        build_index(arguments.collection, Path(place))
        index = Index.open(Path(place), None)
        texts = {card.path: index.document(card.number).text for card in index.documents}
        service, judge = Service.open(place), scorer_at(arguments.score).judge
        told = Counter(stage_of(row, service.ask(row["q"], row["history"], trace=True), texts, judge) for row in rows)
        index.close()
    for stage in STAGES:
        print(f"{stage:30}{told[stage]:5}{told[stage] / len(rows):8.3f}")
    return 0


def scorer_at(path: Path) -> ModuleType:
    """The scorer's module."""
    spec = importlib.util.spec_from_file_location("scorer", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path} is no Python file")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def stage_of(row: dict[str, Any], answer: Answer, texts: Mapping[str, str], judge: Judge) -> str:
    """Which of STAGES a question ended in."""
    verdict, _ = judge(row, as_json(answer))
    if verdict in ("right", "partly"):
        return STAGES[3]
    read = () if answer.trace is None else answer.trace.read
    wanted = {(one["text"], letters(one["unit"])) for one in row["support"]}
    for place in read:
        shown = letters(texts[place.document][place.start : place.end])
        if any(Path(place.document).name == text and unit in shown for text, unit in wanted):
            return STAGES[1] if verdict == "declined wrongly" else STAGES[2]
    return STAGES[0]


def letters(text: str) -> str:
    """Letters and digits alone, whatever stands between the cells of a row."""
    return re.sub(r"\W+", "", text.casefold())


if __name__ == "__main__":
    sys.exit(main())
