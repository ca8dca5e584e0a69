"""How often the facts of a collection's documents are read rightly, against a table written down by reading them.

usage: documents.py [TEXTS] [--truth TABLE] [--verbose]

TEXTS: a folder, by default the shared collection's. TABLE: JSON lines with path, municipality, title, date and period,
each with the other values that a reader could as fairly give. Prints the share of right values of each fact; with
--verbose those that are not.
"""

import argparse
import json
import re
from pathlib import Path
from typing import Any

from maltolk.model import UNKNOWN_MUNICIPALITY, Document
from maltolk.reading.sources.folder import read_folder

TEXTS = Path(__file__).resolve().parents[2] / "shared" / "qa" / "collection" / "texts"
TRUTH = Path(__file__).with_name("documents_truth.jsonl")
_NO_SIGN = re.compile(r"[\W_]+")


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure titles, senders, dates and periods.")
    parser.add_argument("texts", type=Path, nargs="?", default=TEXTS)
    parser.add_argument("--truth", type=Path, default=TRUTH)
    parser.add_argument("--verbose", action="store_true")
    arguments = parser.parse_args()
    rows = [json.loads(line) for line in arguments.truth.read_text(encoding="utf-8").splitlines()]
    documents = {document.path: document for document in read_folder(arguments.texts).documents}
    for fact in ("municipality", "title", "date", "period"):
        wrong = []
        for row in rows:
            said = value_of(documents.get(row["path"]), fact)
            if not is_right(row, fact, said):
                wrong.append(f"  {row['path']}: {said!r}, not {row[fact]!r}")
        print(f"{fact:14}{len(rows) - len(wrong):4} of {len(rows)}{1 - len(wrong) / len(rows):8.3f}")
        if arguments.verbose and wrong:
            print("\n".join(wrong))
    return 0


def value_of(document: Document | None, fact: str) -> str | None:
    """What the document says of itself; None where nothing is known, or the file was not read."""
    if document is None:
        return None
    said = getattr(document, fact)
    return None if said == UNKNOWN_MUNICIPALITY else said and str(said)


def is_right(row: dict[str, Any], fact: str, said: str | None) -> bool:
    """Whether it is the table's value or one of its alternatives; white space, case and signs are all the same."""
    others = row["titles"] if fact == "title" else row.get(f"{fact}_alternatives", [])
    return _plain(said) in {_plain(each) for each in [row[fact], *others]}


def _plain(value: str | None) -> str:
    return _NO_SIGN.sub(" ", value or "").casefold().strip()


if __name__ == "__main__":
    raise SystemExit(main())
