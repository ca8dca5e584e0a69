from pathlib import Path

import faiss
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maltolk.indexing.search.vectors import PassageVectors, SentenceVectors, spread, write_passages


def vectors(count: int, seed: int, dimension: int = 8) -> np.ndarray:
    # Few distinct values, so that equal scores are common.
    drawn = np.random.default_rng(seed).integers(-1, 2, size=(count, dimension)).astype(np.float32)
    drawn[:, 0] += 3
    return drawn / np.linalg.norm(drawn, axis=1, keepdims=True)


@given(
    count=st.integers(0, 40),
    k=st.integers(0, 45),
    seed=st.integers(0, 1000),
    allowed=st.none() | st.sets(st.integers(0, 5)),
)
def test_search_is_brute_force(tmp_path_factory: pytest.TempPathFactory, count, k, seed, allowed):
    path = tmp_path_factory.mktemp("vectors") / "passages.faiss"
    matrix = vectors(count, seed)
    owners = np.sort(np.arange(count, dtype=np.int32) % 5)
    write_passages(path, matrix)
    query = vectors(1, seed + 1)[0]
    hits = PassageVectors(path, owners).search(query, k, None if allowed is None else sorted(allowed))
    scores = matrix @ query
    places = [place for place in range(count) if allowed is None or int(owners[place]) in allowed]
    assert len(hits) == min(k, len(places))
    # Sums in another order differ in the last bits, so ids are compared by FAISS's own scores where those are equal.
    np.testing.assert_allclose(hits.scores, np.sort(scores[places])[::-1][:k], atol=1e-6)
    np.testing.assert_allclose(hits.scores, scores[hits.ids], atol=1e-6)
    pairs = list(zip((-hits.scores).tolist(), hits.ids.tolist(), strict=True))
    assert pairs == sorted(pairs)
    assert set(hits.ids.tolist()) <= set(places)


def test_the_last_of_equals_is_decided_by_id(tmp_path: Path):
    write_passages(tmp_path / "v", np.repeat(vectors(1, 0), 30, axis=0))
    found = PassageVectors(tmp_path / "v", np.zeros(30, np.int32)).search(vectors(1, 0)[0], 4)
    assert found.ids.tolist() == [0, 1, 2, 3]


def test_vectors_come_back_as_they_were(tmp_path: Path):
    matrix = vectors(20, 3)
    write_passages(tmp_path / "v", matrix)
    stored = PassageVectors(tmp_path / "v", np.zeros(20, np.int32))
    np.testing.assert_array_equal(stored.rows(np.array([7, 0, 19])), matrix[[7, 0, 19]])
    assert (len(stored), stored.dimension) == (20, 8)


def test_searching_leaves_the_number_of_threads_as_it_was(tmp_path: Path):
    write_passages(tmp_path / "v", vectors(3, 0))
    before = faiss.omp_get_max_threads()
    PassageVectors(tmp_path / "v", np.zeros(3, np.int32)).search(vectors(1, 0)[0], 1)
    assert faiss.omp_get_max_threads() == before


def test_sentences_are_read_by_row(tmp_path: Path):
    matrix = vectors(9, 1).astype(np.float16)
    np.save(tmp_path / "s.npy", matrix)
    stored = SentenceVectors(tmp_path / "s.npy")
    assert stored.rows(2, 3).dtype == np.float32
    np.testing.assert_array_equal(stored.rows(2, 3), matrix[2:5])


def test_spread_covers_both_ends():
    assert spread(1000, 4).tolist() == [0, 333, 666, 999]
    assert spread(2, 16).tolist() == [0, 1]
    assert spread(0, 16).tolist() == []


def test_nearness_of_equal_passages_is_one(tmp_path: Path):
    write_passages(tmp_path / "v", np.repeat(vectors(1, 0), 5, axis=0))
    near = PassageVectors(tmp_path / "v", np.zeros(5, np.int32)).nearness()
    assert near.mean == pytest.approx(1, abs=1e-5)
    assert near.deviation == pytest.approx(0, abs=1e-5)
