"""What an index of many statutes costs to build, to store and to query.

usage: scale.py [PASSAGES] [--stand-in] [--shared DIR] [--index DIR]

PASSAGES (default 2,000) of DIR/data/sfs are indexed together with the five texts. Embedding takes nearly all of the
time; --stand-in hashes words into vectors of the same size instead, so that time and memory of the rest, bytes on disk
and the latency of questions can be measured in minutes. The questions are still embedded by the real encoder.
--index keeps the index in DIR; an existing one is only queried.
"""

import argparse
import json
import resource
import statistics
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from maltolk.answering.retrieval.intent import probes
from maltolk.indexing.build import build
from maltolk.indexing.encoders.encoder import Embeddings, Encoder, EncoderInput, Vectors
from maltolk.indexing.encoders.hash_encoder import HashEncoder
from maltolk.indexing.encoders.opening import open_encoder
from maltolk.indexing.index import Index
from maltolk.indexing.report import Stage
from maltolk.indexing.storage.generations import Generations
from maltolk.reading import read_folder
from maltolk.settings import Settings
from material import five_texts, questions, statute_questions, statutes
from measuring import ROOT, Row, answerer_of, by_turns, limit, milliseconds, note, run, table

SLOWER = 3.0
"""How many times as long an answer may take as on the five texts."""
ROUNDS = 3
TOLD_EVERY = 30.0
"""Seconds between lines of progress."""


class StandIn:
    """Hashed words as vectors, but with the real cost of a question."""

    def __init__(self, real: Encoder) -> None:
        self._real = real
        self._hashed = HashEncoder(real.dimension)
        self.name, self.fingerprint = self._hashed.name, self._hashed.fingerprint
        self.dimension = real.dimension

    def embed_queries(self, texts: list[str]) -> Vectors:
        if len(texts) == 1:  # a question; the example questions of a build come together
            self._real.embed_queries(texts)
        return self._hashed.embed_queries(texts)

    def embed_passages(self, passages: list[EncoderInput]) -> Embeddings:
        return self._hashed.embed_passages(passages)


def encoder_for(stand_in: bool) -> Encoder:
    real = open_encoder(Settings.from_environment(), note)
    return StandIn(real) if stand_in else real


class Progress:
    """An occasional line with the time left for embedding at its speed so far."""

    def __init__(self) -> None:
        self._start = self._told = time.perf_counter()
        self._stage: Stage | None = None

    def __call__(self, stage: Stage, done: int, of: int) -> None:
        now = time.perf_counter()
        if stage is not self._stage:
            self._stage, self._start = stage, now
        elif now - self._told < TOLD_EVERY and done < of:
            return
        self._told = now
        left = f", {(now - self._start) / done * (of - done) / 60:.1f} min left" if 0 < done < of else ""
        note(f"  {stage.value}: {done:,} of {of:,}{left}")


def build_one(folder: Path, passages: int, shared: Path, stand_in: bool) -> None:
    """Read and build; prints the cost as JSON. In a separate process, so that its peak memory is its own."""
    start = time.perf_counter()
    documents, rows = statutes(shared / "data" / "sfs" / "passages.jsonl.gz", passages)
    documents += read_folder(five_texts(shared)).documents
    read = time.perf_counter() - start
    note(f"  read {rows:,} rows of {len(documents):,} documents")
    report = build(folder, documents, (), encoder_for(stand_in), progress=Progress(), probes=probes())
    took = {"rows": rows, "documents": len(documents), "passages": report.passages}
    print(json.dumps({**took, "read": read, "build": report.seconds}))


def ask_one(folder: Path, shared: Path, stand_in: bool) -> None:
    """Ask the large index and a small one alternately; prints seconds as JSON."""
    encoder = encoder_for(stand_in)
    start = time.perf_counter()
    large = answerer_of(Index.open(folder, encoder), encoder)
    large.ask("Vilka mål finns?")
    opened = time.perf_counter() - start
    with tempfile.TemporaryDirectory(prefix="maltolk-bench-") as place:
        # The small index has vectors of the same kind, so that the same steps answer.
        build(Path(place), read_folder(five_texts(shared)).documents, (), encoder, probes=probes())
        small = answerer_of(Index.open(Path(place), encoder), encoder)
        small.ask("Vilka mål finns?")
        pairs = [
            by_turns([partial(small.ask, question), partial(large.ask, question)], ROUNDS)
            for question in questions(shared)
        ]
        foreign = [by_turns([partial(large.ask, question)], ROUNDS)[0] for question in statute_questions()]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"opened": opened, "pairs": pairs, "statutes": foreign, "peak": peak}))


def measure(passages: int, shared: Path, folder: Path, stand_in: bool) -> list[Row]:
    """Build and ask, each in a separate process."""
    if not (shared / "data" / "sfs" / "passages.jsonl.gz").is_file():
        return [Row("statutes", "left out: no data/sfs/passages.jsonl.gz there")]
    command = [sys.executable, __file__, str(passages), "--shared", str(shared), "--index", str(folder)]
    command += ["--stand-in"] if stand_in else []
    rows = []
    kind = " (vectors hashed)" if stand_in else ""
    if not (folder / "current").is_file():
        built = run([*command, "--part", "build"], quiet=False)
        if built.status:
            raise SystemExit(f"building ended with status {built.status}")
        took = json.loads(built.output)
        name = f"{took['rows']:,} statute passages{kind}"
        rows += [
            Row(f"{name}: documents / passages of the index", f"{took['documents']:,} / {took['passages']:,}"),
            Row(f"{name}: reading / building", f"{took['read']:.0f} / {took['build']:.0f} s"),
            Row(f"{name}: peak memory of the build", f"{built.peak:.0f} MB"),
        ]
    else:
        name = f"statutes{kind}"
    generation = Generations(folder).current()
    size = sum(file.stat().st_size for file in generation.rglob("*") if file.is_file())
    asked = run([*command, "--part", "ask"], quiet=False)
    if asked.status:
        raise SystemExit(f"asking ended with status {asked.status}")
    found = json.loads(asked.output)
    pairs = found["pairs"]
    small = [statistics.median(times) for times, _ in pairs]
    of_small = [statistics.median(many) / statistics.median(few) for few, many in pairs]
    first = [times[0] for times in found["statutes"]]
    again = [statistics.median(times) for times in found["statutes"]]
    return [
        *rows,
        Row(f"{name}: on disk", f"{size / 1e6:.0f} MB"),
        Row(f"{name}: opening, with the first answer", f"{found['opened']:.2f} s"),
        Row(f"{name}: peak memory of answering", f"{asked.peak:.0f} MB"),
        Row(f"{name}: {len(first)} questions on statutes, first asked, p50 / p95", milliseconds(first)),
        Row(f"{name}: the same asked again, p50 / p95", milliseconds(again)),
        Row(f"{name}: {len(pairs)} questions on the five texts, in an index of these alone", milliseconds(small)),
        limit(f"{name}: the same questions here, to those", statistics.median(of_small), SLOWER, "{:.2f} ×"),
        limit(
            f"{name}: median question on statutes, to those",
            statistics.median(again) / statistics.median(small),
            SLOWER,
            "{:.2f} ×",
        ),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("passages", nargs="?", type=int, default=2000)
    parser.add_argument("--stand-in", action="store_true")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--index", type=Path)
    parser.add_argument("--part", choices=("build", "ask"), help=argparse.SUPPRESS)
    parsed = parser.parse_args()
    if parsed.part == "build":
        build_one(parsed.index, parsed.passages, parsed.shared, parsed.stand_in)
    elif parsed.part == "ask":
        ask_one(parsed.index, parsed.shared, parsed.stand_in)
    else:
        with tempfile.TemporaryDirectory(prefix="maltolk-bench-") as place:
            folder = parsed.index or Path(place) / "index"
            print(table(measure(parsed.passages, parsed.shared, folder, parsed.stand_in)))


if __name__ == "__main__":
    main()
