"""The types in the signatures of the public functions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Literal, Protocol, TypeAlias


class SignatureMethod(StrEnum):
    """How the canonical string is hashed (vendor's guide, "Signing requests").

    The setting of the account selects one.
    """

    MD5HASH = "md5hash"
    """MD5 of the string followed by the secret (the default of older accounts, and the weakest)."""
    MD5 = "md5"
    """HMAC (RFC 2104) with MD5."""
    SHA1 = "sha1"
    """HMAC with SHA-1."""
    SHA256 = "sha256"
    """HMAC with SHA-256."""
    SHA512 = "sha512"
    """HMAC with SHA-512."""


Value: TypeAlias = str | bool | int | datetime | None
"""The value of a parameter.

A string stands for itself, a bool for ``true`` or ``false``, an int for its decimal digits, an
aware datetime for ``yyyy-MM-dd HH:mm:ss`` in UTC; ``None`` means absent.
"""

Pair: TypeAlias = tuple[str, Value] | list[str]
"""The name and the value of a parameter."""


class Pairs(Protocol):
    """Any iterable of pairs: a list, an iterator, ``dict.items()``."""

    # Iterator[Pair] says the same. With it, mypy takes the keys of {"to": "1", "ttl": 2} for the
    # pairs, and no longer sees that the values of a mapping may be of several types.
    def __iter__(self) -> Iterator[tuple[str, Value]] | Iterator[list[str]]:
        """Iterate over the pairs."""


class TypedMapping(Protocol):
    """A :class:`~typing.TypedDict`, which type checkers do not take for a mapping of values."""

    __required_keys__: ClassVar[frozenset[str]]

    def items(self) -> Iterable[tuple[str, object]]:
        """Return the parameters; their types are checked when they are read."""


Params: TypeAlias = Mapping[str, Value] | TypedMapping | Sequence[Pair] | Pairs
"""Parameters, as a mapping or an iterable of pairs."""

Clock: TypeAlias = Callable[[], float]
"""Returns the present time in Unix seconds (UTC), as ``time.time`` does."""

Hexdigest: TypeAlias = Callable[[bytes], str]
"""Turns a canonical string into its signature, in lower-case hexadecimal digits."""

Hexdigests: TypeAlias = Sequence[Hexdigest]
"""One for each secret, the first signs, any verifies."""

Placement: TypeAlias = Literal["body", "query"]
"""Where a POST carries its parameters."""


class Auth(Protocol):
    """Adds credentials to parameters, as :class:`~nexmo_sig.SecretAuth` and
    :class:`~nexmo_sig.SignatureAuth` do.
    """

    def apply(self, params: Params) -> dict[str, str]:
        """Return the parameters as strings, with the credentials; ``params`` is not changed."""


class ReplayGuard(Protocol):
    """Remembers requests, as :class:`~nexmo_sig.MemoryReplayGuard` does.

    Receivers that share a guard must verify with the same tolerance.
    """

    def remember(self, key: str, seconds: int) -> bool:
        """Remember a request, and tell whether it is seen for the first time.

        Both must be one step: of two simultaneous calls with the same key, one returns ``True``.

        Args:
            key: identifies the request: 64 lower-case hexadecimal digits, from which nothing of
                the request can be learnt.
            seconds: how long to remember it at least; 1 or more.

        Returns:
            ``True`` if the key was not remembered before, else ``False``. Any other answer is an
            error.

        Raises:
            ReplayGuardError: the guard cannot tell, or cannot remember.
        """
