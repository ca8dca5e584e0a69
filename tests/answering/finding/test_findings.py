"""Steps hand on values: what they do not answer they say so about, with a reason."""

import pytest

from maltolk.answering.answer import TEXT_STEPS, Answerer
from maltolk.answering.finding.findings import Finding, Focus, Outcome, not_mine


def test_a_step_that_declines_is_a_value_with_a_reason():
    finding = not_mine("asks for nobody")
    assert (finding.outcome, finding.reason, finding.sections) == (Outcome.NOT_MINE, "asks for nobody", ())
    assert finding.focus == Focus()


@pytest.mark.parametrize("question", ["Vilka rymdfärder planerar Ale?", "Vem är borgmästare i Ale?"])
def test_every_step_says_why_it_did_not_answer(quick_answerer: Answerer, question: str):
    told = quick_answerer.explain(question)
    for step in TEXT_STEPS:
        assert f"{step.__name__}: " in told
    assert all(reason.strip() for reason in told.split(";"))


def test_a_finding_is_not_found_by_its_outcome_alone():
    assert Finding(Outcome.NOT_FOUND).people == ()
    with pytest.raises(AttributeError):
        Finding(Outcome.FOUND).outcome = Outcome.NOT_FOUND  # type: ignore[misc]  # that is the point
