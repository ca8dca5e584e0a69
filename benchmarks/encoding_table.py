"""How many texts survive each encoding, character by character.

usage: encoding_table.py [FOLDER ...]

FOLDERs hold texts in UTF-8; without any, those of `corpus/`, of ../shared/corpus and of the tests. For each way in
which a file may hold a text: how many texts it can hold at all (with dashes and curved quotes as on a typewriter where
it has none), and of how many the very same text comes back, whole and as each of its lines in a file of its own.
"""

import sys
from pathlib import Path

from maltolk.reading.decoding.encodings import clean, decode
from measuring import ROOT

sys.path.insert(0, str(ROOT / "tests" / "reading"))
from swedish import WAYS, plain

FOLDERS = (ROOT / "corpus", ROOT.parent / "shared" / "corpus", ROOT / "tests" / "data" / "trial" / "texts")


def held(way: str, text: str) -> tuple[str, bytes] | None:
    """The text as the encoding can hold it, and its bytes; None when it can't."""
    for written in (text, plain(text)):
        try:
            return written, WAYS[way](written)
        except UnicodeEncodeError:
            continue
    return None


def survive(way: str, texts: list[str]) -> tuple[int, int]:
    """How many come back the same, and of how many."""
    files = [found for text in texts if (found := held(way, text))]
    return sum((got := decode(raw)) is not None and got.text == clean(text) for text, raw in files), len(files)


def main() -> None:
    folders = [Path(name) for name in sys.argv[1:]] or [folder for folder in FOLDERS if folder.is_dir()]
    texts = [file.read_text("utf-8") for folder in folders for file in sorted(folder.iterdir()) if file.is_file()]
    lines = sorted({line for text in texts for line in text.splitlines() if line.strip()})
    print(f"{len(texts)} texts, {len(lines)} lines\n")
    print("| encoding | texts | lines |\n|---|--:|--:|")
    for way in WAYS:
        whole, alone = survive(way, texts), survive(way, lines)
        print(f"| {way} | {whole[0]} of {whole[1]} | {alone[0]} of {alone[1]} |")


if __name__ == "__main__":
    main()
