"""Pages and parts of pages as HTML; anything from a text or a user is escaped."""

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from hashlib import sha256
from importlib.resources import files
from types import SimpleNamespace

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from maltolk.answering.catalogue import enumerate_names, say_period
from maltolk.model import HIDDEN
from maltolk.reading.reasons import by_reason, in_short, in_swedish
from maltolk.web.preferred import offered
from maltolk.web.prefix import outward
from maltolk.web.texts import LANGUAGES, address, texts
from maltolk.web.themes import themes

_NUMBERED = re.compile(r"^• (?=\d+\. )", re.MULTILINE)
_VEIL = re.compile(rf"{HIDDEN}(?:[ \xa0]?{HIDDEN})*")


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
    environment.globals |= {"asset": asset, "themes": themes}
    environment.filters |= {
        "lines": lines,
        "one_line": one_line,
        "veiled": veiled,
        "period": say_period,
        "marked_once": marked_once,
    }
    environment.filters |= {"in_swedish": in_swedish, "in_short": in_short, "by_reason": by_reason}
    return environment


def asset(name: str) -> str:
    """Address of a file in static/, which changes with its content so that browsers may cache it."""
    return outward(f"/resurser/{name}?v={_version(name)}")


@cache
def _version(name: str) -> str:
    return sha256((files("maltolk.web") / "static" / name).read_bytes()).hexdigest()[:12]


def lines(text: str) -> Markup:
    """The text with its line breaks preserved on a page, however the page itself is wrapped."""
    return Markup("<br>").join(text.split("\n"))


def marked_once(text: str) -> str:
    """An answer as text with one mark for each item of a list: its number, where it has one, and else a dot."""
    return _NUMBERED.sub("", text)


def veiled(text: str, told: str) -> Markup:
    """The text with ``told`` in place of what is hidden in it, whatever its length; a line break within it stays."""
    veil = Markup('<span class="removed">{}</span>').format(told)
    return veil.join(escape(shown) for shown in _VEIL.split(text))


def veiled_words(text: str, told: str) -> str:
    """The same as plain text."""
    return _VEIL.sub(lambda _hidden: told, text)


def one_line(text: str) -> Markup:
    """The text for an attribute, its line breaks preserved however the page itself is wrapped."""
    return Markup("&#10;").join(text.split("\n"))


def render(template: str, language: str, **values: object) -> str:
    """The template ("plain.html") filled in.

    It also gets ``t`` (texts), ``language``, ``other_language`` with ``other_address`` (of ``path``; ``offered``:
    whether the browser asks for that one), ``at`` (path -> address in this language), ``year_of`` and ``listed``
    (names -> running text).
    """
    other = LANGUAGES[1] if language == LANGUAGES[0] else LANGUAGES[0]
    common: Mapping[str, object] = {
        "t": SimpleNamespace(**texts(language)),  # no methods that a key could hide behind
        "language": language,
        "other_language": other,
        "offered": language == LANGUAGES[0] and offered() == other,
        "other_address": outward(address(str(values.get("path", "/")), other)),
        "at": lambda path: outward(address(path, language)),
        "year_of": year_of,
        "listed": lambda names: enumerate_names(names, language),
    }
    return _environment().get_template(template).render({**common, **values})


def fragment(template: str, language: str, **values: object) -> Markup:
    """The template on one line, so that Gradio's Markdown component leaves the HTML alone."""
    written = render(template, language, **values).splitlines()
    return Markup(" ".join(stripped for line in written if (stripped := line.strip())))  # noqa: S704  escaped by render


def year_of(day: str | None) -> int | None:
    """The year of an ISO date."""
    return None if day is None else date.fromisoformat(day).year
