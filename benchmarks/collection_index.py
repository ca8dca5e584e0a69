"""The index of a collection's texts, to put its questions to.

usage: collection_index.py COLLECTION INDEX

COLLECTION: a folder with questions.jsonl and texts/, or texts.json: name of a text in the questions -> where it is,
below the folder that COLLECTION is in, for questions on the texts of other collections. INDEX: a folder to build it in,
for `maltolk --index INDEX ask --batch`.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path


def main() -> int:
    parser = argparse.ArgumentParser(description="Build the index of a collection's texts.")
    parser.add_argument("collection", type=Path)
    parser.add_argument("index", type=Path)
    arguments = parser.parse_args()
    build_index(arguments.collection, arguments.index)
    return 0


def build_index(collection: Path, index: Path) -> None:
    """Builds the index of its texts in the folder ``index``."""
    program = [str(Path(sys.executable).with_name("maltolk")), "--index", str(index), "index"]
    with tempfile.TemporaryDirectory() as gathered:
        for name, file in text_files(collection).items():
            shutil.copy(file, Path(gathered) / name)
        subprocess.run([*program, gathered, "--json"], check=True, capture_output=True)


def text_files(collection: Path) -> dict[str, Path]:
    """Its texts: name in the questions -> file."""
    listing = collection / "texts.json"
    if listing.is_file():
        return {name: collection.parent / path for name, path in json.loads(listing.read_text("utf-8")).items()}
    return {file.name: file for file in (collection / "texts").iterdir()}


if __name__ == "__main__":
    sys.exit(main())
