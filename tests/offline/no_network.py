"""Denies every connection that leaves the machine, in this process and, through sitecustomize.py, in those it starts.

A denial is an OSError, as on a machine without a network, and is written down in the file that MALTOLK_TEST_DENIED
names, so that a test fails even where the code under test lives on without the network.
"""

import ipaddress
import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

RECORD = "MALTOLK_TEST_DENIED"


class NetworkDenied(OSError):
    """Something wanted to leave the machine."""


def is_local(host: object) -> bool:
    """Whether a host is this machine; a name other than localhost would have to be asked for on the network."""
    if host is None:
        return True
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name.split("%")[0]).is_loopback
    except ValueError:
        return False


def _refuse(what: str, target: object) -> NetworkDenied:
    record = os.environ.get(RECORD)
    if record:
        with Path(record).open("a", encoding="utf-8") as file:
            file.write(f"{what} {target!r}\n")
    return NetworkDenied(f"the tests deny the network: {what} {target!r}")


def _address_guarded(what: str, real: Callable[..., Any], place: int) -> Callable[..., Any]:
    """``real``, a method of a socket whose argument number ``place`` (from the end when negative) is an address."""

    def guarded(self: socket.socket, *arguments: Any) -> Any:
        inside = self.family in (socket.AF_INET, socket.AF_INET6)
        address = arguments[place] if len(arguments) > (place if place >= 0 else 0) else None
        if inside and isinstance(address, tuple) and not is_local(address[0]):
            raise _refuse(what, address)
        return real(self, *arguments)

    return guarded


def _name_guarded(what: str, real: Callable[..., Any]) -> Callable[..., Any]:
    """``real``, a function whose first argument is a host."""

    def guarded(host: Any, *arguments: Any, **named: Any) -> Any:
        if not is_local(host):
            raise _refuse(what, host)
        return real(host, *arguments, **named)

    return guarded


def deny() -> None:
    """Guard the sockets of this process from now on; twice is as good as once."""
    if getattr(socket, "_maltolk_denied", False):
        return
    for name, place in (("connect", 0), ("connect_ex", 0), ("bind", 0), ("sendto", -1), ("sendmsg", 3)):
        setattr(socket.socket, name, _address_guarded(name, getattr(socket.socket, name), place))
    for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex"):
        setattr(socket, name, _name_guarded(name, getattr(socket, name)))
    socket._maltolk_denied = True  # type: ignore[attr-defined]  # a mark of our own
