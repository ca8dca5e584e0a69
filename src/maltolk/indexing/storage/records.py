"""Values <-> the JSON that the store keeps them as. A record's digest shows whether a document changed in any field."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from maltolk.model import Block, BlockKind, Confidence, Contact, Document, Fact, FoundIn, LeftOut, Phone, Span, Subject

Pair = list[int] | None


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What is known of a document's pages besides where they begin; the fields are those of ``Document``."""

    page_names: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    from_image: tuple[int, ...] = ()


def dump_spans(spans: Sequence[Span]) -> str:
    """Spans as ``[[start, end], …]``."""
    return _compact([_pair(span) for span in spans])


def load_spans(written: str) -> tuple[Span, ...]:
    """The spans that ``dump_spans`` wrote."""
    return tuple(Span(start, end) for start, end in json.loads(written))


def dump_blocks(blocks: Sequence[Block]) -> str:
    """Blocks as ``[[kind, start, end, level, number, parent, lead, speaker], …]``."""
    return _compact(
        [
            [
                block.kind.value,
                block.span.start,
                block.span.end,
                block.level,
                block.number,
                block.parent,
                _pair(block.lead),
                _pair(block.speaker),
            ]
            for block in blocks
        ]
    )


def load_blocks(written: str) -> tuple[Block, ...]:
    """The blocks that ``dump_blocks`` wrote."""
    return tuple(
        Block(BlockKind(kind), Span(start, end), level, number, parent, _span(lead), _span(speaker))
        for kind, start, end, level, number, parent, lead, speaker in json.loads(written)
    )


def dump_contacts(contacts: Sequence[Contact]) -> str:
    """Contacts as ``[[span, name, role, party, phone, email, phone_e164, [[start, end, e164], …]], …]``; the last, for
    further numbers, only where there are any."""
    return _compact(
        [
            [
                _pair(item.span),
                _pair(item.name),
                _pair(item.role),
                _pair(item.party),
                _pair(item.phone),
                _pair(item.email),
                item.phone_e164,
                *([[[p.span.start, p.span.end, p.e164] for p in item.other_phones]] if item.other_phones else []),
            ]
            for item in contacts
        ]
    )


def load_contacts(written: str) -> tuple[Contact, ...]:
    """The contacts that ``dump_contacts`` wrote."""
    return tuple(
        Contact(
            Span(*span),
            _span(name),
            _span(role),
            _span(party),
            _span(phone),
            _span(email),
            number,
            tuple(Phone(Span(start, end), e164) for others in more for start, end, e164 in others),
        )
        for span, name, role, party, phone, email, number, *more in json.loads(written)
    )


def dump_facts(facts: Sequence[Fact]) -> str:
    """Facts as ``[[subject, value, confidence, found_in, span], …]``."""
    return _compact(
        [
            [
                fact.subject.value,
                fact.value,
                fact.confidence.value,
                None if fact.found_in is None else fact.found_in.value,
                _pair(fact.span),
            ]
            for fact in facts
        ]
    )


def load_facts(written: str) -> tuple[Fact, ...]:
    """The facts that ``dump_facts`` wrote."""
    return tuple(
        Fact(Subject(subject), value, Confidence(sure), None if found is None else FoundIn(found), _span(span))
        for subject, value, sure, found, span in json.loads(written)
    )


def dump_page_facts(document: Document) -> str:
    """What is known of pages as ``[names, [[page, reason], …], pages from images]``, "[]" where nothing is."""
    found = [
        list(document.page_names),
        [[each.page, each.reason] for each in document.left_out],
        list(document.from_image),
    ]
    return _compact(found if any(found) else [])


def load_page_facts(written: str) -> PageFacts:
    """What ``dump_page_facts`` wrote."""
    found = json.loads(written)
    if not found:
        return PageFacts()
    names, left_out, from_image = found
    return PageFacts(tuple(names), tuple(LeftOut(page, reason) for page, reason in left_out), tuple(from_image))


def record_digest(document: Document) -> str:
    """sha256 over every field of the document, its text by its own digest."""
    fields = [
        document.path,
        document.municipality,
        document.title,
        document.digest,
        document.url,
        document.date,
        document.licence,
        document.language,
        list(document.places),
        dump_blocks(document.blocks),
        dump_contacts(document.contacts),
        list(document.pages),
        dump_facts(document.facts),
        *([told] if (told := dump_page_facts(document)) != "[]" else []),
    ]
    return hashlib.sha256(_compact(fields).encode()).hexdigest()


def text_digest(text: str) -> str:
    """What ``Document.digest`` must be."""
    return hashlib.sha256(text.encode()).hexdigest()


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _pair(span: Span | None) -> Pair:
    return None if span is None else [span.start, span.end]


def _span(pair: Pair) -> Span | None:
    return None if pair is None else Span(*pair)
