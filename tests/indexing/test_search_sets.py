"""BM25 alone on question sets that others wrote: finding compounds by their parts has to pay (ADR 10)."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from maltolk.indexing.search.lexical import LexicalIndex, LexicalRule, LexicalWriter
from maltolk.indexing.search.vocabulary import CompoundRule

pytestmark = pytest.mark.no_cover  # many examples of what other tests run line by line

DATA = Path(__file__).parents[3] / "shared" / "data"
WITHOUT = CompoundRule(tail=0, head=0, unsure=0, part=0, part_of_unknown=0, folded=0, form=0)


def lines(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def ndcg(folder: Path, place: Path, compounds: CompoundRule) -> float:
    """Mean nDCG@10 of whole documents; each question has relevant ones."""
    corpus = lines(folder / "corpus.jsonl")
    if not place.exists():
        writer = LexicalWriter(LexicalRule())
        for row in corpus:
            writer.add_passage(row["text"], row["title"])
            writer.add_document(f"{row['title']}\n{row['text']}")
        writer.write(place)
    index = LexicalIndex(place, np.arange(len(corpus), dtype=np.int32), LexicalRule(), compounds)
    relevant: dict[str, set[str]] = {}
    with (folder / "qrels.tsv").open(encoding="utf-8") as file:
        for query, document, score in list(csv.reader(file, delimiter="\t"))[1:]:
            if int(score):
                relevant.setdefault(query, set()).add(document)
    gains = []
    for row in lines(folder / "queries.jsonl"):
        if row["id"] in relevant:
            found = [corpus[number]["id"] for number in index.search_documents(row["text"], 10).ids]
            ranks = [rank for rank, name in enumerate(found) if name in relevant[row["id"]]]
            best = range(min(10, len(relevant[row["id"]])))
            gains.append(sum(1 / np.log2(rank + 2) for rank in ranks) / sum(1 / np.log2(rank + 2) for rank in best))
    return float(np.mean(gains))


@pytest.mark.parametrize(("name", "least"), [("swefaq", 0.69), ("swequad_mc", 0.89), ("squad_v2_sv", 0.93)])
def test_compounds_pay(tmp_path: Path, name: str, least: float):
    if not (DATA / name).is_dir():
        pytest.skip(f"the set {name} is not beside the checkout")
    found = ndcg(DATA / name, tmp_path / "lexical", CompoundRule())
    assert found >= least
    assert found > ndcg(DATA / name, tmp_path / "lexical", WITHOUT)
