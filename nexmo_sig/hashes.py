"""The five ways to hash a string to sign, and the one way to compare the results."""

from __future__ import annotations

import hashlib
import hmac
from enum import StrEnum
from functools import partial

TYPE_CHECKING = False  # not `typing.TYPE_CHECKING`: see `nexmo_sig.types`
if TYPE_CHECKING:
    from collections.abc import Callable

    Hexdigest = Callable[[bytes], str]


class SignatureMethod(StrEnum):
    """How the string to sign is hashed (Nexmo reference, "Signing requests").

    The account's setting picks one.
    """

    MD5HASH = "md5hash"
    """MD5 of the string with the secret appended (the account default, and the weakest)."""
    MD5 = "md5"
    """HMAC (RFC 2104) with MD5."""
    SHA1 = "sha1"
    """HMAC with SHA-1."""
    SHA256 = "sha256"
    """HMAC with SHA-256."""
    SHA512 = "sha512"
    """HMAC with SHA-512."""


# Not for security, in the words of `hashlib`: a build that follows FIPS 140 refuses MD5 otherwise.
# Given such a function instead of a name, `hmac` keeps two plain states, which are copied faster.
_HASHES = {
    SignatureMethod.MD5HASH: partial(hashlib.md5, usedforsecurity=False),
    SignatureMethod.MD5: partial(hashlib.md5, usedforsecurity=False),
    SignatureMethod.SHA1: partial(hashlib.sha1, usedforsecurity=False),
    SignatureMethod.SHA256: partial(hashlib.sha256),
    SignatureMethod.SHA512: partial(hashlib.sha512),
}


def hexdigest_with(method: SignatureMethod, secret: str) -> Hexdigest:
    """Return what turns a canonical string into its signature: lower-case hexadecimal digits.

    Args:
        method: how to hash.
        secret: the signature secret.
    """
    key = secret.encode()
    new = _HASHES[method]
    if method is SignatureMethod.MD5HASH:
        return _appending(new(), key)
    return _continuing(hmac.new(key, digestmod=new))


def is_same_signature(expected: str, received: str) -> bool:
    """Compare in constant time, without regard to case, whatever was received.

    Args:
        expected: lower-case hexadecimal digits.
        received: any text. Nexmo sends HMAC signatures in upper case.
    """
    comparable = len(received) == len(expected) and received.isascii()
    return hmac.compare_digest(expected, received.lower() if comparable else "-" * len(expected))


# Copying a prepared state is faster than making one, and hashes the key once for all signatures.


def _appending(empty: hashlib._Hash, key: bytes) -> Hexdigest:
    def hexdigest(canonical: bytes) -> str:
        state = empty.copy()
        state.update(canonical + key)
        return state.hexdigest()

    return hexdigest


def _continuing(keyed: hmac.HMAC) -> Hexdigest:
    def hexdigest(canonical: bytes) -> str:
        state = keyed.copy()
        state.update(canonical)
        return state.hexdigest()

    return hexdigest
