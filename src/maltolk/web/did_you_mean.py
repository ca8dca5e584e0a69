"""What a question without an answer may have been meant to be, offered where that is answered."""

from collections.abc import Sequence

from maltolk.model import Answer, Status
from maltolk.service import Service


def meant_instead(
    question: str, history: Sequence[str], limit: str | None, answer: Answer, service: Service
) -> str | None:
    """A question that is near to ``question``, which ``answer`` could not answer, and that is answered; None where
    there is none. Asks one further question where a near one is found."""
    if answer.status is not Status.NOT_FOUND:
        return None
    near = service.near_question(question, with_words=answer.trace is not None and answer.trace.language == "sv")
    if near == question or service.consult(near, limit, history).status is not Status.ANSWERED:
        return None
    return near
