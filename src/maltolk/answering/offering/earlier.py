"""That there is an earlier edition of the text that answers."""

from dataclasses import replace

from maltolk.answering.catalogue import say
from maltolk.answering.finding.findings import Finding, Line, Section
from maltolk.answering.finding.request import Request
from maltolk.answering.understanding.editions import Editions
from maltolk.model import CardField, CardValue, DocumentKey


def with_earlier(finding: Finding, request: Request, editions: Editions) -> Finding:
    """``finding``, with a line for the edition before each of its texts, unless it is shown itself."""
    shown = {line.document.digest for section in finding.sections for line in section.lines if line.document}
    cards = request.index.documents
    before = (editions.before(card.number) for card in cards if card.digest in shown)
    earlier = [cards[number] for number in before if number is not None and cards[number].digest not in shown]
    lines = []
    for card in dict.fromkeys(earlier):
        key = DocumentKey(card.municipality, card.path, card.digest)
        told = card.date is None or card.date[:4] in card.title
        dated = {} if told else {"year": CardValue(key, CardField.YEAR)}
        name = "earlier_text_dated" if dated else "earlier_text"
        lines.append(Line(None, None, say(name, request.language, title=CardValue(key, CardField.TITLE), **dated)))
    return replace(finding, sections=(*finding.sections, Section(tuple(lines)))) if lines else finding
