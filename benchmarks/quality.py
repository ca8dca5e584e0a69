"""How good the answers and the search are: one Markdown table, which the README carries.

usage: quality.py [--shared DIR] [--verbose] [--record]

DIR (default: ``shared`` beside the checkout) holds eval/dev.jsonl with eval/score.py and corpus/, and question sets in
data/. Anything missing is reported as left out. The index is built by `maltolk index` straight from the texts, and
questions are asked through `maltolk ask --batch`, as anyone would.
"""

import argparse
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import recorded
import robustness
from maltolk.answering.deciding.thresholds import Thresholds
from maltolk.answering.reader.preparing import open_reader
from maltolk.evaluation import DEPTH, Dataset, Query, Scores, rank, read_dataset, score
from maltolk.indexing.build import build
from maltolk.indexing.encoders.encoder import Encoder
from maltolk.indexing.encoders.opening import open_encoder
from maltolk.indexing.index import Index
from maltolk.settings import Settings
from maltolk.training.calibrating import ask_reader
from maltolk.training.municipal_sets import Split, read_sets
from maltolk.training.question_measures import question_figures
from score_answers import Verdict, judge_all, read_rows, report

ROOT = Path(__file__).resolve().parents[1]
TRIAL = ROOT / "tests" / "data" / "trial"
ROUNDS = ROOT / "tests" / "data" / "rounds"
SETS = ("swefaq", "swequad_mc", "squad_v2_sv")
FOREIGN = Path(__file__).with_name("foreign_questions.tsv")
WANTED = {"swefaq": 0.795, "swequad_mc": 0.925, "squad_v2_sv": 0.975}
"""nDCG@10 that one setting must reach on each set."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table."""

    what: str
    measure: str
    value: str
    wanted: str = ""


def note(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure answers and search; print one Markdown table.")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="folder of the question sets")
    parser.add_argument("--verbose", action="store_true", help="also print every wrong answer, on stderr")
    parser.add_argument("--record", action="store_true", help="later runs are compared with this one")
    arguments = parser.parse_args()
    verdicts: dict[str, dict[str, bool]] = {}
    rows = [
        *collection_rows(arguments.shared / "qa" / "collection", verdicts),
        *reader_rows(arguments.shared),
        *answers_to_shared(
            "dev questions", arguments.shared / "eval" / "dev.jsonl", arguments.shared, arguments.verbose
        ),
        *answers_to_own("own trial questions", TRIAL / "questions.jsonl", TRIAL / "texts", arguments.verbose),
        *rounds(arguments.shared, arguments.verbose),
        *robustness_rows(arguments.shared),
        *search(arguments.shared / "data"),
    ]
    print("| what | measure | value | wanted |\n|---|---|---|---|")
    for row in rows:
        print(f"| {row.what} | {row.measure} | {row.value} | {row.wanted} |")
    if arguments.record:
        recorded.write(verdicts)
    return 0


def collection_rows(folder: Path, verdicts: dict[str, dict[str, bool]]) -> Iterator[Row]:
    """The collection in six formats, by its own scorer, and what a plain pipeline makes of it."""
    questions, texts, scorer = folder / "questions.jsonl", folder / "texts", folder / "score.py"
    if not scorer.is_file():
        yield Row("collection", "right", "left out: not there")
        return
    with tempfile.TemporaryDirectory() as place:
        for name in ("collection", "the same, a plain pipeline"):
            if name == "collection":
                answers = ask(questions, texts, Path(place))
            else:
                answers = Path(place) / "plain.jsonl"
                program = [sys.executable, str(ROOT / "benchmarks" / "plain_pipeline.py"), str(questions), str(texts)]
                with answers.open("wb") as file:
                    subprocess.run(program, check=True, stdout=file)
            command = [sys.executable, str(scorer), str(questions), str(answers), "--verbose"]
            lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
            found = {
                line.split()[0]: " RIGHT: " in line or "RIGHTLY NOT ANSWERED" in line
                for line in lines
                if re.match(r"\w+\d+ \w+ [A-Z ]+: ", line)
            }
            wrong = lines[-1].rpartition("wrong ")[2]
            yield Row(f"{name} ({len(found)})", "right", recorded.told(found), "≥ 0.75" if name == "collection" else "")
            yield Row("", "wrong", wrong, "≤ 8 %" if name == "collection" else "")
            if name == "collection":
                verdicts[name] = found
                changed = recorded.compared(name, found)
                if changed is not None:
                    yield Row("", "changed", str(changed))


def reader_rows(shared: Path) -> Iterator[Row]:
    """What the reader makes of the test texts, each question put to its own text."""
    folders = [folder for folder in (shared / "qa", ROOT / "training_data" / "municipal") if folder.is_dir()]
    settings = Settings.from_environment()
    encoder, reader = open_encoder(settings, note), open_reader(settings.model, settings.models, note)
    with tempfile.TemporaryDirectory() as place:
        for folder in folders:
            note(f"reading the test texts of {folder.name}")
            (own := Path(place) / folder.name).mkdir()
            told = ask_reader(read_sets([folder]), Split.TEST, encoder, reader, own)
            figures = question_figures([one.heard for one in told])
            wanted = folder.name == "qa"
            name = f"test texts of {folder.name} ({len(told)})"
            yield Row(name, "best unit", f"{figures.best:.3f}", "≥ 0.72" if wanted else "")
            yield Row("", "one of three best", f"{figures.three:.3f}")
            auroc = max(figures.passage, figures.unit)
            yield Row("", "AUROC, answerable against not", f"{auroc:.3f}", "≥ 0.80" if wanted else "")
            limits = Thresholds()
            given = [one for one in told if limits.calibration.probability(one.signs) >= limits.read]
            wrong = sum(not one.right for one in given)
            yield Row("", "answered; wrong", f"{len(given) / len(told):.3f}; {wrong / len(told):.3f}")


def answers_to_shared(what: str, questions: Path, shared: Path, verbose: bool) -> Iterator[Row]:
    """Questions about the texts of ``shared``, scored by its own script."""
    scorer, texts = shared / "eval" / "score.py", shared / "corpus"
    if not (questions.is_file() and scorer.is_file() and texts.is_dir()):
        yield Row(what, "right", f"left out: no {questions.name}, {scorer.name} or {texts.name}/ there")
        return
    with tempfile.TemporaryDirectory() as place:
        answers = ask(questions, texts, Path(place))
        command = [sys.executable, str(scorer), str(questions), str(answers), str(texts), "--verbose"]
        *lines, totals = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    if verbose:
        note("\n".join(line for line in lines if line.startswith("  ")))
    wanted = "≥ 0.900" if questions.name == "dev.jsonl" else ""
    yield from totals_rows(f"{what} ({len(read_rows(questions))})", totals, wanted)


def answers_to_own(what: str, questions: Path, texts: Path, verbose: bool) -> Iterator[Row]:
    """Questions about invented texts of the repository."""
    with tempfile.TemporaryDirectory() as place:
        answers = ask(questions, texts, Path(place))
        verdicts: list[Verdict] = judge_all(questions, answers, texts)
    if verbose:
        note("\n".join(f"  {v.id} [{v.kind}] {v.question} -- {v.why}" for v in verdicts if not v.right))
    yield from totals_rows(f"{what} ({len(verdicts)})", report(verdicts)[-1])


def rounds(shared: Path, verbose: bool) -> Iterator[Row]:
    """The formerly unseen rounds: only how many are right."""
    for folder in sorted(path for path in ROUNDS.iterdir() if path.is_dir()):
        texts = folder / "texts"
        rows = [
            *answers_to_shared(f"round {folder.name}, the five texts", folder / "shared.jsonl", shared, verbose),
            *answers_to_own(
                f"round {folder.name}, others",
                folder / "own.jsonl",
                texts if texts.is_dir() else TRIAL / "texts",
                verbose,
            ),
        ]
        yield from (row for row in rows if row.measure == "right")


def robustness_rows(shared: Path) -> Iterator[Row]:
    """The dev and trial questions again, as people type them; compared with the last record."""
    floor = robustness.read_floor(robustness.FLOOR, rounds=False)
    sets = list(robustness.question_sets(shared, rounds=False))
    for tally in robustness.measure(sets, open_encoder(Settings.from_environment(), note)):
        value = f"{tally.right} of {tally.asked}, loss {tally.loss:.1f} points, {robustness.compared(tally, floor)}"
        yield Row(f"asked: {tally.frame}", "right", value, f"loss ≤ {robustness.MAX_LOSS:.0f} points")


def totals_rows(what: str, totals: str, wanted: str = "") -> Iterator[Row]:
    """The last line of a scorer, as rows: "right 9/10 = 0.900; answerable 7/8; …"."""
    for part in totals.split("; "):
        if match := re.match(r"right (\d+/\d+) = ([\d.]+)$", part):
            yield Row(what, "right", f"{match[2]} ({match[1]})", wanted)
        elif match := re.match(r"(.*) (\d+)/(\d+)$", part):
            yield Row("", match[1], f"{match[2]} of {match[3]}", "all" if match[1].startswith("quotes") else "")


def ask(questions: Path, texts: Path, place: Path) -> Path:
    """The file of answers to a file of questions, on an index of ``texts`` in ``place``."""
    program = [str(Path(sys.executable).with_name("maltolk")), "--index", str(place / "index")]
    note(f"indexing {texts.name}, asking {questions.name}")
    subprocess.run([*program, "index", str(texts), "--json"], check=True, capture_output=True)
    answers = place / "answers.jsonl"
    with answers.open("wb") as file:
        subprocess.run([*program, "ask", "--batch", str(questions), "--json"], check=True, stdout=file)
    return answers


def search(data: Path) -> Iterator[Row]:
    """Every question set; then the same questions in other languages, where fusing must not cost anything."""
    encoder = open_encoder(Settings.from_environment(), note)
    foreign: list[tuple[Query, list[str], list[str]]] = []
    for name in SETS:
        if not (data / name).is_dir():
            yield Row(name, "nDCG@10", "left out: not there")
            continue
        note(f"indexing {name}")
        dataset = read_dataset(data / name)
        with tempfile.TemporaryDirectory() as place:
            build(Path(place), dataset.documents, (), encoder)
            index = Index.open(Path(place), encoder)
            scores = score(dataset.queries, *rank(index, encoder, dataset.queries))
            queries = translated(name, dataset)
            fused, _ = rank(index, encoder, queries)
            foreign += zip(queries, fused, by_vector(index, encoder, queries), strict=True)
            index.close()
        yield from search_rows(name, scores)
    if foreign:
        asked, fused_all, dense_all = zip(*foreign, strict=True)
        fused_score, dense_score = (score(asked, ranking, 0.0).ndcg_at_10 for ranking in (fused_all, dense_all))
        what = f"the same in other languages ({len(asked)})"
        yield Row(what, "nDCG@10", f"{fused_score:.3f}", f"≥ {dense_score:.3f}, by vectors alone")


def search_rows(name: str, scores: Scores) -> Iterator[Row]:
    wanted = f"≥ {WANTED[name]:.3f}" if name in WANTED else ""
    yield Row(f"{name} ({scores.queries})", "nDCG@10", f"{scores.ndcg_at_10:.3f}", wanted)
    yield Row("", "recall@1, recall@10", f"{scores.recall_at_1:.3f}, {scores.recall_at_10:.3f}")
    yield Row("", "questions a second", f"{scores.queries_per_second:.0f}")


def translated(name: str, dataset: Dataset) -> list[Query]:
    """Our own translations of some of the set's questions into English, German, Polish and Arabic."""
    asked = {query.id: query for query in dataset.queries}
    rows = [line.split("\t") for line in FOREIGN.read_text("utf-8").splitlines()[1:]]
    return [replace(asked[id_], text=text) for set_, id_, text in rows if set_ == name and id_ in asked]


def by_vector(index: Index, encoder: Encoder, queries: list[Query]) -> list[list[str]]:
    """Rankings by the passages' vectors alone."""
    ids = [card.path for card in index.documents]
    found = []
    for query in queries:
        hits = index.dense(encoder.embed_queries([query.text])[0], 20 * DEPTH)
        found.append([ids[number] for number in dict.fromkeys(index.owners[hits.ids].tolist())][:DEPTH])
    return found


if __name__ == "__main__":
    sys.exit(main())
