"""What asks in a message is told from what stands around it, by general signs."""

import unicodedata

import pytest

from maltolk.answering.answer import Answerer
from maltolk.answering.understanding.message import MAX_SENTENCES, Message, read_message

QUESTION = "Vilka mål har Ale för bostäder?"


@pytest.mark.parametrize(
    "around",
    [
        "Hej! {} Tack på förhand!",
        "Hejsan hoppsan! {} Ha det så gott. //Pelle",
        "Jag har en fråga.\n{}\nVänliga hälsningar\nEva",
        "God afton, jag heter Lotta och har en fundering: {}",
        "Kan någon hjälpa mig med en sak? {} Evigt tacksam.",
    ],
)
def test_greetings_and_thanks_are_no_part_of_the_question(understand, around: str):
    message = read_message(around.format(QUESTION), understand)
    assert message.asked == QUESTION
    assert message.rest


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Jag undrar vilka mål Ale har", "vilka mål Ale har"),
        ("Kan du berätta hur många mål Ale har?", "hur många mål Ale har?"),
        ("I wonder what goals Ale has", "what goals Ale has"),
        ("Vilka mål har Ale enligt texten?", "Vilka mål har Ale?"),
    ],
)
def test_what_leads_up_to_a_question_and_away_from_it(understand, text: str, asked: str):
    assert read_message(text, understand).asked == asked


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Hej!",
        "Vilka mål har Ale?",
        "Vilka mål har Ale? Och vem är borgmästare?",
        "Jag bor i Ale. Vilka mål har kommunen för bostäder?",
        "Bostäder är dyra. Vad gör Ale åt det?",
        "Orsa: Beslutet",
        "Orsa: Xyzzy",
        "Jämför vad Ale och Umeå säger om bostäder",
        "och vem är ordförande?",
        "I Ales plan, vilka mål finns det?",
        "Hur mycket minskar utsläppen t.ex. till 2030?",
        "telefon 08-465 00 00",
    ],
)
def test_what_says_something_about_the_matter_stays(understand, text: str):
    assert read_message(text, understand) == Message(text)


def test_a_question_that_names_a_municipality_needs_no_other(understand):
    text = "Jag bor i Orsa. Vilka mål har Ale för bostäder?"
    assert read_message(text, understand) == Message("Vilka mål har Ale för bostäder?", "Jag bor i Orsa.")


def test_beside_a_question_with_its_mark_what_only_sounds_like_one_tells(understand):
    text = f"I Umeå där jag bor väljer man vilken firma som kommer. {QUESTION}"
    message = read_message(text, understand)
    assert message.asked == QUESTION
    assert "Umeå" in message.rest


def test_without_a_mark_all_that_asks_is_asked(understand):
    text = "Vilka mål har Ale. Hur många mål har Orsa."
    assert read_message(text, understand).asked == text


def test_a_statement_behind_a_question_that_says_little_but_whose_texts_are_meant_gives_their_name(understand):
    message = read_message("Vilka mål finns för bostäder? Läste om Ale.", understand)
    assert message == Message("Vilka mål finns för bostäder? Ale", "Läste om Ale.")


def test_after_a_question_a_pronoun_leans_on_that_one(understand):
    text = "Bostäder är dyra. Vad gör de åt det?"
    assert read_message(text, understand) == Message(text)
    assert read_message(text, understand, follows=True).asked == "Vad gör de åt det?"


def test_a_whole_page_is_taken_as_it_stands(understand):
    page = "Hej! " * MAX_SENTENCES + QUESTION
    assert read_message(page, understand) == Message(page)


@pytest.mark.parametrize("around", ["Hej! {} Tack!", "God morgon, jag heter Karin och har en fundering: {}"])
def test_the_answer_is_the_same_in_a_frame(quick_answerer: Answerer, around: str):
    for question in ("Vilka mål har Ale?", "Vad kostar kaffet i Torslanda?", "När antogs handlingsplanen i Orsa?"):
        plain, framed = quick_answerer.ask(question), quick_answerer.ask(around.format(question))
        assert plain.citations
        assert framed.citations == plain.citations


def test_letters_in_two_signs_are_letters(quick_answerer: Answerer):
    question = "När antogs handlingsplanen i Älmhult och Orsa?"
    typed = unicodedata.normalize("NFD", question)
    assert typed != question
    assert quick_answerer.ask(typed).citations == quick_answerer.ask(question).citations


@pytest.mark.model
@pytest.mark.parametrize("text", ["Jag orkar inte leva. Vilka mål har Borås?", "Hej! Jag vill ta mitt liv. Tack."])
def test_distress_beside_a_question_is_heard(answerer: Answerer, text: str):
    trace = answerer.ask(text, trace=True).trace
    assert trace is not None
    assert trace.outcome == "distress"
