"""What a question refers back to: the previous question, or the people, list or texts of its answer."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from maltolk.answering.finding.findings import Finding, Focus
from maltolk.answering.finding.request import Request
from maltolk.answering.people.people_lookup import Person
from maltolk.answering.understanding.editions import without_years
from maltolk.answering.understanding.every_municipality import with_those_named
from maltolk.answering.understanding.names_in_texts import spoken_of
from maltolk.answering.understanding.namings import put_to_others
from maltolk.answering.understanding.parallel_words import with_word_instead
from maltolk.answering.understanding.question import Question
from maltolk.answering.understanding.tokens import Numbers, tokens_of
from maltolk.answering.understanding.whole_matters import asks_of_municipality
from maltolk.model import UNKNOWN_MUNICIPALITY, Trace

_FEW = 1  # words of its own with which a question hardly stands by itself
_TOLD = 3  # questions that the reader is told


@dataclass(frozen=True, slots=True)
class Turn:
    """A question of the conversation, its outcome, and how that came about. ``told``: the questions that the reader was
    told, this one last. ``named``: the municipalities asked about so far, the latest last."""

    question: Question
    request: Request
    finding: Finding
    language: str
    trace: Trace
    probability: float | None
    told: tuple[str, ...]
    named: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Leaning:
    """A question completed from the conversation.

    ``search_text``: what is embedded and searched for. ``people``: whom it is limited to, empty for all. ``wider``: the
    question over all texts, or by itself, for when the texts of the previous answer, or the same asked of another
    municipality, have nothing. ``also``: what is searched for beside it, "" for nothing. ``told``: the questions that
    the reader is told, this one last. ``like``: what the same question was answered with for another municipality, ""
    for nothing.
    """

    question: Question
    search_text: str
    focus: Focus
    people: tuple[Person, ...] = ()
    wider: Question | None = None
    is_follow_up: bool = False
    also: str = ""
    told: tuple[str, ...] = ()
    like: str = ""


def lean_on(question: Question, before: Turn | None) -> Leaning:
    """``question`` in the light of the previous turn, ``before``."""
    if before is None:
        return Leaning(question, question.text, Focus(), told=(question.text,))
    leaning = _leaning(question, before)
    leaning = leaning if leaning.told else replace(leaning, told=(leaning.search_text,))
    if leaning.search_text not in (question.text, joined := f"{before.request.search_text} {question.text}"):
        return leaning  # put into words of its own
    if (question.municipalities or question.foreign) and not _leans(question):
        return leaning  # a whole question
    # Search may follow the wrong one; the reader, told of both, chooses.
    also = joined if leaning.search_text == question.text else question.text
    return replace(leaning, also=also, told=(*before.told, question.text)[-_TOLD:])


def _leaning(question: Question, before: Turn) -> Leaning:
    focus = before.finding.focus
    several = _compared_with_before(question, before)
    if several is not None:
        return several
    there = _place_within(question, before)
    if there:
        asked = replace(question, foreign=(), documents=there)
        return Leaning(asked, f"{before.request.search_text} {question.text}", focus, is_follow_up=True)
    if _names_only_a_municipality(question):
        return _same_of_another(question, before)
    asks_for_field = question.asks("fields.phone", "fields.email", "fields.party")
    people = focus.people or (_people_quoted(before) if asks_for_field else ())
    if people and (asks_for_field or question.asks("follows.person")) and not question.words:
        focus = replace(focus, people=people)
        theirs = replace(question, documents=_texts_meant(question, before))  # nobody else's number
        return Leaning(theirs, question.text, focus, people=people, is_follow_up=True)
    if question.municipalities or question.foreign:
        return Leaning(question, question.text, focus)
    documents = _texts_meant(question, before)
    instead = with_word_instead(before.request.search_text, before.question, question)
    if instead is not None:
        asked = before.request.understand(instead)
        asked = replace(asked, documents=documents if asked.documents is None else asked.documents)
        told = (*before.told, instead)[-_TOLD:]
        return Leaning(asked, instead, focus, is_follow_up=True, also=" ".join(before.told), told=told)
    if documents is None:
        return Leaning(question, question.text, focus)
    inside = replace(question, documents=documents)
    if not question.words and question.numbers.item is None:
        if not question.asks("follows.more", "follows.thing", "follows.elliptic") and not question.cues:
            return Leaning(question, question.text, focus)
        # Only the way of asking is new: "Hur många är de?", "Berätta mer".
        inside = replace(inside, documents=_texts_shown(question, before) or documents, words=before.question.words)
        if question.asks("follows.earlier"):
            # The same of the edition before, whose years are others.
            return Leaning(inside, without_years(before.request.search_text), focus, is_follow_up=True)
        return Leaning(inside, f"{before.request.search_text} {question.text}", focus, is_follow_up=True)
    if question.asks("follows.thing", "follows.person") and question.numbers.item is None:
        inside = replace(inside, words=(*question.words, *before.question.words))
        return Leaning(
            inside,
            f"{before.request.search_text} {question.text}",
            focus,
            wider=None if _is_kept(before) else replace(question, documents=None),
            is_follow_up=True,
        )
    elliptic = question.asks("follows.elliptic") or len(question.heavy) <= _FEW
    return Leaning(
        inside,
        f"{before.request.search_text} {question.text}" if elliptic else question.text,
        focus,
        wider=question if question.numbers.item is None and not _is_kept(before) else None,
        is_follow_up=question.numbers.item is not None,
    )


def _compared_with_before(question: Question, before: Turn) -> Leaning | None:
    """A question that compares one municipality with that asked about before, or those asked about before with each
    other; None for any other."""
    named = question.municipalities
    if named and not (len(named) == 1 and question.asks("wants.comparison")):
        return None
    names = named_so_far(before.named[-1:] if named else before.named, named)
    text = question.text if named else with_those_named(question.text, names)
    if text is None or len(names) < 2:
        return None
    whole = f"{before.request.search_text} {text}"
    asked = before.request.understand(whole)
    asked = replace(asked, asked=question.asked, cues=asked.cues | {"wants.comparison"})
    return Leaning(asked, whole, Focus(), is_follow_up=True, told=(*before.told, text)[-_TOLD:])


def named_so_far(before: Sequence[str], named: Sequence[str]) -> tuple[str, ...]:
    """All of them once, the latest last."""
    return (*(name for name in before if name not in named), *named)


def _people_quoted(before: Turn) -> tuple[Person, ...]:
    """The contacts of the conversation's municipality whose whole names stand in what was quoted: "Skolchef Marie Ek
    ansvarar för planen." Nobody where two are named."""
    quotes = [span.of(before.request.index.document(number).text) for number, span in before.finding.focus.quotes]
    words = [word.folded for quote in quotes for word in tokens_of(quote)]
    whose = _whose(before, frozenset(before.finding.focus.documents))
    people = [each for each in before.request.people() if each.names and each.document.municipality in whose]
    named = tuple(each for each in people if _stands_in([t.folded for t in tokens_of(each.field("name") or "")], words))
    return named if len({each.names for each in named}) == 1 else ()


def _stands_in(name: Sequence[str], words: Sequence[str]) -> bool:
    """Whether the words of a name follow one another there; a lone first name may be anybody's."""
    size = len(name)
    return size > 1 and any(words[at : at + size] == name for at in range(len(words) - size + 1))


def _texts_shown(question: Question, before: Turn) -> frozenset[int]:
    """Those that the previous answer came from; not where another edition than the one just shown is meant."""
    shown = frozenset(before.finding.focus.documents)
    return shown - question.superseded if question.asks("follows.earlier") else shown


def _texts_meant(question: Question, before: Turn) -> frozenset[int] | None:
    """Those just shown, and the others of the same municipality but for editions that this question does not mean:
    "Och nu?" may well be answered elsewhere. Within what limits the question itself. None for all."""
    cards = before.request.index.documents
    shown = _texts_shown(question, before)
    if question.documents is not None:
        return question.documents | shown
    whose = _whose(before, shown)
    if not whose:
        return shown or before.question.documents
    return frozenset(card.number for card in cards if card.municipality in whose) - question.superseded | shown


def _whose(before: Turn, shown: frozenset[int]) -> frozenset[str]:
    """The municipalities that the conversation is about: those named last, else those whose texts were shown or asked;
    empty where that is not known."""
    cards = before.request.index.documents
    asked = shown or before.question.documents or ()
    whose = frozenset(before.question.municipalities or (cards[number].municipality for number in asked))
    return frozenset() if UNKNOWN_MUNICIPALITY in whose else whose


def _is_kept(before: Turn) -> bool:
    """Whether a further question stays with the texts of a municipality: nobody who asks about one expects the words of
    another."""
    return bool(_whose(before, frozenset(before.finding.focus.documents)))


def _place_within(question: Question, before: Turn) -> frozenset[int]:
    """The texts of the conversation's municipality, where all that a question names is a place that they speak of: "Och
    i Kungsbacka?" after one about Region Halland. Else empty."""
    names = {part for name in question.foreign for part in name.casefold().split()}
    if question.municipalities or not names or sum(word.surface not in names for word in question.heavy) > _FEW:
        return frozenset()
    index = before.request.index
    whose = _whose(before, frozenset(before.finding.focus.documents))
    own = frozenset(card.number for card in index.documents if card.municipality in whose) - question.superseded
    speaking = [own & spoken_of(index, name) for name in question.foreign]
    return own if all(speaking) else frozenset()


def _names_only_a_municipality(question: Question) -> bool:
    named = question.municipalities or question.foreign or question.documents is not None
    asks_anew = any(not cue.startswith(("follows.", "frame.", "wants.yes_no")) for cue in question.cues)
    return bool(named) and not question.words and not asks_anew


def _same_of_another(question: Question, before: Turn) -> Leaning:
    """ "Och i Ljungby?": the question before, about another municipality."""
    old = before.question
    text = before.request.search_text
    text = put_to_others(text, before.request.namings(text), (*question.municipalities, *question.foreign))
    same = replace(
        old,
        municipalities=question.municipalities,
        foreign=question.foreign,
        documents=question.documents,
        unknown=question.unknown,
        misspelt=question.misspelt,
        beyond=question.beyond,
        numbers=old.numbers if old.numbers.item is not None else Numbers(None, None, ()),
    )
    quotes = before.finding.focus.quotes
    like = quotes[0][1].of(before.request.index.document(quotes[0][0]).text) if quotes else ""
    by_itself = asks_of_municipality(question) and not _leans(question)  # as "Vad vill Ljungby?" may be
    return Leaning(same, text, Focus(), wider=question if by_itself else None, is_follow_up=True, like=like)


def _leans(question: Question) -> bool:
    return any(cue.startswith("follows.") for cue in question.cues)
