"""What a renewal costs relative to a full build, and whether it gives the same index.

usage: renewal.py [DOCUMENTS] [--changed N] [--encoder NAME] [--shared DIR] [--keep DIR]

DOCUMENTS (default 1,000) short texts are made of parts of the five texts, each with its own title, in every format in
turn. A full build of them is timed; then N (default 10) are changed and the renewal is timed, three times over.
Another index is built from scratch of the changed texts, and compared with the renewed one file by file and passage by
passage. All builds run through the command line, so that starting, reading and asking the saved questions count.
--encoder hash leaves out the cost of embedding. --keep DIR keeps texts and indexes there.
"""

import argparse
import json
import os
import random
import statistics
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from format_files import MAKERS, Part, parts_of
from maltolk.indexing.index import Index
from maltolk.indexing.storage.generations import Generations
from maltolk.indexing.storage.manifest import MANIFEST_FILE
from maltolk.model import Document
from maltolk.reading import read_folder
from material import five_texts
from measuring import PROGRAM, ROOT, Row, Run, limit, note, run, table

DOCUMENTS = 1000
CHANGED = 10
MAX_LENGTH = 12
"""Parts of a text: a heading, and a few paragraphs, items and contacts."""
ROUNDS = 3
"""Renewals, each of different texts; the median counts, as a busy machine may slow any of them."""
MAX_SHARE = 0.05
"""Share of a full build's time that a renewal may take."""
PLAIN = (".md", ".txt")


def written(parts: Sequence[Part]) -> bytes:
    """The parts as Markdown, which serves as plain text too."""
    said = []
    for part in parts:
        if part.kind == "heading":
            said.append(f"{'#' * part.level} {part.words}")
        elif part.kind == "item":
            said.append(f"{'-' if part.number is None else f'{part.number}.'} {part.words}")
        else:
            said.append("\n".join(part.lines))
    return "\n\n".join(said).encode()


def make(folder: Path, number: int, originals: Sequence[Document], change: str = "") -> None:
    """Write the text ``number``, always the same but for the sentence ``change`` at its end."""
    chance = random.Random(number)
    parts = parts_of(chance.choice(originals))
    start = chance.randrange(max(1, len(parts) - MAX_LENGTH))
    title = f"Mål och planer del {number}"
    taken = [Part("heading", (title,), 1), *parts[start : start + chance.randint(MAX_LENGTH // 2, MAX_LENGTH)]]
    taken.append(Part("paragraph", (f"Beslutet har nummer {number} i kommunens förteckning. {change}".strip(),)))
    makers = list(MAKERS.values())
    kind = number % (len(makers) + len(PLAIN))
    if kind < len(makers):
        suffix, maker = makers[kind]
        content = maker(title, taken)
    else:
        suffix, content = PLAIN[kind - len(makers)], written(taken)
    place = folder / f"kommun{number % 20:02d}" / f"text{number:04d}{suffix}"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)


def build(index: Path, texts: Path, encoder: str | None) -> tuple[Run, dict[str, object]]:
    """What `maltolk index` took, and its report."""
    command = [
        PROGRAM,
        "--index",
        str(index),
        "index",
        str(texts),
        "--json",
        *(["--model", encoder] if encoder else []),
    ]
    done = run(command, {**os.environ, "MALTOLK_QUESTIONS": str(ROOT / "questions.jsonl")}, quiet=False)
    if done.status:
        raise SystemExit(f"{' '.join(command)} ended with status {done.status}")
    report: dict[str, object] = json.loads(done.output)
    return done, report


def differing_files(one: Path, other: Path) -> list[str]:
    """Files of the current generations that are not equal byte by byte; of the manifests all but the name counts."""
    folders = [Generations(index).current() for index in (one, other)]
    names = [
        {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} for folder in folders
    ]
    found = sorted(names[0] ^ names[1])
    for name in sorted(names[0] & names[1]):
        contents = [(folder / name).read_bytes() for folder in folders]
        if name == MANIFEST_FILE:
            manifests = [json.loads(content) for content in contents]
            for manifest in manifests:
                del manifest["generation"], manifest["digest"]
            if manifests[0] != manifests[1]:
                found.append(name)
        elif contents[0] != contents[1]:
            found.append(name)
    return found


def differing_passages(one: Path, other: Path) -> tuple[int, int]:
    """How many passages there are, and how many differ in words, place, headings or any number of their vectors."""
    first, second = Index.open(one, None), Index.open(other, None)
    count = len(first.owners)
    wrong = abs(count - len(second.owners))
    for number in range(min(count, len(second.owners))):
        (a,), (b,) = first.passages([number]), second.passages([number])
        texts = (first.document(a.document), second.document(b.document))
        vectors = (first.passage_vectors([number]), second.passage_vectors([number]))
        sentences = (first.sentence_vectors(a), second.sentence_vectors(b))
        same = a == b and texts[0] == texts[1] and np.array_equal(*vectors) and np.array_equal(*sentences)
        wrong += not same
    return count, wrong


def measure(documents: int, changed: int, shared: Path, place: Path, encoder: str | None) -> list[Row]:
    texts, index, whole = place / "texts", place / "index", place / "whole"
    originals = read_folder(five_texts(shared)).documents
    for number in range(documents):
        make(texts, number, originals)
    kinds = Counter(path.suffix for path in texts.rglob("*.*"))
    note(f"made {documents} texts")
    full, first = build(index, texts, encoder)
    untouched, _ = build(index, texts, encoder)
    renewals = []
    for turn in range(ROUNDS):
        for number in random.Random(turn).sample(range(documents), changed):
            make(texts, number, originals, f"Det ändrades {turn + 1} gånger.")
        renewal, report = build(index, texts, encoder)
        renewals.append(renewal)
    again, _ = build(whole, texts, encoder)
    files = differing_files(index, whole)
    passages, wrong = differing_passages(index, whole)
    counts = report["documents"]
    assert isinstance(counts, dict)
    assert isinstance(first["documents"], dict)
    formats = ", ".join(f"{count} {suffix}" for suffix, count in sorted(kinds.items()))
    by_clock = statistics.median(one.seconds for one in renewals) / min(full.seconds, again.seconds)
    by_processor = statistics.median(one.processor for one in renewals) / min(full.processor, again.processor)
    return [
        Row("texts made", f"{documents}: {formats}; {passages} passages"),
        Row("read; left out", f"{first['documents']['created']}; {len(first['skipped'])}"),  # type: ignore[arg-type]  # a list in JSON
        Row("full build of the texts; of the changed texts", f"{_took(full)}; {_took(again)}"),
        Row("nothing changed", _took(untouched)),
        Row(f"{changed} changed: renewals", "; ".join(map(_took, renewals))),
        limit("the median by the quicker of the full builds", by_clock, MAX_SHARE, "{:.1f} %", 100),
        limit("the same by processor time", by_processor, MAX_SHARE, "{:.1f} %", 100),
        Row(
            "documents that the renewal told as changed",
            str(counts["changed"]),
            str(changed),
            counts["changed"] == changed,
        ),
        Row("files that differ from a full build's", ", ".join(files) or "none", "none", not files),
        Row("passages that differ from a full build's", str(wrong), "0", wrong == 0),
    ]


def _took(one: Run) -> str:
    return f"{one.seconds:.1f} s ({one.processor:.1f} s of processors)"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("documents", nargs="?", type=int, default=DOCUMENTS)
    parser.add_argument("--changed", type=int, default=CHANGED)
    parser.add_argument("--encoder")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--keep", type=Path)
    parsed = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="maltolk-bench-") as place:
        folder = parsed.keep or Path(place)
        print(table(measure(parsed.documents, parsed.changed, parsed.shared, folder, parsed.encoder)))


if __name__ == "__main__":
    main()
