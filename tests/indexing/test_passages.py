import pytest
from hypothesis import given
from hypothesis import strategies as st

from maltolk.indexing.passages import CONTEXT_JOINT, PassageRule, cut, encoder_input
from maltolk.model import BlockKind, Document

RULE = PassageRule()
SENTENCE = "Kommunen ska vara en trygg plats för alla som bor här."


def passages(document: Document):
    return cut(document, 0, 0, 0, RULE)


def words(document: Document):
    return [[span.of(document.text) for span in passage.sentences] for passage in passages(document)]


def test_short_paragraphs_under_one_heading_are_joined_and_never_across_headings(make_document):
    document = make_document(["# Ett", "Första stycket.", "Andra stycket.", "# Två", "Tredje stycket."])
    assert words(document) == [["Första stycket.", "Andra stycket."], ["Tredje stycket."]]
    assert [passage.context for passage in passages(document)] == ["Mål och visioner › Ett", "Mål och visioner › Två"]


def test_a_long_paragraph_is_cut_at_sentences(make_document):
    document = make_document([" ".join([SENTENCE] * 16)])
    found = passages(document)
    assert len(found) == 3
    assert all(passage.span.end - passage.span.start <= RULE.longest for passage in found)
    assert [sentence for group in words(document) for sentence in group] == [SENTENCE] * 16
    assert [passage.first_sentence for passage in found] == [0, 7, 14]


def test_a_short_rest_stays_with_the_piece_before(make_document):
    document = make_document([" ".join([SENTENCE] * 7) + " Så är det i kommunen."])
    assert len(passages(document)) == 1


def test_a_list_is_one_passage_with_its_lead_and_items_as_sentences(make_document):
    document = make_document([": Vi har tre mål:", "- Skola", "- Vård", "- Omsorg", "Sedan mer text."])
    assert words(document) == [["Vi har tre mål:", "Skola", "Vård", "Omsorg"], ["Sedan mer text."]]
    assert passages(document)[0].kind is BlockKind.LIST


def test_an_item_with_an_explanation_is_a_passage_of_its_own(make_document):
    document = make_document(["- Skola", "+ Alla ska lära sig. Hela livet.", "- Vård"])
    found = {passage.kind: passage for passage in passages(document)}
    assert [span.of(document.text) for span in found[BlockKind.LIST_ITEM].sentences] == [
        "Skola",
        "Alla ska lära sig.",
        "Hela livet.",
    ]
    assert [span.of(document.text) for span in found[BlockKind.LIST].sentences] == ["Skola", "Vård"]
    # The explanation is not said twice: the list embeds its items alone.
    assert encoder_input(document, found[BlockKind.LIST]).text == "Skola\nVård"


def test_a_long_list_is_cut_between_items_and_keeps_its_lead_as_context(make_document):
    document = make_document([": Vi har många mål:"] + [f"- Mål {number}: {SENTENCE}" for number in range(40)])
    found = passages(document)
    assert len(found) > 1
    assert all(passage.context.endswith(f"{CONTEXT_JOINT}Vi har många mål:") for passage in found)
    assert sum(len(passage.sentences) for passage in found) == 40


def test_a_contact_block_is_one_passage_of_lines(make_document):
    document = make_document(["# Kontakt", "@ Anna Berg; Kommunalråd; 044-13 50 00"])
    (passage,) = passages(document)
    assert passage.kind is BlockKind.CONTACT
    assert words(document) == [["Anna Berg", "Kommunalråd", "044-13 50 00"]]


def test_furniture_and_headings_are_in_no_passage(make_document):
    document = make_document(["# Rubrik", "! Skriv ut", "Text här.", "! Kommentera", "Mer text."])
    assert words(document) == [["Text här."], ["Mer text."]]
    assert passages(make_document(["# Bara en rubrik", "! Kontakt"])) == []


def test_a_heading_like_the_title_is_said_once(make_document):
    document = make_document(["# MÅL och visioner", "## Skola", "Text."], title="Mål och visioner")
    assert passages(document)[0].context == "Mål och visioner › Skola"


def test_text_without_full_stops_is_cut_at_white_space(make_document):
    document = make_document(["ord " * 2000])
    found = passages(document)
    assert all(passage.span.end - passage.span.start <= RULE.longest_list for passage in found)
    assert sum(text.count("ord") for group in words(document) for text in group) == 2000


def test_the_fingerprint_changes_with_every_parameter():
    assert PassageRule(longest=301).fingerprint != RULE.fingerprint
    assert PassageRule(shortest=1).fingerprint != RULE.fingerprint


PARTS = st.lists(
    st.tuples(
        st.sampled_from(["", "# ", "## ", "- ", "> ", "! ", "@ ", ": "]),
        st.lists(st.sampled_from(["Ett mål.", "Två mål?", "kap. 3 gäller", "2019", SENTENCE]), min_size=1, max_size=9),
    ).map(lambda part: part[0] + " ".join(part[1])),
    max_size=12,
)


@given(parts=PARTS)
def test_every_sentence_is_quotable_and_where_it_was_embedded(make_document, parts):
    document = make_document(parts)
    found = passages(document)
    row = 0
    for place, passage in enumerate(found):
        assert (passage.id, passage.first_sentence) == (place, row)
        row += len(passage.sentences)
        assert passage.sentences
        assert list(passage.sentences) == sorted(passage.sentences)
        assert passage.span.start == passage.sentences[0].start
        assert passage.span.end == max(span.end for span in passage.sentences)
        item = encoder_input(document, passage)
        assert [span.of(item.text) for span in item.sentences] == [span.of(document.text) for span in passage.sentences]
        for block in document.blocks:
            if block.kind in (BlockKind.HEADING, BlockKind.FURNITURE):
                assert not any(s.start < block.span.end and block.span.start < s.end for s in passage.sentences)


@given(parts=PARTS)
def test_no_words_are_lost(make_document, parts):
    document = make_document(parts)
    covered = {place for passage in passages(document) for span in passage.sentences for place in range(*_ends(span))}
    # A lead before no list, and a sentence of signs, are the only other words.
    for block in document.blocks:
        if block.kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.CONTACT, BlockKind.QUOTATION):
            letters = {place for place in range(*_ends(block.span)) if document.text[place].isalnum()}
            assert letters <= covered


def _ends(span):
    return span.start, span.end


@pytest.mark.parametrize("longest", [50, 300, 5000])
def test_pieces_never_pass_the_limit_unless_one_sentence_does(make_document, longest):
    rule = PassageRule(longest=longest, shortest=0)
    document = make_document([" ".join([SENTENCE, "Kort."] * 8)])
    for passage in cut(document, 0, 0, 0, rule):
        assert passage.span.end - passage.span.start <= longest or len(passage.sentences) == 1
