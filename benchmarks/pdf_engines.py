"""How a PDF's text is read by maltolk and by other engines, on real files, where nobody has written down the truth.

usage: pdf_engines.py FOLDER…

Compares maltolk with pypdf, pdfminer.six and PDFium's own text, as far as these are installed, on every PDF below the
folders that all of them read. A word, and a pair of neighbours, counts as right where two of the others have it on the
file. Each engine reads all files in a process of its own. Columns: *words*, *pairs*: share of the right ones that come
back. *glued*: words in a thousand that are two right ones without the space. *alone*: words in a thousand that no
other engine has. *rows*: of tables. Seconds of processor time for all files, and MB of memory at most.
"""

import argparse
import io
import json
import re
import resource
import subprocess
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OWN = "maltolk"
_BROKEN = re.compile(r"\u00ad|(?<=[^\W\d_])[-\u2010\ufffe\x02]\s*\r?\n\s*(?=[^\W\d_A-ZÅÄÖ])")


def own(raw: bytes) -> str:
    from maltolk.reading.formats import Unreadable, extract

    found = extract(".pdf", raw)
    if isinstance(found, Unreadable):
        raise ValueError(found.reason)
    return found.text


def pypdf_text(raw: bytes) -> str:
    from pypdf import PdfReader

    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(raw)).pages)


def pdfminer_text(raw: bytes) -> str:
    from pdfminer.high_level import extract_text

    return extract_text(io.BytesIO(raw))


def pdfium_text(raw: bytes) -> str:
    import pypdfium2

    document = pypdfium2.PdfDocument(raw)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


ENGINES: dict[str, tuple[str, Callable[[bytes], str]]] = {
    OWN: ("maltolk", own),
    "pypdf": ("pypdf", pypdf_text),
    "pdfminer.six": ("pdfminer", pdfminer_text),
    "PDFium, its own text": ("pypdfium2", pdfium_text),
}


def main() -> int:
    parser = argparse.ArgumentParser(description="Compare engines on real PDFs.")
    parser.add_argument("folders", type=Path, nargs="*")
    parser.add_argument("--engine", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    files = sorted({file for folder in arguments.folders for file in folder.rglob("*.pdf")})
    if arguments.engine:
        return told(ENGINES[arguments.engine][1], files)
    results = {}
    for engine, (package, _) in ENGINES.items():
        if find_spec(package) is None:
            print(f"{engine} is not installed here", file=sys.stderr)
            continue
        command = [sys.executable, __file__, "--engine", engine, *map(str, arguments.folders)]
        ran = subprocess.run(command, capture_output=True, text=True, check=True)
        results[engine] = json.loads(ran.stdout.splitlines()[-1])
    compare(results)
    return 0


def told(read: Callable[[bytes], str], files: Sequence[Path]) -> int:
    """Reads all files, and prints the texts, the seconds and the memory as one line of JSON."""
    texts = {}
    begun = time.process_time()
    for file in files:
        try:
            texts[str(file)] = read(file.read_bytes())
        except Exception:  # noqa: BLE001  whatever an engine raises, it does not read the file
            continue
    seconds = time.process_time() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"texts": texts, "seconds": seconds, "memory": memory}))
    return 0


def words_of(text: str) -> list[str]:
    """The words without signs; those that a line's end breaks are joined for all."""
    whole = _BROKEN.sub("", unicodedata.normalize("NFKC", text))
    words = ("".join(sign for sign in word if sign.isalnum()) for word in whole.split())
    return [word for word in words if word]


def compare(results: dict[str, dict]) -> None:
    common = set.intersection(*(set(result["texts"]) for result in results.values()))
    common = {file for file in common if all(words_of(result["texts"][file]) for result in results.values())}
    print(f"{len(common)} files read by all")
    print("| engine | files | words | pairs | glued ‰ | alone ‰ | rows | s | MB |")
    print("|---|---|---|---|---|---|---|---|---|")
    of_words, of_pairs = ({e: counted(r, common, pairs=p) for e, r in results.items()} for p in (False, True))
    for engine, result in results.items():
        shares = [share(of, engine) for of in (of_words, of_pairs)]
        glued, alone, all_ = stray(of_words, engine)
        rows = sum(line.startswith("| ") for file in common for line in result["texts"][file].split("\n"))
        print(
            f"| {engine} | {len(result['texts'])} | {shares[0]:.2%} | {shares[1]:.2%} | {1000 * glued / all_:.1f} | "
            f"{1000 * alone / all_:.1f} | {rows or ''} | {result['seconds']:.1f} | {result['memory']:.0f} |"
        )


def counted(result: dict, files: set[str], *, pairs: bool) -> dict[str, Counter]:
    """How often each word, or pair of neighbours, is in each file."""
    found = {file: words_of(result["texts"][file]) for file in files}
    return {file: Counter(pairwise(words) if pairs else words) for file, words in found.items()}


def right(of: dict[str, dict[str, Counter]], file: str) -> Counter:
    """What two of the other engines have, as often as both."""
    others = [counts[file] for engine, counts in of.items() if engine != OWN]
    return Counter({key: sorted((other[key] for other in others), reverse=True)[1] for key in set().union(*others)})


def share(of: dict[str, dict[str, Counter]], engine: str) -> float:
    met = all_ = 0
    for file, counts in of[engine].items():
        truth = right(of, file)
        met += (truth & counts).total()
        all_ += truth.total()
    return met / max(all_, 1)


def stray(of: dict[str, dict[str, Counter]], engine: str) -> tuple[int, int, int]:
    """Words that are two right ones glued together, those that no other engine has, and all."""
    glued = alone = all_ = 0
    for file, counts in of[engine].items():
        truth = right(of, file)
        others = set().union(*(each[file] for name, each in of.items() if name != engine))
        all_ += counts.total()
        for word, times in counts.items():
            if word not in others:
                alone += times
                glued += times * any(truth[word[:at]] and truth[word[at:]] for at in range(2, len(word) - 1))
    return glued, alone, all_


if __name__ == "__main__":
    sys.exit(main())
