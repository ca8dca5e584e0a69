"""Which words are Swedish, whatever a collection's texts say: the dictionary of simplemma."""

from functools import lru_cache


@lru_cache(maxsize=1 << 12)
def is_swedish(word: str) -> bool:
    """Whether a case-folded word is in the dictionary, in the form given; most compounds are not.

    The first call loads it: nearly a second, and some 100 MiB of memory.
    """
    import simplemma

    return bool(simplemma.is_known(word, "sv"))
