"""The input of every step of answering."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from maltolk.answering.catalogue import say
from maltolk.answering.finding.agreement import SentenceVector, beside
from maltolk.answering.finding.findings import Focus
from maltolk.answering.finding.marked_units import MarkedUnit, marked
from maltolk.answering.finding.near_contacts import NearContact, near_contacts
from maltolk.answering.finding.structure.dated_sections import besides
from maltolk.answering.finding.structure.list_match import ListCandidate, weigh_lists
from maltolk.answering.finding.structure.outlines import Page, Pages
from maltolk.answering.finding.structure.unit_labels import Labels, labels_named, labels_of
from maltolk.answering.people.people_lookup import Person
from maltolk.answering.reader.excerpts import holding, ranked
from maltolk.answering.reader.reading_model import Reader, in_turn
from maltolk.answering.reader.shelf import MAX_READ, READ_AT_A_TIME, CutDocument, ReadExcerpt, Shelf, read_excerpts
from maltolk.answering.retrieval.evidence import Evidence, Weights, squeezed, weigh
from maltolk.answering.retrieval.hybrid import Candidate, retrieve
from maltolk.answering.retrieval.intent import Intent, intents_of
from maltolk.answering.understanding.namings import Naming
from maltolk.answering.understanding.question import Question
from maltolk.indexing.index import Index
from maltolk.model import UNKNOWN_MUNICIPALITY, BlockKind, Joint, Part, PlaceName, Series, Span
from maltolk.swedish.collation import swedish_order

_T = TypeVar("_T")

MAX_CANDIDATES = 24
"""How many passages have their sentences weighed."""
MAX_CHARACTERS = 400
"""Characters of the units that are shown of what was read."""
MAX_CONTACTS = 4
"""Contacts that are read beside other passages, where a contact may be asked for."""
_POOL = 64  # passages that they are taken from
MAX_NEAR = 2
"""Contacts nearest in meaning that are read, where it is asked how to reach one."""
MAX_LABELLED = 2
"""Excerpts that are read because the question names their label."""
MAX_DOCUMENTS = 6
"""How many documents are searched for structure: those of the best passages."""


@dataclass(slots=True)
class _Found:
    intents: dict[Intent, float] | None = None
    candidates: tuple[list[Candidate], list[Candidate]] | None = None
    labels: list[Labels] | None = None
    lists: list[ListCandidate] | None = None
    evidence: list[Evidence] | None = None
    read: list[ReadExcerpt] | None = None
    marked: list[MarkedUnit] | None = None
    near: tuple[NearContact, ...] | None = None
    besides: dict[int, tuple[Span, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Request:
    """A question on its way through the steps. Search results are kept for later steps.

    ``vector``: (dim,) float32, unit length, of ``search_text``. ``language``: of the fixed words, "sv" or "en".
    ``people``: gives every contact of the index, or those that a follow-up limits it to. ``focus``: what the previous
    answer was about. ``limit``: the municipality set as a limit beside the question. ``is_follow_up``: whether it
    follows on from the previous answer. ``least_told``: share of a list's label that a question which asks for no list
    must have before that list is considered. ``most_read``: excerpts that are read. ``read_as``: the question as the
    reader is asked it, where that is not ``search_text``. ``room``: characters of what is shown of what was read.
    ``is_side``: whether the answer is to stand beside others, so that it must be short.
    ``also``: what is searched for beside ``search_text``, "" for nothing. ``beside``: the vector, (dim,) float32, unit
    length, of what another side was answered with. ``embed``: gives the vector of other words, ``embed_kept`` that of
    words of the texts, which it keeps; ``understand`` and ``namings``: what other words mean for the index, and where
    they name municipalities.
    """

    index: Index
    question: Question
    search_text: str
    vector: NDArray[np.float32]
    language: str
    pages: Pages
    reader: Reader
    shelf: Shelf
    people: Callable[[], tuple[Person, ...]]
    embed: Callable[[str], NDArray[np.float32]]
    embed_kept: Callable[[str], NDArray[np.float32]]
    understand: Callable[[str], Question]
    namings: Callable[[str], Sequence[Naming]]
    focus: Focus = field(default_factory=Focus)
    limit: str | None = None
    is_follow_up: bool = False
    least_told: float = 0.0
    most_read: int = MAX_READ
    read_as: str = ""
    room: int = MAX_CHARACTERS
    is_side: bool = False
    also: str = ""
    beside: NDArray[np.float32] | None = None
    weights: Weights = field(default_factory=Weights)
    _found: _Found = field(default_factory=_Found)

    def limited(self, question: Question) -> "Request":
        """The same request for another reading of the question, searched again."""
        return replace(self, question=question, _found=_Found())

    def widened(self, question: Question) -> "Request":
        """The same request over all texts: still what the reader is asked, and what is searched for beside."""
        return replace(self.limited(question), is_follow_up=False)

    def reordered(self, units: list[MarkedUnit]) -> "Request":
        """The same request with what was read in another order."""
        return replace(self, _found=replace(self._found, marked=units))

    def aimed(self, text: str, vector: NDArray[np.float32]) -> "Request":
        """The same request, searching for something else."""
        return replace(self, search_text=text, vector=vector, also="", _found=_Found())

    def hinted(self, quote: str, vector: NDArray[np.float32] | None = None) -> "Request":
        """The request once more, also searching for ``quote``, which answered the same question elsewhere, and read as
        a question after that: "Skattesatsen är oförändrad, 19:58 kronor" finds the other rates. ``vector``: of the
        quote, where units like it are to go first."""
        return replace(
            self.limited(self.question),
            also=quote,
            read_as=in_turn((quote, self.search_text)),
            most_read=self.most_read + self.most_read // 2,
            beside=vector,
        )

    @property
    def intents(self) -> dict[Intent, float]:
        """How likely each intent is, by the words as they are searched for."""
        if self._found.intents is None:
            self._found.intents = intents_of(self.vector, self.index.manifest.encoder.name)
        return self._found.intents

    @property
    def scope(self) -> frozenset[int] | None:
        """Numbers of the documents that are searched, None for all: those of the question, without superseded ones."""
        question = self.question
        if question.documents is not None or not question.superseded:
            return question.documents
        return frozenset(range(len(self.index.documents))) - question.superseded

    @property
    def searched(self) -> str:
        """The words that are searched for: a foreign question's with Swedish ones."""
        if self.question.language == "sv":
            return self.search_text
        return " ".join([self.search_text, *(term.surface for term in self.question.words)])

    @property
    def candidates(self) -> list[Candidate]:
        """The best passages in the question's scope."""
        return self._searched()[0]

    def _searched(self) -> tuple[list[Candidate], list[Candidate]]:
        """The best passages; and the contacts nearest to a question that may be for one, which among all passages would
        come late."""
        if self._found.candidates is None:
            most = _POOL if self.question.may_be_for_contact else MAX_CANDIDATES
            found = self._retrieved(self.searched, self.vector, most)
            if self.also:
                others = self._retrieved(self.also, self.embed(self.also), most)
                by_id: dict[int, Candidate] = {}
                for each in _alternately(found, others):
                    by_id.setdefault(each.passage.id, each)
                found = list(by_id.values())
            contacts = [each for each in found if each.passage.kind is BlockKind.CONTACT]
            contacts = contacts[:MAX_CONTACTS] if self.question.may_be_for_contact else []
            self._found.candidates = found[:MAX_CANDIDATES], contacts
        return self._found.candidates

    def _retrieved(self, text: str, vector: NDArray[np.float32], most: int) -> list[Candidate]:
        """The best passages, those of another time than the question means left out."""
        found = retrieve(self.index, text, vector, most, self.scope)
        if any(self.is_besides(each.passage.document, each.passage.span) for each in found):
            more = retrieve(self.index, text, vector, 2 * most, self.scope)
            found = [each for each in more if not self.is_besides(each.passage.document, each.passage.span)][:most]
        return found

    def is_besides(self, document: int, span: Span) -> bool:
        """Whether something is in a section for another time than the question means: in that of 2024 where another one
        alike is that of the year asked for."""
        return any(part.start <= span.start < part.end for part in self._besides(document))

    def _besides(self, document: int) -> tuple[Span, ...]:
        if document not in self._found.besides:
            self._found.besides[document] = tuple(besides(self.pages.of(document).dated, self.question.when))
        return self._found.besides[document]

    @property
    def asked(self) -> str:
        """The question as the reader is asked it."""
        return self.read_as or self.search_text

    @property
    def read(self) -> list[ReadExcerpt]:
        """The excerpts that hold the candidates, read; the later ones only where no earlier one surely answers."""
        if self._found.read is None:
            found, contacts = map(self._excerpts_of, self._searched())
            near = [self._excerpt_with(each.person) for each in self.near_contacts[:MAX_NEAR]]
            found = _alternately(self._labelled(), _alternately([*near, *contacts], found))
            found[READ_AT_A_TIME - 1 : READ_AT_A_TIME - 1] = self._listed()
            places = {(cut.number, place): (cut, place) for cut, place in found}
            self._found.read = read_excerpts(self.reader, self.asked, list(places.values())[: self.most_read])
        return self._found.read

    @property
    def marked(self) -> list[MarkedUnit]:
        """The units of what was read, the likeliest to answer first."""
        if self._found.marked is None:
            question = self.question
            units = marked(self.read, self.evidence, self.focus.quotes, ways=question.ways, near=self.near_contacts)
            units = [unit for unit in units if not self.is_besides(unit.cut.number, unit.cut.units[unit.number].span)]
            self._found.marked = units if self.beside is None else beside(units, self.sentence_vectors, self.beside)
        return self._found.marked

    @property
    def sentence_vectors(self) -> list[SentenceVector]:
        """The sentences of the candidates."""
        return [
            SentenceVector(each.passage.document, span, vector)
            for each in self.candidates
            for span, vector in zip(each.passage.sentences, self.index.sentence_vectors(each.passage), strict=True)
        ]

    @property
    def near_contacts(self) -> tuple[NearContact, ...]:
        """The contacts in scope, nearest in meaning first, where it is asked how to reach one."""
        if self._found.near is None:
            meant = self.people() if self.question.asks_for_way else ()
            people = [each for each in meant if self.in_scope(each.number)]
            asked = " ".join(word.surface for word in self.question.words)
            self._found.near = near_contacts(people, asked, self.embed, self.embed_kept)
        return self._found.near

    @property
    def labels(self) -> list[Labels]:
        """The labels of the pages that are looked at; none for a question that names none."""
        if self._found.labels is None:
            pages = self.looked_at() if labels_named(self.question.text) else ()
            self._found.labels = [labels_of(self.shelf.of(page.number)) for page in pages]
        return self._found.labels

    def _labelled(self) -> list[tuple[CutDocument, int]]:
        """Excerpts with what stands behind the labels that the question names, a few of them."""
        keys = [label.key for label in labels_named(self.question.text)]
        found = [each for labels in self.labels for key in keys for each in labels.behind(key)]
        return [(each.cut, holding(each.cut.excerpts, each.units[0])) for each in found[:MAX_LABELLED]]

    def _listed(self) -> list[tuple[CutDocument, int]]:
        """The excerpt in which the list begins that the words of a question for one speak for most; as a side of a
        comparison that would be too much."""
        if self.is_side or not (self.question.words and self.question.asks_list):
            return []
        best = self.lists[:1]
        cuts = [(self.shelf.of(each.number), each.enumeration.items[0]) for each in best]
        begins = [(cut, n) for cut, item in cuts for n, unit in enumerate(cut.units) if unit.block == item][:1]
        return [(cut, holding(cut.excerpts, first)) for cut, first in begins]

    def _excerpts_of(self, candidates: Sequence[Candidate]) -> list[tuple[CutDocument, int]]:
        return self.shelf.excerpts_of([candidate.passage for candidate in candidates])

    def _excerpt_with(self, person: Person) -> tuple[CutDocument, int]:
        cut = self.shelf.of(person.number)
        return cut, ranked(cut.units, cut.excerpts, [person.contact.span])[0]

    @property
    def read_so_far(self) -> list[ReadExcerpt]:
        """What has been read; nothing where no step needed it."""
        return self._found.read or []

    @property
    def evidence(self) -> list[Evidence]:
        """The sentences of the candidates, best first."""
        if self._found.evidence is None:
            self._found.evidence = weigh(self.index, self.question, self.vector, self.candidates, self.weights)
        return self._found.evidence

    def looked_at(self) -> Iterator[Page]:
        """Pages to search for structure: all in scope, by number, when few; else those of the best passages, best
        first."""
        scope = self.scope
        numbers = list(range(len(self.index.documents))) if scope is None else sorted(scope)
        if len(numbers) > MAX_DOCUMENTS:
            numbers = list(dict.fromkeys(c.passage.document for c in self.candidates))[:MAX_DOCUMENTS]
        for number in numbers:
            parts = self._besides(number)
            yield replace(self.pages.of(number), besides=parts) if parts else self.pages.of(number)

    def likeness(self) -> dict[tuple[int, int], float]:
        """(document number, block) -> how similar its passage is to the question, 0 to 1."""
        found: dict[tuple[int, int], float] = {}
        for c in self.candidates:
            if c.passage.kind in (BlockKind.LIST, BlockKind.LIST_ITEM):
                key = (c.passage.document, c.passage.block)
                found[key] = max(found.get(key, 0.0), squeezed(c.dense, self.weights))
        return found

    @property
    def lists(self) -> list[ListCandidate]:
        """Every list of the pages that are looked at, the likeliest to be asked for by its labels first."""
        if self._found.lists is None:
            self._found.lists = weigh_lists(self.question, self.looked_at(), self.likeness())
        return self._found.lists

    def in_scope(self, document: int) -> bool:
        """Whether a document is one that the question is limited to."""
        return self.scope is None or document in self.scope

    def indexed_names(self) -> Series:
        """The municipalities in scope, as running text; all of them when the scope is empty."""
        if self.question.documents is not None and not self.question.documents:
            return names_of(list(self.question.municipalities), self.language)
        return names_of([c.municipality for c in self.index.documents if self.in_scope(c.number)], self.language)


def _alternately(one: Sequence[_T], other: Sequence[_T]) -> list[_T]:
    """The first of each, the second of each, and so on."""
    return [each for both in zip_longest(one, other) for each in both if each is not None]


def names_of(municipalities: list[str], language: str, most: int = 8) -> Series:
    """Different names in alphabetical order as running text, cut after ``most``."""
    names = sorted({m for m in municipalities if m != UNKNOWN_MUNICIPALITY}, key=swedish_order)
    shown: list[Part] = [PlaceName(name) for name in names[:most]]
    if len(names) > most:
        shown.append(say("more_names", language))
    return Series(tuple(shown), Joint.AND)
