"""The sections of an answer as templates get them."""

from maltolk.model import AnswerLine, AnswerSection, Citation, Document, FixedWords, Quote, QuotedSpan, Span
from maltolk.reading import read_document
from maltolk.web.shown_sections import Dated, ShownGroup, outlined, shown_sections


def _fixed(key: str, text: str, language: str = "sv") -> AnswerLine:
    return AnswerLine(text, parts=(FixedWords(key, language),))


def _cited(marker: int, date: str | None, period: str | None = None) -> Citation:
    quote = Quote("0" * 64, Span(0, 1), "x")
    return Citation(marker, quote, "a.md", "Mål", "Ale", date, None, period=period)


QUOTED = AnswerLine("Nära allt.", 1, parts=(FixedWords("x", "sv"),))


def test_an_overview_is_told_in_parts_and_a_silent_one_says_so():
    lines = (_fixed("part_vision", "Vision:"), QUOTED, _fixed("part_goals_silent", "Mål: texterna säger inget säkert."))
    (section,) = shown_sections([AnswerSection(lines)], {})
    vision, goals = section.parts
    assert (vision.name, vision.heading, goals.name, goals.heading) == ("vision", "Vision", "goals", "Mål")
    assert [line.text for line in vision.groups[0].lines] == ["Nära allt."]
    assert goals.groups[0].form == "silent"
    assert [line.text for line in goals.groups[0].lines] == ["Inget säkert svar i texterna."]


def test_parts_are_named_in_the_language_of_the_answer():
    (section,) = shown_sections([AnswerSection((_fixed("part_goals_silent", "Goals: nothing.", "en"),))], {})
    assert section.parts[0].heading == "Goals"
    assert section.parts[0].groups[0].lines[0].text == "No sure answer in the texts."


def test_a_part_whose_lines_all_stand_above_is_not_called_silent():
    lines = (_fixed("part_vision", "Vision:"), QUOTED, _fixed("part_goals", "Mål:"))
    (section,) = shown_sections([AnswerSection(lines)], {})
    assert [line.text for line in section.parts[1].groups[0].lines] == ["Inget utöver det som står ovan."]


def test_a_municipality_is_one_section_with_the_dates_of_all_its_texts():
    lines = [AnswerLine(f"Rad {n}", n, parts=(FixedWords("x", "sv"),)) for n in (1, 2, 3)]
    cited = {1: _cited(1, "2020-01-01"), 2: _cited(2, None, "2024–2027"), 3: _cited(3, "2020-01-01")}
    sections = [AnswerSection((lines[0],), "Ale"), AnswerSection((lines[1], lines[2]), "Ale")]
    (section,) = shown_sections(sections, cited)
    assert section.dates == (Dated("2020-01-01", None), Dated(None, "2024–2027"))
    assert [line.text for group in section.parts[0].groups for line in group.lines] == ["Rad 1", "Rad 2", "Rad 3"]


def test_who_quotes_no_text_has_no_date():
    nothing = _fixed("nothing_about_this", "Hittar inget om detta i texterna.")
    (section,) = shown_sections([AnswerSection((nothing,), "Eda")], {})
    assert section.dates == ()
    assert section.parts[0].groups[0].form == "silent"


OUTLINE = """# Mål för Ale

## Bo

1. Fler bostäder
2. Fler parker

## Lära

3. Trygga skolor

Ale, nära allt.
"""


def _groups(*items: str) -> tuple[ShownGroup, ...]:
    """The lists of an answer with these items of OUTLINE."""
    document = read_document("ale.md", OUTLINE.encode())
    assert isinstance(document, Document)
    lines, cited = [], {}
    for marker, words in enumerate(items, 1):
        start = document.text.index(words)
        quote = Quote(document.digest, Span(start, start + len(words)), words)
        cited[marker] = Citation(marker, quote, "ale.md", document.title, "Ale", None, None)
        lines.append(AnswerLine(words, marker, True, parts=(QuotedSpan(document.key, quote.span),)))
    (section,) = shown_sections([AnswerSection(tuple(lines))], cited)
    return outlined(section, lambda digest: document if digest == document.digest else None).parts[0].groups


def test_items_under_several_headings_stand_under_them():
    bo, lara = _groups("Fler bostäder", "Fler parker", "Trygga skolor")
    assert bo.heading is not None
    assert lara.heading is not None
    assert (bo.heading.text, len(bo.lines), lara.heading.text, len(lara.lines)) == ("Bo", 2, "Lära", 1)
    assert bo.heading.link.endswith("#citat")


def test_one_heading_for_all_or_one_that_is_an_item_itself_is_not_repeated():
    assert [group.heading for group in _groups("Fler bostäder", "Fler parker")] == [None]
    assert [group.heading for group in _groups("Fler bostäder", "Lära", "Trygga skolor")] == [None]
