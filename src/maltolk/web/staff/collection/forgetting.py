"""Removing a text for good: its copy, its versions in the archive, the generations that a rollback could bring it back
from, and what reports say of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from maltolk.indexing.storage.archive import Archive
from maltolk.indexing.storage.generations import Generations
from maltolk.indexing.storage.kept_reports import KeptReports
from maltolk.indexing.storage.manifest import read_manifest
from maltolk.service import Service
from maltolk.web.staff.collection.one_text import TextShelf
from maltolk.web.staff.collection.text_states import TextState, TextStates
from maltolk.web.staff.folder.corpus import Corpus
from maltolk.web.staff.folder.removed_texts import RemovedText

_MAX_READ = 100
"""Texts that are read to see whether they are the one to be forgotten."""

GONE_WITH_A_TEXT = "removed with a text that was removed for good"
"""Why a report tells of no answers, in English."""


class NotForgotten(StrEnum):
    """Why nothing was forgotten; each is the key of a sentence."""

    GONE = "removed_unknown"
    CURRENT = "removed_current"
    MANY = "removed_many"


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What went: older versions in the archive, and generations. ``kept``: versions that are still in the collection,
    under another name or again."""

    versions: int
    generations: int
    kept: int


class Forgetting:
    """Removes texts for good."""

    def __init__(self, service: Service, corpus: Corpus, states: TextStates, shelf: TextShelf) -> None:
        self._service = service
        self._corpus = corpus
        self._states = states
        self._shelf = shelf

    def answered(self) -> frozenset[str]:
        """The paths of texts that are gone from the collection and still in the current generation: nothing that was
        removed from there can be forgotten until the next build."""
        return frozenset(row.path for row in self._states.rows() if row.state is TextState.REMOVED)

    def forget(self, number: str) -> Forgotten | NotForgotten:
        """Remove the removed text of that number for good. A text that is current, or in the collection, stays.

        May be killed and repeated: the copy goes last. Raises BuildRunning, UsageError, and OSError when the disk does.
        """
        removed = self._corpus.removed.get(number)
        if removed is None:
            return NotForgotten.GONE
        index = self._service.settings.index
        generations, archive = Generations(index), Archive(index)
        with generations.locked():
            current = read_manifest(generations.current()).documents
            rows = self._states.rows()
            is_back = any(row.path == removed.path and row.state is not TextState.REMOVED for row in rows)
            if not is_back and any(entry.path == removed.path for entry in current):
                return NotForgotten.CURRENT
            unsettled = [row for row in rows if row.state in (TextState.NEW, TextState.CHANGED)]
            if len(unsettled) > _MAX_READ:
                return NotForgotten.MANY
            read = (self._shelf.text(row).document for row in unsettled)
            staying = {entry.digest for entry in current} | {each.digest for each in read if each is not None}
            versions = self._versions(removed, archive, is_back)
            doomed = versions - staying
            archive.forget(doomed)
            dropped = generations.drop_with(doomed) if doomed else ()
            KeptReports(index).amend(lambda report: without(report, removed.path) if not is_back else report)
            self._corpus.removed.discard(removed)
            return Forgotten(len(doomed), len(dropped), len(versions & staying))

    def _versions(self, removed: RemovedText, archive: Archive, is_back: bool) -> set[str]:
        """The digests of its texts. Where there is a new file at its path, only those until it was removed."""
        found = archive.versions(removed.path)
        if is_back and removed.generation:
            last = int(removed.generation.split("-")[0])
            found = tuple(each for each in found if int(each.last_generation.split("-")[0]) <= last)
        own = {removed.digest} if removed.digest else set()
        return {each.document.digest for each in found} | own


def without(report: Mapping[str, Any], path: str) -> Mapping[str, Any]:
    """The report without the words of the text at ``path``: that it changed stays, and so does what is about others.

    Which text an answer quotes is not in a report, so of one that tells of the text no answers stay.
    """
    changes = report.get("changes", {})
    documents, is_told = [], False
    for each in changes.get("documents", []):
        is_it = path in (each.get("path"), *(field.get("before") for field in each.get("fields", [])))
        is_told = is_told or is_it
        documents.append({**each, "title": path, "text": None, "fields": []} if is_it else each)
    contacts = [each for each in changes.get("contacts", []) if each.get("document") != path]
    doubts = [{**each, "value": None} if each.get("path") == path else each for each in report.get("doubts", [])]
    answers = report.get("answers", {})
    if is_told and answers.get("changed"):
        answers = {"status": "not_compared", "detail": GONE_WITH_A_TEXT, "asked": 0, "changed": []}
    changed = {**changes, "documents": documents, "contacts": contacts}
    return {**report, "changes": changed, "doubts": doubts, "answers": answers}
