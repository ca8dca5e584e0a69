"""The contacts page: everybody named in the texts, to search, sort, and export as a table or vCards."""

import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from maltolk.answering.composing.display import displayed
from maltolk.answering.people.directory import MAX_QUERY_LENGTH, Directory, newest_first
from maltolk.answering.people.people_lookup import Person
from maltolk.errors import MaltolkError
from maltolk.model import Contact, Document
from maltolk.reading.contacts.fields import plain_address
from maltolk.service import Service
from maltolk.swedish.collation import swedish_order
from maltolk.swedish.words import fold
from maltolk.web.prefix import outward
from maltolk.web.spreadsheet import MEDIA_TYPE as SPREADSHEET
from maltolk.web.spreadsheet import spreadsheet
from maltolk.web.templates import render
from maltolk.web.texts import LANGUAGES, address, texts
from maltolk.web.vcards import MEDIA_TYPE, Origin, vcard, vcards

PATH = "/kontakter"
MAX_ROWS = 200
"""Contacts shown; an export has all that were found."""
MAX_PLACES = 5
"""Other places of a contact named in its row."""
_OLD = timedelta(days=365)
"""A text older than this is marked as old."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Column:
    """A column to sort by. ``name``: in addresses, and with "column_" before it in the texts; ``of``: its words."""

    name: str
    of: Callable[[Person], str]


def _field(name: str) -> Callable[[Person], str]:
    return lambda person: displayed(person.field(name) or "")


def _exact(name: str) -> Callable[[Person], str]:
    """For a number or an address, in which every character counts."""
    return lambda person: " ".join((person.field(name) or "").split())


COLUMNS = (
    Column("namn", _field("name")),
    Column("roll", _field("role")),
    Column("parti", _field("party")),
    Column("telefon", _exact("phone")),
    Column("epost", _exact("email")),
    Column("kommun", lambda person: person.document.municipality),
    Column("datum", lambda person: person.document.date or ""),
)
_COLUMNS = {column.name: column for column in COLUMNS}
ASCENDING, DESCENDING = "stigande", "fallande"


@dataclass(frozen=True, slots=True)
class Wish:
    """What a page should show. ``sort``: name of a column, "" for the best first, or by name without a query."""

    query: str
    municipality: str
    sort: str
    descending: bool

    @property
    def sorted_by(self) -> str:
        """The column that the rows are sorted by, "" for none."""
        return self.sort or ("" if self.query else COLUMNS[0].name)

    @property
    def parameters(self) -> str:
        """The wish as a query string: "" or with "?" in front; defaults left out."""
        written = {
            "q": self.query,
            "kommun": self.municipality,
            "sortera": self.sort,
            "ordning": DESCENDING if self.sort and self.descending else "",
        }
        said = urlencode({name: value for name, value in written.items() if value})
        return f"?{said}" if said else ""

    def sorted(self, column: str) -> "Wish":
        """The same sorted by ``column``; reversed if it already is."""
        return replace(self, sort=column, descending=column == self.sorted_by and not self.descending)

    def unsorted(self) -> "Wish":
        """The same, best first."""
        return replace(self, sort="", descending=False)


@dataclass(frozen=True, slots=True)
class CitedPlace:
    """Another place where a contact appears."""

    title: str
    date: str | None
    source: str


@dataclass(frozen=True, slots=True)
class Row:
    """A contact as the table shows it, "" for what its text does not give. ``call``: the number to dial; ``source``
    and ``card``: paths of its place in the text and of its vCard; ``is_old``: whether its text is. ``others``: further
    numbers, as written and to dial; ``mail``: what ``email`` means; ``also``: where else the contact appears."""

    name: str
    role: str
    party: str
    phone: str
    call: str
    email: str
    municipality: str
    title: str
    date: str | None
    is_old: bool
    source: str
    card: str
    others: tuple[tuple[str, str], ...] = ()
    mail: str = ""
    also: tuple[CitedPlace, ...] = ()


def router(service: Service, language: str) -> APIRouter:
    """The contacts in ``language``."""
    routes = APIRouter(prefix=address("", language))

    def wish_of(q: str, kommun: str, sortera: str, ordning: str) -> Wish:
        known = service.coverage().municipalities
        sort = sortera if sortera in _COLUMNS else ""
        query = " ".join(q[:MAX_QUERY_LENGTH].split())
        return Wish(query, kommun if kommun in known else "", sort, bool(sort) and ordning == DESCENDING)

    def page(q: str = "", kommun: str = "", sortera: str = "", ordning: str = "") -> Response:
        wish = wish_of(q, kommun, sortera, ordning)
        directory = service.directory
        found = find(directory, wish)
        today = date.today()
        other = LANGUAGES[1] if language == LANGUAGES[0] else LANGUAGES[0]
        return HTMLResponse(
            render(
                "contacts.html",
                language,
                path=PATH,
                other_address=outward(address(PATH, other)) + wish.parameters,
                wish=wish,
                columns=COLUMNS,
                rows=tuple(row_of(person, today, directory.also(person)) for person in found[:MAX_ROWS]),
                count=_count(len(found), wish, language),
                found=len(found),
                municipalities=service.coverage().municipalities,
                operator=service.settings.operator,
            )
        )

    def origin(request: Request, document: Document, contact: Contact) -> Origin:
        return Origin(_absolute(request, _source(document, contact), language), _note(document, language))

    def table(request: Request, q: str = "", kommun: str = "", sortera: str = "", ordning: str = "") -> Response:
        found = find(service.directory, wish_of(q, kommun, sortera, ordning))
        written = as_csv(found, language, lambda p: _absolute(request, _source(p.document, p.contact), language))
        return _download(written, SPREADSHEET, "kontakter.csv")

    def cards(request: Request, q: str = "", kommun: str = "", sortera: str = "", ordning: str = "") -> Response:
        found = find(service.directory, wish_of(q, kommun, sortera, ordning))
        written = vcards((p.document, p.contact, origin(request, p.document, p.contact)) for p in found)
        return _download(written.encode(), MEDIA_TYPE, "kontakter.vcf")

    def card(request: Request, digest: str, place: str) -> Response:
        document, contact = _named(service, digest, place)
        written = vcard(document, contact, origin(request, document, contact))
        return _download(written.encode(), MEDIA_TYPE, f"{_file_name(document, contact)}.vcf")

    for path, answer in (
        (PATH, page),
        (f"{PATH}.csv", table),
        (f"{PATH}.vcf", cards),
        ("/kontakt/{digest}/{place}.vcf", card),
    ):
        routes.add_api_route(path, answer, methods=["GET", "HEAD"])
    return routes


def find(directory: Directory, wish: Wish) -> list[Person]:
    """Everybody whom ``wish`` asks for, in its order: Swedish, ties by name, municipality and newest text; empty values
    in the column come last both ways."""
    found = directory.search(wish.query, wish.municipality or None)
    if not wish.sorted_by:
        return found
    key = _COLUMNS[wish.sorted_by].of
    found = sorted(newest_first(found), key=_usual)
    having = [person for person in found if key(person)]
    having.sort(key=lambda person: swedish_order(key(person)), reverse=wish.descending)
    return having + [person for person in found if not key(person)]


def _usual(person: Person) -> tuple[bool, str, str]:
    name = displayed(person.field("name") or "")
    return (
        not name,
        swedish_order(name or displayed(person.field("role") or "")),
        swedish_order(person.document.municipality),
    )


def row_of(person: Person, today: date, also: Sequence[Person] = ()) -> Row:
    """The contact as the table shows it on ``today``. ``also``: the same contact in other places."""
    document, contact = person.document, person.contact
    name, role, party, phone, email, municipality, _ = (column.of(person) for column in COLUMNS)
    return Row(
        name=name,
        role=role,
        party=party,
        phone=phone,
        call=contact.phone_e164 or re.sub(r"[^\d+]", "", phone),
        email=email,
        municipality=municipality,
        title=displayed(document.title),
        date=document.date,
        is_old=document.date is not None and today - date.fromisoformat(document.date) > _OLD,
        source=f"{_source(document, contact)}#citat",
        card=f"/kontakt/{document.digest}/{_place(contact)}.vcf",
        others=tuple((" ".join(p.span.of(document.text).split()), p.e164) for p in contact.other_phones),
        mail=plain_address(email),
        also=tuple(
            CitedPlace(displayed(p.document.title), p.document.date, f"{_source(p.document, p.contact)}#citat")
            for p in also[:MAX_PLACES]
        ),
    )


def as_csv(people: Sequence[Person], language: str, link: Callable[[Person], str]) -> bytes:
    """A table for a spreadsheet; ``link``: absolute address of a contact's place."""
    t = texts(language)
    names = [*(column.name for column in COLUMNS[:-1]), "dag", "text", "kalla"]
    rows = ([*(column.of(each) for column in COLUMNS), displayed(each.document.title), link(each)] for each in people)
    return spreadsheet([t[f"column_{name}"] for name in names], rows)


def _count(found: int, wish: Wish, language: str) -> str:
    t = texts(language)
    space = "\u00a0" if language == LANGUAGES[0] else ","
    n, most = f"{found:,}".replace(",", space), f"{MAX_ROWS:,}".replace(",", space)
    key = "contacts_none" if not found else "contacts_one" if found == 1 else "contacts_many"
    said = t[f"{key}_for" if wish.query else key].format(n=n, query=wish.query)
    return f"{said} {t['contacts_cut'].format(shown=most, n=n)}" if found > MAX_ROWS else said


def _source(document: Document, contact: Contact) -> str:
    return f"/kalla/{document.digest}/{_place(contact)}"


def _absolute(request: Request, path: str, language: str) -> str:
    return f"{str(request.base_url).rstrip('/')}{address(path, language)}"


def _note(document: Document, language: str) -> str:
    t = texts(language)
    age = t["card_date"].format(date=document.date) if document.date else t["card_undated"]
    return f"{t['card_from'].format(title=displayed(document.title), municipality=document.municipality)} {age}"


def _named(service: Service, digest: str, place: str) -> tuple[Document, Contact]:
    """The contact at a place ("120-188") of a text, even an older one. Raises HTTPException when there is none."""
    try:
        version = service.version(digest)
    except MaltolkError as error:
        _log.error("contact in %s cannot be given: %s", digest, error)
        raise HTTPException(500) from error
    if version is not None:
        for contact in version.document.contacts:
            if place == _place(contact):
                return version.document, contact
    raise HTTPException(404)


def _place(contact: Contact) -> str:
    return f"{contact.span.start}-{contact.span.end}"


def _file_name(document: Document, contact: Contact) -> str:
    """A file name in plain letters, whatever the text has."""
    called = contact.name or contact.role
    words = document.municipality if called is None else called.of(document.text)
    return "-".join(re.findall("[a-z0-9]+", fold(words.casefold())))[:60] or "kontakt"


def _download(content: bytes, media_type: str, name: str) -> Response:
    return Response(content, media_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})
