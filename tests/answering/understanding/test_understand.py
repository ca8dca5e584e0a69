"""Whom and what a question is about, in the light of an index with texts from Ale, Göteborg, Orsa and Älmhult."""

import pytest

from maltolk.indexing.index import Index


def numbers_of(index: Index, *municipalities: str) -> frozenset[int]:
    return frozenset(card.number for card in index.documents if card.municipality in municipalities)


@pytest.mark.parametrize(
    "text",
    [
        "Vad är Älmhults vision?",
        "Vad vill Älmhult?",
        "Vilka fokusområden har Älmhults kommun?",
        "älmhults vision",
        "almhult vision",
        "vilka fokusomraden har almhults kommun",
        "vision ÄLMHULT",
        "Vad är visionen i Älmhlut?",
        "Vad är visionen i Älmhutl?",
    ],
)
def test_a_municipality_however_it_is_written(understand, corpus_index: Index, text: str):
    question = understand(text)
    assert question.municipalities == ("Älmhult",)
    assert question.documents == numbers_of(corpus_index, "Älmhult")
    assert not any("lmh" in term.surface for term in question.words), "its name is not searched for"


@pytest.mark.parametrize(
    ("text", "foreign"),
    [
        ("Vem har strängast mål, Ale eller Orsa?", ()),
        ("Vilka mål har strängnes?", ("Strängnäs",)),
        ("Vad har strängnes för mål?", ("Strängnäs",)),
    ],
)
def test_what_is_said_of_a_noun_is_no_misspelt_name(understand, text: str, foreign: tuple[str, ...]):
    assert understand(text).foreign == foreign


def test_several_in_the_order_named(understand, corpus_index: Index):
    question = understand("Jämför Orsa och Ale")
    assert question.municipalities == ("Orsa", "Ale")
    assert question.documents == numbers_of(corpus_index, "Ale", "Orsa")


def test_a_place_limits_to_the_texts_about_it(understand, corpus_index: Index):
    question = understand("Vad händer i Torslanda?")
    assert question.municipalities == ("Göteborg",)
    assert question.documents == numbers_of(corpus_index, "Göteborg")


def test_one_that_is_not_indexed_is_told_apart(understand):
    question = understand("Vilka mål har Umeå?")
    assert question.foreign == ("Umeå",)
    assert question.municipalities == ()
    assert question.documents is None


def test_without_a_name_all_documents_are_meant(understand):
    question = understand("Vilka mål finns?")
    assert (question.municipalities, question.foreign, question.documents) == ((), (), None)


def test_a_limit_given_holds_and_is_narrowed_by_the_question(understand, corpus_index: Index):
    assert understand("Vilka mål finns?", "Ale").documents == numbers_of(corpus_index, "Ale")
    assert understand("Vilka mål finns?", "ale").documents == numbers_of(corpus_index, "Ale")
    assert understand("Vilka mål har Orsa?", "Ale").documents == frozenset()


def test_words_that_carry_are_left(understand):
    question = understand("Hej, kan du säga mig vilka bostäder som byggs i Ale?")
    surfaces = {term.surface for term in question.words}
    assert "bostäder" in surfaces
    assert not surfaces & {"hej", "kan", "du", "mig", "vilka", "som", "i", "ale"}


def test_words_of_asking_count_for_less(understand):
    words = {term.surface: term.idf for term in understand("Vad vill Ale göra för bostäder?").words}
    assert words["göra"] < words["bostäder"] / 2


def test_names_are_what_has_a_capital_inside(understand):
    assert understand("Vad säger Karin Furusund?").names == {"karin", "furusund"}
    assert understand("Bostäder byggs var?").names == frozenset()


def test_foreign_words_become_swedish_ones_that_the_texts_have(understand):
    question = understand("What is said about housing in Ale?")
    assert question.language == "en"
    assert any("bostäd" in term.surface for term in question.words)


def test_the_letters_of_a_name_do_not_make_a_question_swedish(understand):
    assert understand("Wie lautet das Leitbild von Älmhult?").language != "sv"


def test_asks_is_true_for_any_of_the_signs(understand):
    question = understand("Hur många mål har Ale?")
    assert question.asks("wants.count")
    assert question.asks("wants.date", "wants.count")
    assert not question.asks("wants.date", "fields.phone")


@pytest.mark.parametrize("text", ["", "   ", "?", "!!!", "\x00", "😀"])
def test_nothing_is_understood_of_nothing(understand, text: str):
    question = understand(text)
    assert question.words == ()
    assert question.municipalities == ()
    assert question.documents is None


@pytest.mark.parametrize("question", ["Vad händer med Strandpromenaden?", "Hur mår Strandpromenadens träd?"])
def test_a_name_that_one_municipality_alone_has_says_whose_texts_are_searched(
    understand, corpus_index: Index, question: str
):
    found = understand(question)
    assert found.owner == "Ale"
    assert found.municipalities == ()
    assert found.documents == numbers_of(corpus_index, "Ale")


@pytest.mark.parametrize(
    "question",
    [
        "Strandpromenaden, när?",
        "Vad händer med strandpromenaden?",
        "Vad gör ni?\nStrandpromenaden då?",
        "Vad vill Skolan?",
        "Vilka kommuner har en Strandpromenad?",
        "Har Orsa en Strandpromenad?",
    ],
)
def test_a_word_that_is_no_name_does_not(understand, question: str):
    assert understand(question).owner is None


@pytest.mark.parametrize("question", ["Vilka mål finns i Pdfstad?", "Vad händer i Zyxxby?", "Vad vill Zyxxby kommun?"])
def test_a_name_that_no_text_has_is_unknown(understand, question: str):
    assert len(understand(question).unknown) == 1


@pytest.mark.parametrize(
    "question",
    [
        "Vad händer i zyxxby?",
        "Vad gäller i ZYX?",
        "What is open in July?",
        "Vad gör ni i Juli?",
        "Vad gäller för Påsklovet?",
        "Vad vill Orsa?",
    ],
)
def test_other_words_are_not(understand, question: str):
    assert understand(question).unknown == frozenset()


@pytest.mark.parametrize(
    ("text", "asks"),
    [("Mikä on Alen kunnan puhelinnumero?", True), ("What goals does Ale have?", False)],
)
def test_a_number_is_asked_for_in_other_languages_too(understand, text: str, asks: bool):
    assert understand(text).asks("fields.phone") is asks
