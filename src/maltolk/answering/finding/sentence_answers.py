"""The step that answers with one to three sentences."""

from dataclasses import replace

from maltolk.answering.catalogue import say
from maltolk.answering.deciding.intent import is_for_service
from maltolk.answering.finding.findings import Finding, Focus, Line, Outcome, Section, not_mine
from maltolk.answering.finding.request import Request
from maltolk.answering.retrieval.evidence import Evidence, is_text
from maltolk.answering.understanding.understand import Question, aims, is_light
from maltolk.answering.understanding.word_match import forms_of, surfaces_of

FACT_SURE = 0.5
FACT_SURE_TRANSLATED = 0.45
FACT_COVER = 0.4
FACT_COVER_COMPARED = 0.25
"""In a comparison each text has only some of the words that describe what is compared."""
EXACT = (
    "fields.person",
    "fields.party",
    "wants.count",
    "wants.amount",
    "wants.cost",
    "wants.date",
    "wants.year",
    "wants.frequency",
    "wants.called",
    "wants.place",
)
"""Signs of a question for one certain thing."""
LIKE_EXACT, LIKE_REASON, LIKE_LIST = 0.878, 0.86, 0.86
LIKE_OTHER_LANGUAGE, LIKE_OPEN, LIKE_OPEN_ANYWHERE = 0.82, 0.82, 0.87
"""Cosines of sentence and question from which shared words are not needed, by kind of question."""
UNTRANSLATED, UNTRANSLATED_EXACT = 0.5, 0.75
"""What a word of another language that the glossary lacks counts for as missing: many are names or only ask."""
SECOND = 0.88
"""Share of the best sentence's score that a second one must have."""
MOST_FACT = 330
MOST_UNSURE = 420
"""Characters of an answer in running text, unless its first sentence alone is longer; the second when it is the nearest
that the texts say rather than just what was asked."""


def find_fact(request: Request) -> Finding:
    """The sentences that answer: one or two that have the question's words, else the nearest that the texts say."""
    question = request.question
    told = request.focus.quotes if _wants_more(question) else ()
    evidence = [e for e in request.evidence if is_text(e) and (e.passage.document, e.span) not in told]
    if not evidence or not (question.words or question.untranslated):
        return not_mine("nothing to go by")
    best = evidence[0]
    why_not = _beside_the_point(request, best)
    if why_not:
        return not_mine(why_not)
    # Words that the glossary lacks are words that the sentence lacks.
    share = UNTRANSLATED_EXACT if question.asks(*EXACT) else UNTRANSLATED
    lacking = question.untranslated * (share if question.documents is not None else 1.0)
    cover = best.cover * len(question.words) / max(1.0, len(question.words) + lacking)
    compared = question.asks("wants.comparison")
    sure = FACT_SURE if question.language == "sv" else FACT_SURE_TRANSLATED
    if best.score >= sure and cover >= (FACT_COVER_COMPARED if compared else FACT_COVER):
        return _found(_with_seconds(question, best, evidence), ())
    near = sorted(
        (e for e in evidence if e.fits and e.sentence >= 0), key=lambda e: (-e.likeness, e.passage.id, e.sentence)
    )
    if not near or near[0].dense < _enough_likeness(question):
        return not_mine(f"score {best.score:.2f}, cover {best.cover:.2f}, likeness {best.dense:.2f}")
    if question.topic is not None and question.topic in {t.surface for t in near[0].missing}:
        return not_mine(f"nothing on {question.topic}")
    heavy = [t for t in question.words if not is_light(t)]
    if question.asks("wants.name") and heavy and all(t in near[0].missing for t in heavy):
        return not_mine("nothing on what is asked for")
    if is_for_service(request):
        return not_mine("asks for a service")
    found = _found(_within(near, 3, MOST_UNSURE), (Line(None, None, say("nearest", request.language)),))
    return replace(found, nearest=True)


def _found(chosen: list[Evidence], before: tuple[Line, ...]) -> Finding:
    best = chosen[0]
    lines = tuple(Line(e.document, e.span) for e in sorted(chosen, key=lambda e: e.span))
    focus = Focus((best.passage.document,), quotes=tuple((e.passage.document, e.span) for e in chosen))
    return Finding(Outcome.FOUND, (Section(before + lines),), score=best.score, focus=focus)


def _wants_more(question: Question) -> bool:
    """Whether the question wants more than what the answer before said."""
    return question.asks("follows.thing", "follows.more", "follows.person")


def _with_seconds(question: Question, best: Evidence, evidence: list[Evidence]) -> list[Evidence]:
    """The best sentence and one beside it: for a reason the one before it, else one nearly as good."""
    seconds = [e for e in evidence[1:5] if e.score >= SECOND * best.score]
    goes_on = [e for e in evidence if e.passage is best.passage and e.sentence == best.sentence + 1 and _leans(e)]
    seconds = goes_on + seconds
    if question.asks("wants.reason"):
        before = [e for e in evidence if e.passage is best.passage and e.sentence == best.sentence - 1 >= 0]
        seconds = before or seconds
    return _within([best, *seconds], 2, MOST_FACT)


_PRONOUNS = frozenset({"den", "det", "de", "denna", "detta", "dessa", "där", "han", "hon", "dit"})


def _leans(evidence: Evidence) -> bool:
    """Whether a sentence begins with a word for what the one before is about: "Den bygger på …"."""
    return surfaces_of(evidence.span.of(evidence.document.text))[:1] != () and (
        surfaces_of(evidence.span.of(evidence.document.text))[0] in _PRONOUNS
    )


def _within(evidence: list[Evidence], most: int, room: int) -> list[Evidence]:
    """At most ``most`` sentences of the first one's document, ``room`` characters in all, but the first whatever its
    length."""
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
    heavy = [t.surface for t in best.missing if not is_light(t)]
    if heavy and question.asks("wants.which_municipalities"):
        return f"nothing on {', '.join(heavy)}, which may be true of no municipality"
    if question.asks("wants.count") and _counts_all(question) and not _names_municipality(best, question):
        return "counts something else than the whole municipality"
    unnamed = [t.surface for t in best.missing if t.surface in question.names]
    if unnamed and question.language == "sv":
        return f"does not name {', '.join(unnamed)}"
    if heavy and question.asks("fields.person", "wants.called"):
        return f"nothing on {', '.join(heavy)}"
    said = [t.surface for t in question.words if t.surface not in question.names and not is_light(t)]
    exact = question.asks(*EXACT, "wants.reason", "wants.yes_no") and question.language == "sv"
    if exact and question.names and said and heavy == said:
        return f"the names, but nothing on {', '.join(said)}"
    if heavy and any(t.surface in p.names for p in request.people() for t in question.words):
        return f"the person named, but nothing on {', '.join(heavy)}"
    return ""


def _counts_all(question: Question) -> bool:
    """Whether what is counted is of the municipality as a whole: "Hur många invånare har Lund?"."""
    heavy = [t.surface for t in question.words if not is_light(t)]
    return len(heavy) == 1 and heavy[0] not in aims() and bool(question.municipalities)


def _names_municipality(evidence: Evidence, question: Question) -> bool:
    forms = forms_of(evidence.span.of(evidence.document.text))
    return any(forms & forms_of(name) for name in question.municipalities)


def _enough_likeness(question: Question) -> float:
    """The likeness of vectors from which shared words are not needed.

    Whoever asks for a person, a number, a date, a price or a reason wants just that, and a text that is merely like the
    question will not do. An open question about a municipality ("Vad gör … åt …?") is answered by what is near.
    """
    if question.asks("wants.reason"):
        return LIKE_REASON
    if question.asks(*EXACT):
        return LIKE_EXACT
    if question.documents is None:
        return LIKE_OPEN_ANYWHERE
    if question.asks("wants.list") and question.language == "sv":
        return LIKE_LIST
    if question.language != "sv":
        return LIKE_OTHER_LANGUAGE
    return LIKE_OPEN
