"""Where a question names municipalities, and the same question put to one of them, or to another."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from maltolk.answering.understanding.tokens import cues_in, tokens_of
from maltolk.model import Span
from maltolk.swedish.name_or_word import OFFICES, PLACE_PREPOSITIONS
from maltolk.swedish.words import function_words

_SHORT = 3  # letters of a word between two names that carries nothing by itself: "å", "vs", "med"
_HISS = ("s", "x", "z")  # a name that ends so has no further s in the genitive: "Bengtsfors mål"


@dataclass(frozen=True, slots=True)
class Naming:
    """A municipality named in a question, by whatever form of its name. ``municipality``: as the index writes it, or
    the gazetteer where it is not indexed; ``span``: where."""

    municipality: str
    span: Span


def put_to_one(text: str, namings: Sequence[Naming], name: str) -> str:
    """The question as it would be put to ``name`` alone: "Jämför Eds och Ales mål" -> "Jämför Ales mål". It stands
    where the first names stood side by side; later ones go, with the prepositions before them."""
    cut: list[tuple[Span, str]] = []
    for run in _runs(text, namings):
        whole = Span(run[0].span.start, run[-1].span.end)
        if cut:
            cut.append((Span(_before_prepositions(text, whole.start), whole.end), ""))
        else:
            written = next((each.span.of(text) for each in run if each.municipality == name), name)
            cut.append((whole, _with_capitals(written, name)))
    return _replaced(text, cut)


def put_to_others(text: str, namings: Sequence[Naming], others: Sequence[str]) -> str:
    """The question about ``others`` instead, in the order of the names that it has: "Ragundas kök" -> "Bengtsfors
    kök". One that names none is asked about them at its end."""
    names = list(dict.fromkeys(naming.municipality for naming in namings))
    instead = dict(zip(names, others, strict=False))
    if not instead:
        return f"{text.rstrip(' ?!.')} {', '.join(others)}?"
    return _replaced(
        text, [(n.span, _in_the_form_of(n.span.of(text), n.municipality, instead.get(n.municipality))) for n in namings]
    )


def _with_capitals(written: str, name: str) -> str:
    same = written[: len(name)].casefold() == name.casefold()
    return name + written[len(name) :] if same else written


def _in_the_form_of(written: str, name: str, other: str | None) -> str:
    if other is None:
        return written
    return genitive(other) if written.casefold() == f"{name}s".casefold() else other


def genitive(name: str) -> str:
    """What is of a municipality: "Ales", "Bengtsfors"."""
    return name if name.endswith(_HISS) else f"{name}s"


def _replaced(text: str, cut: Sequence[tuple[Span, str]]) -> str:
    for span, words in sorted(cut, key=lambda each: -each[0].start):
        text = text[: span.start] + words + text[span.end :]
    return text


def _runs(text: str, namings: Sequence[Naming]) -> list[list[Naming]]:
    """The namings in groups with nothing between them but words that join or compare."""
    ordered = sorted(namings, key=lambda naming: naming.span.start)
    runs = [ordered[:1]] if ordered else []
    for one, other in pairwise(ordered):
        if other.span.start < one.span.end:
            continue
        if _joins(text[one.span.end : other.span.start]):
            runs[-1].append(other)
        else:
            runs.append([other])
    return runs


def _joins(between: str) -> bool:
    tokens = tokens_of(between)
    comparing = {word for cue in cues_in(tokens) if cue.name == "comparison" for word in cue.words}
    small = function_words("sv", "en", "other") | OFFICES
    return all(
        n in comparing or (len(t.folded) <= _SHORT and t.folded.isalpha()) or t.folded in small
        for n, t in enumerate(tokens)
    )


def _before_prepositions(text: str, start: int) -> int:
    """Where the prepositions begin that end at ``start``, with the space before them."""
    for token in reversed(tokens_of(text[:start])):
        if token.folded not in PLACE_PREPOSITIONS:
            break
        start = token.span.start
    return len(text[:start].rstrip())
