"""Kinds of personal data, and a place in a text that holds some."""

from dataclasses import dataclass
from enum import StrEnum

from maltolk.model import Span


class Personal(StrEnum):
    """A kind of personal data; the value is the Swedish word that takes its place."""

    IDENTITY_NUMBER = "personnummer"
    PHONE = "telefonnummer"
    EMAIL = "e-postadress"
    WEB = "webbadress"
    STREET = "gatuadress"
    POSTAL = "postadress"
    PROPERTY = "fastighet"
    VEHICLE = "registreringsnummer"
    CASE = "ärendenummer"
    ACCOUNT = "kontonummer"
    NAME = "namn"

    @property
    def mask(self) -> str:
        """What is written instead."""
        return f"[{self.value}]"


@dataclass(frozen=True, slots=True)
class Found:
    """Where a text has personal data, and of which kind."""

    span: Span
    kind: Personal
