"""Of a question nothing stays: no cookie, nothing in the browser's stores, no line in a log, no file."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.model

WORD = "Xylofonprästen"
QUESTION = f"Vilka mål har Ljungby för {WORD}?"


def test_nothing_is_kept_in_the_browser_beyond_the_tab(chat) -> None:
    chat.ask(QUESTION)
    assert chat.page.context.cookies() == []
    assert WORD not in chat.page.evaluate("JSON.stringify([{...localStorage}, document.cookie])")
    assert chat.page.evaluate("indexedDB.databases()") == []
    assert WORD not in chat.page.url
    kept = "JSON.stringify({...sessionStorage})"
    assert WORD in chat.page.evaluate(kept)
    chat.page.get_by_role("button", name="Börja om").click()
    assert WORD not in chat.page.evaluate(kept)


@pytest.fixture
def program(built: Path, tmp_path: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """`maltolk serve` in a process and a folder of its own, with the address that it told."""
    (tmp_path / "tmp").mkdir()
    with (tmp_path / "stdout").open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "maltolk", "--index", str(built), "serve", "--port", "0"],
            cwd=tmp_path,
            stdout=output,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "TMPDIR": str(tmp_path / "tmp"), "PYTHONWARNINGS": "default"},
        )
    assert process.stderr is not None
    lines = []
    for line in process.stderr:
        lines.append(line)
        if told := re.search(r"http://\S+", line):
            break
    else:
        raise AssertionError("".join(lines))
    yield told[0], process
    process.kill()
    process.wait()
    process.stderr.close()


def test_nothing_is_kept_on_the_server(new_page, visitor, watch, program, server, tmp_path, built) -> None:
    address, process = program
    page = new_page(type(server)(address.rstrip("/"), server.settings))
    page.goto(f"/enkel?q={QUESTION}")
    expect(page.get_by_role("heading", level=2)).to_contain_text(WORD)
    chat = visitor(page).open()
    chat.ask(QUESTION)
    watch.leave()
    process.terminate()
    _, said = process.communicate(timeout=30)
    written = {file: file.read_bytes() for place in (tmp_path, built) for file in place.rglob("*") if file.is_file()}
    assert WORD not in said
    assert [str(file) for file, content in written.items() if WORD.encode() in content] == []
    assert (tmp_path / "stdout") in written
