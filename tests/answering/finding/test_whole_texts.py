"""A question about a text as a whole is answered with what the text is made of, one about one thing in it is not."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from maltolk.answering.answer import Answerer
from maltolk.answering.reader.word_reader import WordReader
from maltolk.indexing.build import build
from maltolk.indexing.encoders.hash_encoder import HashEncoder
from maltolk.indexing.index import Index
from maltolk.model import Document, Status

HEAD = "---\nmunicipality: Orsa\ntitle: {title}\ndate: {date}\n---\n# {title}\n\n"
GOALS = "## Mål {n}: {name}\n\nOrsa vill att {name} ska bli bättre.\n\n"
SCHOOL = "Plan för skolan 2025–2028", "2025-03-01", ("läsning i skolan", "mattro i skolan", "lugn i skolan")
ELDERLY = "Plan för ett gott åldrande", "2025-04-01", ("äldre hemma", "äldre i byn", "äldre och mat")
MINUTES = "Protokoll kommunstyrelsen", "2025-10-14"


def plan(title: str, date: str, names: tuple[str, ...]) -> str:
    return HEAD.format(title=title, date=date) + "".join(
        GOALS.format(n=n, name=name) for n, name in enumerate(names, start=1)
    )


def minutes(title: str, date: str) -> str:
    matters = ("Ny ishall", "Bidrag till ryttarna", "Taxa för vatten")
    return HEAD.format(title=title, date=date) + "".join(
        f"## § {n} {matter}\n\n### Beslut\n\n{matter} godkänns.\n\n" for n, matter in enumerate(matters, start=41)
    )


@pytest.fixture
def orsa(tmp_path: Path, read_text: Callable[..., Document]) -> Iterator[Answerer]:
    texts = {"skola.md": plan(*SCHOOL), "old.md": plan(*ELDERLY), "ks.md": minutes(*MINUTES)}
    build(tmp_path, [read_text(text, name) for name, text in texts.items()], (), HashEncoder())
    index = Index.open(tmp_path, HashEncoder())
    yield Answerer(index, HashEncoder(), WordReader())
    index.close()


@pytest.mark.parametrize(
    ("question", "begins", "has"),
    [
        ("Vad handlar planen för skolan i Orsa om?", "Plan för skolan", "Mål 1: läsning"),
        ("Vad säger Orsas skolplan?", "Plan för skolan", "Mål 3: lugn"),
        ("sammanfatta orsas äldreplan", "Plan för ett gott åldrande", "Mål 2: äldre i byn"),
        ("Vad beslutade kommunstyrelsen i Orsa i oktober?", "Protokoll kommunstyrelsen", "§ 42 Bidrag till ryttarna"),
        (
            "Vilka är huvudpunkterna i protokollet från kommunstyrelsen i Orsa?",
            "Protokoll",
            "Taxa för vatten godkänns.",
        ),
    ],
)
def test_a_text_is_told_by_its_parts(orsa: Answerer, question: str, begins: str, has: str):
    answer = orsa.ask(question, trace=True)
    assert answer.trace is not None
    assert answer.trace.outcome == "whole text"
    lines = answer.text.split("\n")
    assert lines[0].startswith(begins)
    assert lines[0].endswith(" tar upp:")
    assert any(has in line for line in lines[1:])


@pytest.mark.parametrize(
    "question",
    [
        "Vad säger skolplanen i Orsa om läsning?",
        "Vad beslutade kommunstyrelsen i Orsa om ryttarna?",
        "Vad beslutade kommunstyrelsen i Orsa i maj?",
        "Vad handlar klimatplanen i Orsa om?",
        "När antogs skolplanen i Orsa?",
        "Varför har Orsa en skolplan?",
    ],
)
def test_one_thing_in_a_text_or_another_text_is_not_told_by_parts(orsa: Answerer, question: str):
    answer = orsa.ask(question, trace=True)
    assert answer.trace is not None
    assert answer.trace.outcome != "whole text"


def test_goals_under_one_of_several_are_not_shown_for_all(tmp_path: Path, read_text: Callable[..., Document]):
    areas = {
        "En vård nära": "Vården når alla byar",
        "Fler i arbete": "Lärlingar får plats",
        "Rena resor": "Bussarna går på el",
    }
    body = "".join(
        f"### {area}\n\nMål till 2035:\n\n- {goal}.\n- {goal} senast 2030.\n\n" for area, goal in areas.items()
    )
    text = f"---\nmunicipality: Orsa\ntitle: Strategi\n---\n# Strategi\n\n## Målområden\n\n{body}"
    build(tmp_path, [read_text(text, "plan.md")], (), HashEncoder())
    index = Index.open(tmp_path, HashEncoder())
    answerer = Answerer(index, HashEncoder(), WordReader())
    everything = answerer.ask("Vilka mål har Orsa till 2035?").text
    one = answerer.ask("Vilka mål har Orsa till 2035 för vård?").text
    index.close()
    assert all(area in everything for area in areas)
    assert "byar" in one
    assert "Bussarna" not in one


def test_what_is_asked_of_a_municipality_and_no_more_is_an_overview(quick_answerer: Answerer):
    for question in ("Vad vill Ale?", "Berätta om Ale", "hur är det i ale"):
        answer = quick_answerer.ask(question)
        assert answer.status is Status.ANSWERED
        assert answer.sections[0].lines[0].text == "Vision:"
