"""What a build did, as a value."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from maltolk.indexing.changes import Differences
from maltolk.indexing.storage.manifest import DocumentEntry
from maltolk.model import Confidence, Document, Subject
from maltolk.reading.document import Skipped
from maltolk.reading.reasons import by_reason, in_swedish


class Stage(StrEnum):
    """What a build is doing, in this order. READ and ASK (comparing answers) occur only in a renewal."""

    READ = "read"
    COMPARE = "compare"
    EMBED = "embed"
    WRITE = "write"
    CHECK = "check"
    ASK = "ask"


Progress = Callable[[Stage, int, int], None]
"""Called with the stage, how much of it is done, and how much there is (files for READ, passages for EMBED, documents
for WRITE, questions for ASK)."""


@dataclass(frozen=True, slots=True)
class Changes:
    """How the documents differ from the generation before; municipality and path say which is which."""

    created: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class Doubt:
    """An important fact about a document that is unknown or was guessed. ``value``: the guess."""

    municipality: str
    path: str
    subject: Subject
    confidence: Confidence
    value: str | None


_DOUBTED = {
    Subject.MUNICIPALITY: (Confidence.UNKNOWN, Confidence.GUESSED),
    Subject.DATE: (Confidence.UNKNOWN,),
    Subject.TITLE: (Confidence.GUESSED,),
}
"""What a front matter should state in that case: answers are found and judged by these."""


def doubts_of(documents: Iterable[Document]) -> tuple[Doubt, ...]:
    """By subject, then in the order of ``documents``; documents not read from a file have none."""
    facts = [(document, fact) for document in documents for fact in document.facts]
    return tuple(
        Doubt(document.municipality, document.path, subject, fact.confidence, fact.value)
        for subject, doubtful in _DOUBTED.items()
        for document, fact in facts
        if fact.subject is subject and fact.confidence in doubtful
    )


@dataclass(frozen=True, slots=True)
class Gap:
    """Pages of a document, from 1, whose words are not in its text, and why, as ``Skipped`` has it."""

    municipality: str
    path: str
    pages: tuple[int, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class FromImage:
    """Pages of a document, from 1, whose words were recognised in a picture."""

    municipality: str
    path: str
    pages: tuple[int, ...]


def gaps_of(documents: Iterable[Document]) -> tuple[Gap, ...]:
    """In the order of ``documents``; one for each reason."""
    return tuple(
        Gap(document.municipality, document.path, pages, reason)
        for document in documents
        for reason, pages in by_reason(document.left_out).items()
    )


def from_images(documents: Iterable[Document]) -> tuple[FromImage, ...]:
    """In the order of ``documents``, those with any such page."""
    return tuple(FromImage(d.municipality, d.path, d.from_image) for d in documents if d.from_image)


@dataclass(frozen=True, slots=True)
class Report:
    """What became of the index.

    ``generation``: the current one now. ``reused``: passages that kept their vectors. ``seconds``: by the clock.
    ``differences``: each of what ``documents`` counts, and the contacts; ``documents`` counts a move as removed and
    created.
    ``doubts``, ``gaps``, ``from_images``: of all documents, not only of those that changed.
    """

    generation: str
    documents: Changes
    skipped: tuple[Skipped, ...]
    passages: int
    reused: int
    contacts: int
    seconds: float
    differences: Differences = field(default_factory=Differences)
    doubts: tuple[Doubt, ...] = ()
    gaps: tuple[Gap, ...] = ()
    from_images: tuple[FromImage, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The report as the command line prints it."""
        return {
            "generation": self.generation,
            "documents": asdict(self.documents),
            "skipped": [
                {"path": file.path, "reason": file.reason, "reason_sv": in_swedish(file.reason)}
                for file in self.skipped
            ],
            "passages": self.passages,
            "reused": self.reused,
            "contacts": self.contacts,
            "seconds": round(self.seconds, 3),
            "changes": self.differences.as_json(),
            "doubts": [asdict(doubt) for doubt in self.doubts],
            "left_out": [{**asdict(gap), "reason_sv": in_swedish(gap.reason)} for gap in self.gaps],
            "read_from_image": [asdict(each) for each in self.from_images],
        }


def compare(before: Sequence[DocumentEntry], now: Sequence[DocumentEntry]) -> Changes:
    """What was added, removed and changed in any field."""
    old = {(entry.municipality, entry.path): entry.record for entry in before}
    new = {(entry.municipality, entry.path): entry.record for entry in now}
    same = sum(old.get(key) == record for key, record in new.items())
    return Changes(
        created=len(new.keys() - old.keys()),
        changed=len(new.keys() & old.keys()) - same,
        removed=len(old.keys() - new.keys()),
        unchanged=same,
    )
