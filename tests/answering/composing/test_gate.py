"""The gate: of a false answer nothing false leaves, whoever made it; a true one passes untouched."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maltolk.answering.catalogue import say
from maltolk.answering.composing.compose import compose
from maltolk.answering.composing.display import displayed
from maltolk.answering.composing.gate import check, render
from maltolk.answering.composing.stored import Stored
from maltolk.answering.finding.findings import Finding, Line, Outcome, Section
from maltolk.answering.people.people_lookup import Person
from maltolk.model import (
    Answer,
    AnswerLine,
    AnswerSection,
    CardField,
    CardValue,
    Count,
    Document,
    DocumentKey,
    FixedWords,
    ItemNumber,
    Joint,
    Part,
    PlaceName,
    QuotedSpan,
    Series,
    Span,
    Status,
)
from maltolk.reading import read_document

ALE = """---
kommun: Ale
datum: 2023-05-06
---
# Mål för Ale

Kommunen ska bygga 1500 bostäder till 2030. Skolan får 2,5 miljoner kronor.

Kommunens mål:

1. Varje barn ska lära sig simma
2. Alla elever ska få godkända betyg

## Kontakt

Anna Ek (S)
Kommunalråd
0303-33 00 01
anna.ek@ale.se

Bo Alm (M)
Oppositionsråd
0303-33 00 02
bo.alm (at) ale.se
"""
ORSA = """---
kommun: Orsa
---
# Mål för Orsa

Kommunen ska bygga 5000 bostäder till 2025.

Anna Ek arbetar i Orsa.
"""


def read(path: str, text: str) -> Document:
    document = read_document(path, text.encode())
    assert isinstance(document, Document)
    return document


ALE_TEXT, ORSA_TEXT = read("ale.md", ALE), read("orsa.md", ORSA)
NOT_FOUND = say("nothing_about_this", "sv")
SAID = "Hittar inget om detta i texterna."


def place(document: Document, words: str) -> QuotedSpan:
    start = document.text.index(words)
    return QuotedSpan(document.key, Span(start, start + len(words)))


HOMES = place(ALE_TEXT, "Kommunen ska bygga 1500 bostäder till 2030.")
SCHOOL = place(ALE_TEXT, "Skolan får 2,5 miljoner kronor.")
OTHER_HOMES = place(ORSA_TEXT, "Kommunen ska bygga 5000 bostäder till 2025.")
SWIM, GRADES = (QuotedSpan(ALE_TEXT.key, b.span) for b in ALE_TEXT.blocks if b.number is not None)


@pytest.fixture(scope="module")
def stored(store: Callable[..., Stored]) -> Stored:
    return store(ALE_TEXT, ORSA_TEXT)


@pytest.fixture(scope="module")
def true(stored: Stored) -> Answer:
    """An answer with a section for each municipality, a list, and two contacts."""

    def line(quoted: QuotedSpan, document: Document, **more: bool) -> Line:
        return Line(document, quoted.span, **more)

    items = [line(item, ALE_TEXT, bullet=True, numbered=True) for item in (SWIM, GRADES)]
    lead = Line(None, None, say("list_lead", "sv", count=Count((SWIM, GRADES))))
    people = tuple(Person(0, ALE_TEXT, contact) for contact in ALE_TEXT.contacts)
    finding = Finding(
        Outcome.FOUND,
        (
            Section((line(HOMES, ALE_TEXT), line(SCHOOL, ALE_TEXT), lead, *items), title="Ale"),
            Section((line(OTHER_HOMES, ORSA_TEXT),), title="Orsa"),
        ),
        people=people,
    )
    return render(compose(finding, "sv", "g"), stored, lambda: NOT_FOUND)


def lines_of(answer: Answer) -> list[AnswerLine]:
    return [line for section in answer.sections for line in section.lines]


def with_line(answer: Answer, number: int, **changes: object) -> Answer:
    """``answer`` with its line ``number``, from 0, changed."""
    changed = replace(lines_of(answer)[number], **changes)  # type: ignore[arg-type]  # a test's shorthand
    return with_changed(answer, {number: changed})


def with_changed(answer: Answer, changes: dict[int, AnswerLine]) -> Answer:
    sections, number = [], 0
    for section in answer.sections:
        numbers = range(number, number + len(section.lines))
        lines = tuple(changes.get(n, line) for n, line in zip(numbers, section.lines, strict=True))
        sections.append(replace(section, lines=lines))
        number += len(section.lines)
    return replace(answer, sections=tuple(sections))


def with_contact(answer: Answer, number: int, **changes: object) -> Answer:
    contacts = list(answer.contacts)
    contacts[number] = replace(contacts[number], **changes)  # type: ignore[arg-type]  # a test's shorthand
    return replace(answer, contacts=tuple(contacts))


def checked(answer: Answer, stored: Stored) -> Answer:
    return check(answer, stored, lambda: NOT_FOUND)


def moved(quoted: QuotedSpan, by: int) -> QuotedSpan:
    return replace(quoted, span=Span(quoted.span.start + by, quoted.span.end + by))


def test_what_is_rendered_is_what_stands(true: Answer):
    assert true.text == (
        "Ale:\n"
        "Kommunen ska bygga 1500 bostäder till 2030. [1]\n"
        "Skolan får 2,5 miljoner kronor. [2]\n"
        "Texten räknar upp 2:\n"
        "• 1. Varje barn ska lära sig simma [3]\n"
        "• 2. Alla elever ska få godkända betyg [4]\n"
        "Orsa: Kommunen ska bygga 5000 bostäder till 2025. [5]\n"
        "Anna Ek (S), Kommunalråd, 0303-33 00 01, anna.ek@ale.se [6]\n"
        "Bo Alm (M), Oppositionsråd, 0303-33 00 02, bo.alm (at) ale.se [7]"
    )
    assert [(c.phone_e164, c.address) for c in true.contacts] == [
        ("+46303330001", "anna.ek@ale.se"),
        ("+46303330002", "bo.alm@ale.se"),
    ]
    assert [c.quote.text for c in true.citations][:2] == [
        "Kommunen ska bygga 1500 bostäder till 2030.",
        "Skolan får 2,5 miljoner kronor.",
    ]


def test_a_true_answer_passes_untouched(true: Answer, stored: Stored):
    assert checked(true, stored) == true


@pytest.mark.parametrize(
    "changes",
    [
        {"text": "Kommunen ska bygga 5000 bostäder till 2030."},
        {"text": "Kommunen ska inte bygga 1500 bostäder till 2030."},
        {"text": "Kommunen ska bygga 1500 bostäder"},
        {"text": "Kommunen ska bygga 1500 bostäder till 2030. [2]"},
        {"text": ""},
        {"marker": 2},
        {"marker": 5},
        {"marker": 99},
        {"marker": None},
        {"parts": ()},
        {"parts": (SCHOOL,)},
        {"parts": (HOMES, HOMES)},
        {"parts": (OTHER_HOMES,), "text": "Kommunen ska bygga 5000 bostäder till 2025."},
        {"parts": (moved(HOMES, 1),)},
        {"parts": (moved(HOMES, -1),)},
        {"parts": (SWIM,), "text": "Varje barn ska lära sig simma"},
        {"parts": (ItemNumber(SWIM), HOMES), "text": "1. Kommunen ska bygga 1500 bostäder till 2030."},
        {"parts": (PlaceName("Orsa"), HOMES), "text": "Orsa Kommunen ska bygga 1500 bostäder till 2030."},
        {"contact": True},
    ],
    ids=str,
)
def test_a_false_line_goes_and_nothing_else(changes: dict[str, object], true: Answer, stored: Stored):
    result = checked(with_line(true, 0, **changes), stored)
    assert lines_of(result) == lines_of(true)[1:]
    assert [c.marker for c in result.citations] == [2, 3, 4, 5, 6, 7], "what nothing points at goes too"
    assert result.contacts == true.contacts
    assert result.status is Status.ANSWERED


def test_fixed_words_that_show_no_quote_have_no_marker(true: Answer, stored: Stored):
    assert lines_of(true)[2].text == "Texten räknar upp 2:"
    assert "Texten räknar upp 2:" not in checked(with_line(true, 2, marker=1), stored).text


def test_two_lines_with_swapped_places_go_both(true: Answer, stored: Stored):
    first, second = lines_of(true)[:2]
    for field in ("parts", "marker", "text"):
        changes = {
            0: replace(first, **{field: getattr(second, field)}),
            1: replace(second, **{field: getattr(first, field)}),
        }
        assert lines_of(checked(with_changed(true, changes), stored)) == lines_of(true)[2:], field


def test_two_municipalities_with_swapped_words_lose_them(true: Answer, stored: Stored):
    lines = lines_of(true)
    swapped = checked(with_changed(true, {0: lines[5], 5: lines[0]}), stored)
    assert [line.marker for line in lines_of(swapped)] == [2, None, 3, 4, 6, 7]
    assert [section.title for section in swapped.sections] == ["Ale", ""]
    renamed = [replace(s, title={"Ale": "Orsa", "Orsa": "Ale"}.get(s.title, "")) for s in true.sections]
    assert [line.marker for line in lines_of(checked(replace(true, sections=tuple(renamed)), stored))] == [6, 7]


def test_a_section_is_named_by_a_municipality_alone(true: Answer, stored: Stored):
    said = AnswerSection((AnswerLine(SAID, parts=(NOT_FOUND,)),), "Ale bygger 5000 bostäder")
    assert checked(replace(true, sections=(*true.sections, said)), stored) == true
    named = replace(true, sections=(*true.sections, replace(said, title="Ale")))
    assert checked(named, stored) == named


@pytest.mark.parametrize("number", ["3.", "12.", "", "1"])
def test_an_item_keeps_its_own_number(number: str, true: Answer, stored: Stored):
    text = f"{number} Varje barn ska lära sig simma".strip()
    assert 3 not in {line.marker for line in lines_of(checked(with_line(true, 3, text=text), stored))}


def test_an_item_without_its_number_is_a_quote_still(true: Answer, stored: Stored):
    bare = with_line(true, 3, text="Varje barn ska lära sig simma", parts=(SWIM,))
    assert checked(bare, stored) == bare


@pytest.mark.parametrize(
    "changes",
    [
        {"digest": "e" * 64},
        {"digest": ORSA_TEXT.digest},
        {"text": "Kommunen ska bygga 5000 bostäder till 2030."},
        {"span": moved(HOMES, 1).span},
        {"span": Span(HOMES.span.start, HOMES.span.end + 10**6)},
        {"span": Span(HOMES.span.end, HOMES.span.start)},
        {"span": Span(-5, HOMES.span.end)},
    ],
    ids=str,
)
def test_a_citation_whose_quote_differs_goes_with_its_line(changes: dict[str, object], true: Answer, stored: Stored):
    first, *rest = true.citations
    changed = replace(first, quote=replace(first.quote, **changes))  # type: ignore[arg-type]  # a test's shorthand
    result = checked(replace(true, citations=(changed, *rest)), stored)
    assert result.citations == true.citations[1:]
    assert lines_of(result) == lines_of(true)[1:]


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Budget för Ale"},
        {"date": "2026-01-01"},
        {"municipality": "Orsa"},
        {"document": "orsa.md"},
        {"url": "https://example.org/"},
        {"page": 3},
        {"period": "2030"},
        {"earlier": "Planen före"},
        {"marker": 2},
    ],
    ids=str,
)
def test_a_citation_says_of_its_document_what_is_stored(changes: dict[str, object], true: Answer, stored: Stored):
    first, *rest = true.citations
    changed = replace(first, **changes)  # type: ignore[arg-type]  # a test's shorthand
    result = checked(replace(true, citations=(changed, *rest)), stored)
    assert 1 not in {line.marker for line in lines_of(result)}
    assert changed not in result.citations


@pytest.mark.parametrize(
    "changes",
    [
        {"phone": "0303-99 99 99"},
        {"phone": "0303-33 00 02"},
        {"phone": None},
        {"phone_e164": "+46303330002"},
        {"name": "Eva Påhitt"},
        {"name": "Bo Alm"},
        {"role": "Statsminister"},
        {"party": "M"},
        {"email": "eva@example.org"},
        {"address": "eva@example.org"},
        {"other_phones": ("0303-99 99 99",)},
        {"municipality": "Orsa"},
        {"document": "orsa.md"},
        {"date": "2026-01-01"},
        {"citation": 7},
        {"citation": 1},
        {"citation": None},
        {"quoted": None},
    ],
    ids=str,
)
def test_a_false_contact_goes_with_its_line(changes: dict[str, object], true: Answer, stored: Stored):
    result = checked(with_contact(true, 0, **changes), stored)
    assert result.contacts == true.contacts[1:]
    assert lines_of(result) == [line for line in lines_of(true) if line.marker != 6]
    assert 6 not in {c.marker for c in result.citations}


@pytest.mark.parametrize("field", ["name", "role", "party", "phone", "email"])
def test_contacts_with_swapped_fields_go_both(field: str, true: Answer, stored: Stored):
    one, two = true.contacts
    assert one.quoted is not None
    assert two.quoted is not None
    swapped = []
    for mine, theirs in ((one, two), (two, one)):
        quoted = replace(mine.quoted, **{field: getattr(theirs.quoted, field)})  # type: ignore[type-var]  # not None
        more = {"phone_e164": theirs.phone_e164} if field == "phone" else {}
        more |= {"address": theirs.address} if field == "email" else {}
        # Every word is verbatim and every place is true, but nobody is reached there by that name.
        swapped.append(replace(mine, quoted=quoted, **{field: getattr(theirs, field)}, **more))
    for contacts in (tuple(swapped), (replace(one, **{field: getattr(two, field)}),)):
        result = checked(replace(true, contacts=contacts), stored)
        assert result.contacts == ()
        assert [line for line in lines_of(result) if line.contact] == []


def test_a_contacts_line_says_what_the_contact_says(true: Answer, stored: Stored):
    lines = lines_of(true)
    for changes in ({"text": lines[6].text.replace("01", "02")}, {"marker": 7}, {"parts": lines[7].parts}):
        result = checked(with_line(true, 6, **changes), stored)
        assert [line for line in lines_of(result) if line.contact] == [lines[7]]


def test_what_another_text_says_of_a_contact_goes_with_it(stored: Stored):
    old = read("old.md", ALE.replace("Kommunalråd", "Gruppledare").replace("2023", "2019"))
    held = {d.path: d for d in (ALE_TEXT, old)}
    both = replace(
        stored,
        document=lambda key: held.get(key.path),
        card=lambda key: held.get(key.path),  # type: ignore[arg-type,return-value]  # a document has all that a card has
    )
    people = tuple(Person(n, d, d.contacts[0]) for n, d in enumerate(held.values()))
    answer = render(compose(Finding(Outcome.FOUND, people=people), "sv", "g"), both, lambda: NOT_FOUND)
    assert [line.text for line in lines_of(answer)][1] == "I en annan text, från 2019-05-06, står Gruppledare"
    assert checked(answer, both) == answer
    late = answer.sections[0].lines[1]
    for parts in (
        (say("contact_dated", "sv", date=CardValue(ALE_TEXT.key, CardField.DATE), value=place(old, "Gruppledare")),),
        (say("contact_undated", "sv", value=place(old, "Oppositionsråd")),),
    ):
        text = "I en annan text, från 2023-05-06, står Gruppledare"
        text = text if parts[0].key == "contact_dated" else "I en annan text, utan datum, står Oppositionsråd"
        assert lines_of(checked(with_changed(answer, {1: replace(late, parts=parts, text=text)}), both)) == [
            lines_of(answer)[0]
        ]
    gone = checked(with_contact(answer, 0, name="Eva Påhitt"), both)
    assert (gone.status, gone.text) == (Status.NOT_FOUND, SAID)


def alone(text: str, *parts: Part, marker: int | None = None) -> Answer:
    return Answer(Status.ANSWERED, (AnswerSection((AnswerLine(text, marker, parts=parts),)),))


@pytest.mark.parametrize(
    "answer",
    [
        alone("Ale vill bygga 5000 bostäder."),
        alone("Ale vill bygga 5000 bostäder.", NOT_FOUND),
        alone("Ale vill bygga.", FixedWords("Ale vill bygga.", "sv")),
        alone("Texten räknar upp 3:", say("list_lead", "sv", count=Count((SWIM, GRADES)))),
        alone("Texten räknar upp 2:", say("list_lead", "sv", count=Count((SWIM, SWIM)))),
        alone("Texten räknar upp 1:", say("list_lead", "sv", count=Count((moved(SWIM, 10**6),)))),
        alone("Texten räknar upp Ale:", say("list_lead", "sv", count=PlaceName("Ale kommun bygger"))),
        alone("Jag har inga texter från Lund.", say("no_texts_from_short", "sv", foreign=PlaceName("Lund"))),
        alone("Jag har inga texter från .", FixedWords("no_texts_from_short", "sv")),
        alone("Texten räknar upp 2: [1]", say("list_lead", "sv", count=Count((SWIM, GRADES)))),
        alone("Texten räknar upp 2:", say("list_lead", "sv", count=Count((SWIM, GRADES))), marker=1),
        alone(HOMES.span.of(ALE_TEXT.text), HOMES),
        alone("0303-33 00 01", place(ALE_TEXT, "0303-33 00 01")),
        alone("Ale", PlaceName("Ale")),
        alone("Kommunen kan svara: Skolan får 2,5 miljoner kronor.", say("contact_way", "sv", contact=SCHOOL)),
        alone("Ale: Vision", say("coverage_line", "sv", municipality=PlaceName("Ale"), titles=PlaceName("Vision"))),
        alone("Hittar inget om detta i texterna. Ale bygger.", NOT_FOUND),
        alone("Anna Ek, Bo Alm", Series((place(ALE_TEXT, "Anna Ek"), place(ALE_TEXT, "Bo Alm")), Joint.COMMA)),
    ],
    ids=lambda answer: answer.text,
)
def test_words_that_no_sentence_of_the_catalogue_gives_go(answer: Answer, stored: Stored):
    result = checked(answer, stored)
    assert (result.status, result.text, result.citations) == (Status.NOT_FOUND, SAID, ())


@pytest.mark.parametrize(
    "answer",
    [
        alone(SAID, NOT_FOUND),
        alone("Texten räknar upp 2:", say("list_lead", "sv", count=Count((SWIM, GRADES)))),
        alone("Jag har inga texter från Ale.", say("no_texts_from_short", "sv", foreign=PlaceName("Ale"))),
        alone(
            f"{SAID} Kommunen kan svara: 0303-33 00 01",
            NOT_FOUND,
            say("contact_way", "sv", contact=place(ALE_TEXT, "0303-33 00 01")),
        ),
        alone("Mål för Ale", say("coverage_title", "sv", title=CardValue(ALE_TEXT.key, CardField.TITLE))),
    ],
    ids=lambda answer: answer.text,
)
def test_fixed_words_need_no_citation(answer: Answer, stored: Stored):
    assert checked(answer, stored) == answer


def test_a_text_that_was_changed_in_the_store_proves_nothing(true: Answer, stored: Stored):
    tampered = replace(ALE_TEXT, text=ALE_TEXT.text.replace("1500", "5000"))
    for document in (tampered, replace(tampered, digest="0" * 64), None):
        now = replace(stored, document=lambda key, d=document: d if key.path == "ale.md" else stored.document(key))
        assert [line.text for line in lines_of(checked(true, now))] == [lines_of(true)[5].text]
        changed = with_line(true, 0, text="Kommunen ska bygga 5000 bostäder till 2030.")
        assert [line.marker for line in lines_of(checked(changed, now))] == [5]


@pytest.mark.parametrize(
    "words", ["500 bostäder", "5 miljoner kronor", "2", "ommunen ska bygga", "Kommunen ska bygga 15", "1"]
)
def test_a_quote_never_begins_or_ends_within_a_word_or_a_figure(words: str, stored: Stored):
    start = ALE_TEXT.text.index("ommunen ska" if words.startswith("o") else words)
    start = ALE_TEXT.text.index("2,5") if words == "2" else ALE_TEXT.text.index("1500") if words == "1" else start
    line = Line(ALE_TEXT, Span(start, start + len(words)))
    draft = compose(Finding(Outcome.FOUND, (Section((line,)),)), "sv", "g")
    assert render(draft, stored, lambda: NOT_FOUND).status is Status.NOT_FOUND


def test_a_thousand_is_one_figure(store: Callable[..., Stored]):
    document = read("a.md", "# Mål\n\nVi bygger 1 500 hus och år 2030 500 till.")
    for words, stands in (("500 hus", False), ("1 500 hus", True), ("500 till.", True)):
        finding = Finding(Outcome.FOUND, (Section((Line(document, place(document, words).span),)),))
        answer = render(compose(finding, "sv", "g"), store(document), lambda: NOT_FOUND)
        assert (answer.status is Status.ANSWERED) is stands, words


def test_what_a_draft_cannot_prove_is_left_out_and_markers_stay_in_order(stored: Stored):
    strange = Line(ALE_TEXT, Span(5, 10**6))
    lines = (Line(ALE_TEXT, HOMES.span), strange, Line(ALE_TEXT, SCHOOL.span))
    said = Line(None, None, NOT_FOUND)
    left_alone = Section((said, strange), title="Ale")
    of_another = Section((said, Line(ORSA_TEXT, OTHER_HOMES.span)), title="Ale")
    draft = compose(Finding(Outcome.FOUND, (Section(lines), left_alone, of_another)), "sv", "g")
    answer = render(draft, stored, lambda: NOT_FOUND)
    assert answer.text == f"{HOMES.span.of(ALE_TEXT.text)} [1]\n{SCHOOL.span.of(ALE_TEXT.text)} [2]"
    nothing = compose(Finding(Outcome.FOUND, (Section((Line(None, None, NOT_FOUND), strange)),)), "sv", "g")
    assert render(nothing, stored, lambda: NOT_FOUND).status is Status.NOT_FOUND


def test_notices_and_municipalities_follow_the_citations(true: Answer, stored: Stored):
    assert true.notices == ("texten är från 2023",)
    told = replace(true, notices=(*true.notices, "texten är från 1999", "Ale bygger"), municipalities=("Lund",))
    assert checked(told, stored) == true
    only_orsa = replace(true, sections=true.sections[1:2], contacts=())
    assert (checked(only_orsa, stored).notices, checked(only_orsa, stored).municipalities) == ((), ("Orsa",))


def test_an_answer_left_with_nothing_is_not_found(true: Answer, stored: Stored):
    nothing = replace(stored, document=lambda _: None)
    result = checked(true, nothing)
    assert (result.status, result.text) == (Status.NOT_FOUND, SAID)
    assert (result.citations, result.contacts, result.municipalities, result.notices) == ((), (), (), ())


MARKERS = st.none() | st.integers(0, 9)
SPANS = st.builds(
    lambda start, length: Span(start, start + length),
    st.integers(-2, len(ALE_TEXT.text) + 2),
    st.integers(-1, 60),
)
KEYS = st.sampled_from([ALE_TEXT.key, ORSA_TEXT.key, DocumentKey("Ale", "ale.md", "f" * 64)])
QUOTED = st.builds(QuotedSpan, KEYS, SPANS) | st.sampled_from([HOMES, SCHOOL, SWIM, OTHER_HOMES])
PARTS: st.SearchStrategy[Part] = st.one_of(
    QUOTED,
    st.builds(ItemNumber, QUOTED),
    st.builds(PlaceName, st.sampled_from(["Ale", "Orsa", "Kiruna"])),
    st.builds(lambda quoted: say("contact_way", "sv", contact=quoted), QUOTED),
    st.builds(lambda quoted: say("contact_undated", "sv", value=quoted), QUOTED),
    st.builds(lambda things: say("list_lead", "sv", count=Count(tuple(things))), st.lists(QUOTED, max_size=3)),
)


def edited(text: str, at: int, cut: int, put: str) -> str:
    return text[:at] + put + text[at + cut :]


EDITS = st.builds(
    lambda at, cut, put: lambda text: edited(text, at % (len(text) + 1), cut, put),
    st.integers(0, 200),
    st.integers(0, 4),
    st.text("05bå .[1]", max_size=3),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(number=st.integers(0, 7), edit=EDITS)
def test_no_edited_line_survives(true: Answer, stored: Stored, number: int, edit: Callable[[str], str]):
    line = lines_of(true)[number]
    result = checked(with_line(true, number, text=edit(line.text)), stored)
    left = [each for each in lines_of(true) if each is not line or edit(line.text) == line.text]
    assert lines_of(result) == left


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(
    lines=st.lists(
        st.tuples(st.lists(PARTS, max_size=2).map(tuple), MARKERS, st.booleans(), st.none() | EDITS), max_size=5
    ),
    title=st.sampled_from(["", "Ale", "Orsa", "Kiruna"]),
)
def test_whatever_survives_is_verbatim(
    true: Answer,
    stored: Stored,
    lines: list[tuple[tuple[Part, ...], int | None, bool, Callable[[str], str] | None]],
    title: str,
):
    made = []
    for parts, marker, contact, edit in lines:
        quoted = [p.span.of(by_key(p.document).text) if isinstance(p, QuotedSpan) else "" for p in parts]
        text = " ".join(map(displayed, quoted))
        made.append(AnswerLine(edit(text) if edit else text, marker, contact=contact, parts=parts))
    result = checked(replace(true, sections=(*true.sections, AnswerSection(tuple(made), title))), stored)
    quotes = {c.marker: c for c in result.citations}
    assert lines_of(result)[:8] == lines_of(true)
    for line in lines_of(result)[8:]:
        if line.marker is None:
            assert all(isinstance(part, FixedWords) for part in line.parts)
        else:
            cited = quotes[line.marker]
            assert displayed(cited.quote.text).endswith(line.text.split(". ", 1)[-1])
            assert cited.quote.span.of(by_key(cited.quoted.document).text) == cited.quote.text
            assert title in ("", cited.municipality)
    assert checked(result, stored) == result, "what was checked once stands"


def by_key(key: DocumentKey) -> Document:
    return ORSA_TEXT if key.path == "orsa.md" else ALE_TEXT


@given(st.text("abåÅ 12.,*_[]()\n\t\u00ad\u00a0", max_size=40))
def test_what_is_shown_keeps_every_letter_and_figure(text: str):
    if "](" not in text:  # the address of a link is not shown
        assert [s for s in displayed(text) if s.isalnum()] == [s for s in text if s.isalnum()]
    assert "\n" not in displayed(text)
    assert "\u00ad" not in displayed(text)
