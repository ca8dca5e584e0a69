"""Hiding people in documents: their names, numbers and addresses give way to HIDDEN, letter by letter, so that every
other word keeps its place; and what could give them away beside that is left out."""

import re
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256

from maltolk.model import (
    HIDDEN,
    BlockKind,
    Contact,
    Document,
    Fact,
    Passage,
    Span,
    Subject,
)
from maltolk.privacy.person_match import PersonMatcher, joined
from maltolk.privacy.suppressed import Suppressed

_SHOWS = re.compile(r"\S")
_LEFT_OUT = HIDDEN * 5
"""Stands for words that are hidden as a whole; of no length that tells."""


class Hiding:
    """Hides everybody on a list. Safe to use from several threads."""

    def __init__(self, entries: Sequence[Suppressed]) -> None:
        self._matcher = PersonMatcher(entries)

    def __bool__(self) -> bool:
        return bool(self._matcher)

    def names(self, text: str | None, municipality: str | None = None) -> bool:
        """Whether the words name or reach somebody on the list, as those of a document of ``municipality``."""
        return bool(text) and bool(self) and self._matcher.names(text or "", municipality)

    def words(self, text: str, municipality: str | None = None) -> str:
        """Some words by themselves, with those who are on the list left out."""
        at, shown = 0, []
        for place in self._matcher.places(text, municipality) if self else ():
            shown += [text[at : place.start], _LEFT_OUT]
            at = place.end
        return "".join([*shown, text[at:]])

    def document(self, document: Document) -> Document:
        """The document with everybody hidden: in its text, with all numbers and addresses of contacts of that name,
        and in its title; without those contacts, and without an address or a fact that names them."""
        if not self:
            return document
        where = document.municipality
        places = self._places(document)
        title = self.words(document.title, where)
        url = None if self.names(document.url, where) else document.url
        if not places and title == document.title and url == document.url:
            return document
        sound = sha256(document.text.encode()).hexdigest() == document.digest
        return replace(
            document,
            title=title,
            url=url,
            text=_blacked(document.text, places),
            contacts=tuple(each for each in document.contacts if not _touch(each.span, places)),
            facts=tuple(self.fact(fact, where) for fact in document.facts),
            # Without this, the gate finds that the text differs from its digest and quotes none of it.
            hidden=places if sound else (),
        )

    def fact(self, fact: Fact, municipality: str) -> Fact:
        """A fact, its value without those on the list."""
        if fact.subject is not Subject.TITLE or fact.value is None:
            return fact
        return replace(fact, value=self.words(fact.value, municipality))

    def _places(self, document: Document) -> tuple[Span, ...]:
        """Where the text names or reaches them; for a contact, all its ways to be reached."""
        named = self._matcher.places(document.text, document.municipality)
        more = [
            span
            for contact in document.contacts
            if any(_touch(span, named) for span in _reaching(contact))
            for span in _reaching(contact)
        ]
        return joined([*named, *more])


def withheld(document: Document) -> Document:
    """The document as answers are made from it: what holds anything hidden counts as furniture, which nothing quotes.

    Expects what ``Hiding.document`` gave.
    """
    if not document.hidden:
        return document
    blocks = tuple(
        replace(block, kind=BlockKind.FURNITURE, lead=None, speaker=None)
        if block.kind is not BlockKind.LIST and document.hides(block.span)
        else block
        for block in document.blocks
    )
    return replace(document, blocks=blocks)


def is_withheld(passage: Passage, document: Document, hiding: Hiding) -> bool:
    """Whether a passage must not be found: it has somebody hidden in it, or in its title and headings."""
    return document.hides(passage.span) or hiding.names(passage.context, document.municipality)


def _reaching(contact: Contact) -> list[Span]:
    fields = (contact.name, contact.phone, contact.email, *(phone.span for phone in contact.other_phones))
    return [span for span in fields if span is not None]


def _touch(span: Span, places: Sequence[Span]) -> bool:
    return any(span.start < place.end and place.start < span.end for place in places)


def _blacked(text: str, places: Sequence[Span]) -> str:
    """The text with HIDDEN for each visible character of those places; line breaks and spaces stay."""
    at, pieces = 0, []
    for place in places:
        pieces += [text[at : place.start], _SHOWS.sub(HIDDEN, place.of(text))]
        at = place.end
    return "".join([*pieces, text[at:]])
