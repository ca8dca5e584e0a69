"""All checks, in the order in which they are told."""

import os
from collections.abc import Callable, Iterator, Mapping

from maltolk.doctor import indexed, installation, place
from maltolk.doctor.finding import Finding, fault
from maltolk.settings import Settings

_CHECKS: tuple[tuple[str, Callable[[Settings, Mapping[str, str], int], Iterator[Finding]]], ...] = (
    ("python", lambda _settings, _environ, _port: installation.python()),
    ("packages", lambda _settings, _environ, _port: installation.packages()),
    ("settings", lambda _settings, environ, _port: installation.variables(environ)),
    ("staff password", lambda settings, _environ, _port: installation.password(settings)),
    ("encoder", lambda settings, _environ, _port: indexed.encoder(settings)),
    ("reader", lambda settings, _environ, _port: indexed.reader(settings)),
    ("index", lambda settings, _environ, _port: indexed.index(settings)),
    ("texts", lambda settings, _environ, _port: indexed.corpus(settings)),
    ("folders", lambda settings, _environ, _port: place.folders(settings)),
    ("disk", lambda settings, _environ, _port: place.disk(settings)),
    ("memory", lambda _settings, _environ, _port: place.memory()),
    ("descriptors", lambda _settings, _environ, _port: place.descriptors()),
    ("port", lambda _settings, _environ, port: place.port(port)),
    ("programs", lambda _settings, _environ, _port: place.programs()),
    ("clock", lambda settings, _environ, _port: place.clock(settings)),
)


def examine(settings: Settings, port: int, environ: Mapping[str, str] = os.environ) -> Iterator[Finding]:
    """What each check finds, one after the other. ``port``: at which `maltolk serve` is to answer."""
    for name, check in _CHECKS:
        try:
            yield from check(settings, environ, port)
        except Exception as error:  # noqa: BLE001  whatever is broken here must not hide what the other checks find
            yield fault(name, f"the check itself failed ({type(error).__name__}: {error})", "tell the developers")
