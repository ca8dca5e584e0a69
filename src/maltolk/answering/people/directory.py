"""Every contact of an index, searched by a few words that may be half typed, best first."""

import re
from collections.abc import Sequence
from functools import cached_property

from rapidfuzz import fuzz

from maltolk.answering.people.merging import merge
from maltolk.answering.people.people_lookup import Person, directory_of, look_up
from maltolk.answering.understanding.understand import asked_words
from maltolk.indexing.index import Index
from maltolk.indexing.search.word_match import is_inflected
from maltolk.swedish.collation import swedish_order
from maltolk.swedish.name_or_word import OFFICES
from maltolk.swedish.words import MAX_WORDS, fold, function_words, surfaces

MAX_QUERY_LENGTH = 200
"""Characters of a query that are read; the rest is ignored."""

_NUMBER = re.compile(r"(?<!\w)\+?\(?\d[\d\s()/.\u2010-\u2013-]*")
_DOTTED = re.compile(r"\w[._]\w")
_INSIDE = 3
"""Letters a word needs to be looked for inside others: "råd" in "kommunalråd"."""
_MISSPELT, _ALIKE = 5, 82.0
"""Letters a name needs to be matched misspelt, and the share of equal ones (percent)."""
_ENTIRE, _BEGUN, _WITHIN, _MISTYPED, _BACKGROUND = 1.0, 0.7, 0.5, 0.4, 0.3
"""Weights of a whole word; of the beginning of one, up to _ENTIRE; of a part of one; of one with another ending or
other letters; and of "kommun", which everybody has."""


class _Card:
    """A person's words by field, with each field's weight; made once for a directory."""

    def __init__(self, person: Person) -> None:
        self.person = person
        party = person.field("party") or ""
        email = (person.field("email") or "").casefold()
        municipality = " ".join((person.document.municipality, *person.document.places))
        self.names = surfaces(person.field("name") or "")
        self.towns = surfaces(municipality)
        fields = (
            (self.names, 1.0),
            (surfaces(person.field("role") or ""), 0.95),
            ([*surfaces(party), *person.parties], 0.95),
            (self.towns, 0.9),
            (surfaces(email.partition("@")[0]), 0.6),
        )
        self.email = email
        self.words: dict[str, float] = {}
        for words, weight in fields:
            for word in words:
                for form in (word, fold(word)):
                    self.words[form] = max(self.words.get(form, 0.0), weight if form == word else 0.97 * weight)
        self.plain = {form: weight for form, weight in self.words.items() if fold(form) == form}
        self.digits = person.digits
        self.order = (
            not person.field("name"),
            swedish_order(person.field("name") or person.field("role") or ""),
            swedish_order(person.document.municipality),
        )

    def has_number(self, written: str) -> float:
        """How well the number ``written``, in any notation, matches the person's or part of it, 0 to 1."""
        digits = re.sub(r"\D", "", written)
        if written.startswith(("+", "00")):
            digits = digits.removeprefix("00").removeprefix("46")
        digits = digits.removeprefix("0")
        if self.digits.startswith(digits):
            return _share(digits, self.digits) if self.digits else 0.0
        return _WITHIN if digits in self.digits else min(map(self.has_word, surfaces(written)), default=0.0)

    def has_word(self, word: str) -> float:
        """How well one of the person's words is, or begins with, ``word``, 0 to 1."""
        best = 0.0
        for written in {word, word.removesuffix("s")} - {""}:
            best = max(best, self.words.get(written, 0.0))
        if best or word in OFFICES:
            return best or _BACKGROUND
        folded = fold(word)
        for form, weight in self.plain.items():
            if form.startswith(folded):
                best = max(best, weight * _share(folded, form))
            elif best < _WITHIN and len(folded) >= _INSIDE and folded in form:
                best = max(best, weight * _WITHIN)
            elif best < _MISTYPED and is_inflected(folded, form):
                best = max(best, weight * _MISTYPED)
        if not best and len(folded) >= _MISSPELT:
            for name in self.names:
                if fuzz.ratio(folded, fold(name)[: len(folded)]) >= _ALIKE:
                    best = _MISTYPED
        return best

    def has_address(self, written: str) -> float:
        """How well ``written``, which looks like part of an e-mail address, matches the person's, 0 to 1."""
        if self.email.startswith(written):
            return _share(written, self.email)
        if written in self.email:
            return _WITHIN
        return 0.0 if "@" in written else min(map(self.has_word, surfaces(written)), default=0.0)


def _share(part: str, whole: str) -> float:
    """What the beginning ``part`` of ``whole`` counts for."""
    return _BEGUN + (_ENTIRE - _BEGUN) * len(part) / max(len(whole), 1)


class Directory:
    """The contacts of ``index``; keeps their searched forms. Safe to use from several threads."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.people = directory_of(index)

    @cached_property
    def _cards(self) -> tuple[_Card, ...]:
        return tuple(map(_Card, self.people))

    @cached_property
    def _same(self) -> dict[int, tuple[Person, ...]]:
        """For each person, by identity, the same person's contacts elsewhere."""
        groups = [(each.shown, *each.also) for each in merge(self.people)]
        return {id(one): tuple(other for other in group if other is not one) for group in groups for one in group}

    def also(self, person: Person) -> tuple[Person, ...]:
        """The same person or function in other places, newest text first; ``person``: one that a search gave."""
        return self._same.get(id(person), ())

    def search(self, query: str, municipality: str | None = None) -> list[Person]:
        """Everyone who has every word of ``query``, even half typed, best first; without a query all, in text order.

        The contacts of one person come together, those of the newest text first.
        """
        query = query.strip()[:MAX_QUERY_LENGTH]
        wanted = None if municipality is None else municipality.casefold()
        cards = [c for c in self._cards if wanted in (None, c.person.document.municipality.casefold())]
        if not query:
            return [card.person for card in cards]
        scores = _begun(cards, query)
        for number, score in self._understood(cards, query).items():
            scores[number] = 1 + score
        return _best_first([(cards[number], score) for number, score in scores.items()])

    def _understood(self, cards: Sequence[_Card], query: str) -> dict[int, float]:
        """Place in ``cards`` -> score of those matched by whole words: a role in another form, but not its deputy."""
        found: dict[int, float] = {}
        for some, text in ((range(len(cards)), query), _in_municipality(cards, query)):
            if not text:
                continue
            place = {id(cards[number].person): number for number in some}
            people = [cards[number].person for number in some]
            for match in look_up(people, asked_words(self.index.terms(text)), text).matches:
                number = place[id(match.person)]
                found[number] = max(found.get(number, 0.0), match.score)
        return found


def newest_first(people: Sequence[Person]) -> list[Person]:
    """By the date of their text, undated ones last, else in text order."""
    ordered = sorted(people, key=lambda p: (p.number, p.contact.span))
    return sorted(ordered, key=lambda p: p.document.date or "", reverse=True)


def _begun(cards: Sequence[_Card], query: str) -> dict[int, float]:
    """Place in ``cards`` -> score, 0 to 1, of those who have all that is typed; small words may be missing."""
    numbers, addresses, words = _parts(query)
    must = [word for word in words if word not in function_words()]
    may = [word for word in words if word in function_words()]
    if not (must or numbers or addresses):
        must, may = may, []
    if not (must or numbers or addresses):
        return {}
    found = {}
    for place, card in enumerate(cards):
        values: list[float] = []
        for has, asked in ((card.has_word, must), (card.has_number, numbers), (card.has_address, addresses)):
            for written in asked:
                if all(values):
                    values.append(has(written))
        if all(values):
            values += [value for word in may if (value := card.has_word(word)) >= _BEGUN]
            found[place] = sum(values) / (len(numbers) + len(addresses) + len(must) + len(may))
    return found


def _parts(query: str) -> tuple[list[str], list[str], list[str]]:
    """The numbers of a query, what looks like part of an e-mail address, and the other words."""
    numbers = [match.group().strip() for match in _NUMBER.finditer(query)]
    addresses, words = [], []
    for written in _NUMBER.sub(" ", query).casefold().split():
        if "@" in written.strip("@,;") or _DOTTED.search(written):
            addresses.append(written.strip(",;.<>()"))
        else:
            words += surfaces(written)
    return numbers, addresses, words[:MAX_WORDS]


def _in_municipality(cards: Sequence[_Card], query: str) -> tuple[list[int], str]:
    """The places of the contacts of municipalities that the query names, and the rest of the query; "" if it has none.

    Their contacts need not say where they are.
    """
    asked = surfaces(query)
    typed = set(asked) | {word.removesuffix("s") for word in asked}
    there = [n for n, card in enumerate(cards) if card.towns and typed.issuperset(_own_town(card))]
    taken = {word for n in there for word in _own_town(cards[n])} | OFFICES
    rest = [word for word in asked if word not in taken and word.removesuffix("s") not in taken]
    return there, " ".join(rest) if there else ""


def _own_town(card: _Card) -> list[str]:
    return surfaces(card.person.document.municipality)


def _best_first(found: Sequence[tuple[_Card, float]]) -> list[Person]:
    groups: dict[tuple[bool, str, str], list[Person]] = {}
    best: dict[tuple[bool, str, str], float] = {}
    for card, score in found:
        groups.setdefault(card.order, []).append(card.person)
        best[card.order] = max(best.get(card.order, 0.0), round(score, 6))
    return [person for key in sorted(groups, key=lambda key: (-best[key], key)) for person in newest_first(groups[key])]
