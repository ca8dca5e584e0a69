"""When a page was written or changed: the line at the foot that says so."""

from collections.abc import Iterator
from dataclasses import replace

from maltolk.answering.finding.findings import Finding, Focus, Line, Outcome, Section
from maltolk.answering.finding.proposals import Absence, Kind, PageDateSigns, Proposal
from maltolk.answering.finding.request import Request
from maltolk.answering.understanding.tokens import word_lists
from maltolk.indexing.search.word_match import forms_of, strength, surfaces_of
from maltolk.model import BlockKind


def propose_page_dates(request: Request) -> Iterator[Proposal | Absence]:
    """ "När uppdaterades sidan?": each line at the foot of a page that says when."""
    question = request.question
    about_page = word_lists()["page"]["dated"].split()
    itself = word_lists()["page"]["itself"].split()
    words = {t.surface for t in question.heavy}
    if not question.asks("wants.date", "wants.year") or not words & set(about_page):
        yield Absence(Kind.PAGE_DATE, "asks for no date of a page")
        return
    others = [t for t in question.words if t.surface in words - {*about_page, *itself}]
    # By title, best first: the line that dates a page is furniture, which no search finds.
    titles = {
        card.number: min((strength(t, forms_of(card.title)) for t in others), default=1.0)
        for card in request.index.documents
        if request.in_scope(card.number)
    }
    best = frozenset(number for number, titled in titles.items() if titled == max(titles.values(), default=0.0))
    for page in request.limited(replace(question, documents=best)).looked_at():
        document, titled = page.document, titles[page.number]
        for block in document.blocks:
            written = surfaces_of(block.span.of(document.text))
            dated = set(about_page) & set(written) and any(w.isdecimal() for w in written)
            if block.kind is BlockKind.FURNITURE and dated:
                lines = (Line(document, block.span),)
                finding = Finding(Outcome.FOUND, (Section(lines),), focus=Focus((page.number,)))
                yield Proposal(Kind.PAGE_DATE, finding, PageDateSigns(titled))
    yield Absence(Kind.PAGE_DATE, "no page says when it was written")
