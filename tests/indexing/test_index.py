import threading

import numpy as np
import pytest

from maltolk.indexing.build import build
from maltolk.indexing.encoders.hash_encoder import HashEncoder
from maltolk.indexing.index import Index
from maltolk.indexing.passages import encoder_input
from maltolk.indexing.search.lexical import cover

ENCODER = HashEncoder()


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, corpus) -> Index:
    folder = tmp_path_factory.mktemp("index")
    build(folder, corpus, [], ENCODER)
    return Index.open(folder, ENCODER)


def number(index: Index, municipality: str) -> int:
    return next(card.number for card in index.documents if card.municipality == municipality)


def test_documents_come_back_whole(index: Index, corpus):
    by_path = {document.path: document for document in corpus}
    assert [card.number for card in index.documents] == [0, 1, 2]
    for card in index.documents:
        assert index.document(card.number) == by_path[card.path]
        assert index.document_by_digest(card.digest) == by_path[card.path]
    assert index.document_by_digest("0" * 64) is None
    ljungby = index.documents[number(index, "Ljungby")]
    assert (ljungby.date, ljungby.places, ljungby.url) == ("2021-03-01", ("Lidhult",), "https://example.se/vision")


def test_every_passage_finds_itself_by_its_vector(index: Index):
    for card in index.documents:
        for passage in index.passages_of(card.number):
            vector = index.passage_vectors([passage.id])[0]
            hits = index.dense(vector, 1)
            assert hits.scores[0] == pytest.approx(1, abs=1e-5)
            assert hits.ids[0] == passage.id
            text = encoder_input(index.document(card.number), passage)
            np.testing.assert_array_equal(vector, ENCODER.embed_passages([text]).passages[0])
            np.testing.assert_allclose(
                index.sentence_vectors(passage), ENCODER.embed_passages([text]).sentences, atol=1e-3
            )


def test_searches_are_filtered_by_document(index: Index):
    vector = ENCODER.embed_queries(["mål för kommunen"])[0]
    for name in ("Lund", "Ljungby", "Landskrona"):
        only = number(index, name)
        for hits in (index.dense(vector, 50, [only]), index.lexical("mål vision plan vattenfrågor", 50, [only])):
            assert {passage.document for passage in index.passages(hits.ids)} <= {only}
        assert len(index.dense(vector, 50, [only])) == len(index.passages_of(only))
    assert len(index.dense(vector, 5, [])) == 0


def test_compounds_and_words_without_marks_are_found(index: Index):
    def best(query: str) -> str:
        (passage,) = index.passages(index.lexical(query, 1).ids)
        return passage.span.of(index.document(passage.document).text)

    assert "vattenfrågor" in best("Vad görs åt vatten?")
    assert "Fullmäktigeplanen" in best("fullmäktiges planer")
    assert "fokusområden" in best("nya fokusomraden")


def test_whole_documents_are_ranked_too(index: Index):
    hits = index.lexical_documents("fullmäktigeplan för skolan", 3)
    assert hits.ids[0] == number(index, "Landskrona")
    np.testing.assert_array_equal(index.lexical_scores("skolan").documents > 0, [True, False, False])


def test_terms_tell_what_a_sentence_covers(index: Index):
    terms = index.terms("Vilka mål har miljö och rymdfart?")
    assert [term.surface for term in terms] == ["mål", "miljö", "rymdfart"]
    assert cover(terms, "Kommunen ska vara ledande inom miljö") == (0.0, 1.0, 0.0)
    assert terms[2].idf >= terms[1].idf > 0


def test_contacts_name_their_document(index: Index):
    ((document, contact),) = index.contacts()
    assert contact.name is not None
    assert contact.name.of(index.document(document).text) == "Philip Sandberg"


def test_several_threads_may_ask_at_once(index: Index):
    vector = ENCODER.embed_queries(["mål"])[0]
    expected = (index.dense(vector, 5).ids.tolist(), index.lexical("mål", 5).ids.tolist())
    wrong: list[object] = []

    def ask() -> None:
        for _ in range(50):
            found = (index.dense(vector, 5).ids.tolist(), index.lexical("mål", 5).ids.tolist())
            titles = [index.document(passage.document).title for passage in index.passages(found[0])]
            if found != expected or not all(titles):
                wrong.append(found)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
