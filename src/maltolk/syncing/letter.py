"""The report of a synchronisation as a letter: what changed first, in a screenful, whoever reads it."""

from collections.abc import Iterator
from dataclasses import dataclass

from maltolk.indexing.changes import ChangeKind
from maltolk.renewal import Asked, Renewal
from maltolk.syncing.outcome import SyncOutcome
from maltolk.syncing.wording import sentence

MOST = 20
"""Things of a kind that are named."""


@dataclass(frozen=True, slots=True)
class Letter:
    """``subject``: one line. ``body``: plain text."""

    subject: str
    body: str


def letter_of(outcome: SyncOutcome, language: str) -> Letter:
    """The letter in ``language`` ("sv", else English)."""
    sources = outcome.sources
    counts = {
        "created": sum(len(source.created) for source in sources),
        "changed": sum(len(source.changed) for source in sources),
        "removed": sum(len(source.removed) for source in sources),
        "failed": sum(len(source.failed) for source in sources) + (outcome.renewal is None),
    }
    subject = sentence("subject_failed" if outcome.failed else "subject", language, **counts)
    lines = [sentence("opening", language), "", *outcome.as_lines(language, MOST), ""]
    if outcome.renewal is not None:
        lines += [*_renewal_lines(outcome.renewal, language), ""]
    return Letter(subject, "\n".join([*lines, sentence("closing", language), ""]))


def _renewal_lines(renewal: Renewal, language: str) -> Iterator[str]:
    count, found = renewal.report.documents, renewal.report.differences
    yield sentence("index", language, created=count.created, changed=count.changed, removed=count.removed)
    for change in found.documents[:MOST]:
        yield f"  {sentence(change.kind, language)}: {change.municipality}, {change.title} ({change.path})"
    if len(found.documents) > MOST:
        yield f"  {sentence('more', language, n=len(found.documents) - MOST)}"
    if found.contacts:
        kinds = [change.kind for change in found.contacts]
        of = {kind.value: kinds.count(kind) for kind in ChangeKind}
        yield sentence("contacts", language, **of)
    if renewal.answers.status is Asked.COMPARED and renewal.answers.changed:
        changed = renewal.answers.changed
        yield sentence("answers", language, changed=len(changed), asked=renewal.answers.asked)
        yield from (f"  {change.question.text}" for change in changed[:MOST])
