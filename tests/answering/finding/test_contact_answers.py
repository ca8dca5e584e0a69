"""Questions answered with contacts, and those that decline rather than name anybody else."""

from dataclasses import replace

import pytest

from maltolk.answering.answer import Answerer
from maltolk.answering.retrieval.intent import Intent
from maltolk.answering.turn_memory import TurnMemory
from maltolk.model import Status


@pytest.fixture
def names(quick_answerer: Answerer):
    def of(text: str, *history: str) -> list[str]:
        return [c.name or c.role or "" for c in quick_answerer.ask(text, history).contacts]

    return of


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Vem är kommunstyrelsens ordförande i Ale?", "Ingalill Tranbäck"),
        ("vem är vice ordförande i kommunstyrelsen i ale", "Roger Älvsjö"),
        ("telefon till Maja Ek", "Maja Ek"),
        ("ingalill nummer", "Ingalill Tranbäck"),
        ("mejl till fritidschefen i Orsa", "Sixten Hedbäck"),
        ("e-post till registratorn i Ale", "Registrator"),
        ("hur når jag Roger?", "Roger Älvsjö"),
        ("Jag träffade en Roger som sitter i Ale, har du mejl eller telefon till honom?", "Roger Älvsjö"),
        ("telefon till majja ek", "Maja Ek"),
        ("Vem har nummer +46 8 465 004 52?", "Roger Älvsjö"),
        ("Älvsjö Roger, vilket parti?", "Roger Älvsjö"),  # Älvsjö is in Stockholm, too
        ("vems är maja.ek@ale.example", "Maja Ek"),
        ("Vilken socialdemokrat kan jag kontakta i Ale?", "Ingalill Tranbäck"),
        ("Who is the chair of the municipal executive board in Ale?", "Ingalill Tranbäck"),
    ],
)
def test_the_one_that_is_meant(names, question: str, name: str):
    assert names(question) == [name]


@pytest.mark.parametrize(
    "question",
    [
        "telefonnummer till Sixten Hedbäck i Ale",  # he is in Orsa
        "Vem är borgmästare i Ale?",
        "Vem har mejlen okand@ale.example?",
        "mobilnummer till Karin Furusund",  # named, but without a number
        "Vad har Gösta Berling för telefonnummer?",
    ],
)
def test_nobody_rather_than_somebody_else(quick_answerer: Answerer, question: str):
    answer = quick_answerer.ask(question)
    assert answer.status is Status.NOT_FOUND
    assert answer.contacts == ()


def test_every_field_stands_in_the_quote(quick_answerer: Answerer):
    answer = quick_answerer.ask("Vem är kommunstyrelsens ordförande i Ale?")
    (contact,) = answer.contacts
    quote = next(c.quote.text for c in answer.citations if c.marker == contact.citation)
    for field in (contact.name, contact.role, contact.party, contact.phone, contact.email):
        assert field is not None
        assert field in quote


def test_the_municipalitys_own_address_when_nobody_is_named(names):
    assert names("Vad är telefonnumret till Ale kommun?") == ["Registrator"]


@pytest.mark.parametrize("number", ["08-465 004 51", "0846500451", "+46 8 465 004 51"])
def test_a_bare_number_asks_whose_it_is(names, number: str):
    assert names(number) == ["Ingalill Tranbäck"]


def test_a_number_of_nobody_names_nobody(quick_answerer: Answerer):
    answer = quick_answerer.ask("Vem har numret 08-465 004 99?")
    assert answer.status is Status.NOT_FOUND
    assert answer.contacts == ()


def test_a_pronoun_without_anybody_before_names_nobody(quick_answerer: Answerer):
    answer = quick_answerer.ask("Vad har hon för nummer?")
    assert answer.status is not Status.ANSWERED
    assert answer.contacts == ()


@pytest.mark.parametrize(
    ("intent", "found"), [(Intent.ERRAND, ["Maja Ek"]), (Intent.ELSEWHERE, ["Maja Ek"]), (Intent.PRIVATE, [])]
)
def test_who_asks_for_somebody_by_name_has_no_errand(
    quick_answerer: Answerer, monkeypatch: pytest.MonkeyPatch, intent: Intent, found: list[str]
):
    likely = {each: 0.95 * (each is intent) for each in Intent}
    monkeypatch.setattr("maltolk.answering.finding.request.intents_of", lambda vector, name: likely)
    asked = replace(quick_answerer, memory=TurnMemory()).ask("Jag söker Maja Ek.")
    assert [contact.name for contact in asked.contacts] == found


def test_a_number_beside_the_words_is_nobody_who_is_asked_for(names):
    assert names("Vem bygger det som registratorn i Ale tar emot?") == []
