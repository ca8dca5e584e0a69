"""Measures of a running server, as Prometheus reads them. No label has anything of a question or of an address.

Several workers add theirs together through files in a folder of the parent's, as prometheus_client does it.
"""

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from maltolk.model import Answer
from maltolk.web.prefix import local_path

FOLDER_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
"""What prometheus_client reads at import."""
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_REFUSALS = {413: "size", 429: "pace", 503: "busy"}
_PAGE = re.compile(
    r"(?:/en)?/(api|enkel|fraga|gradio_api|kalla|kommun|kommuner|kontakter|mcp|om|omdome|personal|resurser|tema)\b"
)
_OTHER = "other"
_WATCHERS = ("/halsa/", "/metrics")


def share(folder: Path) -> None:
    """Let the processes that are told ``folder`` add their measures together; before prometheus_client is imported."""
    folder.mkdir(exist_ok=True)
    os.environ[FOLDER_VARIABLE] = str(folder)


def forget(process: int, folder: Path) -> None:
    """A worker has ended: what it counted stays, but it has nothing in flight any more."""
    from prometheus_client.multiprocess import mark_process_dead

    mark_process_dead(process, str(folder))  # type: ignore[no-untyped-call]


class Measures:
    """What is measured in this process."""

    def __init__(self) -> None:
        from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

        self._registry = registry = CollectorRegistry()
        self._answers = Counter(
            "maltolk_answers", "Answers by status and by what answered.", ["status", "kind"], registry=registry
        )
        self._seconds = Histogram(
            "maltolk_answer_seconds",
            "Time that an answer took, by step; 'all' is the whole.",
            ["step"],
            buckets=_SECONDS,
            registry=registry,
        )
        self._responses = Counter(
            "maltolk_responses", "Responses by page and HTTP status.", ["page", "status"], registry=registry
        )
        self._refusals = Counter(
            "maltolk_refusals",
            "Requests refused: too large, too soon, too many at once.",
            ["reason"],
            registry=registry,
        )
        self._in_flight = Gauge(
            "maltolk_requests_in_flight",
            "Requests without a response yet, those that wait for their turn among them.",
            multiprocess_mode="livesum",
            registry=registry,
        )

    def answered(self, answer: Answer) -> None:
        """Count an answer with its trace."""
        given = (
            None if answer.trace is None else next((each for each in answer.trace.weighed if not each.refused), None)
        )
        kind = "none" if given is None else given.kind.rpartition(": ")[2]  # behind the name of a compared municipality
        self._answers.labels(answer.status.value, kind).inc()
        self._seconds.labels("all").observe(answer.latency_ms / 1000)
        for step in () if answer.trace is None else answer.trace.steps:
            self._seconds.labels(step.name).observe(step.milliseconds / 1000)

    def began(self) -> None:
        """A request has come."""
        self._in_flight.inc()

    def responded(self, path: str, status: int | None) -> None:
        """Its response begins; None: there is none."""
        self._in_flight.dec()
        if status is None:
            return
        found = _PAGE.match(path)
        self._responses.labels(found.group(1) if found else _OTHER, str(status)).inc()
        if status in _REFUSALS:
            self._refusals.labels(_REFUSALS[status]).inc()

    def written(self, gauges: Mapping[str, float]) -> bytes:
        """All measures, with ``gauges`` (name -> value) that hold for all processes."""
        from prometheus_client import CollectorRegistry, generate_latest
        from prometheus_client.multiprocess import MultiProcessCollector

        registry = self._registry
        if FOLDER_VARIABLE in os.environ:
            registry = CollectorRegistry()
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return generate_latest(registry) + b"".join(_gauges(gauges))


def _gauges(values: Mapping[str, float]) -> Iterator[bytes]:
    for name, value in values.items():
        yield f"# TYPE maltolk_{name} gauge\nmaltolk_{name} {value}\n".encode()


class Measured:
    """Counts requests and responses, but not those of whoever watches."""

    def __init__(self, application: ASGIApp, measures: Measures) -> None:
        self._application = application
        self._measures = measures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http" or (path := local_path(scope)).startswith(_WATCHERS):
            await self._application(scope, receive, send)
            return
        told = False

        def tell(status: int | None) -> None:
            nonlocal told
            if not told:
                told = True
                self._measures.responded(path, status)

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                tell(message["status"])
            await send(message)

        self._measures.began()
        try:
            await self._application(scope, receive, sending)
        finally:
            tell(None)
