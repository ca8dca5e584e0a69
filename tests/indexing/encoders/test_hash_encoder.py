import numpy as np

from maltolk.indexing.encoders.encoder import EncoderInput
from maltolk.indexing.encoders.hash_encoder import HASHING, HashEncoder
from maltolk.indexing.encoders.opening import open_encoder
from maltolk.model import Span
from maltolk.settings import Settings


def test_shared_words_bring_texts_together():
    encoder = HashEncoder()
    near, part, far = encoder.embed_queries(["bygga fler bostäder", "nya bostäderna", "katten sover"])
    query = encoder.embed_queries(["var ska bostäder byggas"])[0]
    assert query @ near > query @ far + 0.2
    assert query @ part > query @ far + 0.1


def test_vectors_are_unit_length_whatever_the_text():
    vectors = HashEncoder().embed_queries(["", "!?", "\ud800", "\x00", "ord " * 1000, "😀"])
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert vectors.dtype == np.float32


def test_sentences_come_in_order_with_vectors_of_their_own():
    encoder = HashEncoder()
    items = [
        EncoderInput("Lund", "Skolan byggs. Katten sover.", (Span(0, 13), Span(14, 27))),
        EncoderInput("", "Ingen mening här"),
        EncoderInput("Ljungby", "Vattnet är rent.", (Span(0, 16),)),
    ]
    found = encoder.embed_passages(items)
    assert found.passages.shape == (3, 64)
    assert found.sentences.shape == (3, 64)
    asked = encoder.embed_queries(["skolan byggs", "katten sover", "vattnet är rent"])
    assert (asked @ found.sentences.T).argmax(axis=1).tolist() == [0, 1, 2]
    np.testing.assert_allclose(np.linalg.norm(found.sentences, axis=1), 1, atol=1e-5)


def test_no_passages_give_empty_arrays():
    found = HashEncoder().embed_passages([])
    assert found.passages.shape == (0, 64)
    assert found.sentences.shape == (0, 64)


def test_it_opens_by_name(tmp_path):
    encoder = open_encoder(Settings(index=tmp_path, models=tmp_path, model=HASHING))
    assert encoder.name == HASHING
    assert list(tmp_path.iterdir()) == []
