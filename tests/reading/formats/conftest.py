"""The makers of files that the benchmark has, for the tests as well."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

BENCHMARKS = Path(__file__).parents[3] / "benchmarks"


@pytest.fixture(scope="session")
def files() -> ModuleType:
    """Makes web pages, PDFs and word processors' files of a document's parts."""
    spec = importlib.util.spec_from_file_location("format_files", BENCHMARKS / "format_files.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules.setdefault("format_files", module)  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module
