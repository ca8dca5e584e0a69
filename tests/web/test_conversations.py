"""Visitors' conversations."""

from maltolk.model import Answer, Status
from maltolk.web import conversations
from maltolk.web.conversations import SESSION_SECONDS, Conversation, Conversations, ShownTurn


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def conversation(*questions: str) -> Conversation:
    answer = Answer(Status.NOT_FOUND, ())
    return Conversation(tuple(ShownTurn(n, q, None, answer, q) for n, q in enumerate(questions, 1)))


def test_each_page_has_its_own_conversation():
    kept = Conversations(Clock())
    kept.keep("a", conversation("Vad?"))
    assert kept.of("a").html == "Vad?"
    assert kept.of("b") == Conversation()
    kept.drop("a")
    assert kept.of("a") == Conversation()


def test_nobodys_conversation_is_not_kept():
    kept = Conversations(Clock())
    kept.keep(None, conversation("Vad?"))
    assert kept.of(None) == Conversation()


def test_an_abandoned_conversation_is_forgotten():
    clock = Clock()
    kept = Conversations(clock)
    kept.keep("a", conversation("Vad?"))
    clock.now = SESSION_SECONDS - 1
    assert kept.of("a").turns
    clock.now = SESSION_SECONDS + 1
    assert not kept.of("a").turns


def test_the_one_unused_for_longest_goes_first(monkeypatch):
    monkeypatch.setattr(conversations, "MOST", 2)
    kept = Conversations(Clock())
    for page in ("a", "b", "a", "c"):
        kept.keep(page, conversation(page))
    assert [bool(kept.of(page).turns) for page in "abc"] == [True, False, True]


def test_only_the_last_questions_are_context():
    asked = conversation(*"abcdefgh")
    assert asked.before(7) == list("cdefg")
    assert asked.next_number == 9
