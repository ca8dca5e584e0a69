"""The glossary's table is well formed: whoever reads it may trust its columns, its folding and its meanings."""

import re
import unicodedata
from collections import defaultdict
from importlib.resources import files

import pytest

from maltolk.swedish.words import function_words

COLUMNS = ("sv", "en", "de", "es", "pl", "fi", "fr", "ar", "no", "so", "fa")
FOREIGN = COLUMNS[1:]
LINES = files("maltolk.answering.understanding").joinpath("data/glossary.tsv").read_text("utf-8").splitlines()
TABLE = [line.split("\t") for line in LINES if line and not line.startswith("#")]
ROWS = TABLE[1:]


def forms(row: list[str], column: str) -> list[str]:
    cell = row[COLUMNS.index(column)]
    return cell.split("|") if cell else []


def meaning_of(phrase: str, column: str) -> str | None:
    """The first Swedish word for ``phrase``, by the rule in the table's own comment: the longest form that matches."""
    matching = [
        (len(form.split()), len(form), row)
        for row in ROWS
        for form in forms(row, column)
        if (phrase.startswith(form[:-1]) if form.endswith("*") else phrase == form)
    ]
    return forms(max(matching)[2], "sv")[0] if matching else None


def test_header_and_columns() -> None:
    assert tuple(TABLE[0]) == COLUMNS
    assert len(ROWS) >= 250
    assert [row[0] for row in ROWS if len(row) != len(COLUMNS)] == []


def test_every_row_has_a_swedish_word_of_its_own() -> None:
    assert all(row[0].strip() for row in ROWS)
    first = [forms(row, "sv")[0] for row in ROWS]
    assert len(set(first)) == len(first)


def test_no_row_is_without_english_and_german() -> None:
    assert [row[0] for row in ROWS if not row[1] or not row[2]] == []


def test_forms_are_folded_and_plainly_spaced() -> None:
    for row in ROWS:
        for column in COLUMNS:
            for form in forms(row, column):
                assert form == unicodedata.normalize("NFC", form.casefold()), (column, form)
                assert form == " ".join(form.split()), (column, form)
                assert form, (column, row[0])
                # Invisible joiners and marks would never meet a typed word.
                assert not any(unicodedata.category(sign) in {"Cf", "Cc"} for sign in form), (column, form)


def test_a_star_ends_at_least_four_letters_and_stands_nowhere_else() -> None:
    for row in ROWS:
        assert "*" not in row[0]
        for column in FOREIGN:
            for form in forms(row, column):
                assert re.fullmatch(r"[^*]+|[^*]{4,}\*", form), (column, form)


def test_no_form_stands_twice_in_a_cell() -> None:
    for row in ROWS:
        for column in COLUMNS:
            assert len(set(forms(row, column))) == len(forms(row, column)), (column, row[0])


def test_no_foreign_word_has_two_meanings_in_any_column() -> None:
    """Across columns too: a short question's language may be told wrongly, and "store" is not "stor" in English."""
    meanings: dict[str, set[str]] = defaultdict(set)
    for row in ROWS:
        for column in FOREIGN:
            for form in forms(row, column):
                meanings[form.removesuffix("*")].add(row[0])
    assert {form: rows for form, rows in meanings.items() if len(rows) > 1} == {}


def test_no_foreign_form_is_a_swedish_or_english_function_word() -> None:
    found = {form for row in ROWS for column in FOREIGN for form in forms(row, column)} & function_words()
    assert found == set()


@pytest.mark.parametrize(
    ("column", "phrase", "swedish"),
    [
        ("en", "waste", "avfall"),
        ("en", "food waste", "matavfall"),
        ("en", "municipal executive board", "kommunstyrelsen"),
        ("de", "strassen", "väg"),
        ("de", "grundschulen", "skola"),
        ("es", "carriles bici", "cykel"),
        ("pl", "dzieciom", "barn"),
        ("pl", "mieszkańców", "invånare"),
        ("pl", "mieszkania", "bostäder"),
        ("fi", "koulutukseen", "utbildning"),
        ("fi", "koulussa", "skola"),
        ("fr", "vice-président", "vice ordförande"),
        ("ar", "للأطفال", "barn"),
        ("no", "kommunestyret", "kommunfullmäktige"),
        ("so", "carruurta", "barn"),
        ("fa", "محیط زیست", "miljö"),
    ],
)
def test_words_mean_what_they_should(column: str, phrase: str, swedish: str) -> None:
    assert meaning_of(phrase, column) == swedish
