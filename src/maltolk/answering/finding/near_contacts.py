"""Which contact a question comes nearest to in meaning: "vem hjälper företagare" is nearest to a business adviser."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from maltolk.answering.people.people_lookup import Person

_MOST = 64
"""Contacts compared; where more may be meant, none are."""
_WIDTH = 40.0
"""What a cosine is worth beside log probabilities."""
_LEAST = -1.5
"""The least that being farther than the nearest is worth."""


@dataclass(frozen=True, slots=True)
class NearContact:
    """A contact, and what its distance to the question is worth: 0 for the nearest, less for all others."""

    person: Person
    worth: float


def near_contacts(
    people: Sequence[Person],
    asked: str,
    embed: Callable[[str], NDArray[np.float32]],
    embed_kept: Callable[[str], NDArray[np.float32]],
) -> tuple[NearContact, ...]:
    """Those of ``people`` with a number or an address, nearest first to ``asked``: the words for whom or what is
    looked for. ``embed`` gives the vector of those, ``embed_kept`` that of a contact's description. Empty where there
    are none, or too many to be compared."""
    reached = [each for each in people if each.field("phone") or each.field("email")]
    if not asked or not 0 < len(reached) <= _MOST:
        return ()
    vector = embed(asked)
    cosines = [float(embed_kept(each.described) @ vector) for each in reached]
    top = max(cosines)
    found = [
        NearContact(each, max(_LEAST, _WIDTH * (cosine - top))) for each, cosine in zip(reached, cosines, strict=True)
    ]
    return tuple(sorted(found, key=lambda near: -near.worth))
