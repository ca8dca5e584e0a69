"""Texts into a source's own folder in the corpus, each atomically, its sidecar before it."""

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import yaml

from maltolk.indexing.storage.disk import replace_file
from maltolk.machine import to_disk
from maltolk.reading.sources.files import on_disk

_SIDECAR = ".yaml"


class Shelf:
    """The folder ``name`` in ``corpus``. Names of files are relative to it, with ``/``. What writes raises OSError."""

    def __init__(self, corpus: Path, name: str) -> None:
        self._corpus = corpus
        self.name = name
        self.folder = corpus / name

    def path(self, name: str) -> str:
        """The file's path in the corpus, as everything else names it."""
        return f"{self.name}/{name}"

    def digest(self, name: str) -> str:
        """sha256 of the file as it is on disk; empty where there is none that can be read."""
        try:
            return digest_of(on_disk(self.folder, name).read_bytes())
        except OSError:
            return ""

    def put(self, name: str, raw: bytes, said: Mapping[str, str] | None = None) -> None:
        """Write the file, and what is ``said`` about it into its sidecar: first, since a text without it would be
        nobody's."""
        place = self._place(name)
        place.parent.mkdir(parents=True, exist_ok=True)
        if said is not None:
            self.describe(name, said)
        replace_file(place, raw)
        to_disk(place.parent)

    def describe(self, name: str, said: Mapping[str, str]) -> None:
        """Write the sidecar, if it says something else."""
        sidecar = self._place(name + _SIDECAR)
        content = yaml.safe_dump(dict(said), allow_unicode=True, sort_keys=False, width=10_000).encode()
        if not sidecar.is_file() or sidecar.read_bytes() != content:
            replace_file(sidecar, content)
            to_disk(sidecar.parent)

    def remove(self, name: str) -> None:
        """Remove the file, and then its sidecar; one that is gone already is no error."""
        place = self._place(name)
        place.unlink(missing_ok=True)
        place.with_name(place.name + _SIDECAR).unlink(missing_ok=True)
        if place.parent.is_dir():
            to_disk(place.parent)

    def sweep(self) -> None:
        """Remove what a killed run left half-written."""
        for left in self.folder.rglob(".*.new") if self.folder.is_dir() else ():
            with suppress(OSError):
                left.unlink()

    def _place(self, name: str) -> Path:
        """Where the file is or would be. Links inside the corpus that lead out of it are not followed."""
        parts = name.split("/")
        if any(part in ("", ".", "..") for part in parts) or "\0" in name:
            raise OSError(f"{name!r} is no name of a file")
        place = on_disk(self.folder, name)
        if not place.parent.resolve().is_relative_to(self._corpus.resolve()):
            raise OSError(f"{place.parent} leads out of {self._corpus}")
        return place


def digest_of(raw: bytes) -> str:
    """sha256 in hexadecimal."""
    return hashlib.sha256(raw).hexdigest()
