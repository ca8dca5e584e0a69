"""What is known of a document: where it was found, and how surely."""

import pytest
from outline import read

from maltolk.model import Confidence, Document, Fact, FoundIn, Subject
from maltolk.reading import read_document
from maltolk.reading.facts.document_kinds import kind_of_title
from maltolk.reading.facts.periods import find_period, read_period
from maltolk.reading.sources.sidecars import described

BODY = "Kommunen ska växa och bli grönare, och alla som bor här ska märka det.\n"


def told(document: Document, subject: Subject) -> tuple[str | None, str, str | None]:
    fact = document.fact(subject)
    return fact.value, fact.confidence.value, fact.found_in.value if fact.found_in else None


def test_every_subject_has_its_fact_in_order():
    assert [fact.subject for fact in read(BODY).facts] == list(Subject)


@pytest.mark.parametrize(
    ("text", "value", "confidence", "words"),
    [
        ("Policy\n\nGäller 2019–2021\n\n", "2019/2021", "stated", "Gäller 2019–2021"),
        ("Policy\n\nGäller för perioden 2022-2026\n\n", "2022/2026", "stated", "Gäller för perioden 2022-2026"),
        ("Policy\n\nGiltighetstid: 2019 - 2021\n\n", "2019/2021", "stated", "Giltighetstid: 2019 - 2021"),
        ("# Policy\n\n| Giltig | 2020 till och med 2023 |\n|---|---|\n| Dnr | 7 |\n\n", "2020/2023", "stated", None),
        ("Policy\n\nGiltig t.o.m. 2025-12-31\n\n", "../2025-12-31", "stated", None),
        ("Policy\n\nGäller från och med 2022-01-01\n\n", "2022-01-01/..", "stated", None),
        ("Policy\n\nPlanperiod: 2024–27\n\n", "2024/2027", "stated", None),
        ("Mål och budget 2022–2024\n\n", "2022/2024", "inferred", "2022–2024"),
        ("Budget 2026 med flerårsplan 2027–2028\n\n", "2026/2028", "inferred", None),
        ("Budget 2024\n\n", "2024/2024", "inferred", "2024"),
        ("Plan mot kränkningar läsåret 24/25\n\n", "2024/2025", "inferred", "24/25"),
        ("Verksamhetsplan 2024\n\n", "2024/2024", "inferred", "2024"),
        ("Avfallsplan\n\n2025–2030\n\n", "2025/2030", "inferred", "2025–2030"),
        ("Mål och budget 2026 med plan\n\n2027–2028\n\n", "2026/2028", "inferred", None),
        ("Policy\n\nGiltighetstid: 31 december 2026\n\n", "../2026-12-31", "stated", None),
        ("Policy\n\nGäller från den 1 september 2025.\n\n", "2025-09-01/..", "stated", None),
        ("Policy\n\nAntagen av nämnden · giltig till och med 2036\n\n", "../2036", "stated", None),
        ("Frågor och svar\n\nSidan gäller 2026.\n\n", "2026/2026", "stated", "gäller 2026"),
        ("Plan 2024–2027\n\nVisionen gäller till 2040.\n\n", "2024/2027", "inferred", "2024–2027"),
        (
            "Policy\n\nPolicyn gäller från den 1 januari 2024 till den 31 december 2027.\n\n",
            "2024-01-01/2027-12-31",
            "stated",
            "gäller från den 1 januari 2024 till den 31 december 2027",
        ),
        ("Policy\n\nGäller fr.o.m. 2024-01-01 t.o.m. 2027-12-31\n\n", "2024-01-01/2027-12-31", "stated", None),
        ("Policy\n\nPolicyn gäller från 2024 till 2027.\n\n", "2024/2027", "stated", None),
        ("Policy\n\nGiltig från: 2023-03-01\nGiltig till: 2027-12-31\n\n", "2023-03-01/2027-12-31", "stated", None),
        ("Policy\n\nGiltig till: 2027-12-31\nGiltig från: 2023-03-01\n\n", "2023-03-01/2027-12-31", "stated", None),
        (
            "# Policy\n\n| Beslutsdatum | 2023-02-27 |\n| Giltig t.o.m. | 2027-12-31 |\n\n",
            "../2027-12-31",
            "stated",
            "Giltig t.o.m. | 2027-12-31",
        ),
        (
            "# Policy\n\n| Antagen | Giltig från | Giltig till |\n| 2023-02-27 | 2023-03-01 | 2027-12-31 |\n\n",
            "2023-03-01/2027-12-31",
            "stated",
            None,
        ),
        ("Policy\n\nValid until December 31, 2027\n\n", "../2027-12-31", "stated", None),
        ("Policy\n\nValid from 1 January 2024 to 31 December 2027\n\n", "2024-01-01/2027-12-31", "stated", None),
        ("Policy\n\nPolicyn gäller åren 2024, 2025 och 2026.\n\n", "2024/2026", "stated", None),
        ("Policy\n\nGäller läsåret 24/25\n\n", "2024/2025", "stated", None),
        ("Kultur\n\nKulturplanen gäller 2025–2028.\n\n", "2025/2028", "stated", None),
        ("Majoritet\n\nPartierna har enats för mandatperioden 2019–2022.\n\n", "2019/2022", "guessed", None),
    ],
)
def test_period_of_validity(text: str, value: str, confidence: str, words: str | None):
    fact = read(text + BODY, "x.md").fact(Subject.PERIOD)
    assert (fact.value, fact.confidence.value, fact.found_in) == (value, confidence, FoundIn.TEXT)
    assert fact.span is not None
    if words is not None:
        assert fact.span.of(text + BODY) == words


@pytest.mark.parametrize(
    "text",
    [
        "Vision 2040\n\n",
        "Policy\n\nAntagen av kommunfullmäktige 2019-11-29\n\n",
        "Policy\n\nTelefon 0411-2019 2021\n\n",
        "Policy\n\nGäller tills vidare\n\n",
        "Policy\n\nFyra vakter arbetar på torget. Försöket gäller till och med 2027.\n\n",
        "Policy\n\nAndelen kommer från Boplats, en uppgift som gäller 2024.\n\n",
        "Policy\n\nDe gäller åren 2025, 2026 och 2027.\n\n",
        "Policy\n\nDetta gäller alla de 2019 eleverna\n\n",
        "Policy\n\nGäller 2021–2019\n\n",
        "Policy\n\nPolicyn gäller åren 2024, 2025 och 2028.\n\n",
        "Policy\n\nGäller läsåret 24/29\n\n",
        "Policy\n\nGäller från 2027 till 2024.\n\n",
        "Kulturpolicy\n\nAvtalet med regionen gäller 2020–2022.\n\n",
        "Kulturpolicy\n\nResepolicyn gäller 2020–2022.\n\n",
        "Kulturpolicy\n\nDen nationella strategin gäller 2020–2022.\n\n",
        "Protokoll\n\nRiktlinjen antas och gäller från 1 november 2025.\n\n",
        "# Policyer\n\n| Policy | Giltig till |\n| Resor | 2027-12-31 |\n| Mat | 2028-12-31 |\n\n",
        "Policy\n\nUtfallet 2019 och 2021 var gott.\n\n",
    ],
)
def test_what_is_no_period(text: str):
    assert read(text + BODY).fact(Subject.PERIOD) == Fact(Subject.PERIOD, None, Confidence.UNKNOWN)


def test_gäller_far_down_is_about_other_things():
    assert find_period("Ord. " * 600 + "Avtalet gäller 2019–2021.", None, yearly=False) is None


@pytest.mark.parametrize(
    ("written", "value"),
    [("2019-2021", "2019/2021"), ("t.o.m. 2025", "../2025"), ("2022-01-01/..", "2022-01-01/.."), ("2024", "2024/2024")],
)
def test_a_period_in_a_head(written: str, value: str):
    assert read_period(written) == value


@pytest.mark.parametrize("written", ["tills vidare", "../..", "2021-2019", "2019-13-01/.."])
def test_what_is_no_period_in_a_head(written: str):
    assert read_period(written) is None


def test_a_guessed_period_is_not_claimed():
    assert read(f"Majoritet\n\nPartierna har enats för perioden 2019–2022.\n\n{BODY}").period is None


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Vision 2040 för Ale kommun", "vision"),
        ("Mål och budget 2022–2024", "budget"),
        ("Översiktsplan för Kalix", "comprehensive_plan"),
        ("Resepolicy", "policy"),
        ("Riktlinjer för klotter", "guidelines"),
        ("Klimatstrategi 2030", "strategy"),
        ("Bostadsförsörjningsprogram", "programme"),
        ("Biblioteksplan", "plan"),
        ("Protokoll kommunstyrelsen 2021-03-02", "minutes"),
        ("Årsredovisning 2020", "annual_report"),
    ],
)
def test_kind_by_title(title: str, kind: str):
    assert told(read(f"{title}\n\n{BODY}"), Subject.KIND) == (kind, "inferred", "text")


@pytest.mark.parametrize(
    "title", ["Revisionen granskar", "Ny fotbollsplan i Ale", "Kontakta oss", "Television för alla"]
)
def test_titles_that_tell_no_kind(title: str):
    assert kind_of_title(title) is None


def test_the_kind_of_something_new_is_a_guess():
    assert told(read(f"Ny plan för boende antagen\n\n{BODY}"), Subject.KIND) == ("plan", "guessed", "text")


def test_kind_by_a_line_near_the_top_is_a_guess():
    document = read(f"# Trygg i Ale\n\nStrategi\n\n{BODY}", "x.md")
    assert told(document, Subject.KIND) == ("strategy", "guessed", "text")


def test_title_and_municipality_and_date_tell_how_they_are_known():
    marked = read(f"# Vision\n\nAntagen av kommunfullmäktige 2019-11-29\n\nAle kommun ska växa. {BODY}", "x.md")
    assert told(marked, Subject.TITLE) == ("Vision", "stated", "text")
    assert told(marked, Subject.MUNICIPALITY) == ("Ale", "inferred", "gazetteer")
    assert told(marked, Subject.DATE) == ("2019-11-29", "stated", "text")
    day = marked.fact(Subject.DATE)
    assert day.span is not None
    assert day.span.of(marked.text) == "2019-11-29"
    assert told(read(f"Grönare stad\n\n{BODY}{BODY}"), Subject.TITLE) == ("Grönare stad", "inferred", "text")
    named = read(BODY, "kalix.txt")
    assert told(named, Subject.TITLE)[1:] == ("guessed", "text")
    assert told(named, Subject.MUNICIPALITY) == ("Kalix", "guessed", "path")
    assert told(read(BODY), Subject.MUNICIPALITY) == (None, "unknown", None)
    assert told(read(BODY), Subject.DATE) == (None, "unknown", None)


def test_a_head_states():
    head = (
        "---\nkommun: Lunds kommun\ntitel: Plan\ndatum: 2020-01-02\ngäller: 2020-2023\ntyp: Styrdokument, policy\n---\n"
    )
    document = read(head + BODY)
    assert [(f.value, f.confidence.value, f.found_in) for f in document.facts] == [
        (value, "stated", FoundIn.HEAD) for value in ("Plan", "Lund", "2020-01-02", "2020/2023", "policy")
    ]
    assert document.period == "2020/2023"


def test_a_sidecar_states_over_the_text():
    document = read(f"Budget 2024\n\n{BODY}")
    result = described(document, {"x.txt.yaml": b"giltig: 2024-2026\nkommun: Ale\n"})
    assert isinstance(result, Document)
    assert told(result, Subject.PERIOD) == ("2024/2026", "stated", "head")
    assert told(result, Subject.MUNICIPALITY) == ("Ale", "stated", "head")
    assert told(result, Subject.KIND) == ("budget", "inferred", "text")


def test_a_page_without_other_signs_is_a_page():
    page = f"<html><head><title>Om oss</title></head><body><main><h1>Om oss</h1><p>{BODY}</p></main></body></html>"
    document = read_document("om.html", page.encode())
    assert isinstance(document, Document)
    assert told(document, Subject.KIND) == ("page", "guessed", "path")
