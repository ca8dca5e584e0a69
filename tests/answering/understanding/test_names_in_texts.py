"""Names that tell which texts are meant, and words that only look like names."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from maltolk.answering.understanding.understand import Understanding
from maltolk.indexing.build import build
from maltolk.indexing.encoders.hash_encoder import HashEncoder
from maltolk.indexing.index import Index
from maltolk.model import Document
from maltolk.swedish.gazetteer import Gazetteer

TEXTS = {
    "norr.md": ("Hagfors", "Områdesprogram för Norrängen", "I Norrängen byggs ett torg."),
    "budget.md": ("Hagfors", "Mål och Budget", "En budget med mål för skolan i Ekshärad."),
    "ek.md": ("Hagfors", "Plan för Ekshärad", "Ekshärad får en park. I Ekshärad byggs bad. Ekshärad växer."),
    "vara.md": ("Vara", "Lokaler", "Salarna ska vara varma."),
    "trafik.md": ("Region Västernorrland", "Trafikprogram", "Bussarna ska gå oftare."),
    "resor.md": (
        "Region Västernorrland",
        "Sjukresor i Västernorrland",
        "Resan kostar 100 kronor från Sollefteå och Kramfors.",
    ),
}


@pytest.fixture(scope="module")
def read_by(tmp_path_factory: pytest.TempPathFactory, read_text: Callable[[str, str], Document]):
    folder: Path = tmp_path_factory.mktemp("index")
    head = "---\nmunicipality: {}\n---\n# {}\n\n{}\n"
    build(folder, [read_text(head.format(*text), path) for path, text in TEXTS.items()], (), HashEncoder(32))
    with closing(Index.open(folder, HashEncoder(32))) as index:
        yield Understanding(index, Gazetteer.default()).understand, {c.number: c.path for c in index.documents}


@pytest.fixture(scope="module")
def understood(read_by):
    return read_by[0]


@pytest.fixture(scope="module")
def meant(read_by):
    understand, paths = read_by
    return lambda text: {paths[number] for number in understand(text).documents or ()}


def test_a_name_in_a_title_limits_to_its_text(meant):
    assert meant("Vad byggs i Norrängen?") == {"norr.md"}
    assert meant("vad byggs i norrängen?") == {"norr.md"}


def test_a_capital_in_a_title_makes_no_name_of_a_word(meant):
    assert meant("Vilken budget finns?") == set()


@pytest.mark.parametrize(
    "question", ["Vad kostar bussen i Västernorrland?", "västernorrlands trafik", "Region Västernorrland"]
)
def test_a_region_is_meant_by_the_name_of_its_county(meant, question: str):
    assert meant(question) == {"trafik.md", "resor.md"}


def test_a_place_limits_to_all_texts_that_speak_of_it(meant):
    assert meant("Vad är målet för skolan i Ekshärad?") == {"ek.md", "budget.md"}


@pytest.mark.parametrize(
    "question", ["Mitä Hagforsissa rakennetaan?", "Jaka jest wizja Hagforsu?", "Mikä on Hakforsin visio?"]
)
def test_a_municipality_as_it_is_written_in_another_language(meant, question: str):
    assert meant(question) == {"norr.md", "budget.md", "ek.md"}


@pytest.mark.parametrize(
    "question",
    [
        "Чего хочет Хагфорс?",
        "Що будують у Хагфорсі?",
        "ما هي أهداف بلدية هاغفورس؟",
        "ماذا سيُبنى في هاجفورس؟",
        "Hagfors'ta ne yapılıyor?",
        "Quels sont les buts d’Hagfors ?",
        "mitä hagforsissa rakennetaan",
    ],
)
def test_a_municipality_in_another_script_and_with_other_endings(meant, question: str):
    assert meant(question) == {"norr.md", "budget.md", "ek.md"}


@pytest.mark.parametrize(
    "question",
    [
        "Ale jakie cele ma gmina?",
        "Guten Tag, was ist im Boden?",
        "¿Qué sala hay para los niños?",
        "Kuka on Anna Lundin?",
    ],
)
def test_a_word_of_another_language_that_is_a_name_in_sweden(understood, question: str):
    assert understood(question).foreign == understood(question).municipalities == ()


@pytest.mark.parametrize(
    ("question", "region"),
    [
        ("Vad vill regionen i Sundsvall?", "Region Västernorrland"),
        ("Vad vill regionen i Västernorrland?", "Region Västernorrland"),
        ("Чего хочет регион Вестерноррланд?", "Region Västernorrland"),
    ],
)
def test_the_region_of_a_place(understood, question: str, region: str):
    assert understood(question).municipalities == (region,)
    assert understood(question).foreign == ()


def test_the_region_of_a_place_that_has_no_texts(understood):
    assert understood("Vad vill Region Jönköping?").foreign == ("Region Jönköpings län",)


@pytest.mark.parametrize(
    ("question", "beyond"),
    [
        ("Går det bussar i Sollefteå?", {"resor.md"}),
        ("Går det bussar mellan Sollefteå och Kramfors?", {"resor.md"}),
        ("Går det bussar i Timrå?", set()),
        ("Går det bussar i Sollefteå kommun?", set()),
        ("Vad vill Sollefteå?", set()),
        ("Går det bussar i Lund?", set()),
        ("Går det bussar mellan Sollefteå och Lund?", set()),
    ],
)
def test_what_the_region_says_of_a_place(read_by, question: str, beyond: set[str]):
    understand, paths = read_by
    found = understand(question).beyond
    assert {paths[number] for number in (found.documents if found else ())} == beyond
    assert found is None or found.region == "Region Västernorrland"


@pytest.mark.parametrize(
    ("question", "unknown"),
    [
        ("¿Qué objetivos tiene Noruega para 2030?", {"noruega"}),
        ("Jaki jest cel Warszawy?", {"warszawy"}),
        ("Welche Ziele hat Norwegen?", set()),
        ("Was kostet der Kindergarten?", set()),
        ("Vad byggs i Pdfstad?", {"pdfstad"}),
        ("What did Pdfstad build?", set()),
    ],
)
def test_a_name_that_no_text_has(understood, question: str, unknown: set[str]):
    assert understood(question).unknown == unknown


@pytest.mark.parametrize("question", ["Mitä Linköpingissä rakennetaan?", "Mikä on Norrlannin visio?"])
def test_another_place_in_another_language_is_none_that_is_indexed(understood, question: str):
    assert understood(question).municipalities == ()


def test_a_municipality_without_texts_is_known_in_another_language_too(understood):
    assert understood("Mitä Linköpingissä rakennetaan?").foreign == ("Linköping",)
    assert understood("Was kostet der Kindergarten?").foreign == ()


@pytest.mark.parametrize("question", ["Hur ska salarna vara?", "Vad ska det vara bra för?"])
def test_a_word_that_is_also_a_municipality_stays_a_word(understood, question: str):
    assert understood(question).municipalities == ()


def test_a_county_beside_a_municipality_is_no_second_one(understood):
    assert understood("Vilka mål har Hagfors i Västernorrland?").municipalities == ("Hagfors",)
    assert understood("Vilka kommuner i Västernorrland vill bygga?").municipalities == ()
