"""What works with other packages, and what tests need."""

from typing import assert_type

import httpx
import redis

from nexmo_sig import ReplayGuard, Request, Signer
from nexmo_sig.integrations.httpx import NexmoAuth
from nexmo_sig.integrations.redis import RedisReplayGuard
from nexmo_sig.testing import EXAMPLE_ACCOUNT, EXAMPLE_API_KEY, Account, ConversionServer


def client(signer: Signer) -> httpx.Client:
    """Return a client that signs what it sends."""
    return httpx.Client(auth=NexmoAuth(EXAMPLE_API_KEY, signer))


def asynchronous_client(signer: Signer) -> httpx.AsyncClient:
    """Return one for asyncio."""
    return httpx.AsyncClient(auth=NexmoAuth(EXAMPLE_API_KEY, signer))


def shared_guard() -> ReplayGuard:
    """Return a replay guard that several processes share."""
    return RedisReplayGuard(redis.Redis(), prefix="sdk:")


def received() -> list[Request]:
    """Return what a server for tests received."""
    account = Account("key", "secret", Signer("a secret", "sha512"), enabled=False)
    with ConversionServer([account, EXAMPLE_ACCOUNT]) as server:
        assert_type(server.url, str)
        return server.requests
