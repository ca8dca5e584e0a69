"""The source pages: what a link shows, now and after the text has changed, and what is said of a link that is wrong."""

import re
from collections.abc import Sequence
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from fastapi import FastAPI
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from maltolk.answering.retrieval.intent import probes
from maltolk.indexing.build import build
from maltolk.indexing.encoders.hash_encoder import HASHING, HashEncoder
from maltolk.indexing.storage.records import text_digest
from maltolk.model import Document, Span
from maltolk.reading import read_folder
from maltolk.reading.structure import find_structure
from maltolk.service import Service
from maltolk.settings import Settings
from maltolk.web import source_pages
from maltolk.web.source_pages import _places

ROOT = Path(__file__).parents[2]
VOID = {"br", "link", "meta", "input"}


class Article(HTMLParser):
    """The words of the page's article, in order, each with the names of the elements that it stands in."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.stack: list[str] = []
        self.words: list[tuple[str, tuple[str, ...]]] = []
        self.headings: list[int] = []
        self.pattern = ""  # of the text, white space aside: these words, and the signs that elements stand for
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            names = dict(attrs)
            value = f"{tag}={names['value']}" if tag == "li" and "value" in names else tag
            self.stack.append(".".join(filter(None, [value, names.get("class")])))
            if "article.text" in self.stack:
                self.pattern += self.drawn()

    def handle_endtag(self, tag: str) -> None:
        while self.stack and not re.match(rf"{tag}\b", self.stack.pop()):
            pass

    def handle_data(self, data: str) -> None:
        if "article.text" in self.stack and data.strip():
            self.pattern += re.escape("".join(data.split()))
            inside = self.stack[self.stack.index("article.text") + 1 :]
            self.words.append((data.strip(), tuple(inside)))

    def drawn(self) -> str:
        """What a browser shows where the innermost element begins, or the text has there, and no words."""
        above, element = self.stack[-2:]
        if element == "li":
            assert above == "ul"
            return "[-*•–o>]?"
        if element.startswith("li="):
            assert above == "ol"
            return rf"{element.removeprefix('li=')}\."
        return "#{0,6}" if re.fullmatch("h[2-6]", element) else ""

    @property
    def marked(self) -> list[str]:
        return [words for words, inside in self.words if "mark" in inside]


def served(index: Path, documents: Sequence[Document]) -> TestClient:
    """The source pages alone, over a new build of ``documents``."""
    build(index, list(documents), [], HashEncoder(), probes=probes())
    application = FastAPI()
    service = Service(Settings(index, index, HASHING))
    for language in ("en", "sv"):
        application.include_router(source_pages.router(service, language))
    return TestClient(application)


def place(document: Document, words: str) -> str:
    start = document.text.index(words)
    return f"/kalla/{document.digest}/{start}-{start + len(words)}"


def rewritten(document: Document, old: str, new: str) -> Document:
    text = document.text.replace(old, new)
    structure = find_structure(text)
    return replace(document, text=text, digest=text_digest(text), blocks=structure.blocks, contacts=structure.contacts)


@pytest.fixture(scope="module")
def texts(small: Path) -> dict[str, Document]:
    return {document.path: document for document in read_folder(small).documents}


@pytest.fixture(scope="module")
def ale(texts: dict[str, Document]) -> Document:
    return texts["ale.md"]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory, texts: dict[str, Document]) -> TestClient:
    return served(tmp_path_factory.mktemp("sources"), list(texts.values()))


def check_all(folder: Path, index: Path) -> None:
    documents = read_folder(folder).documents
    assert documents
    pages = served(index, documents)
    for document in documents:
        response = pages.get(f"/kalla/{document.digest}")
        assert response.status_code == 200, document.path
        article = Article(response.text)
        assert re.fullmatch(article.pattern, "".join(document.text.split())), document.path
        assert article.headings[0] == 1
        assert all(b <= a + 1 for a, b in zip(article.headings, article.headings[1:], strict=False))


def test_the_whole_text_stands_on_the_page_once_and_in_order(tmp_path: Path):
    check_all(ROOT / "corpus", tmp_path)


def test_so_do_the_contracts_texts(tmp_path: Path, shared: Path):
    check_all(shared / "corpus", tmp_path)


def test_a_quote_is_marked_and_told(pages: TestClient, ale: Document):
    words = "Simskolan är avgiftsfri för alla i årskurs två."
    link = place(ale, words)
    page = pages.get(link)
    assert page.status_code == 200
    assert Article(page.text).marked == [words]
    assert page.text.count('<mark id="citat" tabindex="-1" autofocus>') == 1
    assert '<a href="#citat">Till citatet</a>' in page.text
    assert f'href="/kalla/{ale.digest}">Visa hela texten' in page.text
    assert f'href="/en{link}"' in page.text
    assert "noindex" not in page.text
    field = re.search(r"<textarea[^>]*>(.*?)</textarea>", page.text, re.DOTALL)
    assert field is not None
    span = link.rpartition("/")[2].replace("-", "–")
    assert field[1] == (
        f"Ale: Mål och vision för Ale (2024-05-06). ”{words}” http://testserver{link} "
        f"(tecken {span}, sha256 {ale.digest[:12]})"
    )


def test_a_quote_over_several_blocks_has_one_first_mark(pages: TestClient, ale: Document):
    start, end = ale.text.index("Varje barn"), ale.text.index("Simskolan är") + len("Simskolan")
    page = pages.get(f"/kalla/{ale.digest}/{start}-{end}").text
    assert Article(page).marked == ["Varje barn ska lära sig simma", "Simskolan"]
    assert page.count("<mark") == 2
    assert page.count('id="citat"') == 1


def test_structure_becomes_elements(pages: TestClient, ale: Document):
    article = Article(pages.get(f"/kalla/{ale.digest}").text)
    where = dict(article.words)
    assert where["Åtta mål"] == ("h3",)
    assert where["Varje barn ska lära sig simma"] == ("ol", "li=1")
    assert where["Grannar ska kunna lita på varandra"] == ("ol", "li=6")
    assert where["Grannsamverkan får stöd av en samordnare."] == ("ol", "li=6", "p")


def test_what_is_known_of_the_text(pages: TestClient, ale: Document):
    page = pages.get(f"/kalla/{ale.digest}").text
    assert '<a href="https://example.org/ale/mal" rel="noreferrer">Läs originalet</a>' in page
    for known in ("CC0-1.0", "2024-05-06", "svenska", ale.digest):
        assert f"<dd>{known}</dd>" in page or f'<dd class="digest">{known}</dd>' in page
    assert 'id="citat"' not in page


def test_an_undated_text_and_an_address_that_is_none(tmp_path: Path, ale: Document):
    odd = replace(ale, date=None, url="javascript:alert(1)", licence=None, title='<b>"Mål"</b>')
    page = served(tmp_path, [odd]).get(f"/kalla/{odd.digest}").text
    assert "utan datum" in page
    assert "Läs originalet" not in page
    assert 'href="javascript' not in page
    assert "<dd>inte angiven</dd>" in page
    assert "<b>" not in page
    assert "&lt;b&gt;" in page


def test_an_old_text_says_its_year(tmp_path: Path, ale: Document):
    old = replace(ale, date="2001-02-03")
    assert "Texten är från 2001." in served(tmp_path, [old]).get(f"/kalla/{old.digest}").text


def test_english_page_of_a_swedish_text(pages: TestClient, ale: Document):
    link = place(ale, "Simskolan")
    page = pages.get(f"/en{link}").text
    assert '<html lang="en">' in page
    assert '<article class="text" id="text" aria-label="The text" lang="sv">' in page
    assert ">To the quote</a>" in page
    assert f'href="{link}" hreflang="sv"' in page
    assert f"http://testserver/en{link} (characters" in page


def test_pages_of_the_original_are_shown(tmp_path: Path, ale: Document):
    at = ale.text.index("Läxhjälp")
    paged = replace(ale, pages=(0, at))
    page = served(tmp_path, [paged]).get(place(paged, "Läxhjälp finns")).text
    assert '<span class="page-start">s. 2</span> <mark id="citat"' in page
    assert "(2024-05-06, s. 2)" in page


@pytest.mark.parametrize(
    "wrong",
    [
        "5-5",
        "5-3",
        "0-999999",
        "05-9",
        "-1-4",
        "1-2-3",
        "1",
        "a-b",
        "1 - 2",
        "١-٢",
        "1-2/",
        "",
        "1-99999999999999999999999999",
        "1-2%0A",
        "0-2",  # the sign of a heading
        "24-26",  # line ends
    ],
)
def test_a_place_that_is_not_there(pages: TestClient, ale: Document, wrong: str):
    response = pages.get(f"/kalla/{ale.digest}/{wrong}")
    assert response.status_code == 404
    assert "Stället finns inte i texten" in response.text
    assert f'<a href="/kalla/{ale.digest}">Visa hela texten</a>' in response.text


@pytest.mark.parametrize(
    "digest", ["0" * 64, "a", "x" * 64, "0" * 63, "0" * 65, "..%2F..%2Fmanifest.json", "%00", "0" * 64 + "%0A"]
)
@pytest.mark.parametrize("rest", ["", "/1-2", "/x"])
def test_a_text_that_was_never_here(pages: TestClient, digest: str, rest: str):
    response = pages.get(f"/kalla/{digest}{rest}")
    assert response.status_code == 404
    assert "Texten finns inte här" in response.text
    assert "Visa hela texten" not in response.text


def test_upper_case_is_another_name(pages: TestClient, ale: Document):
    assert pages.get(f"/kalla/{ale.digest.upper()}").status_code == 404


def test_the_head_alone(pages: TestClient, ale: Document):
    assert pages.head(f"/kalla/{ale.digest}").status_code == 200
    assert pages.head(place(ale, "Simskolan")).status_code == 200
    assert pages.head(f"/en/kalla/{'0' * 64}").status_code == 404
    assert pages.post(f"/kalla/{ale.digest}").status_code == 405


def test_an_older_version_says_so_and_leads_to_the_newest(tmp_path: Path, ale: Document):
    newer = rewritten(ale, "Simskolan är avgiftsfri", "Nytt för i år: simskolan är avgiftsfri")
    served(tmp_path, [ale])
    pages = served(tmp_path, [newer])
    kept = pages.get(place(ale, "Läxhjälp finns på biblioteken")).text
    assert "Det här är en äldre version av texten." in kept
    assert '<meta name="robots" content="noindex">' in kept
    assert f'href="{place(newer, "Läxhjälp finns på biblioteken")}#citat">Läs citatet i den nya versionen' in kept
    changed = pages.get(place(ale, "Simskolan är avgiftsfri")).text
    assert Article(changed).marked == ["Simskolan är avgiftsfri"]
    assert "Citatet står inte med samma ord" in changed
    assert "#citat" not in changed.replace('<a href="#citat">Till citatet', "")
    whole = pages.get(f"/kalla/{ale.digest}").text
    assert f'<a href="/kalla/{newer.digest}">Visa den nya versionen</a>' in whole
    assert "Citatet" not in whole
    assert "äldre version" not in pages.get(f"/kalla/{newer.digest}").text


def test_the_same_words_are_found_however_lines_are_broken_and_only_as_whole_words(tmp_path: Path, ale: Document):
    newer = rewritten(ale, "ska lära sig simma", "ska lära\n   sig simma")
    newer = rewritten(newer, "pengarna", "pengarnas värde")
    served(tmp_path, [ale])
    pages = served(tmp_path, [newer])
    page = pages.get(place(ale, "ska lära sig simma")).text
    assert f'href="{place(newer, "ska lära" + newer.text.split("ska lära")[1][:13].rstrip())}#citat"' in page
    assert "Citatet står inte med samma ord" in pages.get(place(ale, "hushålla med pengarna")).text


ELSEWHERE = st.text("cd \n\u00a0", max_size=30)


@settings(deadline=None)
@given(
    ELSEWHERE, st.lists(st.sampled_from(["mål", "”mål”", "5", "(b)."]), min_size=1, max_size=6), ELSEWHERE, st.data()
)
def test_the_same_words_are_found_in_any_white_space(before: str, words: list[str], after: str, data: st.DataObject):
    gaps = st.sampled_from([" ", "\n", " \n  ", "\u00a0"])
    written = words[0] + "".join(data.draw(gaps) + word for word in words[1:])
    text = f"{before} {written}\n{after}"
    start = len(before) + 1
    assert list(_places(" ".join(words), text)) == [Span(start, start + len(written))]
    assert list(_places(" ".join(words), f"{before} c{written}d {after}")) == (
        [Span(start + 1, start + 1 + len(written))] if words[0][0] in "”(" and words[-1][-1] in "”." else []
    )


def test_a_text_that_repeats_itself_is_searched_in_time(ale: Document):
    text = "a " * 200_000
    places = list(_places(" ".join(["a"] * 50_000), f"{'a ' * 49_999}b {text}"))
    assert places[0].start == 2 * 49_999 + 2
    assert len(places) == 4


def test_a_text_that_left_the_collection(tmp_path: Path, texts: dict[str, Document], ale: Document):
    served(tmp_path, list(texts.values()))
    pages = served(tmp_path, [d for d in texts.values() if d != ale])
    page = pages.get(place(ale, "Simskolan")).text
    assert "ingår inte längre i samlingen" in page
    assert "noindex" in page
    assert Article(page).marked == ["Simskolan"]


@pytest.mark.parametrize("harm", [lambda raw: raw.replace(b"Simskolan", b"Simhallen"), lambda raw: raw[:100]])
def test_a_kept_text_that_was_tampered_with_is_not_shown(tmp_path: Path, ale: Document, harm):
    served(tmp_path, [ale])
    pages = served(tmp_path, [rewritten(ale, "Ale", "Alle")])
    file = tmp_path / "archive" / f"{ale.digest}.json"
    file.write_bytes(harm(file.read_bytes()))
    for prefix, sentence in (("", "Texten kan inte visas"), ("/en", "The text cannot be shown")):
        response = pages.get(prefix + place(ale, "Simskolan"))
        assert response.status_code == 500
        assert sentence in response.text
        assert "Simhallen" not in response.text


def test_in_the_whole_application(site: TestClient, ale: Document):
    for link in (place(ale, "Simskolan"), f"/en/kalla/{ale.digest}", f"/kalla/{'0' * 64}"):
        response = site.get(link)
        assert response.status_code == (404 if "000000" in link else 200)
        assert response.headers["Cache-Control"] == "no-store"
        assert "script-src 'self'" in response.headers["Content-Security-Policy"]
        scripts = re.findall(r"<script[^>]*>", response.text)
        assert all(re.fullmatch(r'<script src="/resurser/back\.js\?v=\w+"[^>]*>', script) for script in scripts)
    css = re.search(r'href="(/resurser/source\.css\?v=\w+)"', site.get(f"/kalla/{ale.digest}").text)
    assert css is not None
    assert site.get(css[1]).status_code == 200
