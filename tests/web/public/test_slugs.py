"""Names in addresses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maltolk.web.public.slugs import slug, slugs


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Lund", "lund"),
        ("Upplands Väsby", "upplands-vasby"),
        ("Region Jämtland Härjedalen", "region-jamtland-harjedalen"),
        ("Östra Göinge", "ostra-goinge"),
        ("Åmål", "amal"),
        ("A/B <c>", "a-b-c"),
        ("../..", ""),
    ],
)
def test_a_name_in_an_address_has_plain_letters(name: str, written: str):
    assert slug(name) == written


def test_two_names_with_the_same_plain_letters_are_both_reachable():
    assert slugs(["Håbo", "Habo"]) == {"habo": "Habo", "håbo": "Håbo"}


def test_a_name_that_is_alone_has_plain_letters():
    assert slugs(["Håbo"]) == {"habo": "Håbo"}


@given(st.lists(st.text(alphabet="aåäAoÖ -/", max_size=4), unique=True))
def test_every_name_is_reached_by_a_slug_of_its_own(names: list[str]):
    given_slugs = slugs(names)
    assert sorted(given_slugs.values()) == sorted(names)
    assert all(written and "/" not in written for written in given_slugs)
