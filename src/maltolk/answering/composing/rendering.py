"""From places to words: the only code in answering that turns stored text into text that is shown.

Everything here returns None for what does not hold: a document that is not stored or has changed since, a span
outside it or within a word, a number that no item has, an unknown name, a sentence missing from the catalogue.
"""

import re
from collections.abc import Iterator
from hashlib import sha256

from maltolk.answering.catalogue import sentence
from maltolk.answering.composing.display import displayed
from maltolk.answering.composing.stored import Stored
from maltolk.indexing.storage.store import DocumentCard
from maltolk.model import (
    CardField,
    CardValue,
    Citation,
    CitedContact,
    Contact,
    Count,
    Document,
    DocumentKey,
    FixedWords,
    ItemNumber,
    Joint,
    Part,
    PlaceName,
    Quote,
    QuotedContact,
    QuotedSpan,
    Series,
    Span,
)
from maltolk.reading.contacts.fields import phones, plain_address
from maltolk.reading.facts.sections import period_at

_FIGURE = re.compile(r"(?<!\d)\d{1,3}(?:[ \xa0]\d{3})+(?!\d)|\d[.,]\d")
"""Parts of one number: "1 500", "2,5"."""


class Rendering:
    """Writes out parts while one answer is made or checked; each document is read and hashed once."""

    def __init__(self, stored: Stored) -> None:
        """``stored``: what everything is checked against."""
        self._stored = stored
        self._read: dict[DocumentKey, Document | None] = {}

    def document(self, key: DocumentKey) -> Document | None:
        """The stored document, if its text is still the one in the key."""
        if key not in self._read:
            found = self._stored.document(key)
            # Where letters are hidden, whoever hid them has compared the whole text with its digest.
            self._read[key] = found if found is not None and found.key == key and _is_sound(found) else None
        return self._read[key]

    def words(self, quoted: QuotedSpan) -> str | None:
        """The words exactly as in the stored text."""
        document = self.document(quoted.document)
        if document is None or not _is_place_in(document.text, quoted.span) or document.hides(quoted.span):
            return None
        return quoted.span.of(document.text)

    def text(self, part: Part, language: str = "sv") -> str | None:
        """A part as it is shown. ``language``: of the "and" in a series; fixed words have their own."""
        match part:
            case QuotedSpan():
                words = self.words(part)
                return displayed(words) or None if words else None
            case ItemNumber(item):
                return self._number(item)
            case CardValue(key, field):
                return _noted(self._card(key), field)
            case PlaceName(name):
                return displayed(name) if self._stored.is_place(name) else None
            case Count(things):
                return (
                    str(len(things)) if len(set(things)) == len(things) and all(map(self._is_there, things)) else None
                )
            case Series(parts, joint):
                return self._series(parts, joint, language)
            case FixedWords():
                return self._sentence(part)

    def line(self, parts: tuple[Part, ...]) -> str | None:
        """The parts of a line with a space between them."""
        written = [self.text(part) for part in parts]
        told = [words for words in written if words is not None]
        return " ".join(told) if told and len(told) == len(parts) else None

    def citation(self, marker: int, quoted: QuotedSpan) -> Citation | None:
        """What ``marker`` points at: the quote, with the stored document's own metadata."""
        document, words = self.document(quoted.document), self.words(quoted)
        if document is None or words is None:
            return None
        earlier = self._stored.earlier(quoted.document)
        page = document.page_of(quoted.span.start)
        return Citation(
            marker=marker,
            quote=Quote(document.digest, quoted.span, words),
            document=document.path,
            title=document.title,
            municipality=document.municipality,
            date=document.date,
            url=document.url,
            page=page,
            period=period_at(document, quoted.span.start),
            earlier=None if earlier is None else displayed(earlier.title),
            page_name=document.page_name(page),
            read_from_image=document.is_from_image(quoted.span),
        )

    def contact(self, quoted: QuotedContact) -> CitedContact | None:
        """A contact that reading found in the document, field by field, not one pieced together; no markers."""
        document = self.document(quoted.document)
        if document is None or self.words(quoted.whole) is None:
            return None
        if all(quoted_contact(quoted.document, contact) != quoted for contact in document.contacts):
            return None
        fields = (quoted.name, quoted.role, quoted.party, quoted.phone, quoted.email, *quoted.other_phones)
        if any(self.words(QuotedSpan(quoted.document, span)) is None for span in fields if span is not None):
            return None

        def of(span: Span | None) -> str | None:
            return None if span is None else span.of(document.text)

        phone, email = of(quoted.phone), of(quoted.email)
        return CitedContact(
            name=of(quoted.name),
            role=of(quoted.role),
            party=of(quoted.party),
            phone=phone,
            email=email,
            municipality=document.municipality,
            document=document.path,
            date=document.date,
            phone_e164=next((field.e164 for field in phones(phone, 0, len(phone))), None) if phone else None,
            other_phones=tuple(span.of(document.text) for span in quoted.other_phones),
            address=plain_address(email) if email else None,
            quoted=quoted,
        )

    def reaches_somebody(self, quoted: QuotedSpan) -> bool:
        """Whether it is a contact's number or address."""
        document = self.document(quoted.document)
        return document is not None and any(quoted.span in (c.phone, c.email) for c in document.contacts)

    def _number(self, item: QuotedSpan) -> str | None:
        document = self.document(item.document)
        blocks = () if document is None else document.blocks
        number = next((block.number for block in blocks if block.span == item.span and block.number is not None), None)
        return None if number is None else f"{number}."

    def _card(self, key: DocumentKey) -> DocumentCard | None:
        card = self._stored.card(key)
        return card if card is not None and DocumentKey(card.municipality, card.path, card.digest) == key else None

    def _is_there(self, thing: QuotedSpan | DocumentKey) -> bool:
        return self._card(thing) is not None if isinstance(thing, DocumentKey) else self.words(thing) is not None

    def _series(self, parts: tuple[Part, ...], joint: Joint, language: str) -> str | None:
        written = [self.text(part, language) for part in parts]
        told = [words for words in written if words is not None]
        if len(told) < len(parts):
            return None
        if joint is not Joint.AND or len(told) < 2:
            return joint.value.join(told)
        return f"{Joint.COMMA.value.join(told[:-1])} {sentence('and', language)} {told[-1]}"

    def _sentence(self, words: FixedWords) -> str | None:
        values = {name: self.text(value, words.language) for name, value in words.values}
        if len(values) < len(words.values) or None in values.values():
            return None
        try:
            return sentence(words.key, words.language, **values)
        except KeyError:
            return None


def quoted_contact(key: DocumentKey, contact: Contact) -> QuotedContact:
    """A contact that reading found in the document ``key``, by the places of its fields."""
    return QuotedContact(
        document=key,
        span=contact.span,
        name=contact.name,
        role=contact.role,
        party=contact.party,
        phone=contact.phone,
        email=contact.email,
        other_phones=tuple(phone.span for phone in contact.other_phones),
    )


def spans_shown(part: Part) -> Iterator[QuotedSpan]:
    """The quoted spans whose words a part shows; things that are only counted are not shown."""
    match part:
        case QuotedSpan():
            yield part
        case Series(parts):
            for inner in parts:
                yield from spans_shown(inner)
        case FixedWords(values=values):
            for _, inner in values:
                yield from spans_shown(inner)
        case _:
            pass


def cards_shown(part: Part) -> Iterator[DocumentKey]:
    """The documents whose metadata a part shows."""
    match part:
        case CardValue(key):
            yield key
        case Series(parts):
            for inner in parts:
                yield from cards_shown(inner)
        case FixedWords(values=values):
            for _, inner in values:
                yield from cards_shown(inner)
        case _:
            pass


def _is_sound(document: Document) -> bool:
    return bool(document.hidden) or sha256(document.text.encode()).hexdigest() == document.digest


def _noted(card: DocumentCard | None, field: CardField) -> str | None:
    if card is None:
        return None
    if field is CardField.TITLE:
        return displayed(card.title)
    return card.date if field is CardField.DATE or card.date is None else card.date[:4]


def _is_place_in(text: str, span: Span) -> bool:
    """Whether the span lies in the text and neither end splits a word or a number."""
    inside = 0 <= span.start < span.end <= len(text)
    return inside and not _goes_on(text, span.start) and not _goes_on(text, span.end)


def _goes_on(text: str, at: int) -> bool:
    """Whether a word or number continues across an offset. A letter next to a digit may be a word with its footnote."""
    before, behind = text[max(at - 1, 0) : at], text[at : at + 1]
    if (before.isalpha() and behind.isalpha()) or (before.isdecimal() and behind.isdecimal()):
        return True
    near = text[max(at - 5, 0) : at + 5]
    return any(m.start() < min(at, 5) < m.end() for m in _FIGURE.finditer(near))
