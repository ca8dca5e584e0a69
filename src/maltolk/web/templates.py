"""Pages and parts of pages as HTML; anything from a text or a user is escaped."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from hashlib import sha256
from importlib.resources import files
from types import SimpleNamespace

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from maltolk.answering.catalogue import enumerate_names
from maltolk.reading.reasons import by_reason, in_short, in_swedish
from maltolk.web.texts import LANGUAGES, address, texts


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("maltolk.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals["asset"] = asset
    environment.filters["lines"] = lines
    environment.filters["one_line"] = one_line
    environment.filters |= {"in_swedish": in_swedish, "in_short": in_short, "by_reason": by_reason}
    return environment


@cache
def asset(name: str) -> str:
    """Address of a file in static/, which changes with its content so that browsers may cache it."""
    content = (files("maltolk.web") / "static" / name).read_bytes()
    return f"/resurser/{name}?v={sha256(content).hexdigest()[:12]}"


def lines(text: str) -> Markup:
    """The text with its line breaks preserved on a page, however the page itself is wrapped."""
    return Markup("<br>").join(text.split("\n"))


def one_line(text: str) -> Markup:
    """The text for an attribute, its line breaks preserved however the page itself is wrapped."""
    return Markup("&#10;").join(text.split("\n"))


def render(template: str, language: str, **values: object) -> str:
    """The template ("plain.html") filled in.

    It also gets ``t`` (texts), ``language``, ``other_language`` with ``other_address`` (of ``path``), ``at`` (path ->
    address in this language), ``year_of`` and ``listed`` (names -> running text).
    """
    other = LANGUAGES[1] if language == LANGUAGES[0] else LANGUAGES[0]
    common: Mapping[str, object] = {
        "t": SimpleNamespace(**texts(language)),  # no methods that a key could hide behind
        "language": language,
        "other_language": other,
        "other_address": address(str(values.get("path", "/")), other),
        "at": lambda path: address(path, language),
        "year_of": year_of,
        "listed": lambda names: enumerate_names(names, language),
    }
    return _environment().get_template(template).render({**common, **values})


def fragment(template: str, language: str, **values: object) -> Markup:
    """The template on one line, so that Gradio's Markdown component leaves the HTML alone."""
    written = render(template, language, **values).splitlines()
    return Markup(" ".join(stripped for line in written if (stripped := line.strip())))


def year_of(day: str | None) -> int | None:
    """The year of an ISO date."""
    return None if day is None else date.fromisoformat(day).year
