"""What the encoder costs and how accurate its 8 bits are, in one run.

Usage: python benchmarks/encoder.py DATASET_DIR [--float32]

DATASET_DIR holds corpus.jsonl and queries.jsonl. Medians, except for what is done once. --float32 also loads
sentence-transformers and compares the vectors.
"""

import json
import resource
import statistics
import sys
import time
from pathlib import Path

import numpy as np

from maltolk.indexing.encoders.encoder import EncoderInput
from maltolk.indexing.encoders.model_folder import prepare_model
from maltolk.indexing.encoders.onnx_encoder import OnnxEncoder
from maltolk.settings import Settings

TEXTS = 200
CHARACTERS = 300


def texts(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()[:TEXTS]
    return [json.loads(line)["text"] for line in lines]


def main(folder: Path, compare: bool) -> None:
    settings = Settings.from_environment()
    model = prepare_model(settings.model, settings.models, lambda step: print(f"  {step}", file=sys.stderr))
    start = time.perf_counter()
    encoder = OnnxEncoder(settings.model, model)
    print(f"open                        {time.perf_counter() - start:.2f} s")
    queries = texts(folder / "queries.jsonl")
    passages = [text[:CHARACTERS] for text in texts(folder / "corpus.jsonl")]
    encoder.embed_queries(queries[:1])
    print(f"memory, peak                {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")

    whole, bare = [], []
    for query in queries:  # alternating, so that a busy machine slows both
        ids = encoder._tokenizer.encode(encoder._card.query_prompt + query).ids
        start = time.perf_counter()
        encoder._one.run(None, {"input_ids": np.array([ids], np.int64)})
        middle = time.perf_counter()
        encoder.embed_queries([query])
        bare.append(middle - start)
        whole.append(time.perf_counter() - middle)
    print(f"one question                {statistics.median(whole) * 1000:.2f} ms")
    print(f"the same, onnxruntime bare  {statistics.median(bare) * 1000:.2f} ms")

    items = [EncoderInput("", text) for text in passages]
    start = time.perf_counter()
    found = encoder.embed_passages(items).passages
    print(f"passages                    {len(items) / (time.perf_counter() - start):.0f} a second")

    together = []
    for at in range(0, len(items), 8):  # what a padless batch of equal lengths does to its members
        ids = [
            encoder._tokenizer.encode(encoder._card.passage_prompt + text).ids[:32] for text in passages[at : at + 8]
        ]
        ids = [row for row in ids if len(row) == 32]
        if len(ids) < 2:
            continue
        batch = encoder._many.run(None, {"input_ids": np.array(ids, np.int64)})[0].mean(axis=1)
        alone = np.concatenate([encoder._many.run(None, {"input_ids": np.array([row])})[0].mean(axis=1) for row in ids])
        cosines = (batch * alone).sum(axis=1) / np.linalg.norm(batch, axis=1) / np.linalg.norm(alone, axis=1)
        together += cosines.tolist()
    print(f"in batches of 8 to alone    cosine {min(together):.4f} at least, {np.mean(together):.4f} mean")

    if compare:
        from maltolk.indexing.encoders.onnx_export import load_sentence_transformer

        full = load_sentence_transformer(str(model)).encode(passages, prompt_name="passage", show_progress_bar=False)
        cosines = (found * full).sum(axis=1)
        print(f"8 bits to float32           cosine {cosines.min():.4f} at least, {cosines.mean():.4f} mean")


if __name__ == "__main__":
    main(Path(sys.argv[1]), "--float32" in sys.argv[2:])
