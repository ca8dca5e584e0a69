"""Reading the packed encoder: a tiny one written here, then the same one damaged."""

import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maltolk.errors import ModelError
from maltolk.indexing.encoders.bundled import bert_weights
from maltolk.indexing.encoders.packed_file import read_packed

HIDDEN, WIDE, ROWS, POSITIONS = 32, 64, 12, 8
PIECES = ["<s>", "<pad>", "</s>", "<unk>", "\u2581", "må", "l", "\u2581mål", "å"]


def q4_0(values: np.ndarray) -> bytes:
    """Blocks of 32 whole numbers from -8 to 7 times 0.5, as the format stores them."""
    out = b""
    for block in values.reshape(-1, 32):
        halves = (block + 8).astype(np.uint8)
        out += np.float16(0.5).tobytes() + (halves[:16] | halves[16:] << 4).astype(np.uint8).tobytes()
    return out


def packed() -> tuple[bytes, dict[str, np.ndarray]]:
    """A whole file with one layer, and the values that its tensors should get."""
    random = np.random.default_rng(1)
    shapes = {"emb.pos": POSITIONS * HIDDEN, "emb.type": HIDDEN, "emb.ln.w": HIDDEN, "emb.ln.b": HIDDEN}
    quantised = {"emb.word": ROWS * HIDDEN}
    for short in ("q", "k", "v", "ao"):
        quantised[f"l0.{short}.w"], shapes[f"l0.{short}.b"] = HIDDEN * HIDDEN, HIDDEN
    quantised |= {"l0.fi.w": WIDE * HIDDEN, "l0.fo.w": WIDE * HIDDEN}
    shapes |= {"l0.fi.b": WIDE, "l0.fo.b": HIDDEN}
    shapes |= {f"l0.{norm}.{part}": HIDDEN for norm in ("aln", "oln") for part in "wb"}
    blob = "".join(PIECES).encode()
    offsets = np.cumsum([0, *(len(piece.encode()) for piece in PIECES)]).astype("<u4")
    scores = -np.arange(len(PIECES), dtype="<f4")
    norms = struct.pack("<IBI", 9, 1, 32) + struct.pack("<IB", 1, 0) + struct.pack("<IBII", 0xFB01, 2, 102, 105)
    head = b"E5S1" + struct.pack("<I7ifi", 1, HIDDEN, 1, 2, WIDE, ROWS, POSITIONS, 1, 1e-12, 32)
    head += struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, len(blob)) + offsets.tobytes() + scores.tobytes() + blob
    head += struct.pack("<iI", 3, len(norms)) + norms
    names = [*shapes, *quantised]
    start = len(head) + 4 + sum(2 + len(name) + 21 for name in names)
    directory, body, values = struct.pack("<i", len(names)), b"", {}
    for name in names:
        if name in shapes:
            values[name] = random.normal(size=shapes[name]).astype(np.float32)
            content, kind = values[name].tobytes(), 0
        else:
            numbers = random.integers(-8, 8, quantised[name])
            values[name] = numbers.astype(np.float32) * 0.5
            content, kind = q4_0(numbers), 1
        directory += struct.pack("<H", len(name)) + name.encode()
        directory += struct.pack("<BIQQ", kind, len(values[name]), start + len(body), len(content))
        body += content
    return head + directory + body, values


FILE, VALUES = packed()


def test_every_number_comes_back():
    model = read_packed(FILE)
    assert model.sizes.hidden == HIDDEN
    assert model.sizes.feed_forward == WIDE
    assert [piece for piece, _ in model.vocabulary.pieces] == PIECES
    assert [score for _, score in model.vocabulary.pieces] == [-float(i) for i in range(len(PIECES))]
    assert model.vocabulary.normalisation == {9: " ", 1: "", 0xFB01: "fi"}
    assert model.tensors.keys() == VALUES.keys()
    for name, values in VALUES.items():
        np.testing.assert_array_equal(model.tensors[name], values, err_msg=name)


def test_weights_get_their_names_and_shapes():
    weights = bert_weights(read_packed(FILE))
    assert weights["embeddings.word_embeddings.weight"].shape == (ROWS, HIDDEN)
    assert weights["encoder.layer.0.intermediate.dense.weight"].shape == (WIDE, HIDDEN)
    output = weights["encoder.layer.0.output.dense.weight"]
    np.testing.assert_array_equal(output, VALUES["l0.fo.w"].reshape(HIDDEN, WIDE))


def test_a_tensor_that_is_missing_is_named():
    with pytest.raises(ModelError, match=r"l0\.fo\.w.*reinstall"):
        bert_weights(read_packed(FILE.replace(b"l0.fo.w", b"l0.xx.w")))


@pytest.mark.parametrize("length", [0, 3, 4, 7, 20, 44, 60, 100, 300, 700, len(FILE) // 2, len(FILE) - 1])
def test_a_truncated_file_is_refused(length: int):
    with pytest.raises(ModelError, match=r"damaged.*pip install"):
        read_packed(FILE[:length])


@given(st.integers(0, 1000), st.binary(min_size=1, max_size=8))
def test_no_damage_raises_anything_but_a_model_error(place: int, noise: bytes):
    data = FILE[:place] + noise + FILE[place + len(noise) :]
    try:
        model = read_packed(data)
        bert_weights(model)
    except ModelError:
        return
    assert model.sizes.hidden % model.sizes.heads == 0
