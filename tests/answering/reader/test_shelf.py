"""Excerpts of an index, and how far they are read."""

from collections.abc import Sequence

from maltolk.answering.reader.reading_model import Reading, Shown
from maltolk.answering.reader.shelf import READ_FIRST, SURE, Shelf, read_excerpts
from maltolk.answering.reader.word_reader import WordReader
from maltolk.indexing.index import Index


class Even:
    """Gives every passage the same logit, and remembers how many it was shown."""

    fingerprint = "even"

    def __init__(self, logit: float) -> None:
        self.logit = logit
        self.shown = 0

    def read(self, question: str, excerpts: Sequence[Shown]) -> list[Reading]:
        self.shown += len(excerpts)
        return [Reading((0.0,) * len(each.units), self.logit) for each in excerpts]


def test_every_passage_lies_in_an_excerpt(corpus_index: Index):
    shelf = Shelf(corpus_index)
    for card in corpus_index.documents:
        for passage in corpus_index.passages_of(card.number):
            places = shelf.excerpts_of([passage])
            assert places
            words = " ".join(text for cut, place in places for text in cut.shown(cut.excerpts[place]).units)
            first = passage.sentences[0].of(corpus_index.document(card.number).text)
            assert first.split()[0] in words


def test_reading_ends_where_it_is_sure(corpus_index: Index):
    passages = [p for card in corpus_index.documents for p in corpus_index.passages_of(card.number)]
    places = Shelf(corpus_index).excerpts_of(passages)
    assert len(places) > READ_FIRST
    for logit, shown in ((SURE + 1, READ_FIRST), (SURE - 1, len(places))):
        reader = Even(logit)
        assert len(read_excerpts(reader, "Vad?", places)) == reader.shown == shown


def test_the_word_reader_marks_what_shares_words():
    shown = Shown("Ale", ("Bussarna ska gå på el.", "Sjön ska bli ren."))
    (reading,) = WordReader().read("Ska bussarna gå på el?", [shown])
    assert reading.units[0] > 0 > reading.units[1]
    assert reading.passage == reading.units[0]
    assert WordReader().read("", [shown])[0].passage < 0
