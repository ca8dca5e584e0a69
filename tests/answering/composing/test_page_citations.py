"""A citation of a text with pages names the page, on screen and for scripts."""

import io

import pytest
from reportlab.pdfgen.canvas import Canvas

from maltolk.answering.answer import Answerer
from maltolk.answering.reader.word_reader import WordReader
from maltolk.answering.retrieval.intent import probes
from maltolk.indexing.build import build
from maltolk.indexing.encoders.hash_encoder import HashEncoder
from maltolk.indexing.index import Index
from maltolk.model import Answer, Document
from maltolk.presentation import as_json, as_lines
from maltolk.reading import read_document

WORDS = (
    "Ale kommun har en vision som heter Lätt att leva.",
    "Simhallen i Ale kommun ska byggas ut till sommaren 2031.",
    "Biblioteket i Ale kommun har öppet alla dagar i veckan.",
)


def plan() -> Document:
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(595, 842), invariant=1)
    for words in WORDS:
        canvas.setFont("Helvetica", 10)
        canvas.drawString(60, 700, words)
        canvas.showPage()
    canvas.save()
    found = read_document("ale/plan.pdf", target.getvalue())
    assert isinstance(found, Document)
    return found


@pytest.fixture(scope="module")
def answer(tmp_path_factory: pytest.TempPathFactory) -> Answer:
    folder, encoder = tmp_path_factory.mktemp("pages") / "index", HashEncoder(256)
    build(folder, [plan()], [], encoder, probes=probes())
    index = Index.open(folder, encoder)
    found = Answerer(index, encoder, WordReader()).ask("När ska simhallen i Ale byggas ut?")
    index.close()
    return found


def test_the_store_keeps_the_pages_and_the_citation_names_its_own(answer: Answer) -> None:
    assert answer.citations[0].quote.text == WORDS[1]
    assert answer.citations[0].page == 2


def test_it_is_shown(answer: Answer) -> None:
    assert as_json(answer)["citations"][0]["page"] == 2
    assert any(line.startswith("[1] Ale, ") and ", s. 2 – /kalla/" in line for line in as_lines(answer))


def test_a_text_without_pages_has_none() -> None:
    document = read_document("a.md", b"# Vision\n\nVi vill mer.")
    assert isinstance(document, Document)
    assert document.page_of(5) is None
