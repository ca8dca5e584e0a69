"""A question about a text as a whole is answered with what the text is made of, one about one thing in it is not."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
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
def answering(tmp_path: Path, read_text: Callable[..., Document]) -> Iterator[Callable[..., Answerer]]:
    """Gives what answers from the texts given."""
    with ExitStack() as opened:

        def answer_from(*texts: str) -> Answerer:
            build(tmp_path, [read_text(text, f"{n}.md") for n, text in enumerate(texts)], (), HashEncoder())
            index = opened.enter_context(closing(Index.open(tmp_path, HashEncoder())))
            return Answerer(index, HashEncoder(), WordReader())

        yield answer_from


@pytest.fixture
def orsa(answering: Callable[..., Answerer]) -> Answerer:
    return answering(plan(*SCHOOL), plan(*ELDERLY), minutes(*MINUTES))


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
        "Vad handlar klimatplanen i Orsa om?",
        "När antogs skolplanen i Orsa?",
        "Varför har Orsa en skolplan?",
    ],
)
def test_one_thing_in_a_text_or_another_text_is_not_told_by_parts(orsa: Answerer, question: str):
    answer = orsa.ask(question, trace=True)
    assert answer.trace is not None
    assert answer.trace.outcome != "whole text"


def test_goals_under_one_of_several_are_not_shown_for_all(answering: Callable[..., Answerer]):
    areas = {
        "En vård nära": "Vården når alla byar",
        "Fler i arbete": "Lärlingar får plats",
        "Rena resor": "El driver bussar",
    }
    goals = "".join(
        f"### {area}\n\nMål till 2035:\n\n- {goal}.\n- {goal} senast 2030.\n\n" for area, goal in areas.items()
    )
    led = "Fyra orter får fiber:\n\n- Skattunge\n- Torsmo\n- Ämådalen\n- Hansjö\n\n"
    answerer = answering(f"---\nmunicipality: Orsa\ntitle: Strategi\n---\n# Strategi\n\n## Målområden\n\n{goals}{led}")
    everything = answerer.ask("Vilka mål har Orsa till 2035?").text
    assert all(area in everything for area in areas)
    one = answerer.ask("Vilka mål har Orsa till 2035 för vård?").text
    assert "byar" in one
    assert "bussar" not in one
    by_lead = answerer.ask("Vilka orter får fiber i Orsa?").text
    assert "Torsmo" in by_lead
    assert "Fler i arbete" not in by_lead


def test_what_is_asked_of_a_municipality_and_no_more_is_an_overview(quick_answerer: Answerer):
    for question in ("Vad vill Ale?", "Berätta om Ale", "hur är det i ale"):
        answer = quick_answerer.ask(question)
        assert answer.status is Status.ANSWERED
        assert answer.sections[0].lines[0].text == "Vision:"


def test_what_stands_below_is_left_out_where_it_would_not_fit_a_screen(answering: Callable[..., Answerer]):
    goals = "".join(f"## Mål {n}: lära {n}\n\n- först {n}\n- sedan {n}\n\n" for n in range(1, 6))
    said = answering(HEAD.format(title="Skolplan", date="2025-03-01") + goals).ask("Vad säger Orsas skolplan?").text
    assert "Mål 5: lära 5" in said
    assert "först" not in said


@pytest.mark.parametrize("question", ["Hur når jag kommunen i Orsa?", "Vad betyder Orsa?", "Vem är Orsa?"])
def test_one_thing_asked_of_a_municipality_is_no_overview(answering: Callable[..., Answerer], question: str):
    answer = answering(plan(*SCHOOL)).ask(question)
    assert not any(line.text == "Mål:" for section in answer.sections for line in section.lines)


def test_an_overview_has_the_goals_of_the_text_that_tells_the_vision(answering: Callable[..., Answerer]):
    areas = "".join(
        f"### Fokusområde {n}: {name}\n\nText.\n\n" for n, name in enumerate(("Växa", "Värna", "Våga"), start=1)
    )
    vision = HEAD.format(title="Vision 2040", date="2024-01-01") + f"Vår vision lyder: Orsa, nära allt.\n\n{areas}"
    goals = HEAD.format(title="Skolplan", date="2024-01-01") + "Skolans mål i Orsa:\n\n- läsa\n- räkna\n- skriva\n"
    answer = answering(goals, vision).ask("Berätta om Orsa", trace=True)
    said = [line.text for line in answer.sections[0].lines]
    assert said[said.index("Mål:") + 1].startswith("Vision 2040 tar upp:")
    assert any("Fokusområde 2: Värna" in line for line in said)
    assert answer.trace is not None
    assert "goals: whole text" in {weighed.kind for weighed in answer.trace.weighed}, "the trace tells what is shown"


@pytest.mark.parametrize(
    "question",
    [
        "Vad beslutade kommunstyrelsen i Orsa i maj?",
        "Vad beslutade kommunstyrelsen i Orsa den 12 oktober 2025?",
        "Vad bestämde kommunstyrelsen i Orsa 2019?",
    ],
)
def test_what_was_decided_on_a_day_without_minutes_is_not_found(orsa: Answerer, question: str):
    answer = orsa.ask(question, trace=True)
    assert answer.status is Status.NOT_FOUND
    assert answer.trace is not None
    assert answer.trace.outcome == "whole text"


def test_what_was_decided_is_in_minutes_not_in_a_plan_of_that_day(answering: Callable[..., Answerer]):
    name, date, names = SCHOOL
    decided = plan(name, date, names).replace("## Mål 1", "Antagen av kommunstyrelsen den 14 oktober 2025.\n\n## Mål 1")
    answer = answering(decided, minutes(*MINUTES)).ask("Vad beslutade kommunstyrelsen i Orsa den 14 oktober 2025?")
    assert answer.text.startswith("Protokoll kommunstyrelsen")
    assert "Ny ishall godkänns." in answer.text


def test_of_many_matters_what_was_decided_is_told_in_a_line_each(answering: Callable[..., Answerer]):
    matters = {
        "Val av justerare": "Anna Ek väljs till justerare i dag.",
        "Ny ishall": "Ishallen vid Orsasjön ska byggas under 2027.",
        "Svar på motion": "Motionen avslås.",
        **{f"Taxa {n}": f"Taxan för vatten i område {n} höjs med tre procent." for n in range(8)},
    }
    text = HEAD.format(title="Protokoll kommunstyrelsen", date="2025-10-14") + "".join(
        f"## § {n} {matter}\n\n### Beslut\n\n{decided}\n\n"
        for n, (matter, decided) in enumerate(matters.items(), start=4)
    )
    said = answering(text).ask("Vad beslutade kommunstyrelsen i Orsa i oktober?").text
    assert "Ishallen vid Orsasjön ska byggas" in said
    assert "Ny ishall" not in said, "the decision says what it is about"
    assert "§ 6 Svar på motion" in said, "this one does not"
    assert "justerare" not in said


def test_a_question_that_names_a_text_is_put_to_that_text_first(answering: Callable[..., Answerer]):
    books = "Orsa köper nya böcker.\n"
    school = HEAD.format(title="Skolplan 2025–2028", date="2025-03-01") + books
    budget = HEAD.format(title="Mål och budget 2026", date="2025-11-01") + books.replace("köper", "betalar för")
    answerer = answering(school, budget)

    def cited(question: str) -> set[str]:
        return {citation.title for citation in answerer.ask(question).citations}

    assert cited("Vad säger Orsa om nya böcker?") == {"Mål och budget 2026"}
    assert cited("Vad säger budgeten i Orsa om nya böcker?") == {"Mål och budget 2026"}
    assert cited("Vad säger skolplanen i Orsa om nya böcker?") == {"Skolplan 2025–2028"}
