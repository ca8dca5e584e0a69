import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from maltolk.answering.reader.network import WORDS, Logits, load_weights, new_reader, save_weights, trained
from maltolk.errors import ModelError, UsageError
from maltolk.training import loop
from maltolk.training.batches import collate
from maltolk.training.losses import loss_of
from maltolk.training.measures import Judgement, auroc, figures, read_all
from maltolk.training.question_measures import Asked, Heard, hear, question_figures
from maltolk.training.windows import Encoded

PLAN = loop.RunPlan(steps=8, seed=3, body_rate=1e-3, head_rate=1e-3)
RHYTHM = loop.Rhythm(tell_every=2, save_every=2, judge_every=4)


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    """So small a model is slower on several processors than on one."""
    import torch

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


def tiny_reader(seed: int = 0) -> Any:
    """Two layers, 16 dimensions, random: reads nothing, but learns."""
    import torch
    from transformers import BertConfig, BertModel

    torch.manual_seed(seed)
    config = BertConfig(
        vocab_size=40,
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=64,
        pad_token_id=1,
    )
    return new_reader(BertModel(config, add_pooling_layer=False))


def example(chance: random.Random) -> Encoded:
    """A question whose one word stands in the unit that answers it, if any does."""
    word, answer = chance.randrange(10, 40), chance.choice([None, 0, 1, 2])
    others = [chance.randrange(10, 40) for _ in range(3)]
    words = [word if number == answer else other for number, other in enumerate(others)]
    tokens = (0, word, 2, 2, *(token for shown in words for token in (9, shown)), 2)
    return Encoded(tokens, (0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 0), tuple(number == answer for number in range(3)), "s")


def batches(number: int) -> list[list[Encoded]]:
    chance = random.Random(number)
    return [[example(chance) for _ in range(4)] for _ in range(3)]


def judge(examples: Sequence[Encoded]) -> loop.Judge:
    return lambda reader: figures(read_all(reader, examples, 5, 1))


def run(folder: Path, plan: loop.RunPlan = PLAN, epochs: loop.Epochs = batches) -> Any:
    reader = tiny_reader()
    loop.train(reader, epochs, judge(batches(99)[0]), 1, plan, folder, RHYTHM)
    return reader


def killed_after(steps: int) -> Callable[[int], Sequence[Sequence[Encoded]]]:
    class Killed(list[Encoded]):
        def __iter__(self) -> Any:
            raise KeyboardInterrupt

    def epochs(number: int) -> Sequence[Sequence[Encoded]]:
        found: list[list[Encoded]] = list(batches(number))
        place = steps - number * len(found)
        if 0 <= place < len(found):
            found[place] = Killed(found[place])
        return found

    return epochs


def weights(reader: Any) -> dict[str, list[Any]]:
    return {name: parameter.tolist() for name, parameter in reader.named_parameters()}


@pytest.mark.parametrize("steps", [2, 5])
def test_a_run_that_was_killed_goes_on_to_the_same_end(tmp_path: Path, steps: int):
    whole = run(tmp_path / "whole")
    with pytest.raises(KeyboardInterrupt):
        run(tmp_path / "cut", epochs=killed_after(steps))
    assert weights(run(tmp_path / "cut")) == weights(whole)
    assert f"goes on after step {steps // 2 * 2}" in (tmp_path / "cut" / loop.LOG).read_text("utf-8")
    final = [(tmp_path / name / loop.FINAL).read_bytes() for name in ("whole", "cut")]
    assert final[0] == final[1]


def test_a_run_leaves_its_figures_and_its_best_weights(tmp_path: Path):
    run(tmp_path)
    lines = (tmp_path / loop.LOG).read_text("utf-8").splitlines()
    assert [" ".join(line.split()[1:3]) for line in lines] == [
        *("step 2", "step 4", "validation after", "step 6", "step 8", "validation after", "done")
    ]
    best = json.loads((tmp_path / loop.BEST).with_suffix(".json").read_text("utf-8"))
    assert best["score"] == (best["best"] + best["passage"]) / 2 > 0
    load_weights(tiny_reader(seed=5), tmp_path / loop.BEST)


def test_a_checkpoint_of_another_plan_is_refused(tmp_path: Path):
    run(tmp_path)
    with pytest.raises(UsageError, match="another plan; name another folder"):
        run(tmp_path, loop.RunPlan(steps=9, seed=3))


def test_too_few_examples_are_refused(tmp_path: Path):
    with pytest.raises(UsageError, match="fewer examples"):
        run(tmp_path, epochs=lambda _: [])


@pytest.mark.parametrize("half", [False, True])
def test_training_learns_and_leaves_the_word_vectors_alone(tmp_path: Path, half: bool):
    before = weights(tiny_reader())
    examples = [one for batch in batches(0) for one in batch]
    reader = tiny_reader()
    plan = loop.RunPlan(steps=45, seed=1, body_rate=5e-3, head_rate=5e-3, half=half)
    loop.train(reader, lambda _: batches(0), judge(examples), 1, plan, tmp_path, loop.Rhythm(judge_every=45))
    after = weights(reader)
    assert after[WORDS] == before[WORDS]
    assert all(after[name] != before[name] for name in trained(reader) if not name.endswith("key.bias"))
    assert figures(read_all(reader, examples, 5, 1)).best > 0.8


def test_the_lowest_layers_can_stay_as_they_are(tmp_path: Path):
    before = weights(tiny_reader())
    after = weights(run(tmp_path, replace(PLAN, frozen=1)))
    same = {name for name in before if after[name] == before[name] and not name.endswith("key.bias")}
    lowest = ("mark", "encoder.embeddings.", "encoder.encoder.layer.0.")
    assert same == {name for name in before if name.startswith(lowest) and not name.endswith("key.bias")}


def test_the_rate_rises_and_falls():
    plan = loop.RunPlan(steps=100, seed=1)
    shares = [loop.rate_share(step, plan) for step in range(1, 101)]
    assert max(shares) == shares[5] == 1
    assert shares[:6] == sorted(shares[:6])
    assert shares[5:] == sorted(shares[5:], reverse=True)
    assert 0 < shares[-1] < 0.02


def test_weights_come_back_without_the_word_vectors(tmp_path: Path):
    reader, other = tiny_reader(1), tiny_reader(2)
    save_weights(reader, tmp_path / "w.safetensors")
    load_weights(other, tmp_path / "w.safetensors")
    first, second = weights(reader), weights(other)
    assert first.pop(WORDS) != second.pop(WORDS)
    assert first == second


def test_what_is_read_does_not_depend_on_the_padding():
    reader = tiny_reader()
    one = example(random.Random(1))
    longer = Encoded((*one.tokens, 9, 33, 34), (*one.units, 4, 4, 4), (*one.support, False), "s")
    alone, beside = read_all(reader, [one], 2, 1)[0], read_all(reader, [one, longer], 2, 1)[0]
    assert alone.passage == pytest.approx(beside.passage, abs=1e-5)
    assert alone.top == pytest.approx(beside.top, abs=1e-5)


def test_a_loss_is_small_where_the_logits_are_right_and_large_where_not():
    import torch

    examples = [Encoded((0, 9, 5, 9, 6), (0, 1, 1, 2, 2), support, "s") for support in [(True, False), (False, False)]]
    examples.append(Encoded((0, 9, 5), (0, 1, 1), (True,), "s"))
    batch = collate(examples, 1)
    surely = (batch.support * 2 - 1) * 20
    answerable = torch.tensor([20.0, -20.0, 20.0])
    right = loss_of(Logits(surely, answerable), batch)
    wrong = loss_of(Logits(-surely, -answerable), batch)
    assert float(right.total) < 1e-4
    assert float(wrong.units) == pytest.approx((20 + 10 + 10) / 3)  # a half for each kind of unit that is there
    assert float(wrong.choice) == pytest.approx((20 + 0) / 3, rel=1e-3)  # a right one at -20 beside a wrong one at 0
    assert float(wrong.passage) == pytest.approx(20)


def test_an_answer_competes_with_what_is_shown_of_other_excerpts():
    import torch

    def shown(question: str, answers: bool) -> Encoded:
        return Encoded((0, 9, 5), (0, 1, 1), (answers,), "s", question)

    units, passages = torch.tensor([[0.0], [20.0]]), torch.tensor([20.0, 0.0])
    apart = loss_of(Logits(units, passages), collate([shown("a", True), shown("b", False)], 1))
    beside = loss_of(Logits(units, passages), collate([shown("a", True), shown("a", False)], 1))
    assert float(apart.choice) == 0
    assert float(beside.choice) == pytest.approx(0.6931, rel=1e-3)  # both have half a chance


def test_figures_count_what_is_answered_and_what_is_told_apart():
    assert auroc([3.0, 1.0], [2.0, 1.0]) == (1 + 1 + 0 + 0.5) / 4
    assert auroc([], [1.0]) == 0
    found = figures(
        [
            Judgement("a", rank=1, passage=2.0, top=1.0),
            Judgement("a", rank=3, passage=0.0, top=3.0),
            Judgement("b", rank=4, passage=1.0, top=0.0),
            Judgement("a", rank=0, passage=1.0, top=2.0),
        ]
    )
    assert (found.best, found.three, found.passage, found.top) == (1 / 3, 2 / 3, 0.5, 1 / 3)
    assert found.groups == {"a": (0.5, 0.5), "b": (0, 0)}


def test_the_weights_of_another_reader_are_refused(tmp_path: Path):
    import torch
    from safetensors.torch import save_file

    save_file({"mark": torch.zeros(3)}, tmp_path / "w.safetensors")
    with pytest.raises(ModelError, match="another model"):
        load_weights(tiny_reader(), tmp_path / "w.safetensors")


def test_a_question_is_judged_over_all_its_excerpts():
    heard = [
        Heard(True, (3.0, -3.0), ((0.0, 2.0), (5.0,)), ((False, True), (False,))),
        Heard(True, (-3.0, 3.0), ((4.0,), (0.0, -1.0)), ((True,), (False, False))),
        Heard(False, (1.0,), ((1.0,),), ((False,),)),
        Heard(True, (), (), ()),
    ]
    found = question_figures(heard)
    assert (found.answerable, found.others) == (3, 1)
    assert (found.best, found.three, found.read) == (1 / 3, 2 / 3, 2 / 3)
    assert found.passage == 1.0
    assert 0 <= found.unit <= 1
    assert "best unit 0.333" in str(found)


def test_hearing_keeps_questions_and_excerpts_apart():
    chance = random.Random(4)
    asked = [Asked(str(n), "s", "sv", True, tuple(example(chance) for _ in range(n))) for n in range(4)]
    reader = tiny_reader()
    together = hear(reader, asked, 1)
    assert [len(one.passages) for one in together] == [0, 1, 2, 3]
    alone = hear(reader, asked[2:3], 1)[0]
    assert alone.passages == pytest.approx(together[2].passages, abs=1e-5)
    assert alone.support == together[2].support
