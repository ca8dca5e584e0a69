"""Everything that can be set, in one frozen value, read once from the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

BUNDLED = "bundled"
"""Name of the default encoder: multilingual-e5-small, unpacked from an installed package."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things lie and which encoder builds.

    ``index``: folder of the generations (MALTOLK_INDEX, else ``index`` in the working folder).
    ``models``: folder of unpacked encoders (MALTOLK_MODELS, else ``maltolk/models`` in the user's cache folder).
    ``model``: the encoder a build uses: ``bundled``, or a sentence-transformers name or folder (MALTOLK_MODEL).
    """

    index: Path
    models: Path
    model: str = BUNDLED

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> "Settings":
        """The settings that ``environ`` (variable name -> value) asks for."""
        cache = Path(environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        return cls(
            index=Path(environ.get("MALTOLK_INDEX") or "index"),
            models=Path(environ.get("MALTOLK_MODELS") or cache / "maltolk" / "models"),
            model=environ.get("MALTOLK_MODEL") or BUNDLED,
        )
