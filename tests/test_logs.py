"""The log of a server."""

import json
import logging

import pytest

from maltolk.logs import MOST_ALIKE, Sparing, _Lines
from maltolk.settings import LogForm

SECRET = "Var bor Kalle på Storgatan 3?"


def record(message: str = "it failed", error: BaseException | None = None) -> logging.LogRecord:
    info = None if error is None else (type(error), error, error.__traceback__)
    return logging.LogRecord("maltolk.web", logging.ERROR, __file__, 1, message, (), info)


def raised() -> BaseException:
    try:
        raise ValueError(SECRET)
    except ValueError as error:
        return error


@pytest.mark.parametrize("form", LogForm)
def test_an_error_is_one_line_without_what_it_says(form: LogForm):
    line = _Lines(form).format(record("it failed\nbadly", raised()))
    assert "\n" not in line
    assert "ValueError" in line
    assert "test_logs.py:" in line
    assert SECRET not in line
    assert "it failed badly" in line


def test_json_has_its_parts():
    told = json.loads(_Lines(LogForm.JSON).format(record(error=raised())))
    assert told["level"] == "ERROR"
    assert told["logger"] == "maltolk.web"
    assert told["error"] == "ValueError"


def test_what_repeats_is_counted_instead_of_written():
    now = [0.0]
    sparing = Sparing(lambda: now[0])
    written = [sparing.filter(record()) for _ in range(1000)]
    assert sum(written) == MOST_ALIKE
    assert sparing.filter(record("another"))
    now[0] = 61.0
    late = record()
    assert sparing.filter(late)
    assert late.getMessage() == f"it failed ({1000 - MOST_ALIKE} like this left out)"
