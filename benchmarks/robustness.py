"""How much is lost when the same questions are asked as people type them: politely, without å ä ö, with a slip.

usage: robustness.py [--shared DIR] [--floor FILE] [--record] [--rounds] [--verbose ROW]

Asks every question of the sets (dev, where DIR has it, and trial; with --rounds those of the rounds too) plain and in
each frame. A row tells how many are right, and the loss against the same questions asked plainly. FILE (default
robustness.json beside this) holds the figures recorded last; --record writes today's there.

The polite frames stand in two rows: those in "polite" were looked at while answering was mended, those in "polite,
unseen" were not, so only the second row tells what a new greeting costs.
"""

import argparse
import hashlib
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from maltolk.answering.answer import Answerer
from maltolk.answering.retrieval.intent import probes
from maltolk.answering.understanding.tokens import tokens_of
from maltolk.indexing.build import build
from maltolk.indexing.encoders.encoder import Encoder
from maltolk.indexing.encoders.opening import open_encoder
from maltolk.indexing.index import Index
from maltolk.presentation import as_json
from maltolk.reading import read_folder
from maltolk.settings import Settings
from maltolk.swedish.gazetteer import Gazetteer
from maltolk.swedish.language import question_language
from maltolk.swedish.words import fold
from measuring import ROOT, answerer_of, note
from score_answers import judge, read_rows, read_texts

FLOOR = Path(__file__).with_name("robustness.json")
TRIAL = ROOT / "tests" / "data" / "trial"
ROUNDS = ROOT / "tests" / "data" / "rounds"
MAX_LOSS = 3.0
"""Percentage points that a frame may cost."""

POLITE = {
    "sv": (
        "Hej! {Q} Tack på förhand!",
        "Hej, jag undrar {q}",
        "God dag! Jag har en fråga om kommunen. {Q} Med vänliga hälsningar, Eva",
        "Ursäkta att jag stör, men {q}",
        "Hejsan! Skulle du kunna hjälpa mig med en sak? {Q} Tusen tack!",
        "{Q} Det vore snällt om du kunde svara.",
    ),
    "en": ("Hi! {Q} Thanks in advance!", "Hello, I wonder: {q}", "Excuse me, {q} Thank you so much!"),
}
UNSEEN = {
    "sv": (
        "God morgon, jag heter Karin och har en fundering: {q}",
        "Undrar bara lite snabbt: {q}",
        "{Q} Ha en bra dag! /Per",
        "Tjena! Vet inte om jag har kommit rätt. {Q} Hälsningar Ahmed",
        "Hallå där! Min dotter har ett skolarbete och vi behöver få reda på en sak. {Q} Uppskattar all hjälp!",
        "Förlåt en dum fråga kanske, men jag har letat länge och hittar inte {q}",
    ),
    "en": (
        "Hello, I was wondering if you could tell me {q}",
        "Good evening, my name is Karin and I have a question: {q}",
        "{Q} Have a nice day! /Per",
    ),
}
"""By language: {Q} the question as it stands, {q} without its capital. Which one is told by the question's id."""


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Questions about the texts of a folder. ``scorer``: the script that judges them, None for our own rules."""

    questions: Path
    texts: Path
    scorer: Path | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many questions are right in one frame, and how many of the same are when asked plainly."""

    frame: str
    right: int
    plain: int
    asked: int

    @property
    def loss(self) -> float:
        """Percentage points; below zero when the frame helps."""
        return 100.0 * (self.plain - self.right) / max(1, self.asked)


Reworded = Callable[[str, str], str | None]
"""(id, question) -> the question in a frame; None where the frame cannot hold it."""


def number_of(identifier: str) -> int:
    """A number that always is the same for a question's id."""
    return int.from_bytes(hashlib.sha256(identifier.encode()).digest()[:8])


def without_capital(question: str) -> str:
    """The question as it goes on inside a sentence: "VD" keeps its letters."""
    return question[:1].lower() + question[1:] if question[1:2].islower() else question


def politely(frames: Mapping[str, Sequence[str]]) -> Reworded:
    def reworded(identifier: str, question: str) -> str | None:
        ways = frames.get(language_of(question))
        if ways is None:
            return None
        asked = question if question.endswith(("?", "!", ".")) else question + "?"
        return ways[number_of(identifier) % len(ways)].format(Q=asked, q=without_capital(asked))

    return reworded


def without_marks(_: str, question: str) -> str | None:
    plain = "".join(fold(sign) if sign in "åäöÅÄÖé" else sign for sign in question)
    return plain if plain != question else None


def in_lower_case(_: str, question: str) -> str | None:
    return question.lower() if question != question.lower() else None


def told(_: str, question: str) -> str | None:
    return f"Kan du berätta {without_capital(question)}" if _is_swedish(question) else None


def by_the_text(_: str, question: str) -> str | None:
    return f"{question.rstrip(' ?.!')} enligt texten?" if _is_swedish(question) else None


def misspelt(identifier: str, question: str) -> str | None:
    """Two neighbouring letters change places in the longest word that is no name, as far as that can be seen."""
    named = [m.span for m in Gazetteer.default().find(question, casual=True)]
    words = [
        m
        for m in re.finditer(r"(?<![\w@.-])[^\W\d_]{5,}(?![\w@.-]*[@-])", question)
        if (m.start() == 0 or m[0].islower()) and not any(s.start <= m.start() < s.end for s in named)
    ]
    longest = max(words, key=lambda m: len(m[0]), default=None)
    if longest is None:
        return None
    word = longest[0].lower()
    places = [i for i in range(len(word) - 1) if word[i] != word[i + 1]]
    place = longest.start() + places[number_of(identifier) % len(places)]
    return question[:place] + question[place + 1] + question[place] + question[place + 2 :]


def _is_swedish(question: str) -> bool:
    return language_of(question) == "sv"


FRAMES: Mapping[str, Reworded] = {
    "plain": lambda _, question: question,
    "polite": politely(POLITE),
    "polite, unseen": politely(UNSEEN),
    "without å ä ö": without_marks,
    "lower case": in_lower_case,
    "Kan du berätta …": told,
    "… enligt texten?": by_the_text,
    "two letters swapped": misspelt,
}


def question_sets(shared: Path, *, rounds: bool) -> Iterator[QuestionSet]:
    """The sets that are there."""
    scorer, corpus = shared / "eval" / "score.py", shared / "corpus"
    own = [QuestionSet(TRIAL / "questions.jsonl", TRIAL / "texts")]
    others = [shared / "eval" / "dev.jsonl"]
    if rounds:
        for folder in sorted(path for path in ROUNDS.iterdir() if path.is_dir()):
            texts = folder / "texts"
            own.append(QuestionSet(folder / "own.jsonl", texts if texts.is_dir() else TRIAL / "texts"))
            others.append(folder / "shared.jsonl")
    if scorer.is_file() and corpus.is_dir():
        yield from (QuestionSet(path, corpus, scorer) for path in others if path.is_file())
    yield from own


def measure(sets: Sequence[QuestionSet], encoder: Encoder, verbose: str | None = None) -> list[Tally]:
    """Every frame over every set; ``verbose``: the frame whose lost questions are noted on stderr."""
    tallies = {frame: np.zeros(3, dtype=int) for frame in FRAMES}
    for each in sets:
        note(f"asking {each.questions.parent.name}/{each.questions.name} in {len(FRAMES)} frames")
        with tempfile.TemporaryDirectory() as place:
            reading = read_folder(each.texts)
            build(Path(place), reading.documents, reading.skipped, encoder, probes=probes())
            index = Index.open(Path(place), encoder)
            answerer = answerer_of(index, encoder)
            plainly: frozenset[str] = frozenset()
            for frame, reworded in FRAMES.items():
                rows = [
                    row | {"q": said} for row in read_rows(each.questions) if (said := reworded(row["id"], row["q"]))
                ]
                right = right_ones(each, rows, answerer, Path(place))
                if frame == "plain":
                    plainly = right
                asked = frozenset(row["id"] for row in rows)
                if frame == verbose:
                    note("\n".join(f"  {r['id']} {r['q']}" for r in rows if r["id"] in plainly - right))
                tallies[frame] += (len(right), len(plainly & asked), len(asked))
            index.close()
    return [Tally(frame, *map(int, sums)) for frame, sums in tallies.items()]


def right_ones(
    questions: QuestionSet, rows: Sequence[dict[str, Any]], answerer: Answerer, place: Path
) -> frozenset[str]:
    """The ids of the questions that are answered right."""
    answers = {r["id"]: {"id": r["id"], **as_json(answerer.ask(r["q"], r.get("history") or ()))} for r in rows}
    if questions.scorer is None:
        texts = read_texts(questions.texts)
        return frozenset(row["id"] for row in rows if judge(row, answers[row["id"]], texts).right)
    files = {"questions": rows, "answers": list(answers.values())}
    for name, lines in files.items():
        (place / f"{name}.jsonl").write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), "utf-8")
    paths = [str(place / f"{name}.jsonl") for name in files]
    command = [sys.executable, str(questions.scorer), *paths, str(questions.texts), "--verbose"]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return frozenset(row["id"] for row in rows) - set(re.findall(r"^  (\S+) \[", printed, re.MULTILINE))


def compared(tally: Tally, floor: Mapping[str, Any]) -> str:
    """How a row stands to what was recorded for as many questions."""
    was = floor.get(tally.frame)
    if was is None or was["asked"] != tally.asked:
        return "no record"
    change = tally.right - was["right"]
    return "as recorded" if not change else f"{abs(change)} {'better' if change > 0 else 'worse'}"


def read_floor(file: Path, *, rounds: bool) -> Mapping[str, Any]:
    """Frame -> the figures recorded, for the sets that are asked; empty where nothing was recorded."""
    recorded: Mapping[str, Any] = json.loads(file.read_text("utf-8")) if file.is_file() else {}
    return recorded.get(_which(rounds), {})


def record(file: Path, tallies: Sequence[Tally], *, rounds: bool) -> None:
    recorded = json.loads(file.read_text("utf-8")) if file.is_file() else {}
    recorded[_which(rounds)] = {t.frame: {"right": t.right, "asked": t.asked} for t in tallies}
    file.write_text(json.dumps(recorded, ensure_ascii=False, indent=2, sort_keys=True) + "\n", "utf-8")


def _which(rounds: bool) -> str:
    return "dev, trial and rounds" if rounds else "dev and trial"


def language_of(question: str) -> str:
    return question_language([token.folded for token in tokens_of(question)], question)


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure what frames around the questions cost; one Markdown table.")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="folder of the question sets")
    parser.add_argument("--floor", type=Path, default=FLOOR, help="figures recorded last")
    parser.add_argument("--record", action="store_true", help="write today's figures to the floor's file")
    parser.add_argument("--rounds", action="store_true", help="also the rounds, which takes four times as long")
    parser.add_argument("--verbose", choices=FRAMES, help="print the questions that this frame loses, on stderr")
    arguments = parser.parse_args()
    encoder = open_encoder(Settings.from_environment(), note)
    sets = list(question_sets(arguments.shared, rounds=arguments.rounds))
    tallies = measure(sets, encoder, arguments.verbose)
    floor = read_floor(arguments.floor, rounds=arguments.rounds)
    print("| asked | right | loss, percentage points | against the record |\n|---|---|---|---|")
    for tally in tallies:
        print(f"| {tally.frame} | {tally.right} of {tally.asked} | {tally.loss:.1f} | {compared(tally, floor)} |")
    if arguments.record:
        record(arguments.floor, tallies, rounds=arguments.rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
