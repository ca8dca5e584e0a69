"""Several municipalities: a part for each, and an honest part where the texts have nothing."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from maltolk.answering.answer import Answerer
from maltolk.answering.finding.comparison import Comparison, comparison_of
from maltolk.answering.finding.request import Request
from maltolk.answering.reader.reading_model import Reading, Shown
from maltolk.answering.turn_memory import TurnMemory
from maltolk.indexing.build import build
from maltolk.indexing.encoders.hash_encoder import HashEncoder
from maltolk.indexing.index import Index
from maltolk.model import Document, Status


class Knows:
    """A reader that knows one thing: what has one of some words in it answers, whatever is asked."""

    fingerprint = "knows"

    def __init__(self, *words: str) -> None:
        self._words = words

    def read(self, question: str, excerpts: Sequence[Shown]) -> list[Reading]:
        """High for the units that have one."""
        logits = [[5.0 if any(w in unit for w in self._words) else -5.0 for unit in e.units] for e in excerpts]
        return [Reading(tuple(each), max(each)) for each in logits]


def test_a_part_for_each(quick_answerer: Answerer):
    knows = replace(quick_answerer, reader=Knows("Älven bär oss", "Plats för nästa idé"), memory=TurnMemory())
    answer = knows.ask("Vilken vision har Ale respektive Älmhult?")
    assert answer.status is Status.ANSWERED
    assert answer.municipalities == ("Ale", "Älmhult")
    assert "Älven bär oss" in answer.text
    assert "Plats för nästa idé" in answer.text
    assert next(line for line in answer.text.split("\n") if line.startswith(("Ale:", "Älmhult:"))).startswith("Ale:")


def test_a_part_that_finds_nothing_says_so(quick_answerer: Answerer):
    answer = quick_answerer.ask("Jämför vad Ale och Orsa säger om hyresrätter")
    assert answer.status is Status.ANSWERED
    assert "Minst 150 hyresrätter byggs nära pendeltåget. [1]" in answer.text
    assert "Orsa: Hittar inget om detta" in answer.text
    assert answer.municipalities == ("Ale",)


def test_nothing_anywhere_is_not_found(quick_answerer: Answerer):
    answer = quick_answerer.ask("Jämför vad Ale och Orsa säger om rymdfart")
    assert answer.status is Status.NOT_FOUND
    assert answer.citations == ()


def test_one_that_is_not_indexed_is_said_to_be_so(quick_answerer: Answerer):
    answer = quick_answerer.ask("Jämför vad Ale och Umeå säger om hyresrätter")
    assert answer.status is Status.ANSWERED
    assert "Minst 150 hyresrätter" in answer.text
    assert "inga texter från Umeå" in answer.text


def test_the_ends_of_something_are_no_comparison(quick_answerer: Answerer):
    assert "Hittar inget" not in quick_answerer.ask("Hur byggs hyresrätter mellan Ale och Orsa?").text
    assert "Hittar inget" in quick_answerer.ask("Vad är skillnaden mellan Ale och Orsa om hyresrätter?").text


def test_the_same_words_asked_of_one_is_no_comparison(quick_answerer: Answerer):
    answer = quick_answerer.ask("Vad säger Ale om hyresrätter?")
    assert "Hittar inget" not in answer.text


def test_municipalities_that_have_something_are_told(quick_answerer: Answerer):
    answer = quick_answerer.ask("Vilka kommuner har hyresrätter?")
    assert answer.status is Status.ANSWERED
    assert answer.municipalities == ("Ale",)


def test_the_trace_tells_what_was_read_and_weighed_for_each(quick_answerer: Answerer):
    trace = quick_answerer.ask("Jämför vad Ale och Orsa säger om hyresrätter", trace=True).trace
    assert trace is not None
    assert {place.document for place in trace.read} == {"ale.md", "orsa.txt"}
    assert "Ale: sentences" in [each.kind for each in trace.weighed if not each.refused]
    assert all(each.refused for each in trace.weighed if each.kind.startswith("Orsa: "))


def test_what_one_side_was_answered_with_finds_the_same_of_the_other(
    tmp_path: Path, read_text: Callable[[str, str], Document]
):
    head = "---\nmunicipality: {}\n---\n# Budget\n\n"
    aside = "".join(
        f"## Del {n}\n\nSå mycket betalar man för {n} bad. {'Det betalar man. ' * 40}\n\n" for n in range(20)
    )
    texts = {
        "ale.md": head.format("Ale") + "Skattesatsen är oförändrad, 1958 öre per hundralapp.\n",
        "orsa.md": head.format("Orsa") + aside + "## Annat\n\nSkattesatsen höjs till 2039 öre per hundralapp.\n",
    }
    build(tmp_path, [read_text(text, path) for path, text in texts.items()], (), HashEncoder(32))
    with closing(Index.open(tmp_path, HashEncoder(32))) as index:
        answerer = Answerer(index, HashEncoder(32), Knows("öre"))
        assert answerer.ask("Hur mycket betalar man i Orsa?").status is Status.NOT_FOUND
        answer = answerer.ask("Jämför hur mycket man betalar i Ale och Orsa")
    assert [citation.quote.text for citation in answer.citations] == [
        "Skattesatsen är oförändrad, 1958 öre per hundralapp.",
        "Skattesatsen höjs till 2039 öre per hundralapp.",
    ]


@pytest.fixture
def three(tmp_path: Path, read_text: Callable[[str, str], Document]) -> Iterator[Index]:
    """Two municipalities and a region, each with a word on taxes and a contact."""
    contact = "# Kontakt\n\nEkonomichef\nAda {0}son\n08-{1} 00 12\n"
    text = "---\nmunicipality: {0}\n---\n# Budget\n\nSkatten i {0} är {1} öre.\n\n" + contact
    names = {"Ale": 1958, "Orsa": 2039, "Region Halland": 1140}
    build(tmp_path, [read_text(text.format(n, o), f"{n}.md") for n, o in names.items()], (), HashEncoder(32))
    with closing(Index.open(tmp_path, HashEncoder(32))) as index:
        yield index


def test_a_region_is_compared_under_its_county_s_name(three: Index):
    answer = Answerer(three, HashEncoder(32), Knows("öre")).ask("Hur hög är skatten i Ale respektive Halland?")
    assert answer.municipalities == ("Ale", "Region Halland")


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> Callable[[Answerer, str], Comparison]:
    """The sides that a question is taken apart into on its way to an answer."""

    def of(answerer: Answerer, question: str) -> Comparison:
        found: list[Comparison | None] = []

        def kept(request: Request) -> Comparison | None:
            found.append(comparison_of(request))
            return found[-1]

        monkeypatch.setattr("maltolk.answering.answer.comparison_of", kept)
        answerer.ask(question)
        assert found[0] is not None
        return found[0]

    return of


@pytest.mark.parametrize(
    ("question", "person"),
    [
        ("Vem har högst skatt, Ale eller Orsa?", False),
        ("Vem är ekonomichef i Ale respektive Orsa?", True),
        ("Vem sköter skatt eller budget i Ale och Orsa?", True),
    ],
)
def test_one_of_several_municipalities_is_nobody(
    three: Index, compared: Callable[[Answerer, str], Comparison], question: str, person: bool
):
    comparison = compared(Answerer(three, HashEncoder(32), Knows("öre")), question)
    assert [side.name for side in comparison.sides] == ["Ale", "Orsa"]
    assert {side.request.question.may_be_for_contact for side in comparison.sides} == {person}


def test_each_contact_of_a_comparison_is_told_whose_it_is(three: Index):
    answer = Answerer(three, HashEncoder(32), Knows("Ekonomichef")).ask("Vem är ekonomichef i Ale respektive Orsa?")
    assert [contact.name for contact in answer.contacts] == ["Ada Aleson", "Ada Orsason"]
    assert [(s.title, s.lines[0].text) for s in answer.sections[:2]] == [("Ale", "Ada Aleson"), ("Orsa", "Ada Orsason")]


def test_which_of_all_is_asked_of_each(three: Index):
    answer = Answerer(three, HashEncoder(32), Knows("öre")).ask("Vilka kommuner vill ha skatt?")
    assert answer.municipalities == ("Ale", "Orsa", "Region Halland")


class Hears(Knows):
    """Keeps what it is asked."""

    def __init__(self, *words: str) -> None:
        super().__init__(*words)
        self.asked: list[str] = []

    def read(self, question: str, excerpts: Sequence[Shown]) -> list[Reading]:
        """As ``Knows``."""
        self.asked.append(question)
        return super().read(question, excerpts)


def test_a_side_is_asked_for_its_own_then_after_the_other_s_answer_and_at_last_alone(three: Index):
    reader = Hears("1958 öre")
    answer = Answerer(three, HashEncoder(32), reader).ask("Vad är skatten i Ale och i Orsa?")
    assert answer.municipalities == ("Ale",)
    asked = dict.fromkeys(reader.asked)
    assert list(asked) == [
        "Vad är skatten i Ale och i Orsa – Ale?",
        "Vad är skatten i Ale och i Orsa – Orsa?",
        "Skatten i Ale är 1958 öre. > Vad är skatten i Orsa?",
        "Vad är skatten i Orsa?",
    ]
    nothing = Hears("nothing of the kind")
    assert Answerer(three, HashEncoder(32), nothing).ask("Vad är skatten i Ale och i Orsa?").citations == ()
    assert list(dict.fromkeys(nothing.asked))[-1] == "Vad är skatten i Orsa?"


def test_like_is_shown_with_like_where_no_one_thing_is_compared(quick_answerer: Answerer):
    answer = quick_answerer.ask("Jämför Ale och Älmhult", trace=True)
    assert answer.municipalities == ("Ale", "Älmhult")
    alone = {name: quick_answerer.ask(f"Berätta om {name}") for name in answer.municipalities}
    for section in answer.sections:
        assert {line.text for line in section.lines} <= {
            line.text for s in alone[section.title].sections for line in s.lines
        }
    assert answer.trace is not None
    assert {"Ale: vision", "Ale: goals"} <= {each.kind.rpartition(": ")[0] for each in answer.trace.weighed}


@pytest.mark.parametrize(
    ("question", "read_as"),
    [
        ("Vem har högst skatt, Ale eller Orsa?", ["Ale har högst skatt, Ale?", "Orsa har högst skatt, Orsa?"]),
        ("Vilken kommun tar mest, Ale eller Orsa?", ["Ale tar mest, Ale?", "Orsa tar mest, Orsa?"]),
        ("Vad säger Ale och Orsa om skatten?", ["Ale och skatten?", "Orsa och skatten?"]),
    ],
)
def test_a_choice_is_read_as_said_of_each_and_a_theme_as_a_theme(
    three: Index, compared: Callable[[Answerer, str], Comparison], question: str, read_as: list[str]
):
    comparison = compared(Answerer(three, HashEncoder(32), Knows("öre")), question)
    assert [side.request.asked for side in comparison.sides] == read_as


def test_all_of_them_are_asked_each_and_the_silent_ones_are_told(quick_answerer: Answerer):
    knows = replace(quick_answerer, reader=Knows("hyresrätter"), memory=TurnMemory())
    answer = knows.ask("Vad vill kommunerna göra för hyresrätter?")
    assert "Ale: Minst 150 hyresrätter byggs nära pendeltåget. [1]" in answer.text
    assert "Orsa: Hittar inget om detta" in answer.text
    assert "Älmhult: Hittar inget om detta" in answer.text


def test_within_a_limit_there_is_nothing_to_compare(quick_answerer: Answerer):
    knows = replace(quick_answerer, reader=Knows("hyresrätter"), memory=TurnMemory())
    answer = knows.ask("Vad vill kommunerna göra för hyresrätter?", municipality="Ale")
    assert "Hittar inget om detta" not in answer.text


def test_one_of_those_named_is_a_choice_put_to_each(quick_answerer: Answerer):
    asked: list[str] = []

    class Listens(Knows):
        def read(self, question: str, excerpts: Sequence[Shown]) -> list[Reading]:
            asked.append(question)
            return super().read(question, excerpts)

    replace(quick_answerer, reader=Listens(), memory=TurnMemory()).ask("Vilken av Ale och Orsa bygger flest vindskydd?")
    assert {"Ale bygger flest vindskydd?", "Orsa bygger flest vindskydd?"} <= set(asked)
