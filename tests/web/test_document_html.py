"""The tree shows every visible character of a text once and in order, whatever the text, and marks the quote."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from maltolk.model import Block, BlockKind, Document, Span
from maltolk.reading import read_folder
from maltolk.reading.structure import find_structure
from maltolk.web.document_html import Element, Run, body_of

BULLET = "[•●○▪■□◦‣∙⁃·*+o>–—-]?"


def document_of(text: str) -> Document:
    return Document("a.txt", "Lund", "Titel", text, "0" * 64, blocks=find_structure(text).blocks)


def walk(element: Element) -> Iterator[Element]:
    yield element
    for child in element.children:
        yield from walk(child)


def pattern_of(element: Element, inside: str = "") -> str:
    """What the text must be, white space aside, if the tree is right: signs that elements stand for are free."""
    drawn = ""
    if element.form == "heading":
        drawn = "#{0,6}"
    elif element.form == "list_item" and not element.bare:
        drawn = rf"{element.number}\." if inside == "ordered" else BULLET
    words = re.escape(squeezed("".join(run.text for run in element.runs)))
    return drawn + words + "".join(pattern_of(child, element.form) for child in element.children)


def squeezed(text: str) -> str:
    return "".join(text.split())


def marked(element: Element) -> list[Run]:
    return [run for each in walk(element) for run in each.runs if run.marked]


def depth(element: Element) -> int:
    return 1 + max(map(depth, element.children), default=0)


def check(document: Document) -> None:
    root = body_of(document).root
    assert depth(root) <= 18  # templates call themselves for each level
    assert re.fullmatch(pattern_of(root), squeezed(document.text)), document.path
    levels = [each.level for each in walk(root) if each.form == "heading"]
    assert all(2 <= level <= 6 for level in levels)
    assert all(after <= before + 1 for before, after in zip([1, *levels], levels, strict=False)), levels
    for each in walk(root):
        within = {child.form for child in each.children}
        if each.form in ("ordered", "unordered"):
            assert within == {"list_item"}, document.path
            assert all((item.number is not None) == (each.form == "ordered") or item.bare for item in each.children)
        else:
            assert "list_item" not in within
        if each.form not in ("body", "ordered", "unordered", "list_item"):
            assert each.children == []


@pytest.mark.parametrize("folder", ["corpus", "tests/data/small", "tests/data/trial/texts"])
def test_every_character_of_our_texts(folder: str):
    documents = read_folder(Path(__file__).parents[2] / folder).documents
    assert documents
    for document in documents:
        check(document)


def test_every_character_of_the_contracts_texts(shared: Path):
    documents = read_folder(shared / "corpus").documents
    assert len(documents) == 5
    for document in documents:
        check(document)


LINES = st.sampled_from(
    [
        *("# Mål", "## 2. Vision ##", "### Delmål", "- ett", "  - djupare", "    * djupast", "• fritt", "✓ gjort"),
        *(
            "1. Först.",
            "2. Sedan.",
            "  1. inre",
            "a) så",
            "2.1 Trafik",
            "> citat",
            "– Vi vill mer, säger Eva Ek.",
            "---",
        ),
        *("Vi vill mer, och det ska märkas i hela kommunen.", "Anna Ek", "Ordförande", "046-35 50 00", "a@lund.se"),
        *(
            "**Chef**",
            "Skriv ut",
            "| a | b |",
            "|---|---|",
            "Mål: • A • B • C",
            "Rubrik\n====",
            "```",
            "",
            "",
            "\u00a0",
        ),
        *("Mål 1. Renare luft", "Mål 2. Renare vatten", "Senast uppdaterad: 2019-11-29"),
    ]
)


@settings(deadline=None)
@given(st.lists(LINES, max_size=25).map("\n".join))
@example("".join(f"{'  ' * depth}- nivå {depth}\n" for depth in range(60)))
@example("1. ett\n\nSkriv ut\n\n2. två\n   - inre\n\nSkriv ut\n\n   - mera\n3. tre")
def test_every_character_of_any_text(text: str):
    check(document_of(text))


@settings(deadline=None)
@given(st.text("ab #-*.1\n", max_size=60), st.data())
def test_exactly_the_quote_is_marked(text: str, data: st.DataObject):
    start = data.draw(st.integers(0, max(len(text) - 1, 0)))
    end = data.draw(st.integers(start, len(text)))
    document = document_of(text)
    body = body_of(document, Span(start, end))
    runs = marked(body.root)
    assert body.has_mark == bool(runs)
    assert [run.first for run in runs] == [True] + [False] * (len(runs) - 1) if runs else True
    letters = re.sub("[^ab]", "", text[start:end])  # other signs may be drawn by a list or heading
    assert re.sub("[^ab]", "", "".join(run.text for run in runs)) == letters
    check(document)


def blocks_of(text: str, *blocks: tuple[BlockKind, str, int | None, int | None]) -> Document:
    made = []
    for kind, words, number, parent in blocks:
        start = text.index(words)
        made.append(Block(kind, Span(start, start + len(words)), 1, number, parent))
    return Document("a.txt", "Lund", "Titel", text, "0" * 64, blocks=tuple(made))


def test_numbers_are_kept_over_what_interrupts_a_list():
    body = body_of(document_of("Våra mål:\n\n3. Renare luft\n4. Renare vatten\n5. Tystare gator\n")).root
    (numbered,) = [each for each in walk(body) if each.form == "ordered"]
    assert [item.number for item in numbered.children] == [3, 4, 5]
    assert [item.runs for item in numbered.children] == [
        [Run("Renare luft")],
        [Run("Renare vatten")],
        [Run("Tystare gator")],
    ]


def test_a_sign_that_says_more_than_item_is_written_out():
    body = body_of(document_of("Så gick det:\n\n✓ Gjort\n✓ Också gjort\n")).root
    items = [each for each in walk(body) if each.form == "list_item"]
    assert [item.bare for item in items] == [True, True]
    assert items[0].runs == [Run("✓ ", sign=True), Run("Gjort")]


def test_a_nested_list_lies_in_its_item():
    body = body_of(document_of("1. Luft\n   - Mindre trafik\n   - Fler träd\n2. Vatten\n")).root
    (outer,) = body.children
    assert (outer.form, [item.number for item in outer.children]) == ("ordered", [1, 2])
    (inner,) = outer.children[0].children
    assert (inner.form, [item.runs[0].text for item in inner.children]) == ("unordered", ["Mindre trafik", "Fler träd"])


def test_a_quote_over_several_blocks_has_a_mark_in_each_and_the_first_is_told():
    text = "- Luft\n- Vatten\n- Ro"
    body = body_of(document_of(text), Span(2, 15))
    assert marked(body.root) == [Run("Luft", marked=True, first=True), Run("Vatten", marked=True)]
    assert not body_of(document_of(text), Span(6, 9)).has_mark


def test_words_that_no_block_has_stand_in_their_place():
    text = "Växel\n08-1\nÖppet 8–16\n\nChef\n08-2"
    document = blocks_of(
        text, (BlockKind.CONTACT, "Växel\n08-1", None, None), (BlockKind.CONTACT, "Chef\n08-2", None, None)
    )
    assert [(each.form, each.runs[0].text) for each in body_of(document).root.children] == [
        ("contact", "Växel\n08-1"),
        ("other", "Öppet 8–16"),
        ("contact", "Chef\n08-2"),
    ]


def test_signs_stay_with_the_words_that_they_close():
    (paragraph,) = body_of(blocks_of("**Chef** →\n", (BlockKind.PARAGRAPH, "Chef", None, None))).root.children
    assert paragraph.runs == [Run("**", sign=True), Run("Chef"), Run("** →", sign=True)]


def test_blocks_that_lie_in_each_other_are_shown_once():
    whole, part, over = "Chef Anna Ek", "Anna", "Ek 08-1"
    document = blocks_of(
        "Chef Anna Ek 08-1",
        (BlockKind.CONTACT, whole, None, None),
        (BlockKind.CONTACT, part, None, None),
        (BlockKind.CONTACT, over, None, None),
    )
    shown = [[run.text for run in each.runs] for each in body_of(document).root.children]
    assert shown == [["Chef Anna Ek"], [" 08-1"]]


def test_what_follows_a_list_to_the_end_is_no_part_of_it():
    assert [each.form for each in body_of(document_of("- Luft\n- Vatten\n\n---\n")).root.children] == [
        "unordered",
        "other",
    ]


def test_pages_begin_once_each_at_the_first_words_on_them():
    text = "Ett två.\n\nTre fyra.\n\nFem sex."
    pages = (0, 14, 19, 20)  # the third has no words
    body = body_of(replace(document_of(text), pages=pages), Span(14, 18))
    runs = [run for each in walk(body.root) for run in each.runs]
    assert [(run.page, run.text, run.marked) for run in runs] == [
        ("1", "Ett två.", False),
        (None, "Tre ", False),
        ("2", "fyra", True),
        (None, ".", False),
        ("4", "Fem sex.", False),
    ]
