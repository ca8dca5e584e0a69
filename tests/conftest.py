"""What all tests stand on: no network, small texts in a quick index, and the bundled encoder for tests marked so."""

import asyncio
import importlib.util
import os
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Future
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from pathlib import Path
from types import ModuleType

import hypothesis
import pytest

from maltolk.answering.answer import Answerer
from maltolk.answering.reader import preparing
from maltolk.answering.reader.reading_model import Reader
from maltolk.answering.reader.word_reader import WordReader
from maltolk.answering.retrieval.intent import probes
from maltolk.indexing.build import build
from maltolk.indexing.encoders import opening
from maltolk.indexing.encoders.encoder import Encoder
from maltolk.indexing.encoders.hash_encoder import HASHING, HashEncoder
from maltolk.indexing.encoders.model_folder import model_folder
from maltolk.indexing.index import Index
from maltolk.indexing.probes import Probes
from maltolk.reading import read_folder
from maltolk.settings import BUNDLED, Settings

TESTS = Path(__file__).parent
SMALL = TESTS / "data" / "small"
TRIAL = TESTS / "data" / "trial"
OFFLINE = TESTS / "offline"


def module_at(path: Path) -> ModuleType:
    """The module in a file that is on no import path."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules.setdefault(path.stem, module)  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


no_network = module_at(OFFLINE / "no_network.py")


def _keep_to_one_core() -> None:
    """Several test processes get a core each: encoders that share cores spend their time waiting for each other."""
    number = os.environ.get("PYTEST_XDIST_WORKER", "").removeprefix("gw")
    if number and hasattr(os, "sched_setaffinity"):
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {cores[int(number) % len(cores)]})


def pytest_configure(config: pytest.Config) -> None:
    """Close the network before the first test module is imported, for child processes as well; and read no pictures, so
    that the same is read on every machine."""
    os.environ["MALTOLK_TESSERACT"] = ""
    no_network.deny()
    _keep_to_one_core()
    # How long an example takes says how busy the machine is; what must be quick has a test that says so.
    hypothesis.settings.register_profile(
        "unhurried", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
    )
    hypothesis.settings.load_profile("unhurried")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(OFFLINE), os.environ.get("PYTHONPATH")]))
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["TRANSFORMERS_OFFLINE"] = "1"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # some tests import onnxruntime as it is
    for name in (
        "INDEX",
        "MODEL",
        "KEEP",
        "CORPUS",
        "QUESTIONS",
        "FEEDBACK",
        "UNANSWERED",
        "SUPPRESSED",
    ):  # whoever runs the tests may have them set
        os.environ.pop(f"MALTOLK_{name}", None)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where CI runs the tests, what they need has been installed: a test skipped for want of a program has failed."""
    report = yield
    if report.skipped and os.environ.get("CI") and "not installed" in str(report.longrepr):
        report.outcome = "failed"
    return report


@pytest.fixture(scope="session")
def _denials_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("network") / "denied.txt"
    file.touch()
    os.environ[no_network.RECORD] = str(file)
    return file


@pytest.fixture
def denials(_denials_file: Path) -> Callable[[], list[str]]:
    """What was denied since it was last called; a test that wants a denial calls it, or it fails."""

    def taken() -> list[str]:
        found = _denials_file.read_text("utf-8").splitlines()
        _denials_file.write_text("", "utf-8")
        return found

    return taken


@pytest.fixture(autouse=True)
def _no_network(denials: Callable[[], list[str]]) -> Iterator[None]:
    yield
    assert denials() == [], "the test, or what it ran, reached for the network"


@pytest.fixture(scope="session")
def trial() -> Path:
    """Folder of the trial set: ``texts/`` and ``questions.jsonl``."""
    return TRIAL


@pytest.fixture(scope="session")
def small() -> Path:
    """Folder of four small texts."""
    return SMALL


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder ``shared`` that lies next to the checkout where the contract's own texts are at hand."""
    folder = TESTS.parents[1] / "shared"
    if not folder.is_dir():
        if os.environ.get("CI"):
            pytest.fail(f"{folder} is missing; lay it next to the checkout")
        pytest.skip("no folder 'shared' next to the checkout")
    return folder


def _index_of(texts: Path, folder: Path, encoder: Encoder, examples: Probes) -> Index:
    reading = read_folder(texts)
    build(folder, reading.documents, reading.skipped, encoder, probes=examples)
    return Index.open(folder, encoder)


@pytest.fixture(scope="session")
def hashing() -> HashEncoder:
    """An encoder of the small texts that needs no model."""
    return HashEncoder(256)


@pytest.fixture(scope="session")
def corpus_index(tmp_path_factory: pytest.TempPathFactory, hashing: HashEncoder) -> Iterator[Index]:
    """An index of the small texts."""
    index = _index_of(SMALL, tmp_path_factory.mktemp("small") / "index", hashing, probes())
    yield index
    index.close()


@pytest.fixture(scope="session")
def quick_answerer(corpus_index: Index, hashing: HashEncoder) -> Answerer:
    """Answers from the small texts; understands words, not meanings."""
    return Answerer(corpus_index, hashing, WordReader())


@pytest.fixture(scope="session")
def site_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Of an index of the small texts that a server may use, made with the quick encoder."""
    folder = tmp_path_factory.mktemp("site")
    _index_of(SMALL, folder / "index", HashEncoder(), probes()).close()
    return Settings(folder / "index", folder / "models", HASHING)


Serving = Callable[[Settings], AbstractContextManager[str]]


@pytest.fixture(scope="session")
def serving() -> Serving:
    """Runs the application on loopback without a limit on pace: ``with serving(settings) as address``."""
    return _serving


@contextmanager
def _serving(settings: Settings) -> Iterator[str]:
    import uvicorn

    from maltolk.web.application import create_application
    from maltolk.web.doors.guards import Bucket

    ready: Future[uvicorn.Server] = Future()

    async def serve(listening: socket.socket) -> None:
        try:
            application = create_application(settings, bucket=Bucket(burst=1e9))
        except BaseException as error:  # noqa: BLE001  # raised again where the server is waited for
            ready.set_exception(error)
            return
        ready.set_result(uvicorn.Server(uvicorn.Config(application, log_config=None, access_log=False)))
        await ready.result().serve([listening])

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=lambda: asyncio.run(serve(listening)))
        thread.start()
        try:
            ready.result()
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            if not ready.exception():
                ready.result().should_exit = True
            thread.join()


@pytest.fixture(scope="session", autouse=True)
def _one_encoder() -> Iterator[None]:
    """Whatever opens the bundled encoder or its reader in this process gets the same: each takes half a gigabyte."""
    settings = Settings.from_environment()
    real, place = opening.OnnxEncoder, model_folder(BUNDLED, settings.models)
    opened: list[opening.OnnxEncoder] = []

    def shared(name: str, folder: Path) -> opening.OnnxEncoder:
        if (name, folder) != (BUNDLED, place):
            return real(name, folder)
        if not opened:
            opened.append(real(name, folder))
        return opened[0]

    first_reader = cache(preparing.OnnxReader)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(opening, "OnnxEncoder", shared)
        patch.setattr(preparing, "OnnxReader", first_reader)
        yield


@pytest.fixture(scope="session")
def bundled() -> Encoder:
    """The bundled encoder; the first run unpacks it into MALTOLK_MODELS or the user's cache, which takes 40 s."""
    settings = Settings.from_environment()
    return opening.open_encoder(Settings(settings.index, settings.models, BUNDLED))


@pytest.fixture(scope="session")
def reader() -> Reader:
    """The reader that ships; the first run prepares it beside the encoder, which takes 30 s."""
    return preparing.open_reader(BUNDLED, Settings.from_environment().models)


@pytest.fixture(scope="session")
def answerer(tmp_path_factory: pytest.TempPathFactory, bundled: Encoder, reader: Reader) -> Iterator[Answerer]:
    """Answers from the trial texts with the bundled encoder."""
    index = _index_of(TRIAL / "texts", tmp_path_factory.mktemp("trial") / "index", bundled, probes())
    yield Answerer(index, bundled, reader)
    index.close()


Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def command() -> Command:
    """Runs the command line in a process of its own: ``command("ask", "…", stdin="", MALTOLK_MODEL="hash")``."""

    def run(*arguments: str | Path, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", "import sys; from maltolk.cli import main; sys.exit(main())", *map(str, arguments)],
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            timeout=300,
            check=False,
            env={**os.environ, "PYTHONWARNINGS": "error", **environment},
        )

    return run


@pytest.fixture(scope="session")
def scorer() -> ModuleType:
    """The rules by which answers are judged."""
    return module_at(TESTS.parent / "benchmarks" / "score_answers.py")


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody may write to, as pytest's own may not be."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        yield folder


@pytest.fixture
def unprivileged() -> Iterator[None]:
    """Root may read and write everything, so a test of permissions steps down from it."""
    was = os.geteuid()
    if was == 0:
        os.seteuid(65534)
    yield
    os.seteuid(was)
