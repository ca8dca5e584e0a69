"""An answer prepared for a template."""

import re

from starlette.testclient import TestClient

from maltolk.answering.finding.proposals import Kind
from maltolk.web.texts import LANGUAGES, texts


def test_the_first_item_of_an_excerpt_has_its_number_too(site: TestClient):
    page = site.get("/enkel", params={"q": "Vilka mål har Ale?"}).text
    (passage, *_) = re.findall(r'<p class="passage">(.*?)</p>', page, re.DOTALL)
    words = " ".join(re.sub("<[^>]+>", "", passage).split())
    assert re.match(r"1\. \w", words)
    assert "2. " in words


def test_every_kind_of_answer_has_a_name_in_both_languages():
    for language in LANGUAGES:
        assert [kind for kind in Kind if f"way_{kind.replace(' ', '_')}" not in texts(language)] == []
