"""Sweden's 290 municipalities and its regions: their names in all forms, places, domains, and where a text has them."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Literal

from rapidfuzz.distance import OSA

from maltolk.model import Span
from maltolk.swedish.name_or_word import (
    OFFICES,
    PlacedWord,
    begins_sentence,
    capital_tells,
    is_after_determiner,
    is_placed,
    is_second_surname,
)
from maltolk.swedish.words import fold

Form = Literal["name", "genitive", "official", "inhabitants", "place", "domain", "misspelt"]

_WORD = re.compile(r"[^\W_]+(?::(?=s\b))?")
_GENITIVE_S = re.compile(r"['’´]s\b")
_HOST = re.compile(
    r"(?:@|https?://|\bwww\.)((?:[\w-]{1,63}\.){1,6}[\w-]{1,63})|(?<![\w.-])((?:[\w-]{1,63}\.){1,6}se)\b", re.IGNORECASE
)
_BETWEEN = re.compile(r"[ \t\xa0]+|-|[ \xa0]?\n[ \xa0]?")
_ENDING_WORDS = """
s n ns r rs rna rnas na nas ar ars arna arnas en ens er ers erna ernas
"""
_ENDINGS = ("", *_ENDING_WORDS.split())


@dataclass(frozen=True, slots=True)
class Municipality:
    """A row of data/municipalities.tsv. ``inhabitants``: the word for its people, singular, lower case."""

    name: str
    official: str
    genitive: str
    inhabitants: tuple[str, ...]
    county: str
    domains: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a text names a municipality. ``place``: the place in it that was named instead, as the table writes it."""

    municipality: str
    place: str | None
    span: Span
    form: Form


@dataclass(frozen=True, slots=True)
class _Entry:
    """What a row of words refers to. ``everyday``: in lower case the words mean something else too."""

    words: tuple[str, ...]
    municipality: str
    place: str | None
    form: Form
    everyday: bool


class Gazetteer:
    """Looks municipalities up. Made once from the tables in data/; see ``default``."""

    def __init__(
        self,
        municipalities: tuple[Municipality, ...],
        places: dict[str, str],
        words: dict[str, frozenset[str]],
        regions: tuple[Municipality, ...] = (),
    ) -> None:
        """``places``: place -> municipality. ``words``: the rows of data/name_words.tsv, kind -> words. ``regions``: of
        several words each, so that none is taken for the county or a municipality; Gotland is a municipality."""
        self.municipalities = municipalities
        self.regions = regions
        self.places = places
        by_county = {region.county: region.name for region in regions}
        self._region_of = {m.name: by_county[m.county] for m in municipalities if m.county in by_county}
        self._everyday = words["everyday"]
        self._rare = words["rare"]
        self._unlike = words["unlike"]
        self._first_names = words["first_name"]
        self._by_domain = {domain: m.name for m in (*municipalities, *regions) for domain in m.domains}
        self._entries: dict[str, list[_Entry]] = {}
        self._folded: dict[str, list[_Entry]] = {}
        for entry in self._all_entries(words["exonym"]):
            self._entries.setdefault(entry.words[0], []).append(entry)
        for entry in [entry for entries in self._entries.values() for entry in entries]:
            folded = tuple(fold(word) for word in entry.words)
            if folded != entry.words and (len(folded) > 1 or folded[0] not in self._entries):
                everyday = len(folded) == 1 and (folded[0] in self._everyday or len(folded[0]) < 4)
                self._folded.setdefault(folded[0], []).append(
                    _Entry(folded, entry.municipality, entry.place, entry.form, everyday)
                )
        for table in (self._entries, self._folded):
            for entries in table.values():
                entries.sort(key=lambda entry: -len(entry.words))
        # Habo and Håbo: a name without dots means the municipality that is written so.
        self._names = {
            fold(m.name.casefold()): m.name for m in (*municipalities, *(m for m in municipalities if m.name.isascii()))
        }
        # Places are recognised without their dots, but misspellings are not: too many resemble ordinary words.
        self._known = {p.casefold(): m for p, m in places.items()}
        self._known |= {fold(p.casefold()): m for p, m in places.items() if len(p) >= 7} | self._names
        self._known |= {m.name.casefold(): m.name for m in municipalities}

    @classmethod
    def default(cls) -> "Gazetteer":
        """The tables that come with maltolk, read once."""
        return _default()

    def names(self) -> tuple[str, ...]:
        """The names of all municipalities and regions."""
        return tuple(m.name for m in (*self.municipalities, *self.regions))

    def by_county(self) -> dict[str, str]:
        """How people call regions, by no municipality's name: "jämtland" -> "Region Jämtland Härjedalen"."""
        called: dict[str, str] = {}
        for region in self.regions:
            for name in (region.name.removeprefix("Region "), region.county.removesuffix(" län").removesuffix("s")):
                if fold(name.casefold()) not in self._names:
                    called[name.casefold()] = region.name
        return called

    def region_of(self, municipality: str) -> str | None:
        """The region of the county that ``municipality`` is in; None for Gotland, and for a region."""
        return self._region_of.get(municipality)

    def canonical(self, name: str) -> str | None:
        """The table's name for "Lunds kommun", "lund" or "Lund"; None for anything that is not one municipality."""
        found = {
            m.municipality for m in self.find(name, casual=True) if m.span.end - m.span.start >= len(name.strip()) - 1
        }
        exact = {each.casefold(): each for each in self.names()}.get(name.strip().casefold())
        if exact or fold(name.strip().casefold()) in self._names:
            return exact or self._names[fold(name.strip().casefold())]
        return found.pop() if len(found) == 1 else None

    def find(self, text: str, casual: bool = False) -> list[Mention]:
        """The mentions in ``text`` in order, none overlapping, the longest at each place.

        Running text writes names with a capital. ``casual``: a question as people type it, perhaps all in lower case or
        without dots and rings; words that mean something else too then need "i …" or "… kommun" beside them, unless
        they have a capital.
        """
        hosts = list(self._hosts(text))
        found = [mention for _, mention in hosts if mention is not None]
        covered = [span for span, _ in hosts]
        inside = {place for span in covered for place in range(span.start, span.end)}
        words = [PlacedWord(m[0], m[0].casefold(), m.start(), m.end()) for m in _WORD.finditer(text)]
        at = 0
        while at < len(words):
            if words[at].start in inside:
                at += 1
                continue
            hit = self._at(text, words, at, casual)
            if hit is None:
                at += 1
                continue
            entry, end = hit
            found.append(Mention(entry.municipality, entry.place, Span(words[at].start, end), entry.form))
            while at < len(words) and words[at].start < end:
                at += 1
        return sorted(found, key=lambda mention: mention.span)

    def closest(self, word: str) -> tuple[str, float] | None:
        """The municipality that ``word`` most likely misspells, and how alike they are (0 to 1, 1 best), or None.

        Strict: an ordinary word must not become a town. Words of fewer than five letters are never corrected.
        """
        key = fold(word.strip().casefold())
        if {key, word.strip().casefold()} & self._rare:
            return None
        for known in (word.strip().casefold(), key):
            if known in self._known and len(known) >= 4 and not {known, word.strip().casefold()} & self._everyday:
                return self._known[known], 1.0
        if len(key) < 5 or word.casefold() in self._unlike or key in self._unlike or word.casefold() in self._everyday:
            return None
        best: tuple[float, str] | None = None
        for name, municipality in self._names.items():
            allowed = _allowed(min(len(name), len(key)))
            if not allowed or abs(len(name) - len(key)) > allowed or (name[0] != key[0] and len(key) < 8):
                continue
            for form in (key, key.removesuffix("s")):
                distance = OSA.distance(form, name, score_cutoff=allowed)
                if distance <= allowed:
                    score = 1 - distance / max(len(name), len(form))
                    if best is None or score > best[0]:
                        best = score, municipality
        return (best[1], best[0]) if best else None

    def _all_entries(self, exonyms: frozenset[str]) -> Iterator[_Entry]:
        for m in self.municipalities:
            name = _key(m.name)
            everyday = m.name.casefold() in self._everyday
            # "Lilla Edet" in full, and "Region Gotland", can't be anything else.
            yield _Entry(_key(m.official), m.name, None, "official", False)
            yield _Entry((*_key(m.official)[:-1], _key(m.official)[-1] + "s"), m.name, None, "official", False)
            for office in sorted(OFFICES):
                for front in (name, _key(m.genitive)):
                    yield _Entry((*front, office), m.name, None, "official", False)
            yield _Entry(name, m.name, None, "name", everyday)
            if _key(m.genitive) != name:
                yield _Entry(_key(m.genitive), m.name, None, "genitive", everyday)
            for people in m.inhabitants:
                stem = people[:-1] if people.endswith("e") else people
                endings = ("e", "es", "en", "ens", "na", "nas") if people.endswith("e") else _ENDINGS
                for ending in endings:
                    yield _Entry(_key(stem + ending), m.name, None, "inhabitants", False)
        for region in self.regions:
            yield _Entry(_key(region.name), region.name, None, "official", False)
            yield _Entry(_key(region.genitive), region.name, None, "official", False)
        for place, municipality in self.places.items():
            everyday = place.casefold() in self._everyday
            yield _Entry(_key(place), municipality, place, "place", everyday)
            if place[-1] not in "sxz":
                yield _Entry(_key(place + "s"), municipality, place, "place", everyday)
        for pair in exonyms:
            foreign, name_here = pair.split("=")
            yield _Entry(_key(foreign), name_here, None, "name", False)

    def _hosts(self, text: str) -> Iterator[tuple[Span, Mention | None]]:
        """E-mail and web addresses: only the domain counts, never the words within."""
        for host in _HOST.finditer(text):
            group = 1 if host[1] else 2
            labels = host[group].casefold().split(".")
            found = next(
                (
                    self._by_domain[".".join(labels[i:])]
                    for i in range(len(labels))
                    if ".".join(labels[i:]) in self._by_domain
                ),
                None,
            )
            span = Span(*host.span(group))
            yield span, Mention(found, None, span, "domain") if found else None

    def _at(self, text: str, words: list[PlacedWord], at: int, casual: bool) -> tuple[_Entry, int] | None:
        """The longest entry that begins at word ``at`` and is meant there, with its end."""
        candidates = list(self._entries.get(words[at].key, ()))
        if casual:
            candidates += self._folded.get(words[at].key, ())
        for entry in candidates:
            size = len(entry.words)
            here = words[at : at + size]
            if tuple(word.key for word in here) != entry.words or not _joined(text, here):
                continue
            end = here[-1].end
            if entry.form in ("name", "place") and (genitive := _GENITIVE_S.match(text, end)):
                end = genitive.end()
            if self._meant(text, words, at, entry, casual):
                return entry, end
        return None

    def _meant(self, text: str, words: list[PlacedWord], at: int, entry: _Entry, casual: bool) -> bool:
        first = words[at]
        capital = first.text[0].isupper()
        if entry.form == "inhabitants":
            return True
        if not capital and not casual:
            return False
        if entry.form in ("name", "genitive", "place") and self._is_person(text, words, at, entry):
            return False
        if entry.form == "official":
            return True
        if (capital and not casual and not entry.everyday) or capital_tells(text, words, at):
            return True
        if not casual:
            return False
        if self._is_a_name_by_form(entry):
            return first.key not in self._rare or not is_after_determiner(words, at)
        size = len(entry.words)
        return (len(words) == size and capital) or is_placed(text, words, at, size, self._names_plainly)

    def _is_a_name_by_form(self, entry: _Entry) -> bool:
        """Whether the words, however typed, hardly mean anything else: "lund", but also the genitive "marks"."""
        return not entry.everyday or (entry.form == "genitive" and entry.words[0] not in self._everyday)

    def _names_plainly(self, word: PlacedWord) -> bool:
        """Whether a word by itself, however typed, hardly means anything but a place."""
        return word.key in self._known and word.key not in self._everyday

    def is_word(self, key: str) -> bool:
        """Whether a municipality's case-folded name, perhaps without dots and rings, is also a word."""
        return fold(key) in self._names and (key in self._everyday or key in self._rare)

    def _is_person(self, text: str, words: list[PlacedWord], at: int, entry: _Entry) -> bool:
        """ "Anna Lund", "Nora Ek (S)": a surname after a first name, or a first name before a surname."""
        if len(entry.words) > 1:
            return False
        key = words[at].key.removesuffix("s") if entry.form == "genitive" else words[at].key
        before, after = (words[at - 1] if at else None), (words[at + 1] if at + 1 < len(words) else None)
        if (
            before is not None
            and before.key in self._first_names
            and text[before.end : words[at].start] in (" ", "-", "\xa0")
        ):
            return True
        if before is not None and before.key not in self._entries and is_second_surname(text, words, at):
            called = at > 1 and words[at - 2].key in self._first_names
            apart = text[before.end] == "-" or (entry.everyday and not begins_sentence(text, before.start))
            if called or (apart and entry.form != "genitive"):
                return True
        follows = after is not None and after.text[0].isupper() and text[words[at].end : after.start] == " "
        return key in self._first_names and follows and after is not None and after.key not in OFFICES


def _key(words: str) -> tuple[str, ...]:
    return tuple(word.casefold() for word in _WORD.findall(words))


def _joined(text: str, words: list[PlacedWord]) -> bool:
    return all(_BETWEEN.fullmatch(text, a.end, b.start) for a, b in pairwise(words))


def _allowed(length: int) -> int:
    """How many letters a misspelling may differ in, by the shorter word's length."""
    return 0 if length < 6 else 1 if length < 9 else 2


@cache
def _default() -> Gazetteer:
    rows = _rows("municipalities.tsv")
    municipalities = tuple(
        Municipality(
            row["name"],
            row["official"],
            row["genitive"],
            tuple(row["inhabitants"].split(";")),
            row["county"],
            tuple(row["domains"].split(";")),
        )
        for row in rows
    )
    places = {place.strip(): row["municipality"] for row in _rows("places.tsv") for place in row["places"].split(",")}
    words: dict[str, frozenset[str]] = {
        row["kind"]: frozenset(row["words"].split(", ")) for row in _rows("name_words.tsv")
    }
    regions = tuple(
        Municipality(row["name"], row["name"], row["genitive"], (), row["county"], (row["domains"],))
        for row in _rows("regions.tsv")
    )
    return Gazetteer(municipalities, places, words, regions)


def _rows(name: str) -> list[dict[str, str]]:
    table = resources.files("maltolk.swedish").joinpath("data", name).read_text("utf-8")
    return list(csv.DictReader(table.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
