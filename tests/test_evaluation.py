"""The figures by hand on small rankings, and what is said of a folder that is no dataset."""

import json
from collections.abc import Mapping, Sequence
from math import log2
from pathlib import Path

import pytest

from maltolk.errors import UsageError
from maltolk.evaluation import Query, evaluate, ndcg, read_dataset, recall, score
from maltolk.indexing.encoders.hash_encoder import HashEncoder
from maltolk.indexing.encoders.opening import open_encoder
from maltolk.settings import Settings

SHARED = Path(__file__).parents[2] / "shared" / "data"
CORPUS = [
    {"id": "d1", "title": "Badhus", "text": "Badhuset öppnar i augusti och inträdet kostar femtio kronor."},
    {"id": "d2", "title": "", "text": "Skolan ska ge arbetsro, och varje elev får läxhjälp."},
    {"id": 3, "title": "Sjön", "text": "Vattnet provtas varje vecka.\n\nSjön ska bli renare."},
]
QUERIES = [
    {"id": "q1", "text": "Vad kostar inträdet till badhuset?"},
    {"id": "q2", "text": "Får varje elev läxhjälp?"},
    {"id": "q3", "text": "Hur ofta provtas vattnet?"},
    {"id": "unjudged", "text": "Vem bestämmer?"},
]
QRELS = ["q1\td1\t1", "q2\td2\t1", "q3\t3\t1", "q3\td1\t0"]


def dataset(
    folder: Path,
    corpus: Sequence[Mapping[str, object] | str] = CORPUS,
    queries: Sequence[Mapping[str, object] | str] = QUERIES,
    qrels: Sequence[str] = QRELS,
) -> Path:
    folder.mkdir(exist_ok=True)
    for name, rows in (("corpus.jsonl", corpus), ("queries.jsonl", queries)):
        lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
        (folder / name).write_text("\n".join(lines) + "\n", "utf-8")
    (folder / "qrels.tsv").write_text("\n".join(["query-id\tcorpus-id\tscore", *qrels]) + "\n", "utf-8")
    return folder


def test_ndcg_by_hand():
    assert ndcg(["a", "b"], {"a": 1.0}, 10) == 1.0
    assert ndcg(["b", "a"], {"a": 1.0}, 10) == pytest.approx(1 / log2(3))
    assert ndcg(["b", "c", "a"], {"a": 1.0, "d": 1.0}, 10) == pytest.approx(0.5 / (1 + 1 / log2(3)))
    assert ndcg(["b", "a"], {"a": 2.0, "b": 1.0}, 10) == pytest.approx((1 + 2 / log2(3)) / (2 + 1 / log2(3)))
    assert ndcg(["b"] * 10 + ["a"], {"a": 1.0}, 10) == 0.0
    many = {f"r{number}": 1.0 for number in range(20)}
    assert ndcg(list(many), many, 10) == 1.0


def test_recall_by_hand():
    assert recall(["a", "b"], {"a": 1.0}, 1) == 1.0
    assert recall(["b", "a"], {"a": 1.0}, 1) == 0.0
    assert recall(["b", "a"], {"a": 1.0, "c": 1.0}, 10) == 0.5


def test_scores_are_means_over_the_questions():
    queries = [Query("1", "", {"a": 1.0}), Query("2", "", {"b": 1.0})]
    scores = score(queries, [["a", "b"], ["a", "b"]], seconds=0.5)
    assert scores.ndcg_at_10 == pytest.approx((1 + 1 / log2(3)) / 2)
    assert (scores.recall_at_1, scores.recall_at_10) == (0.5, 1.0)
    assert (scores.queries_per_second, scores.queries) == (4.0, 2)


def test_a_dataset_is_ranked_from_end_to_end(tmp_path: Path):
    told = []
    scores = evaluate(dataset(tmp_path / "set"), HashEncoder(), lambda stage, done, of: told.append(stage.value))
    assert scores.queries == 3  # one question has no judgement
    assert scores.recall_at_1 == scores.ndcg_at_10 == 1.0
    assert scores.queries_per_second > 0
    assert "embed" in told


def test_judging_by_another_document_changes_the_figures(tmp_path: Path):
    scores = evaluate(dataset(tmp_path / "set", qrels=["q1\td2\t1"]), HashEncoder())
    assert scores.recall_at_1 == 0.0
    assert 0 < scores.ndcg_at_10 < 1


def test_documents_keep_their_words_title_and_id(tmp_path: Path):
    odd = [
        *CORPUS,
        {"id": "furniture", "title": "Skriv ut", "text": "Skriv ut"},
        {"id": "no words", "title": "Bara titel", "text": "…"},
        {"id": "a/b ü\u2028", "text": "---\ntitle: falsk\n---\nText efter."},
        '{"id": "half", "title": "", "text": "Halvt \\ud83d tecken"}',
    ]
    documents = {document.path: document for document in read_dataset(dataset(tmp_path / "set", corpus=odd)).documents}
    assert list(documents) == ["d1", "d2", "3", "furniture", "no words", "a/b ü\u2028", "half"]
    assert documents["d1"].title == "Badhus"
    assert documents["d2"].title == ""
    assert documents["no words"].text == "Bara titel"
    assert documents["half"].text == "Halvt ? tecken"
    assert {document.municipality for document in documents.values()} == {"okänd"}


@pytest.mark.parametrize(
    ("change", "file", "line", "says"),
    [
        ({"corpus": [*CORPUS, "{nonsense"]}, "corpus.jsonl", 4, "not JSON"),
        ({"corpus": [*CORPUS, '["a", "list"]']}, "corpus.jsonl", 4, '"id"'),
        ({"corpus": [*CORPUS, {"id": "x", "text": None}]}, "corpus.jsonl", 4, '"text"'),
        ({"corpus": [*CORPUS, CORPUS[0]]}, "corpus.jsonl", 4, "twice"),
        ({"queries": [{"text": "utan id"}]}, "queries.jsonl", 1, '"id"'),
        ({"qrels": ["q1\td1\t1", "q1 d1 1"]}, "qrels.tsv", 3, "tabs"),
        ({"qrels": ["q1\td1\tmycket"]}, "qrels.tsv", 2, "number"),
        ({"qrels": ["q1\td1"]}, "qrels.tsv", 2, "tabs"),
        ({"qrels": ["q9\td1\t1"]}, "qrels.tsv", 2, "queries.jsonl"),
        ({"qrels": ["q1\td9\t1"]}, "qrels.tsv", 2, "corpus.jsonl"),
    ],
)
def test_bad_input_is_named_by_file_and_line(tmp_path: Path, change: dict[str, list], file: str, line: int, says: str):
    folder = dataset(tmp_path / "set", **change)
    with pytest.raises(UsageError) as caught:
        read_dataset(folder)
    message = str(caught.value)
    assert f"{folder / file}, line {line}:" in message
    assert says in message


@pytest.mark.parametrize("missing", ["corpus.jsonl", "queries.jsonl", "qrels.tsv"])
def test_a_missing_file_is_named(tmp_path: Path, missing: str):
    folder = dataset(tmp_path / "set")
    (folder / missing).unlink()
    with pytest.raises(UsageError, match=missing):
        read_dataset(folder)


def test_a_missing_folder_a_set_without_judgements_and_bytes_that_are_no_text(tmp_path: Path):
    with pytest.raises(UsageError, match="no folder"):
        read_dataset(tmp_path / "nowhere")
    with pytest.raises(UsageError, match="judges no question"):
        read_dataset(dataset(tmp_path / "set", qrels=["q1\td1\t0"]))
    folder = dataset(tmp_path / "set")
    (folder / "queries.jsonl").write_bytes(b'{"id": "q1", "text": "\xe5\xe4\xf6"}\n')
    with pytest.raises(UsageError, match="UTF-8"):
        read_dataset(folder)


@pytest.mark.model
@pytest.mark.parametrize(("name", "least"), [("swefaq", 0.795)])
def test_search_reaches_what_was_promised(name: str, least: float):
    """The smallest of the three sets; ``make eval`` measures all."""
    if not (SHARED / name).is_dir():
        pytest.skip(f"the set {name} is not beside the checkout")
    assert evaluate(SHARED / name, open_encoder(Settings.from_environment())).ndcg_at_10 >= least
