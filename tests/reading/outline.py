"""What the tests of this room share: reading a text, and writing its tree down so that a test can be read."""

from maltolk.model import Block, BlockKind, Contact, Document
from maltolk.reading import read_document


def read(text: str, path: str = "x.txt") -> Document:
    result = read_document(path, text.encode("utf-8"))
    assert isinstance(result, Document), result
    return result


def words(document: Document, block: Block) -> str:
    return block.span.of(document.text)


def of_kind(document: Document, kind: BlockKind) -> list[str]:
    return [words(document, block) for block in document.blocks if block.kind is kind]


def children(document: Document, parent: int | None) -> list[Block]:
    return [block for block in document.blocks if block.parent == parent]


def index_of(document: Document, text: str, kind: BlockKind | None = None) -> int:
    for index, block in enumerate(document.blocks):
        if words(document, block) == text and kind in (None, block.kind):
            return index
    raise AssertionError(f"no block says {text!r}")


def fields(document: Document, contact: Contact) -> dict[str, str]:
    spans = {name: getattr(contact, name) for name in ("name", "role", "party", "phone", "email")}
    return {name: span.of(document.text) for name, span in spans.items() if span is not None}


def people(document: Document) -> list[dict[str, str]]:
    return [fields(document, contact) for contact in document.contacts]


def check_invariants(document: Document) -> None:
    """What every other room relies on."""
    last = 0
    for index, block in enumerate(document.blocks):
        said = words(document, block)
        assert 0 <= block.span.start < block.span.end <= len(document.text)
        assert said == said.strip()
        assert said.strip()
        assert block.span.start >= last
        last = block.span.start
        assert block.parent is None or 0 <= block.parent < index
        if block.kind is BlockKind.LIST_ITEM:
            assert block.parent is not None
            assert document.blocks[block.parent].kind is BlockKind.LIST
        if block.kind is BlockKind.LIST:
            inside = [child for child in document.blocks if child.parent == index]
            assert inside
            assert block.span.start == inside[0].span.start
            assert block.span.end >= inside[-1].span.end
        for span in (block.lead, block.speaker):
            assert span is None or 0 <= span.start < span.end <= len(document.text)
    for contact in document.contacts:
        spans = [contact.name, contact.role, contact.party, contact.phone, contact.email]
        assert any(spans)
        for span in spans:
            if span is not None:
                assert contact.span.start <= span.start < span.end <= contact.span.end
                assert span.of(document.text) == span.of(document.text).strip()
