"""The second stage: the reader learns from questions on municipal texts, cut as they are cut to answer."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from maltolk.answering.reader.excerpts import Excerpt, holding, pack, ranked, touching
from maltolk.answering.reader.network import load_encoder, load_weights, new_reader
from maltolk.answering.reader.reading_model import in_turn
from maltolk.answering.reader.shelf import MAX_READ
from maltolk.answering.reader.tokenizing import Pieces, assemble, head_of, open_pieces
from maltolk.indexing.encoders.onnx_encoder import OnnxEncoder
from maltolk.model import Span
from maltolk.settings import BUNDLED
from maltolk.training.batches import in_batches
from maltolk.training.generic import Prepared, prepare
from maltolk.training.loop import RunPlan, train
from maltolk.training.municipal_sets import MunicipalSet, ReadText, Split, TextQuestion, read_sets, searched
from maltolk.training.question_measures import Asked, judge_questions
from maltolk.training.windows import Encoded

BATCH = 24
_ROOMS = (360, 480, 600, 720)  # characters of an excerpt; one of these at random
_MAX_SKIP = 6
_HARD, _OTHERS = 6, 2  # of the six likeliest passages that do not answer two are shown beside those that do
_GENERIC = 0.8  # generic examples for a question of ours, so that other languages and topics are not forgotten
_NEAR_MISSES = 1 / 3  # of the answerable questions of its kind an epoch asks: more, and plain answers are declined
_LATER = 0.1  # share of questions that are put after another one
_VALIDATION = 160  # questions


@dataclass(slots=True)
class Cutter:
    """Texts in tokens; each is cut into pieces once."""

    pieces: Pieces
    texts: dict[str, ReadText]
    _units: dict[str, list[list[int]]] = field(default_factory=dict)

    def units(self, name: str) -> list[list[int]]:
        """The tokens of each unit of a text."""
        if name not in self._units:
            read = self.texts[name]
            self._units[name] = self.pieces.tokenize([unit.seen(read.document.text) for unit in read.units])
        return self._units[name]

    def encode(self, question: TextQuestion, excerpt: Excerpt, belongs: Sequence[int]) -> Encoded:
        """An excerpt of its text beside a question. ``belongs``: numbers of the text's units that answer."""
        asked, title = self.pieces.tokenize([question.text, excerpt.title])
        units = self.units(question.name)[excerpt.first : excerpt.last]
        seen = assemble(self.pieces, head_of(self.pieces, asked, title), units)
        support = tuple(number in belongs for number in range(excerpt.first, excerpt.last))
        return Encoded(seen.tokens, seen.units, support, question.kind, question.id)


@dataclass(frozen=True, slots=True)
class Municipal:
    """What the stage trains and is measured on."""

    read: MunicipalSet
    found: dict[str, tuple[Span, ...]]
    cutter: Cutter
    generic: Prepared

    def epoch(self, number: int, seed: int) -> list[list[Encoded]]:
        """The batches of that epoch; the same numbers give the same ones."""
        chance = random.Random(f"{seed}:{number}")
        asked: dict[str, list[str]] = {}  # by text
        for question in self.read.of(Split.TRAIN):
            asked.setdefault(question.name, []).append(question.text)
        examples = [
            shown
            for question in _balanced(_one_wording_each(self.read.of(Split.TRAIN), chance), chance)
            if (shown := self._examples(_after_another(question, asked[question.name], chance), chance))
        ]
        others = [[example] for batch in self.generic.epoch(number, seed) for example in batch]
        examples += chance.sample(others, min(len(others), round(len(examples) * _GENERIC)))
        chance.shuffle(examples)
        return in_batches(examples, BATCH, chance)

    def _examples(self, question: TextQuestion, chance: random.Random) -> list[Encoded]:
        """The excerpts that answer, or the near miss, and others that search finds as well."""
        read = self.read.texts[question.name]
        excerpts = pack(read.document, read.units, chance.choice(_ROOMS), chance.randrange(_MAX_SKIP))
        belongs = touching(read.units, question.support)
        gold = list(dict.fromkeys(holding(excerpts, unit) for unit in belongs))
        near = [] if question.near is None else touching(read.units, [question.near])
        shown = gold[:2] or [holding(excerpts, unit) for unit in near[:1]]
        hard = [
            n for n in ranked(read.units, excerpts, self.found.get(question.id, ())) if n not in shown and n not in gold
        ]
        hard = hard[:_HARD]
        shown += chance.sample(hard, min(len(hard), _OTHERS))
        return [self.cutter.encode(question, excerpts[number], belongs) for number in shown]

    def asked(self, split: Split, most: int | None = None) -> list[Asked]:
        """Questions as they are answered: with the excerpts that would be read. ``most``: only so many, at random."""
        questions = list(self.read.of(split))
        if most is not None and most < len(questions):
            questions = random.Random(split).sample(questions, most)
        return [self._asked(question) for question in questions]

    def _asked(self, question: TextQuestion) -> Asked:
        read = self.read.texts[question.name]
        excerpts = pack(read.document, read.units)
        order = ranked(read.units, excerpts, self.found.get(question.id, ()))[:MAX_READ]
        belongs = touching(read.units, question.support)
        examples = tuple(self.cutter.encode(question, excerpts[number], belongs) for number in order)
        return Asked(question.id, question.kind, question.language, bool(question.support), examples)


def _one_wording_each(questions: Sequence[TextQuestion], chance: random.Random) -> list[TextQuestion]:
    """Of a question that was written in several wordings (``ID`` and ``ID-told``, ``ID-en``, …) one at random."""
    ids = {question.id for question in questions}
    wordings: dict[str, list[TextQuestion]] = {}
    for question in questions:
        written = question.id.rpartition("-")[0]
        wordings.setdefault(written if written in ids else question.id, []).append(question)
    return [chance.choice(each) for each in wordings.values()]


def _balanced(questions: Sequence[TextQuestion], chance: random.Random) -> list[TextQuestion]:
    """The answerable ones, and as large a share of near misses in every kind: where most questions for a number are not
    answered, a reader learns to decline those for a number."""
    counts = Counter((question.kind, bool(question.support)) for question in questions)
    shares = {
        kind: _NEAR_MISSES * counts[kind, True] / counts[kind, False] for kind, _ in counts if counts[kind, False]
    }
    return [question for question in questions if question.support or chance.random() < shares[question.kind]]


def _after_another(question: TextQuestion, others: Sequence[str], chance: random.Random) -> TextQuestion:
    """Now and then as it would come later in a conversation, after one on something else: the last one counts."""
    other = chance.choice(others)
    if chance.random() >= _LATER or other == question.text:
        return question
    return replace(question, text=in_turn([other, question.text]))


def read_alone(folders: Sequence[Path], model: Path, number: int) -> list[Encoded]:
    """So many questions of those to learn from, at random but always the same, each beside the excerpt that answers it
    or another one of its text; nothing is searched."""
    read = read_sets(folders)
    cutter, chance = Cutter(open_pieces(model), read.texts), random.Random("alone")
    examples = []
    for question in chance.sample(read.of(Split.TRAIN), number):
        text = read.texts[question.name]
        excerpts = pack(text.document, text.units)
        belongs = touching(text.units, question.support)
        shown = holding(excerpts, belongs[0]) if belongs else chance.randrange(len(excerpts))
        examples.append(cutter.encode(question, excerpts[shown], belongs))
    return examples


def prepare_municipal(folders: Sequence[Path], data: Path, model: Path, folder: Path) -> Municipal:
    """Reads the question sets in ``folders`` and the generic ones below ``data``; keeps an index in ``folder``."""
    read = read_sets(folders)
    found = searched(read, OnnxEncoder(BUNDLED, model), folder)
    return Municipal(read, found, Cutter(open_pieces(model), read.texts), prepare(data, model))


def train_municipal(folders: Sequence[Path], data: Path, model: Path, start: Path, folder: Path, plan: RunPlan) -> None:
    """Runs the stage in ``folder`` from the weights ``start``, or goes on with it. Raises UsageError."""
    import torch

    prepared = prepare_municipal(folders, data, model, folder)
    torch.manual_seed(plan.seed)
    reader = new_reader(load_encoder(model))
    load_weights(reader, start)
    padding = prepared.cutter.pieces.padding
    validation = prepared.asked(Split.TUNE, _VALIDATION)
    train(
        reader,
        lambda number: prepared.epoch(number, plan.seed),
        lambda trained: judge_questions(trained, validation, padding),
        padding,
        plan,
        folder,
    )
