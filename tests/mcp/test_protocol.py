"""Assistants get the same quotes by the SDK's own client: in memory, from a child process and over HTTP."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TypeVar

import httpx
import jsonschema
import pytest
from mcp.shared.exceptions import MCPError

from maltolk.api.refusals import refusal
from maltolk.errors import IndexDamaged, UsageError
from maltolk.mcp.protocol import server_of
from maltolk.mcp.tools import TOOLS
from maltolk.presentation import as_json
from maltolk.service import Service
from maltolk.settings import Settings
from mcp import Client, StdioServerParameters

SITE = "https://mal.example.org/stad"  # of the fixture address
QUESTION = "Vilka mål har Ale?"
COMMAND = [sys.executable, "-m", "maltolk", "mcp"]
T = TypeVar("T")
Serving = Callable[[Settings], AbstractContextManager[str]]


def with_client(connected_to: object, use: Callable[[Client], Awaitable[T]], mode: str = "auto") -> T:
    async def run() -> T:
        async with Client(connected_to, mode=mode) as client:  # type: ignore[arg-type]
            return await use(client)

    return asyncio.run(run())


def call(connected_to: object, tool: str, mode: str = "auto", **arguments: object):
    """The result of one call, whose text and structure are checked for their form."""
    result = with_client(connected_to, lambda client: client.call_tool(tool, arguments), mode)
    (content,) = result.content
    assert content.text.strip()
    if result.is_error:
        assert result.structured_content is None
    else:
        (described,) = [each for each in TOOLS if each.name == tool]
        jsonschema.validate(result.structured_content, described.gives.model_json_schema(mode="serialization"))
        described.gives.model_validate(result.structured_content, strict=True, extra="forbid")
    return result


@pytest.fixture
def environment(site_settings: Settings) -> dict[str, str]:
    named = {"INDEX": site_settings.index, "MODELS": site_settings.models, "MODEL": site_settings.model}
    return {**os.environ, **{f"MALTOLK_{name}": str(value) for name, value in named.items()}}


def test_the_tools_say_that_they_only_read(service: Service):
    listed = with_client(server_of(service), lambda client: client.list_tools())
    assert [tool.name for tool in listed.tools] == ["ask", "search", "contacts", "documents", "quote"]
    for tool in listed.tools:
        assert tool.annotations is not None
        assert (tool.annotations.read_only_hint, tool.annotations.destructive_hint) == (True, False)
        assert tool.title
        assert tool.description
        assert tool.input_schema["additionalProperties"] is False
        assert tool.output_schema is not None
        jsonschema.Draft202012Validator.check_schema(tool.output_schema)


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_an_answer_is_that_of_the_command_line(service: Service, mode: str):
    found = call(server_of(service), "ask", mode, q=QUESTION)
    expected = json.loads(json.dumps(as_json(service.ask(QUESTION))))
    assert found.structured_content | {"latency_ms": 0} == expected | {"latency_ms": 0}
    for citation in expected["citations"]:
        assert citation["quote"] in found.content[0].text
        assert citation["link"] in found.content[0].text


def test_earlier_questions_are_taken_into_account(service: Service):
    found = call(server_of(service), "ask", q="Vad är hans telefonnummer?", history=["Vem är Karin Furusund?"])
    expected = service.ask("Vad är hans telefonnummer?", ["Vem är Karin Furusund?"])
    assert found.structured_content["answer"] == expected.text


def test_links_lead_to_the_site_when_it_is_known(service: Service):
    answer = call(server_of(service, SITE), "ask", q=QUESTION)
    links = [citation["link"] for citation in answer.structured_content["citations"]]
    assert links
    assert all(link.startswith(f"{SITE}/kalla/") and link in answer.content[0].text for link in links)
    for tool, arguments in (("search", {"q": "barn"}), ("contacts", {"q": "maja"}), ("documents", {})):
        found = call(server_of(service, SITE), tool, **arguments)
        (rows,) = [value for value in found.structured_content.values() if isinstance(value, list)]
        assert rows
        assert all(row["link"].startswith(f"{SITE}/kalla/") and row["link"] in found.content[0].text for row in rows)


def test_a_passage_is_shown_in_its_context(service: Service):
    (hit,) = call(server_of(service), "search", q="simskolan", k=1).structured_content["passages"]
    found = call(server_of(service), "quote", digest=hit["digest"], start=hit["start"], end=hit["end"])
    assert found.structured_content["quote"] == hit["text"]
    assert f"»{hit['text']}«" in found.content[0].text
    assert hit["link"] in found.content[0].text


def test_contacts_and_documents_are_counted(service: Service):
    contacts = call(server_of(service), "contacts").structured_content
    assert contacts["total"] == len(contacts["contacts"]) == len(service.contacts())
    documents = call(server_of(service), "documents", municipality="ale").structured_content
    assert [row["document"] for row in documents["documents"]] == ["ale.md"]
    assert call(server_of(service), "contacts", q="zzzz").content[0].text == "Inget hittades. / Nothing was found."


def test_long_lists_are_cut_and_say_so(service: Service, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("maltolk.mcp.tools.MAX_CONTACTS", 2)
    found = call(server_of(service), "contacts")
    assert len(found.structured_content["contacts"]) == 2
    assert f"2 av {len(service.contacts())}" in found.content[0].text


@pytest.mark.parametrize(
    ("tool", "arguments", "message"),
    [
        ("ask", {}, "The field q is missing"),
        ("ask", {"q": 1}, "The field q has a value that cannot be used"),
        ("ask", {"q": "\0"}, "characters that are not text"),
        ("ask", {"q": "a" * 5000}, "The field q is too long"),
        ("ask", {"q": "a", "history": ["b"] * 99}, "The field history is too long"),
        ("ask", {"q": "a", "mood": "b"}, "Those that do: q, history"),
        ("ask", {"q": "a", "municipality": "Atlantis"}, "no texts from that municipality"),
        ("documents", {"municipality": "Atlantis"}, "no texts from that municipality"),
        ("search", {"q": "a", "k": 10**30}, "a whole number from 1 to 50"),
        ("quote", {"digest": "0" * 64, "start": 0, "end": 1}, "no such text"),
        ("quote", {"digest": "0" * 64, "start": 5, "end": 1}, "greater than start"),
        ("quote", {"digest": "../x", "start": 0, "end": 1}, "64 hexadecimal digits"),
    ],
)
def test_what_is_wrong_is_said_with_its_cure(service: Service, tool: str, arguments: dict, message: str):
    result = call(server_of(service), tool, **arguments)
    assert result.is_error
    assert message in result.content[0].text


def test_a_tool_that_is_none_is_refused(service: Service):
    async def write(client: Client) -> str:
        with pytest.raises(MCPError) as refused:
            await client.call_tool("write", {})
        return str(refused.value)

    assert "ask, search" in with_client(server_of(service), write)


def test_only_who_runs_it_reads_what_is_wrong_with_the_index(service: Service, monkeypatch: pytest.MonkeyPatch):
    def damaged(*_: object, **__: object) -> None:
        raise IndexDamaged("/var/lib/index/words differs; run 'maltolk index'")

    monkeypatch.setattr(Service, "contacts", damaged)
    assert "maltolk index" in call(server_of(service, local=True), "contacts").content[0].text
    assert call(server_of(service), "contacts").content[0].text == refusal("unavailable").message


def test_what_nobody_foresaw_is_numbered_and_not_repeated(
    service: Service, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a secret question")

    monkeypatch.setattr(Service, "search", broken)
    result = call(server_of(service), "search", q="a secret question")
    assert result.is_error
    assert "number" in result.content[0].text
    assert "secret" not in result.content[0].text + caplog.text


def test_a_child_process_answers_on_its_streams_alone(environment: dict[str, str]):
    child = StdioServerParameters(command=COMMAND[0], args=COMMAND[1:], env={**environment, "PYTHONWARNINGS": "error"})
    assert QUESTION.rstrip("?").split()[-1] in call(child, "ask", q=QUESTION).structured_content["municipalities"]


def test_a_child_process_without_an_index_says_how_to_get_one(environment: dict[str, str], tmp_path: Path):
    child = StdioServerParameters(
        command=COMMAND[0], args=COMMAND[1:], env={**environment, "MALTOLK_INDEX": str(tmp_path)}
    )
    result = call(child, "ask", q=QUESTION)
    assert result.is_error
    assert "run 'maltolk index" in result.content[0].text


INITIALIZE = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}},
}


def test_it_ends_with_its_input_whatever_that_was(environment: dict[str, str]):
    lines = b"\xff\xfe nonsense\n[]\n" + b"[" * 50_000 + b'\n{"jsonrpc": "2.0"}\n' + json.dumps(INITIALIZE).encode()
    ended = subprocess.run(COMMAND, input=lines + b"\n", capture_output=True, timeout=60, check=False, env=environment)
    assert (ended.returncode, ended.stderr) == (0, b"")
    (answer,) = [json.loads(line) for line in ended.stdout.splitlines() if json.loads(line).get("id") == 1]
    assert answer["result"]["serverInfo"]["name"] == "maltolk"


def test_an_interruption_ends_it_at_once(environment: dict[str, str]):
    with subprocess.Popen(
        COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        assert child.stderr is not None
        child.stdin.write(json.dumps(INITIALIZE).encode() + b"\n")
        child.stdin.flush()
        assert child.stdout.readline()
        child.send_signal(signal.SIGINT)
        assert child.wait(timeout=10) == -signal.SIGINT
        assert child.stderr.read() == b""


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_the_server_of_the_pages_answers_assistants_when_asked_to(address: str, mode: str):
    found = call(f"{address}/mcp", "ask", mode, q=QUESTION)
    assert found.structured_content["status"] == "answered"
    assert found.structured_content["citations"][0]["link"].startswith(SITE)


def test_the_server_of_the_pages_does_not_unless_asked_to(site_settings: Settings, serving: Serving):
    with serving(site_settings) as address:
        assert httpx.post(f"{address}/mcp", json=INITIALIZE).status_code in (404, 405)


HEADERS = {"Accept": "application/json, text/event-stream", "Content-Type": "application/json"}


def post(address: str, **headers: str) -> httpx.Response:
    return httpx.post(f"{address}/mcp", content=json.dumps(INITIALIZE), headers={**HEADERS, **headers})


def test_no_page_elsewhere_can_have_a_browser_ask(address: str):
    assert post(address).status_code == 200
    assert post(address, Host="evil.example").status_code == 421
    assert post(address, Host="mal.example.org").status_code == 200
    assert post(address, Origin="https://evil.example").status_code == 403
    assert post(address, Origin="https://mal.example.org").status_code == 200
    assert "access-control-allow-origin" not in post(address, Origin="https://mal.example.org").headers


@pytest.mark.parametrize("method", ["GET", "HEAD", "DELETE", "OPTIONS", "PUT"])
def test_there_is_no_stream_to_open(address: str, method: str):
    response = httpx.request(method, f"{address}/mcp", headers=HEADERS, timeout=5)
    assert (response.status_code, response.headers["Allow"]) == (405, "POST")


@pytest.mark.parametrize(
    ("body", "status"),
    [(b" " * 70_000, 413), (b"[" * 60_000, 400), (b"\xff", 400), (b"", 400), (b'{"id": 1e999}', 400)],
)
def test_what_is_no_message_is_refused(address: str, body: bytes, status: int):
    assert httpx.post(f"{address}/mcp", content=body, headers=HEADERS).status_code == status


@pytest.mark.parametrize("written", ["mal.example.org", "ftp://mal.example.org", "https://a b", "https://a/?q", "//a"])
def test_a_public_address_is_one_of_a_site(written: str):
    with pytest.raises(UsageError, match="MALTOLK_PUBLIC_ADDRESS"):
        Settings.from_environment({"MALTOLK_PUBLIC_ADDRESS": written})


def test_settings_of_other_programs_are_read():
    settings = Settings.from_environment({"MALTOLK_PUBLIC_ADDRESS": f"{SITE}/", "MALTOLK_MCP": "1"})
    assert (settings.public_address, settings.mcp) == (SITE, True)
    assert Settings.from_environment({}).mcp is False
    with pytest.raises(UsageError, match="MALTOLK_MCP"):
        Settings.from_environment({"MALTOLK_MCP": "yes"})
