import math
import time
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maltolk.indexing.search.lexical import LexicalIndex, LexicalRule, LexicalWriter, cover
from maltolk.indexing.search.vocabulary import CompoundRule
from maltolk.swedish.words import MAX_WORDS

RULE = LexicalRule()
WORDS = ["alfa", "beta", "gamma", "delta", "sjö", "kväll"]
TEXTS = st.lists(st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join), max_size=12)


def lexical(folder: Path, texts: list[str], owners: list[int] | None = None, contexts: list[str] | None = None):
    writer = LexicalWriter(RULE)
    for place, text in enumerate(texts):
        writer.add_passage(text, contexts[place] if contexts else "")
        writer.add_document(text)
    writer.write(folder / "lexical")
    numbers = np.array(range(len(texts)) if owners is None else owners, dtype=np.int32)
    return LexicalIndex(folder / "lexical", numbers, RULE, CompoundRule())


def bm25(texts: list[str], query: list[str]) -> list[float]:
    """The textbook formula, word by word."""
    split = [text.split() for text in texts]
    average = sum(map(len, split)) / len(split)
    scores = []
    for text in split:
        counts, score = Counter(text), 0.0
        for word in query:
            having = sum(word in other for other in split)
            if not having:
                continue
            idf = math.log(1 + (len(split) - having + 0.5) / (having + 0.5))
            norm = RULE.saturation * (1 - RULE.length + RULE.length * len(text) / average) if average else 0
            score += idf * (RULE.saturation + 1) * counts[word] / (counts[word] + norm) if counts[word] else 0
        scores.append(score)
    return scores


@given(texts=TEXTS, query=st.lists(st.sampled_from(WORDS), min_size=1, max_size=4, unique=True), k=st.integers(0, 15))
def test_search_is_bm25_worked_out_by_hand(tmp_path_factory: pytest.TempPathFactory, texts, query, k):
    index = lexical(tmp_path_factory.mktemp("lexical"), texts)
    expected = bm25(texts, query) if texts else []
    hits = index.search(" ".join(query), k)
    np.testing.assert_allclose(index.scores(" ".join(query)).passages, expected, rtol=1e-5)
    np.testing.assert_allclose(index.scores(" ".join(query)).documents, expected, rtol=1e-5)
    scores = index.scores(" ".join(query)).passages
    order = sorted((place for place in range(len(texts)) if expected[place] > 0), key=lambda p: (-scores[p], p))
    assert hits.ids.tolist() == order[:k]
    assert hits.scores.tolist() == [scores[place] for place in order[:k]]


@given(texts=TEXTS, allowed=st.sets(st.integers(0, 4)))
def test_documents_are_filtered_before_ranking(tmp_path_factory: pytest.TempPathFactory, texts, allowed):
    owners = sorted(place % 5 for place in range(len(texts)))
    index = lexical(tmp_path_factory.mktemp("lexical"), texts, owners)
    everything = index.search("alfa sjö", len(texts) + 1)
    expected = [int(number) for number in everything.ids if owners[number] in allowed]
    assert index.search("alfa sjö", 2, sorted(allowed)).ids.tolist() == expected[:2]


def test_equal_scores_stand_in_the_order_of_ids(tmp_path: Path):
    index = lexical(tmp_path, ["alfa beta"] * 30)
    assert index.search("alfa", 5).ids.tolist() == [0, 1, 2, 3, 4]


def test_words_of_the_context_count_less(tmp_path: Path):
    index = lexical(tmp_path, ["alfa beta", "gamma beta"], contexts=["gamma", "alfa"])
    assert index.search("alfa", 5).ids.tolist() == [0, 1]
    assert index.search("gamma", 5).ids.tolist() == [1, 0]


def test_the_same_texts_give_the_same_bytes(tmp_path: Path):
    texts = ["Målen för Lund", "vattenfrågor i Ljungby", "en plan"]
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        lexical(tmp_path / name, texts)
    for path in (tmp_path / "one" / "lexical").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / "lexical" / path.name).read_bytes()


def test_compounds_are_found_and_the_word_itself_first(tmp_path: Path):
    index = lexical(tmp_path, ["en plan för staden", "kommunens handlingsplan mot buller", "handling och vatten"])
    assert index.search("planer", 5).ids.tolist() == [0, 1]


def test_cover_says_which_words_a_text_has(tmp_path: Path):
    index = lexical(tmp_path, ["Fullmäktigeplanen och fullmäktige", "vattenfrågor", "frågor om lån"])
    terms = index.terms("Vad säger planen om vatten och raketer?")
    assert [term.surface for term in terms] == ["säger", "planen", "vatten", "raketer"]
    assert cover(terms, "Här är fullmäktigeplanen.") == (0.0, CompoundRule().tail, 0.0, 0.0)
    assert cover(terms, "Vattenfrågor i fokus") == (0.0, 0.0, CompoundRule().head, 0.0)
    assert cover((), "vatten") == ()


@pytest.mark.parametrize(
    "query",
    [
        "a" * 1_000_000,
        "\ufdfa" * 10_000,
        "\ud800 plan \udfff",
        "\0plan\0",
        "🏛" * 1000,
        "مرحبا plan שלום",
        " ".join(f"ord{number}" for number in range(100_000)),
        "e\u0301" * 10_000,
    ],
    ids=["one letter", "expanding", "surrogates", "nul", "emoji", "directions", "words", "combining"],
)
def test_hostile_queries_are_quick(tmp_path: Path, query: str):
    index = lexical(tmp_path, ["en plan för staden", "en annan plan"])
    started = time.process_time()
    hits = index.search(query, 5)
    assert len(hits) == (2 if "plan" in query else 0)
    assert time.process_time() - started < 1
    assert len(index.terms(query)) <= MAX_WORDS


def test_a_query_without_a_known_word_finds_nothing(tmp_path: Path):
    index = lexical(tmp_path, ["alfa"])
    assert len(index.search("zzz", 5)) == 0
    assert len(index.search("", 5)) == 0
    assert index.terms("zzz")[0].variants == {}
