"""The steps that answer from the texts, each with one kind of question. A step that does not apply says so."""

from collections.abc import Callable
from dataclasses import replace

from maltolk.answering.catalogue import count_of, say, swedish_order
from maltolk.answering.finding.enumerations import EnumerationKind
from maltolk.answering.finding.findings import Finding, Focus, Line, Outcome, Section, not_mine
from maltolk.answering.finding.label_match import stands_in
from maltolk.answering.finding.lists import (
    Candidate,
    blocks_of,
    counts_something_else,
    item_lines,
    lines_of,
    narrowed,
    numbered,
    weigh_lists,
)
from maltolk.answering.finding.request import Request
from maltolk.answering.finding.sentence_answers import EXACT, LIKE_OPEN, LIKE_OTHER_LANGUAGE, MOST_FACT
from maltolk.answering.people.people_lookup import asks_backwards
from maltolk.answering.retrieval.answer_types import LISTS, leaning
from maltolk.answering.retrieval.evidence import Evidence, is_text
from maltolk.answering.understanding.tokens import LAST, word_lists
from maltolk.answering.understanding.understand import Question, aims, is_light
from maltolk.answering.understanding.word_match import forms_of, strength, surfaces_of
from maltolk.model import Block, BlockKind, Document

Step = Callable[[Request], Finding]

ITEM_COVER = 0.4
"""Share of the question's words that the labels of a numbered item must have."""
LIST_COVER, LIST_SURE, LIST_UNASKED = 0.5, 0.52, 0.8
"""The same for a list; and the score that it must have where a list was asked for, and where it was not."""
TOLD = 0.6
"""Share of its label's words that must be asked for before a list answers a question that asks for none."""
TITLED = 0.5
"""From this strength on a title has a word of the question."""
NEAR_TOP = 0.02
"""How much less near than the nearest passage a list may be and still be what was meant; cosines."""
RIVAL = 0.1
"""How much worse a list of another municipality may score and still be meant as well."""


def find_item(request: Request) -> Finding:
    """ "Vad är mål 9?": the item with that number, and what explains it."""
    question = request.question
    number = question.numbers.item
    if number is None or asks_backwards(question.text):
        return not_mine("no item number")
    shown = dict(enumerate(request.focus.items, 1))
    last = number == LAST
    if last:
        number = len(shown)
    heavy = [t for t in question.words if not is_light(t)]
    if (last or not heavy) and number in shown:
        place, block = shown[number]
        return _item(request, place, request.index.document(place), block)
    found = [f for f in numbered(request.looked_at(), question, number) if f.cover >= ITEM_COVER]
    if found:
        return _item(request, found[0].number, found[0].document, found[0].block)
    if any(f.cover >= ITEM_COVER for f in numbered(request.looked_at(), question, 1)):
        return Finding(Outcome.NOT_FOUND, reason=f"there are numbered items, but none with {number}")
    return not_mine("no numbered items")


def find_named_item(request: Request) -> Finding:
    """ "Vilka mål har Piteå för transporter?": an item or numbered heading named in the question, with what it says."""
    question = request.question
    for page in request.looked_at():
        for label, item in page.explained_items:
            if stands_in(label, question.text):
                return _item(request, page.number, page.document, item)
    return not_mine("names no item")


def _item(request: Request, place: int, document: Document, block: int) -> Finding:
    lines = item_lines(document, block, MOST_FACT)
    return Finding(Outcome.FOUND, (Section(lines),), score=1.0, focus=Focus((place,), items=((place, block),)))


def find_quotation(request: Request) -> Finding:
    """ "Vad säger …?": what the person named is quoted with."""
    question = request.question
    if not question.asks("wants.quotation"):
        return not_mine("asks for nobody's words")
    names = {p.field("name") for p in request.people() if any(t.surface in p.names for t in question.words)}
    best: tuple[float, int, Document, Block] | None = None
    for page in request.looked_at():
        number, document = page.number, page.document
        for place, block in enumerate(document.blocks):
            if block.kind is not BlockKind.QUOTATION or block.speaker is None:
                continue
            speaker = block.speaker.of(document.text)
            named = sum(t.surface in speaker.casefold() for t in question.words) + (speaker in names)
            if named:
                like = max(
                    (e.score for e in request.evidence if e.document is document and e.passage.block == place),
                    default=0.0,
                )
                if best is None or named + like > best[0]:
                    best = (named + like, number, document, block)
    if best is None:
        return not_mine("nobody of that name is quoted")
    _, number, document, block = best
    return Finding(Outcome.FOUND, (Section((Line(document, block.span),)),), score=1.0, focus=Focus((number,)))


def find_page_date(request: Request) -> Finding:
    """ "När uppdaterades sidan?": the line at the foot of the page that says so."""
    question = request.question
    about_page = word_lists()["page"]["dated"].split()
    itself = word_lists()["page"]["itself"].split()
    words = {t.surface for t in question.words if not is_light(t)}
    if not question.asks("wants.date", "wants.year") or not words & set(about_page):
        return not_mine("asks for no date of a page")
    others = [t for t in question.words if t.surface in words - {*about_page, *itself}]
    # By their titles: what dates a page is furniture, which no search finds.
    titled = frozenset(
        card.number
        for card in request.index.documents
        if request.in_scope(card.number) and all(strength(t, forms_of(card.title)) >= TITLED for t in others)
    )
    for page in request.limited(replace(question, documents=titled)).looked_at():
        place, document = page.number, page.document
        for block in document.blocks:
            written = surfaces_of(block.span.of(document.text))
            if (
                block.kind is BlockKind.FURNITURE
                and set(about_page) & set(written)
                and any(w.isdecimal() for w in written)
            ):
                return Finding(Outcome.FOUND, (Section((Line(document, block.span),)),), focus=Focus((place,)))
    return not_mine("no page says when it was written")


def find_list(request: Request) -> Finding:
    """A list, or how many it holds, when the question asks for one or means one as a whole."""
    question = request.question
    asked = question.asks("wants.list", "wants.count", "wants.all") or question.numbers.count is not None
    asked = asked or (question.asks("wants.comparison") and _asks_for_goals(question))
    if not question.words or question.asks("wants.year", "wants.date", "wants.cost", "fields.party"):
        return not_mine("no words to find a list by, or a date, price or party is asked for")
    ranked = weigh_lists(question, request.looked_at(), request.likeness(), 0.0 if asked else TOLD)
    if not ranked:
        return not_mine("no lists")
    best = ranked[0]
    fits = (
        best.cover >= LIST_COVER
        and best.score >= (LIST_SURE if asked else LIST_UNASKED)
        and (asked or best.told >= TOLD)
    )
    if not fits and asked:
        # "Vilka löften ger politikerna?": the list is called promises, and the rest of the question is about it.
        topical = next((c for c in ranked if c.topical), None)
        foreign = question.language != "sv" and question.asks("wants.list", "wants.all")
        if topical is None and (foreign or _asks_for_goals(question)):
            topical = _nearest_list(request, ranked) or _goals(request, question)
            return _list(request, topical) if topical is not None else not_mine("no list is near enough")
        fits, best = topical is not None, topical or best
    if not fits:
        return not_mine(f"best list: cover {best.cover:.2f}, score {best.score:.2f}")
    if question.asks("wants.count") and counts_something_else(question, best):
        return not_mine("its label counts something else")
    choice = narrowed(question, best)
    if choice.items and question.asks("wants.list"):
        return _items(request, best, choice.items)
    if choice.beyond:
        return not_mine("about something that neither labels nor items have")
    rivals = _municipalities(request, [c for c in ranked if c.score >= best.score - RIVAL and c.cover >= LIST_COVER])
    if question.documents is None and len(rivals) > 1:
        return _which(request, rivals)
    sentence = _better_sentence(request, best)
    if sentence is not None:
        return not_mine(f"a sentence fits better: {sentence.score:.2f} against {best.score:.2f}")
    return _list(request, best)


def _goals(request: Request, question: Question) -> Candidate | None:
    """The list nearest to what aims are like, for a municipality whose texts call them something else."""
    if not _asks_for_goals(question):
        return None
    texts, vectors = request.index.probes("overview")
    aimed = request.aimed(texts[1], vectors[1])
    return _nearest_list(aimed, weigh_lists(question, aimed.looked_at(), aimed.likeness()))


def _asks_for_goals(question: Question) -> bool:
    """Whether a municipality's aims as a whole are asked for, by whatever name its texts have for them."""
    heavy = [t.surface for t in question.words if not is_light(t)]
    return bool(heavy) and bool(question.municipalities) and all(word in aims() for word in heavy)


def _items(request: Request, best: Candidate, items: tuple[int, ...]) -> Finding:
    """Some items of a list, each with what explains it when there is one."""
    if len(items) == 1:
        return _item(request, best.number, best.document, items[0])
    lines = tuple(Line(best.document, best.document.blocks[i].span, bullet=True) for i in items)
    focus = Focus((best.number,), items=tuple((best.number, i) for i in items))
    return Finding(Outcome.FOUND, (Section(lines),), score=best.score, focus=focus)


def _nearest_list(request: Request, ranked: list[Candidate]) -> Candidate | None:
    """For a question that shares no words with the labels: the list whose passage is the nearest of all, or nearly."""
    dense = {(c.passage.document, c.passage.block): c.dense for c in request.candidates}
    top = max(dense.values(), default=0.0)
    near = [
        (max(dense.get((c.number, b), 0.0) for b in blocks_of(c.document, c.enumeration)), c)
        for c in ranked
        if c.enumeration.kind is not EnumerationKind.HEADINGS
    ]
    best = max(near, key=lambda n: n[0], default=None)
    return best[1] if best is not None and best[0] >= max(top - NEAR_TOP, LIKE_OTHER_LANGUAGE) else None


def _better_sentence(request: Request, best: Candidate) -> Evidence | None:
    """A sentence with clearly more of the question's words than the list's labels have."""
    top = next((e for e in request.evidence if is_text(e) and e.fits and e.sentence >= 0), None)
    if top is None or top.passage.kind in (BlockKind.LIST, BlockKind.LIST_ITEM):
        return None
    says = leaning(request.question, top.span.of(top.document.text)) >= LISTS
    counts = request.question.asks("wants.count") and top.cover >= best.cover - 0.1
    # "Vilka får själva bestämma om målen?" has more to it than the goals.
    tells_more = len([t for t in request.question.words if not is_light(t)]) > 1 and not best.topical
    if _asks_for_goals(request.question):
        return top if says and counts else None
    return top if (says and counts) or ((says or tells_more) and top.cover > best.cover + 0.2) else None


def _list(request: Request, best: Candidate) -> Finding:
    message = say("list_lead", request.language, count=len(best.enumeration.items))
    lines = lines_of(best.document, best.enumeration, message)
    if request.question.asks("wants.count") and best.enumeration.lead is not None:
        lines = (Line(None, None, message), *lines)
    items = tuple((best.number, block) for block in best.enumeration.items)
    return Finding(Outcome.FOUND, (Section(lines),), score=best.score, focus=Focus((best.number,), items=items))


def find_overview(request: Request) -> Finding:
    """ "Berätta om Lund": what the texts call the vision, and the list nearest to goals."""
    question = request.question
    asks_more = question.untranslated or [t for t in question.words if not is_light(t)]
    if asks_more or question.documents is None or question.asks(*EXACT):
        return not_mine("no municipality alone")
    vision, goals = (request.aimed(t, v) for t, v in zip(*request.index.probes("overview"), strict=True))
    sentence = next((e for e in vision.evidence if is_text(e) and e.dense >= LIKE_OPEN), None)
    lines: tuple[Line, ...] = () if sentence is None else (Line(sentence.document, sentence.span),)
    chosen = _nearest_list(goals, weigh_lists(question, goals.looked_at(), goals.likeness()))
    items: tuple[tuple[int, int], ...] = ()
    if chosen is not None:
        message = say("list_lead", request.language, count=len(chosen.enumeration.items))
        lines += lines_of(chosen.document, chosen.enumeration, message)
        items = tuple((chosen.number, block) for block in chosen.enumeration.items)
    if not lines:
        return not_mine("nothing on goals in scope")
    documents = tuple(sorted(question.documents))
    return Finding(Outcome.FOUND, (Section(lines),), score=0.6, focus=Focus(documents, items=items))


def _municipalities(request: Request, candidates: list[Candidate]) -> list[str]:
    return list(dict.fromkeys(c.document.municipality for c in candidates))


def _which(request: Request, municipalities: list[str]) -> Finding:
    names = sorted(municipalities, key=swedish_order)
    return Finding(
        Outcome.UNCLEAR,
        message=say("which_municipality", request.language, indexed=request.indexed_names()),
        suggestions=tuple(f"{request.question.text.rstrip(' ?')} – {name}?" for name in names[:4]),
        reason="several municipalities fit equally well",
    )


def coverage(request: Request) -> Finding:
    """What the index covers."""
    language = request.language
    cards = [c for c in request.index.documents if request.in_scope(c.number)]
    lines = []
    for name in sorted({c.municipality for c in cards}, key=swedish_order):
        own = [c for c in cards if c.municipality == name]
        titles = "; ".join(c.title + (f" ({c.date[:4]})" if c.date else "") for c in own[:3])
        more = f" + {len(own) - 3}" if len(own) > 3 else ""
        lines.append(
            Line(None, None, say("coverage_line", language, municipality=name, title=titles, date=more), bullet=True)
        )
    message = say(
        "coverage", language, count=count_of("coverage_counts", language, len(cards)), indexed=request.indexed_names()
    )
    return Finding(Outcome.FOUND, (Section(tuple(lines)),), message=message, score=1.0, reason="asks what is covered")
