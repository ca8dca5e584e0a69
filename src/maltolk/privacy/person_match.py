"""Where a text names somebody on the list, however the name, the address or the number is written."""

import re
from collections.abc import Iterator, Sequence

from maltolk.model import Span
from maltolk.privacy.suppressed import Suppressed
from maltolk.privacy.telling import place_names
from maltolk.swedish.name_or_word import begins_sentence
from maltolk.swedish.names import SURNAME_PARTICLES
from maltolk.swedish.person_names import person_names

_RARE = tuple(zip("æøéèëêáàâóòôúùûüíìîïñçš", "äöeeeeaaaooouuuuiiiincs", strict=True))
_GONE = tuple(zip("\u00ad\u200b\u200c\u200d\u2060", [""] * 5, strict=True))
_SWEDISH = ("aao", ("aa", "ae", "oe"))
"""How else å, ä and ö are written."""
_FIGURES = re.compile(r"\d(?:[\s\xa0()/.\-–]{0,3}\d){5,}")
_UNSEEN = "[\u00ad\u200b-\u200d\u2060]*"
_WAYS = {
    **{"å": "(?:å|aa?)", "ä": "(?:ä|æ|ae?)", "æ": "(?:æ|ä|ae)", "ö": "(?:ö|ø|oe?)", "ø": "(?:ø|ö|oe?)"},
    **{base: f"[{base}{marked}]" for base, marked in (("e", "éèëê"), ("a", "áàâ"), ("o", "óòô"), ("u", "úùûü"))},
    **{base: f"[{base}{marked}]" for base, marked in (("i", "íìîï"), ("n", "ñ"), ("c", "ç"), ("s", "š"))},
    **{marked: f"[{marked}{base}]" for base, all_marked in (("e", "éèëê"), ("u", "úùûü")) for marked in all_marked},
    **{"’": "['’´]?", "'": "['’´]?", "´": "['’´]?"},
}
_BEFORE, _AFTER = r"(?<![^\W\d_])", r"(?:['’´:]?s)?(?![^\W\d_])(?:-[^\W\d_]+)?"
_JOIN = r"(?:[\s\xa0]{1,3}|[\s\xa0]?[-–][\s\xa0]?|[-_.+]|%20)"
_APART = r"[\s\xa0]{0,3}[,;|/\s\xa0][\s\xa0]{0,3}"
"""Between surname and first name, or in the columns of a table."""
_MIDDLE = rf"(?:(?-i:[^\W\d_a-zåäöéü])[\w'’-]{{0,30}}\.?{_JOIN}){{0,2}}"
"""Further first names or initials between the two."""
_INITIALS = r"(?:(?-i:[A-ZÅÄÖÉ])\.?[\s\xa0-]{0,2}){0,2}"
_HOST = r"\s?(?:@|[(\[](?:at|a|snabel-?a)[)\]])\s?[\w.-]*\w"
_DIGIT_JOIN = r"[\s\xa0()/.\-–]{0,3}"
_WORD_BEFORE = re.compile(r"([^\W\d_][\w'’-]*)\.?[ \xa0]$")
_ALONE = 3
"""Letters of a surname that is hidden by itself too, in texts that name its bearer."""


class PersonMatcher:
    """Finds everybody on the list. Made once for a list; safe to use from several threads."""

    def __init__(self, entries: Sequence[Suppressed]) -> None:
        self._people = tuple(_Person(each) for each in entries)
        self._has_phones = any(each.phone is not None for each in entries)

    def __bool__(self) -> bool:
        return bool(self._people)

    def places(self, text: str, municipality: str | None) -> tuple[Span, ...]:
        """Every place of ``text`` (NFC), of a document of ``municipality`` (None: of any), that names or reaches one of
        them; in order, not overlapping. Further mentions of a surname count where the whole name stands too."""
        meant = [person for person in self._people if person.is_meant_in(municipality)]
        if not meant:
            return ()
        plain = _plain(text)
        figures = "".join(_FIGURES.findall(text)) if self._has_phones else ""
        figures = "".join(filter(str.isdigit, figures))
        return joined([place for p in meant if p.may_be_in(plain, figures) for place in p.places(text)])

    def names(self, text: str, municipality: str | None) -> bool:
        """Whether ``text`` names or reaches one of them."""
        return bool(self.places(text, municipality))


class _Person:
    """The ways of writing of one entry."""

    def __init__(self, entry: Suppressed) -> None:
        self._municipality = None if entry.municipality is None else entry.municipality.casefold()
        given, family = _parts(entry.name)
        self._ways = _name_patterns(given, family) if family else ()
        self._alone = _alone_pattern(family)
        self._email = None if entry.email is None else _email_pattern(entry.email)
        self._phone = None if entry.phone is None else _phone_pattern(entry.phone)
        local = (entry.email or "").partition("@")[0]
        self._must = tuple(form for part in (*family, local) if part for form in _forms(part))
        self._figures = None if entry.phone is None else entry.phone.removeprefix("+46").removeprefix("+")

    def is_meant_in(self, municipality: str | None) -> bool:
        return self._municipality is None or municipality is None or self._municipality == municipality.casefold()

    def may_be_in(self, plain: str, figures: str) -> bool:
        """Whether a text, by its plain letters and by the figures of its longer numbers, needs a closer look."""
        if self._figures is not None and self._figures in figures:
            return True
        return any(part in plain for part in self._must)

    def places(self, text: str) -> Iterator[Span]:
        named = [found for way in self._ways for found in way.finditer(text)]
        # "Maja Ek, Åsa Berg": the surname is that of the person before.
        named = [f for f in named if "turned" not in f.re.groupindex or not _is_after_a_name(text, f.start())]
        yield from (Span(*found.span()) for found in named)
        if named and self._alone is not None:
            for found in self._alone.finditer(text):
                doubtful = begins_sentence(text, found.start()) and _is_also_a_word(found.group(), text)
                if not doubtful and not _is_after_a_name(text, found.start()):
                    yield Span(*found.span())
        for pattern in (self._email, self._phone):
            yield from (Span(*found.span()) for found in (pattern.finditer(text) if pattern else ()))


def _parts(name: str | None) -> tuple[list[str], list[str]]:
    """First names and surnames. A middle word that is no usual first name may be either."""
    words = [word for word in (name or "").split() if word.casefold() not in SURNAME_PARTICLES]
    if len(words) < 2:
        return [], []
    *given, last = words
    doubtful = [word for word in given[1:] if word.casefold() not in person_names().first]
    return given, [last, *(part for part in last.split("-") if len(part) > 1 and part != last), *doubtful]


def _name_patterns(given: Sequence[str], family: Sequence[str]) -> tuple[re.Pattern[str], ...]:
    """The name with its surname after or before, with initials, in an address or a file's name; each by itself, since
    they may overlap."""
    first, last = _any_of(given), _any_of(family)
    letters = "".join(dict.fromkeys(word[0] for word in given))
    local = f"(?:{'|'.join(dict.fromkeys(_token(letter) for letter in letters.casefold()))})"
    initial = rf"(?:(?-i:[{letters.upper()}])|[{letters}](?=\.))\.?[\s\xa0-]{{0,2}}"
    particles = rf"(?:(?:{'|'.join(SURNAME_PARTICLES)}){_JOIN}){{0,2}}"
    ways = (
        rf"(?<![\w.])(?:{first}[._-]?(?:\w{{1,20}}[._-])?{last}|{last}[._-]?{first}|{local}[._-]?{last}|"
        rf"{last}[._-]?{local})\d{{0,3}}{_HOST}",
        rf"{_BEFORE}{first}(?:{_JOIN}|{_APART}){_MIDDLE}{particles}{last}{_AFTER}",
        rf"(?P<turned>){_BEFORE}{last}(?:['’´:]?s)?(?:{_APART}|{_JOIN}){first}{_AFTER}",
        rf"{_BEFORE}{initial}{_INITIALS}{particles}{last}{_AFTER}",
        rf"(?P<turned>){_BEFORE}{last},?[\s\xa0]{{1,2}}(?-i:[{letters.upper()}])\.(?!\w)",
    )
    return tuple(re.compile(way, re.IGNORECASE) for way in ways)


def _alone_pattern(family: Sequence[str]) -> re.Pattern[str] | None:
    """A surname by itself, with a capital; None for one that is also a place's name."""
    own = [name for name in family if len(name) >= _ALONE and name.casefold() not in place_names()]
    if not own:
        return None
    last = "|".join(f"(?-i:{re.escape(name[0].upper())}){_token(name[1:])}" for name in own)
    return re.compile(rf"{_BEFORE}(?:{last}){_AFTER}")


def _email_pattern(email: str) -> re.Pattern[str]:
    local, _, host = email.partition("@")
    return re.compile(
        rf"(?<![\w.]){re.escape(local)}\s?(?:@|[(\[](?:at|a|snabel-?a)[)\]])\s?{re.escape(host)}(?!\w)", re.IGNORECASE
    )


def _phone_pattern(e164: str) -> re.Pattern[str]:
    """The number in any notation, with the country's code or without."""
    country, rest = ("46", e164[3:]) if e164.startswith("+46") else ("", e164[1:])
    digits = _DIGIT_JOIN.join(rest)
    front = rf"(?:(?:\+|00){_DIGIT_JOIN}46{_DIGIT_JOIN}(?:\(?0\)?)?|\(?0){_DIGIT_JOIN}" if country else r"(?:\+|00)"
    return re.compile(rf"(?<![\d+]){front}{digits}(?!\d)")


def _any_of(words: Sequence[str]) -> str:
    return f"(?:{'|'.join(_token(word) for word in sorted(words, key=len, reverse=True))})"


def _token(word: str) -> str:
    """One name, with or without the marks on its letters, its hyphens and what cannot be seen."""
    return (
        _UNSEEN.join(r"[-\s\xa0–]?" if sign == "-" else _WAYS.get(sign, re.escape(sign)) for sign in word.casefold())
        + _UNSEEN
    )


def _plain(text: str) -> str:
    """Letters without capitals, and without marks but those of å, ä and ö; nothing that cannot be seen."""
    plain = text.casefold()
    for sign, instead in (*_RARE, *_GONE):  # many times quicker than translating every letter
        if sign in plain:
            plain = plain.replace(sign, instead)
    return plain


def _forms(part: str) -> set[str]:
    """A part of a name as a plain text may have it: its longest stretch between hyphens and apostrophes."""
    plain = max(re.split(r"[-'’´\s]", _plain(part)), key=len)
    forms = {plain}
    for ways in _SWEDISH:
        forms.add("".join(dict(zip("åäö", ways, strict=True)).get(sign, sign) for sign in plain))
    return forms


def _is_after_a_name(text: str, start: int) -> bool:
    """Whether the word before is another person's first name: "Bo Hemlig"."""
    before = _WORD_BEFORE.search(text, max(0, start - 40), start)
    if before is None or before[1].casefold() in person_names().first:
        return before is not None
    return before[1][0].isupper() and not begins_sentence(text, before.start(1))


def _is_also_a_word(written: str, text: str) -> bool:
    return re.search(rf"\b{re.escape(written.lower())}", text) is not None


def joined(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The same places in order, those that touch as one."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return tuple(found)
