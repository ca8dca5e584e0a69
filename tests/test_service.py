"""The public face: what each call gives, when generations come and go, and what is wrong is told as an error."""

import contextlib
import io
import logging
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
from pathlib import Path

import pytest

from maltolk import Service
from maltolk.answering.retrieval.intent import probes
from maltolk.errors import IndexDamaged, IndexMissing, IndexStale, UsageError
from maltolk.indexing.build import build
from maltolk.indexing.encoders.hash_encoder import HASHING, HashEncoder
from maltolk.indexing.storage.generations import Generations
from maltolk.model import Answer, Document, Status, Subject
from maltolk.reading import read_document, read_folder
from maltolk.settings import Settings

ROOT = Path(__file__).parents[1]
QUESTION = "Vilka mål har Ale?"
ORSA = "När antogs handlingsplanen i Orsa?"


def settings_of(index: Path) -> Settings:
    return Settings(index, index.parent / "models", HASHING)


def built(index: Path, documents: Sequence[Document]) -> str:
    """Name of the generation that is current after a build."""
    build(index, list(documents), [], HashEncoder(), probes=probes())
    return Generations(index).current().name


def later(documents: Sequence[Document]) -> list[Document]:
    """The texts with another date in Orsa's."""
    orsa = next(d for d in documents if d.path == "orsa.txt")
    new = read_document("orsa.txt", orsa.text.replace("3 juni 2019", "4 juli 2020").encode())
    assert isinstance(new, Document)
    return [new if d.path == "orsa.txt" else d for d in documents]


def timeless(answer: Answer) -> Answer:
    return replace(answer, latency_ms=0)


@pytest.fixture(scope="module")
def documents(small: Path) -> tuple[Document, ...]:
    return tuple(read_folder(small).documents)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory, documents: tuple[Document, ...]) -> Settings:
    """Of an index that no test changes."""
    index = tmp_path_factory.mktemp("service") / "index"
    built(index, documents)
    return settings_of(index)


@pytest.fixture(scope="module")
def service(settings: Settings) -> Service:
    return Service(settings)


@pytest.fixture
def own(settings: Settings, tmp_path: Path) -> Settings:
    """Of a copy that a test may change."""
    shutil.copytree(settings.index, tmp_path / "index")
    return settings_of(tmp_path / "index")


# importing and opening


def test_importing_loads_nothing_until_the_service_is_named():
    code = (
        "import sys, maltolk\n"
        "heavy = ('maltolk.service', 'maltolk.indexing', 'numpy', 'faiss', 'logging')\n"
        "loaded = lambda: [n for n in heavy if n in sys.modules]\n"
        "assert loaded() == [], loaded()\n"
        "assert not hasattr(maltolk, 'nonsense')\n"
        "from maltolk import Service\n"
        "assert 'maltolk.service' in loaded()\n"
        "assert [n for n in ('onnxruntime', 'torch', 'gradio') if n in sys.modules] == []\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False)
    assert ran.returncode == 0, ran.stderr


def test_the_first_lines_of_the_guide_do_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    guide = (ROOT / "docs" / "python.md").read_text("utf-8")
    shown = re.search(r"```python\n(.*?)```\n\n((?: {4}[^\n]*\n)+)", guide, re.DOTALL)
    assert shown is not None
    code, output = shown.groups()
    assert len([line for line in code.splitlines() if line]) <= 5
    lund = read_document("lund.md", (ROOT / "corpus" / "lund.md").read_bytes())
    assert isinstance(lund, Document)
    built(tmp_path / "index", [lund])
    monkeypatch.chdir(tmp_path)
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(compile(code, "docs/python.md", "exec"), {})
    assert said.getvalue().splitlines() == [line.strip() for line in output.splitlines()]


def test_the_guide_names_every_call():
    guide = (ROOT / "docs" / "python.md").read_text("utf-8")
    calls = {name for name in vars(Service) if not name.startswith("_")} - {"index", "directory", "hiding"}
    calls -= {name for name in calls if isinstance(vars(Service)[name], property) and f"`{name}`" in guide}
    assert calls == {name for name in calls if f"`{name}(" in guide or f".{name}(" in guide}


def test_opening_takes_the_folder_given_else_the_environments(settings: Settings, monkeypatch: pytest.MonkeyPatch):
    generation = Generations(settings.index).current().name
    assert Service.open(str(settings.index)).coverage().generation == generation
    monkeypatch.setenv("MALTOLK_INDEX", str(settings.index))
    assert Service.open().coverage().generation == generation


def test_a_missing_index_is_told_when_it_is_opened_or_first_asked(tmp_path: Path):
    with pytest.raises(IndexMissing, match="maltolk index"):
        Service.open(tmp_path / "none")
    service = Service(settings_of(tmp_path / "none"))
    for call in (service.documents, service.contacts, service.warm_up, service.verify, service.rollback):
        with pytest.raises(IndexMissing, match="maltolk index"):
            call()
    with pytest.raises(IndexMissing):
        service.ask(QUESTION)


def test_an_index_that_comes_later_is_found(tmp_path: Path, documents: tuple[Document, ...]):
    service = Service(settings_of(tmp_path / "index"))
    with pytest.raises(IndexMissing):
        service.ask(QUESTION)
    built(tmp_path / "index", documents)
    assert service.ask(QUESTION).status is Status.ANSWERED


def test_an_encoder_that_is_not_the_builders_is_stale_for_those_who_need_it(own: Settings, monkeypatch):
    monkeypatch.setattr("maltolk.service.open_encoder", lambda *_: _Another())
    service = Service(own)
    assert len(service.contacts()) == 6, "contacts need no encoder"
    with pytest.raises(IndexStale, match="encoder fingerprint"):
        service.ask(QUESTION)
    with pytest.raises(IndexStale, match="encoder fingerprint"):
        service.search("mål")


class _Another(HashEncoder):
    """An encoder of another make."""

    def __init__(self) -> None:
        super().__init__()
        self.fingerprint = "another"


def test_the_encoder_is_opened_once_and_only_by_who_compares_meanings(own: Settings, documents, monkeypatch):
    opened: list[str] = []

    def counted(asked: Settings, _note: object) -> HashEncoder:
        opened.append(asked.model)
        return HashEncoder()

    monkeypatch.setattr("maltolk.service.open_encoder", counted)
    service = Service(replace(own, model="bundled"))
    service.documents()
    service.contacts("ek")
    service.coverage()
    assert opened == []
    service.ask(QUESTION)
    service.search("mål")
    built(own.index, later(documents))
    service.ask(QUESTION)
    assert opened == [HASHING], "the one that built the index, whatever the next build is to take"


# generations


def test_a_new_generation_is_taken_up_and_an_older_text_is_still_found(own: Settings, documents):
    service = Service(own)
    before = service.ask(ORSA)
    assert "3 juni 2019" in before.text
    old = service.coverage().generation
    new = built(own.index, later(documents))
    after = service.ask(ORSA)
    assert "4 juli 2020" in after.text
    assert (before.generation, after.generation, service.coverage().generation) == (old, new, new)
    quote = before.citations[0].quote
    version = service.version(quote.digest)
    assert version is not None
    assert (version.is_current, version.last_generation) == (False, old)
    assert quote.span.of(version.document.text) == quote.text
    assert version.newest == after.citations[0].quote.digest
    assert service.passages(quote.digest) == ()


def test_one_that_does_not_open_leaves_the_one_before(own: Settings, documents, caplog: pytest.LogCaptureFixture):
    service = Service(own)
    service.warm_up()
    old = service.coverage().generation
    new = built(own.index, later(documents))
    manifest = own.index / "generations" / new / "manifest.json"
    whole = manifest.read_bytes()
    manifest.write_bytes(b"{")
    with caplog.at_level(logging.ERROR, "maltolk.service"):
        answer = service.ask(ORSA)
    assert "3 juni 2019" in answer.text
    assert answer.generation == old
    (record,) = caplog.records
    assert f"still answering from generation {old}" in record.getMessage()
    manifest.write_bytes(whole)
    assert service.ask(ORSA).generation == new


def test_one_whose_encoder_cannot_be_had_leaves_those_who_ask_the_one_before(own: Settings, documents):
    service = Service(own)
    service.warm_up()
    old = service.coverage().generation
    build(own.index, later(documents), [], HashEncoder(32), probes=probes())  # the name gives one of more dimensions
    assert Generations(own.index).current().name != old
    assert service.ask(ORSA).generation == old


def test_whoever_was_warm_stays_warm(own: Settings, documents, monkeypatch: pytest.MonkeyPatch):
    asked: list[str] = []
    service = Service(own)
    service.warm_up()
    built(own.index, later(documents))
    real = HashEncoder.embed_queries

    def noted(encoder: HashEncoder, texts: Sequence[str]):
        asked.extend(texts)
        return real(encoder, texts)

    monkeypatch.setattr(HashEncoder, "embed_queries", noted)
    service.coverage()
    assert asked, "the new generation was asked something before anybody came"


def test_a_rollback_is_taken_up_and_needs_no_sound_generation(own: Settings, documents):
    service = Service(own)
    old = service.coverage().generation
    new = built(own.index, later(documents))
    assert service.ask(ORSA).generation == new
    assert service.rollback() == old
    assert service.ask(ORSA).generation == old
    with pytest.raises(UsageError, match="no generation before"):
        service.rollback()
    new = built(own.index, later(documents))
    (own.index / "generations" / new / "manifest.json").write_bytes(b"{")
    fresh = Service(own)
    with pytest.raises(IndexDamaged):
        fresh.documents()
    assert fresh.rollback() == old
    assert len(fresh.documents()) == 4


def test_verify_names_what_is_wrong(own: Settings):
    service = Service(own)
    assert service.verify() == ()
    store = next(own.index.glob("generations/*/*.sqlite"))
    content = bytearray(store.read_bytes())
    content[len(content) // 2] ^= 1
    store.chmod(0o644)
    store.write_bytes(content)
    assert any(store.name in fault for fault in service.verify())


# values


def test_an_answer_and_its_source(service: Service):
    answer = service.ask("Och i Ale?", ["Vilka mål har Orsa?"])
    assert answer.status is Status.ANSWERED
    assert len(answer.citations) == 8
    for citation in answer.citations:
        version = service.version(citation.quote.digest)
        assert version is not None
        assert version.is_current
        assert citation.quote.span.of(version.document.text) == citation.quote.text
        assert any(
            p.span.start <= citation.quote.span.start < p.span.end for p in service.passages(version.document.digest)
        )
    assert service.ask("Vilka mål har Umeå?", language="en").text.startswith("I have no texts")
    assert service.ask("Vilka fokusområden finns?", municipality="älmhult").municipalities == ("Älmhult",)


def test_an_explanation_has_the_same_answer(service: Service):
    explained = service.ask(QUESTION, trace=True)
    assert explained.trace is not None
    assert explained.trace.outcome == "list"
    assert timeless(replace(explained, trace=None)) == timeless(service.ask(QUESTION))


def test_questions_to_begin_and_to_go_on_with(service: Service):
    offered = service.examples("sv", "Ale")
    assert offered
    assert all(service.ask(question, municipality="Ale").status is Status.ANSWERED for question in offered)
    answer = service.ask(QUESTION)
    further = service.follow_ups(QUESTION, (), answer)
    assert further
    assert all(service.ask(question, [QUESTION]).status is Status.ANSWERED for question in further)


def test_a_search_gives_quotes_best_first(service: Service):
    hits = service.search("hyresrätter", 5)
    assert len(hits) == 5
    assert "hyresrätter" in hits[0].quote.text
    assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)
    for hit in hits:
        version = service.version(hit.quote.digest)
        assert version is not None
        assert hit.quote.span.of(version.document.text) == hit.quote.text
        assert (hit.document, hit.title, hit.municipality) == (
            version.document.path,
            version.document.title,
            version.document.municipality,
        )
    assert {hit.municipality for hit in service.search("mål", 50, "orsa")} == {"Orsa"}
    with pytest.raises(UsageError, match="from 1"):
        service.search("mål", 0)


def test_contacts_are_rows_that_lead_to_their_text(service: Service):
    everybody = service.contacts()
    assert len(everybody) == 6
    (row,) = service.contacts("tranbäck")
    assert row in everybody
    assert (row.name, row.municipality, row.document) == ("Ingalill Tranbäck", "Ale", "ale.md")
    version = service.version(row.digest)
    assert version is not None
    assert "Ingalill Tranbäck" in row.span.of(version.document.text)
    assert {row.municipality for row in service.contacts(municipality="ale")} == {"Ale"}
    assert service.contacts("Gösta Berling") == ()


def test_documents_are_rows_with_facts(service: Service, documents: tuple[Document, ...]):
    by_path = {document.path: document for document in documents}
    rows = service.documents()
    assert [row.path for row in rows] == ["ale.md", "torslanda.txt", "orsa.txt", "almhult.txt"]
    for row in rows:
        document = by_path[row.path]
        assert all(getattr(row, field.name) == getattr(document, field.name) for field in fields(row))
        assert [fact.subject for fact in row.facts] == list(Subject)


def test_what_is_covered(service: Service, settings: Settings):
    coverage = service.coverage()
    assert coverage.municipalities == ("Ale", "Göteborg", "Orsa", "Älmhult")
    assert coverage.documents == 4
    dated = [row.date[:4] for row in service.documents() if row.date]
    assert (coverage.first, coverage.last, coverage.undated) == (min(dated), max(dated), 4 - len(dated))


def test_an_empty_index_covers_nothing(tmp_path: Path):
    built(tmp_path / "index", [])
    service = Service(settings_of(tmp_path / "index"))
    coverage = service.coverage()
    assert (coverage.municipalities, coverage.documents, coverage.first, coverage.undated) == ((), 0, None, 0)
    assert (service.documents(), service.contacts()) == ((), ())
    assert service.ask(QUESTION).status is not Status.ANSWERED
    with pytest.raises(UsageError, match="indexed are none"):
        service.contacts(municipality="Ale")


def test_a_text_that_was_never_here(service: Service):
    assert service.version("0" * 64) is None
    assert service.version("../current") is None
    assert service.passages("0" * 64) == ()


@pytest.mark.parametrize("call", ["ask", "search", "contacts"])
def test_an_unknown_municipality_is_one_error_that_names_the_known(service: Service, call: str):
    with pytest.raises(UsageError, match=r"^no texts from Umeå; indexed are Ale, Göteborg, Orsa, Älmhult$"):
        getattr(service, call)("mål", municipality="Umeå")


# threads


def test_many_threads_ask_while_a_generation_comes(own: Settings, documents):
    service = Service(own)
    old = service.coverage().generation

    def asked(number: int) -> tuple[str, str]:
        if number == 20:
            built(own.index, later(documents))
        answer = service.ask(ORSA)
        assert service.contacts("tranbäck")[0].document == "ale.md"
        return answer.generation, answer.text

    with ThreadPoolExecutor(8) as workers:
        answers = list(workers.map(asked, range(60)))
    new = service.coverage().generation
    assert new != old
    assert {generation for generation, _ in answers} == {old, new}
    assert all(("3 juni 2019" if generation == old else "4 juli 2020") in text for generation, text in answers)
