"""Headings, lists, leads, bodies and quotations, from Markdown and from flattened text."""

import pytest
from outline import children, index_of, of_kind, read, words

from maltolk.model import BlockKind


def test_lone_short_lines_over_text_are_headings() -> None:
    document = read(
        "Miljöplan\n\nKommunen har en plan för miljön som gäller alla nämnder.\n\nVatten\n\n"
        "Sjöarna ska bli renare, och brunnarna ska ha gott vatten.\n"
    )
    assert [(b.level, words(document, b)) for b in document.blocks if b.kind is BlockKind.HEADING] == [
        (1, "Miljöplan"),
        (2, "Vatten"),
    ]
    water = index_of(document, "Vatten")
    assert [words(document, b) for b in children(document, water)] == [
        "Sjöarna ska bli renare, och brunnarna ska ha gott vatten."
    ]
    body = document.blocks.index(children(document, water)[0])
    assert [words(document, document.blocks[i]) for i in document.heading_path(body)] == ["Miljöplan", "Vatten"]


def test_markdown_headings_and_emphasis_leave_their_marks_outside() -> None:
    document = read(
        "# Plan ##\n\n## 2. **Mål**\n\n**Viktigt att veta**\n\nVi *börjar* nu med arbetet.\n\nUnder\n---\n\nSlut.\n"
    )
    found = [(b.level, b.number, words(document, b)) for b in document.blocks if b.kind is BlockKind.HEADING]
    assert found == [(1, None, "Plan"), (2, 2, "Mål"), (3, None, "Viktigt att veta"), (2, None, "Under")]


@pytest.mark.parametrize("bullet", ["•", "-", "*", "·", "–", "●", "o\t"])
def test_bullets_of_all_kinds(bullet: str) -> None:
    document = read(
        f"Vi vill tre saker:\n\n  {bullet} Lugn\n  {bullet} Ro\n  {bullet} Fart \n\nSedan vilar vi hela dagen.\n"
    )
    assert of_kind(document, BlockKind.LIST_ITEM) == ["Lugn", "Ro", "Fart"]
    the_list = next(b for b in document.blocks if b.kind is BlockKind.LIST)
    assert the_list.lead is not None
    assert the_list.lead.of(document.text) == "Vi vill tre saker:"
    assert of_kind(document, BlockKind.PARAGRAPH)[-1] == "Sedan vilar vi hela dagen."


@pytest.mark.parametrize("form", ["{}. {}", "{}) {}", "({}) {}"])
def test_numbers_are_kept_beside_the_words(form: str) -> None:
    lines = [form.format(n, w) for n, w in enumerate(["Skola", "Vård", "Vägar"], start=1)]
    document = read("Målen är:\n\n" + "\n".join(lines) + "\n")
    items = [(b.number, words(document, b)) for b in document.blocks if b.kind is BlockKind.LIST_ITEM]
    assert items == [(1, "Skola"), (2, "Vård"), (3, "Vägar")]


def test_the_lead_is_the_last_sentence_of_the_paragraph_before() -> None:
    document = read("Planen är ny. Den har tre delar:\n\n- a och b\n- c och d\n")
    the_list = next(b for b in document.blocks if b.kind is BlockKind.LIST)
    assert the_list.lead is not None
    assert the_list.lead.of(document.text) == "Den har tre delar:"


def test_items_own_the_paragraphs_that_explain_them_across_headings() -> None:
    document = read(
        "Målen för bygden\n\nVi har satt upp mål.\n\nOmråde 1: Folk\n\n1. Alla ska trivas i bygden\n\n"
        "Det mäts varje år i en enkät.\n\n"
        "2. Alla ska få läsa\n\nBiblioteken har öppet länge.\n\nOmråde 2: Pengar\n\n3. Kassan ska räcka\n\n"
        "Överskottet ska vara två procent.\n\nBeslutet togs i juni av alla partier tillsammans.\n"
    )
    lists = [b for b in document.blocks if b.kind is BlockKind.LIST]
    assert len(lists) == 2
    item = index_of(document, "Alla ska få läsa")
    assert [words(document, b) for b in children(document, item)] == ["Biblioteken har öppet länge."]
    third = index_of(document, "Kassan ska räcka")
    assert [words(document, b) for b in children(document, third)] == ["Överskottet ska vara två procent."]
    assert lists[1].span.of(document.text).endswith("två procent.")
    heading = document.blocks[index_of(document, "Område 2: Pengar")]
    assert (heading.kind, heading.number) == (BlockKind.HEADING, 2)


def test_a_paragraph_after_a_plain_list_is_not_part_of_it() -> None:
    document = read("Vi har mål:\n\n1. Ett\n2. Två\n3. Tre\n\nMålen gäller i fyra år och följs upp.\n")
    assert document.blocks[-1].parent is None


def test_a_numbered_item_run_into_a_paragraph_becomes_an_item() -> None:
    document = read(
        "Mål\n\n1. Renare luft\n\nVi byter bussar. 2. Tystare gator\n\nVi lägger ny asfalt där det behövs.\n\n"
        "3. Fler träd\n\nVi planterar.\n"
    )
    items = [(b.number, words(document, b)) for b in document.blocks if b.kind is BlockKind.LIST_ITEM]
    assert items == [(1, "Renare luft"), (2, "Tystare gator"), (3, "Fler träd")]
    first, second = index_of(document, "Renare luft"), index_of(document, "Tystare gator")
    assert [words(document, b) for b in children(document, first)] == ["Vi byter bussar."]
    assert [words(document, b) for b in children(document, second)] == ["Vi lägger ny asfalt där det behövs."]


@pytest.mark.parametrize(
    "text",
    [
        "1. Luft\n\nVi möts den 2. Maj är månaden.\n\n2. Vatten\n",
        "Det hände år 2. Sedan kom 3. Och inget mer än så blev sagt.",
        "Se punkt 4. Lunds kommun har mer att säga om saken.",
    ],
)
def test_numbers_in_prose_are_not_items(text: str) -> None:
    document = read(text)
    numbers = [b.number for b in document.blocks if b.kind is BlockKind.LIST_ITEM]
    assert numbers == sorted(set(numbers))
    assert len(numbers) == text.count("\n\n2.") * 2


def test_a_whole_list_flattened_into_one_line_is_cut() -> None:
    document = read("Vi arbetar med: 1. Trygghet 2. Skola 3. Natur\n\nVi vill: • se • höra • känna\n")
    assert of_kind(document, BlockKind.LIST_ITEM) == ["Trygghet", "Skola", "Natur", "se", "höra", "känna"]
    leads = [b.lead.of(document.text) for b in document.blocks if b.kind is BlockKind.LIST and b.lead]
    assert leads == ["Vi arbetar med:", "Vi vill:"]


def test_short_lines_after_a_colon_are_items_though_the_bullets_are_lost() -> None:
    document = read("Våra ord är:\nMod\nVärme\nEnkelhet\n\nOrden valdes av alla som arbetar här i huset.\n")
    assert of_kind(document, BlockKind.LIST_ITEM) == ["Mod", "Värme", "Enkelhet"]


def test_nested_lists_hang_on_their_item() -> None:
    document = read("1. Skola\n   - bättre mat\n   - mer idrott\n2. Vård\n")
    outer = index_of(document, "Skola", BlockKind.LIST_ITEM)
    nested = children(document, outer)
    assert [b.kind for b in nested] == [BlockKind.LIST]
    inner = [b for b in document.blocks if b.parent == document.blocks.index(nested[0])]
    assert [(b.level, words(document, b)) for b in inner] == [(2, "bättre mat"), (2, "mer idrott")]
    assert document.blocks[index_of(document, "Vård")].parent == document.blocks[outer].parent


def test_chapters_are_headings_but_explained_goals_are_items() -> None:
    chapters = read(
        "1. Bakgrund\n\nText ett här.\n\n2. Mål\n\nVi vill:\n\n- mer\n- annat\n\n3. Slut\n\nText två här.\n"
    )
    assert of_kind(chapters, BlockKind.HEADING) == ["Bakgrund", "Mål", "Slut"]
    goals = read("1. Grönare by\n\nText ett här.\n\n2. Friskare folk\n\nText två här.\n")
    assert of_kind(goals, BlockKind.LIST_ITEM) == ["Grönare by", "Friskare folk"]


def test_wrapped_lines_are_one_paragraph_and_flat_lines_are_not() -> None:
    wrapped = read(
        "Kommunen ska under de kommande åren bygga fler cykelvägar mellan\n"
        "byarna, och de ska vara upplysta hela natten så att alla som vill\nkan ta sig fram.\n"
    )
    assert len(of_kind(wrapped, BlockKind.PARAGRAPH)) == 1
    flat = read(
        "Första stycket står här och är helt.\nAndra stycket står här och är helt.\nTredje stycket är också helt.\n"
    )
    assert len(of_kind(flat, BlockKind.PARAGRAPH)) == 3


def test_short_lines_of_one_sentence_are_one_paragraph() -> None:
    plain = read(
        "Lättläst\n\nPolitikerna i Ed har bestämt\nhur kommunen ska bli bättre\nför alla som bor här.\n"
        "Det är en vision.\n\n"
        "1. Alla barn ska lära sig läsa\ninnan de slutar skolan.\n2. Alla ska ha ett jobb.\n"
    )
    assert of_kind(plain, BlockKind.PARAGRAPH)[-2:] == [
        "Politikerna i Ed har bestämt\nhur kommunen ska bli bättre\nför alla som bor här.",
        "Det är en vision.",
    ]
    assert of_kind(plain, BlockKind.LIST_ITEM) == [
        "Alla barn ska lära sig läsa\ninnan de slutar skolan.",
        "Alla ska ha ett jobb.",
    ]
    flat = read("Ed\n\nVåra mål\nfler bostäder\nbättre skola\nmindre utsläpp.\n\nAnna Ek\nkommunalråd för tillväxt.\n")
    assert not any("\n" in words for words in of_kind(flat, BlockKind.PARAGRAPH))


def test_quotations_know_their_speaker_and_lose_their_dash() -> None:
    document = read(
        "Nytt bad\n\nBadet öppnar i vår efter en lång väntan.\n\n– Det blir fint, säger Karin Ask (M), kommunalråd.\n\n"
        "Bygget kostar mycket.\n\n– Men det är värt det, säger hon.\n"
    )
    said = [b for b in document.blocks if b.kind is BlockKind.QUOTATION]
    assert [words(document, b)[:14] for b in said] == ["Det blir fint,", "Men det är vär"]
    assert [b.speaker.of(document.text) for b in said if b.speaker] == ["Karin Ask", "Karin Ask"]


def test_a_quotation_in_quotation_marks() -> None:
    document = read('Ny chef\n\n"Jag ser fram emot att börja här", säger Ove Lind, skolchef.\n')
    said = next(b for b in document.blocks if b.kind is BlockKind.QUOTATION)
    assert said.speaker is not None
    assert said.speaker.of(document.text) == "Ove Lind"


def test_a_dashed_list_is_no_conversation() -> None:
    document = read("Vi ska:\n\n– bygga\n– måla\n– städa\n")
    assert of_kind(document, BlockKind.LIST_ITEM) == ["bygga", "måla", "städa"]
    assert of_kind(document, BlockKind.QUOTATION) == []
