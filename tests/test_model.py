"""The nouns: frozen, without room for strays, and true to their offsets."""

import dataclasses
import inspect

import pytest

from maltolk import errors, model
from maltolk.model import Block, BlockKind, Citation, Document, Quote, Span, Status
from maltolk.settings import BUNDLED, KEPT, Settings

NOUNS = [c for _, c in inspect.getmembers(model, dataclasses.is_dataclass)]


@pytest.mark.parametrize("noun", NOUNS, ids=lambda c: c.__name__)
def test_every_noun_is_frozen_slotted_and_explained(noun: type):
    assert noun.__dataclass_params__.frozen  # type: ignore[attr-defined]  # what dataclass leaves
    assert "__slots__" in vars(noun)
    assert noun.__doc__
    assert not noun.__doc__.startswith(f"{noun.__name__}("), "not the one that dataclass makes"


def test_a_span_is_a_slice_and_sorts_by_its_start():
    assert Span(2, 5).of("0123456") == "234"
    assert sorted([Span(3, 4), Span(1, 9), Span(1, 2)]) == [Span(1, 2), Span(1, 9), Span(3, 4)]
    with pytest.raises(dataclasses.FrozenInstanceError):
        Span(0, 1).start = 5  # type: ignore[misc]  # that is the point


def test_the_headings_above_a_block():
    span = Span(0, 1)
    blocks = (
        Block(BlockKind.HEADING, span, level=1),
        Block(BlockKind.HEADING, span, level=2, parent=0),
        Block(BlockKind.LIST, span, parent=1),
        Block(BlockKind.LIST_ITEM, span, parent=2),
        Block(BlockKind.PARAGRAPH, span, parent=3),
    )
    document = Document("a.txt", "Ale", "A", "x", "d", blocks=blocks)
    assert [document.heading_path(i) for i in range(5)] == [(), (0,), (0, 1), (0, 1), (0, 1)]


def test_a_citations_link_leads_to_the_source_page():
    citation = Citation(1, Quote("abc", Span(12, 30), "x"), "a.txt", "A", "Ale", None, None)
    assert citation.link == "/kalla/abc/12-30"


def test_the_four_statuses_of_the_contract():
    assert {str(s) for s in Status} == {"answered", "not_found", "needs_clarification", "declined"}


def test_errors_are_one_tree_with_the_contracts_statuses():
    found = {
        name: error.exit_status
        for name, error in inspect.getmembers(errors, inspect.isclass)
        if issubclass(error, errors.MaltolkError)
    }
    assert found == {
        "MaltolkError": 2,
        "UsageError": 2,
        "BuildRunning": 2,
        "IndexMissing": 3,
        "IndexStale": 3,
        "IndexDamaged": 3,
        "ModelError": 3,
    }
    assert all(name in (errors.__doc__ or "") for name in found), "the tree at the top draws them all"


def test_settings_are_read_once_from_the_environment():
    plain = Settings.from_environment({"XDG_CACHE_HOME": "/cache"})
    assert (str(plain.index), str(plain.models), plain.model) == ("index", "/cache/maltolk/models", BUNDLED)
    set_so = Settings.from_environment({"MALTOLK_INDEX": "/i", "MALTOLK_MODELS": "/m", "MALTOLK_MODEL": "hash"})
    assert (str(set_so.index), str(set_so.models), set_so.model) == ("/i", "/m", "hash")
    empty = Settings.from_environment({"MALTOLK_INDEX": "", "MALTOLK_MODEL": "", "XDG_CACHE_HOME": "/cache"})
    assert empty == plain


@pytest.mark.parametrize(
    ("name", "right", "value", "wrong"),
    [
        ("MALTOLK_HOSTS", " mal.example, *.hemby.example,", ("mal.example", "*.hemby.example"), ()),
        (
            "MALTOLK_PROXIES",
            "127.0.0.1,10.0.0.0/8 ,::1",
            ("127.0.0.1", "10.0.0.0/8", "::1"),
            ("localhost", "10.0.0.1/8"),
        ),
        ("MALTOLK_PREFIX", "/det/maltolk/", "/det/maltolk", ("maltolk", "/a b", "/<x>", "/..", "//x")),
    ],
)
def test_how_the_pages_are_reached(name: str, right: str, value: object, wrong: tuple[str, ...]):
    field = name.removeprefix("MALTOLK_").lower()
    assert not getattr(Settings.from_environment({}), field)
    assert getattr(Settings.from_environment({name: right}), field) == value
    for each in wrong:
        with pytest.raises(errors.UsageError, match=name):
            Settings.from_environment({name: each})


def test_how_many_generations_are_kept():
    assert Settings.from_environment({}).keep == KEPT
    assert Settings.from_environment({"MALTOLK_KEEP": ""}).keep == KEPT
    assert Settings.from_environment({"MALTOLK_KEEP": "1"}).keep == 1
    for wrong in ("0", "-1", "1.5", "tre", "٣", " 3", "1_0", "9" * 5000):
        with pytest.raises(errors.UsageError, match="set it to a whole number from 1, or leave it out"):
            Settings.from_environment({"MALTOLK_KEEP": wrong})
