"""Looking up contacts: by name, role, party, number or address, in any order and misspelt."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from rapidfuzz import fuzz

from maltolk.answering.understanding.backwards import addresses_in, asks_backwards, phone_numbers_in
from maltolk.answering.understanding.question import AskedWord
from maltolk.answering.understanding.spelling import is_swedish
from maltolk.indexing.index import Index
from maltolk.indexing.search.word_match import forms_of, strength
from maltolk.model import Contact, Document, Span
from maltolk.swedish.names import has_role, words
from maltolk.swedish.parties import means_party, ways_of
from maltolk.swedish.words import fold, stem

_ALIKE = 82.0
"""Share of equal letters (percent) at which a written name counts as a misspelling of another."""
_LONG_ENOUGH = 4
"""Letters of a name that may be misspelt: "Bergh" is Berg, while "Eva" is not Eda."""
_TOLD_BEFORE, _LED_UP = 200, 80
"""Characters before a contact that may speak of it, and that may say what it is for."""
_ONE, _SEVERAL = 0.15, 0.4
"""How much less than the best match one may score."""
_MATCHED = 0.5
_COUNCIL = ("råd", "rådet")
"""What ends so may be a person ("kommunalråd"), a council, advice, or an area ("området")."""
_HEAD = 0.85


@dataclass(frozen=True)
class Person:
    """A contact with its words; not slotted, since its searched forms are made on first use."""

    number: int
    document: Document
    contact: Contact
    since: int = 0
    """Where the previous contact ends."""

    def field(self, name: str) -> str | None:
        """The words of one field ("name", "role", "party", "phone", "email") as written."""
        span = getattr(self.contact, name)
        return None if span is None else span.of(self.document.text)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The parts of the name, case-folded and without marks."""
        return tuple(fold(part) for part in re.findall(r"\w+", (self.field("name") or "").casefold()) if len(part) > 1)

    @cached_property
    def roles(self) -> tuple[frozenset[str], ...]:
        """The words and stems of each role the person has: "kommunalråd, gruppledare" is two. What stands before a
        colon says what for: "Frågor om visionen: utvecklare"."""
        role = (self.field("role") or "").rstrip(": ").rpartition(":")[2]
        return tuple(forms_of(part) for part in re.split(r"[,;/]", role) if part.strip())

    @cached_property
    def parties(self) -> tuple[str, ...]:
        """Every way to write the party, in lower case."""
        return ways_of(self.field("party") or "")

    @cached_property
    def around(self) -> frozenset[str]:
        """Words and stems of the contact's own lines, the headings above and the lines since the previous contact."""
        return self._words_from(_TOLD_BEFORE)

    @cached_property
    def led_up(self) -> frozenset[str]:
        """The same, but of what stands before only the lines that may lead up to the contact: "Ordförande:". In running
        text none, which may speak of somebody else."""
        start = self.contact.span.start
        line = self.document.text[:start].rpartition("\n")[2]
        return self._words_from(0 if re.search(r"\w", line) else _LED_UP)

    def _words_from(self, before: int) -> frozenset[str]:
        text = self.document.text
        own = text[max(self.since, self.contact.span.start - before) : self.contact.span.end]
        return forms_of(own).union(*(forms_of(span.of(text)) for span in self._headings))

    @cached_property
    def described(self) -> str:
        """What the contact is for, without name, number and address: the heading above and the party and role, or else
        the words that lead up to it."""
        text, start = self.document.text, self.contact.span.start
        told = list(filter(None, (self.field("party"), self.field("role"))))
        told = told or [text[max(self.since, start - _LED_UP) : start]]
        return " ".join(" ".join([*(span.of(text) for span in self._headings[-1:]), *told]).split())

    @cached_property
    def _headings(self) -> tuple[Span, ...]:
        """The headings above, that right above last."""
        blocks = self.document.blocks
        at = self.contact.span.start
        place = next((n for n, block in enumerate(blocks) if block.span.start <= at < block.span.end), None)
        return () if place is None else tuple(blocks[n].span for n in self.document.heading_path(place))

    @cached_property
    def digits(self) -> str:
        """The phone number's digits, without country code and leading zero."""
        number = re.sub(r"\D", "", self.contact.phone_e164 or self.field("phone") or "")
        return number.removeprefix("46").removeprefix("0")


@dataclass(frozen=True, slots=True)
class Match:
    """A person who fits: ``score`` 0 to 1; ``by_name`` and ``by_role``: whether by that."""

    person: Person
    score: float
    by_name: bool
    by_role: bool
    by_party: bool
    qualified: bool


@dataclass(frozen=True, slots=True)
class Lookup:
    """``matches``: best first, all with every asked word found; ``missing``: the asked words that no contact has."""

    matches: tuple[Match, ...]
    missing: tuple[AskedWord, ...]


def directory_of(index: Index) -> tuple[Person, ...]:
    """Every contact of the index with its document."""
    people: list[Person] = []
    for number, contact in index.contacts():
        before = people[-1] if people and people[-1].number == number else None
        since = before.contact.span.end if before and before.contact.span.end <= contact.span.start else 0
        people.append(Person(number, index.document(number), contact, since))
    return tuple(people)


def asks_for_anybody(asked: Sequence[AskedWord]) -> bool:
    """Whether the words narrow nothing down: "alla politiker"."""
    return all(word.asking or word.surface in words().anybody for word in asked)


def names_board(asked: Sequence[AskedWord]) -> bool:
    """Whether one of the words is the name of a board or an office, or the end of one."""
    return any(word.stem.endswith(tuple(_boards())) for word in asked)


def with_role_asked_for(directory: Sequence[Person], asked: Sequence[AskedWord]) -> tuple[Person, ...]:
    """Those who have the role that the words ask for, by what the contact says or what leads up to it. All where they
    ask for none, or for one in a word by itself that nobody is called by: a "chef" may be called something else, a
    "kommundirektör" is nothing else."""
    said = [word for word in asked if not word.asking and word.surface not in words().anybody]
    roles = [word for word in said if has_role(word.surface) and not word.surface.endswith(_COUNCIL)]
    having = tuple(person for person in directory if any(_has_role(person, word) for word in roles))
    if not having and all(word.surface in words().roles.whole for word in roles):
        return tuple(directory)
    return having


def _has_role(person: Person, role: AskedWord) -> bool:
    return any(strength(role, said) >= _MATCHED for said in (*person.roles, person.led_up))


def wholly_named(directory: Sequence[Person], asked: Sequence[AskedWord]) -> list[Person]:
    """Those whose name stands in the words with all its parts, two at least."""
    said = {fold(word.surface) for word in asked}
    return [p for p in directory if len(p.names) > 1 and all(n in said or n + "s" in said for n in p.names)]


def look_up(
    directory: Sequence[Person],
    asked: Sequence[AskedWord],
    text: str,
    *,
    strict: bool = True,
    told: bool = False,
    several: bool = False,
) -> Lookup:
    """The people whom the words ``asked`` (taken from the question ``text``) mean.

    Words of asking ("svarar", "sitter") need not be found; when not ``strict`` (a question in another language),
    nothing else need be found beside a name. ``told``: whether the words are a message, which may tell a story.
    ``several``: whether all of a board may be asked for, who are told of less plainly than its secretary.
    """
    asked = [word for word in asked if not word.asking and word.surface not in words().anybody] or list(asked)
    plain = _plain_words(directory, asked, text)
    if not strict:
        named = [w for w in asked if any(_name_likeness(person, w, plain) for person in directory)]
        asked = named or asked
    if asks_backwards(text):
        return Lookup(_backwards(directory, text), ())
    if not asked:
        return Lookup((), ())
    named_wholly = wholly_named(directory, asked) if told else []
    if len({person.names for person in named_wholly}) > 1:  # "Anna Ek och Bo Berg"
        return Lookup(
            tuple(Match(p, 1.0, by_name=True, by_role=False, by_party=False, qualified=False) for p in named_wholly), ()
        )
    asked = _without_story(directory, asked, plain, text) if told else asked
    # One word near a contact says little, unless it is the board whose members are asked for.
    of_board = several and names_board(asked)
    least = _MATCHED if of_board else 2 * _MATCHED
    found: list[Match] = []
    best = [0.0] * len(asked)
    for person in directory:
        match, strengths = _match(person, asked, plain, least)
        best = [max(a, b) for a, b in zip(best, strengths, strict=True)]
        if match is not None:
            found.append(match)
    missing = tuple(word for word, value in zip(asked, best, strict=True) if value < _MATCHED)
    unqualified = [m for m in found if not m.qualified]
    # "ordförande" does not mean the "vice ordförande": someone who is only that is not the answer.
    kept = found if of_board else unqualified or [m for m in found if m.by_name]
    top = max((m.score for m in kept), default=0.0)
    kept = sorted(
        (m for m in kept if m.score >= top - (_SEVERAL if several else _ONE)),
        key=lambda m: (-m.score, m.person.number, m.person.contact.span),
    )
    return Lookup(tuple(kept), missing)


def _plain_words(directory: Sequence[Person], asked: Sequence[AskedWord], text: str) -> frozenset[str]:
    """The words near a name that are Swedish and written without a capital, which are no name misspelt ("alls" is not
    Tall); none where another of the words is a name ("karin berg" may be Karin Bergh)."""
    names = {name for person in directory for name in person.names}
    if any(_likeness(word, name) == 1 for word in asked for name in names):
        return frozenset()
    near = (word for word in asked if any(_likeness(word, name) for name in names))
    return frozenset(word.surface for word in near if word.surface in text and is_swedish(word.surface))


def _without_story(
    directory: Sequence[Person], asked: list[AskedWord], plain: frozenset[str], text: str
) -> list[AskedWord]:
    """The words without those that no contact has and that stand apart from a name that one has: in "Jag träffade en
    Karin" Karin is asked for; in "Karin Berg" Berg is too."""
    named = [word for word in asked if any(_name_likeness(person, word, plain) for person in directory)]
    if not named:
        return asked
    spoken = text.casefold()

    def counts(word: AskedWord) -> bool:
        return any(_stand_together(spoken, word.surface, name.surface) for name in named) or any(
            strength(word, person.around) >= _MATCHED or any(strength(word, role) >= _MATCHED for role in person.roles)
            for person in directory
        )

    return [word for word in asked if word in named or _is_party_word(directory, word) or counts(word)]


def _is_party_word(directory: Sequence[Person], word: AskedWord) -> bool:
    return any(_is_party(person, word) for person in directory)


def _stand_together(text: str, one: str, other: str) -> bool:
    ways = rf"{re.escape(one)}\s*[-\s]\s*{re.escape(other)}|{re.escape(other)}\s*[-\s]\s*{re.escape(one)}"
    return re.search(rf"\b(?:{ways})\b", text) is not None


def _match(
    person: Person, asked: Sequence[AskedWord], plain: frozenset[str], least: float
) -> tuple[Match | None, list[float]]:
    """The match of one person, or None when one of the words is not theirs; and how well each word matches. ``plain``:
    words that are no name misspelt. ``least``: sum of what only stands near the contact."""
    names = [_name_likeness(person, word, plain) for word in asked]
    party = [1.0 if _is_party(person, word) else 0.0 for word in asked]
    near = [person.led_up if has_role(word.surface) else person.around for word in asked]
    around = [0.6 if strength(word, said) >= _MATCHED else 0.0 for word, said in zip(asked, near, strict=True)]
    best: Match | None = None
    strengths = [max(values) for values in zip(names, party, around, strict=True)]
    for role in person.roles or (frozenset[str](),):
        fits = [max(strength(word, role), _HEAD if _is_head(word, role) else 0.0) for word in asked]
        total = [max(values) for values in zip(names, fits, party, around, strict=True)]
        strengths = [max(a, b) for a, b in zip(strengths, total, strict=True)]
        if min(total) < _MATCHED:
            continue
        by_role = any(f >= _MATCHED for f in fits)
        if not (by_role or any(names) or any(party)) and sum(total) < least:
            continue
        qualified = by_role and bool((_qualifiers() & role) - {word.stem for word in asked})
        match = Match(person, sum(total) / len(total), any(names), by_role, any(party), qualified)
        if best is None or (match.qualified, -match.score) < (best.qualified, -best.score):
            best = match
    return best, strengths


def _is_head(word: AskedWord, role: frozenset[str]) -> bool:
    """Whether the word is the kind of board that a compound of the role is: "samhällsbyggnadsnämnden" is one of
    "nämnderna"."""
    return word.stem in _boards() and any(other.endswith(word.stem) for other in role)


@cache
def _boards() -> frozenset[str]:
    return frozenset(map(stem, words().boards))


@cache
def _qualifiers() -> frozenset[str]:
    return frozenset(map(stem, words().qualifiers))


def _name_likeness(person: Person, word: AskedWord, plain: frozenset[str]) -> float:
    best = max((_likeness(word, name) for name in person.names), default=0.0)
    return best if best == 1 or word.surface not in plain else 0.0


def _likeness(word: AskedWord, name: str) -> float:
    """1 for a name as it is spelt, but for a genitive s, less for one that may be meant, 0 for others."""
    folded = fold(word.surface)
    if folded in (name, name + "s"):
        return 1.0
    if min(len(folded), len(name)) < _LONG_ENOUGH:
        return 0.0
    alike = max(fuzz.ratio(folded, name), fuzz.ratio(folded.removesuffix("s"), name))
    return min(alike, 99.0) / 100 if alike >= _ALIKE else 0.0


def _is_party(person: Person, word: AskedWord) -> bool:
    return means_party(word.surface, person.field("party") or "")


def _backwards(directory: Sequence[Person], text: str) -> tuple[Match, ...]:
    """Whoever has the number or address in the question."""
    numbers, addresses = phone_numbers_in(text), addresses_in(text)
    return tuple(
        Match(person, 1.0, by_name=False, by_role=False, by_party=False, qualified=False)
        for person in directory
        if (person.digits and person.digits in numbers) or (person.field("email") or "").casefold() in addresses
    )
