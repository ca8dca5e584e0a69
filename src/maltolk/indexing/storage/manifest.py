"""The manifest of a generation: what it was made of and by, and the digest of each of its files."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from maltolk.errors import IndexDamaged, IndexStale
from maltolk.indexing.encoders.encoder import Encoder

MANIFEST_FILE = "manifest.json"
FORMAT = 3
"""Version of the layout on disk; incremented when an older maltolk could not read what this one writes, or the
reverse."""

METRIC = "inner product of unit vectors"
MEND = "run 'maltolk index --full'"


@dataclass(frozen=True, slots=True)
class EncoderEntry:
    """The encoder that made the vectors."""

    name: str
    fingerprint: str
    dimension: int


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """A document by what identifies it; ``digest`` is its text's, ``record`` that of all its fields."""

    municipality: str
    path: str
    digest: str
    record: str


@dataclass(frozen=True, slots=True)
class FileEntry:
    """A file of the generation: size in bytes and sha256 in hexadecimal."""

    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class Statistics:
    """How near the generation's passages are to each other: mean and standard deviation of the cosine of two of them.

    0 and 0 with fewer than two passages.
    """

    mean: float
    deviation: float


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation is.

    ``rule``: fingerprint of how documents are cut and words are found. ``content``: digest of all inputs
    (documents, rule, encoder, probes), so that two generations with the same one answer alike.
    """

    generation: str
    content: str
    encoder: EncoderEntry
    rule: str
    passages: int
    sentences: int
    contacts: int
    statistics: Statistics
    documents: tuple[DocumentEntry, ...]
    probes: Mapping[str, str]
    files: Mapping[str, FileEntry]
    format: int = FORMAT
    metric: str = METRIC

    def write(self, folder: Path) -> None:
        """Write the manifest into the generation's folder."""
        (folder / MANIFEST_FILE).write_bytes(_written(self))

    def check_encoder(self, encoder: Encoder) -> None:
        """Raise IndexStale unless ``encoder`` is the one that made the vectors."""
        for name in ("fingerprint", "dimension"):
            made, given = getattr(self.encoder, name), getattr(encoder, name)
            if made != given:
                raise IndexStale(
                    f"encoder {name}: generation {self.generation} was made by {self.encoder.name} ({made}), "
                    f"not {encoder.name} ({given}); {MEND}"
                )

    def check_rule(self, rule: str) -> None:
        """Raise IndexStale unless documents are still cut by the same ``rule``."""
        if self.rule != rule:
            raise IndexStale(f"passage rule: generation {self.generation} was made by another ({self.rule}); {MEND}")

    def check_sizes(self, folder: Path) -> None:
        """Raise IndexDamaged when a file is missing or has the wrong size: all that opening has time for."""
        for name, entry in self.files.items():
            try:
                size = (folder / name).stat().st_size
            except OSError:
                raise IndexDamaged(f"file {name} of generation {self.generation} is missing; {MEND}") from None
            if size != entry.size:
                raise IndexDamaged(
                    f"file {name} of generation {self.generation} has {size} bytes instead of {entry.size}; {MEND}"
                )

    def faults(self, folder: Path) -> list[str]:
        """Files that are missing or differ from their digest, and a manifest changed since it was written."""
        found = []
        if (folder / MANIFEST_FILE).read_bytes() != _written(self):
            found.append(f"{MANIFEST_FILE} was changed after it was written")
        for name, entry in self.files.items():
            path = folder / name
            if not path.is_file():
                found.append(f"file {name} is missing")
            elif file_entry(path) != entry:
                found.append(f"file {name} differs from its digest")
        return found


def read_manifest(folder: Path) -> Manifest:
    """The manifest of the generation in ``folder``. Raises IndexDamaged or IndexStale."""
    path = folder / MANIFEST_FILE
    try:
        written = json.loads(path.read_bytes())
    except (OSError, ValueError):
        raise IndexDamaged(f"{path} is missing or cannot be read; {MEND}") from None
    if not isinstance(written, dict) or "format" not in written:
        raise IndexDamaged(f"{path} has no field 'format'; {MEND}")
    if written["format"] != FORMAT:
        raise IndexStale(f"format: {folder.name} has version {written['format']}, this maltolk reads {FORMAT}; {MEND}")
    try:
        digest = written.pop("digest")
        manifest = _manifest(written)
    except (KeyError, TypeError, ValueError) as error:
        raise IndexDamaged(f"{path} lacks or garbles a field ({error}); {MEND}") from None
    if digest != _digest(manifest):
        raise IndexDamaged(f"{path} differs from its own digest; {MEND}")
    return manifest


def file_entry(path: Path) -> FileEntry:
    """Size and digest of a file."""
    with path.open("rb") as file:
        return FileEntry(path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())


def file_entries(folder: Path) -> dict[str, FileEntry]:
    """All files below ``folder`` by relative name, without the manifest itself."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST_FILE)
    return {path.relative_to(folder).as_posix(): file_entry(path) for path in paths}


def content_digest(
    documents: Sequence[DocumentEntry], rule: str, encoder: EncoderEntry, probes: Mapping[str, str]
) -> str:
    """sha256 over all that determines a generation's content."""
    parts: dict[str, Any] = {
        "format": FORMAT,
        "documents": [[entry.municipality, entry.path, entry.record] for entry in documents],
        "rule": rule,
        "encoder": [encoder.fingerprint, encoder.dimension],
        "probes": dict(sorted(probes.items())),
    }
    return hashlib.sha256(_compact(parts)).hexdigest()


def named(manifest: Manifest, generation: str) -> Manifest:
    """The same manifest under another generation name."""
    return replace(manifest, generation=generation)


def _written(manifest: Manifest) -> bytes:
    return _compact(_plain(manifest) | {"digest": _digest(manifest)}) + b"\n"


def _digest(manifest: Manifest) -> str:
    return hashlib.sha256(_compact(_plain(manifest))).hexdigest()


def _plain(manifest: Manifest) -> dict[str, Any]:
    plain = {field.name: getattr(manifest, field.name) for field in fields(manifest)}
    plain["encoder"] = asdict(manifest.encoder)
    plain["statistics"] = asdict(manifest.statistics)
    # Rows, not objects: a manifest of 50,000 documents must open in milliseconds.
    plain["documents"] = [[entry.municipality, entry.path, entry.digest, entry.record] for entry in manifest.documents]
    plain["probes"] = dict(sorted(manifest.probes.items()))
    plain["files"] = {name: [entry.size, entry.digest] for name, entry in sorted(manifest.files.items())}
    return plain


def _manifest(plain: dict[str, Any]) -> Manifest:
    values = dict(plain)
    values["encoder"] = EncoderEntry(**plain["encoder"])
    values["statistics"] = Statistics(**plain["statistics"])
    values["documents"] = tuple(DocumentEntry(*row) for row in plain["documents"])
    values["files"] = {name: FileEntry(*row) for name, row in plain["files"].items()}
    return Manifest(**values)


def _compact(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
