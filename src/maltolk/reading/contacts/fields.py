"""A line -> the fields of a contact on it: name, role, party, phone, e-mail, each as a span."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import phonenumbers

from maltolk.model import Phone, Span
from maltolk.reading.lines.sentences import sentences, trim
from maltolk.swedish.names import NAME, PARTY, has_function, has_role, is_name, role_before, words
from maltolk.swedish.parties import is_party

# All lengths are bounded, so that no line, however odd, takes more than linear time.
EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,6}[a-zA-ZåäöÅÄÖ]{2,24}(?![\w-])")
_DASHES = "–—−‐‑‒-"  # the hyphen last: between others it would be a range
_SPACES = " \xa0\u2007\u2009\u202f"
_PHONE = re.compile(
    rf"(?<![\w@./-])(?:(?:\+[{_SPACES}]46|\+\d{{1,3}}|00\d{{2}}|0|\(0\d{{1,3}}\))(?:[{_SPACES}]?\(0\))?"
    rf"[\d{_SPACES}/{_DASHES}]{{4,16}}\d"
    rf"|(?:\+46[.{_SPACES}]\d{{1,3}}|0\d{{1,3}}(?:[{_SPACES}{_DASHES}]\d{{2,3}})?)(?:\.\d{{2,3}}){{2,4}})(?![\w@]|[-.]\d)"
)
_AREA_CODE = re.compile(rf"\+46|0046|\(?0\d{{1,3}}\)?\s?[/{_DASHES}]")
_PLAIN = str.maketrans(dict.fromkeys(_DASHES + ".", "-") | dict.fromkeys(_SPACES, " "))
_DAY = re.compile(rf"\d\d([.{_DASHES}])\d\d\1(?:19|20)\d\d")
_FAX = re.compile(r"\b(?:tele)?fax(?:nummer|nr)?[ \xa0.:*_]*\Z", re.IGNORECASE)
# Written to keep machines from collecting them: "anna.ek (at) ale.se", "anna.ek[snabel-a]ale.se". Only where the @ is
# spelt out in brackets or by its Swedish name, and the end of a domain follows.
_NAMED_AT = r"[ \xa0]?(?:[(\[{]\s?(?:at|a|@|snabel-?a)\s?[)\]}]|(?<=[ \xa0])snabel-?a(?=[ \xa0]))[ \xa0]?"
_AT = re.compile(_NAMED_AT, re.IGNORECASE)
_HIDDEN = re.compile(
    rf"(?<![\w.+-])[\w.+-]{{1,64}}{_NAMED_AT}(?:[\w-]{{1,63}}\.){{1,6}}(?:se|nu|com|org|net|eu|info)(?![\w-])",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"[,;|\t•·]\s*|\s[–—-]\s|[ \xa0]{3,}|<br\s*/?>|\s/\s|\n")
_LABEL = re.compile(r"[*_]{0,2}(?P<label>[A-Za-zÅÄÖåäö][A-Za-zÅÄÖåäö. -]{0,40}?)\s*[*_]{0,2}:[*_]{0,2}\s*")
_NAME_PARTY = re.compile(rf"(?P<name>{NAME})(?:\s*\((?P<party>{PARTY})\))?")
_ASIDE = re.compile(
    r"\((?:växel|vx|mobil|direkt|arbete|hem|sms|kontor|ankn|via växel)[^)]*\)|\]?\((?:mailto|tel):[^)]*\)"
)
_IN_ASIDE = re.compile(r"\([^()\d@\n]*\)")
"""Words in parentheses, which a comma divides into no fields: "Team Söder (Rya, Viken): Anna Ek"."""
_LEADS_TO = re.compile(r"(?:\s+(?:är|heter|is))?[\s:]*[*_]{0,3}$")
"""What may stand between a role and a name: "Skolchef är **Anna Ek**"."""
_LEFT_OVER = re.compile(r"[\w]+")
_REACHED_AT = re.compile(r"(?:du|ni|jag|vi)\s+(?:kan\s+)?nå[rs]?\s+(?:\w+\s+){0,2}(?:på|via)", re.IGNORECASE)
"""Words before an address or a number that name nobody: "Du når mig på"."""
_MAX_LINE = 200
_MAX_PART = 5  # words between commas; more of them make a sentence of a line that ends as one
_MAX_LETTERS = 3  # of a party's short name
_MAX_INVITING = 6  # words that invite to call or write
_MAX_ROLE_LENGTH = 4
"""Words; more of them before a name are a clause unless they do not end with the role itself."""


class FieldKind(StrEnum):
    """Which field of a contact; OTHER is a short line with none of them."""

    NAME = "name"
    ROLE = "role"
    PARTY = "party"
    PHONE = "phone"
    EMAIL = "email"
    OTHER = "other"


_WAYS = (FieldKind.PHONE, FieldKind.EMAIL)
_ADVICE = re.compile(r"\.\s+[A-ZÅÄÖ]|,\s+\w|\s+\(")
"""What follows a number or an address where it goes on about it."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field. ``e164``: of a phone."""

    kind: FieldKind
    span: Span
    e164: str | None = None


def phones(text: str, start: int, end: int) -> list[Field]:
    """The phone numbers within ``text[start:end]``, read as Swedish unless a country is given."""
    found: list[Field] = []
    for match in _PHONE.finditer(text, start, end):
        if _FAX.search(text, max(start, match.start() - 20), match.start()) or _DAY.fullmatch(match.group()):
            continue
        try:
            number = phonenumbers.parse(match.group().translate(_PLAIN).replace("+ ", "+"), "SE")
        except phonenumbers.NumberParseException:
            continue
        if not phonenumbers.is_possible_number(number) or not 7 <= sum(sign.isdigit() for sign in match.group()) <= 14:
            continue
        if not phonenumbers.is_valid_number(number) and not _AREA_CODE.match(match.group()):
            continue
        e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        found.append(Field(FieldKind.PHONE, Span(match.start(), match.end()), e164))
    return found


def emails(text: str, start: int, end: int) -> list[Field]:
    """The e-mail addresses within ``text[start:end]``, those written "anna.ek (at) ale.se" too."""
    found = [match for pattern in (EMAIL, _HIDDEN) for match in pattern.finditer(text, start, end)]
    return [Field(FieldKind.EMAIL, Span(*match.span())) for match in sorted(found, key=lambda match: match.start())]


def plain_address(written: str) -> str:
    """The e-mail address that is meant: "Anna.Ek (at) ale.se" is Anna.Ek@ale.se."""
    return _AT.sub("@", written)


def other_phones(fields: Iterable[Field]) -> tuple[Phone, ...]:
    """The numbers after the first, each once."""
    found = {f.e164: Phone(f.span, f.e164) for f in reversed(list(fields)) if f.kind is FieldKind.PHONE and f.e164}
    return tuple(sorted(found.values(), key=lambda phone: phone.span))[1:]


def line_fields(text: str, start: int, end: int) -> list[Field]:
    """The fields on one line, in order; empty when the line is running text."""
    if end - start > _MAX_LINE or "\n\n" in text[start:end]:
        return []
    if len(sentences(text, Span(start, end))) > 2:
        return []
    if (only := _labelled_way(text, start, end)) is not None:
        return [only]
    ends = text[end - 1] in ".!?" and len(text[start:end].split()) > 6
    if ends and not EMAIL.search(text[start:end].split()[-1]):
        return []  # a sentence
    found: list[Field] = []
    for part in _parts(text, start, end):
        fields = _part_fields(text, part)
        clause = len(part.of(text).split()) > _MAX_PART and all(field.kind is FieldKind.OTHER for field in fields)
        if not fields or (ends and clause):
            return []
        found += fields
    if any(field.kind in _WAYS for field in found):
        found = [each for field in found for each in _for_what(text, field)]
    others = [f for f in found if f.kind is FieldKind.OTHER]
    if any(len(f.span.of(text).split()) > 8 or f.span.of(text).endswith((".", ":")) for f in others):
        return []
    return _roles_joined(text, found)


def _labelled_way(text: str, start: int, end: int) -> Field | None:
    """The number or address behind its label, where hours or advice follow: "Telefon: 026-03 10 00. Öppet dygnet
    runt."; None for other lines."""
    label = _LABEL.match(text, start, end)
    if label is None or label_field(label["label"]) not in _WAYS:
        return None
    ways = phones(text, label.end(), end) + emails(text, label.end(), end)
    if len(ways) != 1 or ways[0].span.start != label.end() or not _ADVICE.match(text, ways[0].span.end, end):
        return None
    return ways[0]


def _for_what(text: str, field: Field) -> list[Field]:
    """Beside a number or an address, "Team Norr: Anna Ek" is somebody and what for."""
    label, colon, rest = field.span.of(text).rpartition(": ")
    named = _NAME_PARTY.fullmatch(rest)
    if field.kind is not FieldKind.OTHER or not colon or named is None or not is_name(named["name"]):
        return [field]
    begin = field.span.end - len(rest)
    spans = {FieldKind.NAME: named.span("name"), FieldKind.PARTY: named.span("party")}
    told = [Field(kind, Span(begin + at, begin + stop)) for kind, (at, stop) in spans.items() if stop > 0]
    return [Field(FieldKind.ROLE, Span(field.span.start, field.span.start + len(label))), *told]


def _roles_joined(text: str, fields: list[Field]) -> list[Field]:
    """ "kommunstyrelsens ordförande, kommunalråd": two roles of one person become one field."""
    result: list[Field] = []
    for field in fields:
        before = result[-1] if result else None
        both = before is not None and before.kind is field.kind is FieldKind.ROLE
        if (
            before is not None
            and both
            and text[before.span.end : field.span.start].strip() == ","
            and has_role(before.span.of(text))
            and has_role(field.span.of(text))
        ):
            result[-1] = Field(FieldKind.ROLE, Span(before.span.start, field.span.end))
        else:
            result.append(field)
    return result


def _parts(text: str, start: int, end: int) -> list[Span]:
    parts: list[Span] = []
    at = start
    for cut in _SEPARATOR.finditer(text, start, end):
        inside_number = any(f.span.start < cut.start() < f.span.end for f in phones(text, start, end))
        aside = _IN_ASIDE.match(text, text.rfind("(", at, cut.start()), end) if "(" in text[at : cut.start()] else None
        if not inside_number and (aside is None or aside.end() <= cut.start()):
            parts.append(trim(text, at, cut.start()))
            at = cut.end()
    parts.append(trim(text, at, end))
    return [part for part in parts if part.start < part.end]


def label_field(written: str) -> str | None:
    """The field that a label announces ("Tel.", "E-post", "Tfn arb"), None for other words."""
    known = words().labels
    key = " ".join(written.casefold().split()).strip(" :.")
    if key in known:
        return known[key]
    told = {known.get(word) for word in re.split(r"[\s./]+", key)}
    return told.pop() if len(told) == 1 else None


def _part_fields(text: str, part: Span) -> list[Field]:
    start, end = part.start, part.end
    label = _LABEL.match(text, start, end)
    told = label_field(label["label"]) if label else None
    a_role = label is not None and (has_function(label["label"]) or has_role(label["label"]))
    may_be_party = label is not None and is_party(label["label"])
    a_header = label is not None and label["label"].casefold().strip() in words().headers
    rest = trim(text, label.end() if label else start, end)
    leads = bool(told or a_header or a_role or may_be_party)
    inner = _part_fields(text, rest) if leads and rest.start < rest.end else []
    # "V:" before a number is the switchboard's (växel); a letter is a party's where somebody is named behind it.
    written_out = label is not None and len(label["label"]) > _MAX_LETTERS
    a_party = may_be_party and (written_out or any(field.kind is FieldKind.NAME for field in inner))
    if label and (told or a_header or a_role or a_party):
        kind = FieldKind.PARTY if a_party else FieldKind.ROLE
        own = [Field(kind, Span(*label.span("label")))] if not told and (a_role or a_party) else []
        if own and label["label"].split()[0].casefold() in words().reaching:
            own = _invited_to(text, own[0].span)
        if rest.start == rest.end:
            return (
                own or [Field(FieldKind.OTHER, part)]
                if not told
                else [Field(FieldKind.OTHER, trim(text, start, label.end("label")))]
            )
        if told and len(inner) == 1 and inner[0].kind is FieldKind.OTHER:
            inner = [Field(FieldKind(told), rest)] if told in ("name", "role", "party") else inner
        return own + inner
    found = sorted(phones(text, start, end) + emails(text, start, end), key=lambda f: f.span.start)
    if found:
        return _around(text, part, found)
    words_here = part.of(text)
    if is_party(words_here.strip("()")):
        inner_span = trim(text, start + words_here.startswith("("), end - words_here.endswith(")"))
        return [Field(FieldKind.PARTY, inner_span)] if inner_span.start < inner_span.end else []
    named = _NAME_PARTY.fullmatch(text, start, end)
    if (
        named
        and is_name(named["name"])
        and (named["party"] is None or is_party(named["party"]) or len(named["party"]) <= 30)
    ):
        fields = [Field(FieldKind.NAME, Span(*named.span("name")))]
        if named["party"]:
            fields.append(Field(FieldKind.PARTY, Span(*named.span("party"))))
        return fields
    if (
        len(words_here.split()) <= 9
        and words_here[-1] not in ".?!"
        and (has_role(words_here) or has_function(words_here))
    ):
        before = _role_then_name(text, part)
        if before is None:
            return [Field(FieldKind.OTHER, part)]
        return before or [Field(FieldKind.ROLE, part)]
    return [Field(FieldKind.OTHER, part)]


def _role_then_name(text: str, part: Span) -> list[Field] | None:
    """ "Kommunalråd Anna Ek (S)" and "Anna Ek (S) kommunalråd" on one line; None for a clause: "Kommunalrådet Anna Ek
    svarar för"."""
    for named in _NAME_PARTY.finditer(text, part.start, part.end):
        begin = named.start()
        # The first capitalised word may be the role itself.
        first = text[begin : named.end("name")].split()[0]
        if has_role(first) or has_function(first):
            inner = _NAME_PARTY.match(text, begin + len(first) + 1, part.end)
            if inner is None:
                continue
            named = inner
        if not is_name(named["name"]):
            continue
        fields = [Field(FieldKind.NAME, Span(*named.span("name")))]
        if named["party"]:
            fields.append(Field(FieldKind.PARTY, Span(*named.span("party"))))
        before, after = trim(text, part.start, named.start()), trim(text, named.end(), part.end)
        before = trim(text, before.start, before.start + len(_LEADS_TO.sub("", before.of(text))))
        if before.start < before.end and has_role(before.of(text)):
            if len(after.of(text).split()) > 1 and after.of(text)[0].islower():
                return None
            # "Frågor besvaras av ekonomichef Anna Ek": of a whole clause only its end is the role.
            clause = len(before.of(text).split()) > _MAX_ROLE_LENGTH
            role = role_before(text, before.start, named.start()) if clause else before
            return [Field(FieldKind.ROLE, role or before), *fields]
        if after.start < after.end and has_role(after.of(text)):
            return [*fields, Field(FieldKind.ROLE, after)]
    return []


def _around(text: str, part: Span, found: list[Field]) -> list[Field]:
    """Numbers and addresses with words around them: a name or role before, labels, or running text (then nothing)."""
    result: list[Field] = []
    at = part.start
    for field in found:
        between = trim(text, at, field.span.start)
        if between.of(text) in ("](mailto:", "](tel:"):
            at = field.span.end
            continue
        result += _words_before(text, between)
        result.append(field)
        at = field.span.end
    after = text[at : part.end]
    left = _LEFT_OVER.findall(
        re.sub(
            r"\((?:växel|vx|mobil|direkt|arbete|hem|sms|kontor|ankn|via växel)[^)]*\)|\]?\((?:mailto|tel):[^)]*\)",
            "",
            after,
        )
    )
    if len(left) > 2:
        return []
    return result if all(f.kind is not FieldKind.OTHER for f in result) else []


def _invited_to(text: str, span: Span) -> list[Field]:
    """Whom an invitation names: "Ring till kommunen"; not somebody who is named before ("Mejla Ida")."""
    whom = re.search(r"\s(?:till|på|with|to)\s+(\w.*?)[ :.(\[<]*$|^\w+\s+(\w+(?:en|et|n))[ :.(\[<]*$", span.of(text))
    if whom is None:
        return []
    named = Span(*(span.start + at for at in whom.span(1 if whom[1] else 2)))
    return [Field(FieldKind.ROLE, named)] if has_function(named.of(text)) else []


def _words_before(text: str, span: Span) -> list[Field]:
    words_here = span.of(text).strip(" :.([<")
    if not words_here or label_field(words_here) or words_here.casefold() in words().headers:
        return []
    if len(words_here) <= _MAX_LETTERS and is_party(words_here):
        return []  # "V: 0411-57 70 00": what kind of number it is
    if _REACHED_AT.fullmatch(words_here):
        return []
    if words_here.split()[0].casefold() in words().reaching and len(words_here.split()) <= _MAX_INVITING:
        return _invited_to(text, span)
    span = trim(text, span.start, span.start + len(span.of(text).rstrip(" :.([<")))
    tail = re.search(r"[\s(]+([A-Za-zåäö-]+\.?)$", span.of(text))
    if tail and label_field(tail[1]):
        span = trim(text, span.start, span.start + tail.start())
    if len(span.of(text).split()) > 6:
        return [Field(FieldKind.OTHER, span)]
    return _part_fields(text, span)
