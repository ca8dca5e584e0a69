"""The generation on trial beside the current one: a question, or all saved ones, put to both."""

import logging
import threading
from dataclasses import dataclass, replace

from maltolk.batch import BatchQuestion, read_questions
from maltolk.errors import MaltolkError
from maltolk.model import Answer, Status
from maltolk.service import Service
from maltolk.web.staff.questions import SavedQuestions

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Pair:
    """The answers to one question. ``before``: of the current generation; ``after``: of the one on trial."""

    question: str
    before: Answer
    after: Answer

    @property
    def differs(self) -> bool:
        """Whether the status differs, or what an answer says or cites. Texts that were merely searched do not count."""
        if self.before.status is not self.after.status:
            return True
        found = self.before.status is Status.ANSWERED
        return found and (self.before.text, _cited(self.before)) != (self.after.text, _cited(self.after))

    @property
    def sources_differ(self) -> bool:
        """Whether what is known of a cited text differs: title, municipality, date, period or address."""
        return _known(self.before) != _known(self.after)


@dataclass(frozen=True, slots=True)
class Compared:
    """How far the saved questions have been put. ``of``: between what: both generations and the file of questions.

    ``asked`` of ``all``; ``differing``: those whose answers differ, in order. ``error``: why it ended early.
    """

    of: tuple[str, str, str]
    asked: int = 0
    all: int = 0
    differing: tuple[Pair, ...] = ()
    error: str = ""

    @property
    def is_done(self) -> bool:
        """Whether nothing more will come."""
        return bool(self.error) or self.asked == self.all


class Trying:
    """Both generations of one index. Safe to use from several threads."""

    def __init__(self, service: Service, saved: SavedQuestions) -> None:
        self._service = service
        self._saved = saved
        self._lock = threading.Lock()
        self._compared: Compared | None = None
        self._thread: threading.Thread | None = None

    def generation(self) -> str | None:
        """Name of the generation on trial, None when there is none. Raises IndexStale or IndexDamaged."""
        opened = self._service.on_trial()
        return None if opened is None else opened.index.generation

    def ask(self, question: str) -> Pair | None:
        """Both answers; None when nothing is on trial. Nothing of the question is kept."""
        return self._pair(BatchQuestion(None, question, ()))

    def compared(self) -> Compared | None:
        """The saved questions as far as they have been put; begins with that. None when nothing is on trial.

        Raises UsageError when the saved questions cannot be read.
        """
        generation = self.generation()
        if generation is None:
            return None
        of = (generation, self._service.index.generation, self._saved.version())
        with self._lock:
            if self._compared is None or self._compared.of != of:
                questions = read_questions(str(self._saved.file)) if self._saved.file.exists() else []
                self._compared = Compared(of, all=len(questions))
                self._thread = threading.Thread(target=self._put, args=(of, questions), name="trial", daemon=True)
                self._thread.start()
            return self._compared

    def wait(self, seconds: float) -> None:
        """Wait until all have been put, or so long."""
        if self._thread is not None:
            self._thread.join(seconds)

    def _put(self, of: tuple[str, str, str], questions: list[BatchQuestion]) -> None:
        for question in questions:
            try:
                pair = self._pair(question)
            except Exception as error:  # noqa: BLE001  else it would count as going on for ever
                _log.error("putting the saved questions failed: %s", type(error).__name__)
                why = str(error) if isinstance(error, MaltolkError) else f"{type(error).__name__}; see the server's log"
                self._now(of, 0, (), why)
                return
            if pair is None or not self._now(of, 1, (pair,) if pair.differs else ()):
                return

    def _now(self, of: tuple[str, str, str], more: int, differing: tuple[Pair, ...], error: str = "") -> bool:
        """Add to what is known; False when that is about other generations or questions by now."""
        with self._lock:
            known = self._compared
            if known is None or known.of != of:
                return False
            self._compared = replace(
                known, asked=known.asked + more, differing=(*known.differing, *differing), error=error
            )
            return True

    def _pair(self, question: BatchQuestion) -> Pair | None:
        opened = self._service.on_trial()
        if opened is None:
            return None
        before = self._service.ask(question.text, question.history)
        return Pair(question.text, before, opened.answerer.ask(question.text, question.history))


def _known(answer: Answer) -> list[tuple[str | None, ...]]:
    return [(each.title, each.municipality, each.date, each.period, each.url) for each in answer.citations]


def _cited(answer: Answer) -> list[tuple[str, str, str]]:
    return [(each.municipality, each.document, each.quote.text) for each in answer.citations]
