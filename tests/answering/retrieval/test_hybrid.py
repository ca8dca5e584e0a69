"""Retrieval over small indexes made with the hashing encoder, compared with the plain sum over every passage."""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maltolk.answering.retrieval.hybrid import MIN_DEVIATION, SENTENCE, WORDS, rank_documents, retrieve
from maltolk.indexing.build import build
from maltolk.indexing.encoders.hash_encoder import HashEncoder
from maltolk.indexing.index import Index
from maltolk.model import Block, BlockKind, Document, Span

ENCODER = HashEncoder()
TEXTS = {
    "bad.txt": ["Kommunen bygger ett badhus i hamnen.", "Badhuset öppnar i augusti. Inträdet kostar femtio kronor."],
    "skola.txt": ["Skolan ska ge arbetsro. Varje elev får läxhjälp.", "Lärarna får fortbildning varje termin."],
    "vatten.txt": ["Vattnet i sjön provtas varje vecka.", "Sjön ska bli renare till 2030. Bottnen muddras."],
    "tvilling.txt": ["Skolan ska ge arbetsro. Varje elev får läxhjälp.", "Parken får nya bänkar."],
}
ASKED = ["badhus", "inträde", "skola", "elev", "vatten", "sjön", "renare", "park", "hur", "ska", "i", "får", "the"]


def document(path: str, paragraphs: Sequence[str]) -> Document:
    """Paragraphs under headings, so that each is a passage of its own."""
    text, blocks = "", []
    for number, words in enumerate(paragraphs):
        for kind, part in ((BlockKind.HEADING, f"Del {number + 1}"), (BlockKind.PARAGRAPH, words)):
            parent = len(blocks) - 1 if kind is BlockKind.PARAGRAPH else None
            blocks.append(Block(kind, Span(len(text), len(text) + len(part)), level=1, parent=parent))
            text += part + "\n\n"
    return Document(
        path=path,
        municipality="Lund",
        title="Mål",
        text=text,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        blocks=tuple(blocks),
    )


def make(folder: Path, texts: dict[str, list[str]]) -> Index:
    build(folder, [document(path, paragraphs) for path, paragraphs in texts.items()], (), ENCODER)
    return Index.open(folder, ENCODER)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    made = make(tmp_path_factory.mktemp("index"), TEXTS)
    yield made
    made.close()


def vector(text: str) -> np.ndarray:
    return ENCODER.embed_queries([text])[0]


def paths(index: Index, found) -> list[str]:
    return [index.documents[candidate.passage.document].path for candidate in found]


def words_of(index: Index, candidate) -> str:
    return candidate.passage.span.of(index.document(candidate.passage.document).text)


def test_the_passage_that_answers_comes_first(index: Index):
    question = "Vad kostar inträdet till badhuset?"
    found = retrieve(index, question, vector(question), 3, None)
    assert len(found) == 3
    assert words_of(index, found[0]) == TEXTS["bad.txt"][1]
    assert [c.score for c in found] == sorted((c.score for c in found), reverse=True)


@given(st.lists(st.sampled_from(ASKED), min_size=1, max_size=6))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_ranking_is_that_of_the_plain_sum_over_every_passage(index: Index, asked: list[str]):
    question, between = " ".join(asked), index.manifest.statistics
    asked_vector, covers = vector(question), index.covers(question)
    expected = []
    for passage in index.passages(range(len(index.owners))):
        near = (1 - SENTENCE) * float(index.passage_vectors([passage.id])[0] @ asked_vector)
        near += SENTENCE * float((index.sentence_vectors(passage) @ asked_vector).max())
        deviation = max(between.deviation, MIN_DEVIATION)
        expected.append((near - between.mean) / deviation + WORDS * float(covers[passage.id]) ** 2)
    found = retrieve(index, question, asked_vector, len(expected), None)
    assert sorted(c.passage.id for c in found) == list(range(len(expected)))
    assert [c.score for c in found] == pytest.approx(sorted(expected, reverse=True), abs=2e-4)
    assert [c.score for c in found] == pytest.approx([expected[c.passage.id] for c in found], abs=2e-4)


def test_equal_passages_stand_in_order_of_id(index: Index):
    question = "Får varje elev läxhjälp?"
    first, second, *_ = retrieve(index, question, vector(question), 4, None)
    assert first.score == second.score
    assert paths(index, [first, second]) == ["skola.txt", "tvilling.txt"]
    assert first.passage.id < second.passage.id


def test_only_the_documents_asked_for_are_searched(index: Index):
    question = "Vad kostar inträdet till badhuset?"
    wanted = frozenset(card.number for card in index.documents if card.path in ("skola.txt", "vatten.txt"))
    found = retrieve(index, question, vector(question), 10, wanted)
    assert sorted(paths(index, found)) == ["skola.txt", "skola.txt", "vatten.txt", "vatten.txt"]
    assert retrieve(index, question, vector(question), 10, frozenset()) == []


def test_cover_is_a_share_of_the_words_asked_for(index: Index):
    question = "Inträdet kostar femtio kronor"
    best, *others = retrieve(index, question, vector(question), 8, None)
    assert 0.4 < best.cover < 1
    assert [c.cover for c in others] == [0.0] * len(others)


def test_words_that_no_text_has_make_a_chance_hit_count_less(index: Index):
    alone, among = "Sjön", "Sjön quando verrà pulita finalmente"
    covered = [index.covers(question).max() for question in (alone, among)]
    assert covered[1] < covered[0] / 3
    found = retrieve(index, among, vector(among), 8, None)
    words_worth = [WORDS * candidate.cover**2 for candidate in found]
    assert max(words_worth) < 0.5  # standard deviations: less than the encoder's own unrest


def test_a_question_without_words_is_ranked_by_its_vector(index: Index):
    found = retrieve(index, "?!", vector("badhus"), 8, None)
    assert len(found) == 8
    assert {candidate.cover for candidate in found} == {0.0}


def test_documents_are_ranked_by_their_best_passage(index: Index):
    question = "Ska sjön bli renare?"
    found = retrieve(index, question, vector(question), 100, None)
    expected = list(dict.fromkeys(candidate.passage.document for candidate in found))
    assert rank_documents(index, question, vector(question), 10) == expected
    assert rank_documents(index, question, vector(question), 2) == expected[:2]
    assert index.documents[expected[0]].path == "vatten.txt"


def test_an_index_of_one_passage_and_one_of_none(tmp_path: Path):
    index = make(tmp_path / "one", {"bad.txt": ["Kommunen bygger ett badhus."]})
    (only,) = retrieve(index, "badhus", vector("badhus"), 5, None)
    assert words_of(index, only) == "Kommunen bygger ett badhus."
    assert np.isfinite(only.score)
    index.close()
    index = make(tmp_path / "none", {})
    assert retrieve(index, "badhus", vector("badhus"), 5, None) == []
    assert rank_documents(index, "badhus", vector("badhus"), 5) == []
    index.close()
