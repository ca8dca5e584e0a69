"""The actions of the staff's page, each input -> HTML of the outcome; no exception escapes."""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from maltolk.errors import BuildRunning, MaltolkError
from maltolk.indexing.storage.generations import Generations
from maltolk.indexing.storage.kept_reports import KeptReports
from maltolk.model import UNKNOWN_MUNICIPALITY
from maltolk.privacy.shown_report import shown_again
from maltolk.service import Service
from maltolk.web.staff.collection.removed_texts import FOLDER as REMOVED
from maltolk.web.staff.collection.removed_texts import RemovedText, RemovedTexts, Taker
from maltolk.web.staff.corpus import Corpus, Fault
from maltolk.web.staff.generation import before, current
from maltolk.web.staff.questions import SavedQuestions
from maltolk.web.staff.rebuild import Phase, Rebuild
from maltolk.web.staff.sessions import Sessions
from maltolk.web.staff.staging import Staging
from maltolk.web.templates import fragment

_log = logging.getLogger(__name__)
LANGUAGE = "sv"
"""The staff's pages are in Swedish; their texts have English versions all the same."""


class Desk:
    """The staff's actions on one index. Safe to use from several threads; ``session``: a session's identity."""

    def __init__(self, service: Service, sessions: Sessions) -> None:
        settings = service.settings
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

    def add(self, session: str) -> str:
        """Put the waiting files into the collection."""
        return self._told(lambda: fragment("staff_added.html", LANGUAGE, added=self.staging.add(session)))

    def discard(self, session: str) -> str:
        """Discard the waiting files."""
        self.staging.discard(session)
        return outcome("staff_discarded")

    def remove(self, path: str) -> str:
        """Take a text out of the collection."""

        def removed() -> str:
            taken = self.take_out(path)
            return outcome(taken.value, wrong=True) if isinstance(taken, Fault) else outcome("staff_removed", path=path)

        return self._told(removed)

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

    def start_rebuild(self) -> str:
        """Start a rebuild; returns nothing unless that failed."""

        def started() -> str:
            try:
                self.rebuild.start()
            except BuildRunning:
                return outcome("staff_running", wrong=True)
            return ""

        return self._told(started)

    def progress(self) -> str:
        """How far the rebuild has come, or how it ended."""
        state = self.rebuild.state
        return "" if state.phase is Phase.NONE else fragment("staff_progress.html", LANGUAGE, state=state)

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

    def roll_back(self, expected: str) -> str:
        """Go back a generation, if that leads to the one shown to the user."""

        def back() -> str:
            if self.before() != expected:
                return outcome("staff_back_moved", wrong=True)
            return outcome("staff_back_done", name=self._service.rollback())

        return self._told(back)

    def verify(self) -> str:
        """Check every byte of the index."""
        return self._told(lambda: fragment("staff_verified.html", LANGUAGE, faults=self._service.verify()))

    def questions(self) -> tuple[str, str, str]:
        """The saved questions one per line, the version of their file, and what is wrong with it."""
        lines: list[str] = []

        def read() -> str:
            lines.extend(self.saved.lines())
            return ""

        wrong = self._told(read)
        return "\n".join(lines), "" if wrong else self.saved.version(), wrong

    def save_questions(self, written: str, version: str) -> tuple[str, str]:
        """Save these questions; returns the outcome and the version of the file that the user now knows."""
        known = [version]

        def saved() -> str:
            number = self.saved.save(written, version)
            if number is None:
                return outcome("staff_questions_moved", wrong=True)
            known.append(self.saved.version())
            return outcome("staff_questions_saved", n=number)

        return self._told(saved), known[-1]

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


def outcome(key: str, *, wrong: bool = False, **values: object) -> str:
    """One sentence of the catalogue as the outcome of an action. ``wrong``: nothing was done."""
    return fragment("staff_outcome.html", LANGUAGE, key=key, values=values, wrong=wrong)
