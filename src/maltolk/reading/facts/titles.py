"""Title of a document: the first heading that can be one, or a line at the top that names a plan."""

import re
from collections.abc import Iterator

from maltolk.model import Block, BlockKind, Span
from maltolk.reading.facts.document_kinds import kind_of_title
from maltolk.reading.lines.furniture import PAGE_COUNTER, SIDE_BY_SIDE, is_menu
from maltolk.reading.lines.phrases import phrases, plain
from maltolk.reading.lines.sentences import sentences
from maltolk.swedish.gazetteer import Gazetteer
from maltolk.swedish.names import words as name_words
from maltolk.swedish.parties import party_of

_MAX_TITLE = 120
_TOP = 600  # characters in which a document says what it is
_HEADINGS = 1500  # characters in which its title stands among the headings
_LABELLED = re.compile(r"[^\W\d_][\w -]{0,30}:\s")
_NUMBERED = re.compile(
    r"§|\d{1,2}(?:\.\d{1,2})*\.?\s+(?=[A-ZÅÄÖ])|(?:[Bb]ilaga|[Kk]apitel|[Aa]vsnitt|[Dd]el|[Ss]ida|[Bb]lad)\s+\d"
)
_PICTURE = re.compile(r"(?i)(?:(?:bildens\s+)?storlek|bild(?:text)?|filstorlek|upplösning)\s*:|.*\d\s*(?:px|pixlar)\b")
"""What stands beside a picture."""
_TRAIL = re.compile(r"\s[/>›»]\s")
_MEMBER = re.compile(r"[^()\n]+\((?P<party>[^()\n]+)\)(?:, .+)?")
_COOKIES = re.compile(r"\b(?:kakor|cookies)\b")
_SENDER = re.compile(r"region [^\W\d_]+(?: län)?|(?:[\w-]+ ){1,2}(?:kommun|kommunkoncern)(?: logotyp)?", re.IGNORECASE)
_MAX_BOARD = 5  # words of a board's name
_MAX_OTHER = 2  # words of a sender's name in another language
_SECTIONS = frozenset(
    (
        *("inledning", "bakgrund", "inledning och bakgrund", "förord", "sammanfattning", "beslut", "ärenden"),
        *("innehåll", "innehållsförteckning", "i detta avsnitt", "på den här sidan"),
        *("underskrifter", "ärendelista", "föredragningslista", "dagordning", "närvarande", "beslutande"),
        *("om dokumentet", "dokumentinformation"),
    )
)
"""What the first part of many documents is called."""
_TELLING = frozenset({"för", "om", "i", "till", "av", "på", "den", "det", "en", "ett", "här", "vi"})
"""Words that make more of a name than a name."""
_STATES = re.compile(r"\b(?:antagen|antaget|beslutad|beslut|fastställd|reviderad|ersätter|gäller|diarienummer)\b", re.I)


def title_span(text: str, blocks: tuple[Block, ...]) -> Span | None:
    """The first heading that can be a title; a line at the top that names a plan where there is none, or none that
    names one. Else the first heading or sentence, cut at a word when long. None for a text without words.

    No title: whose text it is, a section ("1 Inledning"), a field of a form ("Dokumenttyp: Plan"), the way to a page.
    """
    headings = [block.span for block in blocks if block.kind is BlockKind.HEADING]
    able = [span for span in headings if span.start < _HEADINGS and can_be_title(span.of(text))]
    # What stands above a page's main heading is a notice.
    mains = [span for span in able if text.startswith("# ", _line(text, span))]
    heading = mains[0] if mains and text.startswith("##", _line(text, able[0])) else next(iter(able), None)
    is_field = heading is not None and _is_field(heading.of(text))
    end = _TOP if heading is None or is_field else min(heading.start, _TOP)
    names = (
        span for span in _names_of_plans(text, end) if heading is None or not heading.start <= span.start < heading.end
    )
    named = next(names, None)
    if named is None and heading is not None and kind_of_title(heading.of(text)) is None:
        return _subtitle(text, blocks, heading) or heading
    if heading is None or named is None:
        return named or heading or _first(text, blocks, headings)
    if text.startswith("#", _line(text, heading)):
        return heading
    is_first, names_plan = heading == headings[0], kind_of_title(heading.of(text)) is not None
    # A word by itself ("PROTOKOLL") says less than a heading.
    wins = is_first and names_plan if " " in named.of(text) else is_first or names_plan
    return heading if wins and not is_field else named


def _subtitle(text: str, blocks: tuple[Block, ...], heading: Span) -> Span | None:
    """The line right below a heading that names the plan: "Vår klimatresa", "Klimatplan 2025–2030"."""
    below = next((block for block in blocks if block.span.start > heading.start), None)
    if below is None or below.kind not in (BlockKind.PARAGRAPH, BlockKind.HEADING):
        return None
    words = below.span.of(text)
    told = " " in words and "\n" not in words and kind_of_title(words) is not None
    named = told and can_be_title(words) and _is_name(words)
    return below.span if named else None


def _line(text: str, span: Span) -> int:
    """Where the line of the span begins."""
    return text.rfind("\n", 0, span.start) + 1


def _is_field(words: str) -> bool:
    label = _LABELLED.match(words)
    return label is not None and not _is_sender(plain(label.group()))


def _is_sender(line: str) -> bool:
    """Whether a line in lower case is the name of a municipality, a region or a board, and says nothing else."""
    sender, *other = re.split(r"\s+[–—/|-]\s+", line)
    if other and _is_sender(sender) and all(len(part.split()) <= _MAX_OTHER for part in other):
        return kind_of_title(line) is None  # in two languages
    parts = line.split()
    if not parts or not _TELLING.isdisjoint(parts) or kind_of_title(line) is not None:
        return False
    if parts[-1] == "stad":  # "hållbar stad" is none
        return any(m.span == Span(0, len(line)) for m in Gazetteer.default().find(line, casual=True))
    board = len(parts) <= _MAX_BOARD and parts[-1].endswith(name_words().boards)
    return board or _SENDER.fullmatch(line) is not None


def _is_member(words: str) -> bool:
    """Whether the words are somebody's name and party, as in the list of those who were there."""
    member = _MEMBER.fullmatch(words.strip())
    return member is not None and party_of(member["party"]) is not None


def can_be_title(words: str) -> bool:
    """Whether the words say what a text is, rather than whose it is, which part follows, or how a page is used."""
    line = plain(words)
    return not (
        len(words) > _MAX_TITLE
        or line in _SECTIONS
        or (line.startswith("om ") and kind_of_title(line) is not None)  # "Om strategin"
        or line in phrases().whole
        or _COOKIES.search(line)
        or _PICTURE.match(words)
        or _is_sender(line)
        or _is_member(words)
        or _NUMBERED.match(words)
        or _TRAIL.search(words)
        or PAGE_COUNTER.search(words)
        or is_menu(words)
    )


def _names_of_plans(text: str, end: int) -> Iterator[Span]:
    """What stands by itself on a line, or beside something else on it, before ``end`` and names a plan."""
    for line in re.finditer(r"[^\n]+", text[:end]):
        if _TRAIL.search(line.group()) or is_menu(line.group()) or text[line.end() + 1 : line.end() + 2].islower():
            continue  # the way to a page, or the first line of a paragraph
        start = line.start()
        for gap in [*SIDE_BY_SIDE.finditer(text, line.start(), line.end()), None]:
            stop = line.end() if gap is None else gap.start()
            part = text[start:stop]
            words = part.strip(" \t\xa0#*_|")
            if kind_of_title(words) is not None and can_be_title(words) and _is_name(words):
                first = start + part.index(words)
                yield Span(first, first + len(words))
            start = stop if gap is None else gap.end()


def _is_name(words: str) -> bool:
    """Whether the words are no sentence, and no line that tells when a plan was adopted."""
    return words[0].isupper() and words[-1] not in ".,;:?!" and _STATES.search(words) is None and len(words) <= 100


def _first(text: str, blocks: tuple[Block, ...], headings: list[Span]) -> Span | None:
    if headings:
        return headings[0]
    for block in sorted(blocks, key=lambda block: block.kind is BlockKind.FURNITURE):
        first = sentences(text, block.span)
        if first:
            span = first[0]
            if span.end - span.start <= _MAX_TITLE:
                return span
            cut = text.rfind(" ", span.start, span.start + _MAX_TITLE)
            return Span(span.start, cut if cut > span.start else span.start + _MAX_TITLE)
    return None
