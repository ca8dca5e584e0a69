"""Everything that can be set, in one frozen value, read once from the environment."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from maltolk.errors import UsageError

BUNDLED = "bundled"
"""Name of the default encoder: multilingual-e5-small, unpacked from an installed package."""

QUESTIONS = "questions.jsonl"
"""File of saved questions in the working folder, used if it exists and no other is set."""

SUPPRESSED = "suppressed.toml"
"""File of people who must not be shown, beside the folder of the index, unless another is set."""

KEPT_DAYS = 30
"""Days that questions without an answer, and judgements, are kept where that is turned on, unless set otherwise."""

KEPT = 3
"""Generations on disk after a build, unless set otherwise: the current one, and those to roll back to."""


@dataclass(frozen=True, slots=True)
class Operator:
    """Who runs the pages and is responsible for them; unset fields are empty."""

    name: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Privacy:
    """What of people is kept, and who is not shown.

    ``unanswered``: file of masked questions that had no answer (MALTOLK_UNANSWERED); None, the default, keeps none.
    ``days``: how long those and judgements are kept, from 1 (MALTOLK_UNANSWERED_DAYS).
    ``suppressed``: file of people who must not be shown (MALTOLK_SUPPRESSED); None takes SUPPRESSED beside the index.
    """

    unanswered: Path | None = None
    days: int = KEPT_DAYS
    suppressed: Path | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things are and which encoder builds.

    ``index``: folder of the generations (MALTOLK_INDEX, else ``index`` in the working folder).
    ``models``: folder of unpacked encoders (MALTOLK_MODELS, else ``maltolk/models`` in the user's cache folder).
    ``model``: the encoder a build uses: ``bundled``, or a sentence-transformers name or folder (MALTOLK_MODEL).
    ``keep``: generations that a build leaves on disk, from 1, the current one included (MALTOLK_KEEP).
    ``corpus``: folder of the texts (MALTOLK_CORPUS, else ``corpus`` in the working folder).
    ``questions``: file of the questions whose answers a renewal compares (MALTOLK_QUESTIONS); None takes QUESTIONS if
    that is there.
    ``feedback``: file that judgements of answers are added to (MALTOLK_FEEDBACK); None, the default, asks for none.
    ``operator``: who answers for the pages (MALTOLK_OPERATOR, MALTOLK_OPERATOR_EMAIL, MALTOLK_OPERATOR_PHONE).
    ``privacy``: what of people is kept, and who is not shown.
    ``staff_password``: opens the staff's pages (MALTOLK_STAFF_PASSWORD); without one there are none.
    """

    index: Path
    models: Path
    model: str = BUNDLED
    keep: int = KEPT
    corpus: Path = Path("corpus")
    questions: Path | None = None
    feedback: Path | None = None
    operator: Operator = Operator()
    privacy: Privacy = Privacy()
    staff_password: str | None = field(default=None, repr=False)

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> "Settings":
        """The settings that ``environ`` (variable name -> value) asks for. Raises UsageError."""
        return cls(
            index=Path(environ.get("MALTOLK_INDEX") or "index"),
            models=Path(environ.get("MALTOLK_MODELS") or _cache(environ) / "models"),
            model=environ.get("MALTOLK_MODEL") or BUNDLED,
            keep=_whole("MALTOLK_KEEP", environ.get("MALTOLK_KEEP") or str(KEPT)),
            corpus=Path(environ.get("MALTOLK_CORPUS") or "corpus"),
            questions=Path(environ["MALTOLK_QUESTIONS"]) if environ.get("MALTOLK_QUESTIONS") else None,
            feedback=Path(environ["MALTOLK_FEEDBACK"]) if environ.get("MALTOLK_FEEDBACK") else None,
            operator=Operator(
                environ.get("MALTOLK_OPERATOR", ""),
                environ.get("MALTOLK_OPERATOR_EMAIL", ""),
                environ.get("MALTOLK_OPERATOR_PHONE", ""),
            ),
            privacy=Privacy(
                Path(environ["MALTOLK_UNANSWERED"]) if environ.get("MALTOLK_UNANSWERED") else None,
                _whole("MALTOLK_UNANSWERED_DAYS", environ.get("MALTOLK_UNANSWERED_DAYS") or str(KEPT_DAYS)),
                Path(environ["MALTOLK_SUPPRESSED"]) if environ.get("MALTOLK_SUPPRESSED") else None,
            ),
            staff_password=environ.get("MALTOLK_STAFF_PASSWORD") or None,
        )

    @property
    def unanswered_days(self) -> int:
        """Days that questions without an answer are kept, 0 where they are not."""
        return 0 if self.privacy.unanswered is None else self.privacy.days

    @property
    def feedback_days(self) -> int:
        """Days that judgements are kept, 0 where none are asked for."""
        return 0 if self.feedback is None else self.privacy.days

    @property
    def suppressed(self) -> Path:
        """The file of people who must not be shown: beside the index, so that whatever opens that finds it, and no
        rebuild or deletion of the index touches it."""
        return self.privacy.suppressed or self.index.absolute().parent / SUPPRESSED


def _cache(environ: Mapping[str, str]) -> Path:
    """The folder of maltolk in the user's cache: ``~/.cache/maltolk`` or ``$XDG_CACHE_HOME/maltolk`` on Linux."""
    from platformdirs import user_cache_path

    if environ.get("XDG_CACHE_HOME"):  # on every system, if it is set
        return Path(environ["XDG_CACHE_HOME"]) / "maltolk"
    return user_cache_path("maltolk", appauthor=False)


def _whole(name: str, written: str) -> int:
    """A number from 1."""
    if not re.fullmatch("[1-9][0-9]{0,5}", written):
        raise UsageError(f"{name} is {written[:40]!r}; set it to a whole number from 1, or leave it out")
    return int(written)
