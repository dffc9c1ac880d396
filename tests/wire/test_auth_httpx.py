"""NexmoAuth for HTTPX, over real sockets, with the Client and with the AsyncClient."""

import asyncio
import json
import pickle
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any

import httpx
import pytest
import trustme
from hypothesis import given, settings
from strategies import text_params
from wire.answers import REDIRECTS, moved, redirecting, unavailable
from wire.servers import RecordingServer
from wire.signing import PARAMS, SECRET, SIGNER, authentic, signatures
from wire.tunnels import TunnelProxy

from nexmo_sig import (
    MEDIA_TYPES,
    DuplicateParameter,
    EncodingError,
    InsecureURL,
    NexmoSigError,
    ParameterError,
    RequestError,
    UnsupportedMediaType,
)
from nexmo_sig.integrations.httpx import NexmoAuth

AUTH = NexmoAuth("key", SIGNER)

IN_A_BODY = [
    pytest.param({"method": "POST", "data": PARAMS}, id="form"),
    pytest.param({"method": "POST", "json": PARAMS}, id="JSON"),
]
IN_A_QUERY = [
    pytest.param({"method": "POST", "params": PARAMS}, id="query of POST"),
    pytest.param({"method": "GET", "params": PARAMS}, id="query of GET"),
]
ANYWHERE = [*IN_A_BODY, *IN_A_QUERY]

Arguments = dict[str, Any]


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


def elsewhere() -> httpx.Response:
    return httpx.Response(307, headers={"Location": "http://other.localhost/"})


class Streaming(httpx.BaseTransport):
    """Streams bodies to nowhere, without a word to the trace."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        assert isinstance(request.stream, httpx.SyncByteStream)
        self.bodies.append(b"".join(request.stream))
        return elsewhere()


class AsyncStreaming(httpx.AsyncBaseTransport):
    def __init__(self) -> None:
        self.bodies: list[bytes] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        assert isinstance(request.stream, httpx.AsyncByteStream)
        self.bodies.append(b"".join([piece async for piece in request.stream]))
        return elsewhere()


class Sync:
    """Sends with a `Client`."""

    retrying = Retrying
    streaming = Streaming

    @staticmethod
    def send(*requests: Arguments, **options: Any) -> list[httpx.Response]:
        with httpx.Client(**{"auth": AUTH, "verify": False, **options}) as client:
            return [client.request(**{"method": "POST", **arguments}) for arguments in requests]

    @staticmethod
    def resend(arguments: Arguments, times: int) -> None:
        with httpx.Client(auth=AUTH, verify=False) as client:
            request = client.build_request(**arguments)
            for _ in range(times):
                client.send(request)

    @staticmethod
    def tracer(events: list[str]) -> Callable[[str, Arguments], None]:
        return lambda event, _: events.append(event)


class Async:
    """Sends with an `AsyncClient`."""

    retrying = AsyncRetrying
    streaming = AsyncStreaming

    @staticmethod
    def send(*requests: Arguments, **options: Any) -> list[httpx.Response]:
        async def send() -> list[httpx.Response]:
            async with httpx.AsyncClient(**{"auth": AUTH, "verify": False, **options}) as client:
                return [
                    await client.request(**{"method": "POST", **arguments})
                    for arguments in requests
                ]

        return asyncio.run(send())

    @staticmethod
    def resend(arguments: Arguments, times: int) -> None:
        async def resend() -> None:
            async with httpx.AsyncClient(auth=AUTH, verify=False) as client:
                request = client.build_request(**arguments)
                for _ in range(times):
                    await client.send(request)

        asyncio.run(resend())

    @staticmethod
    def tracer(events: list[str]) -> Callable[[str, Arguments], Awaitable[None]]:
        async def trace(event: str, _: Arguments) -> None:
            events.append(event)

        return trace


Way = type[Sync] | type[Async]


@pytest.fixture(params=[Sync, Async], scope="module", ids=["Client", "AsyncClient"])
def way(request: pytest.FixtureRequest) -> Way:
    way: Way = request.param
    return way


@pytest.fixture(scope="module")
def server() -> Iterator[RecordingServer]:
    with RecordingServer() as server:
        yield server


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def server_tls(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


@pytest.fixture(scope="module")
def client_tls(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


@settings(max_examples=20)
@given(params=text_params)
@pytest.mark.parametrize(
    ("method", "place"),
    [("POST", "data"), ("POST", "json"), ("POST", "params"), ("GET", "params")],
)
def test_what_is_about_to_be_sent_is_signed(
    way: Way, server: RecordingServer, method: str, place: str, params: dict[str, str]
) -> None:
    (response,) = way.send({"method": method, "url": server.url, place: params})
    assert response.status_code == 200
    received = authentic(server.requests[-1])
    assert received == params | {"api_key": "key", "timestamp": received["timestamp"]}


def test_a_call_without_a_client_is_signed(server: RecordingServer) -> None:
    response = httpx.post(server.url, data=PARAMS, auth=AUTH)
    assert response.request.content == server.requests[-1].body
    assert authentic(server.requests[-1]).items() >= PARAMS.items()


@pytest.mark.parametrize("media_type", MEDIA_TYPES[1:])
@pytest.mark.parametrize("body", [json.dumps(PARAMS), json.dumps(PARAMS).encode()])
def test_a_json_body_of_any_documented_media_type_is_signed(
    way: Way, server: RecordingServer, media_type: str, body: str | bytes
) -> None:
    way.send({"url": server.url, "content": body, "headers": {"Content-Type": media_type}})
    assert server.requests[-1].header("Content-Type") == media_type
    assert authentic(server.requests[-1]).items() >= PARAMS.items()


def test_the_texts_of_numbers_and_booleans_are_sent(way: Way, server: RecordingServer) -> None:
    way.send({"url": server.url, "json": {"a": 1, "b": True, "c": 1.0, "d": None}})
    sent = json.loads(server.requests[-1].body)
    assert [sent.get(name) for name in "abcd"] == ["1", "true", "1.0", None]


def test_a_post_without_parameters_gets_a_form(way: Way, server: RecordingServer) -> None:
    way.send({"url": server.url})
    assert server.requests[-1].body.startswith(b"api_key=key&timestamp=")
    assert authentic(server.requests[-1])


def test_a_get_without_parameters_gets_a_query(way: Way, server: RecordingServer) -> None:
    way.send({"method": "GET", "url": server.url, "headers": {"Content-Type": "text/plain"}})
    assert server.requests[-1].url.startswith("/?api_key=key&timestamp=")
    assert server.requests[-1].header("Content-Length") == "0"
    assert authentic(server.requests[-1])


def test_other_headers_and_cookies_stay(way: Way, server: RecordingServer) -> None:
    headers = [("X-Trace", "1"), ("X-Trace", "2")]
    way.send({"url": server.url, "data": PARAMS, "headers": headers}, cookies={"a": "b"})
    assert server.requests[-1].header("X-Trace") == "1, 2"
    assert server.requests[-1].header("Cookie") == "a=b"


def test_the_same_api_key_may_be_among_the_parameters(way: Way, server: RecordingServer) -> None:
    way.send({"url": server.url, "data": {**PARAMS, "api_key": "key"}})
    assert authentic(server.requests[-1])["api_key"] == "key"


async def pieces() -> AsyncIterator[bytes]:
    yield b"a=1"


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"content": iter([b"a=1"])}, RequestError),
        ({"content": pieces()}, RequestError),
        ({"data": PARAMS, "files": {"file": b"content"}}, RequestError),
        ({"content": b"a=1"}, UnsupportedMediaType),
        ({"content": b"a=1", "headers": {"Content-Type": "text/plain"}}, UnsupportedMediaType),
        ({"data": PARAMS, "params": {"b": "2"}}, RequestError),
        ({"method": "PUT", "data": PARAMS}, RequestError),
        ({"method": "GET", "json": PARAMS}, RequestError),
        ({"url": "http://api.example.com/", "data": PARAMS}, InsecureURL),
        ({"url": "https://user:password@localhost:1/", "data": PARAMS}, RequestError),
        ({"data": {"a": ["1", "2"]}}, DuplicateParameter),
        ({"json": {"a": [1]}}, EncodingError),
        ({"json": [1]}, EncodingError),
        ({"data": {**PARAMS, "api_secret": "secret"}}, ParameterError),
        ({"data": {**PARAMS, "api_key": "another"}}, ParameterError),
    ],
)
def test_what_cannot_be_signed_is_refused_before_anything_is_sent(
    way: Way, server: RecordingServer, arguments: Arguments, error: type[NexmoSigError]
) -> None:
    received = len(server.requests)
    with pytest.raises(error):
        way.send({"url": server.url, **arguments})
    assert len(server.requests) == received


@pytest.mark.parametrize("arguments", ANYWHERE)
@pytest.mark.parametrize("status", REDIRECTS)
def test_a_redirect_to_another_port_is_refused(
    way: Way, server: RecordingServer, status: int, arguments: Arguments
) -> None:
    received = len(server.requests)
    with RecordingServer(redirecting(status, server.url)) as first:
        with pytest.raises(RequestError, match="redirects"):
            way.send({"url": first.url, **arguments}, follow_redirects=True)
        assert len(signatures(first.requests)) == 1
    assert len(server.requests) == received


@pytest.mark.parametrize("arguments", ANYWHERE)
@pytest.mark.parametrize("base", ["http://localhost:{port}", "//localhost:{port}"])
def test_a_redirect_to_another_host_is_refused(way: Way, base: str, arguments: Arguments) -> None:
    with RecordingServer(lambda request: answer(request)) as server:
        answer = redirecting(307, base.format(port=server.url.rpartition(":")[2]))
        with pytest.raises(RequestError, match="redirects"):
            way.send({"url": server.url, **arguments}, follow_redirects=True)
        assert len(server.requests) == 1


@pytest.mark.parametrize("arguments", ANYWHERE)
def test_a_redirect_to_plain_http_is_refused(
    way: Way,
    server: RecordingServer,
    server_tls: ssl.SSLContext,
    client_tls: ssl.SSLContext,
    arguments: Arguments,
) -> None:
    received = len(server.requests)
    with RecordingServer(redirecting(307, server.url), server_tls) as secure:
        with pytest.raises(RequestError, match="redirects"):
            way.send({"url": secure.url, **arguments}, follow_redirects=True, verify=client_tls)
        assert len(signatures(secure.requests)) == 1
    assert len(server.requests) == received


def test_a_redirect_that_is_not_followed_is_returned(way: Way, server: RecordingServer) -> None:
    with RecordingServer(redirecting(307, server.url)) as first:
        (response,) = way.send({"url": first.url, "data": PARAMS})
    assert response.status_code == 307


@pytest.mark.parametrize("arguments", IN_A_BODY)
@pytest.mark.parametrize("status", [307, 308])
def test_a_redirect_within_the_origin_is_followed_and_signed_again(
    way: Way, status: int, arguments: Arguments
) -> None:
    with RecordingServer(moved(status)) as server:
        (response,) = way.send({"url": f"{server.url}/old", **arguments}, follow_redirects=True)
        assert response.status_code == 200
        assert [request.url for request in server.requests] == ["/old", "/new"]
        assert len(set(signatures(server.requests))) == 2


@pytest.mark.parametrize("arguments", IN_A_BODY)
def test_another_transport_cannot_stream_a_body_twice(way: Way, arguments: Arguments) -> None:
    transport = way.streaming()
    with pytest.raises(RequestError, match="not sent again"):
        way.send(
            {"url": "http://localhost/", **arguments}, follow_redirects=True, transport=transport
        )
    assert len(transport.bodies) == 1


@pytest.mark.parametrize("arguments", ANYWHERE)
def test_each_call_of_a_client_signs_again(way: Way, arguments: Arguments) -> None:
    with RecordingServer() as server:
        way.send(*[{"url": server.url, **arguments}] * 3)
        assert len(set(signatures(server.requests))) == 3


@pytest.mark.parametrize("arguments", ANYWHERE)
def test_sending_a_request_again_signs_again(way: Way, arguments: Arguments) -> None:
    with RecordingServer() as server:
        way.resend({"url": server.url, **arguments}, times=3)
        assert len(set(signatures(server.requests))) == 3


@pytest.mark.parametrize("arguments", ANYWHERE)
def test_sending_a_signed_request_again_signs_again(
    server: RecordingServer, arguments: Arguments
) -> None:
    with httpx.Client(auth=AUTH) as client:
        response = client.request(url=server.url, **arguments)
        client.send(response.request)
    first, second = signatures(server.requests[-2:])
    assert first != second


@pytest.mark.parametrize("arguments", IN_A_BODY)
def test_a_retry_by_the_transport_signs_a_body_again(way: Way, arguments: Arguments) -> None:
    with RecordingServer(unavailable(2)) as server:
        (response,) = way.send({"url": server.url, **arguments}, transport=way.retrying())
        assert response.status_code == 200
        assert len(set(signatures(server.requests))) == 3


def test_a_request_through_a_proxy_arrives(
    way: Way, server_tls: ssl.SSLContext, client_tls: ssl.SSLContext
) -> None:
    with RecordingServer(tls=server_tls) as server, TunnelProxy() as proxy:
        way.send({"url": server.url, "data": PARAMS}, proxy=proxy.url, verify=client_tls)
        assert proxy.targets == [server.url.removeprefix("https://")]
        assert len(signatures(server.requests)) == 1


def test_the_callers_own_trace_is_still_told(way: Way, server: RecordingServer) -> None:
    events: list[str] = []
    way.send({"url": server.url, "data": PARAMS, "extensions": {"trace": way.tracer(events)}})
    assert "http11.send_request_headers.started" in events
    assert "http11.receive_response_body.complete" in events


def test_the_timeout_stays(way: Way, server: RecordingServer) -> None:
    (response,) = way.send({"url": server.url, "data": PARAMS, "timeout": 3})
    assert response.request.extensions["timeout"]["read"] == 3


def test_a_pickled_response_holds_no_secret(server: RecordingServer) -> None:
    pickled = pickle.dumps(httpx.post(server.url, data=PARAMS, auth=AUTH))
    assert SECRET.encode() not in pickled
    assert pickle.loads(pickled).request.content == server.requests[-1].body


def test_its_text_shows_no_secret() -> None:
    assert repr(AUTH) == "<NexmoAuth of 'key', <Signer by sha256, 1 secret>>"
