"""With more documents in scope than are looked at for structure, the best are looked at, whatever their numbers."""

from collections.abc import Iterator

import pytest

from maltolk.answering.answer import Answerer
from maltolk.answering.finding.request import MAX_DOCUMENTS
from maltolk.answering.reader.word_reader import WordReader
from maltolk.answering.retrieval.intent import probes
from maltolk.indexing.build import build
from maltolk.indexing.encoders.hash_encoder import HashEncoder
from maltolk.indexing.index import Index
from maltolk.model import Status
from maltolk.reading import read_document

OTHERS = 9
"""Documents with lower numbers that the question is somewhat like; their passages alone are fewer than candidates."""
OTHER = """# Protokoll {number} om kanotklubben i Orsa kommun

Målen för kanotleden nämndes. Tuva Kvarn närvarade vid möte {number}.

1. Val av justerare {number}
2. Mötets avslutande
"""
RIGHT = """# Kanotplan för Orsa kommun

## Mål för kanotleden

1. Bryggor vid varje sjö
2. Lägerplatser med ved
3. Skyltar på fyra språk

– Kanotleden ska bära oss hela vägen till havet, säger Tuva Kvarn (C), kanotklubbens ordförande.

Sidan uppdaterades senast 14 maj 2024
"""


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory, hashing: HashEncoder) -> Iterator[Answerer]:
    """Answers from minutes of meetings and, with the highest number, the plan itself."""
    texts = {f"{n:02d}.md": OTHER.format(number=n) for n in range(OTHERS)} | {"99.md": RIGHT}
    assert len(texts) > MAX_DOCUMENTS
    documents = [read_document(path, text.encode()) for path, text in texts.items()]
    folder = tmp_path_factory.mktemp("many") / "index"
    build(folder, documents, (), hashing, probes=probes())
    index = Index.open(folder, hashing)
    assert index.documents[-1].path == "99.md"
    yield Answerer(index, hashing, WordReader())
    index.close()


@pytest.mark.parametrize(
    ("question", "kind", "said"),
    [
        ("Vilka mål har Orsa för kanotleden?", "list", "Skyltar på fyra språk"),
        ("Vad är mål 2 för kanotleden i Orsa?", "numbered item", "Lägerplatser med ved"),
        ("Vad säger Tuva Kvarn om kanotleden?", "quotation", "hela vägen till havet"),
        ("När uppdaterades sidan om kanotplanen i Orsa?", "date of a page", "14 maj 2024"),
    ],
)
def test_what_only_the_last_document_has(many: Answerer, question: str, kind: str, said: str):
    answer = many.ask(question)
    assert answer.status is Status.ANSWERED
    assert said in answer.text
    assert {citation.document for citation in answer.citations} == {"99.md"}
    trace = many.ask(question, trace=True).trace
    assert trace is not None
    assert trace.outcome == kind
