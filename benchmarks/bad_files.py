"""Generators of malformed and hostile files, shared by tests and benchmarks."""

import os
import socket
import stat
import zipfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

MB = 1024 * 1024
GOOD = "Vision för Lund\n\nLunds kommun vill plantera tusen träd om året fram till 2030.\n"
SECRET = "this-must-never-be-read"

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="word/document.xml" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
)
_ODT = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">'
    + "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 11))
    + "]>"
)
"""Ten billion "ha"."""
QUADRATIC = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l10 "{"ha" * 50_000}">]>'


def outside(secret: Path) -> str:
    """The head of an XML file that asks for another file."""
    return f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l10 SYSTEM "{secret.as_uri()}">]>'


def docx(file: Path, body: Iterable[str], head: str = '<?xml version="1.0"?>') -> None:
    """A Word file with ``body`` within its ``w:body``, written piece by piece."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELATIONS)
        with archive.open("word/document.xml", "w", force_zip64=True) as part:
            part.write(f"{head}<w:document {_W}><w:body>".encode())
            for piece in body:
                part.write(piece.encode())
            part.write(b"</w:body></w:document>")


def odt(file: Path, body: Iterable[str], head: str = '<?xml version="1.0"?>') -> None:
    """An OpenDocument text with ``body`` within its ``office:text``."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        with archive.open("content.xml", "w", force_zip64=True) as part:
            part.write(f"{head}<office:document-content {_ODT}><office:body><office:text>".encode())
            for piece in body:
                part.write(piece.encode())
            part.write(b"</office:text></office:body></office:document-content>")


def pdf(objects: dict[int, bytes]) -> bytes:
    """A PDF of numbered objects, the first of them its catalogue, with a correct cross-reference table."""
    raw, places = bytearray(b"%PDF-1.7\n"), {}
    for number, content in objects.items():
        places[number] = len(raw)
        raw += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    table = len(raw)
    raw += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    raw += b"".join(b"%010d 00000 n \n" % places[number] for number in sorted(objects))
    return bytes(raw + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table))


_PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>"
_WORDS = b"BT /F 12 Tf 72 700 Td (Lunds kommun vill plantera tusen trad om aret.) Tj ET"
_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def _stream(content: bytes) -> bytes:
    return b"<</Length %d>>stream\n%s\nendstream" % (len(content), content)


def _pages(kids: bytes, count: int, content: bytes | None = None) -> bytes:
    tree = b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, kids)
    words = content or _stream(_WORDS)
    return pdf({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: tree, 3: _PAGE, 4: words, 5: _FONT})


def _flate_bomb(megabytes: int) -> bytes:
    import zlib

    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * MB) for _ in range(megabytes)) + packer.flush()
    return b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed)


def _paragraph(words: str) -> str:
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


def _sparse(file: Path) -> None:
    with file.open("wb") as opened:
        opened.truncate(2048 * MB)


def _name(folder: Path, raw: bytes) -> None:
    with suppress(OSError):  # a file system may refuse such a name
        descriptor = os.open(folder / os.fsdecode(raw), os.O_WRONLY | os.O_CREAT)
        with os.fdopen(descriptor, "w", encoding="utf-8") as opened:
            opened.write(GOOD)


def _names(folder: Path) -> None:
    folder.mkdir()
    for raw in (
        *(b"b\xe5t.txt", b"b\xe4t.txt", b"\xff\xfe.txt", b"\xfe\xff.txt", b"ny\nrad.txt", b"\x1b[31mr.txt"),
        *("a\u030a.txt".encode(), "å.txt".encode(), b"l" * 250 + b".txt", b" .txt", b"-rf.txt", b"x.TXT"),
    ):
        _name(folder, raw)


def _socket(file: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        here = Path.cwd()
        os.chdir(file.parent)  # the path of a socket may be at most a hundred bytes long
        try:
            made.bind(file.name)
        finally:
            os.chdir(here)


def _device(file: Path) -> None:
    with suppress(PermissionError):  # only root may make one
        os.mknod(file, stat.S_IFCHR | 0o600, os.makedev(1, 5))


def _deep(folder: Path, levels: int) -> None:
    for _ in range(levels):
        folder /= "d"
        folder.mkdir()
    (folder / "djupt.txt").write_text(GOOD, "utf-8")


def _zip_of_texts(file: Path) -> None:
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.txt", GOOD)


Maker = Callable[[Path, int], object]
"""Makes one file at a path; the number is how many megabytes a bomb unpacks to."""


def makers(secret: Path) -> dict[str, Maker]:
    """Name -> what makes the file of that name. ``secret``: a file outside, which must never be shown."""

    def text(content: bytes) -> Maker:
        return lambda file, _: file.write_bytes(content)

    deep = 100_000
    return {
        "empty.txt": text(b""),
        "empty.pdf": text(b""),
        "white.txt": text(b" \n" * 1000),
        "nul.txt": text(bytes(5000)),
        "bom-only.txt": text(b"\xef\xbb\xbf"),
        "ones.txt": text(b"\xff" * 5 * MB),
        "random.txt": lambda file, _: file.write_bytes(os.urandom(MB)),
        "random.pdf": lambda file, _: file.write_bytes(b"%PDF-1.7\n" + os.urandom(MB)),
        "random.docx": lambda file, _: file.write_bytes(b"PK\x03\x04" + os.urandom(MB)),
        "picture.txt": text(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 100),
        "half-utf16.txt": text(GOOD.encode("utf-16")[:-1]),
        "one-line-20mb.txt": lambda file, _: file.write_text("Vi vill mer. " * (20 * MB // 13)),
        "one-word-19mb.txt": text(b"a" * 19 * MB),
        "dots.txt": text(b"Inledning " + b"." * 500_000),
        "lines-5mb.txt": text(b"a\n" * (5 * MB // 2)),
        "brackets.md": text(b"[" * MB),
        "quotes.md": text(b">" * MB + b" hej"),
        "nested-list.md": lambda file, _: file.write_text("".join(" " * i + "- a\n" for i in range(2000))),
        "yaml-laughs.md": text(
            b"---\na: &a [ha,ha]\n"
            + b"".join(b"%c: &%c [%s]\n" % (98 + i, 98 + i, b",".join([b"*%c" % (97 + i)] * 10)) for i in range(12))
            + b"title: *m\nplaces: *m\n---\n"
            + GOOD.encode()
        ),
        "yaml-deep.md": text(b"---\ntitle: " + b"[" * deep + b"\n---\n" + GOOD.encode()),
        "sparse-2gb.txt": lambda file, _: _sparse(file),
        "sparse-2gb.pdf": lambda file, _: _sparse(file),
        "bomb-words.docx": lambda file, mb: docx(file, ["<w:p><w:r><w:t>", *(["a" * MB] * mb), "</w:t></w:r></w:p>"]),
        "bomb-elements.docx": lambda file, mb: docx(file, ["<w:p/>" * (MB // 6)] * mb),
        "bomb-words.odt": lambda file, mb: odt(file, ["<text:p>", *(["a" * MB] * mb), "</text:p>"]),
        "bomb-elements.odt": lambda file, mb: odt(file, ["<text:p/>" * (MB // 9)] * mb),
        "laughs.docx": lambda file, _: docx(file, [_paragraph("&l10;")], LAUGHS),
        "laughs.odt": lambda file, _: odt(file, ["<text:p>&l10;</text:p>"], LAUGHS),
        "laughs.html": text((LAUGHS + "<html><body><p>&l10;</p></body></html>").encode()),
        "quadratic.docx": lambda file, _: docx(file, [_paragraph("&l10;" * 50_000)], QUADRATIC),
        "quadratic.odt": lambda file, _: odt(file, ["<text:p>" + "&l10;" * 50_000 + "</text:p>"], QUADRATIC),
        "outside.docx": lambda file, _: docx(file, [_paragraph("Hemligt: &l10;")], outside(secret)),
        "outside.odt": lambda file, _: odt(file, ["<text:p>Hemligt: &l10;</text:p>"], outside(secret)),
        "outside.html": text((outside(secret) + "<html><body><p>Hemligt: &l10;</p></body></html>").encode()),
        "deep.html": text(b"<html><body>" + b"<div>" * deep + b"Lund vill mer." + b"</div>" * deep),
        "deep-list.html": text(b"<ul><li>" * deep + b"Lund vill mer."),
        "deep-table.html": text(b"<table><tr><td>" * deep + b"Lund vill mer."),
        "attributes.html": text(b"<p " + b"a='b' " * 500_000 + b">Lund vill mer.</p>"),
        "unclosed.html": text(b"<!--" + b"<p>Lund vill mer." * 100_000),
        "deep.docx": lambda file, _: docx(file, ["<w:sdt>" * deep, _paragraph("Hej."), "</w:sdt>" * deep]),
        "deep.odt": lambda file, _: odt(
            file,
            ["<text:list><text:list-item>" * deep, "<text:p>Hej.</text:p>", "</text:list-item></text:list>" * deep],
        ),
        "no-docx.docx": lambda file, _: _zip_of_texts(file),
        "cut.docx": lambda file, _: (docx(file, [_paragraph(GOOD)]), os.truncate(file, 300)),
        "million-pages-declared.pdf": text(_pages(b"3 0 R", 1_000_000)),
        "million-pages.pdf": text(_pages(b"3 0 R " * 1_000_000, 1_000_000)),
        "pages-in-a-ring.pdf": text(_pages(b"2 0 R 3 0 R", 1_000)),
        "bomb-page.pdf": lambda file, mb: file.write_bytes(_pages(b"3 0 R", 1, _flate_bomb(mb))),
        "deep-array.pdf": text(_pages(b"3 0 R", 1, b"[" * deep + b"]" * deep)),
        "cut.pdf": text(_pages(b"3 0 R", 1)[:300]),
        "page.pdf": text(_pages(b"3 0 R", 1)),
        "texts.zip": lambda file, _: _zip_of_texts(file),
        "pipe.txt": lambda file, _: os.mkfifo(file),
        "socket.txt": lambda file, _: _socket(file),
        "device.txt": lambda file, _: _device(file),
        "to-itself.txt": lambda file, _: file.symlink_to(file),
        "to-nowhere.txt": lambda file, _: file.symlink_to("finns-inte.txt"),
        "to-outside.txt": lambda file, _: file.symlink_to(secret),
        "to-the-folder": lambda file, _: file.symlink_to(file.parent),
        "no-permission.txt": lambda file, _: (file.write_text(GOOD), file.chmod(0)),
        "deep-folders": lambda file, _: (file.mkdir(), _deep(file, 200)),
        "names": lambda file, _: _names(file),
        "good.txt": text(GOOD.encode()),
    }


def make(folder: Path, secret: Path, megabytes: int, only: Iterable[str] | None = None) -> None:
    """Make every bad file (or those named) in ``folder``; bombs unpack to ``megabytes``."""
    secret.write_text(SECRET, "utf-8")
    known = makers(secret)
    for name in known if only is None else only:
        known[name](folder / name, megabytes)
