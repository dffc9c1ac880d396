"""The types in the signatures of the public functions."""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Literal, Protocol, TypeAlias


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

Pair: TypeAlias = tuple[str, Value]
"""The name and the value of a parameter."""

Params: TypeAlias = Mapping[str, Value] | Sequence[Pair] | Iterator[Pair] | ItemsView[str, Value]
"""Parameters, as a mapping or an iterable of pairs."""

Clock: TypeAlias = Callable[[], float]
"""Returns the present time in Unix seconds (UTC), as ``time.time`` does."""

Hexdigest: TypeAlias = Callable[[bytes], str]
"""Turns a canonical string into its signature: lower-case hexadecimal digits."""

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
