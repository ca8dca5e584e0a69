"""Documents that are no longer current, kept so that links to them still work when their generation is gone.

index/archive/
  <sha256 of the text>.json    one document with all its fields, as it was when it was last current
"""

import hashlib
import json
import logging
import re
import shutil
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from maltolk.errors import IndexDamaged, IndexStale, UsageError
from maltolk.indexing.storage import records
from maltolk.indexing.storage.disk import replace_file
from maltolk.indexing.storage.store import STORE_FILE, Store
from maltolk.machine import to_disk
from maltolk.model import Document, LeftOut

FOLDER = "archive"
FORMAT = 3
"""Version of an archived file. Incremented when the fields, or the rows of ``records``, change; links are permanent,
so every version ever written must stay readable."""

_DIGEST = re.compile(r"[0-9a-f]{64}")
_MEND = (
    "run 'maltolk index --full', which writes it anew while a generation still holds its text; else copy it back from "
    "a backup, or delete it and lose what links to it"
)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ArchivedDocument:
    """A document as it was, and the name of the last generation that it was part of."""

    document: Document
    last_generation: str


@dataclass(frozen=True, slots=True)
class Archive:
    """The archive of the index in the folder ``index``. Anyone who may write there may also delete any of its files."""

    index: Path

    @property
    def folder(self) -> Path:
        """Where the files are; missing until a document is no longer current."""
        return self.index / FOLDER

    def document(self, digest: str) -> ArchivedDocument | None:
        """The archived document whose text has this sha256, or None; any string may be asked for.

        Every byte is checked. Raises IndexDamaged, or IndexStale for a format that is not known.
        """
        if not _DIGEST.fullmatch(digest):
            return None
        path = self._path(digest)
        try:
            raw = path.read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise IndexDamaged(f"{path} cannot be read ({error.strerror}); {_MEND}") from error
        return _read(path, raw)

    def digests(self) -> tuple[str, ...]:
        """The digests of all that is archived, sorted."""
        if not self.folder.is_dir():
            return ()
        names = (path.stem for path in self.folder.glob("*.json"))
        return tuple(sorted(name for name in names if _DIGEST.fullmatch(name)))

    def keep(self, documents: Iterable[ArchivedDocument]) -> None:
        """Write all these to disk before returning; of two with the same text the last one counts.

        Only for the holder of the build lock. A correct file is left alone and any other is replaced, so this may be
        killed and repeated. The first time, the folder appears with all of them or not at all. Raises UsageError when
        it cannot be written.
        """
        fresh = self.folder.with_name(f".{FOLDER}.new")
        try:
            for rest in (fresh, *self.folder.glob(".*.new")):
                if rest.is_dir():
                    shutil.rmtree(rest)
                else:
                    rest.unlink(missing_ok=True)
            folder = self.folder if self.folder.is_dir() else fresh
            for archived in documents:
                folder.mkdir(exist_ok=True)
                path, content = folder / self._path(archived.document.digest).name, _written(archived)
                if not path.is_file() or path.read_bytes() != content:
                    replace_file(path, content)
            if folder.is_dir():
                to_disk(folder)
            if fresh.is_dir():
                fresh.rename(self.folder)
                to_disk(self.index)
        except OSError as error:
            raise UsageError(
                f"{self.folder} cannot be written ({error.strerror}), and links to older texts would break; the "
                "current generation stays; make room, or let this user write there, and run the command again"
            ) from error

    def mend(self, generations: Iterable[Path]) -> None:
        """Rewrite the damaged files whose text one of ``generations`` (folders, oldest first) still has.

        Only for the holder of the build lock. Raises UsageError when it cannot be written.
        """
        damaged = set()
        for digest in self.digests():
            try:
                self.document(digest)
            except IndexDamaged:
                damaged.add(digest)
            except IndexStale:  # intact, as far as this version can tell
                continue
        if damaged:
            self.keep(item for item in departing(generations, ()) if item.document.digest in damaged)

    def versions(self, path: str) -> tuple[ArchivedDocument, ...]:
        """All that is archived of the documents at ``path``, whatever their municipality; files that cannot be read are
        left out, with a warning."""
        found = []
        for digest in self.digests():
            try:
                archived = self.document(digest)
            except (IndexDamaged, IndexStale) as error:
                _log.warning("not looked at: %s", error)
                continue
            if archived is not None and archived.document.path == path:
                found.append(archived)
        return tuple(found)

    def forget(self, digests: Iterable[str]) -> None:
        """Remove the texts with these digests for good; links to them end. What is not archived is passed over.

        Only for the holder of the build lock: until it is free no build archives them again. Raises OSError.
        """
        for digest in digests:
            if _DIGEST.fullmatch(digest):
                self._path(digest).unlink(missing_ok=True)
        if self.folder.is_dir():
            to_disk(self.folder)

    def faults(self) -> Iterator[str]:
        """What is wrong with any of the files, in words, with the cure."""
        for digest in self.digests():
            try:
                self.document(digest)
            except (IndexDamaged, IndexStale) as error:
                yield str(error)

    def _path(self, digest: str) -> Path:
        return self.folder / f"{digest}.json"


def departing(generations: Iterable[Path], staying: Collection[str]) -> Iterator[ArchivedDocument]:
    """What these generations (folders, oldest first) have besides the texts with the digests ``staying``.

    Each text once, from the newest generation that has it; if several documents there have the same text, the first of
    them, as a link to it has shown until now. What cannot be read is left out with a warning, since a build must not
    depend on what it replaces.
    """
    seen = set(staying)
    for folder in reversed(list(generations)):
        for document in _sound_documents(folder, seen):
            seen.add(document.digest)
            yield ArchivedDocument(document, folder.name)


def _sound_documents(folder: Path, but: Collection[str]) -> Iterator[Document]:
    """The documents of a generation with intact text whose digest is not in ``but``, which may grow meanwhile."""
    try:
        store = Store(folder / STORE_FILE)
    except (sqlite3.Error, IndexDamaged) as error:
        _log.warning("generation %s cannot be archived (%s); links to its texts end", folder.name, error)
        return
    try:
        for card in store.cards():
            if card.digest in but:
                continue
            try:
                document = store.document(card.number)
                if records.text_digest(document.text) != card.digest:
                    raise ValueError("its text differs from its digest")
            except (IndexDamaged, ValueError, TypeError, KeyError) as error:
                where = f"{card.municipality}/{card.path} of generation {folder.name}"
                _log.warning("%s cannot be archived (%s); links to it end", where, error)
                continue
            yield document
    except (IndexDamaged, ValueError, TypeError) as error:
        _log.warning("generation %s cannot be archived whole (%s); links to its texts end", folder.name, error)
    finally:
        store.close()


def _written(archived: ArchivedDocument) -> bytes:
    document = archived.document
    fields: dict[str, Any] = {
        "format": FORMAT,
        "last_generation": archived.last_generation,
        "municipality": document.municipality,
        "path": document.path,
        "title": document.title,
        "digest": document.digest,
        "url": document.url,
        "date": document.date,
        "licence": document.licence,
        "language": document.language,
        "places": list(document.places),
        "blocks": json.loads(records.dump_blocks(document.blocks)),
        "contacts": json.loads(records.dump_contacts(document.contacts)),
        "pages": list(document.pages),
        "facts": json.loads(records.dump_facts(document.facts)),
        "page_names": list(document.page_names),
        "left_out": [[each.page, each.reason] for each in document.left_out],
        "from_image": list(document.from_image),
        "text": document.text,
    }
    return _sealed(fields)


def _sealed(fields: dict[str, Any]) -> bytes:
    """One line of JSON with sorted keys; ``checksum`` is the sha256 of the line without it."""
    return _line(fields | {"checksum": hashlib.sha256(_line(fields)).hexdigest()})


def _line(fields: dict[str, Any]) -> bytes:
    return (json.dumps(fields, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n").encode()


def _read(path: Path, raw: bytes) -> ArchivedDocument:
    """The document in the file. The file is checked as it was written, not as it would be written now."""
    try:
        fields = json.loads(raw)
        version = fields["format"]
    except (ValueError, TypeError, KeyError):
        raise IndexDamaged(f"{path} is damaged (it is no JSON with a field 'format'); {_MEND}") from None
    if version not in (1, 2, FORMAT):  # 1 had no facts, and one number for each contact; 2 had no facts of pages
        raise IndexStale(
            f"format: {path} has version {version}, this maltolk reads {FORMAT}; install the maltolk that wrote it"
        )
    fields.pop("checksum", None)
    if raw != _sealed(fields):
        raise IndexDamaged(f"{path} is damaged (it differs from its checksum); {_MEND}")
    try:
        archived = _archived(fields)
    except (KeyError, TypeError, ValueError) as error:
        raise IndexDamaged(f"{path} is damaged (it lacks or garbles a field: {error}); {_MEND}") from None
    if not records.text_digest(archived.document.text) == archived.document.digest == path.stem:
        raise IndexDamaged(f"{path} is damaged (its text has another digest than its name); {_MEND}")
    return archived


def _archived(fields: dict[str, Any]) -> ArchivedDocument:
    has_page_facts = fields["format"] > 2
    document = Document(
        path=fields["path"],
        municipality=fields["municipality"],
        title=fields["title"],
        text=fields["text"],
        digest=fields["digest"],
        url=fields["url"],
        date=fields["date"],
        licence=fields["licence"],
        language=fields["language"],
        places=tuple(fields["places"]),
        blocks=records.load_blocks(json.dumps(fields["blocks"])),
        contacts=records.load_contacts(json.dumps(fields["contacts"])),
        pages=tuple(fields["pages"]),
        facts=records.load_facts(json.dumps(fields["facts"])) if fields["format"] > 1 else (),
        page_names=tuple(fields["page_names"]) if has_page_facts else (),
        left_out=tuple(LeftOut(page, reason) for page, reason in fields["left_out"]) if has_page_facts else (),
        from_image=tuple(fields["from_image"]) if has_page_facts else (),
    )
    return ArchivedDocument(document, fields["last_generation"])
