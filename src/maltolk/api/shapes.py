"""What other programs get: the JSON that ``maltolk.presentation`` makes, described for OpenAPI and MCP.

Nothing is made from these models; the tests hold them against what the service returns. Fields may be added later.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

Digest = Annotated[str, Field(description="sha256 of the text, 64 hexadecimal digits")]
Link = Annotated[str, Field(description="path of the source page that shows the words in their place")]
Day = Annotated[str | None, Field(description="day the text was published or last updated, ISO 8601")]
PageName = Annotated[str | None, Field(description="what the page is called: the number printed on it, or its place")]
FromImage = Annotated[bool, Field(description="whether the words were recognised in a picture of the page")]
Start = Annotated[int, Field(description="offset of the first character in the text, in code points, from 0")]
End = Annotated[int, Field(description="offset behind the last character")]


class PlaceJson(BaseModel):
    """A stretch of a text."""

    start: Start
    end: End


class CitationJson(BaseModel):
    """A numbered source of an answer: ``quote`` is exactly what the text has from ``start`` to ``end``."""

    marker: Annotated[int, Field(description="the number in [brackets] in the answer")]
    document: Annotated[str, Field(description="path of the text")]
    title: str
    municipality: str
    date: Day
    url: Annotated[str | None, Field(description="where the text was published")]
    page: Annotated[int | None, Field(description="page from 1, for texts with pages")]
    page_name: Annotated[
        str | None, Field(description="what the page is called: the number printed on it, or its place")
    ]
    read_from_image: FromImage
    period: Annotated[str | None, Field(description='when the text is valid, as an ISO 8601 interval: "2019/2021"')]
    earlier: Annotated[str | None, Field(description="title of the edition before this text")]
    digest: Digest
    start: Start
    end: End
    quote: Annotated[str, Field(description="verbatim words of the text")]
    link: Link


class ContactPlacesJson(BaseModel):
    """Where the words of a contact are."""

    name: PlaceJson | None = None
    role: PlaceJson | None = None
    party: PlaceJson | None = None
    phone: PlaceJson | None = None
    email: PlaceJson | None = None
    other_phones: list[PlaceJson] = []


class CitedContactJson(BaseModel):
    """A contact in an answer, in the words of its text."""

    name: str | None
    role: str | None
    party: str | None
    phone: str | None
    email: str | None
    municipality: str
    document: str
    date: Day
    citation: Annotated[int | None, Field(description="marker of the citation that contains the contact")]
    phone_e164: Annotated[str | None, Field(description="the number in +46 form")]
    also: Annotated[list[int], Field(description="markers of citations of the same contact in other places")]
    other_phones: list[str]
    address: Annotated[str | None, Field(description="the e-mail address meant, where it is written otherwise")]
    digest: Annotated[str | None, Field(description="sha256 of the text that ``fields`` are places in")] = None
    fields: ContactPlacesJson | None = None


class ReadJson(BaseModel):
    """A stretch of a text that was read, and the probability that it answers."""

    document: str
    title: str
    digest: Digest
    start: int
    end: int
    probability: float


class WeighedJson(BaseModel):
    """A kind of answer that was considered, and why it was refused ("" for the one given)."""

    kind: str
    probability: float | None
    refused: str


class StepJson(BaseModel):
    """How long a step took."""

    name: str
    milliseconds: float


class TraceJson(BaseModel):
    """How an answer came about."""

    question: str
    language: str
    municipalities: list[str]
    intent: str
    intent_probability: float
    searched: str
    read: list[ReadJson]
    weighed: list[WeighedJson]
    steps: list[StepJson]
    outcome: str


class AnswerJson(BaseModel):
    """An answer made of quotes. Anything but "answered" is no answer: then ``suggestions`` may lead further."""

    status: Literal["answered", "not_found", "needs_clarification", "declined"]
    answer: Annotated[str, Field(description="plain text, with [1] where citation 1 is quoted")]
    citations: list[CitationJson]
    contacts: list[CitedContactJson]
    suggestions: Annotated[list[str], Field(description="questions or places that may help further")]
    municipalities: Annotated[list[str], Field(description="whose texts the answer is about")]
    notices: Annotated[list[str], Field(description="what to know about the sources, such as their age")]
    probability: Annotated[float | None, Field(description="that the answer is right, 0 to 1", ge=0, le=1)]
    trace: Annotated[TraceJson | None, Field(description="only when asked for")] = None
    generation: Annotated[str, Field(description="which build of the index answered")]
    latency_ms: Annotated[float, Field(ge=0)]


class HitJson(BaseModel):
    """A passage that was found."""

    document: str
    title: str
    municipality: str
    digest: Digest
    start: Start
    end: End
    text: Annotated[str, Field(description="verbatim words of the text")]
    score: Annotated[float, Field(description="more is better")]
    link: Link


class ContactJson(BaseModel):
    """A contact in the words of its text; null for what the text does not give."""

    name: str | None
    role: str | None
    party: str | None
    phone: str | None
    email: str | None
    municipality: str
    document: str
    date: Day
    link: Link


class FactJson(BaseModel):
    """What is known of a property of a text, how surely, and where it was found."""

    value: str | None
    confidence: Literal["stated", "inferred", "guessed", "unknown"]
    sureness: Annotated[str, Field(description="the same as confidence", deprecated=True)]
    found_in: Literal["text", "head", "file", "path", "gazetteer"] | None
    span: Annotated[list[int] | None, Field(description="start and end in the text", min_length=2, max_length=2)]


class LeftOutJson(BaseModel):
    """A page that could not be read, and why."""

    page: Annotated[int, Field(description="from 1")]
    reason: str
    reason_sv: str


class DocumentJson(BaseModel):
    """A text that answers are made from."""

    document: Annotated[str, Field(description="path of the text")]
    municipality: str
    title: str
    date: Day
    url: str | None
    digest: Digest
    link: Annotated[str, Field(description="path of the page that shows the text")]
    facts: Annotated[dict[str, FactJson], Field(description="by property: title, municipality, date, period, kind")]
    left_out: Annotated[list[LeftOutJson], Field(description="pages whose words could not be read")]
    read_from_image: Annotated[list[int], Field(description="pages whose words were recognised in a picture of them")]


class QuoteJson(BaseModel):
    """A quote in its context: ``before``, ``quote`` and ``after`` follow each other in the text."""

    document: str
    title: str
    municipality: str
    date: Day
    url: str | None
    page: int | None
    page_name: PageName
    read_from_image: FromImage
    period: str | None
    digest: Digest
    start: Start
    end: End
    before: str
    quote: str
    after: str
    current: Annotated[bool, Field(description="whether questions are answered from this text")]
    newest: Annotated[str | None, Field(description="path of the text that has replaced an older one")]
    link: Link


class ErrorBodyJson(BaseModel):
    """What went wrong."""

    code: Annotated[str, Field(description="for programs")]
    message: Annotated[str, Field(description="for people, in English")]
    message_sv: Annotated[str, Field(description="the same in Swedish")]


class ErrorJson(BaseModel):
    """The one form of every error."""

    error: ErrorBodyJson
