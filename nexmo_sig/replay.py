"""Remembering requests until they are stale, so that a captured one cannot be sent again.

A signature stays right for as long as its timestamp is within the tolerance. Within that time,
:meth:`nexmo_sig.Signer.verify` asks a replay guard whether it has seen the request. An application
that remembers requests in a store of its own asks for their keys with :func:`replay_key`.

Two requests are the same if their signatures are. So a sender that repeats itself within a second
needs a ``nonce``, which Nexmo's callbacks have.
"""

from __future__ import annotations

import hashlib
import os
import time
from heapq import heappop, heappush
from math import inf
from string import hexdigits
from threading import Lock

from ._freshness import present_seconds
from ._parameters import SIGNATURE, checked_strings
from .errors import ReplayGuardError, SignatureMismatch, SignatureMissing, UsageError
from .types import Clock, Params


def replay_key(received: Params) -> str:
    """Return the key under which to remember a request that was verified without a replay guard.

    It is the key that :meth:`nexmo_sig.Signer.verify` hands to a guard. Keep it for twice the
    tolerance and two seconds, which is longer than any receiver can take the request for fresh.

    Args:
        received: the parameters as received, with their ``sig``, after ``verify`` has returned.

    Returns:
        64 lower-case hexadecimal digits, the same for either case of ``sig``; a reader of the key
        cannot derive the signature from it.

    Raises:
        SignatureMissing: there is no ``sig``.
        SignatureMismatch: ``sig`` is not hexadecimal.
        DuplicateParameter: a name occurs twice.
        ParameterError: a name or a value that cannot be a parameter.
    """
    sig = checked_strings(received).get(SIGNATURE)
    if sig is None:
        raise SignatureMissing("the request carries no sig: it was not signed")
    return key_of_signature(sig)


def key_of_signature(sig: str) -> str:
    """Return the key of a request that carries this signature, or raise SignatureMismatch."""
    if not sig or sig.strip(hexdigits):
        raise SignatureMismatch("sig is not hexadecimal: verify the request before its key is made")
    # The case of the digits is not authenticated.
    return hashlib.sha256(sig.lower().encode("ascii")).hexdigest()


class MemoryReplayGuard:
    """Remembers requests in the memory of this process. It may be shared between threads.

    Several processes that receive the same callbacks need a store that they share, such as
    :class:`nexmo_sig.integrations.redis.RedisReplayGuard`. A guard that was used before the process
    forked answers with an error in the child, as both would accept the same request once.

    A guard that is full accepts no further requests: forgetting one that is still fresh would let
    it in again. Only authentic requests are remembered, so only the holder of the secret can
    fill it.

    A guard also accepts nothing while its clock stands where requests that it has forgotten may be
    fresh again: after the clock jumped forward and back. A new guard ends that, and forgets all
    that this one remembered.

    Args:
        max_entries: requests to remember at the same time; each takes about 250 bytes.
        clock: returns the present time in seconds. Give it the signer's, so that both agree on
            when a request is stale even if that clock is set.

    Raises:
        UsageError: ``max_entries`` is not a whole number of 1 or more, or ``clock`` not callable.
    """

    def __init__(self, max_entries: int = 200_000, clock: Clock = time.time) -> None:
        if not isinstance(max_entries, int) or isinstance(max_entries, bool) or max_entries < 1:
            raise UsageError("max_entries must be a whole number, 1 or more", "max_entries")
        if not callable(clock):
            raise UsageError("clock must be a function that returns Unix seconds", "clock")
        self._max_entries = max_entries
        self._clock = clock
        self._process: int | None = None  # the one that uses this guard
        self._keys: set[str] = set()
        self._expiries: list[tuple[float, str]] = []  # a heap: the first to expire comes first
        self._forgotten = -inf  # the latest expiry of a forgotten key
        self._lock = Lock()

    def __repr__(self) -> str:
        return f"<MemoryReplayGuard of {self._max_entries} entries>"

    def remember(self, key: str, seconds: int) -> bool:
        """Remember a request, and tell whether it is seen for the first time.

        Args:
            key: what identifies the request.
            seconds: how long to remember it.

        Returns:
            Whether the key was not remembered before.

        Raises:
            ReplayGuardError: ``max_entries`` requests are remembered, none of them stale; or the
                clock went back; or another process has used this guard.
            UsageError: the clock returns something else than a finite number.
        """
        # Before the lock is taken, which another thread may have held when the process forked.
        self._check_process()
        with self._lock:
            now = present_seconds(None, self._clock)
            if key in self._keys:
                return False
            self._forget_expired(now)
            self._check_able(now)
            heappush(self._expiries, (now + seconds, key))
            self._keys.add(key)
            return True

    def _check_process(self) -> None:
        self._process = self._process or os.getpid()
        if self._process != os.getpid():
            raise ReplayGuardError(
                "the replay guard was used before the process forked: both would accept the same "
                "request; make it after the fork, or use a store that the processes share"
            )

    def _forget_expired(self, now: float) -> None:
        while self._expiries and self._expiries[0][0] < now:
            self._forgotten, key = heappop(self._expiries)
            self._keys.remove(key)

    def _check_able(self, now: float) -> None:
        if now <= self._forgotten:
            raise ReplayGuardError(
                "the clock went back to a time of which the replay guard has forgotten requests; "
                "set the clock right and make a new guard, or wait until it has caught up"
            )
        if len(self._keys) >= self._max_entries:
            raise ReplayGuardError(
                f"the replay guard is full: it remembers {self._max_entries} requests that "
                "are still fresh; raise max_entries, or lower the tolerance"
            )
