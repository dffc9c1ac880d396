"""Signing and verifying parameters with a signature secret (vendor's guide, "Signing requests")."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from . import errors
from ._freshness import (
    DEFAULT_TOLERANCE,
    check_first,
    check_fresh,
    parse_timestamp,
    present_seconds,
    tolerance_seconds,
)
from ._parameters import SIGNATURE, TIMESTAMP, copied
from ._secrets import checked_secrets, warn_of_short
from ._signature import canonicalized, hexdigest_with, known_method, matching_secret
from .types import Clock, Hexdigest, Params, ReplayGuard, SignatureMethod

NO_SIG = (
    "the request carries no sig: it was not signed, or is a signed webhook, "
    "whose bearer token WebhookVerifier verifies"
)
"""The error message about parameters without a ``sig``."""

_LEAST_SECRET_BYTES = 16
_SIGNED_DIGITS = 12  # one more would be milliseconds


def canonicalize(params: Params) -> str:
    """Return the string to sign, without the secret.

    Args:
        params: a mapping, or an iterable of (name, value) pairs; a ``sig`` is left out.

    Returns:
        ``&name=value`` for each parameter, sorted by name; empty when there are no parameters.

    Raises:
        DuplicateParameter: a name occurs twice.
        ParameterError: a name or a value that cannot be a parameter.
    """
    return canonicalized(params)[1].decode()


@dataclass(frozen=True, slots=True, init=False, eq=False, repr=False)
class Signer:
    """Signs and verifies parameters.

    A signer is immutable and may be shared between threads. It can be pickled if its clock can;
    the pickle holds the secrets.

    Args:
        secret: the signature secret (not the ``api_secret``), or a list or tuple of several while
            one is being replaced: the first signs, any verifies.
        method: the :class:`SignatureMethod` of the account, or its value as a string.
        clock: returns the present time in Unix seconds (UTC).

    Raises:
        UsageError: the method is unknown; the clock is not callable; there is no secret; or a
            secret is not a string, is empty or white space, begins with a byte order mark, or
            cannot be encoded as UTF-8.

    Warns:
        InsecureSecretWarning: a secret is shorter than 16 bytes.

    Attributes:
        method: how it hashes.
        secrets: the signature secrets. Keep them out of logs; ``repr()`` does not show them.
        clock: the clock.
    """

    method: SignatureMethod
    secrets: tuple[str, ...]
    clock: Clock
    _hexdigests: tuple[Hexdigest, ...]

    def __init__(
        self,
        secret: str | Sequence[str],
        method: SignatureMethod | str,
        clock: Clock = time.time,
    ) -> None:
        known = known_method(method)
        if not callable(clock):
            raise errors.UsageError("clock must be a function, as time.time is", "clock")
        secrets = checked_secrets(secret)
        warn_of_short(secrets, _LEAST_SECRET_BYTES)
        object.__setattr__(self, "method", known)
        object.__setattr__(self, "secrets", secrets)
        object.__setattr__(self, "clock", clock)
        object.__setattr__(self, "_hexdigests", tuple(hexdigest_with(known, s) for s in secrets))

    def __repr__(self) -> str:
        count = len(self.secrets)
        return f"<Signer by {self.method}, {count} secret{'s' * (count != 1)}>"

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.secrets, self.method, self.clock)

    def signature(self, params: Params) -> str:
        """Return the signature of parameters as they are: nothing is added, no clock is read.

        Args:
            params: a mapping, or an iterable of (name, value) pairs; a ``sig`` is left out.

        Returns:
            Lower-case hexadecimal digits.

        Raises:
            DuplicateParameter: a name occurs twice.
            ParameterError: a name or a value that cannot be a parameter.
        """
        return self._hexdigests[0](canonicalized(params)[1])

    def sign(self, params: Params, timestamp: int | datetime | str | None = None) -> dict[str, str]:
        """Return the parameters as strings, with a ``timestamp`` and the ``sig`` that covers them.

        Args:
            params: a mapping, or an iterable of (name, value) pairs; it is not changed. An old
                ``sig`` is replaced.
            timestamp: the time to sign, in Unix seconds or as an aware datetime. Without it, the
                ``timestamp`` among the parameters is signed, and without that the clock's.

        Returns:
            A new dict, ready to be sent.

        Raises:
            DuplicateParameter: a name occurs twice, or ``timestamp`` is given in both places.
            ParameterError: a name or a value that cannot be a parameter, or a ``timestamp`` that
                no receiver could read.
            UsageError: the clock does not return Unix seconds.
        """
        signed = copied(params)
        if timestamp is not None:
            if signed.get(TIMESTAMP) is not None:
                message = "timestamp is given twice: among the parameters and as an argument"
                raise errors.DuplicateParameter(message, TIMESTAMP)
            signed[TIMESTAMP] = timestamp
        is_given = signed.get(TIMESTAMP) is not None
        if not is_given:
            signed[TIMESTAMP] = _clock_timestamp(self.clock)
        strings, canonical = canonicalized(signed)
        if is_given:
            _check_readable(strings[TIMESTAMP])
        strings[SIGNATURE] = self._hexdigests[0](canonical)
        return strings

    def verify(
        self,
        params: Params,
        tolerance: float | timedelta | None = DEFAULT_TOLERANCE,
        now: float | datetime | None = None,
        replay_guard: ReplayGuard | None = None,
    ) -> dict[str, str]:
        """Return the parameters without ``sig`` if they are authentic and fresh.

        The signature is checked first: only an authentic request learns about its timestamp, and
        only an authentic and fresh one is remembered.

        Args:
            params: a mapping, or an iterable of (name, value) pairs, with ``sig`` and
                ``timestamp``; it is not changed.
            tolerance: seconds, or a timedelta, that the timestamp may lie before or after the
                present; ``None`` accepts any age.
            now: the present, in Unix seconds (UTC) or as an aware datetime; by default the clock's.
            replay_guard: remembers the request, and rejects it the second time.

        Returns:
            A new dict of the authentic strings.

        Raises:
            UsageError: the tolerance, the present, the clock or the guard cannot be used; or the
                tolerance is unlimited beside a guard, which could then never forget.
            DuplicateParameter: a name occurs twice.
            ParameterError: a name or a value that cannot be a parameter.
            SignatureMissing: there is no ``sig``.
            SignatureMismatch: ``sig`` is not the signature of the parameters by any secret.
            TimestampMissing: there is no ``timestamp``.
            TimestampInvalid: ``timestamp`` has neither of the documented forms.
            SignatureExpired: ``timestamp`` is further from the present than the tolerance.
            ReplayDetected: the replay guard has seen the request.
            ReplayGuardError: the replay guard cannot tell.
        """
        limit = tolerance_seconds(tolerance, replay_guard)
        reads_no_time = now is None and tolerance is None
        present = None if reads_no_time else present_seconds(now, self.clock)
        authentic, canonical = canonicalized(params)
        sig = authentic.pop(SIGNATURE, None)
        if sig is None:
            raise errors.SignatureMissing(NO_SIG)
        if matching_secret(self._hexdigests, canonical, sig) is None:
            raise errors.SignatureMismatch(
                "sig is not the signature of these parameters: they were altered, "
                "or were signed with another secret or method"
            )
        made_at = _made_at(authentic)
        if present is not None:
            check_fresh(made_at, present, limit)
        if replay_guard is not None:
            from .replay import key_of_signature  # receivers without a guard do without it

            check_first(replay_guard, key_of_signature(sig), limit)
        return authentic


def _made_at(authentic: dict[str, str]) -> int:
    if TIMESTAMP not in authentic:
        raise errors.TimestampMissing("the signature is right, but there is no timestamp")
    made_at = parse_timestamp(authentic[TIMESTAMP])
    if made_at is None:
        raise errors.TimestampInvalid(
            "the signature is right, but timestamp is not Unix seconds or yyyy-MM-dd HH:mm:ss"
        )
    return made_at


def _check_readable(timestamp: str) -> None:
    if timestamp.isdigit() and len(timestamp) > _SIGNED_DIGITS:
        raise errors.ParameterError("timestamp must be seconds, not milliseconds", TIMESTAMP)
    if parse_timestamp(timestamp) is None:
        raise errors.ParameterError(
            "timestamp must be Unix seconds or yyyy-MM-dd HH:mm:ss in UTC", TIMESTAMP
        )


def _clock_timestamp(clock: Clock) -> str:
    seconds = int(present_seconds(None, clock))
    if not 0 <= seconds < 10**_SIGNED_DIGITS:
        raise errors.UsageError("clock must return Unix seconds, not milliseconds", "clock")
    return str(seconds)
