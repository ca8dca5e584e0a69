"""Labels that count, in whatever blocks they stand."""

from collections.abc import Callable

import pytest

from maltolk.answering.finding.structure.enumerations import EnumerationKind, enumerations_of
from maltolk.answering.finding.structure.list_lines import item_lines, lines_of
from maltolk.answering.finding.structure.series import name_of, places_of, series_in
from maltolk.model import Document, FixedWords

ReadText = Callable[..., Document]


def words(document: Document) -> list[list[str]]:
    return [
        [document.blocks[item].span.of(document.text).split("\n")[0] for item in items]
        for items in series_in(document)
        if len(items) > 1
    ]


@pytest.mark.parametrize(
    "labels",
    [
        ["Mål 1: Läsa", "Mål 2: Leka", "Mål 3: Lära"],
        ["Löfte ett. Läsa", "Löfte två. Leka", "Löfte tre. Lära"],
        ["Löfte nr 1: Läsa", "Löfte nr 2: Leka", "Löfte nr 3: Lära"],
        ["Första målet: Läsa", "Andra målet: Leka", "Tredje målet: Lära"],
        ["1:a löftet – Läsa", "2:a löftet – Leka", "3:e löftet – Lära"],
        ["Område A – Läsa", "Område B – Leka", "Område C – Lära"],
    ],
)
def test_one_noun_counted_in_paragraphs_or_headings(read_text: ReadText, labels: list[str]):
    paragraphs = "".join(f"{label} är vad alla barn i kommunen ska få göra.\n\n" for label in labels)
    headings = "".join(f"## {label}\n\nDet ska alla barn i kommunen få göra.\n\n" for label in labels)
    for text in (paragraphs, headings):
        document = read_text(f"# Plan för barn\n\n{text}")
        (found,) = words(document)
        assert [each[: len(label)] for each, label in zip(found, labels, strict=True)] == labels


def test_letters_under_one_heading(read_text: ReadText):
    document = read_text(
        "# Plan\n\n## Områden\n\n### A. Vatten\n\nRent.\n\n### B. Luft\n\nKlar.\n\n### C. Mark\n\nBördig.\n"
    )
    found = next(each for each in enumerations_of(document) if len(each.items) == 3)
    assert found.kind is EnumerationKind.HEADINGS
    assert places_of(document, found.items) == (1, 2, 3)


@pytest.mark.parametrize(
    "lines",
    [
        ["Senast 2 veckor före", "Senast 3 veckor efter"],
        ["Mått 1.1 Läsa", "Mått 1.2 Leka"],
        ["Mål 2026 – Läsa", "Mål 2027 – Leka"],
        ["Mål 2: Läsa", "Mål 3: Leka"],
    ],
)
def test_what_does_not_count_from_one_is_no_series(read_text: ReadText, lines: list[str]):
    document = read_text("# Plan\n\n" + "".join(f"{line} ska alla barn i kommunen få göra.\n\n" for line in lines))
    assert words(document) == []


@pytest.fixture
def named(read_text: ReadText) -> Document:
    return read_text(
        "# Plan för byn\n\n## Löfte 1\n\n### Vägen hem\n\nDen som flyttar hem får en tomt.\n\n"
        "## Löfte 2\n\n### Snabb hjälp\n\nAmbulansen kommer inom en halvtimme.\n"
    )


def test_a_label_alone_is_named_by_what_stands_below_it(named: Document):
    (items,) = [items for items in series_in(named) if len(items) > 1]
    names = [name_of(named, item) for item in items]
    assert [named.blocks[name].span.of(named.text) for name in names if name is not None] == [
        "Vägen hem",
        "Snabb hjälp",
    ]


def test_item_and_list_show_that_name(named: Document):
    found = next(each for each in enumerations_of(named) if len(each.items) == 2)
    shown = [line.span.of(named.text) for line in item_lines(named, found.items[1], 300) if line.span]
    assert shown == ["Löfte 2", "Snabb hjälp", "Ambulansen kommer inom en halvtimme."]
    listed = [line.span.of(named.text) for line in lines_of(named, found, FixedWords("list_lead", "sv")) if line.span]
    assert listed == ["Löfte 1", "Vägen hem", "Löfte 2", "Snabb hjälp"]


def test_a_label_before_running_text_names_nothing(read_text: ReadText):
    document = read_text("# Plan\n\n## Löfte 1\n\nDen som flyttar hem får en tomt.\n\n## Löfte 2\n\nDet byggs.\n")
    assert all(name_of(document, item) is None for items in series_in(document) for item in items)
