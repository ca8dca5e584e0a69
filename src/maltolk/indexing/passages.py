"""A document's structure cut into passages: small, whole in meaning, each of their sentences quotable."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

from maltolk.indexing.encoders.encoder import EncoderInput
from maltolk.model import Block, BlockKind, Document, Passage, Span
from maltolk.reading.lines.sentences import lines, sentences

CONTEXT_JOINT = " › "

VERSION = 1
"""Incremented when the code below cuts the same document differently."""


@dataclass(frozen=True, slots=True)
class PassageRule:
    """How long passages are, in characters.

    ``longest``: of a passage of running text; 350 to 400 search best where sentences have vectors too (ADR 5).
    ``longest_list``: of a list with its lead, beyond which it is cut between items.
    ``longest_item``: of a list item with its explanation. ``shortest``: a shorter remainder of a cut text stays with
    the piece before it.
    """

    longest: int = 400
    longest_list: int = 1200
    longest_item: int = 600
    shortest: int = 60

    @property
    def fingerprint(self) -> str:
        """Changes when documents may be cut differently."""
        return f"{VERSION};" + ";".join(f"{name}={value}" for name, value in asdict(self).items())


@dataclass(frozen=True, slots=True)
class _Cut:
    """A passage to be, without its place in the generation. ``extra``: context beyond the headings."""

    block: int
    kind: BlockKind
    sentences: tuple[Span, ...]
    span: Span
    extra: tuple[str, ...] = ()


def cut(document: Document, number: int, first_id: int, first_sentence: int, rule: PassageRule) -> list[Passage]:
    """The passages of document ``number``, in order of their place, numbered on from ``first_id``.

    Their sentences take the rows from ``first_sentence`` on. Headings and furniture are in no passage.
    """
    passages: list[Passage] = []
    for piece in sorted(_cuts(document, rule), key=lambda piece: (piece.span.start, -piece.span.end)):
        context = _context(document, piece)
        passages.append(
            Passage(
                id=first_id + len(passages),
                document=number,
                block=piece.block,
                kind=piece.kind,
                span=piece.span,
                context=context,
                sentences=piece.sentences,
                first_sentence=first_sentence,
            )
        )
        first_sentence += len(piece.sentences)
    return passages


def encoder_input(document: Document, passage: Passage) -> EncoderInput:
    """What is embedded and indexed of a passage: its context, and its sentences with what is between them.

    A gap that holds more than punctuation (the explanation of a list item, a bullet) is left out.
    """
    text = ""
    places: list[Span] = []
    previous: Span | None = None
    for span in passage.sentences:
        if previous is not None:
            between = document.text[previous.end : span.start]
            text += " " if not any(letter.isalnum() for letter in between) and "\n" not in between else "\n"
        places.append(Span(len(text), len(text) + span.end - span.start))
        text += span.of(document.text)
        previous = span
    return EncoderInput(passage.context, text, tuple(places))


def _cuts(document: Document, rule: PassageRule) -> Iterator[_Cut]:
    blocks = document.blocks
    bodies = _bodies(blocks)
    run: list[int] = []
    for place, block in enumerate(blocks):
        if block.kind is BlockKind.PARAGRAPH and not _explains_item(blocks, block):
            if run and (blocks[run[-1]].parent != block.parent or place != run[-1] + 1):
                yield from _paragraphs(document, run, rule)
                run = []
            run.append(place)
            continue
        yield from _paragraphs(document, run, rule)
        run = []
        match block.kind:
            case BlockKind.LIST:
                yield from _list(document, place, bodies, rule)
            case BlockKind.LIST_ITEM if bodies.get(place):
                yield from _item(document, place, bodies[place], rule)
            case BlockKind.CONTACT:
                yield _contact(document, place)
            case BlockKind.QUOTATION:
                yield from _quotation(document, place, rule)
    yield from _paragraphs(document, run, rule)


def _explains_item(blocks: Sequence[Block], block: Block) -> bool:
    return block.parent is not None and blocks[block.parent].kind is BlockKind.LIST_ITEM


def _bodies(blocks: Sequence[Block]) -> dict[int, list[int]]:
    """List item -> the paragraphs that explain it."""
    found: dict[int, list[int]] = {}
    for place, block in enumerate(blocks):
        if block.kind in (BlockKind.PARAGRAPH, BlockKind.QUOTATION) and _explains_item(blocks, block):
            assert block.parent is not None
            found.setdefault(block.parent, []).append(place)
    return found


def _paragraphs(document: Document, run: Sequence[int], rule: PassageRule) -> Iterator[_Cut]:
    """Neighbouring paragraphs under one heading: short ones joined, long ones cut at sentences."""
    joined: list[tuple[int, Span]] = []
    # A paragraph that only introduces a list goes with the list.
    leads = {block.lead for block in document.blocks if block.lead is not None}
    for place in run:
        span = document.blocks[place].span
        if span in leads:
            continue
        if joined and span.end - joined[0][1].start > rule.longest:
            yield from _joined(document, joined, rule)
            joined = []
        joined.append((place, span))
    yield from _joined(document, joined, rule)


def _joined(document: Document, joined: Sequence[tuple[int, Span]], rule: PassageRule) -> Iterator[_Cut]:
    found = [(place, span) for place, whole in joined for span in _sentences(document, whole, rule)]
    for piece in _pieces([span for _, span in found], rule):
        block = next(place for place, span in found if span == piece[0])
        yield _Cut(block, BlockKind.PARAGRAPH, tuple(piece), _cover(piece))


def _list(document: Document, place: int, bodies: Mapping[int, Sequence[int]], rule: PassageRule) -> Iterator[_Cut]:
    """A list with its lead; cut between items, with the lead as context, when it is long."""
    block = document.blocks[place]
    places = [
        number
        for number, other in enumerate(document.blocks)
        if other.kind is BlockKind.LIST_ITEM and other.parent == place and _says_something(document.text, other.span)
    ]
    items = [document.blocks[number].span for number in places]
    if not items or (block.lead is None and len(items) == 1 and places[0] in bodies):
        # A lone item with its explanation is already a passage.
        return
    whole = [block.lead, *items] if block.lead is not None else items
    if sum(span.end - span.start + 1 for span in whole) <= rule.longest_list:
        yield _Cut(place, BlockKind.LIST, tuple(whole), _cover(whole))
        return
    lead = (block.lead.of(document.text),) if block.lead is not None else ()
    for piece in _pieces(items, rule, rule.longest_list):
        yield _Cut(place, BlockKind.LIST, tuple(piece), _cover(piece), lead)


def _item(document: Document, place: int, bodies: Sequence[int], rule: PassageRule) -> Iterator[_Cut]:
    """A list item with its explanation; pieces after the first have the item as context."""
    head = document.blocks[place].span
    body = [span for block in bodies for span in _sentences(document, document.blocks[block].span, rule)]
    for piece in _pieces([head, *body], rule, rule.longest_item):
        extra = () if piece[0] == head else (head.of(document.text),)
        yield _Cut(place, BlockKind.LIST_ITEM, tuple(piece), _cover(piece), extra)


def _contact(document: Document, place: int) -> _Cut:
    """A contact block, whole; its lines are its sentences. Single fields are found by contact, not by search."""
    span = document.blocks[place].span
    return _Cut(place, BlockKind.CONTACT, tuple(lines(document.text, span)), span)


def _quotation(document: Document, place: int, rule: PassageRule) -> Iterator[_Cut]:
    """What someone said; the speaker's name is context where the words do not contain it."""
    block = document.blocks[place]
    for piece in _pieces(_sentences(document, block.span, rule), rule):
        span = _cover(piece)
        inside = block.speaker is None or (span.start <= block.speaker.start and block.speaker.end <= span.end)
        extra = () if inside or block.speaker is None else (block.speaker.of(document.text),)
        yield _Cut(place, BlockKind.QUOTATION, tuple(piece), span, extra)


def _pieces(spans: Sequence[Span], rule: PassageRule, longest: int | None = None) -> Iterator[list[Span]]:
    """Neighbouring spans in groups of at most ``longest`` characters; a longer one is a group by itself."""
    limit = rule.longest if longest is None else longest
    pieces: list[list[Span]] = []
    for span in spans:
        if pieces and span.end - pieces[-1][0].start <= limit:
            pieces[-1].append(span)
        else:
            pieces.append([span])
    if len(pieces) > 1 and sum(span.end - span.start for span in pieces[-1]) < rule.shortest:
        pieces[-2].extend(pieces.pop())
    yield from pieces


def _sentences(document: Document, span: Span, rule: PassageRule) -> list[Span]:
    """The sentences in ``span`` with content; anything without a letter or digit is not one.

    One longer than the limit for lists (a table, a text without full stops) is cut at white space.
    """
    text, longest = document.text, rule.longest_list
    found = [part for whole in sentences(text, span) for part in _shortened(text, whole, longest)]
    return [part for part in found if _says_something(text, part)]


def _shortened(text: str, span: Span, longest: int) -> Iterator[Span]:
    start = span.start
    while span.end - start > longest:
        gap = max(text.rfind(" ", start, start + longest), text.rfind("\n", start, start + longest))
        end = gap if gap > start else start + longest
        yield Span(start, end)
        start = end
        while start < span.end and text[start].isspace():
            start += 1
    if start < span.end:
        yield Span(start, span.end)


def _says_something(text: str, span: Span) -> bool:
    return any(letter.isalnum() for letter in span.of(text))


def _cover(spans: Sequence[Span]) -> Span:
    return Span(min(span.start for span in spans), max(span.end for span in spans))


def _context(document: Document, piece: _Cut) -> str:
    """Title, headings and items above, without repetitions, outermost first."""
    parts = [document.title.strip()]
    above: list[str] = []
    parent = document.blocks[piece.block].parent
    while parent is not None:
        block = document.blocks[parent]
        if block.kind in (BlockKind.HEADING, BlockKind.LIST_ITEM):
            above.append(" ".join(block.span.of(document.text).split()))
        parent = block.parent
    parts += [*reversed(above), *(" ".join(extra.split()) for extra in piece.extra)]
    told: list[str] = []
    for part in parts:
        if part and part.casefold() not in (said.casefold() for said in told):
            told.append(part)
    return CONTEXT_JOINT.join(told)
