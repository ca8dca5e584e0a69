"""The words of a question that only say which edition of a plan is meant: "i den gamla klimatplanen", "förut"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from maltolk.answering.understanding.glossary import translate
from maltolk.answering.understanding.tokens import Token, word_lists
from maltolk.model import Span

_NEAR = 2  # words that "plan" may come after "previous" in another language
_END = re.compile(r"\s*[?.!;]|\s*$|\s+då\s*(?:[?.!]|$)")
_APPOSITION = re.compile(r",? (?:alltså )?(?:den|det|the one) (?:som|från|that|from)\b[^,.?!]*", re.IGNORECASE)
_UNTIL = re.compile(r",? (?:alltså )?innan\b[^,.?!]*", re.IGNORECASE)
_IN_FORCE = re.compile(
    r",? (?:så som|som|enligt (?:det|den|vad) som) "
    r"(?:(?:det|de|den|man|är|e|har|gäller|sagt|sagts|bestämt|bestämts|beslutat|beslutats|blivit) )*"
    r"(?:nu|idag|i dag|just nu)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class EditionWords:
    """``earlier``: whether the edition before the one that applies is meant. ``places``: of the tokens that say so;
    ``spans``: what can be left out of the question where the edition is settled, in order."""

    earlier: bool
    places: tuple[int, ...]
    spans: tuple[Span, ...]

    def left_out_of(self, text: str) -> str:
        """``text`` without them."""
        kept, end = "", 0
        for span in self.spans:
            kept += text[end : max(end, span.start)]
            end = max(end, span.end)
        return re.sub(r"\s+(?=[?.!,]|$)", "", " ".join((kept + text[end:]).split()))


def edition_words(text: str, tokens: Sequence[Token], language: str) -> EditionWords:
    """What of a question in ``language`` ("sv", "en" or "other") says which edition it means."""
    earlier = False
    places: list[int] = []
    spans: list[Span] = []
    for place in range(len(tokens)):
        found = _of_plan(text, tokens, place) or _adverb(text, tokens, place)
        if found is not None:
            earlier |= found.earlier
            places += found.places
            spans += found.spans
    if language != "sv" and not earlier and _abroad(tokens, language):
        earlier = True
    spans += [Span(*match.span()) for match in _IN_FORCE.finditer(text)]
    return EditionWords(earlier, tuple(places), tuple(sorted(spans, key=lambda span: (span.start, span.end))))


def _of_plan(text: str, tokens: Sequence[Token], place: int) -> EditionWords | None:
    """ "i den gamla klimatplanen, den från 2018": a word for older or newer, and what a text of the kind is called."""
    word = tokens[place].folded
    earlier = word in _words("earlier")
    if place + 1 == len(tokens) or not (earlier or word in _words("later")) or not _is_plan(tokens[place + 1].folded):
        return None
    if place and tokens[place - 1].folded in word_lists()["interrogative"]["joining"].split():
        return None  # "förra och nya planen": both
    start = place - (place > 0 and tokens[place - 1].folded in _words("articles"))
    end = tokens[place + 1].span.end
    apposition = _APPOSITION.match(text, end)
    after = apposition.end() if apposition else end
    within = start > 0 and tokens[start - 1].folded in _words("within")
    if within and not _topic_of(tokens[place + 1].folded):
        return EditionWords(earlier, (place, place + 1), (Span(tokens[start - 1].span.start, after),))
    # What is asked about the plan itself keeps its name, and a plan for something tells what for.
    left_out = Span(tokens[start if within else place].span.start, tokens[place].span.end)
    return EditionWords(earlier, (place,), (left_out, Span(end, after)))


def _adverb(text: str, tokens: Sequence[Token], place: int) -> EditionWords | None:
    """ "förut", "tidigare" at the end of a question, with what follows it: ", innan den nya kom"."""
    word, end = tokens[place].folded, tokens[place].span.end
    if not (word in _words("before") or (word in _words("before_at_end") and _END.match(text, end))):
        return None
    if place and tokens[place - 1].folded in ("än", "than"):
        return None
    until = _UNTIL.match(text, end)
    return EditionWords(True, (place,), (Span(tokens[place].span.start, until.end() if until else end),))


def _abroad(tokens: Sequence[Token], language: str) -> bool:
    """Whether words for "old" and "plan" stand near each other."""
    found = list(translate(tokens, language))
    old = [place for each in found if "gamla" in each.swedish for place in each.tokens]
    plans = [place for each in found if any(map(_is_plan, each.swedish)) for place in each.tokens]
    # "The previous climate plan", "plan anterior"; not "the plan for old people".
    return any(-1 <= plan - one <= _NEAR and plan != one for one in old for plan in plans)


def _is_plan(word: str) -> bool:
    return _plan().fullmatch(word) is not None


def _topic_of(plan: str) -> str:
    """What a plan is for: "klimat" of "klimatplanen"; "" where its name does not say."""
    found = _plan().fullmatch(plan)
    return (found["topic"] or "") if found else ""


@cache
def _plan() -> re.Pattern[str]:
    kinds = "|".join(word_lists()["editions"]["kinds"].split())
    return re.compile(rf"(?P<topic>\w+?)?(?:{kinds})(?:en|n|met|et)?s?")


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(word_lists()["editions"][name].split())
