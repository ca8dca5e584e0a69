"""Renewing the index from a folder of texts, and reporting what changed: documents, contacts, saved questions."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import partial
from itertools import groupby, islice
from pathlib import Path
from textwrap import shorten
from typing import Any, TypeVar

from maltolk.answering.answer import Answerer
from maltolk.answering.reader.preparing import open_reader
from maltolk.answering.retrieval.intent import probes
from maltolk.batch import BatchQuestion, read_questions
from maltolk.errors import IndexStale, ModelError, UsageError
from maltolk.indexing.build import build
from maltolk.indexing.changes import Basis, ChangeKind, ContactChange, DocumentChange, FieldChange
from maltolk.indexing.encoders.encoder import Encoder
from maltolk.indexing.encoders.opening import open_encoder
from maltolk.indexing.index import Index
from maltolk.indexing.report import Progress, Report, Stage
from maltolk.indexing.rules import RULE
from maltolk.indexing.storage.kept_reports import KeptReports
from maltolk.indexing.storage.known_files import KnownDocuments
from maltolk.model import Answer, Status, Subject
from maltolk.privacy.hiding import Hiding
from maltolk.privacy.shown_report import shown_report
from maltolk.privacy.suppressed import SuppressionList
from maltolk.privacy.withheld_index import WithheldIndex
from maltolk.reading import read_folder
from maltolk.reading.reasons import in_short
from maltolk.settings import QUESTIONS, Settings

MAX_NAMED = 4
"""Changes of a kind shown before "… and N more": all kinds together fill about a screen."""

_WIDTH = 70
"""Characters of an answer or a field in a printed line."""

_EXAMPLES = 2
"""How many texts with unknown facts are named."""

_Item = TypeVar("_Item")


class Asked(StrEnum):
    """What became of the saved questions."""

    COMPARED = "compared"
    NO_QUESTIONS = "no_questions"
    NOT_COMPARED = "not_compared"


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """A saved question whose answer has another status, or other words, than in the previous generation.

    If it is unanswered both times, nothing has changed: the words only name what was searched, which any new text
    alters.
    """

    question: BatchQuestion
    before: Answer
    after: Answer

    @property
    def gone(self) -> tuple[str, ...]:
        """Lines of the answer before that are not in the one now, without their markers."""
        return _lines_but(self.before, self.after)

    @property
    def came(self) -> tuple[str, ...]:
        """Lines of the answer now that were not in the one before."""
        return _lines_but(self.after, self.before)

    def as_json(self) -> dict[str, Any]:
        """The change as scripts read it."""
        return {
            "id": self.question.id,
            "question": self.question.text,
            "history": list(self.question.history),
            "before": {"status": self.before.status.value, "answer": self.before.text},
            "after": {"status": self.after.status.value, "answer": self.after.text},
            "gone": list(self.gone),
            "came": list(self.came),
        }


@dataclass(frozen=True, slots=True)
class Answers:
    """``asked``: saved questions that both generations answered. ``changed``: those answered differently, in order.

    ``detail``: why none were asked, in words.
    """

    status: Asked
    asked: int = 0
    changed: tuple[AnswerChange, ...] = ()
    detail: str = ""

    def as_json(self) -> dict[str, Any]:
        """The answers as scripts read them."""
        return {
            "status": self.status.value,
            "detail": self.detail,
            "asked": self.asked,
            "changed": [change.as_json() for change in self.changed],
        }


@dataclass(frozen=True, slots=True)
class Renewal:
    """What a renewal did: to the index, and to the answers that it gives."""

    report: Report
    answers: Answers

    def as_json(self) -> dict[str, Any]:
        """The report of the build with the answers."""
        return {**self.report.as_json(), "answers": self.answers.as_json()}

    def as_lines(self) -> Iterator[str]:
        """The renewal for a terminal: about a screenful, however much changed."""
        report, count, found = self.report, self.report.documents, self.report.differences
        yield (
            f"Generation {report.generation}: {report.passages} passages, {report.contacts} contacts, "
            f"{report.seconds:.1f} s"
        )
        moved = sum(change.kind is ChangeKind.MOVED for change in found.documents)
        yield (
            f"Documents: {count.created} created, {count.changed} changed, {count.removed} removed, "
            f"{count.unchanged} unchanged" + (f"; {moved} of them only moved" if moved else "")
        )
        if found.basis is not Basis.COMPARED:
            yield f"Nothing could be compared with the generation before: {found.detail}"
        yield from _first(found.documents, lambda change: [_document_line(change)])
        if found.contacts:
            yield f"Contacts: {_counted(change.kind for change in found.contacts)}"
            yield from _first(found.contacts, lambda change: [_contact_line(change)])
        if self.answers.status is Asked.COMPARED:
            yield f"Answers: {len(self.answers.changed)} of {self.answers.asked} saved questions answered differently"
            yield from _first(self.answers.changed, _answer_lines)
        elif self.answers.status is Asked.NOT_COMPARED and found.basis is Basis.COMPARED:
            yield f"Answers could not be compared: {self.answers.detail}"
        yield from _first(report.skipped, lambda file: [f"Skipped {file.path}: {file.reason}"], indent="")
        yield from _first(
            report.gaps,
            lambda gap: [f"Read {gap.path}, but {_pages(gap.pages)} left out: {gap.reason}"],
            indent="",
        )
        yield from _first(
            report.from_images,
            lambda each: [f"Read from images: {_pages(each.pages)} of {each.path}"],
            indent="",
        )
        yield from _doubt_lines(report)


def _pages(pages: Sequence[int]) -> str:
    return f"page{'s' * (len(pages) > 1)} {in_short(pages)}"


def _doubt_lines(report: Report) -> Iterator[str]:
    """One line: texts whose municipality or title is unknown or guessed; dates are often missing."""
    said = []
    found = (doubt for doubt in report.doubts if doubt.subject is not Subject.DATE)
    doubts = sorted(found, key=lambda doubt: (list(Subject).index(doubt.subject), doubt.confidence))
    for (subject, confidence), of in groupby(doubts, key=lambda doubt: (doubt.subject, doubt.confidence)):
        paths = [doubt.path for doubt in of]
        named = ", ".join(paths[:_EXAMPLES]) + (", …" if len(paths) > _EXAMPLES else "")
        said.append(f"{subject.value} {confidence.value} for {len(paths)} ({named})")
    if said:
        yield f"To state in front matters: {'; '.join(said)}"


def renew(
    settings: Settings,
    *,
    full: bool = False,
    trial: bool = False,
    encoder: Encoder | None = None,
    note: Callable[[str], None] = lambda _text: None,
    progress: Progress = lambda _stage, _done, _all: None,
) -> Renewal:
    """Bring the index up to date with the texts in ``settings.corpus``, report what changed, and keep the report.

    ``encoder``: one that is already open, instead of the one that ``settings.model`` names. ``note`` gets messages
    about what takes long before the build. Questions are asked before the new generation becomes current, so the old
    one survives any exception or interruption. ``trial``: it does not become current, see ``Generations.trial``.
    Raises UsageError (no such folder, no text in it, a file of questions
    or a list of people who must not be shown that cannot be read), BuildRunning, ModelError or IndexDamaged.
    """
    questions = saved_questions(settings)
    hiding = Hiding(SuppressionList(settings.suppressed).current())
    with ExitStack() as stack:
        known = None if full else stack.enter_context(KnownDocuments(settings.index))
        reading = read_folder(settings.corpus, known=known, progress=partial(progress, Stage.READ))
    if not reading.documents:
        reasons = "; ".join(f"{s.path}: {s.reason}" for s in reading.skipped[:3])
        raise UsageError(
            f"no text can be read in {settings.corpus}, so the index stays as it was; {reasons or 'add texts'}"
        )
    given = encoder or open_encoder(settings, note)
    compared: list[Answers] = []

    def inspect(before: Index, now: Index) -> None:
        if questions:
            compared.append(
                _compare(questions, _without(before, hiding), _without(now, hiding), given, settings, note, progress)
            )

    report = build(
        settings.index,
        reading.documents,
        reading.skipped,
        given,
        full=full,
        trial=trial,
        progress=progress,
        probes=probes(),
        keep=settings.keep,
        inspect=inspect,
        sources=reading.sources,
    )
    renewal = Renewal(shown_report(report, hiding), compared[0] if compared else _unasked(questions, report))
    KeptReports(settings.index).keep(renewal.as_json(), datetime.now().astimezone())
    return renewal


def saved_questions(settings: Settings) -> tuple[BatchQuestion, ...]:
    """The questions whose answers are compared; none where no file is set and the default one is not there.

    Raises UsageError when the file that is set is missing, or cannot be read.
    """
    file = settings.questions
    if file is None:
        file = Path(QUESTIONS)
        if not file.exists():
            return ()
    elif not file.exists():
        raise UsageError(f"there is no file of questions {file}; set MALTOLK_QUESTIONS to one, or leave it out")
    return tuple(read_questions(str(file)))


def _without(index: Index, hiding: Hiding) -> Index:
    return WithheldIndex(index, hiding) if hiding else index


def _unasked(questions: Sequence[BatchQuestion], report: Report) -> Answers:
    """The result for questions that the build did not need to ask."""
    if not questions:
        return Answers(Asked.NO_QUESTIONS, detail="no questions are saved")
    if report.differences.basis is Basis.COMPARED:
        return Answers(Asked.COMPARED, len(questions))  # the generation stayed, so all answers are the same
    return Answers(Asked.NOT_COMPARED, detail=report.differences.detail)


def _compare(
    questions: Sequence[BatchQuestion],
    before: Index,
    now: Index,
    encoder: Encoder,
    settings: Settings,
    note: Callable[[str], None],
    progress: Progress,
) -> Answers:
    """Ask both generations, each with the encoder that made it."""
    made_by = before.manifest.encoder
    try:
        before.manifest.check_rule(RULE.fingerprint)
        if not probes().keys() <= before.manifest.probes.keys():
            raise IndexStale(f"generation {before.generation} was made by another version")
        own = encoder
        if (made_by.fingerprint, made_by.dimension) != (encoder.fingerprint, encoder.dimension):
            own = open_encoder(replace(settings, model=made_by.name), note)
            before.manifest.check_encoder(own)
        read_now = open_reader(now.manifest.encoder.name, settings.models, note)
        same = made_by.name == now.manifest.encoder.name
        read_before = read_now if same else open_reader(made_by.name, settings.models, note)
    except (IndexStale, ModelError) as error:
        return Answers(Asked.NOT_COMPARED, detail=error.fault)
    old, new = Answerer(before, own, read_before), Answerer(now, encoder, read_now)
    changed = []
    for number, question in enumerate(questions):
        progress(Stage.ASK, number, len(questions))
        was, is_now = (answerer.ask(question.text, question.history) for answerer in (old, new))
        if was.status is not is_now.status or (was.status is Status.ANSWERED and was.text != is_now.text):
            changed.append(AnswerChange(question, was, is_now))
    progress(Stage.ASK, len(questions), len(questions))
    return Answers(Asked.COMPARED, len(questions), tuple(changed))


def _lines_but(answer: Answer, other: Answer) -> tuple[str, ...]:
    known = {line.text for section in other.sections for line in section.lines}
    return tuple(line.text for section in answer.sections for line in section.lines if line.text not in known)


def _first(items: Sequence[_Item], lines: Callable[[_Item], Iterable[str]], indent: str = "  ") -> Iterator[str]:
    """The lines of the first MAX_NAMED items, and how many more there are."""
    for item in islice(items, MAX_NAMED):
        yield from (indent + line for line in lines(item))
    if len(items) > MAX_NAMED:
        yield f"{indent}… and {len(items) - MAX_NAMED} more; --json tells all"


def _counted(kinds: Iterable[ChangeKind]) -> str:
    found = list(kinds)
    return ", ".join(f"{found.count(kind)} {kind.value}" for kind in ChangeKind if kind in found)


def _short(text: str | None, width: int = _WIDTH) -> str:
    return shorten(text, width, placeholder=" …") if text else "nothing"


def _field(change: FieldChange) -> str:
    return f"{change.field} {_short(change.before)} → {_short(change.after)}"


def _document_line(change: DocumentChange) -> str:
    how = [_field(field) for field in change.fields]
    if text := change.text:
        how.insert(0, f"text +{text.paragraphs_added} −{text.paragraphs_removed} paragraphs")
    if change.structure:
        how.append("the same text is read differently")
    name = f"{change.kind.value} {change.municipality}, {_short(change.title, _WIDTH // 2)} – {change.path}"
    return name + (f": {'; '.join(how)}" if how else "")


def _contact_line(change: ContactChange) -> str:
    contact = change.contact
    said = [_field(field) for field in change.fields]
    said = said or [words for words in (contact.role, contact.phone, contact.email) if words]
    return f"{change.kind.value} {contact.municipality}, {contact.called}: {'; '.join(said) or contact.document}"


def _answer_lines(change: AnswerChange) -> Iterator[str]:
    label = "" if change.question.id is None else f"{change.question.id}: "
    yield f"{label}{_short(change.question.text)}"
    if change.gone or change.came:
        yield f"  before ({change.before.status.value}): {_short(' / '.join(change.gone))}"
        yield f"  now ({change.after.status.value}): {_short(' / '.join(change.came))}"
    else:
        yield "  the same lines, in another order or from other places"
