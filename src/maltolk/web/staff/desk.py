"""The actions of the staff's page, each input -> HTML of the outcome; no exception escapes."""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from markupsafe import Markup

from maltolk.errors import BuildRunning, MaltolkError
from maltolk.indexing.storage.generations import Generations
from maltolk.indexing.storage.kept_reports import KeptReports
from maltolk.model import UNKNOWN_MUNICIPALITY
from maltolk.privacy.shown_report import shown_again
from maltolk.service import Service
from maltolk.web.staff.access.audit import AuditLog, Outcome
from maltolk.web.staff.access.roles import Action
from maltolk.web.staff.access.sessions import Sessions
from maltolk.web.staff.folder.corpus import Corpus, Fault
from maltolk.web.staff.folder.removed_texts import FOLDER as REMOVED
from maltolk.web.staff.folder.removed_texts import RemovedText, RemovedTexts, Taker
from maltolk.web.staff.generation import before, current
from maltolk.web.staff.questions import SavedQuestions
from maltolk.web.staff.rebuild import Phase, Rebuild, State
from maltolk.web.staff.staging import Staging
from maltolk.web.templates import fragment

_log = logging.getLogger(__name__)
LANGUAGE = "sv"
"""The staff's pages are in Swedish; their texts have English versions all the same."""


class Desk:
    """The staff's actions on one index. Safe to use from several threads; ``session``: a session's identity; ``by``:
    who acts, for the audit log."""

    def __init__(self, service: Service, sessions: Sessions, log: AuditLog | None = None) -> None:
        """``log``: gets a line for each action; None takes the one that the settings name."""
        settings = service.settings
        self.log = log or AuditLog(settings.audit)
        self.corpus = Corpus(settings.corpus, RemovedTexts(settings.index / REMOVED))
        self.staging = Staging(self.corpus, sessions.live, lambda document: service.hiding.document(document))
        self.rebuild = Rebuild(settings, lambda: service.index)
        self.saved = SavedQuestions(settings)
        self._reports = KeptReports(settings.index)
        self._generations = Generations(settings.index)
        self._service = service

    def indexed(self) -> str:
        """What is indexed."""
        return self._told(
            lambda: fragment("staff_indexed.html", LANGUAGE, now=current(self._service.index, self.corpus))
        )

    def preview(self, session: str) -> str:
        """Files waiting to be added."""
        previews = self.staging.previews(session)
        return (
            fragment("staff_preview.html", LANGUAGE, previews=previews, unknown=UNKNOWN_MUNICIPALITY)
            if previews
            else ""
        )

    def upload(self, session: str, files: Iterable[Path]) -> str:
        """Receive the files for preview; returns nothing unless that failed."""

        def taken() -> str:
            self.staging.take(session, files)
            return ""

        return self._told(taken)

    def add(self, session: str, by: str = "") -> str:
        """Put the waiting files into the collection."""

        def added() -> str:
            done = self.staging.add(session)
            for path in (*done.created, *done.replaced):
                self.log.note(by, Action.TEXT_ADD, path)
            for name, _fault in done.refused:
                self.log.note(by, Action.TEXT_ADD, name, Outcome.REFUSED)
            return fragment("staff_added.html", LANGUAGE, added=done)

        return self._told(added)

    def discard(self, session: str) -> str:
        """Discard the waiting files."""
        self.staging.discard(session)
        return outcome("staff_discarded")

    def remove(self, path: str, by: str = "") -> str:
        """Take a text out of the collection."""

        def removed() -> str:
            taken = self.take_out(path, by)
            return outcome(taken.value, wrong=True) if isinstance(taken, Fault) else outcome("staff_removed", path=path)

        return self._noted(by, Action.TEXT_REMOVE, path, removed)

    def take_out(self, path: str, who: str = "") -> RemovedText | Fault:
        """Move a text to the removed ones, with a note of what it was. ``who``: as ``RemovedText`` has it.

        Raises OSError when the disk does.
        """
        try:
            index = self._service.index
        except MaltolkError:  # without an index a text can be removed all the same
            return self.corpus.remove(path, Taker(who))
        card = next((card for card in index.documents if card.path == path), None)
        taker = Taker(who, generation=index.generation)
        if card is not None:
            taker = replace(taker, municipality=card.municipality, title=card.title, digest=card.digest)
        return self.corpus.remove(path, taker)

    def start_rebuild(self, by: str = "", trial: bool = False) -> str:
        """Start a rebuild; returns nothing unless that failed. ``trial``: to be tried before it answers anybody."""
        action = Action.TRIAL_BUILD if trial else Action.REBUILD

        def started() -> str:
            try:
                self.rebuild.start(lambda state: self._ended(by, action, state), trial=trial)
            except BuildRunning:
                return outcome("staff_running", wrong=True)
            return ""

        return self._noted(by, action, "", started, Outcome.STARTED)

    def progress(self) -> str:
        """How far the rebuild has come, or how it ended."""
        state = self.rebuild.state
        if state.phase is Phase.NONE:
            return ""
        trial = self._generations.trial()
        on_trial = None if trial is None else trial.name
        return fragment("staff_progress.html", LANGUAGE, state=state, on_trial=on_trial)

    def report(self) -> str:
        """What the latest rebuild changed, also one before the server started, or from the command line."""

        def told() -> str:
            report, finished = self.latest_report()
            return fragment("staff_report.html", LANGUAGE, report=report, finished=finished)

        return self._told(told)

    def latest_report(self) -> tuple[Mapping[str, Any] | None, datetime | None]:
        """The latest report, and when its rebuild ended; of one that could not be kept what is in memory.

        What is kept comes first, since a text that was removed for good is no longer in that.
        """
        state, kept = self.rebuild.state, self._reports.latest()
        if kept is None or (state.report is not None and state.report["generation"] != kept.generation):
            return state.report, state.finished
        return shown_again(kept.report, self._service.hiding), kept.finished

    def before(self) -> str | None:
        """Name of the generation that a rollback leads to."""
        return before(self._generations)

    def roll_back(self, expected: str, by: str = "") -> str:
        """Go back a generation, if that leads to the one shown to the user."""

        def back() -> str:
            if self.before() != expected:
                return outcome("staff_back_moved", wrong=True)
            return outcome("staff_back_done", name=self._service.rollback())

        return self._noted(by, Action.ROLL_BACK, expected, back)

    def verify(self, by: str = "") -> str:
        """Check every byte of the index."""

        def verified() -> str:
            return fragment("staff_verified.html", LANGUAGE, faults=self._service.verify())

        return self._noted(by, Action.VERIFY, self._service.index.generation, verified)

    def questions(self) -> tuple[str, str, str]:
        """The saved questions one per line, the version of their file, and what is wrong with it."""
        lines: list[str] = []

        def read() -> str:
            lines.extend(self.saved.lines())
            return ""

        wrong = self._told(read)
        return "\n".join(lines), "" if wrong else self.saved.version(), wrong

    def save_questions(self, written: str, version: str, by: str = "") -> tuple[str, str]:
        """Save these questions; returns the outcome and the version of the file that the user now knows."""
        known = [version]

        def saved() -> str:
            number = self.saved.save(written, version)
            if number is None:
                return outcome("staff_questions_moved", wrong=True)
            known.append(self.saved.version())
            return outcome("staff_questions_saved", n=number)

        return self._noted(by, Action.QUESTIONS_SAVE, self.saved.file.name, saved), known[-1]

    def _noted(self, by: str, action: Action, what: str, does: Callable[[], str], done: Outcome = Outcome.DONE) -> str:
        """The action's result, as ``_told`` gives it, and a line in the audit log. ``done``: what success is there."""
        ended = [Outcome.FAILED]

        def doing() -> str:
            said = does()
            ended.append(Outcome.REFUSED if isinstance(said, NotDone) else done)
            return said

        said = self._told(doing)
        self.log.note(by, action, what, ended[-1])
        return said

    def _ended(self, by: str, action: Action, state: State) -> None:
        """A line on what became of a build."""
        told = "" if state.report is None else str(state.report["generation"])
        if state.phase is Phase.DONE:
            self.log.note(by, action, told)
        else:
            self.log.note(by, action, outcome=Outcome.FAILED)

    def _told(self, action: Callable[[], str]) -> str:
        """The action's result, or what went wrong: a sentence, and a line for the server's operator."""
        try:
            return action()
        except (MaltolkError, OSError) as error:
            line = " ".join(str(error).split())
            return fragment("staff_failed.html", LANGUAGE, line=line)
        except Exception as error:  # noqa: BLE001  whatever it is, the user gets a sentence and the log the rest
            _log.exception("an action of the staff's page failed")
            return fragment("staff_failed.html", LANGUAGE, line=f"{type(error).__name__}; see the server's log")


class NotDone(Markup):
    """The outcome of an action that was refused, or had nothing to do."""

    __slots__ = ()


def outcome(key: str, *, wrong: bool = False, **values: object) -> str:
    """One sentence of the catalogue as the outcome of an action. ``wrong``: nothing was done."""
    said = fragment("staff_outcome.html", LANGUAGE, key=key, values=values, wrong=wrong)
    return NotDone(said) if wrong else said
