"""The encoder, the reader, the index and the texts that it was made from."""

from collections.abc import Iterator
from datetime import UTC, datetime

from maltolk.doctor.finding import Finding, fault, good, warning
from maltolk.errors import MaltolkError
from maltolk.indexing.storage.generations import Generations
from maltolk.indexing.storage.manifest import MANIFEST_FILE, read_manifest
from maltolk.settings import BUNDLED, Settings

_OLD_DAYS = 180
_BUILD = "run `maltolk index`"


def encoder(settings: Settings) -> Iterator[Finding]:
    """The encoder that the index was made with, every byte."""
    from maltolk.indexing.encoders.hash_encoder import HASHING
    from maltolk.indexing.encoders.model_folder import model_folder, verify_folder

    name = _made_by(settings)
    if name == HASHING:
        yield warning(
            "encoder", "the index was made without a model, for trials", "run `maltolk index --model bundled`"
        )
        return
    try:
        folder = model_folder(name, settings.models)
        if not folder.is_dir():
            yield fault("encoder", f"not prepared in {settings.models}", _prepare(), unusable=True)
            return
        verify_folder(folder)
    except MaltolkError as error:
        yield fault("encoder", error.fault, _cure(error), unusable=True)
    else:
        yield good("encoder", f"{name}, every byte as prepared")


def reader(settings: Settings) -> Iterator[Finding]:
    """The reader's folder; whether its graph is the one that was made."""
    from maltolk.answering.reader.preparing import reader_fault
    from maltolk.indexing.encoders.hash_encoder import HASHING

    if _made_by(settings) == HASHING:
        return
    wrong = reader_fault(settings.models)
    if wrong is None:
        yield good("reader", "every byte as prepared")
    else:
        yield fault("reader", wrong, _prepare(), unusable=True)


def index(settings: Settings) -> Iterator[Finding]:
    """Whether the current generation opens, every file as it was written, and how old it is."""
    from maltolk.indexing.index import Index

    try:
        opened = Index.open(settings.index, None)
        opened.close()
        if faults := opened.manifest.faults(opened.folder):
            cure = "run `maltolk index --full`, or `maltolk rollback`"
            yield fault("index", f"generation {opened.generation}: {faults[0]}", cure, unusable=True)
            return
    except MaltolkError as error:
        yield fault("index", error.fault, _cure(error), unusable=True)
        return
    built = (opened.folder / MANIFEST_FILE).stat().st_mtime
    days = (datetime.now(UTC) - datetime.fromtimestamp(built, UTC)).days
    says = f"generation {opened.generation}, {len(opened.manifest.documents)} documents, built {days} days ago"
    yield warning("index", says, _BUILD) if days > _OLD_DAYS else good("index", says)


def corpus(settings: Settings) -> Iterator[Finding]:
    """Whether the folder of texts can be read, and whether a file is newer than the index, or gone."""
    from maltolk.reading.sources.files import list_folder

    if not settings.corpus.is_dir():
        says = f"there is no folder {settings.corpus}"
        yield warning("texts", says, "answers still come; set MALTOLK_CORPUS where the index is built")
        return
    listed = list_folder(settings.corpus)
    for skipped in listed.skipped[:3]:
        yield warning("texts", f"{skipped.path}: {skipped.reason}", "correct it, then " + _BUILD)
    try:
        generation = Generations(settings.index).current()
        known = {entry.path for entry in read_manifest(generation).documents}
        built = (generation / MANIFEST_FILE).stat().st_mtime
    except MaltolkError:
        return
    files = {found.path for found in listed.found}
    newer = [path for path in sorted(files) if (settings.corpus / path).stat().st_mtime > built]
    gone = sorted(known - files)
    for what, paths in (("changed after the build", newer), ("indexed, but no longer there", gone)):
        if paths:
            yield warning("texts", f"{len(paths)} {what}: {', '.join(paths[:3])}", _BUILD)
    if not newer and not gone:
        yield good("texts", f"{len(files)} files, none newer than the index")


def _made_by(settings: Settings) -> str:
    try:
        return read_manifest(Generations(settings.index).current()).encoder.name
    except MaltolkError:
        return settings.model or BUNDLED


def _prepare() -> str:
    return f"{_BUILD}, which prepares it, or copy the folder from a machine that has it (docs/install.md)"


def _cure(error: MaltolkError) -> str:
    return str(error).rpartition("; ")[2] if "; " in str(error) else _BUILD
