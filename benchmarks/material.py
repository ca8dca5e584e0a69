"""Texts and questions for the speed benchmarks: those beside the checkout, else those in it."""

import gzip
import json
import random
from dataclasses import replace
from pathlib import Path

from maltolk.model import UNKNOWN_MUNICIPALITY, Document
from maltolk.reading import Skipped, read_document
from measuring import ROOT

OWN_QUESTIONS = (
    "Vilka mål har Kristianstad?",
    "Vilka är Lunds fokusområden?",
    "Vem är ordförande i kommunstyrelsen i Landskrona?",
    "Vad är Ljungbys vision?",
    "Vad säger Botkyrka om Hallunda?",
    "Jämför Ljungbys och Lunds mål om näringsliv",
    "Vilket telefonnummer har Landskrona stad?",
    "What does Lund want to achieve for children?",
    "När antogs målen i Kristianstad?",
    "Hur lagar jag pannkakor?",
    "Vilka kommuner har du texter från?",
    "Vilka mål har Malmö?",
)
"""Asked if there is no dev.jsonl."""


def five_texts(shared: Path) -> Path:
    """Folder of the five texts: the originals, else the summaries that come with maltolk."""
    return shared / "corpus" if (shared / "corpus").is_dir() else ROOT / "corpus"


def questions(shared: Path) -> list[str]:
    """Questions on the five texts that do not depend on earlier ones."""
    file = shared / "eval" / "dev.jsonl"
    if not file.is_file():
        return list(OWN_QUESTIONS)
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]
    return [row["q"] for row in rows if not row.get("history")]


def statute_questions() -> list[str]:
    """Questions as people might put them to Swedish statutes."""
    return Path(__file__).with_name("statute_questions.txt").read_text("utf-8").splitlines()


def statutes(file: Path, most: int) -> tuple[list[Document], int]:
    """Whole statutes, drawn evenly over the centuries, until they make up ``most`` rows of the file.

    Each is one document without a municipality, titled as its rows have in common. Returns the total number of rows.
    """
    sections: dict[str, list[tuple[str, str]]] = {}
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            sections.setdefault(row["id"].split("#")[0], []).append((row["title"], row["text"]))
    names = sorted(sections)
    random.Random(0).shuffle(names)
    documents: list[Document] = []
    rows = 0
    for name in names:
        if rows >= most:
            break
        taken = sections[name][: most - rows]
        rows += len(taken)
        title = _common_words([title for title, _ in taken])
        documents.append(_document(name, title or name, "\n\n".join(text for _, text in taken)))
    return documents, rows


def _common_words(titles: list[str]) -> str:
    """The words that all titles begin with; each ends with its section's number."""
    shared: list[str] = []
    for words in zip(*(title.split() for title in titles), strict=False):
        if len(set(words)) > 1:
            break
        shared.append(words[0])
    return " ".join(shared)


def _document(name: str, title: str, text: str) -> Document:
    read = read_document(f"{name}.txt", text.encode())
    if isinstance(read, Skipped):
        raise SystemExit(f"{name} cannot be read: {read.reason}")
    return replace(read, municipality=UNKNOWN_MUNICIPALITY, title=title)


def documents_of(folder: Path) -> list[Document]:
    """A question set's documents as reading sees them."""
    rows = map(json.loads, (folder / "corpus.jsonl").read_text("utf-8").splitlines())
    return [_document(row["id"], row["title"], row["text"]) for row in rows]
