"""The optional YAML head."""

import pytest
from outline import read

from maltolk.reading import Skipped, read_document
from maltolk.reading.formats.frontmatter import Broken, FrontMatter, split_front_matter


def test_known_keys_are_read_and_the_text_begins_after_the_head() -> None:
    document = read(
        "---\nmunicipality: Lunds kommun\ntitle: 'Vår plan'\nurl: https://lund.se/p\ndate: 2021-03-04\nlicence: CC0\n"
        "language: en\nplaces: [Dalby, Genarp]\nfärg: grön\n---\n\n# Rubrik\n\nText.\n",
        "x.md",
    )
    assert document.text == "# Rubrik\n\nText.\n"
    assert (document.municipality, document.title, document.url) == ("Lund", "Vår plan", "https://lund.se/p")
    assert (document.date, document.licence, document.language) == ("2021-03-04", "CC0", "en")
    assert document.places == ("Dalby", "Genarp")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2021-03-04", "2021-03-04"),
        ("2021-03-04 10:00:00", "2021-03-04"),
        ("4 mars 2021", "2021-03-04"),
        ("snart", None),
        ("2021-02-31", None),
        ("2021-13-01", None),
    ],
)
def test_dates_become_iso_days(written: str, expected: str | None) -> None:
    head, _ = split_front_matter(f"---\ndate: {written}\n---\n")
    assert isinstance(head, FrontMatter)
    assert head.date == expected


def test_broken_yaml_names_the_line_of_the_file() -> None:
    head, _ = split_front_matter("---\ntitle: Plan\nurl: [a\ndate: 2020\n---\ntext\n")
    assert isinstance(head, Broken)
    assert "line 4" in head.reason or "line 3" in head.reason
    result = read_document("a.txt", b"---\ntitle: : :\n---\ntext\n")
    assert isinstance(result, Skipped)
    assert "line 2" in result.reason


def test_a_head_that_never_ends_is_broken_and_a_rule_is_no_head() -> None:
    head, _ = split_front_matter("---\ntitle: Plan\n\ntext\n")
    assert isinstance(head, Broken)
    assert "line 1" in head.reason
    for text in ("---\n\nVi börjar med ett streck.\n", "---\nBara text\n---\nmer\n"):
        assert split_front_matter(text) == (FrontMatter(), text)


def test_an_unknown_municipality_is_kept_as_written() -> None:
    assert read("---\nmunicipality: Ankeborg\n---\nVi bor här i staden.\n").municipality == "Ankeborg"


@pytest.mark.parametrize(
    ("key", "value", "field", "expected"),
    [
        ("kommun", "Karlskoga", "municipality", "Karlskoga"),
        ("Titel", "Vår plan", "title", "Vår plan"),
        ("källa", "https://karlskoga.se/p", "url", "https://karlskoga.se/p"),
        ("source", "https://karlskoga.se/p", "url", "https://karlskoga.se/p"),
        ("antagen", "2023-02-20", "date", "2023-02-20"),
        ("Senast uppdaterad", "20 februari 2023", "date", "2023-02-20"),
        ("publicerad", "2023-02-20", "date", "2023-02-20"),
        ("licens", "CC0", "licence", "CC0"),
        ("språk", "svenska", "language", "sv"),
        ("lang", "sv-SE", "language", "sv"),
        ("year", "2024", "date", None),
        ("datum", "2024", "date", None),
    ],
)
def test_keys_have_swedish_and_other_common_names(key: str, value: str, field: str, expected: str | None) -> None:
    head, _ = split_front_matter(f"---\n{key}: {value}\n---\ntext\n")
    assert isinstance(head, FrontMatter)
    assert getattr(head, field) == expected


def test_of_several_dates_the_update_counts_and_one_that_is_none_is_passed_over() -> None:
    head, _ = split_front_matter("---\nantagen: 2020-01-02\nuppdaterad: 2022-03-04\ndatum: 2023\n---\ntext\n")
    assert isinstance(head, FrontMatter)
    assert head.date == "2022-03-04"
