"""How well search finds, measured on a set of questions with known answers."""

import json
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import log2
from pathlib import Path
from typing import Any

from maltolk.answering.retrieval.hybrid import rank_documents
from maltolk.errors import UsageError
from maltolk.indexing.build import build
from maltolk.indexing.encoders.encoder import Encoder
from maltolk.indexing.encoders.opening import open_encoder
from maltolk.indexing.index import Index
from maltolk.indexing.report import Progress
from maltolk.model import UNKNOWN_MUNICIPALITY, Document
from maltolk.reading import Skipped, read_document
from maltolk.settings import Settings

CORPUS_FILE, QUERIES_FILE, QRELS_FILE = "corpus.jsonl", "queries.jsonl", "qrels.tsv"
DEPTH = 10
"""Documents of a ranking that count."""


@dataclass(frozen=True, slots=True)
class Query:
    """A question and the documents that answer it. ``relevant``: document id -> how relevant, above 0."""

    id: str
    text: str
    relevant: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Dataset:
    """``documents`` with their id as path; ``queries`` that have a relevant document, in the order of their file."""

    documents: tuple[Document, ...]
    queries: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Scores:
    """Means over ``queries`` questions, 0 to 1, higher is better.

    ``queries_per_second``: one question after the other, embedding included.
    """

    ndcg_at_10: float
    recall_at_1: float
    recall_at_10: float
    queries_per_second: float
    queries: int

    def as_json(self) -> dict[str, float]:
        """The scores as scripts read them."""
        return {
            "ndcg@10": round(self.ndcg_at_10, 4),
            "recall@1": round(self.recall_at_1, 4),
            "recall@10": round(self.recall_at_10, 4),
            "queries_per_second": round(self.queries_per_second, 1),
        }


def evaluate_with(settings: Settings, folder: Path, note: Callable[[str], None], progress: Progress) -> Scores:
    """``evaluate`` with the encoder that ``settings.model`` names; ``note`` gets messages while it is prepared.

    Raises ModelError, and UsageError as ``evaluate``.
    """
    return evaluate(folder, open_encoder(settings, note), progress)


def evaluate(folder: Path, encoder: Encoder, progress: Progress = lambda _stage, _done, _all: None) -> Scores:
    """Index the dataset in ``folder`` in a temporary place and rank its documents for every question.

    Raises UsageError when the folder is not a dataset.
    """
    dataset = read_dataset(folder)
    with tempfile.TemporaryDirectory(prefix="maltolk-eval-") as place:
        build(Path(place), dataset.documents, (), encoder, progress=progress)
        index = Index.open(Path(place), encoder)
        try:
            rankings, seconds = rank(index, encoder, dataset.queries)
        finally:
            index.close()
    return score(dataset.queries, rankings, seconds)


def score(queries: Sequence[Query], rankings: Sequence[Sequence[str]], seconds: float) -> Scores:
    """``rankings``: for each query the ids found, best first; ``seconds``: time to find all of them."""
    pairs = list(zip(queries, rankings, strict=True))
    return Scores(
        ndcg_at_10=_mean([ndcg(ranking, query.relevant, DEPTH) for query, ranking in pairs]),
        recall_at_1=_mean([recall(ranking, query.relevant, 1) for query, ranking in pairs]),
        recall_at_10=_mean([recall(ranking, query.relevant, DEPTH) for query, ranking in pairs]),
        queries_per_second=len(pairs) / seconds if seconds > 0 else 0.0,
        queries=len(pairs),
    )


def ndcg(ranking: Sequence[str], relevant: Mapping[str, float], depth: int) -> float:
    """Normalised discounted cumulative gain of the first ``depth``: gain = relevance, discount = log2(rank + 1).

    As trec_eval's ndcg_cut; Järvelin and Kekäläinen, 2002.
    """
    found = _discounted([relevant.get(id_, 0.0) for id_ in ranking[:depth]])
    return found / _discounted(sorted(relevant.values(), reverse=True)[:depth])


def recall(ranking: Sequence[str], relevant: Mapping[str, float], depth: int) -> float:
    """Share of the relevant documents among the first ``depth``."""
    return len(relevant.keys() & set(ranking[:depth])) / len(relevant)


def read_dataset(folder: Path) -> Dataset:
    """The documents, questions and judgements in ``folder``. Raises UsageError, naming file and line."""
    if not folder.is_dir():
        raise UsageError(f"there is no folder {folder}; name one with {CORPUS_FILE}, {QUERIES_FILE} and {QRELS_FILE}")
    documents = {id_: _document(id_, row) for id_, row in _rows(folder / CORPUS_FILE)}
    texts = {id_: str(row["text"]) for id_, row in _rows(folder / QUERIES_FILE)}
    relevant = _judgements(folder / QRELS_FILE, texts, documents)
    queries = tuple(Query(id_, text, relevant[id_]) for id_, text in texts.items() if id_ in relevant)
    if not queries:
        raise UsageError(f"{folder / QRELS_FILE} judges no question; give it lines of query-id, corpus-id and score")
    return Dataset(tuple(documents.values()), queries)


def rank(index: Index, encoder: Encoder, queries: Sequence[Query]) -> tuple[list[list[str]], float]:
    """For each query the ids of the best documents in an index of a dataset, and the seconds taken."""
    ids = [card.path for card in index.documents]
    # Structures made at the first question are not part of the cost of a question.
    rank_documents(index, queries[0].text, encoder.embed_queries([queries[0].text])[0], DEPTH)
    rankings = []
    start = time.perf_counter()
    for query in queries:
        vector = encoder.embed_queries([query.text])[0]
        rankings.append([ids[number] for number in rank_documents(index, query.text, vector, DEPTH)])
    return rankings, time.perf_counter() - start


def _document(id_: str, row: Mapping[str, Any]) -> Document:
    """The row as reading sees a file with that text; one without words has only its title."""
    title, text = str(row.get("title") or ""), str(row["text"])
    # Half of a surrogate pair, which JSON can hold and UTF-8 can't, becomes a question mark.
    read = read_document(id_, (text if any(map(str.isalnum, text)) else title or id_).encode("utf-8", "replace"))
    if isinstance(read, Skipped):
        raise UsageError(f"{CORPUS_FILE}: document {id_!r} cannot be read: {read.reason}")
    return replace(read, municipality=UNKNOWN_MUNICIPALITY, title=title)


def _rows(path: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every line's id and object."""
    seen: set[str] = set()
    for number, line in _lines(path):
        try:
            row = json.loads(line)
        except ValueError:
            raise UsageError(f"{path}, line {number}: not JSON; write one object a line") from None
        if not isinstance(row, dict) or not isinstance(row.get("text"), str) or not _is_id(row.get("id")):
            raise UsageError(f'{path}, line {number}: needs an "id" and a "text"')
        id_ = str(row["id"])
        if id_ in seen:
            raise UsageError(f"{path}, line {number}: the id {id_!r} occurs twice; make ids unique")
        seen.add(id_)
        yield id_, row


def _is_id(value: object) -> bool:
    return (isinstance(value, str) and value != "") or (isinstance(value, int) and not isinstance(value, bool))


def _judgements(
    path: Path, queries: Mapping[str, str], documents: Mapping[str, Document]
) -> dict[str, dict[str, float]]:
    """Query id -> document id -> score, of scores above 0."""
    relevant: dict[str, dict[str, float]] = {}
    for number, line in _lines(path):
        if number == 1:
            continue
        fields = line.rstrip("\n").split("\t")
        try:
            query, document, value = fields[0], fields[1], float(fields[2])
        except (IndexError, ValueError):
            cure = "write query-id, corpus-id and a number, with tabs between them"
            raise UsageError(f"{path}, line {number}: {cure}") from None
        for id_, known, where in ((query, queries, QUERIES_FILE), (document, documents, CORPUS_FILE)):
            if id_ not in known:
                raise UsageError(f"{path}, line {number}: {id_!r} is not in {where}; add it or take the line out")
        if value > 0:
            relevant.setdefault(query, {})[document] = value
    return relevant


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Numbered lines that are not empty, from 1."""
    try:
        with path.open(encoding="utf-8-sig") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield number, line
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror}); a dataset needs it") from None
    except UnicodeDecodeError:
        raise UsageError(f"{path} is not UTF-8; save it as UTF-8") from None


def _discounted(gains: Sequence[float]) -> float:
    return sum(gain / log2(rank + 1) for rank, gain in enumerate(gains, start=1))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
