"""Whatever an assistant passes to a tool, it gets a result in the declared shape, or an error in words."""

import asyncio
import json

import httpx
from hypothesis import given, settings
from hypothesis import strategies as st

from maltolk.mcp.protocol import server_of
from maltolk.mcp.tools import TOOLS
from maltolk.service import Service
from mcp import Client

TEXT = st.text(max_size=40) | st.sampled_from(["Vilka mål har Ale?", "maja", "\x00", "Ale", "a" * 3000, "0" * 64])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
NAMES = sorted({name for tool in TOOLS for name in tool.asks.model_fields})
ARGUMENTS = st.dictionaries(st.sampled_from(NAMES) | TEXT, JSON, max_size=4)


METHODS = [
    "initialize",
    "ping",
    "tools/list",
    "tools/call",
    "server/discover",
    "subscriptions/listen",
    "resources/list",
]
ENVELOPE = {"io.modelcontextprotocol/protocolVersion": "2026-07-28", "io.modelcontextprotocol/clientCapabilities": {}}
MESSAGE = st.fixed_dictionaries(
    {"jsonrpc": st.just("2.0") | JSON, "method": st.sampled_from(METHODS) | JSON},
    optional={
        "id": st.integers(0, 9) | JSON,
        "params": JSON
        | st.fixed_dictionaries(
            {},
            optional={
                "name": st.sampled_from(["ask", "contacts"]) | JSON,
                "arguments": ARGUMENTS | JSON,
                "_meta": st.just(ENVELOPE) | JSON,
            },
        ),
    },
)
HEADERS = st.fixed_dictionaries(
    {"Content-Type": st.sampled_from(["application/json", "text/plain"])},
    optional={
        "Accept": st.sampled_from(
            ["application/json, text/event-stream", "application/json", "*/*", "text/event-stream"]
        ),
        "MCP-Protocol-Version": st.sampled_from(["2025-06-18", "2026-07-28", "x"]),
        "Mcp-Method": st.sampled_from(METHODS),
        "Mcp-Session-Id": st.just("x"),
    },
)


@settings(max_examples=40)
@given(calls=st.lists(st.tuples(st.sampled_from(TOOLS), ARGUMENTS), min_size=1, max_size=10))
def test_any_arguments(service: Service, calls: list):
    async def run() -> None:
        async with Client(server_of(service)) as client:
            for tool, arguments in calls:
                result = await client.call_tool(tool.name, arguments)
                assert result.content[0].text
                if result.is_error:
                    assert "number" not in result.content[0].text.partition("whole number")[0], result.content[0].text
                else:
                    written = json.loads(json.dumps(result.structured_content))
                    tool.gives.model_validate(written, strict=True, extra="forbid")

    asyncio.run(run())


@settings(max_examples=60)
@given(message=MESSAGE | JSON, headers=HEADERS)
def test_any_message_over_http(address: str, message: object, headers: dict[str, str]):
    response = httpx.post(f"{address}/mcp", content=json.dumps(message).encode(), headers=headers, timeout=30)
    assert response.status_code < 500, response.text
