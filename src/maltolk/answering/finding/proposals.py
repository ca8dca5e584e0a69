"""Candidate answers, with the signs for and against each."""

from dataclasses import dataclass
from enum import StrEnum

from maltolk.answering.finding.findings import Finding


class Kind(StrEnum):
    """What a proposal answers with."""

    OUTSIDE_LIMIT = "municipality outside the limit"
    SUGGESTED = "suggested place"
    DISTRESS = "distress"
    NOTHING_ASKED = "nothing asked"
    NOT_INDEXED = "municipality that is not indexed"
    COVERAGE = "what is covered"
    CHAT = "not for the texts"
    WHOLE_TEXT = "whole text"
    LABELLED = "labelled unit"
    ITEM = "numbered item"
    QUOTATION = "quotation"
    CONTACT = "contact"
    CONTACT_READ = "contact that was read"
    VISION = "vision"
    PAGE_DATE = "date of a page"
    LIST = "list"
    NAMED_ITEM = "named item"
    SENTENCES = "sentences"


@dataclass(frozen=True, slots=True)
class Plain:
    """Follows from structure alone: nothing to weigh."""


@dataclass(frozen=True, slots=True)
class ItemSigns:
    """``cover``: share of the question's words, weighted by rarity, that the item's labels have, 0 to 1. ``counted``:
    whether the number stands in front of it, and is not only its place. ``agreed``: whether the reader, too, finds it
    the likeliest of those that it is counted with. ``elsewhere``: whether one thing about it is asked for, which the
    reader finds elsewhere."""

    cover: float
    counted: bool = True
    agreed: bool = False
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class PageDateSigns:
    """``titled``: how much of the words that say which page is meant the page's title has, 0 to 1."""

    titled: float


@dataclass(frozen=True, slots=True)
class ContactSigns:
    """``asked_for``: whether a contact is asked for in so many words. ``score``: of the best contact, 0 to 1.
    ``fits``: whether it has the name asked for, or is of the kind asked for."""

    asked_for: bool
    score: float
    fits: bool


@dataclass(frozen=True, slots=True)
class ReadSigns:
    """What the reader makes of the best unit. ``passage``: the highest logit of an excerpt that was read; ``unit``: the
    best unit's. ``shared``: how much that shares with the question in words and vectors, 0 to 1. ``alike``: its cosine
    with what another side of a comparison is answered with, None where there is none. ``nearest``: whether it is of the
    contact that the question is nearest to in meaning, where it asks how to reach one."""

    passage: float
    unit: float
    shared: float = 0.0
    alike: float | None = None
    nearest: bool = False


@dataclass(frozen=True, slots=True)
class VisionSigns:
    """``form``: how plainly the text says that it is the vision, 0 to 1. ``asked``: probability that the question asks
    for one, whatever its words. ``cover``: share of the question's words, weighted by rarity, that ask for one or that
    it has, 0 to 1. ``agreed``: whether the reader, too, finds it the likeliest. ``about``: whether the question may be
    about a vision rather than for it. ``rivals``: municipalities that have one, for a question that names none."""

    form: float
    asked: float
    cover: float
    agreed: bool
    about: bool
    rivals: tuple[str, ...] = ()


class Route(StrEnum):
    """How a list was found: by the words of its labels, by what "vilka …" asks for, or by vectors alone."""

    LABELS = "labels"
    TOPIC = "topic"
    VECTORS = "vectors"


@dataclass(frozen=True, slots=True)
class Rival:
    """A list of another municipality, with its score and cover (see ``ListSigns``)."""

    municipality: str
    score: float
    cover: float


@dataclass(frozen=True, slots=True)
class SentenceBeside:
    """The best sentence outside any list. ``worded``: whether it is worded as an answer. ``counts``: whether the
    question asks how many; ``says_more``: whether it asks for more than the list is called; ``goals``: whether it asks
    for a municipality's aims as a whole."""

    score: float
    cover: float
    worded: bool
    counts: bool
    says_more: bool
    goals: bool


@dataclass(frozen=True, slots=True)
class ListSigns:
    """``asked``: whether a list or a count is asked for. ``score``, ``cover``, ``told``: as in ``Candidate``.
    ``picked``: whether only the items that the question picks out are shown. ``counts_else``: whether the label counts
    something other than what the question does; ``miscounted``: whether the question says another number of items.
    ``beyond``: whether what the question is about is nowhere in the list.
    ``cosine`` and ``top``: of the list's passage and of the nearest one, for a list found by vectors. ``rivals``: lists
    that may be meant as well, for a question that names no municipality. ``read``: what the reader makes of it, None
    where it was not read; ``read_elsewhere``: of the best unit outside it."""

    route: Route
    asked: bool
    score: float = 0.0
    cover: float = 0.0
    told: float = 0.0
    picked: bool = False
    counts_else: bool = False
    miscounted: bool = False
    beyond: bool = False
    cosine: float = 0.0
    top: float = 0.0
    rivals: tuple[Rival, ...] = ()
    sentence: SentenceBeside | None = None
    read: ReadSigns | None = None
    read_elsewhere: ReadSigns | None = None


@dataclass(frozen=True, slots=True)
class IntentSigns:
    """``probability``: of the intent that the proposal answers to. ``doubtful``: whether the wording alone shows that
    the question is for the texts, or it follows on from an answer."""

    probability: float
    doubtful: bool = False


Signs = Plain | ItemSigns | PageDateSigns | ContactSigns | VisionSigns | ListSigns | ReadSigns | IntentSigns


@dataclass(frozen=True, slots=True)
class Proposal:
    """A candidate answer, and the signs that deciding weighs."""

    kind: Kind
    finding: Finding
    signs: Signs = Plain()


@dataclass(frozen=True, slots=True)
class Absence:
    """Nothing of a kind to propose, and why; in English, for debugging."""

    kind: Kind
    reason: str
