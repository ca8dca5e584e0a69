"""Where the time of an answer goes: milliseconds in each step, its own share without the steps it calls.

usage: steps.py [--shared DIR] [--index DIR --statutes]

Means over the questions on the five texts, in an index made for the purpose; with --index and --statutes over the
questions on statutes, in an index that scale.py has kept.
"""

import argparse
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from maltolk.answering import answer
from maltolk.answering.finding import request
from maltolk.answering.finding.proposing import asked_contacts, whole_lists
from maltolk.answering.retrieval.intent import probes
from maltolk.answering.understanding import understand
from maltolk.indexing.build import build
from maltolk.indexing.encoders.onnx_encoder import OnnxEncoder
from maltolk.indexing.encoders.opening import open_encoder
from maltolk.indexing.index import Index
from maltolk.reading import read_folder
from maltolk.settings import Settings
from maltolk.swedish.gazetteer import Gazetteer
from material import five_texts, questions, statute_questions
from measuring import ROOT, answerer_of, note

ROUNDS = 9
STEPS = (
    (answer.Answerer, "ask", "the rest"),
    (understand.Understanding, "understand", "understanding the question"),
    (Gazetteer, "find", "municipalities named"),
    (Gazetteer, "closest", "municipalities misspelt"),
    (OnnxEncoder, "embed_queries", "embedding"),
    (request, "retrieve", "retrieval: words, fusion, passages"),
    (Index, "dense", "retrieval: FAISS"),
    (request, "weigh", "weighing sentences"),
    (whole_lists, "weigh_lists", "weighing lists"),
    (asked_contacts, "look_up", "contact look-up"),
    (answer, "compose", "composition"),
    (answer, "read_message", "telling the question from its frame"),
    (answer, "render", "the gate"),
)
"""Where a step is called from, its name there, and what it is."""


class Clock:
    """Seconds by step. A step stops its caller's clock while it runs."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._running: list[str] = []
        self._since = 0.0

    def switch(self, to: str | None) -> None:
        now = time.perf_counter()
        if self._running:
            self.seconds[self._running[-1]] += now - self._since
        if to is None:
            self._running.pop()
        else:
            self._running.append(to)
        self._since = time.perf_counter()

    def timed(self, what: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - takes what the step takes
            self.switch(what)
            try:
                return function(*arguments, **named)
            finally:
                self.switch(None)

        return run


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--index", type=Path)
    parser.add_argument("--statutes", action="store_true")
    parsed = parser.parse_args()
    encoder = open_encoder(Settings.from_environment(), note)
    with tempfile.TemporaryDirectory(prefix="maltolk-bench-") as place:
        folder = parsed.index or Path(place)
        if parsed.index is None:
            build(folder, read_folder(five_texts(parsed.shared)).documents, (), encoder, probes=probes())
        answerer = answerer_of(Index.open(folder, encoder), encoder)
        clock = Clock()
        for owner, name, what in STEPS:
            setattr(owner, name, clock.timed(what, getattr(owner, name)))
        found: dict[str, list[float]] = defaultdict(list)
        for question in statute_questions() if parsed.statutes else questions(parsed.shared):
            answerer.ask(question)
            rounds: dict[str, list[float]] = defaultdict(list)
            for _ in range(ROUNDS):
                clock.seconds.clear()
                answerer.ask(question)
                for _, _, what in STEPS:
                    rounds[what].append(1000 * clock.seconds[what])
            for what, times in rounds.items():
                found[what].append(statistics.median(times))
    print("| step | mean ms | most ms |\n|---|---|---|")
    for what, times in sorted(found.items(), key=lambda item: -statistics.fmean(item[1])):
        print(f"| {what} | {statistics.fmean(times):.2f} | {max(times):.2f} |")
    print(f"| together | {sum(statistics.fmean(times) for times in found.values()):.2f} | |")


if __name__ == "__main__":
    main()
