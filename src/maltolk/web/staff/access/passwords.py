"""Passwords as argon2id hashes, with the parameters that RFC 9106 recommends where memory is limited."""

import secrets
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST, LONGEST = 12, 1000
"""Characters of a password."""


def hashed(password: str) -> str:
    """The password's hash, with a salt of its own; takes some 50 ms and 64 MiB."""
    return _hasher().hash(password.encode("utf-8", "surrogatepass"))


def is_right(password: str, kept: str | None) -> bool:
    """Whether ``kept`` is a hash of the password. None, or what is no hash, takes as long as a wrong password."""
    from argon2.exceptions import InvalidHashError, VerificationError

    given = password.encode("utf-8", "surrogatepass")
    try:
        return _hasher().verify(_nobodys() if kept is None else kept, given) and kept is not None
    except VerificationError:
        return False
    except InvalidHashError:
        return is_right(password, None)


def is_hash(written: str) -> bool:
    """Whether it is a hash as ``hashed`` gives it."""
    from argon2 import Type, extract_parameters
    from argon2.exceptions import InvalidHashError

    try:
        return extract_parameters(written).type is Type.ID
    except InvalidHashError:
        return False


@cache
def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher
    from argon2.profiles import RFC_9106_LOW_MEMORY

    return PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)


@cache
def _nobodys() -> str:
    """The hash of a password that nobody has: what an unknown name is compared with."""
    return hashed(secrets.token_urlsafe(32))
