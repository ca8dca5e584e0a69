"""The tools: what each asks and gives, its words for assistants, and its result as structure and as text for people.

Requests and results are those of the HTTP interface, but that lists come in an object and are cut to a length that an
assistant can read, and that links lead to a site when it is known.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, Field

from maltolk.answering.catalogue import sentences_of
from maltolk.api.asked import Asked, ContactQuery, Municipality, Place, Question, Search
from maltolk.api.refusals import Refused, refusal
from maltolk.api.shapes import AnswerJson, ContactJson, Day, Digest, HitJson, Link, QuoteJson
from maltolk.model import Span
from maltolk.presentation import (
    CONTACT_FIELDS,
    as_json,
    as_lines,
    contact_as_json,
    document_as_json,
    hit_as_json,
    quote_as_json,
)
from maltolk.service import Service

MAX_CONTACTS = 50
"""Contacts that one call returns."""
MAX_DOCUMENTS = 200
"""Documents that one call returns."""

Total = Annotated[int, Field(description="how many there are, also beyond those shown")]


class DocumentQuery(Asked):
    """A question for what there is."""

    municipality: Municipality = None


class PassagesJson(BaseModel):
    """Passages found, best first."""

    passages: list[HitJson]


class ContactsJson(BaseModel):
    """Contacts found, best first."""

    contacts: list[ContactJson]
    total: Total


class BriefDocumentJson(BaseModel):
    """A text that answers are made from."""

    document: str
    municipality: str
    title: str
    date: Day
    url: str | None
    digest: Digest
    link: Link


class DocumentsJson(BaseModel):
    """The texts that there are."""

    documents: list[BriefDocumentJson]
    total: Total


@dataclass(frozen=True, slots=True)
class Result:
    """What a tool found: ``structure`` in the shape that it declares, ``text`` the same for people."""

    structure: dict[str, Any]
    text: str


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool. ``asks`` and ``gives``: the models of its arguments and its structure.

    ``use``: blocking; takes the service, the arguments and what links begin with ("" for paths alone). Raises Refused
    and MaltolkError.
    """

    name: str
    title: str
    description: str
    asks: type[Asked]
    gives: type[BaseModel]
    use: Callable[[Service, Any, str], Result]


def _ask(service: Service, asked: Question, site: str) -> Result:
    answer = service.ask(asked.q, asked.history, asked.municipality, asked.lang, trace=asked.trace)
    return _result(as_json(answer), as_lines(answer, site), site)


def _search(service: Service, asked: Search, site: str) -> Result:
    rows = [hit_as_json(hit) for hit in service.search(asked.q, asked.k, asked.municipality)]
    lines = (f"{row['municipality']}, {row['title']} – {site}{row['link']}\n{row['text']}\n" for row in rows)
    return _result({"passages": rows}, lines, site)


def _contacts(service: Service, asked: ContactQuery, site: str) -> Result:
    found = service.contacts(asked.q, asked.municipality)
    rows = [contact_as_json(row) for row in found[:MAX_CONTACTS]]
    words = (", ".join(" ".join(str(row[name]).split()) for name in CONTACT_FIELDS[:6] if row[name]) for row in rows)
    lines = (f"{contact} – {site}{row['link']}" for contact, row in zip(words, rows, strict=True))
    return _result({"contacts": rows, "total": len(found)}, (*lines, *_more(rows, len(found))), site)


def _documents(service: Service, asked: DocumentQuery, site: str) -> Result:
    rows = service.documents()
    if asked.municipality is not None:
        name = asked.municipality.casefold()
        rows = tuple(row for row in rows if row.municipality.casefold() == name)
        if not rows:
            raise Refused(refusal("unknown_municipality"))
    shown = [
        {name: row[name] for name in BriefDocumentJson.model_fields}
        for row in map(document_as_json, rows[:MAX_DOCUMENTS])
    ]
    lines = (
        f"{row['municipality']}: {row['title']}{' (' + row['date'] + ')' if row['date'] else ''} – {site}{row['link']}"
        for row in shown
    )
    return _result({"documents": shown, "total": len(rows)}, (*lines, *_more(shown, len(rows))), site)


def _quote(service: Service, asked: Place, site: str) -> Result:
    found = service.quote(asked.digest, Span(asked.start, asked.end))
    if found is None:
        raise Refused(refusal("no_source"))
    row = quote_as_json(found)
    whose = ", ".join(str(row[name]) for name in ("municipality", "title", "date") if row[name])
    page = f", s. {row['page']}" if row["page"] else ""
    return _result(row, (f"{whose}{page} – {site}{row['link']}", *_status(row, site), "", _marked(row)), site)


def _marked(row: dict[str, Any]) -> str:
    return f"{row['before']}»{row['quote']}«{row['after']}"


def _status(row: dict[str, Any], site: str) -> Iterator[str]:
    if not row["current"]:
        yield _said("replaced", link=site + row["newest"]) if row["newest"] else _said("withdrawn")


def _more(shown: Sequence[object], total: int) -> Iterator[str]:
    if total > len(shown):
        yield _said("more", shown=len(shown), total=total)


def _said(key: str, **values: object) -> str:
    """A sentence in both languages: which one the reader understands, only the assistant knows."""
    return " / ".join(sentences_of("maltolk.mcp", language)[key].format(**values) for language in ("sv", "en"))


def _result(structure: dict[str, Any], lines: Iterable[str], site: str) -> Result:
    return Result(_linked(structure, site), "\n".join(lines).strip() or _said("nothing"))


def _linked(value: Any, site: str) -> Any:  # noqa: ANN401 - any JSON
    """The same with every link to a page leading to ``site``."""
    if isinstance(value, dict):
        return {
            name: site + part if name in ("link", "newest") and isinstance(part, str) else _linked(part, site)
            for name, part in value.items()
        }
    return [_linked(part, site) for part in value] if isinstance(value, list | tuple) else value


TOOLS = (
    Tool(
        "ask",
        "Fråga kommunernas texter",
        "Answers a question about Swedish municipalities' goals, plans, decisions and contacts with verbatim quotes "
        "from their own texts. Ask in plain Swedish (other languages work too), naming the municipality. Only the "
        "status 'answered' is an answer; otherwise tell the user that the texts do not say, and offer the suggestions. "
        "Cite the links. For a follow-up question put the earlier questions into history.",
        Question,
        AnswerJson,
        _ask,
    ),
    Tool(
        "search",
        "Sök i texterna",
        "Finds passages of the municipalities' texts by meaning and words, best first. Use it to read around a "
        "subject; a passage that is merely near is not an answer.",
        Search,
        PassagesJson,
        _search,
    ),
    Tool(
        "contacts",
        "Hitta kontakter",
        "Finds people and functions named in the texts, with role, party, telephone and e-mail as written there. "
        "Search by name, role, party, municipality or number.",
        ContactQuery,
        ContactsJson,
        _contacts,
    ),
    Tool(
        "documents",
        "Lista texterna",
        "Lists the texts that answers are made from, with municipality, title, date and address. Use it to see which "
        "municipalities there are.",
        DocumentQuery,
        DocumentsJson,
        _documents,
    ),
    Tool(
        "quote",
        "Läs ett citat i sitt sammanhang",
        "Shows the words at a place of a text with what stands before and after them, and whether the text still "
        "applies. Takes digest, start and end from a citation or a passage.",
        Place,
        QuoteJson,
        _quote,
    ),
)
"""All of them; each only reads."""
