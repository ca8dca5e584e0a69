"""Searching contacts by words that may be half typed."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maltolk.answering.people.directory import Directory, newest_first
from maltolk.indexing.build import build
from maltolk.indexing.encoders.hash_encoder import HashEncoder
from maltolk.indexing.index import Index
from maltolk.reading import read_document


def test_search_gives_all_without_a_query(corpus_index: Index):
    assert len(Directory(corpus_index).search("", None)) == len(corpus_index.contacts())
    assert {p.document.municipality for p in Directory(corpus_index).search(" ", "ale")} == {"Ale"}


def test_search_keeps_to_the_municipality(corpus_index: Index):
    assert Directory(corpus_index).search("Maja Ek", "Orsa") == []
    assert [p.field("name") for p in Directory(corpus_index).search("Maja Ek", "Ale")] == ["Maja Ek"]


@given(text=st.text(max_size=60))
def test_any_query_gives_contacts_of_the_index(corpus_index: Index, text: str):
    known = {p.contact for p in Directory(corpus_index).search("", None)}
    assert {p.contact for p in Directory(corpus_index).search(text, None)} <= known


TEXT = """# Kontakter i {town}

Kommunstyrelsens ordförande
Berit Ekström (L)
046-465 00 {n}1
berit.ekstrom@{host}.example

Kommunstyrelsens vice ordförande
Östen Strandberg (MP)
046-465 00 {n}2
osten.strandberg@{host}.example

Ekonomichef
Åsa Lund
046-465 00 {n}3
asa.lund@{host}.example
"""

Names = Callable[..., list[str]]


@pytest.fixture(scope="module")
def towns(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """Two municipalities with people of the same names, and Lund with an older text beside."""
    texts = [
        ("lund.md", "---\nkommun: Lund\ndatum: 2021-05-04\n---\n", "Lund", 2),
        ("lund-2018.md", "---\nkommun: Lund\ndatum: 2018-02-01\n---\n", "Lund", 2),
        ("orsa.md", "---\nkommun: Orsa\n---\n", "Orsa", 3),
    ]
    documents = [
        read_document(path, (head + TEXT.format(town=town, n=n, host=town.lower())).encode())
        for path, head, town, n in texts
    ]
    folder = tmp_path_factory.mktemp("towns")
    build(folder, documents, (), HashEncoder(32))
    return Index.open(folder, None)


@pytest.fixture
def names(towns: Index) -> Names:
    directory = Directory(towns)

    def of(query: str, municipality: str | None = None) -> list[str]:
        found = directory.search(query, municipality)
        return [f"{p.field('name')} {p.document.municipality} {(p.document.date or '')[:4]}".strip() for p in found]

    return of


OSTEN = ["Östen Strandberg Lund 2021", "Östen Strandberg Lund 2018", "Östen Strandberg Orsa"]
BERIT = ["Berit Ekström Lund 2021", "Berit Ekström Lund 2018", "Berit Ekström Orsa"]
ASA = ["Åsa Lund Lund 2021", "Åsa Lund Lund 2018", "Åsa Lund Orsa"]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("strandb", OSTEN),
        ("STRANDB", OSTEN),
        ("östen s", OSTEN),
        ("osten", OSTEN),
        ("strandbreg", OSTEN),
        ("miljöp", OSTEN),
        ("miljop", OSTEN),
        ("mp", OSTEN),
        ("vice", OSTEN),
        ("ordf", BERIT),
        ("ordförande", BERIT),
        ("ordföranden i kommunstyrelsen", BERIT),
        ("lib", BERIT),
        ("berit.e", BERIT),
        ("ekono", ASA),
        ("chef", ASA),
        ("asa.lund@", ASA),
    ],
)
def test_half_words_find(names: Names, query: str, first: list[str]):
    assert names(query)[:3] == first


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("Orsa ordförande", "Berit Ekström Orsa"),
        ("ordförande orsa", "Berit Ekström Orsa"),
        ("ordf ors", "Berit Ekström Orsa"),
        ("Orsa kommuns ekonomichef", "Åsa Lund Orsa"),
        ("ekonomichefen i Orsa kommun", "Åsa Lund Orsa"),
        ("osten.strandberg@orsa", "Östen Strandberg Orsa"),
        ("046-465 00 33", "Åsa Lund Orsa"),
        ("+46 46 465 00 33", "Åsa Lund Orsa"),
        ("465 00 33", "Åsa Lund Orsa"),
        ("0033", "Åsa Lund Orsa"),
    ],
)
def test_the_municipality_or_the_number_tells_them_apart(names: Names, query: str, found: str):
    assert names(query)[0] == found


def test_a_name_that_is_a_municipality_is_found_as_a_name_first(names: Names):
    assert names("lund")[:3] == ASA
    assert set(names("lund")[3:]) == {*OSTEN[:2], *BERIT[:2]}


def test_every_word_must_be_found(names: Names):
    assert names("strandb ekonomi") == []
    assert names("berit xyzzy") == []
    assert names("046-999") == []
    assert names("?!") == []


def test_the_deputy_comes_after_the_chair(names: Names):
    assert names("ordförande") == BERIT + OSTEN


def test_one_municipality_alone(names: Names):
    assert names("strandb", "orsa") == OSTEN[2:]
    assert len(names("", "Lund")) == 6


def test_undated_texts_are_not_taken_for_new(towns: Index):
    people = newest_first(Directory(towns).search("berit", None))
    assert [p.document.date for p in people] == ["2021-05-04", "2018-02-01", None]


@given(start=st.integers(0, 15), length=st.integers(2, 15))
def test_what_is_typed_on_the_way_to_a_name_finds_it(towns: Index, start: int, length: int):
    typed = "Östen Strandberg"[: start + length]
    assert any(p.field("name") == "Östen Strandberg" for p in Directory(towns).search(typed, None))


def test_odd_queries_end(corpus_index: Index):
    for query in ("@", "+", "a" * 5000, "1 " * 500, "x@", ".", "\0", "(", "0" * 3000):
        assert isinstance(Directory(corpus_index).search(query, None), list)
