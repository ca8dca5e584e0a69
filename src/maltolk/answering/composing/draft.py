"""An answer before it is put into words: which places it quotes and which fixed sentences it uses, in order."""

from dataclasses import dataclass

from maltolk.model import FixedWords, Joint, Part, PlaceName, QuotedContact, QuotedSpan, Series, Span, Status


@dataclass(frozen=True, slots=True)
class DraftLine:
    """``parts``: what the line shows, a space between them. ``cited``: the quote that its marker will point at, None
    for fixed words alone. ``bullet``: whether it is an item of a list."""

    parts: tuple[Part, ...]
    cited: QuotedSpan | None = None
    bullet: bool = False


@dataclass(frozen=True, slots=True)
class DraftSection:
    """Lines that belong together. ``title``: whose they are, None when that is obvious."""

    lines: tuple[DraftLine, ...]
    title: PlaceName | None = None


@dataclass(frozen=True, slots=True)
class DraftContact:
    """``also``: where else the contact appears; ``differing``: lines for what those places add."""

    quoted: QuotedContact
    also: tuple[QuotedSpan, ...] = ()
    differing: tuple[DraftLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """What the gate makes an answer from. ``language``: of the notices. ``misspelt``: municipalities that the question
    names by another name. The contacts come after the sections."""

    status: Status
    sections: tuple[DraftSection, ...]
    contacts: tuple[DraftContact, ...]
    suggestions: tuple[str, ...]
    language: str
    generation: str
    misspelt: frozenset[str] = frozenset()


def contact_parts(contact: QuotedContact) -> tuple[Part, ...]:
    """What the line of a contact shows: "Anna Ek (S), kommunalråd, 0303-33 00 01, anna.ek@ale.se"."""

    def at(span: Span) -> QuotedSpan:
        return QuotedSpan(contact.document, span)

    fields: list[Part] = []
    if contact.name is not None and contact.party is not None:
        values = (("name", at(contact.name)), ("party", at(contact.party)))
        fields.append(FixedWords("contact_of_party", "sv", values))
    elif contact.name is not None:
        fields.append(at(contact.name))
    others = (contact.role, contact.phone, *contact.other_phones, contact.email)
    fields.extend(at(span) for span in others if span is not None)
    return (Series(tuple(fields), Joint.COMMA),)
