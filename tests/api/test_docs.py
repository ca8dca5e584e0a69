"""The examples of docs/api.md run as they are written, but for the port."""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from maltolk.answering.retrieval.intent import probes
from maltolk.api import asked
from maltolk.api.refusals import STATUS
from maltolk.indexing.build import build
from maltolk.indexing.encoders.hash_encoder import HASHING, HashEncoder
from maltolk.reading import read_folder
from maltolk.settings import Settings

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "api.md").read_text("utf-8")
EXAMPLES = re.findall(r"^```(sh|python)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def address(
    tmp_path_factory: pytest.TempPathFactory, serving: Callable[[Settings], AbstractContextManager[str]]
) -> Iterator[str]:
    """Of a server of the texts that come with maltolk."""
    folder = tmp_path_factory.mktemp("docs")
    reading = read_folder(ROOT / "corpus")
    build(folder / "index", reading.documents, reading.skipped, HashEncoder(), probes=probes())
    with serving(Settings(folder / "index", folder / "models", HASHING)) as address:
        yield address


def run(language: str, code: str, address: str) -> str:
    command = {"sh": ["sh", "-e", "-c"], "python": [sys.executable, "-c"]}[language]
    ran = subprocess.run(
        [*command, code.replace("http://127.0.0.1:7860", address)],
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


@pytest.mark.parametrize("code", [code for language, code in EXAMPLES if language == "sh"])
def test_the_examples_for_curl(code: str, address: str):
    assert json.loads(run("sh", code, address))


def test_the_examples_for_python(address: str):
    asking, again = [code for language, code in EXAMPLES if language == "python"]
    assert re.search(r"^\[1\] .*\(Lund, \d{4}-\d\d-\d\d\)\n    …\w", run("python", asking, address), re.MULTILINE)
    assert run("python", again, address) == "unchanged\n"


def test_the_page_knows_every_code_and_every_limit():
    table = PAGE.partition("## Errors")[2]
    written = {
        code: int(status)
        for status, codes in re.findall(r"^\| (\d{3}) \| (.*) \|$", table, re.MULTILINE)
        for code in re.findall(r"`([a-z_0-9]+)`", codes)
    }
    assert written == {code: status for code, status in STATUS.items() if code != "forbidden"}
    limits = PAGE.partition("## Limits")[2].partition("## Errors")[0].replace(",", "")
    for most in (asked.MAX_QUESTION, asked.MAX_QUERY_LENGTH, asked.MAX_HISTORY, asked.MAX_FOUND, asked.MAX_QUOTE):
        assert f" {most}" in limits
    assert f"{asked.MAX_TURNS} questions" in limits
