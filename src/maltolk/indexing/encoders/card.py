"""The card of a prepared model folder: what the encoder in it is, and whether it is whole."""

import json
from dataclasses import dataclass
from pathlib import Path

from maltolk.errors import ModelError
from maltolk.indexing.encoders.onnx_export import GRAPH

FORMAT = 1
"""Incremented when the folder's layout, or the way that text becomes a vector, changes."""

CARD = "maltolk.json"
TOKENIZER = "tokenizer.json"
CURE = "delete the folder {folder} and run the command again"


@dataclass(frozen=True, slots=True)
class Card:
    """What ``maltolk.json`` says.

    ``source``: name or folder the encoder came from. ``fingerprint``: sha256 over all that affects a vector.
    ``graph_bytes``: size of the graph, a quick check that it is complete. ``pooling``: ``mean`` or ``cls``.
    """

    format: int
    source: str
    fingerprint: str
    dimension: int
    max_tokens: int
    pooling: str
    query_prompt: str
    passage_prompt: str
    graph_bytes: int


def read_card(folder: Path) -> Card:
    """The card of a prepared folder. Raises ModelError if it or a file that it lists is missing or truncated."""
    cure = CURE.format(folder=folder)
    try:
        content = json.loads((folder / CARD).read_text(encoding="utf-8"))
        if content.get("format") != FORMAT:
            raise ModelError(f"the encoder in {folder} was prepared by another version of maltolk; {cure}")
        card = Card(**content)
        whole = (folder / GRAPH).stat().st_size == card.graph_bytes and (folder / TOKENIZER).is_file()
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise ModelError(f"the encoder in {folder} is damaged ({type(error).__name__}); {cure}") from error
    if not whole:
        raise ModelError(f"the encoder in {folder} is damaged (a file is missing or cut short); {cure}")
    return card
