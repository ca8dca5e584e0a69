"""Proposals are values with signs; deciding takes the first that passes, and tells what it refused and why."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maltolk.answering.answer import FROM_TEXTS, Answerer
from maltolk.answering.deciding.calibration import Calibration
from maltolk.answering.deciding.decide import Decision, decide, is_sure_of_side
from maltolk.answering.deciding.thresholds import Thresholds
from maltolk.answering.deciding.verdicts import verdict_on
from maltolk.answering.finding.findings import Finding, Outcome
from maltolk.answering.finding.proposals import (
    Absence,
    ContactSigns,
    IntentSigns,
    ItemSigns,
    Kind,
    ListSigns,
    PageDateSigns,
    Plain,
    Proposal,
    ReadSigns,
    Rival,
    Route,
    SentenceBeside,
    Signs,
)

LIMITS = Thresholds()
FOUND = Finding(Outcome.FOUND, reason="that is it")
READ = ReadSigns(passage=4.0, unit=4.0)
LIST = ListSigns(Route.LABELS, asked=True, score=0.7, cover=0.8, told=0.5, read=READ)
BESIDE = SentenceBeside(score=0.8, cover=0.8, worded=True, counts=False, says_more=False, goals=False)


def proposal(signs: Signs, kind: Kind = Kind.LIST) -> Proposal:
    return Proposal(kind, FOUND, signs)


def against(signs: Signs, kind: Kind = Kind.LIST, limits: Thresholds = LIMITS) -> str:
    return verdict_on(proposal(signs, kind), limits).against


def test_a_contact_that_is_nearest_in_meaning_too_need_not_be_as_likely():
    likely = next(
        unit / 10 for unit in range(-90, 90) if LIMITS.calibration.probability(ReadSigns(0.0, unit / 10)) >= 0.3
    )
    assert against(ReadSigns(0.0, likely), Kind.CONTACT_READ) == "not likely enough"
    assert against(ReadSigns(0.0, likely, nearest=True), Kind.CONTACT_READ) == ""
    assert against(ReadSigns(-9.0, -9.0, nearest=True), Kind.CONTACT_READ) == "not likely enough"


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        (ItemSigns(0.4), ItemSigns(0.39)),
        (PageDateSigns(0.5), PageDateSigns(0.49)),
        (ContactSigns(asked_for=False, score=0.85, fits=True), ContactSigns(asked_for=False, score=0.84, fits=True)),
        (ContactSigns(asked_for=True, score=0.1, fits=False), ContactSigns(asked_for=False, score=1.0, fits=False)),
        (LIST, replace(LIST, score=0.51)),
        (LIST, replace(LIST, cover=0.49)),
        (replace(LIST, asked=False, score=0.8, told=0.6), replace(LIST, asked=False, score=0.79, told=0.6)),
        (replace(LIST, asked=False, score=0.8, told=0.6), replace(LIST, asked=False, score=0.8, told=0.59)),
        (replace(LIST, route=Route.TOPIC, score=0.0), replace(LIST, route=Route.TOPIC, beyond=True)),
        (replace(LIST, picked=True, beyond=True), replace(LIST, beyond=True)),
        (LIST, replace(LIST, counts_else=True)),
        (
            replace(LIST, read=ReadSigns(0.3, 0.0), read_elsewhere=ReadSigns(0.4, 0.0)),
            replace(LIST, read=ReadSigns(0.3, 0.0), read_elsewhere=ReadSigns(4.0, 4.0)),
        ),
        (
            replace(LIST, read=ReadSigns(0.3, 0.0), read_elsewhere=ReadSigns(0.4, 0.0)),
            replace(LIST, read=ReadSigns(0.3, 0.0), read_elsewhere=ReadSigns(0.4, 0.0), miscounted=True),
        ),
        (LIST, replace(LIST, picked=True, counts_else=True)),
        (
            replace(LIST, route=Route.VECTORS, cosine=0.9, top=0.92),
            replace(LIST, route=Route.VECTORS, cosine=0.9, top=0.93),
        ),
        (
            replace(LIST, route=Route.VECTORS, cosine=0.82, top=0.82),
            replace(LIST, route=Route.VECTORS, cosine=0.81, top=0.81),
        ),
        (LIST, replace(LIST, read=None)),
        (LIST, replace(LIST, read=ReadSigns(-6.0, -6.0))),
    ],
)
def test_where_each_threshold_lies(good: Signs, bad: Signs):
    assert against(good) == ""
    assert against(bad)


@pytest.mark.parametrize("kind", [Kind.COVERAGE, Kind.CHAT])
def test_an_intent_must_be_likelier_in_doubt(kind: Kind):
    assert against(IntentSigns(0.6), kind) == ""
    assert against(IntentSigns(0.59), kind)
    assert against(IntentSigns(0.89, doubtful=True), kind)
    assert against(IntentSigns(0.9, doubtful=True), kind) == ""


def test_where_distress_begins():
    assert against(IntentSigns(0.7), Kind.DISTRESS) == ""
    assert against(IntentSigns(0.69), Kind.DISTRESS)


@given(st.floats(-20, 20), st.floats(-20, 20), st.floats(0, 5))
def test_what_the_reader_is_surer_of_is_likelier(passage: float, unit: float, more: float):
    calibration = Calibration(bias=-0.5, passage=0.7, unit=0.4, shared=1.0)
    likely = calibration.probability(ReadSigns(passage, unit))
    assert 0 <= likely <= 1
    assert calibration.probability(ReadSigns(passage + more, unit + more)) >= likely


def test_the_probability_of_what_was_read_decides_and_is_told():
    even = replace(LIMITS, calibration=Calibration(0.0, 1.0, 1.0, 0.0), read=0.5)
    given, refused = (verdict_on(proposal(ReadSigns(p, 0.0), Kind.SENTENCES), even) for p in (0.0, -0.1))
    assert (given.against, given.probability) == ("", 0.5)
    assert refused.against
    assert refused.probability == pytest.approx(0.475, abs=1e-3)


@pytest.mark.parametrize(
    ("sentence", "goes_before"),
    [
        (BESIDE, False),
        (replace(BESIDE, cover=1.0), False),
        (replace(BESIDE, cover=1.01), True),
        (replace(BESIDE, cover=1.01, worded=False), False),
        (replace(BESIDE, cover=1.01, worded=False, says_more=True), True),
        (replace(BESIDE, cover=0.71, counts=True), True),
        (replace(BESIDE, cover=0.69, counts=True), False),
        (replace(BESIDE, cover=1.01, goals=True), False),
        (replace(BESIDE, cover=0.71, goals=True, counts=True), True),
    ],
)
def test_when_a_sentence_goes_before_a_list(sentence: SentenceBeside, goes_before: bool):
    assert bool(against(replace(LIST, sentence=sentence))) is goes_before


def test_several_municipalities_that_fit_are_asked_back_about():
    rivals = (Rival("Ale", 0.7, 0.8), Rival("Orsa", 0.61, 0.5), Rival("Mora", 0.59, 0.9), Rival("Lund", 0.7, 0.4))
    decision = decide([proposal(replace(LIST, rivals=rivals))], LIMITS)
    assert decision.between == ("Ale", "Orsa")
    assert decide([proposal(replace(LIST, rivals=rivals[:1]))], LIMITS).between == ()


def test_the_first_that_is_good_enough_is_chosen_and_what_was_refused_is_told():
    weak, good = proposal(ItemSigns(0.1), Kind.ITEM), proposal(LIST)
    decision = decide([Absence(Kind.QUOTATION, "nobody's words"), weak, good, proposal(LIST, Kind.NAMED_ITEM)], LIMITS)
    assert decision.chosen is good
    assert decision.finding is FOUND
    assert [(r.kind, r.reason) for r in decision.refused] == [
        (Kind.QUOTATION, "nobody's words"),
        (Kind.ITEM, "cover 0.10"),
    ]


def test_what_comes_after_the_choice_is_never_made():
    def proposals() -> Iterator[Proposal]:
        yield proposal(Plain())
        raise AssertionError("looked further than needed")

    assert decide(proposals(), LIMITS).finding is FOUND


def test_a_kind_that_is_ruled_out_has_no_second_chance():
    unfit, fit = proposal(replace(LIST, counts_else=True)), proposal(LIST)
    decision = decide([unfit, fit, Absence(Kind.LIST, "none")], LIMITS)
    assert decision.chosen is None
    assert [refusal.reason for refusal in decision.refused] == ["its label counts something else"]


def test_nothing_proposed_is_nothing_found():
    decision = decide([], LIMITS)
    assert (decision.chosen, decision.finding, decision.refused) == (None, None, ())


def test_other_thresholds_decide_otherwise():
    assert against(LIST, limits=replace(LIMITS, list_score=0.71))
    for likely, sure in ((None, True), (0.4, True), (0.39, False)):
        assert is_sure_of_side(Decision(proposal(LIST), (), probability=likely), replace(LIMITS, read=0.4)) is sure


@pytest.mark.parametrize("question", ["Vilka rymdfärder planerar Ale?", "Vem är borgmästare i Ale?"])
def test_every_kind_says_why_it_did_not_answer(quick_answerer: Answerer, question: str):
    trace = quick_answerer.ask(question, trace=True).trace
    assert trace is not None
    kinds = {
        Kind.WHOLE_TEXT,
        Kind.LABELLED,
        Kind.ITEM,
        Kind.QUOTATION,
        Kind.CONTACT,
        Kind.PAGE_DATE,
        Kind.VISION,
        Kind.LIST,
        Kind.NAMED_ITEM,
        Kind.SENTENCES,
    }
    assert {str(kind) for kind in kinds} <= {weighed.kind for weighed in trace.weighed}
    assert len(FROM_TEXTS) == len(kinds) + 1
    # The last may be that there is no such contact.
    assert all(weighed.refused for weighed in trace.weighed[:-1])


def test_a_finding_is_frozen():
    with pytest.raises(AttributeError):
        FOUND.outcome = Outcome.NOT_FOUND  # type: ignore[misc]  # that is the point


def test_likeness_to_another_side_s_answer_speaks_for_a_side():
    alone = LIMITS.calibration.probability(READ)
    alike = LIMITS.calibration.probability(replace(READ, alike=0.92))
    unlike = LIMITS.calibration.probability(replace(READ, alike=0.82))
    assert unlike < alone < alike
