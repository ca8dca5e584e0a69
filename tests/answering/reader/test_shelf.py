"""Excerpts of an index, and how far they are read."""

from collections.abc import Sequence

from maltolk.answering.reader.reading_model import Reading, Shown
from maltolk.answering.reader.shelf import READ_AT_A_TIME, SURE, Shelf, read_excerpts
from maltolk.answering.reader.word_reader import WordReader
from maltolk.indexing.index import Index


class SureFrom:
    """Is sure of every passage from that one on, and remembers how many it was shown."""

    fingerprint = "sure"

    def __init__(self, place: int) -> None:
        self.place = place
        self.shown = 0

    def read(self, question: str, excerpts: Sequence[Shown]) -> list[Reading]:
        logits = [SURE + 1 if self.shown + at >= self.place else SURE - 1 for at in range(len(excerpts))]
        self.shown += len(excerpts)
        return [Reading((0.0,) * len(each.units), logit) for each, logit in zip(excerpts, logits, strict=True)]


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
    assert len(places) > 2 * READ_AT_A_TIME
    for sure, shown in ((0, READ_AT_A_TIME), (READ_AT_A_TIME, 2 * READ_AT_A_TIME), (len(places), len(places))):
        reader = SureFrom(sure)
        assert len(read_excerpts(reader, "Vad?", places)) == reader.shown == shown


def test_the_word_reader_marks_what_shares_words():
    shown = Shown("Ale", ("Bussarna ska gå på el.", "Sjön ska bli ren."))
    (reading,) = WordReader().read("Ska bussarna gå på el?", [shown])
    assert reading.units[0] > 0 > reading.units[1]
    assert reading.passage == reading.units[0]
    assert WordReader().read("", [shown])[0].passage < 0
