"""People of others than those whose text it is: who wrote, drew, printed or counted it, researchers, consultants."""

import re
from collections import Counter
from collections.abc import Sequence

from maltolk.model import Block, BlockKind, Contact
from maltolk.reading.contacts.fields import plain_address
from maltolk.swedish.names import words

_LEADING = 60
"""Characters at the beginning of a line in which it says what its people did."""
_SIGNS = " \t\xa0*_#|:–-•"


def without_others(text: str, blocks: Sequence[Block], contacts: Sequence[Contact]) -> list[Contact]:
    """The contacts that one can turn to with a question about what the text says, in the same order.

    Left out is who made the text ("Foto: …", "Författare" as a heading) or writes from a university, from the national
    statistics or from a consultancy. Whoever shares a domain with most of the text's contacts stays.
    """
    domains = [_domain(text, contact) for contact in contacts]
    common = Counter(domain for domain in domains if domain and not _is_foreign(domain)).most_common(1)
    own = common[0][0] if common and common[0][1] > 1 else None
    return [
        contact
        for contact, domain in zip(contacts, domains, strict=True)
        if (domain is not None and domain == own)
        or not ((domain is not None and _is_foreign(domain)) or _made(text, blocks, contact))
    ]


def _domain(text: str, contact: Contact) -> str | None:
    return None if contact.email is None else plain_address(contact.email.of(text)).rpartition("@")[2].casefold()


def _is_foreign(domain: str) -> bool:
    return any(domain == other or domain.endswith(f".{other}") for other in words().foreign)


def _made(text: str, blocks: Sequence[Block], contact: Contact) -> bool:
    """Whether the line, the line above or the heading above says that the contact made the text."""
    start = contact.span.start
    line = text.rfind("\n", 0, start) + 1
    label, colon, _ = text[line : line + _LEADING].partition(":")
    above = text[text.rfind("\n", 0, max(0, line - 1)) + 1 : max(0, line - 1)]
    return any(
        _names_making(said) for said in (label if colon else "", text[line:start], above, _heading(text, blocks, start))
    )


def _heading(text: str, blocks: Sequence[Block], start: int) -> str:
    """The heading above, if there are only other contacts in between."""
    for block in reversed([block for block in blocks if block.span.end <= start]):
        if block.kind is BlockKind.HEADING:
            return block.span.of(text)
        if block.kind is not BlockKind.CONTACT:
            break
    return ""


def _names_making(said: str) -> bool:
    parts = re.split(r"\s*(?:,|/|&|\+|\boch\b|\band\b)\s*", said.strip(_SIGNS).casefold())
    return bool(parts[0]) and all(part in words().making for part in parts)
