"""Every address gets a readable name of its own, which leads nowhere but into its folder."""

from pathlib import PurePosixPath

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maltolk.syncing.naming import MAX_NAME, folded, name_of


def name(path: str, suffix: str = ".html", *taken: str) -> str:
    return name_of(httpx.URL(f"https://www.lund.se{path}"), suffix, lambda one: folded(one) in taken)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/", "start.html"),
        ("", "start.html"),
        ("/kommun/vision-2030", "kommun--vision-2030.html"),
        ("/kommun/vision/", "kommun--vision.html"),
        ("/m%C3%A5l.html", "mål.html"),
        ("/ma%CC%8Al.html", "mål.html"),
        ("/index.aspx", "index.aspx.html"),
        ("/plan.pdf", "plan.html"),
        ("/..%2f..%2fetc%2fpasswd", "etc--passwd.html"),
        ("/%2e%2e/%2e%2e/x", "x.html"),
        ("/.hidden/.env", "hidden--env.html"),
        ("/a%00b%0ac%5cd", "a-b-c-d.html"),
        ("/con:aux|x", "con-aux-x.html"),
    ],
)
def test_a_name_says_its_address(path: str, expected: str):
    assert name(path) == expected


def test_addresses_that_would_share_a_name_get_their_own():
    plain = name("/plan")
    assert name("/plan", ".html", folded(plain)) != plain
    names = {name("/plan?sida=1"), name("/plan?sida=2"), plain, name("/Plan", ".html", folded(plain))}
    assert len({folded(one) for one in names}) == 4
    assert name("/plan", ".html", folded(plain)) == name("/plan", ".html", folded(plain)), "the same each time"


def test_a_long_address_is_shortened_and_told_apart():
    first, second = name("/" + "å" * 300 + "1"), name("/" + "å" * 300 + "2")
    assert first != second
    assert len(first.encode()) <= MAX_NAME + 16


@given(st.text(), st.sampled_from([".html", ".pdf", ".md"]))
def test_no_address_leads_out_of_the_folder(said: str, suffix: str):
    try:
        url = httpx.URL("https://www.lund.se").join("/" + said)
    except httpx.InvalidURL:
        return
    found = name_of(url, suffix, lambda _name: False)
    assert PurePosixPath(found).name == found
    assert not found.startswith(".")
    assert found.endswith(suffix)
    assert len(found.encode()) < 200
    assert found.isprintable()
