"""What other programs may ask: a strict model for each kind of request. What does not fit is refused in words.

The fields are the same over HTTP and MCP; what a field must be stands in the catalogue, under "wanted_" and its name.
"""

import unicodedata
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from maltolk.answering.answer import MAX_QUESTION
from maltolk.answering.people.directory import MAX_QUERY_LENGTH
from maltolk.api.refusals import Refusal, Refused, refusal

MAX_TURNS = 5
"""Earlier questions that one may come after; each is answered anew, so they cost as much as it does."""
MAX_HISTORY = MAX_QUESTION
"""Characters of the earlier questions together."""
MAX_FOUND = 50
"""Passages that one search returns."""
MAX_QUOTE = 20_000
"""Characters of a quote."""
MAX_NAME = 100
"""Characters of a municipality's name."""

_LIMITS: Mapping[str, Mapping[str, int]] = {
    "history": {"most": MAX_TURNS, "characters": MAX_HISTORY},
    "k": {"most": MAX_FOUND},
    "end": {"most": MAX_QUOTE},
}
_CODES = {
    "json_invalid": "not_json",
    "extra_forbidden": "unknown_field",
    "missing": "missing_field",
    "string_too_long": "too_long",
    "too_long": "too_long",
    "string_unicode": "not_text",
    "not_text": "not_text",
}
"""Kinds of pydantic's errors, and of ours, that have a code of their own."""


_WORDS = r"\S"
"""What a text must have that is not empty."""

Municipality = Annotated[
    Annotated[str, Field(max_length=MAX_NAME, pattern=_WORDS)] | None,
    Field(description="Only texts of this municipality or region.", examples=["Lund"]),
]


class Asked(BaseModel):
    """A request. Unknown fields and other types than these are refused."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    @model_validator(mode="after")
    def _is_text(self) -> Self:
        for name, value in self:
            if any(map(_is_control, "".join(value) if isinstance(value, list) else str(value))):
                raise PydanticCustomError("not_text", "not text", {"field": name})
        return self


def _is_control(character: str) -> bool:
    return unicodedata.category(character) == "Cc" and not character.isspace()


class Question(Asked):
    """A question, and those before it in its conversation."""

    q: Annotated[
        str,
        Field(max_length=MAX_QUESTION, pattern=_WORDS, description="The question.", examples=["Vilka mål har Lund?"]),
    ]
    history: Annotated[
        list[Annotated[str, Field(max_length=MAX_QUESTION, pattern=_WORDS)]],
        Field(
            max_length=MAX_TURNS,
            description=f"Earlier questions, oldest first, of at most {MAX_HISTORY} characters together.",
        ),
    ] = []
    municipality: Municipality = None
    lang: Annotated[
        Literal["sv", "en"] | None, Field(description="Language of the fixed words; else that of the question.")
    ] = None
    trace: Annotated[bool, Field(description="Whether to tell how the answer came about.")] = False

    @model_validator(mode="after")
    def _bounded(self) -> Self:
        if sum(map(len, self.history)) > MAX_HISTORY:
            raise PydanticCustomError("too_long", "too long", {"field": "history"})
        return self


class Search(Asked):
    """A search for passages."""

    q: Annotated[
        str, Field(max_length=MAX_QUESTION, pattern=_WORDS, description="What to look for.", examples=["klimat"])
    ]
    k: Annotated[int, Field(ge=1, le=MAX_FOUND, description="How many passages at most.")] = 10
    municipality: Municipality = None


class ContactQuery(Asked):
    """A search for contacts."""

    q: Annotated[
        str,
        Field(
            max_length=MAX_QUERY_LENGTH,
            description="A few words: a name, a role, a party, an address; all contacts without any.",
            examples=["kommunalråd"],
        ),
    ] = ""
    municipality: Municipality = None


class Nothing(Asked):
    """A request without fields."""


class Place(Asked):
    """A place in a text."""

    digest: Annotated[str, Field(pattern="^[0-9a-f]{64}$", description="The sha256 of the text.")]
    start: Annotated[int, Field(ge=0, description="Its first character, from 0.")]
    end: Annotated[int, Field(ge=1, description="The character behind its last one.")]

    @model_validator(mode="after")
    def _bounded(self) -> Self:
        if not 0 < self.end - self.start <= MAX_QUOTE:
            raise PydanticCustomError("place", "no such place", {"field": "end"})
        return self


AskedT = TypeVar("AskedT", bound=Asked)


def from_json(kind: type[AskedT], body: bytes) -> AskedT:
    """The request that a body in JSON writes. Raises Refused."""
    try:
        return kind.model_validate_json(body)
    except ValidationError as error:
        raise Refused(_refusal(kind, error)) from None


def from_fields(kind: type[AskedT], fields: Mapping[str, Any]) -> AskedT:
    """The request that these fields make. Raises Refused."""
    try:
        return kind.model_validate(dict(fields))
    except ValidationError as error:
        raise Refused(_refusal(kind, error)) from None


def _refusal(kind: type[Asked], invalid: ValidationError) -> Refusal:
    """The first thing that is wrong, without repeating what was sent."""
    first = invalid.errors(include_url=False, include_input=False)[0]
    code = _CODES.get(first["type"], "invalid_value")
    context = first.get("ctx", {})
    known = list(kind.model_fields)
    if code == "unknown_field":
        return refusal(code, known=", ".join(known)) if known else refusal("no_fields")
    named = context.get("field") or next(iter(first["loc"]), "")
    if code == "not_json" or named not in known:  # an array, a number or nothing at all where an object belongs
        return refusal("not_json")
    if context.get("pattern") == _WORDS and len(first["loc"]) == 1:
        code = "empty"
    return refusal(code, str(named), **limits_of(kind, str(named)))


def limits_of(kind: type[Asked], field: str) -> Mapping[str, int]:
    """The numbers that the sentence on ``field`` mentions."""
    if field == "q":
        return {"most": MAX_QUERY_LENGTH if kind is ContactQuery else MAX_QUESTION}
    return _LIMITS.get(field, {})
