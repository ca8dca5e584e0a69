"""What is masked in questions, measured over invented ones, and what never is."""

import itertools
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maltolk.privacy.masking import mask
from maltolk.privacy.personal import Personal

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module", autouse=True)
def _benchmarks():
    sys.path.insert(0, str(ROOT / "benchmarks"))
    yield
    sys.path.remove(str(ROOT / "benchmarks"))


@pytest.mark.parametrize(("name", "least"), [("with.txt", 0.98), ("kept_back.txt", 0.88)])
def test_personal_data_is_masked(name: str, least: float):
    from masking import measure

    found = measure(name=name)
    assert found.recall >= least, found.missed
    assert len(found.beyond) <= 0.02 * found.marked, found.beyond


def test_what_is_nobodys_is_left_alone():
    from masking import measure

    found = measure()
    assert found.clean >= 100
    assert found.false_rate <= 0.01, found.false


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Personal.IDENTITY_NUMBER, "Jag har 850412-1234"),
        (Personal.IDENTITY_NUMBER, "samordningsnummer 701063-2391"),
        (Personal.PHONE, "ring 070-123 45 67"),
        (Personal.EMAIL, "skriv till a.b@c.se"),
        (Personal.WEB, "se https://x.example/?token=abc"),
        (Personal.STREET, "bor på Storgatan 12 B"),
        (Personal.POSTAL, "222 22 Lund"),
        (Personal.PROPERTY, "Får man bygga på Kvarnen 3:12?"),
        (Personal.VEHICLE, "bilen ABC 12D"),
        (Personal.CASE, "dnr KS 2023/123"),
        (Personal.ACCOUNT, "kort 4571 1234 5678 9012"),
        (Personal.NAME, "Jag heter Anna Andersson"),
    ],
)
def test_each_kind_has_a_mask_of_its_own(kind: Personal, text: str):
    assert [each.kind for each in mask(text).found] == [kind]
    assert kind.mask in mask(text).text


@given(st.text(max_size=200))
def test_masking_again_adds_no_figures_and_keeps_the_rest(text: str):
    masked = mask(text)
    rest = masked.text
    for each in masked.found:
        before, _, rest = rest.partition(each.kind.mask)
        assert before in text or before in masked.text
    ends = [each.span for each in masked.found]
    assert ends == sorted(ends)
    assert all(a.end <= b.start for a, b in itertools.pairwise(ends))
