"""Where a text states its vision, by the form of the words; and which questions ask for one."""

from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from maltolk.answering.answer import Answerer
from maltolk.answering.deciding.thresholds import Thresholds
from maltolk.answering.deciding.verdicts import verdict_on
from maltolk.answering.finding.findings import Finding, Outcome
from maltolk.answering.finding.proposals import Kind, Proposal, VisionSigns
from maltolk.answering.finding.structure.visions import means_vision, statements_in
from maltolk.answering.reader.excerpts import pack, units_of
from maltolk.answering.reader.reading_model import Reading, Shown
from maltolk.answering.reader.shelf import CutDocument
from maltolk.answering.reader.word_reader import WordReader
from maltolk.answering.retrieval.intent import Intent
from maltolk.indexing.build import build
from maltolk.indexing.encoders.hash_encoder import HashEncoder
from maltolk.indexing.index import Index
from maltolk.model import Document

ReadText = Callable[..., Document]
STATED = Thresholds().vision_form


@pytest.fixture
def stated(read_text: ReadText) -> Callable[[str], list[str]]:
    def found(text: str, path: str = "text.md") -> list[str]:
        document = read_text(text, path)
        units = units_of(document)
        cut = CutDocument(0, document, units, tuple(pack(document, units)))
        plain = [each for each in statements_in(cut) if each.form >= STATED]
        return [" ".join(units[number].span.of(document.text) for number in each.units) for each in plain]

    return found


@pytest.mark.parametrize(
    "sentence",
    [
        "Visionen för 2040 är ”Rum för fler”.",
        'Vår vision säger "Rum för fler" och inget mer.',
        "Planen ska föra oss mot visionen *Rum för fler*.",
        "Kommunens slogan är »Rum för fler«.",
        "Kommunens vision är Ale 2040 – rum för fler.",
        "Visionen gäller till 2040: Ale – rum för fler.",
        "Vår framtidsbild: rum för fler.",
        "Motto: Rum för fler i Ale",
    ],
)
def test_a_sentence_that_says_what_the_vision_is(stated: Callable[[str], list[str]], sentence: str):
    text = f"# Plan för Ale kommun\n\n{sentence}\n\nBussen ska gå varje halvtimme och vägarna ska lagas.\n"
    assert stated(text) == [sentence]


@pytest.mark.parametrize(
    "sentence",
    [
        "Texten är en sammanfattning av sidan ”Vision och mål” från Ale kommun.",
        "Läs mer om visionen under *Visioner och framtidsidéer*.",
    ],
)
def test_a_title_with_the_word_is_none(stated: Callable[[str], list[str]], sentence: str):
    text = f"# Plan för Ale kommun\n\n{sentence}\n\nVisionen heter ”Rum för fler”.\n"
    assert stated(text) == ["Visionen heter ”Rum för fler”."]


@pytest.mark.parametrize("heading", ["Vision", "Vår vision", "Visionen", "2. Vision", "Vision 2040", "Ledord"])
def test_the_line_below_a_heading_that_says_nothing_else(stated: Callable[[str], list[str]], heading: str):
    text = f"# Plan för Ale kommun\n\n## {heading}\n\nRum för fler, på riktigt\n\nPlanen gäller hela kommunen.\n"
    assert stated(text) == ["Rum för fler, på riktigt"]


def test_what_a_lead_leads_up_to(stated: Callable[[str], list[str]]):
    lead = "Visionen, som gäller till 2040, lyder:"
    text = f"# Plan för Ale kommun\n\n{lead}\n\n> Rum för fler, på riktigt\n\nPlanen gäller.\n"
    assert stated(text)[0] == f"{lead} Rum för fler, på riktigt"


def test_the_name_before_a_phrase_as_a_line_of_its_own(stated: Callable[[str], list[str]]):
    text = "# Plan för Ale kommun\n\nAle 2040 – rum för fler\n\nPlanen gäller hela kommunen.\n"
    assert stated(text) == ["Ale 2040 – rum för fler"]


def test_the_headline_of_a_page_about_the_vision(stated: Callable[[str], list[str]]):
    title = "# Vision och mål i Ale kommun\n\nVisionen antogs i maj 2023.\n\n"
    text = f"{title}## Här får alla i Ale rum\n\nRum betyder hus.\n"
    assert stated(text) == ["Här får alla i Ale rum"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Visionen antogs av kommunfullmäktige i maj 2023.",
        "Den förra visionen var ”Fler i Ale”.",
        "Fram till april 2025 gällde visionen ”Fler i Ale”.",
        "Visionen hette ”Fler i Ale” och löd länge så.",
        "Visionen följs upp varje år av kommunstyrelsen.",
        "Ale – 31 000 invånare",
        "Rektorn säger ”Vi behöver fler lärare”.",
    ],
)
def test_what_is_only_about_a_vision_states_none(stated: Callable[[str], list[str]], sentence: str):
    assert stated(f"# Plan för Ale kommun\n\n{sentence}\n\nBussen ska gå varje halvtimme.\n") == []


def test_all_words_for_a_vision_mean_one():
    assert all(map(means_vision, ["vision", "visioner", "slogan", "mantra", "mottot", "paroll", "framtidsbild"]))
    assert not any(map(means_vision, ["revision", "television", "mål", "visionsarbetet"]))


def on(signs: VisionSigns) -> str:
    return verdict_on(Proposal(Kind.VISION, Finding(Outcome.FOUND), signs), Thresholds()).against


def test_a_question_for_a_vision_alone_gets_it_and_one_about_it_only_where_the_reader_agrees():
    assert not on(VisionSigns(0.9, 0.0, 1.0, agreed=False, about=False))
    assert on(VisionSigns(0.3, 0.0, 1.0, agreed=True, about=False))
    assert on(VisionSigns(0.9, 0.0, 0.5, agreed=False, about=False))
    assert not on(VisionSigns(0.9, 0.0, 0.5, agreed=True, about=False))
    assert on(VisionSigns(0.9, 0.0, 1.0, agreed=False, about=True))


def test_of_several_municipalities_that_have_one_it_is_asked_which():
    signs = VisionSigns(0.9, 0.0, 1.0, agreed=False, about=False, rivals=("Ale", "Orsa"))
    verdict = verdict_on(Proposal(Kind.VISION, Finding(Outcome.FOUND), signs), Thresholds())
    assert verdict.between == ("Ale", "Orsa")


@pytest.mark.parametrize(
    ("question", "reason"),
    [("Vilka rymdfärder planerar Ale?", "no vision"), ("När antogs rymdfärdernas vision i Ale?", "about a vision")],
)
def test_a_question_for_something_else_is_not_answered_with_one(quick_answerer: Answerer, question: str, reason: str):
    trace = quick_answerer.ask(question, trace=True).trace
    assert trace is not None
    (weighed,) = [each for each in trace.weighed if each.kind == Kind.VISION]
    assert reason in weighed.refused


def test_whatever_the_words_a_vision_that_is_surely_asked_for_is_shown():
    assert not on(VisionSigns(0.9, 0.7, 0.0, agreed=False, about=True))
    assert on(VisionSigns(0.9, 0.5, 0.0, agreed=False, about=False))
    assert on(VisionSigns(0.3, 1.0, 0.0, agreed=True, about=False))


@pytest.fixture
def asked_for(corpus_index: Index, hashing: HashEncoder, monkeypatch: pytest.MonkeyPatch) -> Answerer:
    """Takes every question to ask for a vision; one of its own, since answerers remember."""
    likely = {each: float(each is Intent.VISION) for each in Intent}
    monkeypatch.setattr("maltolk.answering.finding.request.intents_of", lambda _vector, _encoder: likely)
    return Answerer(corpus_index, hashing, WordReader())


def test_a_question_without_the_word_is_answered_with_a_vision_where_it_asks_for_one(asked_for: Answerer):
    vision = asked_for.ask("Vad är visionen för Ale?").citations[0].quote.text
    answer = asked_for.ask("Hur drömmer Ale om att det ska bli?")
    assert [each.quote.text for each in answer.citations] == [vision]


def test_what_goes_on_with_a_question_for_a_vision_asks_for_none(asked_for: Answerer):
    trace = asked_for.ask("Gäller den även skolan?", ["Vad är visionen för Ale?"], trace=True).trace
    assert trace is not None
    (weighed,) = [each for each in trace.weighed if each.kind == Kind.VISION]
    assert weighed.refused


def test_who_asks_for_a_list_gets_no_vision_instead(asked_for: Answerer):
    trace = asked_for.ask("Vilka drömmål har Ale?", trace=True).trace
    assert trace is not None
    (weighed,) = [each for each in trace.weighed if each.kind == Kind.VISION]
    assert weighed.refused


class Fond:
    """A reader that likes the units with a word."""

    fingerprint = "fond"

    def __init__(self, word: str) -> None:
        self.word = word

    def read(self, _question: str, excerpts: Sequence[Shown]) -> list[Reading]:
        logits = [tuple(3.0 if self.word in unit else -3.0 for unit in shown.units) for shown in excerpts]
        return [Reading(units, max(units, default=-3.0)) for units in logits]


@pytest.mark.parametrize("word", ["Havet", "Skogen"])
def test_of_visions_that_are_stated_alike_the_likelier_one_is_shown(
    tmp_path: Path, read_text: ReadText, monkeypatch: pytest.MonkeyPatch, word: str
):
    likely = {each: float(each is Intent.VISION) for each in Intent}
    monkeypatch.setattr("maltolk.answering.finding.request.intents_of", lambda _vector, _encoder: likely)
    texts = [f"# Plan {n}\n\nVår vision lyder: ”{v} når alla”.\n" for n, v in enumerate(("Havet", "Skogen"))]
    texts = [f"---\nmunicipality: Ale\n---\n{text}" for text in texts]
    build(tmp_path, [read_text(text, f"{n}.md") for n, text in enumerate(texts)], (), HashEncoder(32))
    with closing(Index.open(tmp_path, HashEncoder(32))) as index:
        answer = Answerer(index, HashEncoder(32), Fond(word)).ask("Hur drömmer Ale?")
    assert [each.quote.text for each in answer.citations] == [f"Vår vision lyder: ”{word} når alla”."]


def test_a_lead_that_counts_something_else_states_no_vision(stated: Callable[[str], list[str]]):
    adopted = (
        "# Mål\n\n## 2 Vision Ale 2035\n\nFullmäktige antog den 19 juni 2023 visionen\n\nAle 2035 – rum för fler\n\n"
    )
    text = adopted + "Visionen vilar på tre ledord:\n\nMod och lust.\n"
    assert stated(text) == ["Ale 2035 – rum för fler"]
