"""How well contacts are read: every field of a labelled folder of texts, right, missed or wrong.

usage: contact_fields.py [DIR] [--verbose]

DIR (default: tests/data/contacts) holds ``labels.tsv`` (file, name, role, party, phones, email; a header line) and the
files that it names. A role may have alternatives with | between; phones are in +46 form, with spaces between.
"""

import argparse
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from maltolk.model import Contact, Document
from maltolk.reading import Skipped, read_document
from maltolk.reading.contacts.fields import plain_address

ROOT = Path(__file__).resolve().parents[1]
DEFAULT = ROOT / "tests" / "data" / "contacts"
FIELDS = ("name", "role", "party", "phone", "email")


@dataclass(frozen=True, slots=True)
class Label:
    """What a human reader says about a contact; ``values``: by field, "" for none, in the order of FIELDS."""

    file: str
    values: tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """A field of a contact. ``outcome``: "right", "missed" (not read) or "wrong" (another value, or one too many)."""

    file: str
    field: str
    outcome: str
    wanted: str
    found: str


def read_labels(folder: Path) -> list[Label]:
    labels = []
    for line in (folder / "labels.tsv").read_text("utf-8").splitlines()[1:]:
        file, name, role, party, phones, email = line.split("\t")
        roles = frozenset(map(_plain, filter(None, role.split("|"))))
        labels.append(
            Label(file, (_one(_name(name)), roles, _one(_plain(party)), frozenset(phones.split()), _one(email)))
        )
    return labels


def judge(folder: Path) -> list[Verdict]:
    """Every field of every label, and every field that was read without one."""
    labels = read_labels(folder)
    return [
        verdict
        for file in dict.fromkeys(label.file for label in labels)
        for verdict in _judge_file(file, folder, [label for label in labels if label.file == file])
    ]


def _judge_file(file: str, folder: Path, labels: list[Label]) -> Iterator[Verdict]:
    document = read_document(Path(file).name, (folder / file).read_bytes())
    if isinstance(document, Skipped):
        raise SystemExit(f"{file}: {document.reason}")
    left = [_values(document, contact) for contact in document.contacts]
    for label in labels:
        best = max(left, key=lambda values: _alike(label.values, values), default=None)
        if best is not None and _alike(label.values, best) > 0:
            left.remove(best)
        else:
            best = (frozenset(),) * len(FIELDS)
        for field, wanted, found in zip(FIELDS, label.values, best, strict=True):
            if wanted or found:
                yield Verdict(file, field, _outcome(field, wanted, found), _said(wanted), _said(found))
    for values in left:
        for field, found in zip(FIELDS, values, strict=True):
            if found:
                yield Verdict(file, field, "wrong", "", _said(found))


def _outcome(field: str, wanted: frozenset[str], found: frozenset[str]) -> str:
    if field == "phone":
        return "right" if wanted == found else "missed" if found < wanted else "wrong"
    if not found:
        return "missed"
    return "right" if found <= wanted else "wrong"


def _values(document: Document, contact: Contact) -> tuple[frozenset[str], ...]:
    def said(field: str) -> str:
        span = getattr(contact, field)
        return "" if span is None else span.of(document.text)

    numbers = [contact.phone_e164, *(phone.e164 for phone in contact.other_phones)]
    return (
        _one(_name(said("name"))),
        _one(_plain(said("role"))),
        _one(_plain(said("party"))),
        frozenset(filter(None, numbers)),
        _one(plain_address(said("email")).casefold()),
    )


def _alike(label: tuple[frozenset[str], ...], values: tuple[frozenset[str], ...]) -> int:
    weights = (4, 2, 1, 3, 3)
    if label[0] and values[0] and label[0] != values[0]:
        return 0
    return sum(weight for weight, a, b in zip(weights, label, values, strict=True) if a & b)


def _one(value: str) -> frozenset[str]:
    return frozenset([value]) if value else frozenset()


def _name(written: str) -> str:
    """The words of a name in a fixed order, whatever the text's."""
    return " ".join(sorted(re.findall(r"[\w’'-]+", written.casefold())))


def _plain(written: str) -> str:
    return " ".join(written.split()).casefold().rstrip(".")


def _said(values: frozenset[str]) -> str:
    return " ".join(sorted(values))


def table(verdicts: list[Verdict]) -> list[tuple[str, str, int, int, int, int]]:
    """A row for each half and field: half, field, right, missed, wrong, labelled or read."""
    rows = []
    for half in dict.fromkeys(verdict.file.split("/")[0] for verdict in verdicts):
        of_half = [verdict for verdict in verdicts if verdict.file.startswith(half + "/")]
        for field in (*FIELDS, "all"):
            outcomes = [verdict.outcome for verdict in of_half if field in (verdict.field, "all")]
            counts = [outcomes.count(outcome) for outcome in ("right", "missed", "wrong")]
            rows.append((half, field, *counts, len(outcomes)))
    return rows


def main() -> int:
    parser = argparse.ArgumentParser(description="Judge every field of labelled contacts; print a Markdown table.")
    parser.add_argument("folder", nargs="?", type=Path, default=DEFAULT)
    parser.add_argument("--verbose", action="store_true", help="also print what is not right, on stderr")
    parser.add_argument("--half", help="only this half: dev or held")
    arguments = parser.parse_args()
    verdicts = judge(arguments.folder)
    if arguments.half:
        verdicts = [verdict for verdict in verdicts if verdict.file.startswith(arguments.half + "/")]
    print("| texts | field | right | missed | wrong |\n|---|---|---|---|---|")
    for half, field, right, missed, wrong, _ in table(verdicts):
        print(f"| {half} | {field} | {right} | {missed} | {wrong} |")
    if arguments.verbose:
        for v in verdicts:
            if v.outcome != "right":
                print(f"  {v.file} {v.field} {v.outcome}: {v.wanted!r} read as {v.found!r}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
