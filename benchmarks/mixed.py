"""A thousand documents in all formats and encodings: how much of each comes back, and whether every quote is verbatim.

usage: mixed.py [DOCUMENTS] [--encoder NAME]

DOCUMENTS (default 1,000) are made of parts of the five texts and, if present beside the checkout, of ../shared's:
in every format in turn, and as Markdown or plain text in every encoding. They are read as `maltolk index` reads them
and compared character by character. An index of them (NAME, default hash, which embeds in no time) is asked each saved
question and what each of 200 of the texts is about; every quote is looked up in what was read.
"""

import argparse
import random
import tempfile
from collections import defaultdict
from pathlib import Path
from statistics import mean

from rapidfuzz.distance import LCSseq

from encoding_table import WAYS, held
from format_files import MAKERS, Part
from formats import signs, texts, truth
from maltolk.answering.retrieval.intent import probes
from maltolk.batch import read_questions
from maltolk.indexing.build import build
from maltolk.indexing.encoders.opening import open_encoder
from maltolk.indexing.index import Index
from maltolk.reading import read_folder
from maltolk.settings import Settings
from measuring import ROOT, answerer_of
from renewal import MAX_LENGTH, PLAIN, written

FOLDERS = (ROOT / "corpus", ROOT.parent / "shared" / "corpus")
ASKED = 200
WANTED = {".pdf": 0.97}
"""Share of the characters that must come back, where it is not 0.99."""


def make(folder: Path, number: int, originals: list[list[Part]]) -> tuple[str, str, str] | None:
    """Write one document; returns its path, its kind, and its characters."""
    chance = random.Random(number)
    parts = chance.choice(originals)
    start = chance.randrange(max(1, len(parts) - MAX_LENGTH))
    title = f"Mål och planer del {number}"
    taken = [Part("heading", (title,), 1), *parts[start : start + chance.randint(MAX_LENGTH // 2, MAX_LENGTH)]]
    kinds = [*MAKERS, *WAYS]
    kind = kinds[number % len(kinds)]
    if kind in MAKERS:
        suffix, maker = MAKERS[kind]
        content, wanted = maker(title, taken), signs(truth(taken))
    else:
        suffix = PLAIN[number % 2]
        found = held(kind, written(taken).decode())
        if found is None:
            return None
        content, wanted = found[1], signs(found[0])
    path = f"kommun{number % 20:02d}/text{number:04d}{suffix}"
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_bytes(content)
    return path, kind if kind in MAKERS else "text in many encodings", wanted


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("documents", nargs="?", type=int, default=1000, metavar="DOCUMENTS")
    parser.add_argument("--encoder", default="hash", metavar="NAME")
    options = parser.parse_args()
    originals = [parts for _, parts in texts([folder for folder in FOLDERS if folder.is_dir()])]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "texts"
        made = [found for n in range(options.documents) if (found := make(folder, n, originals)) is not None]
        reading = read_folder(folder)
        read = {document.path: document for document in reading.documents}
        shares: dict[tuple[str, str], list[float]] = defaultdict(list)
        for path, kind, wanted in made:
            got = signs(read[path].text) if path in read else ""
            shares[kind, Path(path).suffix].append(LCSseq.similarity(wanted, got) / len(wanted))
        print(f"{len(made)} documents, {len(read)} read, {len(reading.skipped)} skipped\n")
        print("| kind | documents | signs that came back | the worst | wanted | kept |\n|---|--:|--:|--:|--:|---|")
        for (kind, suffix), found in sorted(shares.items()):
            wanted_share = WANTED.get(suffix, 0.99)
            kept = "yes" if mean(found) >= wanted_share else "**no**"
            came = f"{mean(found):.2%} | {min(found):.2%}"
            print(f"| {kind} ({suffix}) | {len(found)} | {came} | {wanted_share:.0%} | {kept} |")
        encoder = open_encoder(
            Settings(Path(name), Settings.from_environment().models, options.encoder), lambda _: None
        )
        build(Path(name) / "index", reading.documents, reading.skipped, encoder, probes=probes())
        answerer = answerer_of(Index.open(Path(name) / "index", encoder), encoder)
        questions = [row.text for row in read_questions(str(ROOT / "questions.jsonl"))]
        questions += [f"Vad står det i {document.title}?" for document in reading.documents[:ASKED]]
        stands = {document.digest: document.text for document in reading.documents}
        citations = [c for question in questions for c in answerer.ask(question).citations]
        true = sum(c.quote.span.of(stands.get(c.quote.digest, "")) == c.quote.text for c in citations)
        print(f"\n{len(questions)} questions: {true} of {len(citations)} quotes stand word for word in what was read.")


if __name__ == "__main__":
    main()
