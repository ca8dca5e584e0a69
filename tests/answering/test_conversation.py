"""What a question leans on: the question before it, its people, its list."""

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from maltolk.answering.answer import Answerer
from maltolk.answering.reader.reading_model import Reading, Shown
from maltolk.answering.reader.word_reader import WordReader
from maltolk.indexing.build import build
from maltolk.indexing.encoders.hash_encoder import HashEncoder
from maltolk.indexing.index import Index
from maltolk.model import Document, Status


def same(answerer: Answerer, leaning: str, history: list[str], whole: str) -> bool:
    return replace(answerer.ask(leaning, history), latency_ms=0) == replace(answerer.ask(whole), latency_ms=0)


@pytest.mark.parametrize("question", ["Och i Ale?", "och ale då?", "Ale?", "Vad gäller i Ale?", "hur är det i Ale"])
def test_the_same_of_another_municipality(quick_answerer: Answerer, question: str):
    answer = quick_answerer.ask(question, ["Vilka mål har Orsa?"])
    assert len(answer.citations) == 8
    assert answer.municipalities == ("Ale",)


def test_what_may_be_asked_by_itself_is_where_the_same_of_another_is_not_told(quick_answerer: Answerer):
    before = ["Hur många mammutar har Orsa?"]
    assert quick_answerer.ask("Och i Ale?", before).status is Status.NOT_FOUND
    answer = quick_answerer.ask("Vad vill Ale?", before)
    assert answer.status is Status.ANSWERED
    assert answer.sections[0].lines[0].text == "Vision:"


def test_the_same_of_one_that_is_not_indexed(quick_answerer: Answerer):
    answer = quick_answerer.ask("Och i Umeå?", ["Vilka mål har Ale?"])
    assert answer.status is Status.NOT_FOUND
    assert "Umeå" in answer.text


@pytest.mark.parametrize(
    "question", ["Vad har hon för mejl?", "hennes telefonnummer?", "hur når jag henne", "vilket nummer har hon"]
)
def test_a_pronoun_is_the_person_before(quick_answerer: Answerer, question: str):
    answer = quick_answerer.ask(question, ["Vem är kommunikationschef i Ale?"])
    assert [c.name for c in answer.contacts] == ["Maja Ek"]


def test_a_pronoun_without_anybody_before_names_nobody(quick_answerer: Answerer):
    assert [c.name for c in quick_answerer.ask("Vad har hon för nummer?").contacts if c.name] == []


@pytest.mark.parametrize("question", ["mål 5", "Vad är mål 5?", "Vad innebär mål nummer fem?", "det femte målet"])
def test_a_number_picks_from_the_list_before(quick_answerer: Answerer, question: str):
    answer = quick_answerer.ask(question, ["Vilka mål har Ale?"])
    assert answer.citations[0].quote.text == "Strandpromenaden ska gå att rulla längs"


@pytest.mark.parametrize(("question", "item"), [("Berätta om den andra", 1), ("den tredje då?", 2), ("den första", 0)])
def test_an_ordinal_picks_from_a_list_without_numbers(quick_answerer: Answerer, question: str, item: int):
    answer = quick_answerer.ask(question, ["Vilka fokusområden har Älmhult?"])
    items = ["En skola som ser varje barn", "Levande byar med service", "Klimatsmarta resor"]
    assert answer.citations[0].quote.text == items[item]


def test_how_many_are_they(quick_answerer: Answerer):
    answer = quick_answerer.ask("Hur många är de?", ["Vilka fokusområden har Älmhult?"])
    assert "3" in answer.text or "tre" in answer.text


def test_a_whole_question_does_not_lean(quick_answerer: Answerer):
    assert same(
        quick_answerer, "Vilka åtgärder har Orsa?", ["Vem är kommunikationschef i Ale?"], "Vilka åtgärder har Orsa?"
    )
    assert same(quick_answerer, "telefon till Maja Ek", [], "telefon till Maja Ek")


def test_a_conversation_is_no_state(quick_answerer: Answerer):
    before = quick_answerer.ask("Vad har hon för nummer?")
    quick_answerer.ask("Vad har hon för nummer?", ["Vem är kommunikationschef i Ale?"])
    after = quick_answerer.ask("Vad har hon för nummer?")
    assert replace(before, latency_ms=0) == replace(after, latency_ms=0)


def test_a_chain_of_three(quick_answerer: Answerer):
    answer = quick_answerer.ask("och hennes mejl?", ["Vilka mål har Ale?", "Vem är kommunikationschef där?"])
    assert [c.email for c in answer.contacts] == ["maja.ek@ale.example"]


class Listening(WordReader):
    """Remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def read(self, question: str, excerpts: Sequence[Shown]) -> list[Reading]:
        self.asked.append(question)
        return super().read(question, excerpts)


@pytest.mark.parametrize(
    ("question", "read"),
    [
        ("När blir det klart?", "Vad vill Ale göra med hyresrätter? > När blir det klart?"),
        ("Och i Orsa?", "Vad vill Orsa göra med hyresrätter?"),
        ("Och i Älmhlut?", "Vad vill Älmhult göra med hyresrätter?"),
        ("Vad säger Orsa om skogen?", "Orsa och skogen?"),
    ],
)
def test_the_reader_is_told_the_question_before_where_one_leans_on_it(
    corpus_index: Index, hashing: HashEncoder, question: str, read: str
):
    reader = Listening()
    Answerer(corpus_index, hashing, reader).ask(question, ["Vad vill Ale göra med hyresrätter?"])
    assert list(dict.fromkeys(reader.asked))[1] == read


def test_where_another_municipality_has_no_answer_it_is_read_once_more_after_the_quote_of_the_first(
    corpus_index: Index, hashing: HashEncoder
):
    reader = Listening()
    answerer = Answerer(corpus_index, hashing, reader)
    before = answerer.ask("Vad vill Ale göra med hyresrätter?")
    answerer.ask("Och i Orsa?", ["Vad vill Ale göra med hyresrätter?"])
    quote = before.citations[0].quote.text
    assert list(dict.fromkeys(reader.asked))[-2:] == [
        "Vad vill Orsa göra med hyresrätter?",
        f"{quote} > Vad vill Orsa göra med hyresrätter?",
    ]


def test_somebody_named_in_a_quote_is_meant_by_a_pronoun(tmp_path: Path, read_text: Callable[[str, str], Document]):
    head = "---\nmunicipality: Ale\ntitle: {}\n---\n"
    plan = head.format("Skolplan") + "Skolchef Marie Ek ansvarar för att skolplanen genomförs i Ale.\n"
    contacts = head.format("Kontakt") + "Marie Ek, skolchef, 0303-33 00 02\n\nMarie E, rektor, 0303-33 00 03\n"
    build(tmp_path, [read_text(plan, "plan.md"), read_text(contacts, "kontakt.md")], (), HashEncoder(32))
    with closing(Index.open(tmp_path, HashEncoder(32))) as index:
        answerer = Answerer(index, HashEncoder(32), WordReader())
        asked = "Vem ansvarar för att skolplanen genomförs?"
        assert [c.quote.text for c in answerer.ask(asked).citations] == [plan.split("\n")[-2]]
        answer = answerer.ask("Har du telefonnumret till henne?", [asked])
        assert [c.name for c in answer.contacts] == ["Marie Ek"]


def test_a_further_question_may_be_answered_by_another_text_of_the_same_municipality(
    tmp_path: Path, read_text: Callable[[str, str], Document]
):
    head = "---\nmunicipality: {}\ntitle: {}\n---\n"
    texts = {
        "bo.md": head.format("Ale", "Bo i Ale") + "Ale ska bygga 150 hyresrätter vid älven.\n",
        "skola.md": head.format("Ale", "Skola i Ale") + "Klasserna ska ha högst 20 elever vid älven.\n",
        "orsa.md": head.format("Orsa", "Skola i Orsa") + "Klasserna ska ha högst 24 elever.\n",
        "nu.md": head.format("Ale", "Klimatplan 2023–2026") + "Planen gäller 2023–2026.\n\nUtsläppen ska halveras.\n",
        "förr.md": head.format("Ale", "Klimatplan 2019–2022") + "Planen gäller 2019–2022.\n\nUtsläppen ska minska.\n",
    }
    build(tmp_path, [read_text(text, path) for path, text in texts.items()], (), HashEncoder(32))
    with closing(Index.open(tmp_path, HashEncoder(32))) as index:
        answerer = Answerer(index, HashEncoder(32), WordReader())
        trace = answerer.ask(
            "Hur stora ska klasserna bli vid älven?", ["Hur ska Ale bygga hyresrätter?"], trace=True
        ).trace
        assert trace is not None
        assert {place.document for place in trace.read} == {"bo.md", "skola.md", "nu.md"}
        then = answerer.ask("Hur ska utsläppen minska?", ["Ska utsläppen i Ale minska 2020?"], trace=True).trace
        assert then is not None
        assert {"nu.md", "förr.md"} <= {place.document for place in then.read}
        before = answerer.ask("Och i förra planen?", ["Ska utsläppen minska i Ale?"], trace=True).trace
        assert before is not None
        assert "förr.md" in {place.document for place in before.read}
        limited = answerer.ask("Hur många elever har klasserna?", ["Vad vill Orsa?"], "Ale", trace=True).trace
        assert limited is not None
        assert "orsa.md" not in {place.document for place in limited.read}


@pytest.mark.parametrize(
    "questions",
    [
        ["Bygger Ale en simhall?", "Hur mycket kostar den?"],
        ["Vad säger Ale om rymden?", "Hur mycket kostar den?"],
        # Somebody was quoted, and has no address.
        ["Vem ansvarar för skolplanen i Ale?", "Kan man mejla till henne?"],
        ["Vem ansvarar för skolplanen i Ale?", "Kan man mejla till henne?", "Och telefonnumret?"],
    ],
)
def test_a_conversation_about_a_municipality_stays_with_its_texts(
    tmp_path: Path, read_text: Callable[[str, str], Document], questions: list[str]
):
    head = "---\nmunicipality: {}\n---\n"
    school = "Du kan mejla till den som har hand om skolan: plan@orsa.example.\n"
    texts = {
        "ale.md": head.format("Ale") + "Ale bygger en simhall.\n\nSkolchef Marie Ek ansvarar för skolplanen.\n",
        "orsa.md": head.format("Orsa") + f"Simhallen kostar 40 miljoner kronor.\n\n{school}",
    }
    build(tmp_path, [read_text(text, path) for path, text in texts.items()], (), HashEncoder(32))
    with closing(Index.open(tmp_path, HashEncoder(32))) as index:
        *history, asked = questions
        trace = Answerer(index, HashEncoder(32), WordReader()).ask(asked, history, trace=True).trace
        assert trace is not None
        assert {place.document for place in trace.read} == {"ale.md"}


def test_a_place_in_the_texts_of_a_region_is_no_other_municipality(
    tmp_path: Path, read_text: Callable[[str, str], Document]
):
    texts = {
        "vård.md": "---\nmunicipality: Region Halland\n---\n# Vård\n\nKungsbacka får ett vårdteam. Det börjar 2026.\n",
        "orsa.md": "---\nmunicipality: Orsa\n---\n# Skog\n\nSkogen ska bli äldre.\n",
    }
    build(tmp_path, [read_text(text, path) for path, text in texts.items()], (), HashEncoder(32))
    with closing(Index.open(tmp_path, HashEncoder(32))) as index:
        answerer = Answerer(index, HashEncoder(32), WordReader())
        asked = [
            answerer.ask("Får Region Halland ett vårdteam i Kungsbacka?"),
            answerer.ask("Och i Kungsbacka?", ["Får Region Halland ett vårdteam?"]),
        ]
        assert ["inga texter från" in answer.text for answer in asked] == [False, False]
        assert "inga texter från Kungsbacka" in answerer.ask("Får Region Halland och Kungsbacka ett vårdteam?").text
        assert "inga texter från Kungsbacka" in answerer.ask("Och i Kungsbacka?", ["Ska skogen i Orsa bli äldre?"]).text


@pytest.mark.parametrize(
    ("question", "history"),
    [
        ("Vilken av dem bygger flest?", ["Vad säger Ale om hyresrätter?", "Och Orsa?"]),
        ("Hur är det i de två kommunerna?", ["Vad säger Ale om hyresrätter?", "Och Orsa?"]),
        ("Och jämfört med Orsa?", ["Vad säger Ale om hyresrätter?"]),
        ("Skiljer det sig från Orsa?", ["Vad säger Ale om hyresrätter?"]),
    ],
)
def test_those_of_the_conversation_are_compared(quick_answerer: Answerer, question: str, history: list[str]):
    answer = quick_answerer.ask(question, history)
    assert "Minst 150 hyresrätter byggs nära pendeltåget." in answer.text
    assert "Orsa: Hittar inget om detta" in answer.text
