"""Pages are read once and kept, the ones longest unused given up."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from maltolk.answering.finding.structure import outlines as module
from maltolk.answering.finding.structure.enumerations import enumerations_of
from maltolk.answering.finding.structure.outlines import Pages
from maltolk.indexing.index import Index


def test_a_page_is_its_document_and_is_kept(corpus_index: Index):
    pages = Pages(corpus_index)
    page = pages.of(0)
    assert page.document == corpus_index.document(0)
    assert page.enumerations == enumerations_of(page.document)
    assert pages.of(0) is page


def test_what_is_kept_is_bounded_and_the_last_used_stay(corpus_index: Index, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "_KEPT", 2)
    pages = Pages(corpus_index)
    first, second = pages.of(0), pages.of(1)
    assert pages.of(0) is first
    pages.of(2)
    assert pages.of(0) is first
    assert pages.of(1) is not second


def test_a_page_knows_the_words_and_stems_of_its_text(corpus_index: Index):
    number = next(c.number for c in corpus_index.documents if c.path == "ale.md")
    page = Pages(corpus_index).of(number)
    assert {"strandpromenaden", "simskolan"} <= page.forms
    assert "målområde" in page.series.values()


def test_several_threads_may_ask(corpus_index: Index, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "_KEPT", 1)
    pages = Pages(corpus_index)
    numbers = [n % len(corpus_index.documents) for n in range(400)]
    with ThreadPoolExecutor(8) as workers:
        assert [page.number for page in workers.map(pages.of, numbers)] == numbers
