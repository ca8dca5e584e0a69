"""Personal data that is told by its form: numbers, addresses, plates. Rather too much than too little."""

import re
from collections.abc import Callable, Iterator

from maltolk.model import Span
from maltolk.privacy.personal import Found, Personal
from maltolk.privacy.telling import place_names, telling_words

_GAP = r"[ \t\xa0\u2009\u202f]"
_DASH = r"[-–—‐‑−]"
_CAP = "A-ZÅÄÖÉÜ"
_LOW = "a-zåäöéü"

_IDENTITY = re.compile(
    rf"(?<![\d.,])(?:(?:18|19|20){_GAP}?)?(?P<year>\d\d)(?P<first>[ .\-/]?)(?P<month>\d\d)[ .\-/]?(?P<day>\d\d)"
    rf"(?P<join>{_GAP}?(?:{_DASH}|[+.,/]){_GAP}?|{_GAP}?)"
    rf"(?:\d{{2}}{_GAP}?\d{{2}}|[xX*#]{{4}}|\d{{2}}[xX*#]{{2}}|[A-Z]{{1,2}}\d{{2,3}})(?![\d])"
)
"""A personal or coordination number, or one that a region gives, with or without the last figures hidden."""
_CLOCK = re.compile(rf"(?:[01]\d|2[0-4]){_GAP}?[0-5]\d$")
_LAST_FOUR = re.compile(
    r"\b(?:fyra sista|sista fyra|kontrollsiffror(?:na)?|last four)\b\D{0,30}(\d{4})\b", re.IGNORECASE
)
_MONTHS = "jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec"
_BORN = re.compile(
    rf"\b(?:född|född den|f\.|födelsedatum|födelsedag(?:en)?|born)\b[:\s]*(?:är\s+|den\s+|on\s+)?"
    rf"((?:19|20)?\d\d[-/. ]?\d\d[-/. ]?\d\d|\d{{1,2}}[./]\d{{1,2}}[ -/.]*(?:19|20)?\d\d|"
    rf"\d{{1,2}}(?::e|:a)?\s+(?:{_MONTHS})\w*\s+(?:19|20)\d\d)",
    re.IGNORECASE,
)

_EMAIL = re.compile(
    rf"(?<![\w.+%'’-])[\w.+%'’-]{{0,64}}\w{_GAP}?(?:@|[(\[](?:at|a|snabel-?a)[)\]]){_GAP}?\w[\w-]{{0,63}}(?:{_GAP}?\.{_GAP}?\w[\w-]{{0,63}}){{0,6}}",
    re.IGNORECASE,
)
_SPOKEN_EMAIL = re.compile(
    rf"\b[\w.+-]{{1,64}}(?:{_GAP}punkt{_GAP}[\w-]{{1,64}}){{0,4}}{_GAP}(?:snabel-?a|at){_GAP}[\w-]+(?:{_GAP}(?:punkt|dot){_GAP}\w+|\.\w+)+",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?<![\w@.])@\w[\w.]{2,}")

_URL = re.compile(
    r"(?:https?://|www\.)[^\s<>\"”)\]]+|(?<![\w.-])(?:[\w-]{1,63}\.){1,6}(?:se|com|nu|org|net|io|me|eu)/[^\s<>\"”)\]]+",
    re.I,
)
_TELLING_URL = re.compile(
    r"[?#&][^=\s]*=|//[^/\s]*@|[?#][\w-]{8,}|/(?=[\w%.~-]*\d)(?=[\w%.~-]*[a-z])[\w%~-]{12,}(?:/|$|[?#])|"
    r"(?:facebook|instagram|linkedin|twitter|x|tiktok|github|hitta|ratsit|mrkoll|eniro|merinfo)\.\w+/|/(?:person|profil|user|anvandare)/",
    re.IGNORECASE,
)
_IP = re.compile(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])|\b(?:[0-9a-f]{1,4}:){4,7}[0-9a-f]{1,4}\b", re.IGNORECASE)

_ABROAD = re.compile(
    rf"(?<![\w+])(?:\+|00){_GAP}?\d{{1,3}}(?:[\s()/.]|{_DASH}){{0,3}}(?:\(0\))?(?:(?:[\s()/.]|{_DASH}){{0,3}}\d){{6,12}}(?!\d)"
)
_NATIONAL = re.compile(rf"(?<![\w.,/:-])\(?0\d{{1,3}}\)?(?:(?:{_GAP}|[/.]|{_DASH}){{0,3}}\d){{5,8}}(?![\d])")
_CALLED = re.compile(
    r"\b(?:ring(?:a|er|t)?|tel(?:e?fon(?:en|nummer|nr)?)?|tfn|mobil(?:en|nummer|nr)?|sms(?:a|ar)?|numret|nummer(?:et)?|nås|call|phone)\b"
    r"[^\d\n]{0,25}?(\d(?:[\s/.–-]{0,2}\d){5,11})(?!\d)",
    re.IGNORECASE,
)
_NO_PHONE = re.compile(
    r"0\d[.:]\d\d\b(?!\d)\s*[-–—]|0?\d[-/.]\d\d?[-/.](?:19|20)\d\d$|(?:\d{1,3}(?:\s\d{3})+)\s*(?:kr|kronor|mkr|tkr)"
)

_STREET_ENDS = (
    "gatan|vägen|gränd|gränden|stigen|torget|allén|allen|backen|kajen|esplanaden|stråket|slingan|höjden|liden|ringen|"
    "terrassen|svängen|kroken|brinken|vreten|tået|promenaden"
)
_STREET_WORDS = rf"{_STREET_ENDS}|gata|väg|stig|torg|allé|backe|gränd|kaj|slinga|plats"
_HOUSE = (
    rf"(?:nr\.?{_GAP}?)?\d{{1,4}}(?:{_GAP}?[A-Za-z](?![\w]))?(?:{_GAP}?[-–/]{_GAP}?\d{{1,4}}(?!\d))?"
    rf"(?:,?{_GAP}?(?:lgh|lägenhet|vån|våning|\d{{1,2}}{_GAP}?tr)\.?(?:{_GAP}?\d{{1,4}})?)*"
)
_STREET = re.compile(
    rf"(?:\b[{_CAP}][\w-]{{0,40}}{_GAP}){{0,2}}\b(?:[\w-]{{2,40}}(?:{_STREET_ENDS})|(?:[{_CAP}][\w-]{{0,40}}|\w{{1,40}}s){_GAP}(?:{_STREET_WORDS})),?{_GAP}{_HOUSE}",
    re.IGNORECASE,
)
_ROADS = re.compile(r"\b(?:riks|läns|europa|motor|cykel|gång)(?:väg|vägen|gata|gatan)\b", re.IGNORECASE)
_HOME = re.compile(
    rf"\b(?:bor|bodde|bott|flyttar|flyttat|granne|grannen|hemma|hemadress|adress(?:en)?|hus(?:et)?|villa(?:n)?|lägenhet(?:en)?|live|lives|living)\b"
    rf"[^.?!\n\d]{{0,18}}?{_GAP}?(?:på|är|:|vid|i|on|at){_GAP}((?:[{_CAP}][\w-]{{0,40}}{_GAP}){{0,2}}[\w-]{{2,40}}(?:{_STREET_ENDS})s?\b)",
    re.IGNORECASE,
)
_POSTAL = re.compile(
    rf"(?<![\d.,])(?:SE?{_GAP}?-?{_GAP}?)?\d{{3}}{_GAP}?\d{{2}},?{_GAP}{{1,3}}(?P<place>[{_CAP}{_LOW}]\w+(?:{_GAP}[{_CAP}]\w+)?)"
)
_POSTCODE = re.compile(
    rf"\b(?:postnr|postnummer|postnumret|zip|postal code)\b[\w\s:.]{{0,12}}?(\d{{3}}{_GAP}?\d{{2}})(?!\d)",
    re.IGNORECASE,
)
_BOX = re.compile(rf"\b(?:Postbox|Box|PL|Pl|postlåda){_GAP}\d{{1,5}}\b")

_PLOT = re.compile(
    rf"(?P<front>(?:\b[{_CAP}][{_LOW}]{{1,40}}{_GAP}){{0,2}})\b(?P<word>[^\W\d_][\w-]{{0,40}}){_GAP}(?P<block>\d{{1,4}}|[sS]|ga):(?P<unit>\d{{1,4}})(?![\d:])"
)
_NAMED_PLOT = re.compile(
    rf"\b(?:fastighet(?:en|er|erna|s)?(?:beteckning(?:en)?|sbeteckning(?:en)?)?|kvarter(?:et)?|kv\.?|tomt(?:en)?|gård(?:en)?){_GAP}"
    rf"(?:är{_GAP}|:{_GAP}?)?((?:[{_CAP}][\w-]{{0,40}}|[\w-]+){_GAP}(?:[{_CAP}][\w-]{{0,40}}{_GAP})?\d{{1,4}})\b(?!:)",
    re.IGNORECASE,
)

_PLATE = re.compile(rf"(?<![\w-])[A-HJ-PR-UW-Z]{{3}}{_GAP}?-?\d{{2}}[A-HJ-PR-UW-Z0-9](?![\w:-])")
_SAID_PLATE = re.compile(
    r"\b(?:reg(?:\.|nr|nummer|istreringsnummer|skylt)?|bil(?:en)?|registreringsnum(?:mer|ret)|fordon(?:et)?|plåten|moped(?:en)?|släp(?:et)?)\b[^\d\n]{0,25}?"
    rf"\b([a-z]{{3}}{_GAP}?-?\d{{2}}[a-z0-9])\b",
    re.IGNORECASE,
)

_CASE_SIGN = re.compile(
    rf"(?<![\w-])(?!(?:SOU|SFS|DS|Ds|EU|EG|SKR|RIR)\b)[{_CAP}]{{2,8}}{_GAP}?[-/.]?{_GAP}?(?:19|20)\d\d{_GAP}?[-/:.–]{_GAP}?\d{{1,7}}(?:[-–/:.]\d{{1,7}}){{0,3}}(?!\d)"
)
_CASE_LONG = re.compile(
    r"(?<![\w./-])(?:19|20)\d\d[-/:]0\d{2,6}(?:[-–.]\d+)*(?!\d)|(?<![\w./-])(?:19|20)\d\d[-/:](?!(?:19|20)\d\d\b)\d{4,7}(?!\d)"
)
_COURT = re.compile(rf"(?<![\w-])(?:PMT|PMÖ|UM|FT|T|B|Ö|F|P|Ä|M|K){_GAP}?\d{{2,6}}[-–]\d{{2}}(?![\d])")
_CASE_SAID = re.compile(
    r"\b(?:dnr|diarie(?:nr|nummer|numret)?|ärende(?:nr|nummer|numret|id|t)?|beslutsn(?:r|ummer)|mål(?:nr|nummer|numret)|"
    r"kund(?:nr|nummer|id)|avtals?(?:nr|nummer)|faktura(?:nr|n|nummer)?|ocr(?:-nummer|-nr|nummer)?|lånekort(?:et|snummer)?|"
    r"bygglov(?:snr|snummer)?|referens(?:nr|nummer)?|journal(?:nr|nummer)|boknings?(?:nr|nummer)|ansöknings?(?:nr|nummer)|"
    r"köplats(?:nr|nummer)?|medlems(?:nr|nummer)|case number|ref)\b"
    rf"\.?:?{_GAP}?(?:är|nr\.?|med nummer|nummer|number|is)?{_GAP}?:?{_GAP}?"
    rf"((?:[{_CAP}{_LOW}]{{1,6}}{_GAP}?[-/.]?{_GAP}?)?\d[\d/:.\-–]{{0,20}}\d\d(?:[-–/:]\d{{1,7}}){{0,3}}|[A-Z]{{1,4}}-?\d{{3,20}})",
    re.IGNORECASE,
)

_CARD = re.compile(
    rf"(?<![\d-])(?:\d{{4}}(?:{_GAP}|-)?){{3}}\d{{1,7}}(?!\d)|(?<!\d)3[47]\d\d{_GAP}?\d{{6}}{_GAP}?\d{{5}}(?!\d)"
)
_IBAN = re.compile(rf"\b[A-Z]{{2}}\d\d(?:{_GAP}?[A-Z0-9]{{4}}){{3,7}}(?:{_GAP}?[A-Z0-9]{{1,3}})?\b", re.IGNORECASE)
_ACCOUNT = re.compile(
    r"\b(?:konto(?:t|n|nr|nummer|numret)?|bankkonto(?:t)?|clearing(?:nr|nummer|numret)?|bg|bankgiro(?:t|nr|nummer)?|pg|"
    r"plusgiro(?:t|nr)?|postgiro|personkonto|swish(?:a|nummer|nr|numret)?|kort(?:nr|nummer|numret)|cvc|account)\b"
    r"[^\d\n]{0,20}?(\d(?:[\d ,.\-–]|\xa0){1,24}\d)(?!\d)",
    re.IGNORECASE,
)
_SUM_AFTER = re.compile(
    r"\s*(?:kr\b|kronor|mkr|tkr|miljon|miljard|tusen|procent|%|st\b|invånare|kvm|meter)", re.IGNORECASE
)


def forms_in(text: str) -> Iterator[Found]:
    """All that ``text`` has of these; they may overlap."""
    for kind, finder in _FINDERS:
        for span in finder(text):
            yield Found(span, kind)


def _all(pattern: re.Pattern[str], group: int = 0) -> Callable[[str], Iterator[Span]]:
    return lambda text: (Span(*found.span(group)) for found in pattern.finditer(text))


def _identity_numbers(text: str) -> Iterator[Span]:
    for found in _IDENTITY.finditer(text):
        month, day = int(found["month"]), int(found["day"])
        days = 1 <= day <= 31 or 61 <= day <= 91
        written_apart = found["first"] not in ("", " ")
        is_time = written_apart and not found["join"].strip() and _CLOCK.search(found.group()) is not None
        if 1 <= month <= 12 and days and not is_time:
            yield Span(*found.span())


def _urls(text: str) -> Iterator[Span]:
    for found in _URL.finditer(text):
        if _TELLING_URL.search(found.group()):
            yield Span(found.start(), found.start() + len(found.group().rstrip(".,;:!?")))


def _phones(text: str) -> Iterator[Span]:
    for pattern, group in ((_ABROAD, 0), (_NATIONAL, 0), (_CALLED, 1)):
        for found in pattern.finditer(text):
            after = text[found.end(group) : found.end(group) + 12]
            if not (_NO_PHONE.match(found.group(group)) or _SUM_AFTER.match(after)):
                yield Span(*found.span(group))


def _streets(text: str) -> Iterator[Span]:
    for found in _STREET.finditer(text):
        if not _ROADS.search(found.group()):
            yield Span(*found.span())


def _postal(text: str) -> Iterator[Span]:
    for found in _POSTAL.finditer(text):
        place = found["place"]
        first = place.split()[0]
        is_place = first.casefold() in place_names()
        if is_place or (first[0].isupper() and not _SUM_AFTER.match(f" {first}")):
            end = found.end() if is_place or " " not in place else found.start("place") + len(first)
            yield Span(found.start(), end)


def _plots(text: str) -> Iterator[Span]:
    for found in _PLOT.finditer(text):
        word = found["word"].casefold()
        year = found["block"].isdigit() and 1900 <= int(found["block"]) <= 2100
        clock = (
            found["block"].isdigit()
            and int(found["block"]) < 25
            and len(found["unit"]) == 2
            and not found["word"][0].isupper()
        )
        if word not in telling_words()["no_plots"] and not year and not clock:
            yield Span(*found.span())


def _plates(text: str) -> Iterator[Span]:
    for found in _PLATE.finditer(text):
        if found.group()[:3] not in telling_words()["no_plates"]:
            yield Span(*found.span())


def _cases(text: str) -> Iterator[Span]:
    for pattern, group in ((_CASE_SIGN, 0), (_CASE_LONG, 0), (_COURT, 0), (_CASE_SAID, 1)):
        for found in pattern.finditer(text):
            yield Span(*found.span(group))


def _accounts(text: str) -> Iterator[Span]:
    for pattern, group in ((_CARD, 0), (_IBAN, 0), (_ACCOUNT, 1)):
        for found in pattern.finditer(text):
            if not _SUM_AFTER.match(text, found.end(group)):
                yield Span(*found.span(group))


_FINDERS: tuple[tuple[Personal, Callable[[str], Iterator[Span]]], ...] = (
    (Personal.EMAIL, _all(_EMAIL)),
    (Personal.EMAIL, _all(_SPOKEN_EMAIL)),
    (Personal.WEB, _urls),
    (Personal.WEB, _all(_IP)),
    (Personal.NAME, _all(_HANDLE)),
    (Personal.IDENTITY_NUMBER, _identity_numbers),
    (Personal.IDENTITY_NUMBER, _all(_LAST_FOUR, 1)),
    (Personal.IDENTITY_NUMBER, _all(_BORN, 1)),
    (Personal.ACCOUNT, _accounts),
    (Personal.CASE, _cases),
    (Personal.PHONE, _phones),
    (Personal.POSTAL, _postal),
    (Personal.POSTAL, _all(_POSTCODE, 1)),
    (Personal.POSTAL, _all(_BOX)),
    (Personal.STREET, _streets),
    (Personal.STREET, _all(_HOME, 1)),
    (Personal.PROPERTY, _plots),
    (Personal.PROPERTY, _all(_NAMED_PLOT, 1)),
    (Personal.VEHICLE, _plates),
    (Personal.VEHICLE, _all(_SAID_PLATE, 1)),
)
"""Surer ones first: where two overlap, the first gives the kind."""
