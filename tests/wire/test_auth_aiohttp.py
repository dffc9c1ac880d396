"""NexmoAuth for aiohttp: what other clients do not have; test_auth_clients.py has the rest."""

import asyncio
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from aiohttp import (
    ClientHandlerType,
    ClientMiddlewareType,
    ClientRequest,
    ClientResponse,
    ClientTimeout,
    TCPConnector,
)
from aiohttp import ClientSession as Session
from wire.answers import redirecting, unavailable
from wire.servers import RecordingServer
from wire.signing import PARAMS, SIGNER, signatures

from nexmo_sig import Request, RequestError
from nexmo_sig.integrations.aiohttp import NexmoAuth
from nexmo_sig.testing import Response

AUTH = NexmoAuth("key", SIGNER)


async def retry(request: ClientRequest, handler: ClientHandlerType) -> ClientResponse:
    """Send again what was answered with 503."""
    while (response := await handler(request)).status == 503:
        response.close()
    return response


def send(*middlewares: ClientMiddlewareType, **arguments: Any) -> int:
    async def send() -> int:
        async with (
            Session(middlewares=middlewares) as session,
            session.request(**{"method": "POST", **arguments}) as response,
        ):
            return response.status

    return asyncio.run(send())


@pytest.fixture(scope="module")
def server() -> Iterator[RecordingServer]:
    with RecordingServer() as server:
        yield server


def test_a_single_request_can_be_signed(server: RecordingServer) -> None:
    assert send(url=server.url, data=PARAMS, middlewares=[AUTH]) == 200
    assert len(signatures(server.requests[-1:])) == 1


@pytest.mark.parametrize("place", ["data", "json", "params"])
def test_each_attempt_of_a_middleware_before_it_is_signed(place: str) -> None:
    with RecordingServer(unavailable(2)) as server:
        assert send(retry, AUTH, url=server.url, **{place: PARAMS}) == 200
        assert len(set(signatures(server.requests))) == 3


@pytest.mark.parametrize("place", ["data", "json", "params"])
def test_a_middleware_after_it_repeats_the_request(place: str) -> None:
    with RecordingServer(unavailable(2)) as server:
        assert send(AUTH, retry, url=server.url, **{place: PARAMS}) == 200
        received = signatures(server.requests)
        assert received == received[:1] * 3


@pytest.mark.parametrize("follow", [True, False])
def test_a_redirect_is_an_error_whether_it_would_be_followed_or_not(
    server: RecordingServer, follow: bool
) -> None:
    with RecordingServer(redirecting(307, server.url)) as first:
        with pytest.raises(RequestError, match="redirects"):
            send(AUTH, url=first.url, data=PARAMS, allow_redirects=follow)
        assert len(first.requests) == 1


def test_a_rejected_redirect_frees_its_connection(server: RecordingServer) -> None:
    def redirect(_: Request) -> Response:
        return Response(307, {"Location": server.url}, b"x" * 1_000_000)

    async def send(url: str) -> int:
        async with Session(
            connector=TCPConnector(limit=1), timeout=ClientTimeout(10), middlewares=[AUTH]
        ) as session:
            with pytest.raises(RequestError) as rejected:  # keeps the response alive
                await session.post(url, data=PARAMS)
            async with session.post(server.url, data=PARAMS) as response:
                assert rejected
                return response.status

    with RecordingServer(redirect) as first:
        assert asyncio.run(send(first.url)) == 200


def test_the_uri_header_redirects_too(server: RecordingServer) -> None:
    received = len(server.requests)
    with (
        RecordingServer(lambda _: Response(307, {"URI": server.url}, b"")) as first,
        pytest.raises(RequestError, match="redirects"),
    ):
        send(AUTH, url=first.url, data=PARAMS)
    assert len(server.requests) == received


@pytest.mark.parametrize(
    "arguments",
    [
        {"data": BytesIO(b"a=1"), "headers": {"Content-Type": "application/json"}},
        {"data": PARAMS, "compress": "deflate"},
        {"data": PARAMS, "chunked": True},
        {"data": PARAMS, "proxy": "http://127.0.0.1:1"},
    ],
)
def test_what_cannot_be_signed_is_rejected_before_anything_is_sent(
    server: RecordingServer, arguments: dict[str, Any]
) -> None:
    received = len(server.requests)
    with pytest.raises(RequestError):
        send(AUTH, url=server.url, **arguments)
    assert len(server.requests) == received


def test_a_password_in_the_url_is_sent_as_a_header(server: RecordingServer) -> None:
    """aiohttp takes it out of the URL before the middleware sees it."""
    send(AUTH, url=server.url.replace("//", "//user:password@"), data=PARAMS)
    assert len(signatures(server.requests[-1:])) == 1
    assert server.requests[-1].header("Authorization") == "Basic dXNlcjpwYXNzd29yZA=="
