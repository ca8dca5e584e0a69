"""How many questions of a set are answered correctly: the scoring rules, for any folder of texts.

usage: score_answers.py QUESTIONS.jsonl ANSWERS.jsonl TEXTS_DIR [--verbose]

A question that the texts cannot answer (``abstain``) is right when the answer's status is not "answered". Any other
is right when it was answered, every group of ``must`` is met by the answer's words or its contacts (a group is met by
one of its alternatives, at the start of a word, ignoring capitals and white space), every quote is verbatim in
a text, one of the texts in ``docs`` is cited (for "compare" two), and the answer is no longer than its kind allows.
A text is identified by its file name without the suffix.
"""

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from maltolk.reading.formats.markdown import plain_markdown

MAX_LENGTH: Mapping[str, int] = {
    "fact": 350,
    "paraphrase": 500,
    "xling": 500,
    "contact": 700,
    "followup": 700,
    "list": 900,
    "compare": 1500,
    "meta": 1500,
}
"""Characters of an answer to each kind of question; 500 for a kind that is not named."""

SUFFIXES = (".txt", ".md")


@dataclass(frozen=True, slots=True)
class Verdict:
    """``why``: the first reason that the answer is wrong, empty when it is right. ``wrongly_answered``: it should
    have reported finding nothing."""

    id: str
    kind: str
    question: str
    abstain: bool
    why: str
    quotes: int
    verbatim: int
    latency_ms: float | None

    @property
    def right(self) -> bool:
        return not self.why

    @property
    def wrongly_answered(self) -> bool:
        return self.abstain and bool(self.why)


def folded(text: str) -> str:
    """Text for comparison: no capitals, no soft hyphens, every run of white space one space."""
    return " ".join(text.replace("\u00ad", "").split()).casefold()


def read_rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def read_texts(folder: Path) -> dict[str, str]:
    """File stem -> folded text; of Markdown what its readers see."""
    files = sorted(path for path in folder.iterdir() if path.suffix in SUFFIXES)
    return {path.stem: folded(_shown(path)) for path in files}


def _shown(path: Path) -> str:
    text = path.read_text("utf-8")
    return plain_markdown(text) if path.suffix == ".md" else text


def judge(question: Mapping[str, Any], answer: Mapping[str, Any] | None, texts: Mapping[str, str]) -> Verdict:
    citations = (answer or {}).get("citations") or []
    sources = [_sources(citation.get("quote") or "", texts) for citation in citations]
    return Verdict(
        id=question["id"],
        kind=question["type"],
        question=question["q"],
        abstain=bool(question.get("abstain")),
        why=_fault(question, answer, citations, sources),
        quotes=len(citations),
        verbatim=sum(1 for found in sources if found),
        latency_ms=(answer or {}).get("latency_ms"),
    )


def _sources(quote: str, texts: Mapping[str, str]) -> frozenset[str]:
    words = folded(quote)
    return frozenset(key for key, text in texts.items() if words and words in text)


def _fault(
    question: Mapping[str, Any],
    answer: Mapping[str, Any] | None,
    citations: Sequence[Mapping[str, Any]],
    sources: Sequence[frozenset[str]],
) -> str:
    if answer is None:
        return "no answer row"
    words = answer.get("answer") or ""
    answered = answer.get("status") == "answered"
    if question.get("abstain"):
        return f"answered, should not be: {words[:100]!r}" if answered else ""
    if not answered:
        return f"status {answer.get('status')}"
    for citation, found in zip(citations, sources, strict=True):
        if not found:
            return f"not in any text: {(citation.get('quote') or '')[:60]!r}"
    for group in question["must"]:
        if not _says(answer, group):
            return f"lacks {group}, says {words[:100]!r}"
    kind = question["type"]
    if kind != "meta":
        if not citations:
            return "no citation"
        cited = frozenset().union(*sources)
        if not cited & set(question["docs"]):
            return f"cites {sorted(cited)}"
        if kind == "compare" and len(cited & set(question["docs"])) < 2:
            return "cites one side only"
    if len(words) > MAX_LENGTH.get(kind, 500):
        return f"{len(words)} characters long"
    return ""


def _says(answer: Mapping[str, Any], group: Iterable[str]) -> bool:
    fields = [value for contact in answer.get("contacts") or [] for value in contact.values() if isinstance(value, str)]
    said = "\n".join(folded(part) for part in (answer.get("answer") or "", *fields))
    return any(re.search(rf"(?<!\w){re.escape(folded(words))}", said) for words in group)


def judge_all(questions: Path, answers: Path, texts: Path) -> list[Verdict]:
    found = {row["id"]: row for row in read_rows(answers)}
    sources = read_texts(texts)
    return [judge(question, found.get(question["id"]), sources) for question in read_rows(questions)]


def report(verdicts: Sequence[Verdict]) -> list[str]:
    """A line per kind, and one with the totals."""
    all_of, right_of = Counter(v.kind for v in verdicts), Counter(v.kind for v in verdicts if v.right)
    lines = [f"{kind:13s} {right_of[kind]}/{count}" for kind, count in sorted(all_of.items())]
    answerable = [v for v in verdicts if not v.abstain]
    others = [v for v in verdicts if v.abstain]
    right = sum(v.right for v in verdicts)
    latencies = sorted(v.latency_ms for v in verdicts if v.latency_ms is not None)
    timing = ""
    if latencies:
        timing = (
            f"; latency ms p50 {latencies[len(latencies) // 2]:.1f} p95 {latencies[len(latencies) * 95 // 100]:.1f}"
        )
    lines.append(
        f"right {right}/{len(verdicts)} = {right / max(1, len(verdicts)):.3f}; "
        f"answerable {sum(v.right for v in answerable)}/{len(answerable)}; "
        f"abstained rightly {sum(v.right for v in others)}/{len(others)}; "
        f"quotes verbatim {sum(v.verbatim for v in verdicts)}/{sum(v.quotes for v in verdicts)}" + timing
    )
    return lines


def main() -> int:
    parser = argparse.ArgumentParser(description="Score the answers of `maltolk ask --batch` against a question file.")
    parser.add_argument("questions", type=Path)
    parser.add_argument("answers", type=Path)
    parser.add_argument("texts", type=Path)
    parser.add_argument("--verbose", action="store_true", help="also print every wrong answer and why")
    arguments = parser.parse_args()
    verdicts = judge_all(arguments.questions, arguments.answers, arguments.texts)
    if arguments.verbose:
        for verdict in verdicts:
            if not verdict.right:
                print(f"  {verdict.id} [{verdict.kind}] {verdict.question} -- {verdict.why}")
    print("\n".join(report(verdicts)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
