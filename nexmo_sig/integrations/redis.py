"""A replay guard that several processes share, in Redis."""

from __future__ import annotations

import redis

from ..errors import ReplayGuardError


class RedisReplayGuard:
    """Remembers requests in Redis, in one atomic ``SET`` with ``NX`` and ``EX`` for each.

    The server must not evict keys (``maxmemory-policy noeviction``, which is the default): an
    evicted request could be sent again.

    Args:
        client: a ``redis.Redis`` or ``redis.RedisCluster``, not one of ``redis.asyncio``. Give it
            a timeout, and no retries: a ``SET`` that is repeated because its answer was lost finds
            its own key, so that the request is refused as a replay.
        prefix: of the keys, so that several applications can share a server.
    """

    def __init__(self, client: redis.Redis, prefix: str = "nexmo_sig:replay:") -> None:
        self._client = client
        self._prefix = prefix

    def __repr__(self) -> str:
        return f"<RedisReplayGuard of {self._prefix!r}>"

    def remember(self, key: str, seconds: int) -> bool:
        """Remember a request, and tell whether it is seen for the first time.

        Args:
            key: what identifies the request.
            seconds: how long to remember it.

        Returns:
            Whether the key was not remembered before.

        Raises:
            ReplayGuardError: Redis cannot be reached, or refuses.
        """
        try:
            answer = self._client.set(self._prefix + key, "1", nx=True, ex=seconds)
        except redis.RedisError as error:
            problem = type(error).__name__
        else:
            return answer is True  # whatever else a client answers, the key is not known to be new
        # Outside the handler, so that Redis's message, which may hold a password, is not attached.
        raise ReplayGuardError(f"Redis cannot remember the request: {problem}")
