"""How much of a text comes back from each format, by maltolk and by other libraries where they are installed.

    python benchmarks/formats.py [FOLDER …]          the table; default: corpus/, and ../shared/corpus if there
    python benchmarks/formats.py --write DIR FOLDER  writes the files, one format each in turn, and stops
    python benchmarks/formats.py --pages FOLDER      how much of what trafilatura finds on real pages maltolk finds too

Recovered: the share of the text's characters, ignoring white space, that come back in order (longest common
subsequence).
Left over: the share of what comes back that is not in the text: menus, notices, page headers, cut words.
The others: pip install trafilatura readability-lxml justext pypdf pdfminer.six mammoth python-docx odfpy
"""

import argparse
import io
import re
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import mean, median

from rapidfuzz.distance import LCSseq

from format_files import MAKERS, Part, parts_of
from maltolk.model import BlockKind, Document
from maltolk.reading import read_document, read_folder
from maltolk.reading.formats import Extracted, extract

ROOT = Path(__file__).parents[1]
Reader = Callable[[bytes], str]
_MARKS = re.compile(r"^\s*(?:#+\s|[-•]\s|\|)|\||\*\*", re.MULTILINE)


def ours(suffix: str) -> Reader:
    def read(raw: bytes) -> str:
        found = extract(suffix, raw)
        return found.text if isinstance(found, Extracted) else ""

    return read


def _trafilatura(raw: bytes) -> str:
    import trafilatura

    return trafilatura.extract(raw, favor_recall=True, include_tables=True, include_comments=False) or ""


def _readability(raw: bytes) -> str:
    from lxml import html
    from readability import Document as Readable

    return html.fromstring(Readable(raw).summary()).text_content()


def _justext(raw: bytes) -> str:
    import justext

    found = justext.justext(raw, justext.get_stoplist("Swedish"))
    return "\n".join(p.text for p in found if not p.is_boilerplate)


def _pypdf(raw: bytes) -> str:
    from pypdf import PdfReader

    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(raw)).pages)


def _pdfminer(raw: bytes) -> str:
    from pdfminer.high_level import extract_text

    return extract_text(io.BytesIO(raw))


def _pdfium(raw: bytes) -> str:
    import pypdfium2

    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(raw))


def _mammoth(raw: bytes) -> str:
    import mammoth

    return re.sub(r"\\(.)", r"\1", mammoth.convert_to_markdown(io.BytesIO(raw)).value)


def _python_docx(raw: bytes) -> str:
    import docx

    return "\n".join(p.text for p in docx.Document(io.BytesIO(raw)).paragraphs)


def _odfpy(raw: bytes) -> str:
    from odf import teletype
    from odf.opendocument import load
    from odf.text import H, P

    body = load(io.BytesIO(raw)).text
    return "\n".join(teletype.extractText(e) for e in [*body.getElementsByType(H), *body.getElementsByType(P)])


OTHERS: dict[str, dict[str, Reader]] = {
    ".html": {"trafilatura": _trafilatura, "readability-lxml": _readability, "justext": _justext},
    ".pdf": {"pypdf": _pypdf, "pdfminer.six": _pdfminer, "pypdfium2, its own text": _pdfium},
    ".docx": {"mammoth": _mammoth, "python-docx": _python_docx},
    ".odt": {"odfpy": _odfpy},
}


def signs(text: str) -> str:
    """The characters compared: no white space, no structural marks."""
    return "".join(_MARKS.sub("", text).split())


def truth(parts: Sequence[Part]) -> str:
    return "".join(f"{part.number}." * (part.number is not None) + "".join(part.words.split()) for part in parts)


def structure(document: Document) -> set[tuple[str, str]]:
    """Headings and items, by their words."""
    kinds = {BlockKind.HEADING: "heading", BlockKind.LIST_ITEM: "item"}
    return {(kinds[b.kind], " ".join(b.span.of(document.text).split())) for b in document.blocks if b.kind in kinds}


def texts(folders: Sequence[Path]) -> list[tuple[Document, list[Part]]]:
    documents = [document for folder in folders for document in read_folder(folder).documents]
    return [(d, p) for d in documents if not d.pages and len(p := parts_of(d)) > 2]


def measure(material: list[tuple[Document, list[Part]]], suffix: str, kind: str, read: Reader) -> tuple[float, ...]:
    recovered, left, seconds = [], [], 0.0
    for document, parts in material:
        raw = MAKERS[kind][1](document.title, parts)
        wanted = signs(truth(parts))
        begun = time.process_time()
        got = signs(read(raw))
        seconds += time.process_time() - begun
        common = LCSseq.similarity(wanted, got)
        recovered.append(common / len(wanted))
        left.append(1 - common / len(got) if got else 0.0)
    return mean(recovered), min(recovered), mean(left), 1000 * seconds / len(material)


def kept(material: list[tuple[Document, list[Part]]], suffix: str, kind: str) -> tuple[float, float]:
    """Shares of the text's headings and items, and of its contacts, that are found again in the file."""
    found = wanted = contacts = all_contacts = 0
    for document, parts in material:
        read = read_document(f"x{suffix}", MAKERS[kind][1](document.title, parts))
        assert isinstance(read, Document), read
        here, there = structure(document), structure(read)
        wanted, found = wanted + len(here), found + len(here & there)

        def said(d: Document) -> set[tuple[str, ...]]:
            spans = ((c.name, c.phone, c.email) for c in d.contacts)
            return {tuple(" ".join(s.of(d.text).split()) for s in each if s) for each in spans}

        all_contacts, contacts = all_contacts + len(said(document)), contacts + len(said(document) & said(read))
    return found / max(1, wanted), contacts / max(1, all_contacts)


def write(folder: Path, material: list[tuple[Document, list[Part]]]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    kinds = list(MAKERS.values())
    for number, (document, parts) in enumerate(material):
        suffix, maker = kinds[number % len(kinds)]
        name = document.path.rsplit(".", 1)[0].replace("/", "-")
        (folder / f"{name}{suffix}").write_bytes(maker(document.title, parts))


def compare(folder: Path) -> None:
    """Pages without a reference text: is anything missing that another reader takes for text?"""
    shares = []
    for file in sorted(folder.rglob("*.html")):
        raw = file.read_bytes()
        try:
            theirs = signs(_trafilatura(raw))
        except ValueError:  # it gives up on some pages
            continue
        mine = signs(ours(".html")(raw))
        if theirs and mine:
            shares.append(LCSseq.similarity(theirs, mine) / len(theirs))
            print(f"{shares[-1]:.2%} of {len(theirs):,} signs, {len(mine):,} by maltolk: {file.name}")
    print(f"{len(shares)} pages, the middle one {median(shares):.2%}, {sum(s >= 0.99 for s in shares)} of them 99 %")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--write", type=Path, metavar="DIR")
    parser.add_argument("--pages", type=Path, metavar="FOLDER")
    given = parser.parse_args()
    if given.pages:
        compare(given.pages)
        return
    default = [ROOT / "corpus", ROOT.parent / "shared" / "corpus", ROOT / "tests" / "data" / "trial" / "texts"]
    material = texts(given.folders or [folder for folder in default if folder.is_dir()])
    if given.write:
        write(given.write, material)
        return
    print(f"{len(material)} texts, {sum(len(truth(p)) for _, p in material):,} signs\n")
    print("| file | read by | recovered | the worst | left over | ms | headings, items | contacts |")
    print("|---|---|---|---|---|---|---|---|")
    for kind, (suffix, _) in MAKERS.items():
        for name, read in {"maltolk": ours(suffix), **OTHERS[suffix]}.items():
            try:
                figures = measure(material, suffix, kind, read)
            except ImportError:
                print(f"({name} is not installed)", file=sys.stderr)
                continue
            same = [f"{share:.1%}" for share in kept(material, suffix, kind)] if name == "maltolk" else ["", ""]
            print("| {} | {} | {:.2%} | {:.2%} | {:.2%} | {:.0f} | {} | {} |".format(kind, name, *figures, *same))


if __name__ == "__main__":
    main()
