"""Names of municipalities in addresses."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from itertools import chain, count

from maltolk.swedish.collation import swedish_order

_PLAIN = str.maketrans("åäöæøé", "aaoaoe")
_NO_LETTERS = re.compile(r"[\W_]+")


def slug(name: str) -> str:
    """ "Upplands Väsby" as "upplands-vasby"; letters beyond a to z keep only what is left without their marks."""
    letters = unicodedata.normalize("NFD", _composed(name).translate(_PLAIN))
    return _joined("".join(sign for sign in letters if not unicodedata.combining(sign)))


def slugs(names: Iterable[str]) -> Mapping[str, str]:
    """Slug -> name, in Swedish order, a slug for every name.

    Where two would have the same, the first keeps it ("habo" for Habo), and the other keeps its letters ("håbo") or,
    where those are the same too, gets a number.
    """
    given: dict[str, str] = {}
    for name in sorted(set(names), key=lambda each: (swedish_order(each), each)):
        plain = slug(name)
        wishes = chain((plain, lettered(name)), (f"{plain}-{number}" for number in count(2)))
        given[next(wish for wish in wishes if wish and wish not in given)] = name
    return given


def lettered(name: str) -> str:
    """The same with its own letters: "Håbo" as "håbo"."""
    return _joined(_composed(name))


def _composed(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _joined(letters: str) -> str:
    return _NO_LETTERS.sub("-", letters).strip("-")
