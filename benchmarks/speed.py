"""How fast maltolk is, and how much memory and disk it takes: one run, one Markdown table.

usage: speed.py [--scale PASSAGES] [--stand-in] [--only PART ...] [--shared DIR]

Parts: cold, question, answer, build, scale, kill. Compared runs alternate, so that a busy machine slows both
sides; times are medians, and ratios medians of ratios. DIR (default: ``shared`` beside the checkout) holds corpus/,
eval/dev.jsonl and data/; without it the summaries in corpus/ and a few own questions serve.
PASSAGES (default 2,000) and --stand-in are explained in scale.py; 50,000 passages take more than an hour without it.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from measuring import PROGRAM, ROOT, Row, answerer_of, by_turns, limit, milliseconds, note, run, table

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

    from maltolk.indexing.encoders.onnx_encoder import OnnxEncoder

# maltolk itself is imported where used: the first part measures fresh processes, and needs the machine quiet.

COLD_STARTS = 7
ROUNDS = 15
PAGES = 80
"""Pages of agencies that are built: some 600 passages."""
TOGETHER = 20
"""Pages in one index: few, so that embedding and building take turns every few seconds."""
BUILD_ROUNDS = 4

MAX_FOR_A_QUESTION = 1.15
MAX_FOR_AN_ANSWER = 2.0
MAX_SECONDS_COLD = 3.0
MAX_MEMORY_COLD = 800.0
MIN_BUILD_SPEED = 0.8


@dataclass(frozen=True, slots=True)
class Setting:
    """What the parts share. ``index``: of the five texts, built through the command line."""

    shared: Path
    place: Path
    index: Path
    passages: int
    stand_in: bool


def cold(setting: Setting) -> list[Row]:
    """`maltolk ask`, from the shell to the printed answer."""
    question = "Vilka politiskt prioriterade områden har Landskrona?"
    starts = [run([PROGRAM, "--index", str(setting.index), "ask", question]) for _ in range(COLD_STARTS)]
    if any(start.status not in (0, 1) for start in starts):  # 1: not found, which takes as long
        raise SystemExit(f"`maltolk ask {question!r}` ended with status {starts[0].status}: {starts[0].output}")
    seconds = statistics.median(start.seconds for start in starts)
    peak = max(start.peak for start in starts)
    return [
        limit(f"`maltolk ask` in a fresh process, median of {COLD_STARTS}", seconds, MAX_SECONDS_COLD, "{:.2f} s"),
        limit("its peak memory, the highest of them", peak, MAX_MEMORY_COLD, "{:.0f} MB"),
    ]


def question(setting: Setting) -> list[Row]:
    """Embedding a question, against bare onnxruntime runs of the same file with the same token ids.

    One in maltolk's own session, so that only maltolk's own work differs; and one in a session with onnxruntime's
    default settings, whose threads then compete with the first's for the cores.
    """
    import numpy as np

    from maltolk.indexing.encoders.model_folder import prepare_model
    from maltolk.indexing.encoders.onnx_export import GRAPH
    from maltolk.indexing.encoders.onnx_runtime import onnx_runtime
    from maltolk.settings import Settings
    from material import questions

    settings = Settings.from_environment()
    encoder = _onnx_encoder()
    tokenizer, prompt = encoder._tokenizer, encoder._card.query_prompt
    graph = prepare_model(settings.model, settings.models) / GRAPH
    plain = onnx_runtime().InferenceSession(str(graph), providers=["CPUExecutionProvider"])

    def bare(session: "InferenceSession", ids: list[int]) -> None:
        session.run(None, {"input_ids": np.array([ids], np.int64)})

    def with_tokens(session: "InferenceSession", text: str) -> None:
        bare(session, tokenizer.encode(prompt + text).ids)

    times = []
    for text in questions(setting.shared):
        ids = tokenizer.encode(prompt + text).ids
        calls: list[Callable[[], object]] = [
            partial(_first_row, encoder, text),
            partial(with_tokens, encoder._one, text),
            partial(bare, encoder._one, ids),
            partial(with_tokens, plain, text),
        ]
        times.append([statistics.median(many) for many in by_turns(calls, ROUNDS)])

    def ratio(place: int) -> float:
        return statistics.median(row[0] / row[place] for row in times)

    most, form = MAX_FOR_A_QUESTION, "{:.2f} ×"
    return [
        Row(f"embedding one question, p50 / p95 of {len(times)}", milliseconds([row[0] for row in times])),
        limit("to a bare run of the same session, both tokenizing", ratio(1), most, form),
        limit("to the same with the token ids at hand", ratio(2), most, form),
        limit("to a session on the same file with default settings, both tokenizing", ratio(3), most, form),
    ]


def _first_row(encoder: "OnnxEncoder", text: str) -> object:
    return encoder.embed_queries([text])[0]


def answer(setting: Setting) -> list[Row]:
    """A whole answer on the five texts, against embedding the same question."""
    from maltolk.indexing.index import Index
    from material import questions

    encoder = _onnx_encoder()
    answerer = answerer_of(Index.open(setting.index, encoder), encoder)
    answerer.ask("Vilka mål finns?")  # creates what is created once for all questions
    whole, ratios, first, first_ratios = [], [], [], []
    for text in questions(setting.shared):
        asked, embedded = by_turns([partial(answerer.ask, text), partial(encoder.embed_queries, [text])], ROUNDS)
        whole.append(statistics.median(asked))
        ratios.append(statistics.median(asked) / statistics.median(embedded))
        first.append(asked[0])
        first_ratios.append(asked[0] / statistics.median(embedded))
    return [
        Row(f"a whole answer on the five texts, p50 / p95 of {len(whole)} questions", milliseconds(whole)),
        limit("to embedding its question", statistics.median(ratios), MAX_FOR_AN_ANSWER, "{:.2f} ×"),
        Row("the first time that a question is asked, p50 / p95", milliseconds(first)),
        limit("to embedding its question", statistics.median(first_ratios), MAX_FOR_AN_ANSWER, "{:.2f} ×"),
    ]


def building(setting: Setting) -> list[Row]:
    """A whole build, against the encoder alone on the same passages."""
    from maltolk.indexing.build import build
    from maltolk.indexing.rules import RULE
    from maltolk.indexing.writing import in_order, plan
    from material import documents_of

    folder = setting.shared / "data" / "swequad_mc"
    if not folder.is_dir():
        return [Row("building an index", "left out: no data/swequad_mc there")]
    encoder = _onnx_encoder()
    start = time.perf_counter()
    documents = documents_of(folder)[:PAGES]
    reading = time.perf_counter() - start
    passages, processor, wall = 0, [], []
    for part, first in enumerate(range(0, PAGES, TOGETHER)):
        ordered = in_order(documents[first : first + TOGETHER])
        inputs = plan(ordered, RULE).inputs
        passages += len(inputs)
        note(f"  {len(inputs)} passages, {BUILD_ROUNDS} times embedded and built")
        encoder.embed_passages(inputs[:8])
        place = setting.place / f"pages{part}"
        calls = [
            partial(encoder.embed_passages, inputs),
            partial(build, place, ordered, (), encoder, full=True),
        ]
        wall += zip(*by_turns(calls, BUILD_ROUNDS), strict=True)
        # Other processes slow the clock, but don't add to this one's own processor time.
        processor += zip(*by_turns(calls, 1, time.process_time), strict=True)
    speed = statistics.median(alone / whole for alone, whole in wall)
    work = statistics.median(alone / whole for alone, whole in processor)
    spent = sum(whole for _, whole in wall) / BUILD_ROUNDS
    least = MIN_BUILD_SPEED
    return [
        Row(f"building indexes of {PAGES} pages, {passages} passages", f"{passages / spent:.0f} passages a second"),
        Row("its speed by the encoder's alone", f"{speed:.2f} ×", f"≥ {least:.2f} ×", speed >= least),
        Row("the same by processor time", f"{work:.2f} ×"),
        Row("reading the pages, not in that", f"{reading:.1f} s beside {spent:.1f} s"),
    ]


def scale(setting: Setting) -> list[Row]:
    """Many statutes."""
    from scale import measure

    return measure(setting.passages, setting.shared, setting.place / "statutes", setting.stand_in)


def killing(setting: Setting) -> list[Row]:
    """Builds killed at random moments."""
    from kill import KILLS, measure

    return measure(setting.shared, setting.place / "killed", KILLS)


PARTS: dict[str, Callable[[Setting], list[Row]]] = {
    "cold": cold,
    "question": question,
    "answer": answer,
    "build": building,
    "scale": scale,
    "kill": killing,
}


def _onnx_encoder() -> "OnnxEncoder":
    from maltolk.indexing.encoders.onnx_encoder import OnnxEncoder
    from maltolk.indexing.encoders.opening import open_encoder
    from maltolk.settings import Settings

    encoder = open_encoder(Settings.from_environment(), note)
    if not isinstance(encoder, OnnxEncoder):
        raise SystemExit("MALTOLK_MODEL names no real encoder; unset it")
    return encoder


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scale", type=int, default=2000, metavar="PASSAGES")
    parser.add_argument("--stand-in", action="store_true")
    parser.add_argument("--only", nargs="+", choices=tuple(PARTS), default=list(PARTS))
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parsed = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="maltolk-bench-") as place:
        # The five texts' folder is chosen as in material.py, which imports maltolk.
        texts = parsed.shared / "corpus" if (parsed.shared / "corpus").is_dir() else ROOT / "corpus"
        setting = Setting(parsed.shared, Path(place), Path(place) / "five", parsed.scale, parsed.stand_in)
        note("indexing the five texts")
        if run([PROGRAM, "--index", str(setting.index), "index", str(texts)], quiet=False).status:
            sys.exit("`maltolk index` failed")
        rows = []
        for part in parsed.only:
            note(part)
            rows += PARTS[part](setting)
    print(table(rows))


if __name__ == "__main__":
    main()
