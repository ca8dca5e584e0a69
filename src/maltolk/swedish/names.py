"""How people's names and roles look in municipal texts. The words themselves are in data/roles.toml."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from maltolk.model import Span

_UPPER = "".join(sign for sign in map(chr, range(0x41, 0x250)) if sign.isupper())
_LOWER = "".join(sign for sign in map(chr, range(0x61, 0x250)) if sign.islower())
# Any Latin letter, as Kovačić, Đorđević and Łukasz have them; O'Brien, McKay, d'Arc; Ann-Mari.
_WORD = rf"[{_UPPER}](?:[’'´][{_UPPER}])?[{_LOWER}’'´]+(?:(?<=Mc)[{_UPPER}][{_LOWER}]+)?"
SURNAME_PARTICLES = ("af", "av", "von", "van", "de", "der", "la", "al", "el", "da", "dos", "zu")
"""Small words that belong to the surname after them."""
_PART = rf"{_WORD}(?:-[{_UPPER}][{_LOWER}]+)*"
_JOINT = r"[ \xa0]"
NAME = (
    rf"(?:(?<![\w-]){_PART}{_JOINT}(?:[{_UPPER}]\.?{_JOINT})?(?:(?:{_PART}|al|el|ben|bin){_JOINT}){{0,2}}"
    rf"(?:(?:{'|'.join(SURNAME_PARTICLES)}){_JOINT}){{0,2}}{_PART})"
)
"""Two to four capitalised words, with initials and particles between."""

PARTY = r"(?:(?-i:S|M|SD|C|V|KD|L|MP|FI|FP|DD|NYD|ÖP|SP|AfS|MED)|[A-ZÅÄÖ][\w åäöÅÄÖé.&-]{1,40})"
"""A party in brackets: a letter code or a name."""


_COMPOUNDING = 5
_SHORT_COMPOUNDING = ("råd", "chef", "lots")


@dataclass(frozen=True, slots=True)
class Endings:
    """``whole``: words that count by themselves, in lower case. ``compounding``: those that also count as the end of a
    compound."""

    whole: frozenset[str]
    compounding: tuple[str, ...]

    @classmethod
    def of(cls, words: list[str]) -> "Endings":
        """Short words, with a few exceptions, end too many others to count as an ending."""
        told = tuple(word for word in words if len(word) >= _COMPOUNDING or word in _SHORT_COMPOUNDING)
        return cls(frozenset(words), told)


@dataclass(frozen=True, slots=True)
class Words:
    """The words for a role or a function, in lower case.

    ``roles``: endings of a word that names a person's role. ``functions``: a place to turn to rather than a person.
    ``not_names``: endings or whole words that a person's name doesn't have. ``labels``: label -> field. ``columns``:
    heading of a table column -> field, the labels included; "first" and "last" are parts of a name.
    ``qualifiers``: words in front of a role that make it another one. ``fronts``: those that do not change it.
    ``anybody``: words for any person, which are no role. ``boards``: ends of the names of boards and offices.
    ``reaching``: first words of what invites to call or write. ``making``: what somebody did who made a text.
    ``foreign``: domains of those who write for others. ``switchboards``: functions that answer for a municipality.
    """

    roles: Endings
    functions: Endings
    not_names: Endings
    labels: dict[str, str]
    headers: frozenset[str]
    columns: dict[str, str]
    qualifiers: frozenset[str]
    fronts: frozenset[str]
    anybody: frozenset[str]
    boards: tuple[str, ...]
    reaching: frozenset[str]
    making: frozenset[str]
    foreign: frozenset[str]
    switchboards: frozenset[str]


@cache
def words() -> Words:
    """The word lists, read once."""
    data = tomllib.loads(resources.files("maltolk.swedish").joinpath("data/roles.toml").read_text("utf-8"))
    return Words(
        Endings.of(data["roles"]),
        Endings.of(data["functions"]),
        Endings.of(data["not_names"]),
        {label: name for name, labels in data["labels"].items() for label in labels},
        frozenset(data["headers"]),
        {head: name for part in ("labels", "columns") for name, heads in data[part].items() for head in heads},
        frozenset(data["qualifiers"]),
        frozenset(data["fronts"]),
        frozenset(data["anybody"]),
        tuple(data["boards"]),
        frozenset(data["reaching"]),
        frozenset(data["making"]),
        frozenset(data["foreign"]),
        frozenset(data["switchboards"]),
    )


_AREA = re.compile(r"området\b", re.IGNORECASE)  # ends like "rådet", the council
_REACH = 60
"""Characters before a name within which its role must be."""
_ANY_WORD = re.compile(r"[\w:-]+")
_WORD_BEFORE = re.compile(r"([\w:-]+)\s+(?:(?:är|heter|is)\s+)?[*_]{0,3}$")
_CLAUSE = 100
"""Characters before a name within which its role must be where it is said of what."""
_OF_WHAT = re.compile(
    r"(?:\s+\([^()\n]{1,20}\))?(?:\s+(?:för|i|på|med|vid|inom|of|for)\s[^.,;:()]{2,60}?)?(?:,|\s+(?:är|heter|is))\s+[*_]{0,3}"
)
"""What may stand between a role and who has it: "Biträdande skolchef med ansvar för elevhälsan är Anna Ek"."""
_VACANT = re.compile(r"\b(?:vakant|obesatt|tillsätts|vacant)\b", re.IGNORECASE)
_FULL = re.compile(NAME)


@cache
def _front() -> re.Pattern[str]:
    """An owner ("kommunens"), a number, a rank, half a compound ("vård- och") or what
    kind it is ("teknisk") right before a role."""
    ranks = "|".join(sorted(words().qualifiers | words().fronts))
    return re.compile(
        rf"(?:\b(?!vars\b)[\w:-]+s|[\w]+-\s+(?:och|samt|eller)|\b[^\W\d_]+(?:isk|ell)|\d:[ea]|\b(?:{ranks}))\s+$",
        re.IGNORECASE,
    )


def is_name(text: str) -> bool:
    """Whether the words could be a person's name and nothing else."""
    if _FULL.fullmatch(text) is None:
        return False
    known = words()
    return not any(
        _told(word, endings) for word in text.split() for endings in (known.not_names, known.functions, known.roles)
    )


def has_role(text: str) -> bool:
    """Whether one of the words names a person's role ("kommunalråd", "miljöstrateg")."""
    return any(_told(word, words().roles) and not _AREA.search(word) for word in re.split(r"[\s/]+", text))


def is_vacant(text: str) -> bool:
    """Whether the words say that nobody holds the role now."""
    return _VACANT.search(text) is not None


def has_function(text: str) -> bool:
    """Whether one of the words names a place to turn to ("kontaktcenter", "växeln")."""
    return any(_told(word, words().functions) for word in re.split(r"[\s/]+", text))


def _told(word: str, endings: Endings) -> bool:
    """Whether the word is one of ``endings`` or a compound of one; short ones also end other words ("Ringstad")."""
    key = word.casefold().strip(".,:;()/")
    return key in endings.whole or key.endswith(endings.compounding)


def role_before(text: str, begin: int, name: int) -> Span | None:
    """The role before a name that begins at ``name``, owner and rank included; none before ``begin``."""
    word = _WORD_BEFORE.search(text, max(begin, name - _REACH), name)
    if word is not None and has_role(word[1]):
        told = Span(*word.span(1))
    else:
        spans = [Span(*found.span()) for found in _ANY_WORD.finditer(text, max(begin, name - _CLAUSE), name)]
        roles = [span for span in spans if has_role(span.of(text)) and _OF_WHAT.fullmatch(text, span.end, name)]
        if not roles:
            return None
        told = roles[-1]
    start = told.start
    while front := _front().search(text, max(begin, start - _REACH), start):
        start = front.start()
    return Span(start, told.end)
