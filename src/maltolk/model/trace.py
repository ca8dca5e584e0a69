"""How an answer came about: what was understood, searched, read, proposed and refused."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReadPlace:
    """A stretch of a text that was read. ``digest``: of that text; ``probability``: that it answers, 0 to 1."""

    document: str
    title: str
    digest: str
    start: int
    end: int
    probability: float


@dataclass(frozen=True, slots=True)
class Weighed:
    """A kind of answer that was considered; in a comparison behind the name of whose texts.

    ``probability``: that it is right, None where that follows from structure alone. ``refused``: why it was not given,
    in English; "" for the one that was.
    """

    kind: str
    probability: float | None
    refused: str = ""


@dataclass(frozen=True, slots=True)
class StepTime:
    """How long a step took."""

    name: str
    milliseconds: float


@dataclass(frozen=True, slots=True)
class Trace:
    """``question``: the question that was answered, behind those before it in its conversation. ``language``: "sv",
    "en" or "other". ``municipalities``: those that it is limited to, none for all. ``intent``: what it is likeliest
    for, with its probability. ``searched``: what was searched for. ``read``, ``weighed``, ``steps``: in order."""

    question: str
    language: str
    municipalities: tuple[str, ...]
    intent: str
    intent_probability: float
    searched: str
    read: tuple[ReadPlace, ...]
    weighed: tuple[Weighed, ...]
    steps: tuple[StepTime, ...]

    @property
    def outcome(self) -> str:
        """What answered, or why nothing did; in English."""
        given = next((each for each in self.weighed if not each.refused), None)
        if given is not None:
            return given.kind
        return "; ".join(f"{each.kind}: {each.refused}" for each in self.weighed)
