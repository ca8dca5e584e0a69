"""How often is the sentence that answers ranked first, by which kind of sentence vector?

Usage: python benchmarks/sentence_vectors.py DATASET_DIR [QUESTIONS]

DATASET_DIR holds corpus.jsonl, queries.jsonl and answers.jsonl (answer spans). Each document is cut into passages of
about 500 characters; the sentences ranked are those of the passage that holds the answer, and of the whole document.
"""

import json
import re
import sys
from pathlib import Path

import numpy as np

from maltolk.indexing.encoders.encoder import EncoderInput, Vectors
from maltolk.indexing.encoders.model_folder import prepare_model
from maltolk.indexing.encoders.onnx_encoder import OnnxEncoder
from maltolk.model import Span
from maltolk.settings import Settings

PASSAGE = 500
_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ0-9])|\n+")


def unit(vectors: Vectors) -> Vectors:
    return vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)


def sentences(text: str) -> list[str]:
    return [part.strip() for part in _END.split(text) if part.strip()]


def passages(title: str, text: str) -> list[EncoderInput]:
    found, group = [], []
    for sentence in [*sentences(text), None]:
        if group and (sentence is None or sum(map(len, group)) + len(sentence) > PASSAGE):
            starts = np.cumsum([0, *(len(part) + 1 for part in group)])
            spans = tuple(Span(int(at), int(at) + len(part)) for at, part in zip(starts, group, strict=False))
            found.append(EncoderInput(title, " ".join(group), spans))
            group = []
        if sentence is not None:
            group.append(sentence)
    return found


def late_chunks(encoder: OnnxEncoder, item: EncoderInput) -> Vectors:
    """(sentences, dim): the mean of each sentence's tokens in a run of the whole passage."""
    prefix = f"{encoder._card.passage_prompt}{item.context}\n"
    encoding = encoder._tokenizer.encode(prefix + item.text)
    tokens = encoder._many.run(None, {"input_ids": np.array([encoding.ids], np.int64)})[0][0]
    # A token belongs where its last character is: its first may be the space before the word.
    last = np.array([end - 1 - len(prefix) if end > start else -1 for start, end in encoding.offsets])
    chunks = [tokens[(last >= span.start) & (last < span.end)] for span in item.sentences]
    return unit(np.stack([(chunk if len(chunk) else tokens).mean(axis=0) for chunk in chunks]))


def main(folder: Path, count: int) -> None:
    def read(name: str) -> list[dict]:
        return [json.loads(line) for line in (folder / name).read_text(encoding="utf-8").splitlines()]

    settings = Settings.from_environment()
    encoder = OnnxEncoder(settings.model, prepare_model(settings.model, settings.models))
    corpus = {row["id"]: row for row in read("corpus.jsonl")}
    questions = {row["id"]: row["text"] for row in read("queries.jsonl")}
    answers = [row for row in read("answers.jsonl") if row["id"] in questions and row["corpus_id"] in corpus]
    answers = answers[:: max(1, len(answers) // count)][:count]
    hits: dict[tuple[str, str], list[bool]] = {}
    for row in answers:
        document = corpus[row["corpus_id"]]
        items = passages(document["title"], document["text"])
        flat = [(number, span.of(item.text)) for number, item in enumerate(items) for span in item.sentences]
        right = np.array([any(a["span"].strip() in sentence for a in row["answers"]) for _, sentence in flat])
        if not right.any() or right.all():
            continue
        query = encoder.embed_queries([questions[row["id"]]])[0]
        owner = np.array([number for number, _ in flat])
        late = np.concatenate([late_chunks(encoder, item) for item in items])
        alone = encoder.embed_passages([EncoderInput("", sentence) for _, sentence in flat]).passages
        found = encoder.embed_passages(items)
        whole = found.passages[owner]
        kinds = {
            "late chunks": late,
            "late chunks + passage": unit(late + whole),
            "alone": alone,
            "alone, title in front": found.sentences,
            "late chunks + alone": unit(late + alone),
        }
        for kind, vectors in kinds.items():
            scores = vectors @ query
            hits.setdefault((kind, "document"), []).append(bool(right[scores.argmax()]))
            gold = owner[right][0]
            scores = np.where(owner == gold, scores, -1)
            if not right[owner == gold].all():
                hits.setdefault((kind, "passage"), []).append(bool(right[scores.argmax()]))
    for (kind, where), results in sorted(hits.items(), key=lambda item: (item[0][1], -np.mean(item[1]))):
        print(f"{where:9} {kind:24} {np.mean(results):.3f} of {len(results)}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 200)
