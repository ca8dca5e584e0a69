"""Whether a question asks the texts, asks about maltolk, or is something else, by the nearest example questions."""

import re
import tomllib
from enum import StrEnum
from functools import cache
from importlib.resources import files

import numpy as np

from maltolk.answering.finding.request import Request
from maltolk.answering.people.people_lookup import asks_backwards
from maltolk.answering.understanding.understand import is_light
from maltolk.errors import IndexStale

NEIGHBOURS = 2
MARGIN = {"coverage": 0.03, "chat": 0.02}
"""How much nearer the examples of a kind must be than those of questions to the texts; cosines."""

SERVICE_MARGIN = 0.015
LIKE_DISTRESS = 0.8
"""Cosine that texts of a kind have at least, with the bundled encoder; by another's the margin means nothing."""
DISTRESS_MARGIN = 0.015
"""How much nearer its examples must be; of the questions of the trial, dev and rounds none is as near."""


_SUM = re.compile(r"\d\s*[+*×/]\s*\d")


class Intent(StrEnum):
    """What a question is for."""

    ASK = "ask"
    COVERAGE = "coverage"
    CHAT = "chat"


@cache
def probes() -> dict[str, list[str]]:
    """The example questions by kind, to be embedded with an index."""
    return dict(tomllib.loads((files("maltolk.answering.deciding") / "data" / "probes.toml").read_text("utf-8")))


def is_for_service(request: Request) -> bool:
    """Whether the question is nearer to wanting something done (a permit, opening hours) than to asking what is aimed
    at; texts of goals merely sound like an answer to that."""
    return _likeness(request, "service") > _likeness(request, Intent.ASK.value) + SERVICE_MARGIN


def is_in_distress(request: Request) -> bool:
    """Whether somebody seems to be in danger or despair, and does not ask what is aimed at against such things."""
    distress = _likeness(request, "distress")
    others = (*(intent.value for intent in Intent), "service", "prevention")
    return distress > LIKE_DISTRESS and distress > max(_likeness(request, k) for k in others) + DISTRESS_MARGIN


def _likeness(request: Request, kind: str) -> float:
    """The mean cosine of the question and its nearest examples of a kind."""
    try:
        _, vectors = request.index.probes(kind)
    except KeyError:
        made = f"generation {request.index.generation} was made without the example questions {kind!r}"
        raise IndexStale(f"{made}; run: maltolk index") from None
    return float(np.sort(vectors @ request.vector)[-NEIGHBOURS:].mean())


def intent_of(request: Request) -> Intent:
    """The kind of question, by the mean likeness to its nearest examples."""
    question = request.question
    overview = question.asks("wants.overview") and question.municipalities
    if overview or question.asks("fields.phone", "fields.email") or asks_backwards(question.text):
        return Intent.ASK
    known = any(t.stem in t.variants and not is_light(t) for t in question.words)
    if question.municipalities and known and question.language == "sv":
        return Intent.ASK
    if _SUM.search(question.text) and not question.municipalities:
        return Intent.CHAT
    likeness = {intent: _likeness(request, intent.value) for intent in Intent}
    for intent in (Intent.COVERAGE, Intent.CHAT):
        others = max(value for other, value in likeness.items() if other is not intent)
        # Who names a municipality, or chats in words that the texts have, probably asks the texts.
        doubtful = question.municipalities or (known and intent is Intent.CHAT)
        if likeness[intent] >= others + MARGIN[intent.value] * (2 if doubtful else 1):
            return intent
    return Intent.ASK
