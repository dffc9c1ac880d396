"""NexmoAuth for requests: what other clients do not have; test_auth_clients.py has the rest."""

import pickle
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
import requests
from requests.adapters import HTTPAdapter
from urllib3 import Retry
from wire.answers import redirecting, unavailable
from wire.servers import RecordingServer
from wire.signing import PARAMS, SECRET, SIGNER, authentic, signatures

from nexmo_sig import EncodingError, RequestError
from nexmo_sig.integrations.requests import NexmoAuth

AUTH = NexmoAuth("key", SIGNER)

ANYWHERE = [
    pytest.param({"method": "POST", "data": PARAMS}, id="form"),
    pytest.param({"method": "POST", "json": PARAMS}, id="JSON"),
    pytest.param({"method": "POST", "params": PARAMS}, id="query of POST"),
    pytest.param({"method": "GET", "params": PARAMS}, id="query of GET"),
]


@pytest.fixture(scope="module")
def server() -> Iterator[RecordingServer]:
    with RecordingServer() as server:
        yield server


@pytest.fixture
def session() -> Iterator[requests.Session]:
    with requests.Session() as session:
        session.auth = AUTH
        yield session


def test_a_call_without_a_session_is_signed(server: RecordingServer) -> None:
    response = requests.post(server.url, data=PARAMS, auth=AUTH, timeout=10)
    assert response.request.body == server.requests[-1].body
    assert authentic(server.requests[-1]).items() >= PARAMS.items()


def test_a_media_type_may_be_given_as_bytes(server: RecordingServer) -> None:
    headers = {"Content-Type": b"text/json"}
    requests.post(server.url, data=b'{"a":"1"}', headers=headers, auth=AUTH, timeout=10)
    assert authentic(server.requests[-1])["a"] == "1"


def test_a_body_may_be_given_as_str(server: RecordingServer) -> None:
    headers = {"Content-Type": "application/json; charset=utf-8"}
    requests.post(server.url, data='{"a":"ä"}', headers=headers, auth=AUTH, timeout=10)
    assert authentic(server.requests[-1])["a"] == "ä"


@pytest.mark.parametrize(
    "arguments",
    [
        {"data": BytesIO(b"a=1")},
        {"url": "https://user:password@localhost:1/", "data": PARAMS},
        {"method": "GET", "data": PARAMS},
    ],
)
def test_what_cannot_be_signed_is_rejected_before_anything_is_sent(
    server: RecordingServer, arguments: dict[str, Any]
) -> None:
    received = len(server.requests)
    with pytest.raises(RequestError):
        requests.request(
            **{"method": "POST", "url": server.url, "auth": AUTH, "timeout": 10, **arguments}
        )
    assert len(server.requests) == received


def test_a_request_that_is_not_prepared_is_rejected() -> None:
    with pytest.raises(RequestError):
        AUTH(requests.PreparedRequest())


def test_a_body_with_a_lone_surrogate_is_rejected() -> None:
    prepared = requests.Request("POST", "https://api.example.com/", data=PARAMS).prepare()
    prepared.body = "a=\ud800"
    with pytest.raises(EncodingError):
        AUTH(prepared)


@pytest.mark.parametrize("base", ["https://127.0.0.1:1", "http://[", "ftp://localhost", "//a b"])
@pytest.mark.parametrize("follow", [True, False])
def test_a_redirect_is_an_error_wherever_it_leads(
    session: requests.Session, base: str, follow: bool
) -> None:
    with RecordingServer(redirecting(307, base)) as server:
        with pytest.raises(RequestError, match="redirects"):
            session.post(server.url, data=PARAMS, timeout=10, allow_redirects=follow)
        assert len(server.requests) == 1


def test_a_rejected_redirect_frees_its_connection(
    session: requests.Session, server: RecordingServer
) -> None:
    adapter = HTTPAdapter(pool_maxsize=1)
    session.mount("http://", adapter)
    with (
        RecordingServer(redirecting(307, server.url)) as first,
        pytest.raises(RequestError) as rejected,  # keeps the response alive
    ):
        session.post(first.url, data=PARAMS, timeout=10)
    pools: Any = adapter.poolmanager.pools
    assert [pools[key].pool.qsize() for key in pools.keys()] == [1]  # noqa: SIM118 - no iterator
    del rejected


@pytest.mark.parametrize("arguments", ANYWHERE)
def test_a_retry_by_urllib3_repeats_the_request(
    session: requests.Session, arguments: dict[str, Any]
) -> None:
    retry = Retry(3, status_forcelist=[503], allowed_methods=None, backoff_factor=0)
    session.mount("http://", HTTPAdapter(max_retries=retry))
    with RecordingServer(unavailable(2)) as server:
        assert session.request(url=server.url, timeout=10, **arguments).status_code == 200
        received = signatures(server.requests)
        assert received == received[:1] * 3


@pytest.mark.parametrize("arguments", ANYWHERE)
def test_sending_a_prepared_request_again_repeats_it(
    session: requests.Session, arguments: dict[str, Any]
) -> None:
    with RecordingServer() as server:
        prepared = session.prepare_request(requests.Request(url=server.url, **arguments))
        for _ in range(3):
            session.send(prepared, timeout=10)
        received = signatures(server.requests)
        assert received == received[:1] * 3


@pytest.mark.parametrize("arguments", ANYWHERE)
def test_preparing_the_auth_again_signs_again(
    session: requests.Session, arguments: dict[str, Any]
) -> None:
    with RecordingServer() as server:
        prepared = session.prepare_request(requests.Request(url=server.url, **arguments))
        session.send(prepared, timeout=10)
        prepared.prepare_auth(AUTH)
        session.send(prepared, timeout=10)
        assert len(set(signatures(server.requests))) == 2


def test_a_response_can_be_pickled_without_the_secret(server: RecordingServer) -> None:
    response = requests.post(server.url, data=PARAMS, auth=AUTH, timeout=10)
    pickled = pickle.dumps(response)
    assert SECRET.encode() not in pickled
    assert pickle.loads(pickled).request.body == server.requests[-1].body
