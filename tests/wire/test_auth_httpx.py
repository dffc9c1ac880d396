"""NexmoAuth for HTTPX: what other clients do not have; test_auth_clients.py has the rest."""

import asyncio
import pickle
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from wire.answers import REDIRECTS, redirecting, unavailable
from wire.servers import RecordingServer
from wire.signing import PARAMS, SECRET, SIGNER, authentic, signatures

from nexmo_sig import RequestError
from nexmo_sig.integrations.httpx import NexmoAuth

AUTH = NexmoAuth("key", SIGNER)

Arguments = dict[str, Any]

IN_A_BODY = [
    pytest.param({"method": "POST", "data": PARAMS}, id="form"),
    pytest.param({"method": "POST", "json": PARAMS}, id="JSON"),
]
ANYWHERE = [
    *IN_A_BODY,
    pytest.param({"method": "POST", "params": PARAMS}, id="query of POST"),
    pytest.param({"method": "GET", "params": PARAMS}, id="query of GET"),
]


class Retrying(httpx.HTTPTransport):
    """Sends once more what was answered with 503."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        while (response := super().handle_request(request)).status_code == 503:
            response.close()
        return response


class AsyncRetrying(httpx.AsyncHTTPTransport):
    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        while (response := await super().handle_async_request(request)).status_code == 503:
            await response.aclose()
        return response


def send(arguments: Arguments, transport: httpx.HTTPTransport, **options: Any) -> httpx.Response:
    with httpx.Client(auth=AUTH, transport=transport, **options) as client:
        return client.request(**arguments)


def send_async(
    arguments: Arguments, transport: httpx.AsyncHTTPTransport, **options: Any
) -> httpx.Response:
    async def send() -> httpx.Response:
        async with httpx.AsyncClient(auth=AUTH, transport=transport, **options) as client:
            return await client.request(**arguments)

    return asyncio.run(send())


@pytest.fixture(scope="module")
def server() -> Iterator[RecordingServer]:
    with RecordingServer() as server:
        yield server


def test_a_call_without_a_client_is_signed(server: RecordingServer) -> None:
    response = httpx.post(server.url, data=PARAMS, auth=AUTH)
    assert response.request.content == server.requests[-1].body
    assert authentic(server.requests[-1]).items() >= PARAMS.items()


def test_a_url_with_a_password_is_rejected(server: RecordingServer) -> None:
    with pytest.raises(RequestError):
        httpx.post("https://user:password@localhost:1/", data=PARAMS, auth=AUTH)


def test_repeated_headers_stay(server: RecordingServer) -> None:
    headers = [("X-Trace", "1"), ("X-Trace", "2")]
    httpx.post(server.url, data=PARAMS, auth=AUTH, headers=headers)
    assert server.requests[-1].header("X-Trace") == "1, 2"


@pytest.mark.parametrize("arguments", IN_A_BODY)
@pytest.mark.parametrize("status", REDIRECTS)
def test_a_signed_body_does_not_follow_a_redirect(
    server: RecordingServer, status: int, arguments: Arguments
) -> None:
    received = len(server.requests)
    with RecordingServer(redirecting(status, server.url)) as first:
        with pytest.raises(RequestError, match="redirects"):
            send({"url": first.url, **arguments}, httpx.HTTPTransport(), follow_redirects=True)
        with pytest.raises(RequestError, match="redirects"):
            send_async(
                {"url": first.url, **arguments}, httpx.AsyncHTTPTransport(), follow_redirects=True
            )
        assert len(signatures(first.requests)) == 2
    assert all(request.body == b"" for request in server.requests[received:])


@pytest.mark.parametrize("arguments", ANYWHERE)
def test_a_redirect_that_was_followed_is_an_error(arguments: Arguments) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/new":
            return httpx.Response(200)
        return httpx.Response(303, headers={"Location": "/new"})

    with (
        httpx.Client(
            auth=AUTH, transport=httpx.MockTransport(answer), follow_redirects=True
        ) as client,
        pytest.raises(RequestError, match="redirects"),
    ):
        client.request(url="https://api.example.com/old", **arguments)


@pytest.mark.parametrize("arguments", ANYWHERE)
def test_a_transport_does_not_send_a_signed_request_again(arguments: Arguments) -> None:
    with RecordingServer(unavailable(2)) as server:
        with pytest.raises(RequestError, match="sent once"):
            send({"url": server.url, **arguments}, Retrying())
        assert len(set(signatures(server.requests[:1]))) == 1
    with RecordingServer(unavailable(2)) as server:
        with pytest.raises(RequestError, match="sent once"):
            send_async({"url": server.url, **arguments}, AsyncRetrying())
        assert len(set(signatures(server.requests[:1]))) == 1


@pytest.mark.parametrize("arguments", ANYWHERE)
def test_sending_a_request_again_signs_again(server: RecordingServer, arguments: Arguments) -> None:
    received = len(server.requests)
    with httpx.Client(auth=AUTH) as client:
        request = client.build_request(url=server.url, **arguments)
        for _ in range(3):
            client.send(request)
    assert len(set(signatures(server.requests[received:]))) == 3


@pytest.mark.parametrize("arguments", ANYWHERE)
def test_sending_a_signed_request_again_signs_again(
    server: RecordingServer, arguments: Arguments
) -> None:
    with httpx.Client(auth=AUTH) as client:
        response = client.request(url=server.url, **arguments)
        client.send(response.request)
    first, second = signatures(server.requests[-2:])
    assert first != second


def test_a_request_can_be_sent_any_number_of_times() -> None:
    """HTTPX 0.27 shares the extensions of a request between copies: nothing may pile up there."""
    with httpx.Client(
        auth=AUTH, transport=httpx.MockTransport(lambda _: httpx.Response(200))
    ) as client:
        request = client.build_request("POST", "https://api.example.com/", data=PARAMS)
        extensions = dict(request.extensions)
        for _ in range(1_500):
            client.send(request)
        assert request.extensions == extensions


def test_the_extensions_stay(server: RecordingServer) -> None:
    events: list[str] = []
    extensions = {"trace": lambda event, _: events.append(event)}
    with httpx.Client(auth=AUTH, timeout=3) as client:
        response = client.post(server.url, data=PARAMS, extensions=extensions)
    assert response.request.extensions["timeout"]["read"] == 3
    assert events


def test_trust_env_is_not_visible_to_an_auth_class(
    server: RecordingServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    with (
        httpx.Client(auth=AUTH, trust_env=False) as client,
        pytest.raises(RequestError, match="NO_PROXY"),
    ):
        client.post(server.url, data=PARAMS)


def test_a_pickled_response_holds_no_secret(server: RecordingServer) -> None:
    pickled = pickle.dumps(httpx.post(server.url, data=PARAMS, auth=AUTH))
    assert SECRET.encode() not in pickled
    assert pickle.loads(pickled).request.content == server.requests[-1].body
