"""Whatever is sent, the interface answers: a quote that is verbatim, or an error of the one form, never one of ours."""

import json
from urllib.parse import quote

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from maltolk.api.asked import Question, from_fields
from maltolk.api.interface import PREFIX
from maltolk.api.refusals import Refused
from maltolk.api.shapes import ErrorJson
from maltolk.service import Service
from maltolk.settings import Settings

SOME = settings(max_examples=60)
WORDS = st.sampled_from(
    (
        *(
            "Ale",
            "mål",
            "Vilka mål har Ale?",
            "maja",
            "§ 1",
            "2.3",
            "08-465 004 53",
            "Orsa eller Älmhult",
            "[1]",
            "hjälp",
        ),
        *("{q}", "%s", "' OR 1=1 --", "<script>alert(1)</script>", "../../etc/passwd", "NOT AND NEAR *", "\n"),
        *("\x00", "\ud800", "\u202e", "\ufeff", "\U0010ffff", "a\u0301" * 40, "\ufdfa" * 30, "\u0130", "ß"),
        *("1" * 400, "(" * 300, " " * 300),
    )
)
TEXT = st.one_of(st.text(st.characters(codec=None, exclude_categories=()), max_size=60), WORDS) | st.lists(
    WORDS, max_size=8
).map(" ".join)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=8,
)
FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "q": TEXT | JSON,
        "history": st.lists(TEXT, max_size=6) | JSON,
        "municipality": st.sampled_from(["Ale", "ORSA", "Göteborg", "Nora", ""]) | TEXT,
        "lang": st.sampled_from(["sv", "en", "", None]),
        "trace": st.booleans() | JSON,
        "k": st.integers() | TEXT,
        "z": JSON,
    },
)


@pytest.fixture(scope="module")
def service(site_settings: Settings) -> Service:
    return Service(site_settings)


def check(response, service: Service) -> None:
    """The response is an answer whose quotes are verbatim, or an error that is the client's."""
    assert response.status_code < 500, response.text
    if response.status_code == 304 or not response.url.path.startswith("/api"):  # the client resolves ".."
        return
    found = response.json()
    if response.status_code != 200:
        ErrorJson.model_validate(found, extra="forbid")
        return
    for cited in found["citations"] if isinstance(found, dict) and "citations" in found else []:
        version = service.version(cited["digest"])
        assert version is not None
        assert version.document.text[cited["start"] : cited["end"]] == cited["quote"]


@SOME
@given(body=JSON | FIELDS)
def test_any_json(client: TestClient, service: Service, body: object):
    written = json.dumps(body).encode()
    check(client.post(f"{PREFIX}/fraga", content=written, headers={"Content-Type": "application/json"}), service)


@SOME
@given(q=TEXT, history=st.lists(TEXT, max_size=5), lang=st.sampled_from(["sv", "en"]), trace=st.booleans())
@example(q="Och där?", history=["Vilka mål har Ale?", "\u2028", "Vem är Maja Ek?"], lang="sv", trace=True)
def test_any_question(client: TestClient, service: Service, q: str, history: list[str], lang: str, trace: bool):
    body = {"q": q, "history": history, "lang": lang, "trace": trace}
    response = client.post(
        f"{PREFIX}/fraga", content=json.dumps(body).encode(), headers={"Content-Type": "application/json"}
    )
    check(response, service)
    try:
        from_fields(Question, body)
    except Refused:
        assert response.status_code in (400, 422)
    else:
        assert response.status_code == 200


@SOME
@given(body=st.binary(max_size=200), media_type=st.sampled_from(["application/json", "text/plain", "", "a/b;" * 30]))
def test_any_bytes(client: TestClient, service: Service, body: bytes, media_type: str):
    check(client.post(f"{PREFIX}/fraga", content=body, headers={"Content-Type": media_type}), service)


@SOME
@given(
    path=st.sampled_from(["sok", "kontakter", "dokument", "openapi.json", "fraga", f"kalla/{'0' * 64}/0-1"]) | TEXT,
    fields=st.lists(st.tuples(st.sampled_from(["q", "k", "municipality"]) | TEXT, TEXT), max_size=5),
    held=st.sampled_from(["", "*", '"', 'W/"x", "y', '""' * 200]),
)
def test_any_address(client: TestClient, service: Service, path: str, fields: list[tuple[str, str]], held: str):
    def coded(text: str) -> str:
        return quote(text.encode("utf-8", "surrogatepass"), safe="/")

    query = "&".join(f"{coded(name)}={coded(value)}" for name, value in fields)
    check(client.get(f"{PREFIX}/{coded(path)}?{query}", headers={"If-None-Match": held}), service)


@SOME
@given(raw=st.binary(max_size=40))
def test_any_raw_query(client: TestClient, service: Service, raw: bytes):
    written = "".join(f"%{byte:02x}" if byte % 3 else chr(byte % 94 + 33) for byte in raw)
    check(client.get(f"{PREFIX}/sok?{written}"), service)


@SOME
@given(start=st.integers(0, 1 << 40), length=st.integers(-5, 1 << 16), known=st.booleans())
def test_any_place(client: TestClient, service: Service, start: int, length: int, known: bool):
    document = service.documents()[0]
    start = start % 3000 if known else start
    response = client.get(f"{PREFIX}/kalla/{document.digest}/{start}-{start + length}")
    check(response, service)
    if response.status_code == 200:
        version = service.version(document.digest)
        assert version is not None
        assert response.json()["quote"] == version.document.text[start : start + length]
