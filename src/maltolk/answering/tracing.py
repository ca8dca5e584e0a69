"""What happened on the way from a question to a decision, as a value."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from maltolk.answering.deciding.decide import Decision
from maltolk.answering.finding.comparison import Side
from maltolk.answering.finding.request import Request
from maltolk.answering.reader.reading_model import probability
from maltolk.model import ReadPlace, StepTime, Trace, Weighed


@dataclass(slots=True)
class Watch:
    """Times the steps of one question."""

    _last: float = field(default_factory=time.perf_counter)
    steps: list[StepTime] = field(default_factory=list)

    def note(self, name: str) -> None:
        """What has passed since the step before took was ``name``."""
        now = time.perf_counter()
        self.steps.append(StepTime(name, round(1000 * (now - self._last), 3)))
        self._last = now


@dataclass(frozen=True, slots=True)
class DecidedSide:
    """One municipality of a comparison, and what was decided for it."""

    side: Side
    decision: Decision


def trace_of(request: Request, decision: Decision, sides: Sequence[DecidedSide], watch: Watch) -> Trace:
    """The trace of a question that was decided on. ``sides``: of a comparison; what was weighed for each is told under
    its name."""
    question = request.question
    intent = max(request.intents, key=lambda each: request.intents[each])
    requests = [each.side.request for each in sides] or [request]
    weighed = [weighed for each in sides for weighed in _weighed(each.decision, f"{each.side.name}: ")]
    return Trace(
        question=request.asked,
        language=question.language,
        municipalities=question.municipalities,
        intent=intent.value,
        intent_probability=round(request.intents[intent], 3),
        searched=request.searched,
        read=tuple(place for each in requests for place in _read(each)),
        weighed=tuple(weighed or _weighed(decision)),
        steps=tuple(watch.steps),
    )


def _weighed(decision: Decision, whose: str = "") -> Iterator[Weighed]:
    for each in decision.refused:
        yield Weighed(f"{whose}{each.kind}", each.probability, each.reason)
    if decision.chosen is not None:
        yield Weighed(f"{whose}{decision.chosen.kind}", decision.probability)


def _read(request: Request) -> Iterator[ReadPlace]:
    for each in request.read_so_far:
        units = each.cut.units[each.excerpt.first : each.excerpt.last]
        likely = round(probability(each.reading.passage), 3)
        text = each.cut.document
        yield ReadPlace(text.path, text.title, text.digest, units[0].shown.start, units[-1].shown.end, likely)
