"""The OpenAPI document of the interface, made from the same table as its addresses."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Literal, TypeAlias

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from maltolk.api.asked import Asked, Nothing, Place
from maltolk.api.endpoints import ENDPOINTS, Endpoint
from maltolk.api.refusals import STATUS, refusal
from maltolk.api.shapes import ErrorJson

Described: TypeAlias = tuple[type[BaseModel], Literal["validation", "serialization"]]

VERSION = "1.0.0"
"""Of the interface: the first number changes when a program written for it would break."""

_EVERYWHERE = ("not_found", "method", "too_large", "too_many", "broken", "unavailable")
"""Codes of errors that any address may answer with."""
_REF = "#/components/schemas/{model}"
_ABOUT = (
    "Answers questions about Swedish municipalities with verbatim quotes from their own texts. Every quote names the "
    "digest of its text and the place in it. Nothing that is asked is kept. Every error has the same form, in English "
    "and in Swedish."
)
_SAMPLE_NUMBERS = {"most": 2000, "characters": 2000, "known": "q, k, municipality", "number": "1f3a90c2"}


def description(root: str) -> dict[str, Any]:
    """The document for an interface that is reached at the path ``root``."""
    return {**_document(), "servers": [{"url": root or "/"}]}


@cache
def _document() -> dict[str, Any]:
    given: list[Described] = [(each.gives, "serialization") for each in ENDPOINTS]
    sent: list[Described] = [(each.asks, "validation") for each in ENDPOINTS if each.method == "POST"]
    _, schemas = models_json_schema([*given, (ErrorJson, "serialization"), *sent], ref_template=_REF)
    paths: dict[str, Any] = defaultdict(dict)
    for endpoint in ENDPOINTS:
        paths[endpoint.path][endpoint.method.lower()] = _operation(endpoint)
    paths["/openapi.json"]["get"] = {
        "operationId": "describe",
        "summary": "This document",
        "responses": {"200": _ok({"type": "object"}, tagged=True), "304": _unchanged(), **_errors(_EVERYWHERE[:-1])},
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "måltolk", "version": VERSION, "description": _ABOUT},
        "paths": dict(paths),
        "components": {"schemas": schemas["$defs"]},
    }


def _operation(endpoint: Endpoint) -> dict[str, Any]:
    shape = _ref(endpoint.gives)
    gives = {"type": "array", "items": shape} if endpoint.many else shape
    is_get = endpoint.method == "GET"
    unchanged = {"304": _unchanged()} if is_get else {}
    operation: dict[str, Any] = {
        "operationId": endpoint.name,
        "summary": endpoint.summary,
        "responses": {
            "200": _ok(gives, tagged=is_get),
            **unchanged,
            **_errors((*endpoint.refuses, *_EVERYWHERE)),
        },
    }
    if not is_get:
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": _ref(endpoint.asks)}}}
    elif endpoint.asks is Place:
        operation["parameters"] = _place_parameters()
    elif endpoint.asks is not Nothing:
        operation["parameters"] = _query_parameters(endpoint.asks)
    return operation


def _ref(model: type[BaseModel]) -> dict[str, Any]:
    return {"$ref": _REF.format(model=model.__name__)}


def _ok(schema: Mapping[str, Any], *, tagged: bool) -> dict[str, Any]:
    described: dict[str, Any] = {"description": "Done", "content": {"application/json": {"schema": schema}}}
    return {**described, "headers": _tag()} if tagged else described


def _tag() -> dict[str, Any]:
    return {
        "ETag": {
            "description": "Send it as If-None-Match next time; 304 then says that nothing has changed.",
            "schema": {"type": "string"},
        }
    }


def _unchanged() -> dict[str, Any]:
    return {"description": "What the client has still holds", "headers": _tag()}


def _errors(codes: Iterable[str]) -> dict[str, Any]:
    by_status: dict[int, list[str]] = defaultdict(list)
    for code in codes:
        by_status[STATUS[code]].append(code)
    return {
        str(status): {
            "description": f"Error: {', '.join(sorted(set(found)))}",
            "content": {
                "application/json": {
                    "schema": _ref(ErrorJson),
                    "examples": {code: {"value": _example(code)} for code in sorted(set(found))},
                }
            },
        }
        for status, found in sorted(by_status.items())
    }


def _example(code: str) -> dict[str, Any]:
    return refusal(code, "q", **_SAMPLE_NUMBERS).as_json()


def _query_parameters(asks: type[Asked]) -> list[dict[str, Any]]:
    schema = asks.model_json_schema()
    required = schema.get("required", [])
    return [
        {
            "name": name,
            "in": "query",
            "required": name in required,
            "description": field.pop("description", ""),
            "schema": _without_null(field),
        }
        for name, field in schema["properties"].items()
    ]


def _without_null(field: dict[str, Any]) -> dict[str, Any]:
    """The schema for an address, where nothing is said by leaving the field out."""
    for option in field.pop("anyOf", ()):
        if option.get("type") != "null":
            field.update(option)
    if field.get("default", "") is None:
        del field["default"]
    return field


def _place_parameters() -> list[dict[str, Any]]:
    digest = Place.model_json_schema()["properties"]["digest"]
    return [
        {"name": "digest", "in": "path", "required": True, "schema": digest},
        {
            "name": "place",
            "in": "path",
            "required": True,
            "description": "Its first character, from 0, a hyphen, and the character behind its last one.",
            "schema": {"type": "string", "pattern": "^(0|[1-9][0-9]{0,9})-[1-9][0-9]{0,9}$", "examples": ["120-188"]},
        },
    ]
