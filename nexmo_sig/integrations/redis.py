"""A replay guard that several processes share, in Redis."""

from __future__ import annotations

import redis
from redis.client import Pipeline
from redis.cluster import ClusterPipeline

from ..errors import ReplayGuardError, UsageError


class RedisReplayGuard:
    """Remembers requests in Redis, in one atomic ``SET`` with ``NX`` and ``EX`` for each.

    The server must not evict keys (``maxmemory-policy noeviction``, which is the default): an
    evicted request could be sent again.

    Args:
        client: a ``redis.Redis`` or a ``redis.RedisCluster``. Give it a timeout, and no retries:
            a ``SET`` that is repeated because its answer was lost finds its own key, so that the
            request is rejected as a replay. From asynchronous code, call
            ``await asyncio.to_thread(signer.verify, params, replay_guard=guard)``.
        prefix: of the keys, so that several applications can share a server.

    Raises:
        UsageError: the client is of another kind, such as a pipeline or a client of
            ``redis.asyncio``; or the prefix is not a ``str`` that UTF-8 can encode.
    """

    def __init__(
        self, client: redis.Redis | redis.RedisCluster, prefix: str = "nexmo_sig:replay:"
    ) -> None:
        if not isinstance(client, (redis.Redis, redis.RedisCluster)) or isinstance(
            client, (Pipeline, ClusterPipeline)
        ):
            raise UsageError(
                "client must be a redis.Redis or a redis.RedisCluster: "
                "one of redis.asyncio, or a pipeline, gives no answer at once",
                "client",
            )
        self._client = client
        self._prefix = _encoded(prefix)

    def __repr__(self) -> str:
        return f"<RedisReplayGuard of {self._prefix.decode()!r}>"

    def remember(self, key: str, seconds: int) -> bool:
        """Remember a request, and tell whether it is seen for the first time.

        Args:
            key: what identifies the request.
            seconds: how long to remember it.

        Returns:
            Whether the key was not remembered before.

        Raises:
            ReplayGuardError: Redis cannot be reached, or answers with an error, or with anything
                that is not the answer to this command.
        """
        try:
            answer = self._client.set(self._prefix + key.encode(), b"1", nx=True, ex=seconds)
        except Exception as error:  # of a cluster, or of another store: not only RedisError
            problem = type(error).__name__
        else:
            if answer is True:
                return True
            if answer is None:
                return False
            problem = "its answer is not one to SET"
        # Outside the handler, so that Redis's message, which may hold a password, is not attached.
        raise ReplayGuardError(f"Redis cannot remember the request: {problem}")


def _encoded(prefix: object) -> bytes:
    if isinstance(prefix, str):
        try:
            return prefix.encode()
        except UnicodeEncodeError:
            pass
    raise UsageError("prefix must be a str that UTF-8 can encode", "prefix")
