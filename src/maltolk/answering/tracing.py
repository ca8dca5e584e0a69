"""What happened on the way from a question to a decision, as a value."""

import time
from dataclasses import dataclass, field

from maltolk.answering.deciding.decide import Decision
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


def trace_of(request: Request, decision: Decision, watch: Watch) -> Trace:
    """The trace of a question that was decided on."""
    question = request.question
    intent = max(request.intents, key=lambda each: request.intents[each])
    weighed = [Weighed(str(each.kind), each.probability, each.reason) for each in decision.refused]
    if decision.chosen is not None:
        weighed.append(Weighed(str(decision.chosen.kind), decision.probability))
    return Trace(
        question=request.search_text,
        language=question.language,
        municipalities=question.municipalities,
        intent=intent.value,
        intent_probability=round(request.intents[intent], 3),
        searched=request.searched,
        read=tuple(_read(request)),
        weighed=tuple(weighed),
        steps=tuple(watch.steps),
    )


def _read(request: Request) -> list[ReadPlace]:
    places = []
    for each in request.read_so_far:
        units = each.cut.units[each.excerpt.first : each.excerpt.last]
        likely = round(probability(each.reading.passage), 3)
        places.append(ReadPlace(each.cut.document.path, units[0].shown.start, units[-1].shown.end, likely))
    return places
