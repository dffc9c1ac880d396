"""Remembering requests until they are stale, so that a captured one cannot be sent again.

A signature stays right for as long as its timestamp is within the tolerance. Within that time,
:meth:`nexmo_sig.Signer.verify` asks a replay guard whether it has seen the request.

Two requests are the same if their signatures are. So a sender that repeats itself within a second
needs a ``nonce``, which Nexmo's callbacks have; and a request that is accepted is refused when it
is sent again, even if what the application did with it failed.
"""

from __future__ import annotations

import hashlib
import time
from heapq import heappop, heappush
from threading import Lock

from ._parameters import SIGNATURE, checked_strings
from .errors import ParameterError, ReplayGuardError, SignatureMissing
from .types import Clock, Params


def replay_key(received: Params) -> str:
    """Return the key of a request for a replay guard: 64 hexadecimal digits.

    Args:
        received: the parameters as received, with their ``sig``.

    Raises:
        SignatureMissing: there is no ``sig``.
    """
    sig = checked_strings(received).get(SIGNATURE)
    if sig is None:
        raise SignatureMissing("the request carries no sig: it was not signed")
    return hashlib.sha256(sig.lower().encode()).hexdigest()


class MemoryReplayGuard:
    """Remembers requests in the memory of this process. It may be shared between threads.

    Several processes that receive the same callbacks need a store that they share, such as
    :class:`nexmo_sig.integrations.redis.RedisReplayGuard`.

    A guard that is full refuses further requests: forgetting one that is still fresh would let it
    in again. Only authentic requests take up room, so only the holder of the secret can fill it.

    Args:
        max_entries: requests to remember at the same time; each takes about 250 bytes.
        clock: returns the present time in seconds. Give it the signer's, so that both agree on
            when a request is stale even if that clock is set.

    Raises:
        ParameterError: ``max_entries`` is below 1.
    """

    def __init__(self, max_entries: int = 100_000, clock: Clock = time.time) -> None:
        if max_entries < 1:
            raise ParameterError("max_entries must be 1 or more", "max_entries")
        self._max_entries = max_entries
        self._clock = clock
        self._keys: set[str] = set()
        self._expiries: list[tuple[float, str]] = []  # a heap: the first to expire comes first
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
            ReplayGuardError: ``max_entries`` requests are remembered, none of them stale.
        """
        with self._lock:
            now = self._clock()
            self._forget_expired(now)
            if key in self._keys:
                return False
            if len(self._keys) >= self._max_entries:
                raise ReplayGuardError(
                    f"the replay guard is full: it remembers {self._max_entries} requests that "
                    "are still fresh; raise max_entries, or lower the tolerance"
                )
            heappush(self._expiries, (now + seconds, key))
            self._keys.add(key)
            return True

    def _forget_expired(self, now: float) -> None:
        while self._expiries and self._expiries[0][0] < now:
            self._keys.remove(heappop(self._expiries)[1])
