"""Names of municipalities that are words as well: named where the text means the place, and only there."""

import csv
from importlib.resources import files

import pytest
from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

from maltolk.swedish.gazetteer import Gazetteer, Municipality
from maltolk.swedish.words import fold

GAZETTEER = Gazetteer.default()
_ROWS = csv.DictReader(
    files("maltolk.swedish").joinpath("data/name_words.tsv").read_text("utf-8").splitlines(), delimiter="\t"
)
WORDS = {row["kind"]: row["words"].split(", ") for row in _ROWS}
FORMS = {form: m.name for m in GAZETTEER.municipalities for form in (fold(m.name.casefold()), m.name.casefold())}
EVERYDAY = [form for form in WORDS["everyday"] if form in FORMS]
RARE = WORDS["rare"]


def named(text: str) -> list[str]:
    return [mention.municipality for mention in GAZETTEER.find(text, casual=True)]


def test_the_list_has_every_name_that_a_dictionary_has_as_a_word_and_no_other() -> None:
    # Its words are in lower case unless they are names.
    dictionary = DefaultDictionaryFactory().get_dictionary("sv")
    words = {form for form in FORMS if form in dictionary}
    first_names = FORMS.keys() & WORDS["first_name"]
    assert words | first_names == {*EVERYDAY, *RARE}


def test_a_word_is_either_common_or_rare_and_a_name() -> None:
    assert not set(EVERYDAY) & set(RARE)
    assert set(RARE) <= set(FORMS)


@pytest.mark.parametrize("municipality", GAZETTEER.municipalities, ids=lambda m: m.name)
def test_a_name_is_understood_wherever_it_is_one(municipality: Municipality) -> None:
    name, genitive = municipality.name, municipality.genitive
    for text in (
        f"Vad har {name} för mål?",
        f"Hur ska {name} bli bättre?",
        f"Vad är {genitive} vision?",
        f"Vilka mål finns det i {name} kommun?",
        f"vad vill {name.casefold()} kommun?",
        f"vilka mål har {genitive.casefold()} kommun",
        f"VAD VILL {name.upper()} KOMMUN?",
        f"vad gäller i {name.casefold()}?",
        f"vad händer i {name.casefold()} för barn",
        f"VAD GÄLLER I {name.upper()}?",
        f"vilka mål har {name.casefold()}?",
        f"vad har {name.casefold()} för mål?",
        f"jämför {name.casefold()} och göteborg"
        if name != "Göteborg"
        else f"vilka mål har {name.casefold()}, och varför?",
        f"{name} kommun",
        f"{name}?",
    ):
        assert named(text)[:1] == [name], text


@pytest.mark.parametrize("form", EVERYDAY)
@pytest.mark.parametrize(
    "text",
    [
        "hur kan man tala om {} här",
        "Hur ska det {} i Lund?",
        "HUR SKA DET {} I LUND?",
        "Hur Ska Det {} I Lund?",
        "{} behövs det mer av i kommunen",
        "det som {} som vi har räcker",
        "ledningar i {} och vatten",
        "ta till {}",
    ],
)
def test_a_common_word_is_no_name_without_a_sign_of_one(form: str, text: str) -> None:
    word = form.upper() if text.isupper() else form.capitalize() if text.istitle() or text[0] == "{" else form
    expected = ["Lund"] if "lund" in text.casefold() else []
    assert named(text.format(word)) == expected


@pytest.mark.parametrize("form", RARE)
def test_a_rare_word_is_a_name_but_behind_an_article(form: str) -> None:
    assert named(f"vision {form}") == [FORMS[form]]
    assert named(f"det finns en {form} bakom skolan") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hur ska det vara i Lund?", ["Lund"]),
        ("Hur används mark som kommunen äger?", []),
        ("Får man bygga på mark som kommunen äger?", []),
        ("Var ligger berget?", []),
        ("Var anges målen?", []),
        ("Hur tas ungas engagemang till vara?", []),
        ("Kan man bo i Lund och vara lycklig?", ["Lund"]),
        ("Kan man vara med i Vara?", ["Vara"]),
        ("marks vision", ["Mark"]),
        ("skillnaden mellan boras och moras mal", ["Borås", "Mora"]),
        ("jämför mark och lund", ["Mark", "Lund"]),
        ("What are the goals of Lund?", ["Lund"]),
        ("är det lund som vill det", ["Lund"]),
    ],
)
def test_questions_with_such_words(text: str, expected: list[str]) -> None:
    assert named(text) == expected


def test_capitals_throughout_tell_nothing_in_running_text_either() -> None:
    assert [m.municipality for m in GAZETTEER.find("ATT VARA BARN I LUND")] == ["Lund"]
    assert [m.municipality for m in GAZETTEER.find("Lund, Vara och Mark")] == ["Lund", "Vara", "Mark"]
