"""A reader without a model, for tests and for the encoder without one: it counts shared words."""

from collections.abc import Sequence

from maltolk.answering.reader.excerpts import TITLE_JOINT
from maltolk.answering.reader.reading_model import Reading, Shown
from maltolk.swedish.words import function_words, stems

_STEEP, _ENOUGH, _TITLE = 20.0, 0.51, 0.9
_ASKING = "jämför säger vill har vilken vilka lista alla många finns planerar"


class WordReader:
    """Marks a unit by the share of the question's words, without those of the place's name, that it or, nearly
    as good, its title has; a passage by its best unit."""

    fingerprint = "words-1"

    def read(self, question: str, excerpts: Sequence[Shown]) -> list[Reading]:
        """The readings of the excerpts, in their order."""
        words = frozenset(stems(question)) - function_words() - frozenset(stems(_ASKING))
        readings = []
        for shown in excerpts:
            asked = words - frozenset(stems(shown.title.split(TITLE_JOINT)[0]))
            above = _TITLE * _share(asked, shown.title)
            units = tuple(_STEEP * (max(above, _share(asked, text)) - _ENOUGH) for text in shown.units)
            readings.append(Reading(units, max(units, default=-_STEEP)))
        return readings


def _share(asked: frozenset[str], text: str) -> float:
    return len(asked & frozenset(stems(text))) / len(asked) if asked else 0.0
