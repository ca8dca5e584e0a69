"""What is shown of what was read: the best unit and those that belong with it, of one text."""

from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from maltolk.answering.answer import Answerer
from maltolk.answering.finding.marked_units import marked
from maltolk.answering.finding.proposing.read_units import MAX_UNITS, chosen_of, signs_of
from maltolk.answering.reader.reading_model import Reading, Shown
from maltolk.answering.reader.shelf import ReadExcerpt, Shelf
from maltolk.answering.retrieval.intent import probes
from maltolk.indexing.build import build
from maltolk.indexing.encoders.hash_encoder import HashEncoder
from maltolk.indexing.index import Index
from maltolk.model import Document, Status


def read(index: Index, number: int, units: list[float], passage: float) -> ReadExcerpt:
    cut = Shelf(index).of(number)
    excerpt = cut.excerpts[0]
    logits = (units + [-9.0] * 100)[: excerpt.last - excerpt.first]
    return ReadExcerpt(cut, 0, Reading(tuple(logits), passage))


def test_units_are_ordered_by_both_probabilities(corpus_index: Index):
    units = marked([read(corpus_index, 0, [1.0, 3.0], 2.0), read(corpus_index, 1, [4.0], -4.0)], [])
    assert [(u.cut.number, u.number) for u in units[:2]] == [(0, 1), (0, 0)]
    assert signs_of(units).passage == 2.0
    assert signs_of(units).unit == 3.0


def test_what_belongs_is_chosen_and_the_rest_is_not(corpus_index: Index):
    units = marked([read(corpus_index, 0, [3.0, 2.9, -2.0], 2.0), read(corpus_index, 1, [2.95], 2.0)], [])
    assert [(u.cut.number, u.number) for u in units[:3]] == [(0, 0), (1, 0), (0, 1)]
    assert [(u.cut.number, u.number) for u in chosen_of(units)] == [(0, 0), (0, 1)]


def test_no_more_than_a_screenful_is_chosen(corpus_index: Index):
    for number in range(len(corpus_index.documents)):
        assert len(chosen_of(marked([read(corpus_index, number, [3.0] * 100, 2.0)], []))) <= MAX_UNITS


def test_what_was_just_quoted_comes_later(corpus_index: Index):
    one = read(corpus_index, 0, [3.0, 2.9], 2.0)
    first = one.cut.units[0].span
    assert [u.number for u in marked([one], [])[:2]] == [0, 1]
    assert [u.number for u in marked([one], [], [(one.cut.number, first)])[:2]] == [1, 0]
    assert [u.number for u in marked([one], [], [(one.cut.number + 1, first)])[:2]] == [0, 1]


def test_a_way_to_reach_somebody_goes_first_where_one_is_asked_for(tmp_path: Path, read_text: Callable[..., Document]):
    text = "---\nmunicipality: Ale\n---\nEn fixare byter lampor.\n\nTjänsten bokas på telefon 08-465 004 12.\n"
    build(tmp_path, [read_text(text, "fixare.md")], (), HashEncoder(64))
    with closing(Index.open(tmp_path, HashEncoder(64))) as index:
        one = read(index, 0, [2.0, 1.5], 2.0)
        assert [u.number for u in marked([one], [])] == [0, 1]
        assert [u.number for u in marked([one], [], ways=("phone",))] == [1, 0]
        assert [u.number for u in marked([one], [], ways=("email",))] == [0, 1]


def test_a_contact_that_was_read_is_shown_as_a_contact(tmp_path: Path, read_text: Callable[..., Document]):
    text = "---\nmunicipality: Ale\n---\n# Kontakt\n\nKommundirektör\nAda Lind\n08-465 004 12\nada.lind@ale.example\n"
    build(tmp_path, [read_text(text, "kontakt.md")], (), HashEncoder(64), probes=probes())
    index = Index.open(tmp_path, HashEncoder(64))
    answer = Answerer(index, HashEncoder(64), Sure()).ask("Vilken person styr alla tjänstemän i Ale?")
    assert [contact.name for contact in answer.contacts] == ["Ada Lind"]
    assert answer.probability is not None
    assert answer.probability > 0.9
    index.close()


def test_a_contact_with_another_role_than_the_one_asked_for_is_none(tmp_path: Path, read_text: Callable[..., Document]):
    text = "---\nmunicipality: Ale\n---\n# Kontakt\n\nKommundirektör\nAda Lind\n08-465 004 12\n"
    build(tmp_path, [read_text(text, "kontakt.md")], (), HashEncoder(64), probes=probes())
    with closing(Index.open(tmp_path, HashEncoder(64))) as index:
        answerer = Answerer(index, HashEncoder(64), Sure())
        assert [c.name for c in answerer.ask("Vilket nummer har kommundirektören i Ale?").contacts] == ["Ada Lind"]
        answer = answerer.ask("Vilket nummer har bibliotekschefen i Ale?")
        assert answer.status is Status.NOT_FOUND
        assert answer.contacts == ()


class Sure:
    """Takes contact lines for the answer."""

    fingerprint = "sure"

    def read(self, question: str, excerpts: Sequence[Shown]) -> list[Reading]:
        return [Reading(tuple(9.0 if "08-" in unit else -9.0 for unit in each.units), 9.0) for each in excerpts]


def test_nobody_is_told_where_a_name_is_unknown(quick_answerer: Answerer):
    answer = quick_answerer.ask("telefon till Ebba Tjärnlund i Ale")
    assert answer.status is Status.NOT_FOUND
    assert "kontaktuppgift" in answer.text


class Listed:
    """A reader that takes one item for the answer, or the lead of its list."""

    fingerprint = "listed"

    def __init__(self, word: str) -> None:
        self._word = word

    def read(self, question: str, excerpts: Sequence[Shown]) -> list[Reading]:
        return [Reading(tuple(9.0 if self._word in unit else -9.0 for unit in each.units), 9.0) for each in excerpts]


def test_one_side_shows_the_item_and_not_the_list_around_it(tmp_path: Path, read_text: Callable[..., Document]):
    items = "- Maten ska vara god.\n- Skräpet ska bort.\n- Bussen ska gå.\n"
    texts = {n: f"---\nmunicipality: {n}\n---\n# Plan\n\nFöljande beslutades i {n}:\n\n{items}" for n in ("Ale", "Eda")}
    build(tmp_path, [read_text(t, f"{n}.md") for n, t in texts.items()], (), HashEncoder(64), probes=probes())
    with closing(Index.open(tmp_path, HashEncoder(64))) as index:
        one = Answerer(index, HashEncoder(64), Listed("Skräpet"))
        assert "Bussen" in one.ask("Hur mycket skräp finns i Ale, vilka mängder?").text
        answer = one.ask("Hur mycket skräp finns i Ale respektive Eda, vilka mängder?")
        assert answer.municipalities == ("Ale", "Eda")
        assert "Skräpet" in answer.text
        assert "Bussen" not in answer.text
        lead = Answerer(index, HashEncoder(64), Listed("Följande"))
        assert "Bussen" in lead.ask("Hur mycket skräp finns i Ale respektive Eda?").text


AIMS = "---\nmunicipality: Ale\n---\n# Plan\n\n{}\n\n- {}\n- {}\n- {}\n\nAllt följs upp varje år av alla nämnder.\n"


class Likes:
    """A reader that is sure of the units with some words, and of no others."""

    fingerprint = "likes"

    def __init__(self, words: str) -> None:
        self._words = words

    def read(self, question: str, excerpts: Sequence[Shown]) -> list[Reading]:
        """High for those."""
        return [Reading(tuple(6.0 if self._words in unit else -6.0 for unit in e.units), 6.0) for e in excerpts]


@pytest.mark.parametrize(
    ("items", "question", "shown"),
    [
        (("Trygghet i bygden", "Lugna gator", "Renare luft"), "Vad är viktigast för Ale?", 3),
        (("Alla ska trivas", "Gator ska vara lugna", "Luften ska vara ren"), "Vad är viktigast för Ale?", 1),
        (("Vi bygger 90 hus.", "Vi planterar 12 träd.", "Vi lagar 3 broar."), "Vad är viktigast för Ale?", 1),
        (("Vi bygger 90 hus.", "Vi planterar 12 träd.", "Vi lagar 3 broar."), "Hur många hus bygger Ale?", 1),
        (("Vi bygger 90 hus.", "Vi planterar 12 träd.", "Vi lagar 3 broar."), "Vilka mål har Ale för byggen?", 3),
    ],
)
def test_names_below_a_lead_are_shown_together_and_a_sentence_by_itself(
    tmp_path: Path, read_text: Callable[..., Document], items: tuple[str, ...], question: str, shown: int
):
    text = AIMS.format("Det här vill vi uppnå i kommunen före 2030:", *items)
    build(tmp_path, [read_text(text, "plan.md")], (), HashEncoder(64), probes=probes())
    with closing(Index.open(tmp_path, HashEncoder(64))) as index:
        answer = Answerer(index, HashEncoder(64), Likes(items[0])).ask(question)
    quotes = [citation.quote.text for citation in answer.citations]
    assert [item for item in items if item in quotes] == list(items[:shown])


def test_a_no_stands_with_the_sentence_that_explains_it(tmp_path: Path, read_text: Callable[..., Document]):
    text = "---\nmunicipality: Ale\n---\n# Plan\n\nNej. Bussen kostar pengar för alla. Det avgjorde nämnden.\n"
    build(tmp_path, [read_text(text, "plan.md")], (), HashEncoder(64), probes=probes())
    with closing(Index.open(tmp_path, HashEncoder(64))) as index:
        answer = Answerer(index, HashEncoder(64), Likes("Nej.")).ask("Åker pensionärer gratis buss i Ale?")
    assert [citation.quote.text for citation in answer.citations] == ["Nej. Bussen kostar pengar för alla."]


THEMED = (
    "---\nmunicipality: Ale\n---\n# Plan\n\nKlimatet står först i Ale.\n\nDet finns en skola.\n\n"
    "Alla minskar utsläpp för klimatet.\n"
)


class Middling:
    """A reader that finds the first unit likely and all others a little less."""

    fingerprint = "middling"

    def read(self, question: str, excerpts: Sequence[Shown]) -> list[Reading]:
        """Higher for what stands first."""
        return [Reading(tuple(6.0 if "först" in unit else -0.5 for unit in e.units), 6.0) for e in excerpts]


def test_on_a_theme_stands_beside_the_best_unit_what_has_a_word_of_it(
    tmp_path: Path, read_text: Callable[..., Document]
):
    build(tmp_path, [read_text(THEMED, "plan.md")], (), HashEncoder(64), probes=probes())
    with closing(Index.open(tmp_path, HashEncoder(64))) as index:
        answer = Answerer(index, HashEncoder(64), Middling()).ask("Vad säger Ale om klimatet?")
    quotes = [citation.quote.text for citation in answer.citations]
    assert quotes == ["Klimatet står först i Ale.", "Alla minskar utsläpp för klimatet."]
