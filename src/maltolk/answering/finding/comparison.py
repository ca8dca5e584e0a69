"""Questions about several municipalities: one part for each, the same steps for all."""

from collections.abc import Callable
from dataclasses import replace

from maltolk.answering.catalogue import say, swedish_order
from maltolk.answering.finding.findings import Finding, Focus, Line, Outcome, Section, not_mine
from maltolk.answering.finding.request import Request
from maltolk.model import UNKNOWN_MUNICIPALITY, PlaceName

MOST_PARTS = 8
_LINES = 6
_SURE_AMONG_ALL = 0.55
"""How sure a part must be when the question asks which municipalities there are, and may be true of none."""


def find_comparison(request: Request, answer: Callable[[Request], Finding]) -> Finding:
    """A part for each municipality compared; ``answer`` finds the part of one."""
    question = request.question
    among_all = question.asks("wants.which_municipalities") and not question.municipalities
    compared = question.asks("wants.comparison")
    names = list(question.municipalities)
    if among_all or (compared and not names):
        names = sorted({c.municipality for c in request.index.documents} - {UNKNOWN_MUNICIPALITY}, key=swedish_order)
        names = names[:MOST_PARTS]
    if len(names) + len(question.foreign) < 2 or (not question.words and not compared):
        return not_mine("about one municipality")
    sections: list[Section] = []
    found: list[Finding] = []
    for name in names:
        documents = frozenset(c.number for c in request.index.documents if c.municipality == name)
        scope = documents if question.documents is None else documents & question.documents or documents
        asked = replace(question, municipalities=(name,), documents=scope, cues=question.cues | {"wants.comparison"})
        part = answer(request.limited(asked))
        if part.outcome is Outcome.FOUND and not (among_all and part.score < _SURE_AMONG_ALL):
            found.append(part)
            sections.extend(replace(s, title=name, lines=s.lines[: 2 * _LINES]) for s in part.sections)
        elif not among_all:
            sections.append(Section((Line(None, None, say("nothing_about_this", request.language)),), title=name))
    if not found:
        return Finding(Outcome.NOT_FOUND, reason="no municipality has anything on it")
    sections.extend(
        Section((Line(None, None, say("no_texts_from_short", request.language, foreign=PlaceName(name))),), title=name)
        for name in question.foreign
    )
    focus = Focus(documents=tuple(dict.fromkeys(d for f in found for d in f.focus.documents)))
    people = tuple(dict.fromkeys(p for f in found for p in f.people))
    return Finding(Outcome.FOUND, tuple(sections), people=people, score=min(f.score for f in found), focus=focus)
