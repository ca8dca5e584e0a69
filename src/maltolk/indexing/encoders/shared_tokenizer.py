"""Tokenizers of one vocabulary, which is read once and held in memory once: it takes a second and 280 MB."""

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tokenizers import Tokenizer


def open_tokenizer(file: Path) -> "Tokenizer":
    """The tokenizer in ``file``, with settings of its own. Raises OSError, and what the tokenizers library raises."""
    from tokenizers import Tokenizer

    read = _read(file.read_bytes())
    tokenizer = Tokenizer(read.model)
    for part in ("normalizer", "pre_tokenizer", "post_processor", "decoder"):
        if getattr(read, part) is not None:
            setattr(tokenizer, part, getattr(read, part))
    added = read.get_added_tokens_decoder().values()
    tokenizer.add_special_tokens([token for token in added if token.special])
    tokenizer.add_tokens([token for token in added if not token.special])
    if read.truncation is not None:
        tokenizer.enable_truncation(**read.truncation)
    if read.padding is not None:
        tokenizer.enable_padding(**read.padding)
    return tokenizer


@lru_cache(maxsize=2)
def _read(content: bytes) -> "Tokenizer":
    from tokenizers import Tokenizer

    return Tokenizer.from_buffer(content)
