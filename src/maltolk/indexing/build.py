"""Documents -> a new generation: compare, cut, embed what is new, write, check, swap."""

import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from maltolk.errors import IndexDamaged, IndexMissing, IndexStale, UsageError
from maltolk.indexing import probes as probe_lists
from maltolk.indexing.changes import Basis, Differences, differences
from maltolk.indexing.encoders.encoder import Encoder
from maltolk.indexing.index import Index
from maltolk.indexing.probes import Probes
from maltolk.indexing.report import Progress, Report, Stage, compare, doubts_of, from_images, gaps_of
from maltolk.indexing.rules import RULE, IndexRule
from maltolk.indexing.search.vectors import PASSAGES_FILE, PassageVectors, spread
from maltolk.indexing.storage.archive import Archive
from maltolk.indexing.storage.generations import Generations
from maltolk.indexing.storage.journal import Journal, drop_journal
from maltolk.indexing.storage.known_files import write_sources
from maltolk.indexing.storage.manifest import (
    MEND,
    DocumentEntry,
    EncoderEntry,
    Manifest,
    content_digest,
    file_entries,
    read_manifest,
)
from maltolk.indexing.writing import Plan, entries, in_order, plan, write_texts, write_vectors
from maltolk.model import Document
from maltolk.reading.document import Skipped
from maltolk.settings import KEPT

CHECKED = 16
"""Passages that a new generation must find again, by vector and by words, before it becomes current."""


@dataclass(frozen=True, slots=True)
class _Previous:
    """What is current when a build starts. ``index`` is None when its files cannot be trusted; ``detail`` says why."""

    folder: Path | None = None
    entries: tuple[DocumentEntry, ...] = ()
    index: Index | None = None
    basis: Basis = Basis.COMPARED
    detail: str = ""


def build(
    folder: Path,
    documents: Sequence[Document],
    skipped: Sequence[Skipped],
    encoder: Encoder,
    *,
    full: bool = False,
    trial: bool = False,
    progress: Progress = lambda _stage, _done, _all: None,
    probes: Probes | None = None,
    rule: IndexRule = RULE,
    keep: int = KEPT,
    inspect: Callable[[Index, Index], None] | None = None,
    sources: Mapping[str, str] | None = None,
) -> Report:
    """Bring the index in ``folder`` up to date with ``documents``, and report what changed.

    Vectors of passages whose text and encoder are unchanged are taken from the current generation, unless ``full``.
    If nothing has changed and the current generation is sound, it stays. ``probes``: lists of texts to embed
    as queries. ``keep``: generations on disk afterwards, from 1, the current one included; texts that cease to be
    current go into the archive first. ``inspect``: called with the current generation and the checked new one, if both
    are there and sound, before that becomes current. ``sources``: path -> digest of what the document was read from,
    kept for ``KnownDocuments``. ``trial``: the new generation is set aside, in place of one set aside before, until it
    is published or discarded; nothing is archived for it, and it needs a current one to be compared with.

    Raises BuildRunning, UsageError (two documents of one name, or a folder that cannot be written), or IndexDamaged
    (the new generation fails its check). After any exception or interruption the old generation stays current, and the
    next build reuses what was embedded (a ``full`` one only from an interrupted ``full`` one).
    """
    started = time.perf_counter()
    probes = {} if probes is None else probes
    generations = Generations(folder)
    with generations.locked(), ExitStack() as stack:
        progress(Stage.COMPARE, 0, len(documents))
        ordered = in_order(documents)
        listed = entries(ordered)
        made_by = EncoderEntry(encoder.name, encoder.fingerprint, encoder.dimension)
        content = content_digest(listed, rule.fingerprint, made_by, probe_lists.digests(probes))
        previous = _previous(generations, rule)
        if previous.index is not None:
            stack.callback(previous.index.close)
        changes = compare(previous.entries, listed)
        progress(Stage.COMPARE, len(documents), len(documents))
        found = Differences(previous.basis, previous.detail)

        if trial and previous.index is None:
            raise UsageError(
                f"a trial needs a sound index to be compared with ({previous.detail}); build without --trial"
            )
        staying = {entry.digest for entry in listed}
        if previous.index is not None and previous.index.manifest.content == content and not full:
            manifest, reused = previous.index.manifest, previous.index.manifest.passages
            if trial:
                generations.drop_after(previous.index.folder)
            else:
                generations.archive(staying)
        else:
            building = generations.start()
            stack.callback(shutil.rmtree, building, ignore_errors=True)
            planned = plan(ordered, rule)
            kept = previous.index if not full and _same_vectors(previous.index, made_by) else None
            with Journal(folder, encoder, planned.keys, full=full) as journal:
                reused = write_vectors(building, planned, encoder, kept, journal, progress)
            write_texts(building, planned, rule, progress)
            probe_lists.write_probes(building, probes, encoder, None if kept is None else kept.folder)
            name = generations.next_name(content)
            manifest = _manifest(building, name, content, planned, listed, made_by, rule, probes)
            manifest.write(building)
            try:
                _check(building, manifest, rule, progress)
            except IndexDamaged:
                drop_journal(folder)  # its content may be the cause
                raise
            if previous.index is not None:
                with closing(Index(building, manifest, rule)) as fresh:
                    found = differences(previous.index, fresh)
                    if inspect is not None:
                        inspect(previous.index, fresh)
            if not trial:
                generations.archive(staying)
            if previous.folder is not None:
                generations.drop_after(previous.folder)
            if trial:
                generations.set_aside(building, name)
            else:
                generations.finish(building, name)
        write_sources(folder, listed, sources or {})
        if not trial:  # the journal would spare another build what this one embedded
            if full:
                Archive(folder).mend(generations.all())
            drop_journal(folder)
            generations.prune(keep)
        return Report(
            generation=manifest.generation,
            documents=changes,
            skipped=tuple(skipped),
            passages=manifest.passages,
            reused=reused,
            contacts=manifest.contacts,
            seconds=time.perf_counter() - started,
            differences=found,
            doubts=doubts_of(ordered),
            gaps=gaps_of(ordered),
            from_images=from_images(ordered),
        )


def _previous(generations: Generations, rule: IndexRule) -> _Previous:
    """The current generation as far as it can be read; every byte is checked before anything is taken from it."""
    try:
        folder = generations.current()
    except IndexMissing as error:
        return _Previous(basis=Basis.MISSING, detail=error.fault)
    except IndexDamaged as error:
        return _Previous(basis=Basis.DAMAGED, detail=error.fault)
    try:
        manifest = read_manifest(folder)
    except IndexStale as error:
        return _Previous(folder, basis=Basis.STALE, detail=error.fault)
    except IndexDamaged as error:
        return _Previous(folder, basis=Basis.DAMAGED, detail=error.fault)
    if faults := manifest.faults(folder):
        return _Previous(folder, manifest.documents, basis=Basis.DAMAGED, detail="; ".join(faults))
    return _Previous(folder, manifest.documents, Index(folder, manifest, rule))


def _same_vectors(index: Index | None, made_by: EncoderEntry) -> bool:
    """Whether the encoder for the build gives the same vectors as the index has."""
    if index is None:
        return False
    held = index.manifest.encoder
    return (held.fingerprint, held.dimension) == (made_by.fingerprint, made_by.dimension)


def _manifest(
    building: Path,
    name: str,
    content: str,
    planned: Plan,
    listed: tuple[DocumentEntry, ...],
    made_by: EncoderEntry,
    rule: IndexRule,
    probes: Probes,
) -> Manifest:
    return Manifest(
        generation=name,
        content=content,
        encoder=made_by,
        rule=rule.fingerprint,
        passages=len(planned.passages),
        sentences=planned.sentences,
        contacts=planned.contacts,
        statistics=PassageVectors(building / PASSAGES_FILE, np.empty(0, np.int32)).nearness(),
        documents=listed,
        probes=probe_lists.digests(probes),
        files=file_entries(building),
    )


def _check(building: Path, manifest: Manifest, rule: IndexRule, progress: Progress) -> None:
    """Open the new generation and search for passages that it must find. Raises IndexDamaged."""
    progress(Stage.CHECK, 0, 1)
    index = Index(building, manifest, rule)
    try:
        for fault in index.faults():
            raise IndexDamaged(f"the new generation fails its check ({fault}); the old one stays; {MEND}")
        ids = spread(manifest.passages, CHECKED)
        for number, vector in zip(ids, index.passage_vectors(ids), strict=True):
            passage = index.passages([number])[0]
            words = passage.span.of(index.document(passage.document).text)
            near = index.dense(vector, 1, [passage.document])
            if len(near) != 1 or not np.isclose(near.scores[0], 1.0, atol=1e-3):
                raise IndexDamaged(
                    f"the new generation does not find passage {number} by vector; the old one stays; {MEND}"
                )
            if index.terms(words) and not len(index.lexical(words, 1, [passage.document])):
                raise IndexDamaged(
                    f"the new generation does not find passage {number} by words; the old one stays; {MEND}"
                )
    finally:
        index.close()
    progress(Stage.CHECK, 1, 1)
