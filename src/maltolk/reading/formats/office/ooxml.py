"""Office Open XML: parts that refer to each other by relationships. Strict files get the ordinary names."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

from maltolk.reading.formats.extracted import one_line
from maltolk.reading.formats.office.packed import Package
from maltolk.swedish.dates import iso_date

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_STRICT = re.compile(r"\{http://purl\.oclc\.org/ooxml/(\w+)/(\w+)\}")
"""ISO 29500 Strict names the same elements in namespaces of its own."""
_CORE = "docProps/core.xml"
_DC = "{http://purl.org/dc/elements/1.1/}"
_TERMS = "{http://purl.org/dc/terms/}"
_TEMPLATE_TITLE = re.compile(
    r"microsoft word|^(?:mall|dokument|document|word|powerpoint|excel)\b|\.(?:do[ct]|pp[ts]|pot|xl[st])[xm]?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Relation:
    """``kind``: the last part of its type, "styles". ``target``: the name of a part, or an address outside."""

    name: str
    kind: str
    target: str


@dataclass(frozen=True, slots=True)
class Properties:
    """A document's own metadata, None where nobody filled it in. ``date``: ISO 8601. ``language``: ISO 639-1."""

    title: str | None = None
    date: str | None = None
    language: str | None = None
    author: str | None = None


class Parts:
    """The parts of a document. ``usual``: the name of its main part where no relationship says another."""

    def __init__(self, package: Package, usual: str) -> None:
        self._package = package
        named = [relation.target for relation in self.relations("") if relation.kind == "officeDocument"]
        self.main = next((name for name in named if package.raw(name) is not None), usual)

    def root(self) -> etree._Element:
        """The root of the main part. Raises Refused where there is none."""
        return ordinary(self._package.xml(self.main))

    def optional(self, name: str) -> etree._Element | None:
        """The root of a part, or None where there is none."""
        root = self._package.optional(name)
        return None if root is None else ordinary(root)

    def raw(self, name: str) -> bytes | None:
        """A part as it is, or None where there is none."""
        return self._package.raw(name)

    def names(self) -> list[str]:
        """The names of all parts."""
        return self._package.names()

    def relations(self, part: str) -> list[Relation]:
        """What a part refers to; "" stands for the whole file."""
        folder, name = posixpath.split(part)
        root = self._package.optional(posixpath.join(folder, "_rels", f"{name}.rels"))
        return [] if root is None else list(_relations(root, folder))

    def beside(self, kind: str, usual: str) -> str:
        """The name of the part of that kind which the main part refers to, or the usual one in the same folder."""
        named = (relation.target for relation in self.relations(self.main) if relation.kind == kind)
        return next(named, posixpath.join(posixpath.dirname(self.main), usual))

    def properties(self) -> Properties:
        """The document's own metadata."""
        core = self._package.optional(_CORE)
        if core is None:
            return Properties()
        title = one_line(core.findtext(_DC + "title") or "")
        when = core.findtext(_TERMS + "modified") or core.findtext(_TERMS + "created") or ""
        language = (core.findtext(_DC + "language") or "")[:2].casefold()
        return Properties(
            None if not title or _TEMPLATE_TITLE.search(title) else title,
            iso_date(when),
            language if len(language) == 2 and language.isalpha() else None,
            one_line(core.findtext(_DC + "creator") or "") or None,
        )


def ordinary(root: etree._Element) -> etree._Element:
    """The tree with the names that every other file uses, changed in place."""
    if not _STRICT.match(str(root.tag)):
        return root
    for element in root.iter("*"):
        element.tag = _ordinary(str(element.tag))
        for name in [str(name) for name in element.attrib]:
            if (usual := _ordinary(name)) != name:
                element.set(usual, element.attrib.pop(name))
    return root


def _ordinary(name: str) -> str:
    return _STRICT.sub(r"{http://schemas.openxmlformats.org/\1/2006/\2}", name)


def _relations(root: etree._Element, folder: str) -> Iterator[Relation]:
    for element in root.iter("{*}Relationship"):
        target = element.get("Target") or ""
        if element.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join(folder, unquote(target.replace("\\", "/")))).lstrip("/")
        yield Relation(element.get("Id") or "", (element.get("Type") or "").rpartition("/")[2], target)
