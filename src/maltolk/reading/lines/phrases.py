"""The phrases that are page furniture, as data, and words as they are compared with them."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

_PUNCTUATION = " \t\xa0.,:;!?…*_#>|-–"


@dataclass(frozen=True, slots=True)
class Phrases:
    """The furniture data file, in lower case. ``prefix_length``: characters; a longer line is not furniture.

    ``menu_words``, ``links``: words and openings of links that are furniture only side by side. ``papers``: ends of a
    paper's name. ``link_sections``: headings over links; ``contents_labels``: over a table of contents or links to the
    parts of a page.
    """

    whole: frozenset[str]
    prefix_length: int
    prefixes: tuple[str, ...]
    suffixes: tuple[str, ...]
    english_openers: tuple[str, ...]
    empty_headings: frozenset[str]
    menu_words: frozenset[str]
    links: tuple[str, ...]
    papers: tuple[str, ...]
    link_sections: frozenset[str]
    contents_labels: frozenset[str]


@cache
def phrases() -> Phrases:
    """The phrases that pages of municipalities (and newspapers) have around their text."""
    data = tomllib.loads(resources.files("maltolk.reading.lines").joinpath("data/furniture.toml").read_text("utf-8"))
    return Phrases(
        frozenset(data["phrases"]),
        data["prefix_length"],
        tuple(data["prefixes"]),
        tuple(data["suffixes"]),
        tuple(data["english_openers"]),
        frozenset(data["empty_headings"]),
        frozenset(data["menu_words"]),
        tuple(data["links"]),
        tuple(data["papers"]),
        frozenset(data["link_sections"]),
        frozenset(data["contents_labels"]),
    )


def plain(words: str) -> str:
    """The words as the phrases are written: lower case, single spaces, no punctuation around."""
    return " ".join(words.split()).strip(_PUNCTUATION).casefold()
