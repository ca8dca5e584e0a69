"""Questions -> the examples of one epoch, with questions whose answer is elsewhere mixed in."""

import hashlib
import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from maltolk.model import Span
from maltolk.training.neighbours import Neighbours
from maltolk.training.sets import Context, ContextQuestion, QuestionSet, support_of

_LOOKED_AT = 6  # nearest passages that a question may be put to
_MIN_ASIDE = 2  # units that must be left when the answer is cut away


@dataclass(frozen=True, slots=True)
class Example:
    """A question beside a stretch of a passage.

    ``first``, ``last``: the stretch is ``passage.units[first:last]``. ``support``: for each of its units whether it
    belongs to the answer; none does where the stretch does not answer. ``anchor``: number, within the stretch, of a
    unit that a window should hold, None where any will do. ``title``: what is shown as title, may be empty.
    ``group``: whose figures a validation counts it to: the source that the
    question was written for, or "translated".
    """

    question: str
    title: str
    passage: Context
    first: int
    last: int
    support: tuple[bool, ...]
    anchor: int | None
    group: str

    @property
    def answerable(self) -> bool:
        """Whether the stretch answers the question."""
        return any(self.support)


@dataclass(frozen=True, slots=True)
class Mixture:
    """What an epoch is made of.

    ``languages``: how many of a translated question's languages are asked. ``unanswerable``: share of the questions
    given as unanswerable. ``elsewhere``: share of the answerable ones asked a second time, of another passage.
    ``aside``: share asked a second time of their own passage without the answer. ``agencies``: times that each
    question on an agency's page is asked. ``untitled``: share of examples that show no title.
    """

    languages: int = 3
    unanswerable: float = 0.7
    elsewhere: float = 0.18
    aside: float = 0.1
    agencies: int = 2
    untitled: float = 0.2


@dataclass(frozen=True, slots=True)
class Parts:
    """A set cut in two by passage: ``training`` and ``validation`` share none."""

    training: QuestionSet
    validation: QuestionSet


def part(everything: QuestionSet, share: float, salt: str) -> Parts:
    """Keeps about ``share`` of the passages back, the same ones whatever else is in the set."""
    held = {id for id in everything.passages if _fraction(f"{salt}:{id}") < share}

    def take(wanted: bool) -> QuestionSet:
        return QuestionSet(
            {id: passage for id, passage in everything.passages.items() if (id in held) == wanted},
            tuple(question for question in everything.questions if (question.passage in held) == wanted),
        )

    return Parts(take(False), take(True))


class Mixer:
    """Makes examples out of one part. The same seed makes the same ones, in the same order."""

    def __init__(self, questions: QuestionSet) -> None:
        self._set = questions
        self._passages = list(questions.passages.values())
        self._near = Neighbours([f"{passage.title}\n{passage.text}" for passage in self._passages])
        self._by_title: dict[str, list[Context]] = defaultdict(list)
        for passage in self._passages:
            if passage.title:
                self._by_title[passage.title].append(passage)
        self._nearest: dict[str, list[Context]] = {}

    def epoch(self, mixture: Mixture, seed: str) -> list[Example]:
        """The examples of an epoch, shuffled; about a third of them are not answered by what stands beside them."""
        chance = random.Random(seed)
        examples: list[Example] = []
        for question in self._asked(mixture, chance):
            if question.answer is None:
                if chance.random() < mixture.unanswerable:
                    examples += self.given(question)
                continue
            examples += self.given(question)
            if chance.random() < mixture.elsewhere:
                examples += self.elsewhere(question, chance)
            if chance.random() < mixture.aside:
                examples += self.aside(question, chance)
        examples = [
            replace(example, title="") if chance.random() < mixture.untitled else example for example in examples
        ]
        chance.shuffle(examples)
        return examples

    def validation(self, most: int, seed: str) -> list[Example]:
        """About ``most`` examples: as many answered as not, and the same number from each group that has enough."""
        chance = random.Random(seed)
        found: dict[bool, dict[str, list[Example]]] = {True: defaultdict(list), False: defaultdict(list)}
        for question in sorted(self._set.questions, key=lambda question: _fraction(f"{seed}:{question.id}")):
            examples = self.given(question)
            if question.answer is not None:
                examples += self.elsewhere(question, chance)
            for example in examples:
                found[example.answerable][example.group].append(example)
        taken: list[Example] = []
        for groups in found.values():
            for name in sorted(groups):
                taken += groups[name][: round(most / 2 / len(groups))]
        return taken

    def given(self, question: ContextQuestion) -> list[Example]:
        """The question with its own passage; nothing where the answer stands in no unit."""
        passage = self._set.passages[question.passage]
        support = support_of(passage, question.answer)
        if not support or (question.answer is not None and not any(support)):
            return []
        shown = question.answer or question.near
        return [_example(question, passage, passage, 0, support, _first(support_of(passage, shown)) if shown else None)]

    def elsewhere(self, question: ContextQuestion, chance: random.Random) -> list[Example]:
        """The question with a passage of the same title or with one that shares its words, and not the answer."""
        own = self._set.passages[question.passage]
        answer = _words(question, own)
        same = [passage for passage in self._by_title.get(own.title, ()) if _may_replace(passage, own, answer)]
        near: list[Context] = []
        if not question.translated:  # no words are shared across languages
            if question.id not in self._nearest:
                numbers = self._near.nearest(question.text, _LOOKED_AT)
                self._nearest[question.id] = [self._passages[number] for number in numbers]
            near = [passage for passage in self._nearest[question.id] if _may_replace(passage, own, answer)]
        choices = near if near and (not same or chance.random() < 0.6) else same
        if not choices:
            return []
        other = chance.choice(choices)
        return [_example(question, own, other, 0, (False,) * len(other.units), None)]

    def aside(self, question: ContextQuestion, chance: random.Random) -> list[Example]:
        """The question with what stands before or after the answer in its passage, where the answer's words do not."""
        passage = self._set.passages[question.passage]
        answer = _words(question, passage)
        support = support_of(passage, question.answer)
        if not any(support):
            return []
        before = _first(support)
        after = len(support) - _first(support[::-1])
        stretches = [
            (first, last)
            for first, last in ((0, before), (after, len(support)))
            if last - first >= _MIN_ASIDE
            and not any(answer in unit.of(passage.text).casefold() for unit in passage.units[first:last])
        ]
        if not stretches:
            return []
        first, last = chance.choice(stretches)
        return [_example(question, passage, passage, first, (False,) * (last - first), None)]

    def _asked(self, mixture: Mixture, chance: random.Random) -> Iterable[ContextQuestion]:
        sisters: dict[tuple[str, Span | None], list[ContextQuestion]] = defaultdict(list)
        for question in self._set.questions:
            if question.translated:
                sisters[question.passage, question.answer].append(question)
            else:
                agency = self._set.passages[question.passage].source == "swequad"
                yield from [question] * (mixture.agencies if agency else 1)
        for asked in sisters.values():
            yield from chance.sample(asked, min(mixture.languages, len(asked)))


def _example(
    question: ContextQuestion, own: Context, shown: Context, first: int, support: tuple[bool, ...], anchor: int | None
) -> Example:
    group = "translated" if question.translated else own.source
    return Example(question.text, shown.title, shown, first, first + len(support), support, anchor, group)


def _words(question: ContextQuestion, passage: Context) -> str:
    return question.answer.of(passage.text).strip().casefold() if question.answer else ""


def _may_replace(passage: Context, own: Context, answer: str) -> bool:
    """Whether a question on ``own`` is surely not answered by ``passage`` with the same words."""
    return passage.id != own.id and bool(passage.units) and answer not in f"{passage.title}\n{passage.text}".casefold()


def _first(support: Sequence[bool]) -> int:
    return next((number for number, belongs in enumerate(support) if belongs), 0)


def _fraction(key: str) -> float:
    """0 to 1, evenly spread over the keys, the same on every machine."""
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:8]) / 2**64
