"""A reader without a model, for tests and for the encoder without one: it counts shared words."""

from collections.abc import Sequence

from maltolk.answering.reader.reading_model import Reading, Shown
from maltolk.swedish.words import function_words, stems

_STEEP = 8.0


class WordReader:
    """Marks a unit by the share of the question's words that it has; a passage by its best unit."""

    fingerprint = "words-1"

    def read(self, question: str, excerpts: Sequence[Shown]) -> list[Reading]:
        """The readings of the excerpts, in their order."""
        asked = frozenset(stems(question)) - function_words()
        readings = []
        for shown in excerpts:
            units = tuple(_STEEP * (_share(asked, text) - 0.5) for text in shown.units)
            readings.append(Reading(units, max(units, default=-_STEEP)))
        return readings


def _share(asked: frozenset[str], text: str) -> float:
    return len(asked & frozenset(stems(text))) / len(asked) if asked else 0.0
