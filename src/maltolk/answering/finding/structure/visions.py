"""Where a text states a vision, a slogan or the like, by the form of the words alone.

Nothing is known of what visions say. What shows one: a phrase in quotes or emphasis beside the word, the short line
below a heading or a lead that says so, or a line of its own that sets the sender's name before a phrase.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from maltolk.answering.reader.shelf import CutDocument
from maltolk.model import BlockKind, Document
from maltolk.swedish.numbers import cardinal
from maltolk.swedish.words import function_words, stem, stems, word_rows

SAID = 1.0
"""A sentence that says what the vision is, or the words that one leads up to."""
BELOW = 0.9
"""The short line below a heading that says nothing but that word."""
PROSE = 0.7
"""What else begins below such a heading."""
NAMED = 0.8
"""The sender's name, a dash and a phrase, as a line of its own."""
BESIDE = 0.75
"""A phrase in quotes or emphasis in a sentence with the word, which does not say that it is that."""
PAGE = 0.75
"""The short line below the title of a page about the vision."""
BEFORE = 0.3
"""One that is spoken of as an earlier one."""

_MOST_WORDS = 14  # of a phrase
_COUNTED = 3  # words at the end of a lead that may count what follows
_QUOTED = r"""[”"“»«„*_]+(?=\w)[^”"“»«„*_\n][^”"“»«„*_]{4,110}[”"“»«„*_]"""
_PHRASE = re.compile(_QUOTED)
_SAYS = re.compile(rf"(?:\b(?:är|lyder|heter|säger|blir|på)\b|:)\s*(?:att\s)?({_QUOTED}|[^\W\d_][^.]*\s[–—-]\s[^.]+)")
_AS_LABEL = re.compile(r"\W*(?:[^\W\d]+\s)?([^\W\d]+)(?:\s\d{4})?\W{0,3}:\W{0,4}\s?(?=\w.{7,})")
_ENDS = re.compile(r"[.!?;]\W*$|\d$")
_ENDS_SENTENCE = re.compile(r"[.!]\W*$")
_EARLIER = frozenset(["förra", "gamla", "tidigare", "föregående", "ersätter", "ersatte", "gällde", "löd", "hette"])
_POSSESSIVE = frozenset(["vår", "våra", "kommunens", "stadens", "regionens", "gemensamma", "övergripande"])


@dataclass(frozen=True, slots=True)
class Statement:
    """A vision as a text states it. ``units``: numbers of the units that do, in order. ``form``: how plainly, 0 to 1:
    one of the values above."""

    cut: CutDocument
    units: tuple[int, ...]
    form: float


@cache
def _called() -> frozenset[str]:
    return frozenset(map(stem, word_rows("goal_words.tsv")["visions"]))


def means_vision(word: str) -> bool:
    """Whether a case-folded word is what visions, slogans and the like are called."""
    return stem(word) in _called()


def statements_in(cut: CutDocument) -> list[Statement]:
    """Every statement of a vision in a document, the plainest first."""
    best: dict[int, Statement] = {}
    for each in _found(cut):
        known = best.get(each.units[0])
        if known is None or each.form > known.form:
            best[each.units[0]] = each
    return sorted(best.values(), key=lambda each: (-each.form, each.units))


def _found(cut: CutDocument) -> Iterator[Statement]:
    name = _name_in_front(cut.document)
    titled = _says_vision(cut.document.title)
    for number, unit in enumerate(cut.units):
        if cut.kind(number) is BlockKind.CONTACT or unit.row:
            continue
        words = _text(cut, number)
        if cut.kind(number) is not BlockKind.HEADING:
            form = _said(cut, number, words)
            if form:
                yield Statement(cut, (number,), form)
        if _leads_up(cut, number, words) and _is_below(cut, number + 1):
            yield Statement(cut, (number, number + 1), SAID)
        if cut.kind(number) is BlockKind.HEADING:
            yield from _below(cut, number, words, name)
        if _is_line(cut, number) and name.match(words) and words != cut.document.title:
            yield Statement(cut, (number,), SAID if _is_headed(cut, number) else NAMED)
        elif titled and number and _is_line(cut, number) and _is_set_off(cut, number, words):
            yield Statement(cut, (number,), PAGE)


def _said(cut: CutDocument, number: int, words: str) -> float:
    """How plainly a sentence says what the vision is, 0 for not."""
    label = _AS_LABEL.match(words)
    if label is not None and means_vision(label.group(1).casefold()):
        return SAID
    there = _says_vision(words)
    before = number > 0 and cut.units[number - 1].block == cut.units[number].block
    around = there or (before and _says_vision(_text(cut, number - 1)) and _SAYS.search(words))
    if not around:
        return 0.0
    if _SAYS.search(words):
        form = SAID
    else:
        phrases = (each.group() for each in _PHRASE.finditer(words)) if there else ()
        # "Från sidan ”Vision och mål”" names a text.
        if not any(len(phrase.split()) > 1 and not _says_vision(phrase) for phrase in phrases):
            return 0.0
        form = BESIDE
    return BEFORE if _is_earlier(words) else form


def _below(cut: CutDocument, heading: int, words: str, name: re.Pattern[str]) -> Iterator[Statement]:
    """What stands below a heading that says that a vision follows."""
    says, only = _says_vision(words), _only_vision(words)
    first = heading + 1
    if not says or not _is_below(cut, first) or cut.units[first].row or _is_earlier(words):
        return
    below = _text(cut, first)
    if _is_line(cut, first) and _is_phrase(below) and (only or name.match(below)):
        yield Statement(cut, (first,), BELOW)
    elif only and cut.kind(first) is BlockKind.PARAGRAPH and _ENDS_SENTENCE.search(below) and not _says_vision(below):
        yield Statement(cut, (first,), PROSE)


def _leads_up(cut: CutDocument, number: int, words: str) -> bool:
    """Whether a sentence with the word, or behind one in its block, ends in a colon."""
    said = words.rstrip("*_ ")
    if not said.endswith(":") or _is_earlier(words):
        return False
    if any(cardinal(word.casefold()) for word in said.rstrip(": ").split()[-_COUNTED:]):
        return False  # "Visionen vilar på tre ledord:"
    block = cut.units[number].block
    return any(
        _says_vision(_text(cut, other))
        for other in (number, number - 1)
        if other >= 0 and cut.units[other].block == block
    )


def _is_below(cut: CutDocument, number: int) -> bool:
    """Whether a unit can be what is led up to: not a row, an item or a heading over others."""
    return number < len(cut.units) and cut.kind(number) not in (BlockKind.CONTACT, BlockKind.LIST_ITEM)


def _is_headed(cut: CutDocument, number: int) -> bool:
    path = cut.document.heading_path(cut.units[number].block)
    return bool(path) and _says_vision(cut.document.blocks[path[-1]].span.of(cut.document.text))


def _is_line(cut: CutDocument, number: int) -> bool:
    """Whether a unit is a whole block, and no item or row."""
    block = cut.units[number].block
    alone = all(cut.units[other].block != block for other in (number - 1, number + 1) if 0 <= other < len(cut.units))
    return alone and not cut.units[number].row and cut.kind(number) is not BlockKind.LIST_ITEM


def _is_phrase(words: str) -> bool:
    return 2 <= len(words.split()) <= _MOST_WORDS and (_ENDS.search(words) is None or _PHRASE.match(words) is not None)


def _is_set_off(cut: CutDocument, number: int, words: str) -> bool:
    """Whether a line is a phrase that its looks set off: quoted, emphasized, a quotation of nobody's, or a heading that
    names the sender."""
    block = cut.document.blocks[cut.units[number].block]
    if block.kind is BlockKind.HEADING:
        marked = not _says_vision(words) and stem(cut.document.municipality.casefold()) in stems(words)
    else:
        marked = block.kind is BlockKind.QUOTATION or _PHRASE.fullmatch(words.strip().rstrip(".*")) is not None
    return _is_phrase(words) and marked and block.speaker is None


@cache
def _begins_called() -> re.Pattern[str]:
    return re.compile("|".join(sorted(_called())), re.IGNORECASE)


def _says_vision(words: str) -> bool:
    # Most sentences do not, and are passed over without stemming.
    return _begins_called().search(words) is not None and not _called().isdisjoint(stems(words))


def _only_vision(words: str) -> bool:
    """Whether a heading says nothing else: "Vår vision", "2. Vision 2040"."""
    rest = [each for each in re.findall(r"[^\W\d]+", words.casefold()) if stem(each) not in _called()]
    return all(each in _POSSESSIVE or each in function_words() for each in rest)


def _is_earlier(words: str) -> bool:
    return not _EARLIER.isdisjoint(re.findall(r"\w+", words.casefold()))


def _name_in_front(document: Document) -> re.Pattern[str]:
    """The sender's name, a year or not, a dash or colon, and a phrase without numbers or aims."""
    name = re.escape(document.municipality.removeprefix("Region ")) or r"(?!)"
    return re.compile(
        rf"\W*(?:Region\s)?{name}(?:\s(?:19|20)\d\d)?\s?(?:\s[–—-]|:)\s(?!.*\d)(?=\w+\W+\w.*)[^|:]{{6,90}}$"
    )


def _text(cut: CutDocument, number: int) -> str:
    return cut.units[number].span.of(cut.document.text)
