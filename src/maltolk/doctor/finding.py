"""What a check found."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """How it is. WARNING: it works, but not as it should, or not for long."""

    GOOD = "good"
    WARNING = "warning"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    """``check``: what was looked at. ``says``: what was found. ``cure``: what to do, empty when all is well.

    ``unusable``: whether nothing can be answered because of it.
    """

    check: str
    verdict: Verdict
    says: str
    cure: str = ""
    unusable: bool = False

    def as_json(self) -> dict[str, str]:
        """For scripts."""
        return {"check": self.check, "verdict": self.verdict.value, "says": self.says, "cure": self.cure}

    def as_line(self) -> str:
        """For people."""
        cure = f"; {self.cure}" if self.cure else ""
        return f"{self.verdict.value:8}{self.check}: {self.says}{cure}"


def good(check: str, says: str) -> Finding:
    """All is well."""
    return Finding(check, Verdict.GOOD, says)


def warning(check: str, says: str, cure: str) -> Finding:
    """It works all the same."""
    return Finding(check, Verdict.WARNING, says, cure)


def fault(check: str, says: str, cure: str, *, unusable: bool = False) -> Finding:
    """It does not work."""
    return Finding(check, Verdict.FAULT, says, cure, unusable)
