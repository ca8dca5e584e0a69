"""The tools as a server of the Model Context Protocol, by its official SDK; imported only when it is to run."""

import logging
import signal
from contextlib import AbstractAsyncContextManager

import anyio.to_thread
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.server.transport_security import TransportSecuritySettings
from mcp.shared.exceptions import MCPError
from mcp_types import (
    INVALID_PARAMS,
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
    ToolAnnotations,
)
from mcp_types import Tool as ToolDescription
from starlette.exceptions import HTTPException
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from maltolk import __version__
from maltolk.api.asked import from_fields
from maltolk.api.refusals import Refused, refusal, unexpected
from maltolk.errors import MaltolkError, UsageError
from maltolk.mcp.tools import TOOLS, Result, Tool
from maltolk.service import Service

PATH = "/mcp"
"""Where the pages' server answers."""

_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_INSTRUCTIONS = (
    "måltolk answers with Swedish municipalities' own words. Quote them unchanged, cite their links, and say so when "
    "the texts do not answer."
)
_log = logging.getLogger(__name__)


def server_of(service: Service, site: str = "", *, local: bool = False) -> "Server[object]":
    """A server of the tools. ``site``: address of the pages, which links lead to; "" leaves their paths.

    ``local``: whether only the operator of the service uses it, who may then read what is wrong with it.
    """
    tools = {tool.name: tool for tool in TOOLS}

    async def list_tools(_: object, __: PaginatedRequestParams | None) -> ListToolsResult:
        return ListToolsResult(tools=list(map(_described, TOOLS)))

    async def call_tool(_: object, asked: CallToolRequestParams) -> CallToolResult:
        if asked.name not in tools:
            raise MCPError(INVALID_PARAMS, f"there is no such tool; those that there are: {', '.join(tools)}")
        arguments = asked.arguments or {}
        return await anyio.to_thread.run_sync(_used, tools[asked.name], service, arguments, site, local)

    server: Server[object] = Server(
        "maltolk",
        version=__version__,
        title="måltolk",
        instructions=_INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )
    server.middleware.clear()  # the SDK's own, for tracing to elsewhere
    # What it logs of a request that it cannot read repeats the request; what fails in a tool is logged here.
    logging.getLogger("mcp").setLevel(logging.CRITICAL)
    return server


def over_stdio(service: Service, site: str) -> None:
    """Serve on standard input and output until the input ends. For the main thread of a process of its own."""
    # The SDK waits for input in a thread that only more input would wake; there is nothing to tidy up.
    signal.signal(signal.SIGINT, signal.SIG_DFL)

    async def run() -> None:
        server = server_of(service, site, local=True)
        async with stdio_server() as (incoming, outgoing):
            await server.run(incoming, outgoing, server.create_initialization_options())

    anyio.run(run)


class OverHttp:
    """The server over streamable HTTP at PATH: each request by itself, answered with JSON, without a session.

    Only hosts and origins of ``site`` and of this machine are answered, so that no page elsewhere can have a browser
    ask (DNS rebinding).
    """

    def __init__(self, service: Service, site: str, max_bytes: int) -> None:
        scheme, _, rest = site.partition("//")
        host = rest.partition("/")[0]
        own = ([host], [f"{scheme}//{host}"]) if site else ([], [])
        self._manager = StreamableHTTPSessionManager(
            server_of(service, site),
            json_response=True,
            stateless=True,
            security_settings=TransportSecuritySettings(
                allowed_hosts=[*own[0], *_LOOPBACK, *(f"{name}:*" for name in _LOOPBACK)],
                allowed_origins=[*own[1], *(f"http://{name}:*" for name in _LOOPBACK)],
            ),
            max_request_body_size=max_bytes,
        )

    @property
    def route(self) -> Route:
        """Where it is reached."""
        return Route(PATH, self)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a POST; there is no stream to open and no session to end. Raises HTTPException 405."""
        if scope["method"] != "POST":
            raise HTTPException(405, headers={"Allow": "POST"})
        await self._manager.handle_request(scope, receive, send)

    def running(self) -> AbstractAsyncContextManager[None]:
        """To be entered, once, while the application runs."""
        return self._manager.run()


def _described(tool: Tool) -> ToolDescription:
    return ToolDescription(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        input_schema=tool.asks.model_json_schema(),
        output_schema=tool.gives.model_json_schema(mode="serialization"),
        annotations=ToolAnnotations(
            title=tool.title, read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
        ),
    )


def _used(tool: Tool, service: Service, arguments: dict[str, object], site: str, local: bool) -> CallToolResult:
    try:
        return _content(tool.use(service, from_fields(tool.asks, arguments), site))
    except Refused as refused:
        return _error(refused.refusal.message)
    except UsageError:  # the arguments have been checked, but for what only the index knows
        return _error(refusal("unknown_municipality").message)
    except MaltolkError as error:
        _log.error("%s cannot be answered: %s", tool.name, error)
        return _error(str(error) if local else refusal("unavailable").message)
    except Exception as error:  # noqa: BLE001 - whatever it is, the assistant gets an answer
        return _error(unexpected(error).message)


def _content(result: Result) -> CallToolResult:
    return CallToolResult(content=[TextContent(text=result.text)], structured_content=result.structure)


def _error(message: str) -> CallToolResult:
    return CallToolResult(content=[TextContent(text=message)], is_error=True)
