"""What a question without an answer may have been meant to be."""

import pytest

from maltolk.model import Answer, Status, Trace
from maltolk.service import Service
from maltolk.settings import Settings
from maltolk.web.did_you_mean import meant_instead


@pytest.fixture(scope="module")
def service(site_settings: Settings) -> Service:
    return Service(site_settings)


def silent(language: str = "sv", status: Status = Status.NOT_FOUND) -> Answer:
    return Answer(status, (), trace=Trace("", language, (), "texts", 0.9, "", (), (), ()))


@pytest.fixture
def answering(service: Service, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is asked; all of it is answered."""
    asked: list[str] = []

    def consult(question: str, municipality: str | None, history: object) -> Answer:
        asked.append(question)
        return Answer(Status.ANSWERED, ())

    monkeypatch.setattr(service, "consult", consult)
    return asked


def test_nothing_is_offered_that_has_no_answer(service: Service, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(service, "consult", lambda *_: silent())
    assert meant_instead("Vilka mål har Aale?", (), None, silent(), service) is None


def test_words_are_mended_in_swedish_alone(service: Service, answering: list[str]):
    stem = next(stem for stem in service.index.vocabulary.stems if len(stem) > 8 and stem.isalpha())
    typed = f"Vad säger ni om {stem[:4]}qz{stem[4:]}?"
    assert meant_instead(typed, (), None, silent(), service) == f"Vad säger ni om {stem}?"
    assert meant_instead(typed, (), None, silent("en"), service) is None


def test_what_is_answered_is_left_alone(service: Service, answering: list[str]):
    assert meant_instead("Vilka mål har Hylltte?", (), None, silent(status=Status.ANSWERED), service) is None
    assert answering == []
