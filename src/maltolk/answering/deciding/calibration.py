"""From what the reader makes of a question to the probability that its answer is right."""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from maltolk.answering.finding.proposals import ReadSigns
from maltolk.answering.reader.reading_model import probability

FILE = "calibration.json"
ALIKE = 20.0
"""What the cosine with the answer of another side adds to the log odds, and from which on it speaks for a unit."""
ALIKE_FROM = 0.87


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic regression over the reader's logits, fitted on the tuning texts (``python -m maltolk.training
    calibrate``). ``passage``, ``unit``, ``shared``: weights of the signs of that name."""

    bias: float
    passage: float
    unit: float
    shared: float

    def probability(self, signs: ReadSigns) -> float:
        """0 to 1."""
        weighed = self.passage * signs.passage + self.unit * signs.unit + self.shared * signs.shared
        if signs.alike is not None:
            weighed += ALIKE * (signs.alike - ALIKE_FROM)
        return probability(self.bias + weighed)


@cache
def shipped_calibration() -> Calibration:
    """The one that was fitted for the reader that ships."""
    return Calibration(**json.loads((files("maltolk.answering.deciding") / "data" / FILE).read_text("utf-8")))
