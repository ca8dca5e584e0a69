"""The vision, slogan or the like that a question asks for, as the texts state it."""

from collections.abc import Iterator

from maltolk.answering.finding.findings import Finding, Focus, Outcome, Section
from maltolk.answering.finding.proposals import Absence, Kind, Proposal, VisionSigns
from maltolk.answering.finding.request import Request
from maltolk.answering.finding.structure.arranging import arranged
from maltolk.answering.finding.structure.visions import Statement, means_vision, statements_in
from maltolk.answering.reader.reading_model import probability
from maltolk.answering.retrieval.intent import Intent
from maltolk.answering.understanding.message import interrogative
from maltolk.answering.understanding.question import Question
from maltolk.answering.understanding.tokens import tokens_of, word_lists
from maltolk.indexing.search.word_match import forms_of, strength
from maltolk.model import BlockKind

MAX_EXPLAINED = 250
"""Characters of a statement and what explains it."""
_NAMED = 0.6
"""Strength from which a word of the question is in a statement, its title or the headings above it."""


def propose_visions(request: Request) -> Iterator[Proposal | Absence]:
    """What a question for a vision means: the statement that has most of its other words, the plainest and likeliest
    first."""
    question = request.question
    # What goes on with a question for one, or asks for a list ("Vilka visionsmål …?") or a meaning, may sound like it.
    other = request.is_follow_up or _asks_what_it_means(question) or question.asks("wants.list")
    asked = 0.0 if other else request.intents[Intent.VISION]
    named = any(means_vision(word.surface) for word in question.heavy)
    if not named and asked < max(request.intents.values()):
        yield Absence(Kind.VISION, "asks for no vision")
        return
    of_it = question.asks("wants.list") and question.topic is not None and not means_vision(question.topic)
    if of_it or question.is_exact or question.asks("wants.count") or question.numbers.item is not None:
        yield Absence(Kind.VISION, "asks for something about a vision")
        return
    found = [each for page in request.looked_at() for each in statements_in(request.shelf.of(page.number))]
    found = [each for each in found if not request.is_besides(each.cut.number, each.cut.units[each.units[0]].span)]
    covers = [_cover(question, each) for each in found]
    about, everywhere = _asks_about(question), question.documents is None
    ranked = [
        (cover + each.form + _likely(request, each), cover, each) for cover, each in zip(covers, found, strict=True)
    ]
    for _, cover, each in sorted(ranked, key=lambda one: -one[0]):
        rivals = tuple(dict.fromkeys(other.cut.document.municipality for other in found)) if everywhere else ()
        signs = VisionSigns(each.form, asked, cover, _agreed(request, each), about, rivals)
        yield Proposal(Kind.VISION, _finding(request, each), signs)
    yield Absence(Kind.VISION, "states no vision")


def _cover(question: Question, each: Statement) -> float:
    """Share of the question's words, weighted by rarity, that ask for a vision, or that the statement, its headings and
    title have."""
    document = each.cut.document
    block = each.cut.units[each.units[0]].block
    told = [document.title, *(document.blocks[place].span.of(document.text) for place in document.heading_path(block))]
    told += [each.cut.units[unit].span.of(document.text) for unit in each.units]
    forms = forms_of(" ".join(told))
    words = [word for word in question.heavy if word.surface not in _ahead()]
    whole = sum(word.idf for word in words)
    has = (word for word in words if means_vision(word.surface) or strength(word, forms) >= _NAMED)
    return sum(word.idf for word in has) / whole if whole else 1.0


def _ahead() -> frozenset[str]:
    """Words for the time that visions are for."""
    return frozenset(word_lists()["vision"]["ahead"].split())


def _likely(request: Request, each: Statement) -> float:
    """How likely the reader finds the likeliest unit of the statement, 0 to 1; 0 where it was not read."""
    marked = (unit for unit in request.marked if unit.cut is each.cut and unit.number in each.units)
    return max((probability(unit.logit) for unit in marked), default=0.0)


def _agreed(request: Request, each: Statement) -> bool:
    """Whether the statement is the best of what was read."""
    best = request.marked[0] if request.marked else None
    blocks = {each.cut.units[unit].block for unit in each.units}
    return best is not None and best.cut is each.cut and best.cut.units[best.number].block in blocks


def _asks_about(question: Question) -> bool:
    """Whether the part of the question that has the word asks how, when or why, or what some other words mean."""
    if _asks_what_it_means(question):
        return True
    for part in question.text.split(","):
        tokens = tokens_of(part)
        if any(means_vision(token.folded) for token in tokens):
            place = interrogative(tokens)
            kinds = word_lists()["interrogative"]["determiner"].split()
            return place is not None and tokens[place].folded not in (*kinds, "vad")
    return False


def _asks_what_it_means(question: Question) -> bool:
    """Whether the question asks what some other words than those for a vision mean."""
    return question.asks("wants.definition") and not all(means_vision(word.surface) for word in question.heavy)


def _finding(request: Request, each: Statement) -> Finding:
    """The statement, and the sentence behind it that explains it."""
    cut, last = each.cut, each.units[-1]
    shown = list(each.units)
    after = last + 1
    length = sum(cut.units[unit].span.end - cut.units[unit].span.start for unit in shown)
    if after < len(cut.units) and cut.kind(after) is BlockKind.PARAGRAPH and not cut.units[after].row:
        span = cut.units[after].span
        if length + span.end - span.start <= MAX_EXPLAINED and request.question.asks("wants.definition"):
            shown.append(after)
    lines = arranged(cut, shown, (), whole=False)
    focus = Focus((cut.number,), quotes=tuple((cut.number, line.span) for line in lines if line.span))
    return Finding(Outcome.FOUND, (Section(lines),), score=each.form, focus=focus)
