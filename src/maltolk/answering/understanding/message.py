"""Which part of a message is the question: not greetings, thanks or what leads up to it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from itertools import pairwise

from maltolk.answering.understanding.question import Question
from maltolk.answering.understanding.tokens import Token, cues_in, tokens_of, word_lists
from maltolk.model import Span
from maltolk.swedish.words import fold, function_words

MAX_SENTENCES = 12
"""Sentences of a message that are distinguished; a whole page pasted as a question is taken as is."""

# A sentence ends with its mark before a space, or with its line; a colon ends what leads up to a question. "t.ex." and
# "nr. 5" end none.
_SENTENCE = re.compile(r"\S.*?(?:(?<!\.\w)(?<!\.\w\w)[.!?…:]+[\"”'’)]*(?=\s(?!\s*\d))|$)", re.MULTILINE)

_FEW = 2  # words of a statement beside a name that a question hardly needs

_WANTS = ("list", "count", "comparison", "overview", "definition", "which_municipalities", "cost", "amount")
_ASKING_CUES = frozenset(f"wants.{name}" for name in _WANTS)
"""Cues that ask by themselves, without a question mark or an interrogative: "lista målen", "jämför …"."""


class Part(IntEnum):
    """What a sentence does in a message."""

    FRAME = 0
    TELLS = 1
    ASKS = 2
    ASKS_MATTER = 3


@dataclass(frozen=True, slots=True)
class _Sentence:
    """``names``: whether a municipality, a place or a telephone number is named in it; ``known``: whether it has a word
    of the texts; ``leads``, ``marked``: whether it ends in a colon, in a question mark."""

    span: Span
    part: Part
    question: Question
    names: bool
    known: bool
    leads: bool
    marked: bool


@dataclass(frozen=True, slots=True)
class Message:
    """``asked``: the sentences that ask, and those that say what about. ``rest``: whole sentences and lead-ins that
    were left out; empty for most."""

    asked: str
    rest: str = ""


def read_message(text: str, read: Callable[[str], Question], *, follows: bool = False) -> Message:
    """What of ``text`` asks; all of it when nothing does. ``follows``: whether there was a question before it.

    ``read`` understands a sentence in the light of the index: a sentence that neither asks, names a municipality nor
    has a word of the texts is a frame. So is a plain statement ("Jag heter …") beside a question that is complete
    without it, and the words before an interrogative inside a sentence ("Kan du säga mig vad …").
    """
    spans = [Span(*m.span()) for m in _SENTENCE.finditer(text)]
    if not 0 < len(spans) <= MAX_SENTENCES:
        return Message(text)
    if len(spans) == 1:
        cut = _lead_of(text, read)
        return Message(_without_tail(text[cut:]), text[:cut])
    sentences = [_told_apart(text, span, read) for span in spans]
    kept = _kept(sentences, follows=follows) or sentences
    first = next((s.span for s in sentences if s.part >= Part.ASKS and s.known), None)
    asked, rest = [], []
    for sentence in sentences:
        words = text[sentence.span.start : sentence.span.end]
        if sentence not in kept:
            rest.append(words)
            continue
        if (
            first is not None
            and first < sentence.span
            and sentence.part is Part.TELLS
            and _only_names(sentence.question)
        ):
            # "Vad är byapeng? Läste det om Norsjö.": what is asked stands without it but for whose texts are meant.
            asked.append(", ".join(span.of(words) for span in sorted(sentence.question.named)))
            rest.append(words)
            continue
        cut = _lead_of(words, read) if sentence.part >= Part.ASKS else 0
        rest.append(words[:cut])
        asked.append(_without_tail(words[cut:]))
    if asked == [text[s.span.start : s.span.end] for s in sentences]:
        return Message(text)
    return Message(" ".join(asked), " ".join(filter(None, rest)))


def _kept(sentences: Sequence[_Sentence], *, follows: bool) -> list[_Sentence]:
    asking = [s for s in sentences if s.part >= Part.ASKS]
    if any(s.marked and s.names and s.known for s in asking):
        # "I Umeå får man välja vilken firma som kommer. Går det i Robertsfors?": the question is not for Umeå's texts.
        asking = [s for s in asking if s.marked or not s.names]
    if not asking:
        # "Lund: Så arbetar vi": what a colon leads up to is meant by it, whether the texts have its words or not.
        led = {b.span for a, b in pairwise(sentences) if a.part is Part.TELLS and a.leads}
        return [s for s in sentences if s.part is Part.TELLS or s.span in led]
    named = any(s.names for s in asking)
    # "Jag cyklar mycket. Vad gör Lund för det?": a question that depends on the statement before it.
    leans = not follows and not any(s.known or _is_whole_request(s.question) for s in asking)
    return [
        s
        for s in sentences
        if s in asking or (s.part is Part.TELLS and ((s.names and not named) or (leans and s.span < asking[0].span)))
    ]


def _told_apart(text: str, span: Span, read: Callable[[str], Question]) -> _Sentence:
    words = text[span.start : span.end]
    question = read(words)
    known = any(t.variants and not t.asking for t in question.words)
    names = bool(question.municipalities or question.foreign or question.documents is not None)
    names |= question.asks_backwards
    matter = known or names or question.numbers.item is not None or question.numbers.count is not None
    open_, tokens = words.rstrip("\"”'’) ").endswith("?"), tokens_of(words)
    wants = not question.cues.isdisjoint(_ASKING_CUES) or _asks_for_field(question)
    wants = wants or interrogative(tokens) is not None
    if wants or (open_ and matter):
        part = Part.ASKS_MATTER if matter else Part.ASKS
    else:
        part = Part.TELLS if matter else Part.FRAME
    return _Sentence(span, part, question, names, known, words.endswith(":"), open_)


def _lead_of(sentence: str, read: Callable[[str], Question]) -> int:
    """Where the interrogative is in a sentence, when what leads up to it is about the asking: "Jag undrar vad …".

    Otherwise 0.
    """
    tokens = tokens_of(sentence)
    place = interrogative(tokens)
    if not place or all(t.folded in _joining() for t in tokens[:place]):
        return 0
    start = tokens[place].span.start
    lead = read(sentence[:start])
    if lead.municipalities or lead.foreign or lead.documents is not None or lead.numbers.item is not None:
        return 0
    if lead.asks_backwards or lead.asks(*_ASKING_CUES - {"wants.overview"}) or _asks_for_field(lead):
        return 0
    if any(t.variants and not t.asking for t in lead.words):
        rest = read(sentence[start:])
        whole = any(t.variants and not t.asking for t in rest.words) or _asks_for_field(rest)
        if not whole or not any(t.folded in _persons(lead.language) for t in tokens[:place]):
            return 0
    return start


def _without_tail(sentence: str) -> str:
    """The sentence without a final phrase about the texts themselves: "… enligt texten?"."""
    tokens = tokens_of(sentence)
    last = next((c for c in cues_in(tokens) if c.name == "texts" and c.words[-1] == len(tokens) - 1), None)
    if last is None or last.words[0] == 0:
        return sentence
    return sentence[: tokens[last.words[0] - 1].span.end] + sentence[tokens[-1].span.end :]


def _only_names(question: Question) -> bool:
    """Whether a statement says little but whose texts are meant."""
    return bool(question.named) and len(question.heavy) <= _FEW


def _is_whole_request(question: Question) -> bool:
    """Whether it asks for somebody's telephone number or the like, and not that of somebody mentioned before."""
    return _asks_for_field(question) and not question.asks("follows.thing", "follows.person")


def _asks_for_field(question: Question) -> bool:
    return any(cue.startswith("fields.") for cue in question.cues)


def interrogative(tokens: Sequence[Token]) -> int | None:
    """The first word that asks. "var" and "när" after a noun or pronoun are a verb and a conjunction."""
    for place, token in enumerate(tokens):
        word = token.folded
        if word in _asking("determiner") or word in _asking("manner"):
            return place
        if word in _asking("opening") and (place == 0 or tokens[place - 1].folded not in _persons("sv")):
            return place
    return None


@cache
def _asking(name: str) -> frozenset[str]:
    words = word_lists()["interrogative"][name].split()
    return frozenset([*words, *map(fold, words)])


@cache
def _joining() -> frozenset[str]:
    return function_words() - _persons("sv") - _persons("en")


@cache
def _persons(language: str) -> frozenset[str]:
    return frozenset(word_lists()["persons"]["sv" if language == "sv" else "en"].split())
