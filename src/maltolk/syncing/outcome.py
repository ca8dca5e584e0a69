"""What a synchronisation did, source by source, as values."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from maltolk.renewal import Renewal
from maltolk.syncing.wording import sentence


class Fault(StrEnum):
    """Why something was not fetched, copied or removed; each is the key of a sentence."""

    ADDRESS = "fault_address"
    BUSY = "fault_busy"
    COMPRESSED = "fault_compressed"
    DISK = "fault_disk"
    FILE = "fault_file"
    FOLDER = "fault_folder"
    HOST = "fault_host"
    LARGE = "fault_large"
    LIMIT = "fault_limit"
    LIST = "fault_list"
    NETWORK = "fault_network"
    OUTSIDE = "fault_outside"
    REDIRECTS = "fault_redirects"
    RENEWAL = "fault_renewal"
    ROBOTS = "fault_robots"
    ROBOTS_UNREAD = "fault_robots_unread"
    SCHEME = "fault_scheme"
    SHARE = "fault_share"
    SLOW = "fault_slow"
    STATUS = "fault_status"
    TYPE = "fault_type"


REFUSALS = frozenset({Fault.FILE, Fault.HOST, Fault.LARGE, Fault.ROBOTS, Fault.SCHEME, Fault.TYPE})
"""Lasting: the plan, the site or the file itself says no. Told once, since no run will be different."""


@dataclass(frozen=True, slots=True)
class Failure:
    """``what``: the address, file or folder. ``detail``: what the fault's sentence leaves open, a number or a name."""

    what: str
    fault: Fault
    detail: str = ""

    def told(self, language: str) -> str:
        """The failure in one line."""
        return f"{self.what}: {sentence(self.fault, language, detail=self.detail)}"

    def as_json(self) -> dict[str, str]:
        """The failure as scripts read it."""
        return {"what": self.what, "fault": self.fault.removeprefix("fault_"), "reason": self.told("en")}


@dataclass(frozen=True, slots=True)
class SourceOutcome:
    """What became of one source. Paths are those of the corpus.

    ``unchanged``: texts that are as they were. ``missing``: paths whose origin is gone for the first time: they stay.
    ``removed``: paths whose origin was gone twice. ``held``: the source is in such a state that the index must not be
    renewed from it. ``newly_refused``: something is refused that was not in the last run.
    """

    name: str
    created: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: int = 0
    missing: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    failures: tuple[Failure, ...] = ()
    held: bool = False
    newly_refused: bool = False

    @property
    def refused(self) -> tuple[Failure, ...]:
        """Those failures that will be the same in the next run."""
        return tuple(failure for failure in self.failures if failure.fault in REFUSALS)

    @property
    def failed(self) -> tuple[Failure, ...]:
        """The others, which somebody or the next run may mend."""
        return tuple(failure for failure in self.failures if failure.fault not in REFUSALS)

    @property
    def is_news(self) -> bool:
        """Whether anything differs from how it was, or failed."""
        return bool(self.created or self.changed or self.removed or self.failed or self.newly_refused)

    def as_json(self) -> dict[str, Any]:
        """The outcome as scripts read it."""
        return {
            "source": self.name,
            "created": list(self.created),
            "changed": list(self.changed),
            "unchanged": self.unchanged,
            "missing": list(self.missing),
            "removed": list(self.removed),
            "refused": [failure.as_json() for failure in self.refused],
            "failed": [failure.as_json() for failure in self.failed],
        }


@dataclass(frozen=True, slots=True)
class SyncOutcome:
    """``renewal``: what the index became; None where it was not renewed, and ``not_renewed`` says why."""

    sources: tuple[SourceOutcome, ...]
    renewal: Renewal | None
    not_renewed: str = ""

    @property
    def failed(self) -> bool:
        """Whether anything needs a person."""
        return self.renewal is None or any(source.failed for source in self.sources)

    @property
    def is_news(self) -> bool:
        """Whether there is anything to tell: a text came, changed or went, or something failed."""
        if self.failed or self.renewal is None or any(source.is_news for source in self.sources):
            return True
        count = self.renewal.report.documents
        return bool(count.created or count.changed or count.removed)

    def as_json(self) -> dict[str, Any]:
        """The whole outcome as scripts and the webhook read it."""
        return {
            "sources": [source.as_json() for source in self.sources],
            "renewal": None if self.renewal is None else self.renewal.as_json(),
            "not_renewed": self.not_renewed,
            "failed": self.failed,
        }

    def as_lines(self, language: str, most: int) -> Iterator[str]:
        """What was fetched, for a terminal and for a letter; ``most``: failures and paths named for each source."""
        for source in self.sources:
            yield sentence(
                "source_counts",
                language,
                name=source.name,
                created=len(source.created),
                changed=len(source.changed),
                unchanged=source.unchanged,
                missing=len(source.missing),
                removed=len(source.removed),
                refused=len(source.refused),
                failed=len(source.failed),
            )
            for key, paths in (("created", source.created), ("changed", source.changed), ("removed", source.removed)):
                for path in paths[:most]:
                    yield f"  {sentence(key, language)}: {path}"
                if len(paths) > most:
                    yield f"  {sentence('more', language, n=len(paths) - most)}"
            failures = (*source.failed, *source.refused)
            for failure in failures[:most]:
                yield f"  {failure.told(language)}"
            if len(failures) > most:
                yield f"  {sentence('more', language, n=len(failures) - most)}"
        if self.renewal is None and self.not_renewed:
            yield sentence(Fault.RENEWAL, language, detail=self.not_renewed)
