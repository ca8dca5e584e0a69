"""Which enumeration a question means."""

import pytest

from maltolk.answering.catalogue import say
from maltolk.answering.finding.structure.list_lines import item_lines, lines_of
from maltolk.answering.finding.structure.list_match import narrowed, numbered, stands_in, weigh_lists
from maltolk.answering.finding.structure.outlines import Page
from maltolk.indexing.index import Index


def pages(index: Index, question) -> list[Page]:
    scope = question.documents if question.documents is not None else range(len(index.documents))
    return [Page(number, index.document(number)) for number in sorted(scope)]


@pytest.fixture
def best(understand, corpus_index: Index):
    """The words of the items of the best enumeration for a question."""

    def of(text: str) -> list[str]:
        question = understand(text)
        ranked = weigh_lists(question, pages(corpus_index, question), {})
        top = ranked[0]
        return [top.document.blocks[i].span.of(top.document.text) for i in top.enumeration.items]

    return of


def test_the_whole_run_comes_before_its_lists(best):
    assert len(best("Vilka mål har Ale?")) == 8


def test_a_list_picked_out_by_its_heading_comes_before_the_run(best):
    assert best("Vilka mål finns under Målområde B: Bo i Ale?") == [
        "Det ska finnas bostäder för livets alla skeden",
        "Strandpromenaden ska gå att rulla längs",
        "Grannar ska kunna lita på varandra",
    ]


def test_headings_are_called_by_their_first_word(best):
    assert best("Vilka målområden har Ale?") == ["Målområde A: Växa", "Målområde B: Bo", "Målområde C: Verka"]


PLAN = """# {title}

## Mål

- Alla läser efter årskurs 1
- Matematiken lyfter
- Alla är i skolan
- Lugnt på rasterna
"""


@pytest.mark.parametrize(
    ("title", "question", "items"),
    [
        ("Skolplan 2025", "Vilka mål har skolan i Ale?", 0),
        ("Skolplan 2025", "Vilka mål finns det för matematiken?", 1),
        ("Plan 2025", "Vilka mål har skolan i Ale?", 1),
    ],
)
def test_what_the_whole_text_is_about_picks_no_item(read_text, understand, title: str, question: str, items: int):
    document = read_text(PLAN.format(title=title))
    asked = understand(question)
    (best, *_) = weigh_lists(asked, [Page(0, document)], {})
    assert len(best.enumeration.items) == 4
    assert len(narrowed(asked, best).items) == items


def test_the_lead_says_what_a_list_holds(best):
    assert best("Vilka fokusområden har Älmhult?")[0] == "En skola som ser varje barn"
    assert len(best("Vilka åtgärder har Orsa?")) == 18


def test_a_count_expected_decides_between_lists(understand, corpus_index: Index):
    right = understand("Vilka är de åtta målen i Ale?")
    wrong = understand("Vilka är de femton målen i Ale?")
    scores = [weigh_lists(q, pages(corpus_index, q), {})[0] for q in (right, wrong)]
    assert len(scores[0].enumeration.items) == 8
    assert scores[0].score > scores[1].score


def test_likeness_of_its_passage_raises_a_list(understand, corpus_index: Index):
    question = understand("Vilka åtgärder har Orsa?")
    found = pages(corpus_index, question)
    plain = weigh_lists(question, found, {})[0]
    block = plain.enumeration.items[0]
    raised = weigh_lists(question, found, {(plain.number, block): 1.0})[0]
    assert raised.score > plain.score or plain.score == 1.0


def test_scores_lie_between_0_and_1_and_fall(understand, corpus_index: Index):
    question = understand("Vilka mål finns?")
    scores = [c.score for c in weigh_lists(question, pages(corpus_index, question), {})]
    assert scores == sorted(scores, reverse=True)
    assert all(-0.2 <= s <= 1.0 for s in scores)


@pytest.mark.parametrize(
    ("label", "text", "stands"),
    [
        ("Friskt hav", "Vad görs för friskt hav i Kalmar?", True),
        ("Fokusområde 1: Lundaborna i fokus", "Vad ingår i Lundaborna i fokus?", True),
        ("Friskt hav", "Vad görs för hav?", False),
        ("Mål", "Vilka mål finns?", False),  # too short to be a name
        ("", "Vilka mål finns?", False),
    ],
)
def test_a_label_that_stands_in_the_question(label: str, text: str, stands: bool):
    assert stands_in(label, text) is stands


def test_numbered_items(understand, corpus_index: Index):
    question = understand("Vad är mål 5 i Ale?")
    found = numbered(pages(corpus_index, question), question, 5)
    assert found[0].document.blocks[found[0].block].span.of(found[0].document.text).startswith("Strandpromenaden")
    assert numbered(pages(corpus_index, question), question, 9) == []


FIXED = say("nothing_about_this", "sv")


def test_lines_begin_with_the_lead_or_with_fixed_words(understand, corpus_index: Index):
    with_lead = understand("Vilka åtgärder har Orsa?")
    top = weigh_lists(with_lead, pages(corpus_index, with_lead), {})[0]
    lines = lines_of(top.document, top.enumeration, FIXED)
    assert lines[0].span == top.enumeration.lead
    assert all(line.bullet for line in lines[1:])
    without = understand("Vilka mål har Ale?")
    top = weigh_lists(without, pages(corpus_index, without), {})[0]
    lines = lines_of(top.document, top.enumeration, FIXED)
    assert (lines[0].span, lines[0].words) == (None, FIXED)
    assert len(lines[1:]) == 8
    assert all(line.numbered for line in lines[1:])


def test_an_item_brings_its_explanation_up_to_a_length(small_document):
    document = small_document("ale")
    item = next(i for i, b in enumerate(document.blocks) if b.number == 1)
    long, short = item_lines(document, item, 500), item_lines(document, item, 1)
    assert [line.span.of(document.text)[:11] for line in long if line.span] == ["Varje barn ", "Simskolan ä"]
    assert long[0].numbered
    assert short[0] == long[0]


def test_a_heading_brings_the_list_under_it(small_document):
    document = small_document("ale")
    heading = next(i for i, b in enumerate(document.blocks) if b.span.of(document.text) == "Målområde B: Bo")
    lines = item_lines(document, heading, 500)
    bullets = [line for line in lines if line.bullet]
    numbers = {block.span: block.number for block in document.blocks}
    assert [numbers[line.span] for line in bullets if line.span and line.numbered] == [4, 5, 6]
