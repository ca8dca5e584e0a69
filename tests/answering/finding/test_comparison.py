"""Several municipalities: a part for each, and an honest part where the texts have nothing."""

from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from maltolk.answering.answer import Answerer
from maltolk.answering.reader.reading_model import Reading, Shown
from maltolk.indexing.build import build
from maltolk.indexing.encoders.hash_encoder import HashEncoder
from maltolk.indexing.index import Index
from maltolk.model import Document, Status


def test_a_part_for_each(quick_answerer: Answerer):
    answer = quick_answerer.ask("Vilken vision har Ale respektive Älmhult?")
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


class RatesOnly:
    """A reader that knows one thing: what has öre in it answers."""

    fingerprint = "rates"

    def read(self, question: str, excerpts: Sequence[Shown]) -> list[Reading]:
        logits = [[5.0 if "öre" in unit else -5.0 for unit in shown.units] for shown in excerpts]
        return [Reading(tuple(each), max(each)) for each in logits]


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
        answerer = Answerer(index, HashEncoder(32), RatesOnly())
        assert answerer.ask("Hur mycket betalar man i Orsa?").status is Status.NOT_FOUND
        answer = answerer.ask("Jämför hur mycket man betalar i Ale och Orsa")
    assert [citation.quote.text for citation in answer.citations] == [
        "Skattesatsen är oförändrad, 1958 öre per hundralapp.",
        "Skattesatsen höjs till 2039 öre per hundralapp.",
    ]
