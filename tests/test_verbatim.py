"""What is stored is what was read, and what is quoted stands in the file, white space aside."""

import re
from pathlib import Path

import pytest

from maltolk.answering.answer import Answerer
from maltolk.answering.finding.structure.enumerations import enumerations_of
from maltolk.indexing.index import Index
from maltolk.model import Document, Span
from maltolk.reading import read_folder
from maltolk.reading.formats.markdown import plain_markdown

CORPUS = Path(__file__).parents[1] / "corpus"


def folded(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\u00ad", "")).strip()


def quotable(document: Document) -> list[Span]:
    """Every span of a document that an answer may quote."""
    spans = [b.span for b in document.blocks] + [b.lead for b in document.blocks if b.lead]
    spans += [b.speaker for b in document.blocks if b.speaker]
    spans += [lead for e in enumerations_of(document) for lead in (*e.labels, e.lead) if lead]
    for c in document.contacts:
        spans += [s for s in (c.span, c.name, c.role, c.party, c.phone, c.email) if s]
    return spans


def shown(file: Path) -> str:
    """The words of a file; of Markdown without the targets of links and other marks that nobody sees."""
    text = file.read_text("utf-8")
    return plain_markdown(text) if file.suffix == ".md" else text


def assert_verbatim(folder: Path) -> int:
    """All that could be quoted of a folder's texts stands in its files; returns how many spans that was."""
    reading = read_folder(folder)
    count = 0
    for document in reading.documents:
        file = folded(shown(folder / document.path))
        for span in quotable(document):
            assert 0 <= span.start < span.end <= len(document.text), (document.path, span)
            words = span.of(document.text)
            assert words == words.strip(), (document.path, words)
            assert folded(words) in file, (document.path, words)
            count += 1
    return count


def test_small_and_trial_texts(small: Path, trial: Path):
    assert assert_verbatim(small) > 80
    assert assert_verbatim(trial / "texts") > 300


def test_the_texts_that_come_along():
    if not any(CORPUS.glob("**/*.txt")) and not any(CORPUS.glob("**/*.md")):
        pytest.skip("corpus/ holds no texts")
    assert_verbatim(CORPUS)


def test_the_contracts_own_texts(shared: Path):
    assert assert_verbatim(shared / "corpus") > 100


def test_the_index_gives_back_what_was_read(small: Path, corpus_index: Index):
    read = {d.path: d for d in read_folder(small).documents}
    stored = {d.path: d for d in map(corpus_index.document, range(len(corpus_index.documents)))}
    assert stored == read


def test_every_sentence_of_every_passage_can_be_quoted(corpus_index: Index):
    for number in range(len(corpus_index.documents)):
        document = corpus_index.document(number)
        for passage in corpus_index.passages_of(number):
            assert passage.sentences
            for span in passage.sentences:
                assert passage.span.start <= span.start < span.end <= passage.span.end
                assert span.of(document.text).strip() == span.of(document.text)


@pytest.mark.model
def test_each_line_of_an_answer_is_fixed_words_or_its_quotes(answerer: Answerer):
    for question in (
        "Vilka mål har Borås?",
        "Vad är Växjös vision?",
        "Vem är presschef i Sollentuna?",
        "Berätta om Borås",
    ):
        answer = answerer.ask(question)
        assert answer.citations, question
        quotes = {c.marker: folded(c.quote.text) for c in answer.citations}
        for line in answer.text.split("\n"):
            found = re.fullmatch(r"(?:• )?(?:\d+\. )?(.*) \[(\d+)\]", line)
            if found is None or answer.contacts:
                continue
            assert found.group(1) == quotes[int(found.group(2))], line
