"""What is made once."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from maltolk.web.public.reply_cache import ReplyCache


def test_what_several_ask_for_at_the_same_time_is_made_once():
    remembered, made, go_on = ReplyCache(3), [], threading.Event()

    def make() -> str:
        made.append("x")
        go_on.wait(10)
        return "value"

    with ThreadPoolExecutor(4) as pool:
        waiting = [pool.submit(remembered.get, "key", make) for _ in range(4)]
        go_on.set()
        assert {each.result(10) for each in waiting} == {"value"}
    assert made == ["x"]


def test_what_was_not_asked_for_longest_is_forgotten_first():
    remembered = ReplyCache(2)
    for key in ("a", "b", "a", "c"):
        remembered.get(key, key.upper)
    assert len(remembered) == 2
    assert remembered.get("a", lambda: "made again") == "A"
    assert remembered.get("b", lambda: "made again") == "made again"


def test_a_failure_is_told_and_not_kept():
    remembered = ReplyCache(2)
    with pytest.raises(ZeroDivisionError):
        remembered.get("a", lambda: 1 / 0)
    assert remembered.get("a", lambda: 2.0) == 2.0
