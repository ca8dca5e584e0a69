"""Documents made by hand, so that these tests depend on no reading."""

import hashlib
from collections.abc import Callable, Sequence

import pytest

from maltolk.model import Block, BlockKind, Contact, Document, Span

MakeDocument = Callable[..., Document]

_MARKS = {
    "# ": BlockKind.HEADING,
    "- ": BlockKind.LIST_ITEM,
    "> ": BlockKind.QUOTATION,
    "! ": BlockKind.FURNITURE,
    "@ ": BlockKind.CONTACT,
}


def document(parts: Sequence[str], path: str = "mål.txt", municipality: str = "Lund", **fields: object) -> Document:
    """A document of these parts, one block each.

    ``# heading``, ``## heading``, ``: lead of the next list``, ``- item``, ``+ explanation of the item before``,
    ``> quotation``, ``! furniture``, ``@ contact; lines; so``, and plain paragraphs.
    """
    text = ""
    blocks: list[Block] = []
    contacts: list[Contact] = []
    headings: list[tuple[int, int]] = []
    open_list: int | None = None
    lead: Span | None = None
    for part in parts:
        words = part.lstrip("#")
        level = len(part) - len(words)
        kind = _MARKS.get(part[:2], BlockKind.HEADING if level else BlockKind.PARAGRAPH)
        words = words.lstrip() if level else part[2:] if part[:2] in {*_MARKS, "+ ", ": "} else part
        words = words.replace("; ", "\n") if kind is BlockKind.CONTACT else words
        span = Span(len(text), len(text) + len(words))
        text += words + "\n\n"
        while level and headings and headings[-1][1] >= level:
            headings.pop()
        parent = headings[-1][0] if headings else None
        if kind is BlockKind.LIST_ITEM:
            if open_list is None:
                open_list = len(blocks)
                blocks.append(Block(BlockKind.LIST, span, parent=parent, lead=lead))
            blocks[open_list] = Block(
                BlockKind.LIST,
                Span(blocks[open_list].span.start, span.end),
                parent=blocks[open_list].parent,
                lead=blocks[open_list].lead,
            )
            parent, level = open_list, 1
        elif part.startswith("+ "):
            parent = max(place for place, block in enumerate(blocks) if block.kind is BlockKind.LIST_ITEM)
        else:
            open_list = None
        lead = span if part.startswith(": ") else None
        if kind is BlockKind.HEADING:
            headings.append((len(blocks), level))
        if kind is BlockKind.CONTACT:
            first = words.split("\n")[0]
            contacts.append(Contact(span, name=Span(span.start, span.start + len(first))))
        blocks.append(Block(kind, span, level=level, parent=parent))
    values: dict[str, object] = {"title": "Mål och visioner", "blocks": tuple(blocks), "contacts": tuple(contacts)}
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Document(path=path, municipality=municipality, text=text, digest=digest, **(values | fields))  # type: ignore[arg-type]  # a test's shorthand


@pytest.fixture(scope="session")
def make_document() -> MakeDocument:
    return document


@pytest.fixture(scope="session")
def corpus() -> tuple[Document, ...]:
    lund = document(
        [
            "# Fokusområden",
            "Lundakvintetten har tagit fram nya fokusområden. De gäller hela kommunen.",
            "! Skriv ut",
            ": Kommunen har tre mål:",
            "- Alla ska ha inflytande över sina liv",
            "+ God utbildning ger förutsättningar. Ingen ska begränsas.",
            "- Kommunen ska vara ledande inom miljö",
            "- Ekonomin ska vara hållbar",
            "## Kontakt",
            "@ Philip Sandberg; Kommunstyrelsens ordförande; philip@example.se",
        ]
    )
    ljungby = document(
        ["Vår vision är att forma framtiden tillsammans.", "# Vatten", "Utveckla arbetet kring vattenfrågor."],
        path="vision.txt",
        municipality="Ljungby",
        title="Vision",
        date="2021-03-01",
        url="https://example.se/vision",
        places=("Lidhult",),
    )
    landskrona = document(
        ["# Fem områden", "Fullmäktigeplanen gäller till 2021.", "> Skolan är viktigast, säger hon."],
        path="plan.txt",
        municipality="Landskrona",
        title="Fullmäktigeplan",
    )
    return (lund, ljungby, landskrona)
