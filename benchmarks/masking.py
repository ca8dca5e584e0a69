"""How much personal data is masked in questions, and how much else is.

usage: masking.py [DIR] [--verbose]

DIR (default: tests/data/personal_data) holds ``with.txt`` and ``kept_back.txt``, questions with their personal data in
{braces}, and ``without.txt``, questions that have none; one on each line, all invented. The rules were written beside
the first; the second was written after them, so it says more. Recall: the share of what is in braces that is masked to
the last letter or figure.
"""

import argparse
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from maltolk.model import Span
from maltolk.privacy.masking import mask
from maltolk.privacy.personal import Found

DEFAULT = Path(__file__).resolve().parents[1] / "tests" / "data" / "personal_data"
_MARKED = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Measured:
    """``marked``: what should be masked; ``missed``: what of it was not, with the question as masked; ``beyond``: what
    was masked in them besides. ``clean``: questions without personal data; ``false``: those of them where something was
    masked, with what became of them. ``kinds``: how often each kind was told."""

    marked: int
    missed: tuple[tuple[str, str], ...]
    beyond: tuple[tuple[str, str], ...]
    clean: int
    false: tuple[tuple[str, str], ...]
    kinds: Counter[str]

    @property
    def recall(self) -> float:
        return 1 - len(self.missed) / self.marked

    @property
    def false_rate(self) -> float:
        return len(self.false) / self.clean


def measure(folder: Path = DEFAULT, name: str = "with.txt") -> Measured:
    marked, missed, beyond, false, kinds = 0, [], [], [], Counter[str]()
    for line in (folder / name).read_text("utf-8").splitlines():
        text, places = unmarked(line)
        masked = mask(text)
        covered = _letters(text, [each.span for each in masked.found])
        marked += len(places)
        missed += [(place.of(text), masked.text) for place in places if not _letters(text, [place]) <= covered]
        beyond += [(each.span.of(text), masked.text) for each in masked.found if not _touches(each, places)]
        kinds.update(each.kind.value for each in masked.found)
    clean = (folder / "without.txt").read_text("utf-8").splitlines()
    for line in clean:
        masked = mask(line)
        if masked.found:
            false.append((line, masked.text))
    return Measured(marked, tuple(missed), tuple(beyond), len(clean), tuple(false), kinds)


def unmarked(line: str) -> tuple[str, list[Span]]:
    """The question without its braces, and what stood in them."""
    text, places, at = "", [], 0
    for found in _MARKED.finditer(line):
        text += line[at : found.start()]
        places.append(Span(len(text), len(text) + len(found[1])))
        text += found[1]
        at = found.end()
    return text + line[at:], places


def _letters(text: str, spans: list[Span]) -> set[int]:
    return {at for span in spans for at in range(span.start, span.end) if text[at].isalnum()}


def _touches(found: Found, places: list[Span]) -> bool:
    return any(found.span.start < place.end and place.start < found.span.end for place in places)


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the masking of personal data in questions.")
    parser.add_argument("folder", nargs="?", type=Path, default=DEFAULT)
    parser.add_argument("--verbose", action="store_true")
    parsed = parser.parse_args()
    for name in ("with.txt", "kept_back.txt"):
        found = measure(parsed.folder, name)
        print(f"{name}: masked {found.marked - len(found.missed)} of {found.marked} ({found.recall:.1%})", end="; ")
        print(f"besides, in the same questions: {len(found.beyond)}")
        print(f"  {', '.join(f'{kind} {count}' for kind, count in found.kinds.most_common())}")
        _show(parsed.verbose, missed=found.missed, besides=found.beyond)
    print(f"without.txt: masked although there is none: {len(found.false)} of {found.clean} ({found.false_rate:.1%})")
    _show(parsed.verbose, false=found.false)


def _show(verbose: bool, **rows: tuple[tuple[str, str], ...]) -> None:
    for title, found in rows.items() if verbose else ():
        for what, text in found:
            print(f"  {title}: {what} → {text}")


if __name__ == "__main__":
    main()
