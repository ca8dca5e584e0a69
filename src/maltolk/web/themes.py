"""The themes that municipalities are compared by, and which of them words name."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from maltolk.answering.composing.display import displayed
from maltolk.model import Document, Span
from maltolk.swedish.words import stems
from maltolk.web.headings_above import block_around


@dataclass(frozen=True, slots=True)
class Theme:
    """``names``: language -> what it is called; ``ask``, ``words`` and ``loose``: as data/themes.toml explains them."""

    slug: str
    names: Mapping[str, str]
    ask: tuple[str, ...]
    words: tuple[str, ...]
    loose: frozenset[str] = frozenset()

    def called(self, language: str) -> str:
        """Its name in ``language``, else in English."""
        return self.names.get(language, self.names["en"])


@cache
def themes() -> Mapping[str, Theme]:
    """Slug -> theme, in Swedish order."""
    written = tomllib.loads((files("maltolk.web") / "data" / "themes.toml").read_text("utf-8"))
    return {
        slug: Theme(
            slug,
            {language: name for language, name in each.items() if isinstance(name, str)},
            tuple(each["ask"]),
            tuple(each["words"]),
            frozenset(each.get("loose", ())),
        )
        for slug, each in written.items()
    }


def themes_in(text: str) -> tuple[str, ...]:
    """Slugs of the themes that ``text`` has words of, whatever their endings: that with most words first."""
    there = set(stems(text))
    found = {slug: len(words & there) for slug, words in _told_by().items() if words & there}
    return tuple(sorted(found, key=lambda slug: -found[slug]))


def themes_above(document: Document, place: Span) -> tuple[str, ...]:
    """Slugs of the themes of the nearest heading above ``place`` that has words of any. The text's title is left out:
    it says what the whole text is on, and nothing of one item."""
    inside = block_around(document, place)
    path = () if inside is None else document.heading_path(inside)
    above = [displayed(document.blocks[number].span.of(document.text)) for number in path]
    title = displayed(document.title)
    return next(filter(None, (themes_in(words) for words in reversed(above) if words != title)), ())


@cache
def _told_by() -> Mapping[str, frozenset[str]]:
    """Slug -> stems of the words that tell the theme by themselves."""
    return {
        slug: frozenset(stem for word in theme.words if word not in theme.loose for stem in stems(word))
        for slug, theme in themes().items()
    }
