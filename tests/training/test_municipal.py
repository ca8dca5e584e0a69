"""Questions on municipal texts: read, split by text, and cut into examples as they are cut to answer."""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from maltolk.answering.finding.proposals import ReadSigns
from maltolk.answering.reader.tokenizing import Pieces
from maltolk.answering.reader.word_reader import WordReader
from maltolk.errors import UsageError
from maltolk.indexing.encoders.hash_encoder import HashEncoder
from maltolk.model import Span
from maltolk.training.calibrating import Told, ask_reader, figures_of, fit, risk_and_coverage
from maltolk.training.generic import Prepared
from maltolk.training.mixing import Mixer
from maltolk.training.municipal import BATCH, Cutter, Municipal
from maltolk.training.municipal_sets import MunicipalSet, Split, TextQuestion, read_sets, searched, split_of
from maltolk.training.question_measures import Heard
from maltolk.training.sets import QuestionSet
from maltolk.training.windows import Windower

OWN = Path(__file__).parents[2] / "training_data" / "municipal"
TEXT = "Miljöplan för Ale\n\nAle vill ha rent vatten i sjön.\nBussarna ska gå på el.\nPlanen gäller till {year}.\n"


def by_word(texts: Sequence[str]) -> list[list[int]]:
    return [[100 + len(word) for word in text.split()] for text in texts]


PIECES = Pieces(begin=0, end=2, padding=1, mark=9, tokenize=by_word)


def row(id: str, text: str, question: str, support: list[str], near: str = "", kind: str = "everyday") -> str:
    fields = {"id": id, "text": text, "q": question, "lang": "sv", "kind": kind, "support": support, "near": near}
    return json.dumps(fields | {"answerable": bool(support)}, ensure_ascii=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "texts").mkdir()
    rows = []
    for n in range(40):
        (tmp_path / "texts" / f"i-{n}.txt").write_text(TEXT.format(year=2020 + n), encoding="utf-8")
        rows.append(row(f"a{n}", f"i-{n}", "Hur drivs bussarna?", ["Bussarna ska  gå på el."]))
        rows.append(row(f"b{n}", f"i-{n}", "Vad kostar bussen?", [], "Bussarna ska gå på el."))
    rows.append(row("lost", "i-0", "Vad?", ["Det här står inte där."]))
    rows.append(row("nowhere", "i-none", "Vad?", []))
    (tmp_path / "questions-a.jsonl").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return tmp_path


def test_questions_are_read_with_the_places_of_their_answers(folder: Path):
    read = read_sets([folder])
    assert len(read.texts) == 40
    assert {q.id for q in read.questions} == {f"{kind}{n}" for kind in "ab" for n in range(40)}
    first = read.questions[0]
    text = read.texts[first.name].document.text
    assert [span.of(text) for span in first.support] == ["Bussarna ska gå på el."]
    assert read.questions[1].near == first.support[0]
    assert sum(len(read.of(split)) for split in Split) == len(read.questions)


def test_texts_of_real_municipalities_are_never_trained_on():
    splits = Counter(split_of(f"i-{n}") for n in range(2000))
    assert 0.07 < splits[Split.TEST] / 2000 < 0.13
    assert 0.07 < splits[Split.TUNE] / 2000 < 0.13
    assert {split_of(f"r-{n}") for n in range(200)} == {Split.TUNE, Split.TEST}


def test_what_is_wrong_with_a_set_is_told(tmp_path: Path):
    with pytest.raises(UsageError, match="no questions"):
        read_sets([tmp_path])
    (tmp_path / "questions-a.jsonl").write_text('{"id": "x"}\n', encoding="utf-8")
    with pytest.raises(UsageError, match="line 1: KeyError"):
        read_sets([tmp_path])


def test_our_own_questions_can_all_be_learned_from():
    read = read_sets([OWN])
    written = sum(len(file.read_text("utf-8").splitlines()) for file in OWN.glob("questions-*.jsonl"))
    assert written - len(read.questions) < written / 100
    assert not any(name.startswith("r-") for name in read.texts)


def municipal(read: MunicipalSet, found: dict[str, tuple[Span, ...]]) -> Municipal:
    generic = Prepared(Mixer(QuestionSet()), Windower(PIECES), ())
    return Municipal(read, found, Cutter(PIECES, read.texts), generic)


def test_an_epoch_has_answers_near_misses_and_others(folder: Path):
    read = read_sets([folder])
    whole = {q.id: (Span(0, len(read.texts[q.name].document.text)),) for q in read.questions}
    prepared = municipal(read, whole)
    batches = prepared.epoch(0, 1)
    assert batches == municipal(read, whole).epoch(0, 1), "the same numbers give the same batches"
    assert all(BATCH <= len(batch) < BATCH + 4 for batch in batches)
    answered = [any(example.support) for batch in batches for example in batch]
    assert 0.25 < sum(answered) / len(answered) < 0.75
    for example in (example for batch in batches for example in batch):
        assert len(example.tokens) == len(example.units)
        assert max(example.units) == len(example.support)


def test_a_quarter_of_the_questions_of_each_kind_are_not_answered(folder: Path):
    rows = []
    for n in range(40):
        rows.append(
            row(f"c{n}", f"i-{n}", "Hur länge gäller planen?", [f"Planen gäller till {2020 + n}."], "", "number")
        )
        rows += [
            row(f"d{n}-{i}", f"i-{n}", "Hur många bussar?", [], "Bussarna ska gå på el.", "number") for i in range(3)
        ]
    (folder / "questions-b.jsonl").write_text("\n".join(rows) + "\n", encoding="utf-8")
    read = read_sets([folder])
    whole = {q.id: (Span(0, len(read.texts[q.name].document.text)),) for q in read.questions}
    prepared = municipal(read, whole)
    asked = Counter(id[0] for n in range(10) for id in {e.question for batch in prepared.epoch(n, 1) for e in batch})
    assert 0.2 < asked["b"] / (asked["a"] + asked["b"]) < 0.35
    assert 0.2 < asked["d"] / (asked["c"] + asked["d"]) < 0.35


def test_a_question_that_nothing_is_found_for_is_left_out(folder: Path):
    (folder / "questions-a.jsonl").unlink()
    answers = (["Bussarna ska gå på el."], [])
    rows = [row(f"e{n}", f"i-{n // 2}", "Vad kostar bussen?", answers[n % 2]) for n in range(80)]
    (folder / "questions-b.jsonl").write_text("\n".join(rows) + "\n", encoding="utf-8")
    batches = municipal(read_sets([folder]), {}).epoch(0, 1)
    assert batches
    assert all(any(example.support) for batch in batches for example in batch)


def test_an_epoch_asks_one_wording_of_a_question(folder: Path):
    rows = [json.loads(line) for line in (folder / "questions-a.jsonl").read_text("utf-8").splitlines()]
    told = [each | {"id": each["id"] + "-told", "q": "Jag undrar hur."} for each in rows if each["id"].startswith("a")]
    (folder / "questions-b.jsonl").write_text("".join(json.dumps(each) + "\n" for each in told), encoding="utf-8")
    read = read_sets([folder])
    whole = {q.id: (Span(0, len(read.texts[q.name].document.text)),) for q in read.questions}
    asked = {example.question for batch in municipal(read, whole).epoch(0, 1) for example in batch}
    questions = [id for id in asked if id.startswith("a")]
    assert len({id.removesuffix("-told") for id in questions}) == len(questions)
    assert 0.2 < sum(id.endswith("-told") for id in questions) / len(questions) < 0.8


def test_some_questions_come_later_in_a_conversation(folder: Path):
    rows = (folder / "questions-a.jsonl").read_text("utf-8").splitlines()
    later = [
        json.loads(each) | {"id": f"later{n}", "q": "När då?", "history": ["Blir det elbussar?"]}
        for n, each in enumerate(rows[:60:2])
    ]
    (folder / "questions-b.jsonl").write_text("".join(json.dumps(each) + "\n" for each in later), encoding="utf-8")
    read = read_sets([folder])
    assert read.questions[-1].text == "Blir det elbussar? > När då?"
    whole = {q.id: (Span(0, len(read.texts[q.name].document.text)),) for q in read.questions}
    examples = [example for batch in municipal(read, whole).epoch(0, 1) for example in batch]
    later = [
        example for example in examples if 101 in example.tokens[: example.tokens.index(PIECES.end)]
    ]  # a word like ">"
    assert 0 < len(later) < len(examples) / 2


def test_a_question_is_measured_with_what_would_be_read(folder: Path):
    read = read_sets([folder])
    whole = {q.id: (Span(0, len(read.texts[q.name].document.text)),) for q in read.questions}
    asked = municipal(read, whole).asked(Split.TUNE)
    assert len(asked) == len(read.of(Split.TUNE))
    assert all(any(any(e.support) for e in one.excerpts) == one.answerable for one in asked)
    assert len(municipal(read, whole).asked(Split.TUNE, 2)) == 2


def test_search_and_reading_go_together(folder: Path, tmp_path: Path):
    read = read_sets([folder])
    encoder, runs = HashEncoder(64), tmp_path / "runs"
    runs.mkdir()
    found = searched(read, encoder, runs)
    assert found == searched(read, encoder, runs), "kept"
    assert all(found[q.id] for q in read.questions)
    told = ask_reader(read, Split.TUNE, encoder, WordReader(), runs)
    assert len(told) == len(read.of(Split.TUNE))
    assert {one.right for one in told if one.question.support} == {True}
    assert {one.right for one in told if not one.question.support} == {False}
    assert "best unit 1.000" in figures_of(told)


def told(passage: float, unit: float, right: bool) -> Told:
    support = (Span(0, 1),) if right else ()
    question = TextQuestion("q", "Vad?", "i-1", "sv", "everyday", support, None)
    return Told(question, ReadSigns(passage, unit), right, Heard(right, (), (), ()))


def test_a_calibration_tells_how_often_it_is_right():
    rows = [
        told(p, u, (p + u + n % 3 - 1) > 0)
        for n, (p, u) in enumerate((a, b) for a in range(-4, 5) for b in range(-4, 5))
    ]
    calibration = fit(rows)
    assert calibration.passage > 0
    assert calibration.unit > 0
    likely = [calibration.probability(one.signs) for one in rows]
    assert sum(likely) == pytest.approx(sum(one.right for one in rows), rel=0.02)
    table = list(risk_and_coverage(rows, calibration))
    assert len(table) == 19
    assert table[1].split()[0] == "0.10"
