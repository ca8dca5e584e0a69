"""Addresses of clients, as they are counted."""

import ipaddress
from collections.abc import Iterable
from contextlib import suppress


def network_of(address: str) -> str:
    """The address; for IPv6 the prefix of a household or an office, which has very many addresses."""
    try:
        read = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(read, ipaddress.IPv6Address):
        return str(read.ipv4_mapped or ipaddress.ip_network((int(read), 64), strict=False).network_address)
    return str(read)


def is_loopback(address: str) -> bool:
    """Whether the client is this machine."""
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


class Networks:
    """Addresses and networks ("10.0.0.0/8") as a set; "*" has all in it. What is neither is left out."""

    def __init__(self, written: Iterable[str]) -> None:
        self._networks = []
        for each in written:
            with suppress(ValueError):
                self._networks += [ipaddress.ip_network(one) for one in (_ALL if each == "*" else [each.strip()])]

    def __contains__(self, address: object) -> bool:
        try:
            read = ipaddress.ip_address(str(address))
        except ValueError:
            return False
        return any(read in network for network in self._networks)


_ALL = ["0.0.0.0/0", "::/0"]
