"""Signing and verifying parameters with a signature secret (Nexmo reference, "Signing requests")."""

from __future__ import annotations

import hashlib
import time

from .canonical import with_texts
from .errors import (
    DuplicateParameter,
    NexmoSigError,
    ParameterError,
    ReplayDetected,
    SignatureError,
    SignatureExpired,
    SignatureMismatch,
    SignatureMissing,
    TimestampInvalid,
    TimestampMissing,
)
from .frozen import Frozen
from .hashes import SignatureMethod, hexdigest_with, is_same_signature
from .parameters import SIGNATURE, TIMESTAMP, checked_secret, text_of, texts
from .timestamps import parse_timestamp

TYPE_CHECKING = False  # not `typing.TYPE_CHECKING`: see `nexmo_sig.types`
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from .hashes import Hexdigest
    from .replay import ReplayGuard
    from .types import Clock, Params

DEFAULT_TOLERANCE = 300
"""Seconds that a timestamp may lie before or after the present."""


class Signer(Frozen):
    """Signs and verifies parameters.

    A signer never changes and may be shared between threads. It can be pickled if its clock can;
    the pickle holds the secrets.

    Args:
        secret: the signature secret (not the ``api_secret``), or several while one is being
            replaced: the first signs, any verifies.
        method: the :class:`SignatureMethod` of the account, or its text.
        clock: returns the present time in Unix seconds (UTC).

    Raises:
        ParameterError: the method is unknown; or a secret is empty, is no text, or cannot be
            encoded as UTF-8; or there is none.
    """

    __slots__ = ("_clock", "_hexdigest", "_other_hexdigests", "_secrets", "method")

    method: SignatureMethod
    _secrets: tuple[str, ...]
    _hexdigest: Hexdigest
    _other_hexdigests: tuple[Hexdigest, ...]
    _clock: Clock

    def __init__(
        self,
        secret: str | Sequence[str],
        method: SignatureMethod | str,
        clock: Clock = time.time,
    ) -> None:
        known_method = _known_method(method)
        secrets = _checked_secrets(secret)
        first, *others = [hexdigest_with(known_method, secret) for secret in secrets]
        self._set(
            method=known_method,
            _secrets=secrets,
            _hexdigest=first,
            _other_hexdigests=tuple(others),
            _clock=clock,
        )

    def __repr__(self) -> str:
        count = len(self._secrets)
        return f"<Signer by {self.method}, {count} secret{'s' * (count != 1)}>"

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self._secrets, self.method, self._clock)

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
        return self._hexdigest(with_texts(params)[1])

    def sign(self, params: Params, timestamp: int | datetime | str | None = None) -> dict[str, str]:
        """Return the parameters as texts, with a ``timestamp`` and the ``sig`` that covers them.

        Args:
            params: a mapping, or an iterable of (name, value) pairs; it stays as it is. An old
                ``sig`` is replaced.
            timestamp: what to sign as the time, in Unix seconds or as an aware datetime. Without
                it, the ``timestamp`` among the parameters is signed, and without that the clock's.

        Returns:
            A new dict, ready to be sent.

        Raises:
            DuplicateParameter: a name occurs twice, or ``timestamp`` is given in both places.
            ParameterError: a name or a value that cannot be a parameter, or a ``timestamp`` that
                no receiver could read.
        """
        signed = texts(params)
        if timestamp is not None:
            if TIMESTAMP in signed:
                raise DuplicateParameter(
                    "timestamp is given twice: among the parameters and as an argument", TIMESTAMP
                )
            signed[TIMESTAMP] = text_of(TIMESTAMP, timestamp)
        elif TIMESTAMP not in signed:
            signed[TIMESTAMP] = str(int(self._clock()))
        _check_readable(signed[TIMESTAMP])
        signed[SIGNATURE] = self.signature(signed)
        return signed

    def verify(
        self,
        params: Params,
        tolerance: float | None = DEFAULT_TOLERANCE,
        now: float | None = None,
        replay_guard: ReplayGuard | None = None,
    ) -> dict[str, str]:
        """Return the parameters without ``sig`` if they are authentic and fresh.

        The signature is checked first: only an authentic request learns about its timestamp, and
        only an authentic and fresh one is remembered.

        Args:
            params: a mapping, or an iterable of (name, value) pairs, with ``sig`` and
                ``timestamp``; it stays as it is.
            tolerance: seconds that the timestamp may lie before or after the present;
                ``None`` accepts any age.
            now: the present, in Unix seconds (UTC); by default the clock's.
            replay_guard: remembers the request until it is stale, and refuses it the second time.

        Returns:
            A new dict of the authentic texts.

        Raises:
            SignatureMissing: there is no ``sig``.
            SignatureMismatch: ``sig`` is not the signature of the parameters by any secret.
            TimestampMissing: there is no ``timestamp``.
            TimestampInvalid: ``timestamp`` has neither of the documented forms.
            SignatureExpired: ``timestamp`` is further from the present than the tolerance.
            ReplayDetected: the replay guard has seen the request.
            ReplayGuardError: the replay guard cannot tell.
            DuplicateParameter: a name occurs twice.
            ParameterError: a name or a value that cannot be a parameter, or a tolerance below 0;
                or an unlimited one beside a replay guard, as no request would ever be forgotten.
        """
        if replay_guard is not None:
            _check_limited(tolerance)
        # Copied first: what is returned is what was verified, whoever changes params meanwhile.
        authentic, canonical = with_texts(params.copy() if type(params) is dict else params)
        received = authentic.pop(SIGNATURE, None)
        if not isinstance(received, str):
            received = _signature(received)
        if not is_same_signature(self._hexdigest(canonical), received):
            _check_made_by_any(self._other_hexdigests, canonical, received)
        try:
            signed_at = parse_timestamp(authentic[TIMESTAMP])
        except (KeyError, ValueError):
            raise _timestamp_error(authentic) from None
        if tolerance is not None:
            age = (self._clock() if now is None else now) - signed_at
            if not -tolerance <= age <= tolerance:  # in this form, NaN is refused as well
                raise _age_error(signed_at, age, tolerance)
            if replay_guard is not None:
                _check_first(replay_guard, received, tolerance - age)
        return authentic


def _known_method(method: str) -> SignatureMethod:
    try:
        return SignatureMethod(method)
    except (ValueError, BytesWarning):  # the latter for bytes, with `python -bb`
        methods = ", ".join(SignatureMethod)
        raise ParameterError(f"unknown signature method: use one of {methods}", "method") from None


def _checked_secrets(secret: str | Sequence[str]) -> tuple[str, ...]:
    is_single = isinstance(secret, (str, bytes)) or not hasattr(secret, "__iter__")
    secrets = (secret,) if is_single else tuple(secret)
    if not secrets:
        raise ParameterError("there is no signature secret: give one", "secret")
    return tuple(checked_secret("secret", candidate) for candidate in secrets)


def _signature(received: object) -> str:
    if received is None:
        raise SignatureMissing("the request carries no sig: it was not signed")
    return text_of(SIGNATURE, received)


def _check_readable(timestamp: str) -> None:
    try:
        parse_timestamp(timestamp)
    except ValueError:
        raise ParameterError(
            "timestamp must be Unix seconds or yyyy-MM-dd HH:mm:ss (UTC): "
            "no receiver could read this one",
            TIMESTAMP,
        ) from None


def _timestamp_error(authentic: dict[str, str]) -> SignatureError:
    if TIMESTAMP not in authentic:
        return TimestampMissing("the signature is right, but the request carries no timestamp")
    return TimestampInvalid(
        "the signature is right, but its timestamp is neither Unix seconds nor yyyy-MM-dd HH:mm:ss"
    )


def _age_error(signed_at: int, age: float, tolerance: float) -> NexmoSigError:
    if not tolerance >= 0:
        return ParameterError("tolerance must be 0 or more seconds, or None", "tolerance")
    when = f"{age:.0f} s ago" if age > 0 else f"{-age:.0f} s in the future"
    return SignatureExpired(
        f"the signature is right, but was made {when}: the tolerance is {tolerance:g} s",
        signed_at,
        age,
    )


def _check_made_by_any(hexdigests: tuple[Hexdigest, ...], canonical: bytes, received: str) -> None:
    for hexdigest in hexdigests:
        if is_same_signature(hexdigest(canonical), received):
            return
    raise SignatureMismatch(
        "sig is not the signature of these parameters: they were altered, "
        "or were signed with another secret or method"
    )


def _check_limited(tolerance: float | None) -> None:
    if tolerance is None or tolerance == float("inf"):
        raise ParameterError(
            "a replay guard needs a limited tolerance: without one, no request could be forgotten",
            "tolerance",
        )


def _check_first(replay_guard: ReplayGuard, signature: str, seconds_fresh: float) -> None:
    """Raise ReplayDetected unless the guard sees a right signature for the first time."""
    # The case of its letters is not authenticated. What is stored should be of no use to a thief.
    key = hashlib.sha256(signature.lower().encode("ascii")).hexdigest()
    # Rounded up, and a second more: a request is still fresh when its age is the tolerance.
    if not replay_guard.remember(key, int(seconds_fresh) + 2):
        raise ReplayDetected("the signature is right, but the request was seen before")
