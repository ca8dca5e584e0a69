"""The line to leave behind: the three nearest chunks over a threshold, as a plain retrieval pipeline shows them.

usage: plain_pipeline.py QUESTIONS.jsonl TEXTS_DIR > ANSWERS.jsonl

Chunks of 500 characters cut at white space, the bundled encoder, no index of words, no structure, no reader; the
threshold was set by hand. Answers come in
the form of `maltolk ask --batch --json`, so the same scorers take them.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from maltolk.indexing.encoders.encoder import Encoder, EncoderInput
from maltolk.indexing.encoders.opening import open_encoder
from maltolk.reading import read_folder
from maltolk.settings import Settings

CHUNK, SHOWN, THRESHOLD = 500, 3, 0.84


@dataclass(frozen=True, slots=True)
class Chunk:
    text: str
    municipality: str
    document: str


def chunks(folder: Path) -> Iterator[Chunk]:
    for document in read_folder(folder).documents:
        text = document.text
        start = 0
        while start < len(text):
            end = min(len(text), start + CHUNK)
            if end < len(text):
                end = max(text.rfind(" ", start, end), text.rfind("\n", start, end), start + 1)
            if text[start:end].strip():
                yield Chunk(text[start:end].strip(), document.municipality, document.path)
            start = end


def answers(questions: Path, texts: Path, encoder: Encoder, threshold: float) -> Iterator[dict[str, object]]:
    pieces = list(chunks(texts))
    vectors = encoder.embed_passages([EncoderInput("", piece.text, ()) for piece in pieces]).passages
    for line in questions.read_text("utf-8").splitlines():
        row = json.loads(line)
        cosines = vectors @ encoder.embed_queries([row["q"]])[0]
        best = [int(n) for n in np.argsort(-cosines)[:SHOWN] if cosines[n] >= threshold]
        cited = [
            {"quote": pieces[n].text, "municipality": pieces[n].municipality, "document": pieces[n].document}
            for n in best
        ]
        yield {
            "id": row["id"],
            "status": "answered" if best else "not_found",
            "answer": "\n".join(pieces[n].text for n in best),
            "citations": cited,
            "contacts": [],
        }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", type=Path)
    parser.add_argument("texts", type=Path)
    parser.add_argument("--threshold", type=float, default=THRESHOLD)
    chosen = parser.parse_args()
    encoder = open_encoder(Settings.from_environment())
    for answer in answers(chosen.questions, chosen.texts, encoder, chosen.threshold):
        sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
