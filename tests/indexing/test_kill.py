"""Killing a build at any moment loses nothing."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from maltolk.indexing.build import build
from maltolk.indexing.encoders.hash_encoder import HashEncoder
from maltolk.indexing.index import Index, verify
from maltolk.indexing.storage.generations import Generations

MOMENTS = 20

# Builds again and again, each time with one document more, slowly enough to be hit in every stage.
_BUILDER = """
import hashlib, json, sys, time
from pathlib import Path
from maltolk.indexing import build as building
from maltolk.indexing import writing
from maltolk.indexing.encoders.hash_encoder import HashEncoder
from maltolk.model import Block, BlockKind, Document, Span

folder, start = Path(sys.argv[1]), int(sys.argv[2])
def document(number):
    text = f"Mål nummer {number} gäller vatten. " * 3
    block = Block(BlockKind.PARAGRAPH, Span(0, len(text.rstrip())))
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Document(f"{number}.txt", "Lund", f"Mål {number}", text, digest, blocks=(block,))
class Slow(HashEncoder):
    def embed_passages(self, passages):
        time.sleep(0.01)
        return super().embed_passages(passages)
def step(*_):
    print("step", flush=True)
    time.sleep(0.002)
for count in range(start, start + 1000):
    building.build(folder, [document(n) for n in range(count)], [], Slow(), full=count % 2 == 0,
                   progress=step)
"""


@pytest.mark.parametrize("seed", [20])
def test_twenty_kills_lose_nothing(tmp_path: Path, corpus, seed: int):
    build(tmp_path, corpus, [], HashEncoder())
    moments = random.Random(seed)
    killed_inside = 0
    for turn in range(MOMENTS):
        process = subprocess.Popen(
            [sys.executable, "-c", _BUILDER, str(tmp_path), str(3 + turn)], stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        # So many steps into one of the first builds (each takes eight or so), and then anywhere between two steps.
        for _ in range(moments.randint(1, 30)):
            assert process.stdout.readline() == "step\n"
        time.sleep(moments.uniform(0.0, 0.03))
        process.send_signal(signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL
        process.stdout.close()
        killed_inside += any((tmp_path / "generations").glob(".building-*"))

        assert verify(tmp_path) == []
        index = Index.open(tmp_path, HashEncoder())
        hits = index.lexical("vatten", 1)
        assert len(hits) == 1
        (passage,) = index.passages(hits.ids)
        assert "vatten" in passage.span.of(index.document(passage.document).text)
        assert len(index.dense(HashEncoder().embed_queries(["vatten"])[0], 1)) == 1
        index.close()
    assert killed_inside > MOMENTS // 4, f"only {killed_inside} kills hit a build"

    report = build(tmp_path, corpus, [], HashEncoder())
    assert Generations(tmp_path).current().name == report.generation
    assert not list((tmp_path / "generations").glob(".building-*"))
    assert verify(tmp_path) == []
