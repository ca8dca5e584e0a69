"""A correction of a sidecar changes what it is about, and nothing else."""

import yaml
from hypothesis import given
from hypothesis import strategies as st

from maltolk.reading.formats.frontmatter import Broken, FrontMatter, read_head
from maltolk.reading.sources.amending import amended

WRITTEN = """\
# ansvarig: Anna
kommun: Lund   # inte Lomma
diarienummer: KS 2019/14
titel: >
  Mål för
  kommunen
beslutad: 2018-01-02
nämnder:
  - KS
  # den nya
  - BN
places: [Dalby]
"""


def said(text: str | Broken) -> FrontMatter:
    assert isinstance(text, str)
    read = read_head(text)
    assert isinstance(read, FrontMatter)
    return read


def test_unknown_keys_comments_and_order_stay():
    text = amended(WRITTEN, {"municipality": "Malmö", "title": "Mål: 2030", "places": ("Rosengård", "Husie")})
    assert said(text) == FrontMatter(
        municipality="Malmö", title="Mål: 2030", places=("Rosengård", "Husie"), date="2018-01-02"
    )
    assert isinstance(text, str)
    assert text.startswith(
        "# ansvarig: Anna\ndiarienummer: KS 2019/14\nbeslutad: 2018-01-02\nnämnder:\n  - KS\n  # den"
    )
    assert "Lund" not in text


def test_a_date_is_set_beside_the_day_of_the_decision_and_removed_with_it():
    text = amended(WRITTEN, {"date": "2020-05-06"})
    assert said(text).date == "2020-05-06"
    assert isinstance(text, str)
    assert "beslutad: 2018-01-02" in text
    assert said(amended(text, {"date": None})).date is None


def test_a_file_is_begun_and_emptied():
    text = amended("", {"licence": "CC0-1.0"})
    assert text == "licence: CC0-1.0\n"
    assert amended(text, {"licence": None}) == ""


def test_within_marks_of_a_head_and_in_braces():
    assert amended("---\ntitle: A\nx: 1\n---\n", {"title": "B"}) == "---\nx: 1\ntitle: B\n---\n"
    assert yaml.safe_load(str(amended("{title: A, x: [1, 2]}", {"title": "B"}))) == {"title": "B", "x": [1, 2]}
    referred = "title: &a A\nx: *a\n"
    assert yaml.safe_load(str(amended(referred, {"title": "B"}))) == {"title": "B", "x": "A"}


def test_a_file_without_a_last_newline():
    assert amended("x: 1", {"title": "B"}) == "x: 1\ntitle: B\n"


def test_a_broken_file_is_left_alone():
    assert isinstance(amended("title: 'A", {"title": "B"}), Broken)
    assert isinstance(amended("- a", {"title": "B"}), Broken)


@given(st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), min_size=1, max_size=60), st.booleans())
def test_whatever_is_typed_is_read_again(typed: str, is_begun: bool):
    typed = " ".join(typed.split())
    if typed:
        assert said(amended(WRITTEN if is_begun else "", {"title": typed})).title == typed
