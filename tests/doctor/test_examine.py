"""What the doctor finds."""

import socket
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from maltolk.answering.retrieval.intent import probes
from maltolk.doctor import examine, indexed, installation
from maltolk.doctor.finding import Finding, Verdict
from maltolk.indexing.build import build
from maltolk.indexing.encoders.hash_encoder import HASHING, HashEncoder
from maltolk.reading import read_folder
from maltolk.settings import Settings


@pytest.fixture
def installed(tmp_path: Path) -> Settings:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "plan.md").write_text("# Plan\n\nKommunen ska bygga.\n", "utf-8")
    reading = read_folder(corpus)
    build(tmp_path / "index", reading.documents, reading.skipped, HashEncoder(), probes=probes())
    return Settings(tmp_path / "index", tmp_path / "models", HASHING, corpus=corpus)


def wrong(findings: Iterable[Finding]) -> list[str]:
    return [finding.says for finding in findings if finding.verdict is not Verdict.GOOD]


def test_every_fault_names_its_cure(installed: Settings):
    (installed.index / "current").unlink()
    found = list(examine(installed, 0, {"MALTOLK_NONSENSE": "1"}))
    assert any(finding.unusable for finding in found)
    assert all(finding.cure for finding in found if finding.verdict is not Verdict.GOOD)


def test_an_index_that_is_well_is_good(installed: Settings):
    assert wrong(indexed.index(installed)) == []
    assert wrong(indexed.corpus(installed)) == []


def test_a_changed_byte_of_the_index_is_found(installed: Settings):
    (store,) = installed.index.glob("generations/*/store.sqlite")
    content = bytearray(store.read_bytes())
    content[-1] ^= 1
    store.write_bytes(content)
    assert "store.sqlite differs" in wrong(indexed.index(installed))[0]


def test_texts_that_changed_since_the_build_are_told(installed: Settings):
    (installed.corpus / "ny.md").write_text("Ny text.", "utf-8")
    (installed.corpus / "plan.md").unlink()
    assert wrong(indexed.corpus(installed)) == [
        "1 changed after the build: ny.md",
        "1 indexed, but no longer there: plan.md",
    ]


def test_a_mistyped_variable_is_told_with_what_was_meant():
    (found,) = installation.variables({"MALTOLK_CORPS": "x", "MALTOLK_INDEX": "y", "HOME": "z"})
    assert found.says == "MALTOLK_CORPS is not known"
    assert found.cure == "did you mean MALTOLK_CORPUS?"


@pytest.mark.parametrize(
    ("password", "could_be_guessed"), [("kommun2024", True), ("aaaaaaaaaaaaaaaaa", True), ("tolv gröna hästar", False)]
)
def test_a_weak_password_is_told(installed: Settings, password: str, could_be_guessed: bool):
    assert bool(wrong(installation.password(replace(installed, staff_password=password)))) is could_be_guessed


def test_a_port_in_use_is_told(installed: Settings):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        found = {finding.check: finding for finding in examine(installed, taken.getsockname()[1], {})}
    assert found["port"].verdict is Verdict.WARNING


def test_a_check_that_breaks_hides_no_other(installed: Settings, monkeypatch: pytest.MonkeyPatch):
    def broken(_: Settings) -> None:
        raise RuntimeError("no such thing")

    monkeypatch.setattr(indexed, "index", broken)
    found = {finding.check: finding for finding in examine(installed, 0, {})}
    assert found["index"].verdict is Verdict.FAULT
    assert "clock" in found
