"""The tables of Sweden's municipalities and how their names are found."""

import pytest

from maltolk.swedish.gazetteer import Gazetteer

GAZETTEER = Gazetteer.default()
NAMES = set(GAZETTEER.names())
COUNTIES = {
    "Stockholms län": 26,
    "Uppsala län": 8,
    "Södermanlands län": 9,
    "Östergötlands län": 13,
    "Jönköpings län": 13,
    "Kronobergs län": 8,
    "Kalmar län": 12,
    "Gotlands län": 1,
    "Blekinge län": 5,
    "Skåne län": 33,
    "Hallands län": 6,
    "Västra Götalands län": 49,
    "Värmlands län": 16,
    "Örebro län": 12,
    "Västmanlands län": 10,
    "Dalarnas län": 15,
    "Gävleborgs län": 10,
    "Västernorrlands län": 7,
    "Jämtlands län": 8,
    "Västerbottens län": 15,
    "Norrbottens län": 14,
}


def found(text: str, casual: bool = False) -> list[tuple[str, str, str]]:
    return [(m.municipality, m.span.of(text), m.form) for m in GAZETTEER.find(text, casual)]


def test_there_are_exactly_290_municipalities_each_once_and_well_formed() -> None:
    rows = GAZETTEER.municipalities
    assert len(rows) == len({row.name for row in rows}) == 290
    assert len({domain for row in rows for domain in row.domains}) >= 290
    for row in rows:
        assert row.official.endswith((" kommun", " stad")) or row.official == "Region Gotland"
        assert row.genitive in (row.name, row.name + "s")
        assert (row.genitive == row.name) == row.name.endswith(("s", "x"))
        assert all(people == people.lower() for people in row.inhabitants)
        assert row.inhabitants
        assert all(domain == domain.lower() and domain.isascii() for domain in row.domains)


def test_the_counties_hold_as_many_as_they_should() -> None:
    counted = {county: sum(row.county == county for row in GAZETTEER.municipalities) for county in COUNTIES}
    assert counted == COUNTIES


def test_places_lie_in_a_municipality_and_none_is_one() -> None:
    assert len(GAZETTEER.places) >= 1000
    assert set(GAZETTEER.places.values()) <= NAMES
    assert not set(GAZETTEER.places) & NAMES
    assert GAZETTEER.places["Norsborg"] == "Botkyrka"
    assert GAZETTEER.places["Rosengård"] == "Malmö"
    assert GAZETTEER.places["Åhus"] == "Kristianstad"


@pytest.mark.parametrize("row", GAZETTEER.municipalities, ids=lambda row: row.name)
def test_every_form_of_every_municipality_is_found(row) -> None:
    forms = {row.official: "official", row.inhabitants[0]: "inhabitants", f"kommun@{row.domains[0]}": "domain"}
    for words, form in forms.items():
        text = f"Så säger {words} om saken."
        assert [(m.municipality, m.form) for m in GAZETTEER.find(text)] == [(row.name, form)], words
    for words in (row.name, row.genitive):
        assert [m.municipality for m in GAZETTEER.find(f"Vi bor i {words}.")] == [row.name], words
        assert [m.municipality for m in GAZETTEER.find(f"vilka mål har {words.lower()} kommun?", casual=True)] == [
            row.name
        ]
    assert GAZETTEER.canonical(row.official) == GAZETTEER.canonical(row.name) == row.name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Lundabornas önskan och Lunds kommuns svar",
            [("Lund", "Lundabornas", "inhabitants"), ("Lund", "Lunds kommuns", "official")],
        ),
        ("Borås och Borås stad", [("Borås", "Borås", "name"), ("Borås", "Borås stad", "official")]),
        (
            "i Upplands-Bro och Upplands Väsby",
            [("Upplands-Bro", "Upplands-Bro", "name"), ("Upplands Väsby", "Upplands Väsby", "name")],
        ),
        ("Hallunda-Norsborg", [("Botkyrka", "Hallunda", "place"), ("Botkyrka", "Norsborg", "place")]),
        ("Kristianstad's vision", [("Kristianstad", "Kristianstad's", "name")]),
        ("in Gothenburg", [("Göteborg", "Gothenburg", "name")]),
        ("mejla a@stad.goteborg.se", [("Göteborg", "stad.goteborg.se", "domain")]),
        ("se www.lund.se/mal och https://habo.se", [("Lund", "www.lund.se", "domain"), ("Håbo", "habo.se", "domain")]),
    ],
)
def test_names_in_running_text(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert [(m, f) for m, _, f in found(text)] == [(m, f) for m, _, f in expected]


@pytest.mark.parametrize(
    "text",
    [
        "Det kan vara bra att ha mark.",
        "Vara rädd hjälper ingen. Mark ska skötas. Berg finns.",
        "Anna Lund och Lars Berg (S) kom. Nora Ek likaså.",
        "det är bara en person i ett foto",
        "Kristna och landsting hör historien till.",
        "lunch i lunden",
    ],
)
def test_ordinary_words_and_people_are_no_towns(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("vad vill malmo och goteborg?", ["Malmö", "Göteborg"]),
        ("vilka mål har vara kommun", ["Vara"]),
        ("vad händer i mark?", ["Mark"]),
        ("hur mycket mark vill kommunen vara utan", []),
        ("what are the goals in lund", ["Lund"]),
        ("var kan man ange sin person", []),
        ("vad vill man i ÅHUS", ["Kristianstad"]),
        ("ljungbys vision", ["Ljungby"]),
    ],
)
def test_questions_typed_in_a_hurry(question: str, expected: list[str]) -> None:
    assert [m.municipality for m in GAZETTEER.find(question, casual=True)] == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Landskorna", "Landskrona"),
        ("Kristanstad", "Kristianstad"),
        ("ljungbi", "Ljungby"),
        ("Stokholm", "Stockholm"),
        ("vasteras", "Västerås"),
        ("Norrkopping", "Norrköping"),
        ("helsinborgs", "Helsingborg"),
        ("norsborg", "Botkyrka"),
    ],
)
def test_misspelt_names_have_a_closest_municipality(word: str, expected: str) -> None:
    close = GAZETTEER.closest(word)
    assert close is not None
    assert close[0] == expected
    assert 0.7 < close[1] <= 1.0


@pytest.mark.parametrize(
    "word",
    [
        "lunch",
        "ljung",
        "landsting",
        "kristna",
        "bostad",
        "person",
        "vara",
        "mark",
        "partiet",
        "rättvis",
        "skola",
        "vision",
        "kommun",
        "kvinnor",
        "bara",
        "avvika",
        "hälso",
        "känna",
        "",
        "a",
        "klimat",
        "miljö",
        "telefon",
        "ordförande",
    ],
)
def test_ordinary_words_are_close_to_nothing(word: str) -> None:
    assert GAZETTEER.closest(word) is None


def test_canonical_knows_names_and_official_forms_only() -> None:
    assert GAZETTEER.canonical("lunds KOMMUN") == "Lund"
    assert GAZETTEER.canonical("region gotland") == "Gotland"
    assert GAZETTEER.canonical("Lund och Malmö") is None
    assert GAZETTEER.canonical("Ankeborg") is None
