"""Whom to ask what the texts do not answer."""

from pathlib import Path

import pytest

from maltolk.answering.retrieval.intent import probes
from maltolk.indexing.build import build
from maltolk.indexing.encoders.hash_encoder import HASHING, HashEncoder
from maltolk.model import Answer, AnswerLine, AnswerSection, FixedWords, PlaceName, Status, Trace
from maltolk.reading import read_folder
from maltolk.service import Service
from maltolk.settings import Settings
from maltolk.web.whom_to_ask import Municipality, whom_to_ask

TEXT = "---\nmunicipality: {name}\nurl: {url}\n---\n\n# Om {name}\n\nHär finns en bro.\n\nVäxel\nTelefon: {phone}\n"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    folder: Path = tmp_path_factory.mktemp("whom")
    (folder / "texts").mkdir()
    of = {
        "Ale": ("https://www.ale.se/om", "0303-70 30 00"),
        "Habo": ("https://tidningen.example/habo", ""),
        "Vårby": ("https://varby.example", ""),  # no municipality that anybody knows
    }
    for name, (url, phone) in of.items():
        (folder / "texts" / f"{name}.md").write_text(TEXT.format(name=name, url=url, phone=phone), "utf-8")
    reading = read_folder(folder / "texts")
    build(folder / "index", reading.documents, reading.skipped, HashEncoder(), probes=probes())
    return Service(Settings(folder / "index", folder / "models", HASHING))


def unanswered(*names: str, status: Status = Status.NOT_FOUND, intent: str = "texts", foreign: str = "") -> Answer:
    words = FixedWords("no_texts_from", "sv", (("foreign", PlaceName(foreign)),))
    line = AnswerLine("…", parts=(words,) if foreign else ())
    trace = Trace("", "sv", names, intent, 0.9, "", (), (), ())
    return Answer(status, (AnswerSection((line,)),), trace=trace)


def test_the_site_is_linked_to_where_a_text_is_from_it(service: Service):
    assert whom_to_ask(unanswered("Ale"), None, service) == (Municipality("Ale", "ale.se", "https://www.ale.se", 1),)
    assert whom_to_ask(unanswered("Habo"), None, service) == (Municipality("Habo", "habokommun.se", None, 0),)
    assert whom_to_ask(unanswered("Vårby"), None, service) == (Municipality("Vårby", None, None, 0),)


def test_the_chosen_municipality_is_the_one_to_ask(service: Service):
    assert [each.name for each in whom_to_ask(unanswered("Ale"), "Habo", service) or ()] == ["Habo"]


def test_a_municipality_without_texts_is_told_of_too(service: Service):
    assert whom_to_ask(unanswered(foreign="Malmö"), None, service) == (Municipality("Malmö", "malmo.se", None, 0),)


def test_of_no_municipality_there_is_nobody_to_ask(service: Service):
    assert whom_to_ask(unanswered(), None, service) == ()


@pytest.mark.parametrize(
    ("status", "intent", "helps"),
    [
        (Status.ANSWERED, "texts", False),
        (Status.NEEDS_CLARIFICATION, "texts", False),
        (Status.DECLINED, "opinion", False),
        (Status.DECLINED, "distress", False),
        (Status.DECLINED, "errand", True),
        (Status.NOT_FOUND, "texts", True),
    ],
)
def test_only_what_somebody_else_can_answer_is_sent_on(service: Service, status: Status, intent: str, helps: bool):
    assert (whom_to_ask(unanswered("Ale", status=status, intent=intent), None, service) is not None) == helps
