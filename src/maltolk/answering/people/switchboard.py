"""The contact of a municipality or region itself: its switchboard, its contact centre, or what bears its own name."""

from collections.abc import Sequence

from maltolk.answering.people.people_lookup import Person
from maltolk.answering.understanding.question import Question
from maltolk.answering.understanding.tokens import is_cue_word, tokens_of
from maltolk.swedish.names import words

_OWN = frozenset({"kommun", "kommunen", "stad", "region", "regionen"})


def switchboards(people: Sequence[Person]) -> tuple[Person, ...]:
    """Those of ``people`` that answer for the whole: by what they are called, else by the words in their lines, else by
    the municipality's name; empty for none."""
    places = [each for each in people if not each.field("name")]
    called = tuple(each for each in places if _is_switchboard(each.field("role") or ""))
    told = tuple(each for each in people if _is_switchboard(each.contact.span.of(each.document.text)))
    return called or told or tuple(each for each in places if _is_own(each))


def asks_for_switchboard(question: Question) -> bool:
    """Whether all that the question asks for is a switchboard, or the municipality's own number or address."""
    own = words().switchboards | _OWN
    return all(word.surface in own or is_cue_word(word.surface) for word in question.heavy)


def _is_switchboard(text: str) -> bool:
    return any(token.folded in words().switchboards for token in tokens_of(text))


def _is_own(person: Person) -> bool:
    """Whether a contact is called by the name of the municipality and what it is ("Lunds kommun"), and no more."""
    said = [token.folded for token in tokens_of(person.field("role") or "")]
    name = [token.folded for token in tokens_of(person.document.municipality)]
    rest = [word for word in said if word not in _OWN and word.removesuffix("s") not in name and word not in name]
    return bool(said) and not rest
