"""The pages' own texts, Swedish beside English, and how their addresses give the language."""

from collections.abc import Mapping

from maltolk.answering.catalogue import sentences_of

LANGUAGES = ("sv", "en")
"""Of the pages' own texts; the first one has the addresses without a prefix."""


def texts(language: str) -> Mapping[str, str]:
    """The sentences of the pages in ``language``: key -> sentence with {names}."""
    return sentences_of("maltolk.web", language)


def address(path: str, language: str) -> str:
    """The address of ``path`` ("/kontakter", a citation's link) in ``language``."""
    return path if language == LANGUAGES[0] else f"/{language}{path}"


def language_of(path: str) -> str:
    """The language that an address is in."""
    first = path.split("/")[1] if "/" in path else ""
    return first if first in LANGUAGES[1:] else LANGUAGES[0]
