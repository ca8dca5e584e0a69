"""Questions about no one matter: what a municipality does, or what a whole text says, in general."""

from maltolk.answering.understanding.question import AskedWord, Question
from maltolk.answering.understanding.tokens import tokens_of, word_lists


def asks_of_municipality(question: Question) -> bool:
    """Whether it asks what there is about a municipality, and no more: "Berätta om Lund", "Vad vill Lund?"."""
    if question.is_exact or question.may_be_for_contact or question.asks("wants.definition"):
        return False
    opening = next((token.folded for token in tokens_of(question.text)), "")
    what = opening in _row("what") and bool(question.municipalities)
    of_all = _row("of_all")
    return (what or question.asks("wants.overview")) and all(word.surface in of_all for word in question.heavy)


def asks_of_text(question: Question) -> bool:
    """Whether the wording is one for a text as a whole, whatever that is: "Vad handlar planen om?"."""
    return question.asks("wants.overview") or _has_any(question, _row("telling") | _row("deciding"))


def asks_of_meeting(question: Question) -> bool:
    """Whether it asks what was decided or dealt with: "Vad beslutade nämnden i mars?"."""
    return _has_any(question, _row("deciding"))


def _has_any(question: Question, words: frozenset[str]) -> bool:
    return any(token.folded in words for token in tokens_of(question.text))


def fits_any_text(word: AskedWord) -> bool:
    """Whether any text may be asked about with a word: "huvuddragen", "mötet", "målen"."""
    return word.aim or word.surface in _row("telling") | _row("deciding") | _row("of_any") | _row("of_all")


def _row(name: str) -> frozenset[str]:
    return frozenset(word_lists()["whole_text"][name].split())
