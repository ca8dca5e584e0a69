"""Of several editions of a plan the one that applies answers, unless another time is asked about."""

from datetime import date

import pytest

from maltolk.answering.composing.stored import stored_in
from maltolk.answering.understanding.editions import Edition, Editions, editions_of, when_of
from maltolk.answering.understanding.understand import Understanding
from maltolk.indexing.build import build
from maltolk.indexing.encoders.hash_encoder import HashEncoder
from maltolk.indexing.index import Index
from maltolk.swedish.gazetteer import Gazetteer

OLD, NOW, NEXT = Edition(0, 2019, 2022), Edition(1, 2023, 2026), Edition(2, 2027, 2030)
PLANS = Editions(((OLD, NOW, NEXT),))
TODAY = date(2026, 5, 1)


@pytest.mark.parametrize(
    ("text", "earlier", "meant"),
    [
        ("Vad är målet?", False, 1),
        ("Vad var målet 2020?", False, 0),
        ("Vad ska gälla 2028?", False, 2),
        ("Vad är målet till 2025?", False, 1),
        ("Hur såg det ut 2020 och 2024?", False, 1),
        ("Vad var målet 1987?", False, 1),
        ("Vad stod det i förra planen?", True, 0),
    ],
)
def test_which_edition_is_meant(text: str, earlier: bool, meant: int):
    assert PLANS.others(when_of(text, earlier=earlier, today=TODAY)) == {0, 1, 2} - {meant}


def test_the_one_before_is_told():
    assert [PLANS.before(number) for number in (0, 1, 2, 3)] == [None, 0, 1, None]


def test_before_any_has_begun_the_first_one_answers():
    assert PLANS.others(when_of("Vad?", earlier=False, today=date(2018, 1, 1))) == {1, 2}
    assert PLANS.others(when_of("Vad?", earlier=True, today=date(2018, 1, 1))) == {1, 2}
    assert Editions(()).others(when_of("Vad var målet 2020?", earlier=False, today=TODAY)) == frozenset()


def test_editions_are_found_by_title_and_period(tmp_path, read_text):
    head = "---\nmunicipality: {}\ntitle: {}\n---\nGäller {}.\n\nAle vill ha fler cykelvägar.\n"
    texts = [
        ("Ale", "Klimatplan 2019–2022", "2019–2022"),
        ("Ale", "Klimatplan 2023–2026", "2023–2026"),
        ("Ale", "Skolplan 2023–2026", "2023–2026"),
        ("Orsa", "Klimatplan 2019–2022", "2019–2022"),
        ("Ale", "Klimatplan", "som vanligt"),
        ("Ale", "Skolprogram 2027–2030", "2027–2030"),
        ("Ale", "Trygghetsplan 2019–2026", "2019–2026"),
        ("Ale", "Trygghetsprogram 2023–2030", "2023–2030"),
    ]
    documents = [read_text(head.format(*text), f"{n}.md") for n, text in enumerate(texts)]
    build(tmp_path, documents, (), HashEncoder(32))
    index = Index.open(tmp_path, HashEncoder(32))
    numbers = {card.path: card.number for card in index.documents}
    groups = [[edition.number for edition in group] for group in editions_of(index).groups]
    assert groups == [[numbers["0.md"], numbers["1.md"]], [numbers["2.md"], numbers["5.md"]]]
    understanding = Understanding(index, Gazetteer.default(), TODAY)
    now, then = (understanding.understand(f"Vad är målet i Ale{when}?").documents for when in ("", " 2020"))
    assert now is not None
    assert then is not None
    assert (numbers["0.md"] in now, numbers["1.md"] in now) == (False, True)
    assert (numbers["0.md"] in then, numbers["1.md"] in then) == (True, False)
    # Without a municipality the question is still about all, only not about the old edition.
    everywhere = understanding.understand("Vad är målet?")
    assert everywhere.documents is None
    assert everywhere.superseded == {numbers["0.md"], numbers["5.md"]}
    stored = stored_in(index, Gazetteer.default(), understanding.editions)
    before = [stored.earlier(document.key) for document in documents]
    titles = {n: card.title for n, card in enumerate(before) if card is not None}
    assert titles == {1: "Klimatplan 2019–2022", 5: "Skolplan 2023–2026"}
    index.close()


def test_a_files_name_tells_the_years_where_the_text_does_not(tmp_path, read_text):
    text = "---\nmunicipality: Ale\ntitle: Text {}\n---\nAle vill ha fler cykelvägar.\n"
    names = [
        "strategisk-plan-2019-2022.md",
        "strategisk-plan-2023-2026.md",
        "skolplan-2023-2026.md",
        "plan-2024-09-23.md",
    ]
    build(tmp_path, [read_text(text.format(name[:3]), name) for name in names], (), HashEncoder(32))
    index = Index.open(tmp_path, HashEncoder(32))
    numbers = {card.path: card.number for card in index.documents}
    (group,) = editions_of(index).groups
    assert group == (Edition(numbers[names[0]], 2019, 2022), Edition(numbers[names[1]], 2023, 2026))
    index.close()
