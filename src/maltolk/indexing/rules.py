"""How documents become an index: everything decided before the first document is read."""

from dataclasses import dataclass, field

from maltolk.indexing.passages import PassageRule
from maltolk.indexing.search.lexical import LexicalRule
from maltolk.indexing.search.vocabulary import CompoundRule
from maltolk.swedish.words import ANALYSIS


@dataclass(frozen=True, slots=True)
class IndexRule:
    """The rules of all parts of this room together."""

    passages: PassageRule = field(default_factory=PassageRule)
    lexical: LexicalRule = field(default_factory=LexicalRule)
    compounds: CompoundRule = field(default_factory=CompoundRule)

    @property
    def fingerprint(self) -> str:
        """Changes when the same documents may give different files. Search-only settings are left out."""
        return f"passages {self.passages.fingerprint} words {ANALYSIS} context {self.lexical.context}"


RULE = IndexRule()
"""The rule that maltolk builds and reads by."""
