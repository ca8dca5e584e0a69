"""How much is lost when the same is asked in another way: in two words, told, in a letter, in a story, in English.

usage: ways.py [--score SCORER] [COLLECTION ...]

COLLECTION: a folder with texts/ and ways.jsonl (by default all of training_data/collections that have it), whose
questions are those of a collection in seven other wordings, with a ``way`` each; ``orig`` is the question as it was.
SCORER: the shared collection's score.py. Prints, for each way, how many are answered rightly and wrongly.
"""

import argparse
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

from collection_index import build_index
from maltolk import Service
from maltolk.presentation import as_json
from measuring import ROOT
from score_answers import read_rows
from stages import SCORER, scorer_at

WAYS = "ways.jsonl"
RIGHT, WRONG = "right", "wrong"


def main() -> int:
    parser = argparse.ArgumentParser(description="The same questions, asked in other ways.")
    parser.add_argument("collections", type=Path, nargs="*", metavar="COLLECTION")
    parser.add_argument("--score", type=Path, default=SCORER)
    arguments = parser.parse_args()
    everything = (ROOT / "training_data" / "collections").iterdir()
    folders = arguments.collections or sorted(each for each in everything if (each / WAYS).is_file())
    judge = scorer_at(arguments.score).judge
    told: dict[str, Counter[str]] = defaultdict(Counter)
    for folder in folders:
        with tempfile.TemporaryDirectory() as place:
            build_index(folder, Path(place))
            service = Service.open(place)
            for row in read_rows(folder / WAYS):
                verdict, _ = judge(row, as_json(service.ask(row["q"], row["history"])))
                told[row["way"]][verdict] += 1
    print(f"{'way':12}{'questions':>10}{'right':>7}{'wrong':>7}{'share right':>13}")
    for way, verdicts in told.items():
        asked = verdicts.total()
        print(f"{way:12}{asked:10}{verdicts[RIGHT]:7}{verdicts[WRONG]:7}{verdicts[RIGHT] / asked:13.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
