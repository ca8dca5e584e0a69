"""Which machines may be contacted: those whose address everybody on the internet sees, and networks named by hand.

A page can redirect anywhere and a name can resolve to anything, also to this machine or to a cloud's own metadata.
"""

import socket
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_TRANSLATED = ip_network("64:ff9b::/96")  # NAT64: the last 32 bits are an IPv4 address (RFC 6052)


class NotReachable(OSError):
    """A name has no address, or none that may be contacted."""


def addresses_of(host: str, port: int, networks: Sequence[Network]) -> list[str]:
    """The addresses of ``host`` that may be contacted, in the resolver's order.

    Whoever connects must use one of these and not the name: a second look-up may give another address. Raises
    NotReachable.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NotReachable(f"{host} has no address") from error
    allowed = [str(entry[4][0]) for entry in found if may_be_contacted(str(entry[4][0]), networks)]
    if not allowed:
        raise NotReachable(f"{host} is at {found[0][4][0]}")
    return list(dict.fromkeys(allowed))


def may_be_contacted(written: str, networks: Sequence[Network]) -> bool:
    """Whether the address is public, or in one of ``networks``."""
    address = ip_address(written.partition("%")[0])
    if any(address in network for network in networks):
        return True
    return all(_is_public(one) for one in _carried(address) or (address,))


def _is_public(address: Address) -> bool:
    special = address.is_multicast or address.is_reserved or address.is_unspecified
    return address.is_global and not special


def _carried(address: Address) -> tuple[Address, ...]:
    """The IPv4 addresses that an IPv6 address may lead to."""
    if isinstance(address, IPv4Address):
        return ()
    if address.ipv4_mapped is not None:
        return (address.ipv4_mapped,)
    if address.sixtofour is not None:
        return (address.sixtofour,)
    if address.teredo is not None:
        return address.teredo
    return (IPv4Address(int(address) & 0xFFFF_FFFF),) if address in _TRANSLATED else ()
