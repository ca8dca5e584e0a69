"""A text whose origin is gone goes too, but never at the first sign, and never with many others."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from maltolk.syncing.outcome import Failure, Fault
from maltolk.syncing.placing import Shelf
from maltolk.syncing.remembered import Known

TWICE = 2


@dataclass(frozen=True, slots=True)
class Removal:
    """Paths of texts that are missed for the first time, or kept all the same, and of those that were removed."""

    missing: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    failures: tuple[Failure, ...] = ()


def remove_missing(origins: Iterable[str], known: dict[str, Known], shelf: Shelf, share: float) -> Removal:
    """Count each of ``origins`` as missing once more, and remove those that are for the second time in a row.

    None is removed when they are more than ``share`` (0 to 1) of all that are ``known``, and more than one, or all of
    them: a site that answers "not found" to everything is broken, an empty folder is not mounted. Changes ``known``.
    """
    for origin in (found := list(origins)):
        known[origin] = replace(known[origin], missing=known[origin].missing + 1)
    going = [origin for origin in found if known[origin].missing >= TWICE]
    missing = [shelf.path(known[origin].name) for origin in found if known[origin].missing < TWICE]
    if not may_go(len(going), len(known), share):
        kept = [shelf.path(known[origin].name) for origin in going]
        return Removal((*missing, *kept), (), (Failure(shelf.name, Fault.SHARE, f"{len(going)}/{len(known)}"),))
    removed, failures = [], []
    for origin in going:
        path = shelf.path(known[origin].name)
        try:
            shelf.remove(known[origin].name)
        except OSError as error:
            failures.append(Failure(path, Fault.DISK, error.strerror or str(error)))
        else:
            removed.append(path)
            del known[origin]
    return Removal(tuple(missing), tuple(removed), tuple(failures))


def may_go(going: int, of: int, share: float) -> bool:
    """Whether so many of all may be removed at once."""
    return going == 0 or (going <= max(1.0, share * of) and (going < of or share >= 1))
