"""The general case: one to three sentences, by words and by vectors."""

from collections.abc import Iterator

from maltolk.answering.catalogue import say
from maltolk.answering.finding.findings import Finding, Focus, Line, Outcome, Section
from maltolk.answering.finding.proposals import Absence, Kind, NearSigns, Proposal, SentenceSigns, Want
from maltolk.answering.finding.request import Request
from maltolk.answering.retrieval.evidence import Evidence, is_text
from maltolk.answering.understanding.question import Question
from maltolk.indexing.search.word_match import forms_of, surfaces_of

UNTRANSLATED, UNTRANSLATED_EXACT = 0.5, 0.75
"""How much a foreign word missing from the glossary counts as missing: many are names or only part of the asking."""
MAX_CHARACTERS, MAX_NEAR_CHARACTERS = 330, 420
"""Characters of an answer in running text, unless its first sentence alone is longer; the second for an answer that is
only the nearest that the texts say."""


def propose_sentences(request: Request) -> Iterator[Proposal | Absence]:
    """One or two sentences with the question's words; then up to three of the nearest."""
    question = request.question
    told = request.focus.quotes if _wants_more(question) else ()
    evidence = [e for e in request.evidence if is_text(e) and (e.passage.document, e.span) not in told]
    if not evidence or not (question.words or question.untranslated):
        yield Absence(Kind.SENTENCES, "nothing to go by")
        return
    best = evidence[0]
    # Words missing from the glossary count as missing from the sentence.
    share = UNTRANSLATED_EXACT if question.is_exact else UNTRANSLATED
    lacking = question.untranslated * (share if question.documents is not None else 1.0)
    signs = SentenceSigns(
        unfit=_beside_the_point(request, best),
        score=best.score,
        cover=best.cover * len(question.words) / max(1.0, len(question.words) + lacking),
        translated=question.language != "sv",
        compared=question.asks("wants.comparison"),
    )
    yield Proposal(Kind.SENTENCES, _finding(_with_seconds(request, best, evidence)), signs)
    near = sorted(
        (e for e in evidence if e.fits and e.sentence >= 0), key=lambda e: (-e.likeness, e.passage.id, e.sentence)
    )
    if not near:
        yield Absence(Kind.SENTENCES, "no sentence has the kind of thing asked for")
        return
    lead = (Line(None, None, say("nearest", request.language)),)
    finding = _finding(_within(near, 3, MAX_NEAR_CHARACTERS), lead, nearest=True)
    service = request.intents.lead_of_service
    yield Proposal(
        Kind.SENTENCES, finding, NearSigns(_want(question), near[0].dense, _lacks(question, near[0]), service)
    )


def _finding(chosen: list[Evidence], before: tuple[Line, ...] = (), *, nearest: bool = False) -> Finding:
    best = chosen[0]
    lines = tuple(Line(e.document, e.span) for e in sorted(chosen, key=lambda e: e.span))
    focus = Focus((best.passage.document,), quotes=tuple((e.passage.document, e.span) for e in chosen))
    return Finding(Outcome.FOUND, (Section(before + lines),), score=best.score, nearest=nearest, focus=focus)


def _want(question: Question) -> Want:
    """A question for a person, a number, a date, a price or a reason wants exactly that, and a text that merely
    resembles it will not do. An open question about a municipality ("Vad gör … åt …?") is answered by what is near."""
    if question.asks("wants.reason"):
        return Want.REASON
    if question.is_exact:
        return Want.EXACT
    if question.documents is None:
        return Want.ANYWHERE
    if question.asks("wants.list") and question.language == "sv":
        return Want.LIST
    return Want.OPEN if question.language == "sv" else Want.TRANSLATED


def _lacks(question: Question, near: Evidence) -> str:
    """Why the nearest sentence is beside the point; empty when it is not."""
    if question.topic is not None and question.topic in {t.surface for t in near.missing}:
        return f"nothing on {question.topic}"
    if question.asks("wants.name") and question.heavy and all(t in near.missing for t in question.heavy):
        return "nothing on what is asked for"
    return ""


def _wants_more(question: Question) -> bool:
    """Whether the question wants more than the previous answer said."""
    return question.asks("follows.thing", "follows.more", "follows.person")


def _with_seconds(request: Request, best: Evidence, evidence: list[Evidence]) -> list[Evidence]:
    """The best sentence and one more: for a reason the one before it, else one nearly as good."""
    seconds = [e for e in evidence[1:5] if e.score >= request.weights.second * best.score]
    goes_on = [e for e in evidence if e.passage is best.passage and e.sentence == best.sentence + 1 and _leans(e)]
    seconds = goes_on + seconds
    if request.question.asks("wants.reason"):
        before = [e for e in evidence if e.passage is best.passage and e.sentence == best.sentence - 1 >= 0]
        seconds = before or seconds
    return _within([best, *seconds], 2, MAX_CHARACTERS)


_PRONOUNS = frozenset({"den", "det", "de", "denna", "detta", "dessa", "där", "han", "hon", "dit"})


def _leans(evidence: Evidence) -> bool:
    """Whether a sentence begins with a word that refers to the one before: "Den bygger på …"."""
    return surfaces_of(evidence.span.of(evidence.document.text))[:1] != () and (
        surfaces_of(evidence.span.of(evidence.document.text))[0] in _PRONOUNS
    )


def _within(evidence: list[Evidence], most: int, room: int) -> list[Evidence]:
    """At most ``most`` sentences from the first one's document, ``room`` characters in all; the first always."""
    chosen: list[Evidence] = []
    for each in evidence:
        length = each.span.end - each.span.start
        shown = any(each.span == c.span for c in chosen)
        if chosen and (shown or each.document is not chosen[0].document or length > room or len(chosen) == most):
            continue
        chosen.append(each)
        room -= length
    return chosen


def _beside_the_point(request: Request, best: Evidence) -> str:
    """Why nothing that merely resembles the question may answer it; empty when something may."""
    question = request.question
    if not best.fits:
        return "no number, date, price or party as asked for"
    heavy = [t.surface for t in best.missing if not t.asking]
    if heavy and question.asks("wants.which_municipalities"):
        return f"nothing on {', '.join(heavy)}, which may be true of no municipality"
    if question.asks("wants.count") and _counts_all(question) and not _names_municipality(best, question):
        return "counts something else than the whole municipality"
    unnamed = [t.surface for t in best.missing if t.surface in question.names]
    if unnamed and question.language == "sv":
        return f"does not name {', '.join(unnamed)}"
    if heavy and question.asks("fields.person", "wants.called"):
        return f"nothing on {', '.join(heavy)}"
    said = [t.surface for t in question.words if t.surface not in question.names and not t.asking]
    exact = (question.is_exact or question.asks("wants.reason", "wants.yes_no")) and question.language == "sv"
    if exact and question.names and said and heavy == said:
        return f"the names, but nothing on {', '.join(said)}"
    if heavy and any(t.surface in p.names for p in request.people() for t in question.words):
        return f"the person named, but nothing on {', '.join(heavy)}"
    return ""


def _counts_all(question: Question) -> bool:
    """Whether the count is of the municipality as a whole: "Hur många invånare har Lund?"."""
    return len(question.heavy) == 1 and not question.is_about_aims and bool(question.municipalities)


def _names_municipality(evidence: Evidence, question: Question) -> bool:
    forms = forms_of(evidence.span.of(evidence.document.text))
    return any(forms & forms_of(name) for name in question.municipalities)
