"""The description is valid OpenAPI, complete, and true of what is sent."""

import string
import tomllib
from importlib.resources import files

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator
from pydantic import TypeAdapter
from starlette.testclient import TestClient

from maltolk.api.endpoints import ENDPOINTS, Endpoint
from maltolk.api.interface import PREFIX
from maltolk.api.openapi import description
from maltolk.api.refusals import STATUS
from maltolk.api.shapes import ErrorJson

WRITTEN = tomllib.loads((files("maltolk.api") / "data" / "catalogue.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def written(client: TestClient) -> dict:
    return client.get(f"{PREFIX}/openapi.json").json()


def test_it_is_valid(written: dict):
    assert list(OpenAPIV31SpecValidator(written).iter_errors()) == []
    assert written["servers"] == [{"url": PREFIX}]
    assert description("/kommun/api/v1")["servers"] == [{"url": "/kommun/api/v1"}]


def test_it_has_every_address_and_says_what_each_refuses(written: dict):
    assert set(written["paths"]) == {endpoint.path for endpoint in ENDPOINTS} | {"/openapi.json"}
    for endpoint in ENDPOINTS:
        (operation,) = written["paths"][endpoint.path].values()
        described = {code for response in operation["responses"].values() for code in examples(response)}
        assert set(endpoint.refuses) <= described
        assert {"too_many", "broken"} <= described
        assert ("304" in operation["responses"]) == (endpoint.method == "GET")


def examples(response: dict) -> dict:
    return response.get("content", {}).get("application/json", {}).get("examples", {})


def test_its_examples_of_errors_are_in_both_languages(written: dict):
    operations = [operation for path in written["paths"].values() for operation in path.values()]
    for status, response in [pair for operation in operations for pair in operation["responses"].items()]:
        for code, example in examples(response).items():
            error = ErrorJson.model_validate(example["value"], extra="forbid").error
            assert (error.code, STATUS[code]) == (code, int(status))
            assert error.message
            assert error.message != error.message_sv


def asked(endpoint: Endpoint, client: TestClient) -> list:
    """What an address sends for a few requests."""
    cited = client.post(f"{PREFIX}/fraga", json={"q": "Vem är ordförande i Ale?"}).json()["citations"][0]["link"]
    some = {
        "ask": [
            {"q": "Vilka mål har Ale?", "trace": True},
            {"q": "Vem är ordförande i Ale?"},
            {"q": "Vad tycker du om Orsa?", "history": ["Vilka mål har Ale?"]},
            {"q": "Vilket telefonnummer har Maja Ek?", "lang": "en"},
        ],
        "search": ["/sok?q=barn"],
        "contacts": ["/kontakter"],
        "documents": ["/dokument"],
        "quote": [cited],
    }
    if endpoint.method == "POST":
        return [client.post(PREFIX + endpoint.path, json=each).json() for each in some[endpoint.name]]
    return [client.get(PREFIX + each).json() for each in some[endpoint.name]]


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda endpoint: endpoint.name)
def test_what_is_sent_has_exactly_the_fields_described(client: TestClient, endpoint: Endpoint):
    shape = TypeAdapter(list[endpoint.gives] if endpoint.many else endpoint.gives)  # type: ignore[name-defined]
    for found in asked(endpoint, client):
        assert found
        shape.validate_python(found, strict=True, extra="forbid")


def test_the_requests_described_are_those_accepted(client: TestClient, written: dict):
    question = written["components"]["schemas"]["Question"]
    assert question["required"] == ["q"]
    assert question["additionalProperties"] is False
    assert question["properties"]["q"]["maxLength"] == 2000
    (search,) = written["paths"]["/sok"].values()
    by_name = {parameter["name"]: parameter for parameter in search["parameters"]}
    assert by_name["k"]["schema"] | {"title": "", "type": "integer"} == {
        "title": "",
        "type": "integer",
        "default": 10,
        "minimum": 1,
        "maximum": 50,
    }
    assert [name for name, parameter in by_name.items() if parameter["required"]] == ["q"]
    assert by_name["municipality"]["schema"]["maxLength"] == 100


def test_every_code_has_its_sentence_and_every_sentence_its_code():
    assert set(STATUS) == {key for key in WRITTEN if not key.startswith("wanted_")}
    fields = {name for endpoint in ENDPOINTS for name in endpoint.asks.model_fields}
    assert fields == {key.removeprefix("wanted_") for key in WRITTEN if key.startswith("wanted_")}
    for key, forms in WRITTEN.items():
        gaps = {
            language: {name.removesuffix("_sv") for _, name, _, _ in string.Formatter().parse(text) if name}
            for language, text in forms.items()
        }
        assert set(forms) == {"sv", "en"}
        assert gaps["sv"] == gaps["en"], key
