"""NexmoAuth for requests, over real sockets."""

import json
import pickle
import ssl
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import requests
import trustme
from hypothesis import given, settings
from requests.adapters import HTTPAdapter
from strategies import text_params
from urllib3 import Retry
from wire.answers import REDIRECTS, moved, redirecting, unavailable
from wire.servers import RecordingServer
from wire.signing import PARAMS, SECRET, SIGNER, authentic, signatures

from nexmo_sig import (
    MEDIA_TYPES,
    DuplicateParameter,
    EncodingError,
    InsecureURL,
    NexmoSigError,
    ParameterError,
    RequestError,
    Signer,
    UnsupportedMediaType,
)
from nexmo_sig.integrations.requests import NexmoAuth

AUTH = NexmoAuth("key", SIGNER)

FORM_BODY = pytest.param({"method": "POST", "data": PARAMS}, id="form")
JSON_BODY = pytest.param({"method": "POST", "json": PARAMS}, id="JSON")
QUERY_OF_POST = pytest.param({"method": "POST", "params": PARAMS}, id="query of POST")
QUERY_OF_GET = pytest.param({"method": "GET", "params": PARAMS}, id="query of GET")
IN_A_BODY = [FORM_BODY, JSON_BODY]
IN_A_QUERY = [QUERY_OF_POST, QUERY_OF_GET]


@pytest.fixture(scope="module")
def server() -> Iterator[RecordingServer]:
    with RecordingServer() as server:
        yield server


@pytest.fixture
def session() -> Iterator[requests.Session]:
    with requests.Session() as session:
        session.auth = AUTH
        yield session


@settings(max_examples=25)
@given(params=text_params)
@pytest.mark.parametrize(
    ("method", "place"),
    [("POST", "data"), ("POST", "json"), ("POST", "params"), ("GET", "params")],
)
def test_what_is_about_to_be_sent_is_signed(
    server: RecordingServer, method: str, place: str, params: dict[str, str]
) -> None:
    arguments: dict[str, Any] = {place: params}
    response = requests.request(method, server.url, auth=AUTH, timeout=10, **arguments)
    assert response.status_code == 200
    received = authentic(server.requests[-1])
    assert received == params | {"api_key": "key", "timestamp": received["timestamp"]}


@pytest.mark.parametrize("media_type", MEDIA_TYPES[1:])
@pytest.mark.parametrize("body", [json.dumps(PARAMS), json.dumps(PARAMS).encode()])
def test_a_json_body_of_any_documented_media_type_is_signed(
    server: RecordingServer, media_type: str, body: str | bytes
) -> None:
    requests.post(
        server.url, data=body, headers={"Content-Type": media_type}, auth=AUTH, timeout=10
    )
    assert server.requests[-1].header("Content-Type") == media_type
    assert authentic(server.requests[-1]).items() >= PARAMS.items()


def test_a_media_type_may_be_given_as_bytes(server: RecordingServer) -> None:
    headers = {"Content-Type": b"text/json"}
    requests.post(server.url, data=b'{"a":"1"}', headers=headers, auth=AUTH, timeout=10)
    assert authentic(server.requests[-1])["a"] == "1"


def test_the_texts_of_numbers_and_booleans_are_sent(server: RecordingServer) -> None:
    requests.post(server.url, json={"a": 1, "b": True, "c": 1.0, "d": None}, auth=AUTH, timeout=10)
    sent = json.loads(server.requests[-1].body)
    assert [sent.get(name) for name in "abcd"] == ["1", "true", "1.0", None]


def test_a_post_without_parameters_gets_a_form(server: RecordingServer) -> None:
    requests.post(server.url, auth=AUTH, timeout=10)
    assert server.requests[-1].body.startswith(b"api_key=key&timestamp=")
    assert authentic(server.requests[-1])


def test_a_get_without_parameters_gets_a_query(server: RecordingServer) -> None:
    headers = {"Content-Type": "text/plain"}  # of a session, say: there is no body
    requests.get(server.url, headers=headers, auth=AUTH, timeout=10)
    assert server.requests[-1].url.startswith("/?api_key=key&timestamp=")
    assert server.requests[-1].header("Content-Length") == "0"
    assert authentic(server.requests[-1])


def test_other_headers_and_cookies_stay(server: RecordingServer) -> None:
    requests.post(
        server.url,
        data=PARAMS,
        headers={"X-Trace": "1"},
        cookies={"a": "b"},
        auth=AUTH,
        timeout=10,
    )
    assert server.requests[-1].header("X-Trace") == "1"
    assert server.requests[-1].header("Cookie") == "a=b"


def test_the_same_api_key_may_be_among_the_parameters(server: RecordingServer) -> None:
    requests.post(server.url, data={**PARAMS, "api_key": "key"}, auth=AUTH, timeout=10)
    assert authentic(server.requests[-1])["api_key"] == "key"


def test_the_time_of_a_conversion_is_kept(server: RecordingServer) -> None:
    moment = "2020-01-01 12:00:00"
    requests.post(server.url, data={**PARAMS, "timestamp": moment}, auth=AUTH, timeout=10)
    assert authentic(server.requests[-1])["timestamp"] == moment


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"data": iter([b"a=1"])}, RequestError),
        ({"data": BytesIO(b"a=1")}, RequestError),
        ({"data": PARAMS, "files": {"file": b"content"}}, UnsupportedMediaType),
        ({"data": b"a=1"}, UnsupportedMediaType),
        ({"data": "a=1", "headers": {"Content-Type": "text/plain"}}, UnsupportedMediaType),
        ({"data": PARAMS, "params": {"b": "2"}}, RequestError),
        ({"method": "PUT", "data": PARAMS}, RequestError),
        ({"method": "GET", "data": PARAMS}, RequestError),
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
    server: RecordingServer, arguments: dict[str, Any], error: type[NexmoSigError]
) -> None:
    received = len(server.requests)
    with pytest.raises(error):
        requests.request(
            **{"method": "POST", "url": server.url, "auth": AUTH, "timeout": 10, **arguments}
        )
    assert len(server.requests) == received


def test_a_request_that_is_not_prepared_is_refused() -> None:
    with pytest.raises(RequestError):
        AUTH(requests.PreparedRequest())


def test_a_body_with_a_lone_surrogate_is_refused() -> None:
    prepared = requests.Request("POST", "https://api.example.com/", data=PARAMS).prepare()
    prepared.body = "a=\ud800"
    with pytest.raises(EncodingError):
        AUTH(prepared)


@pytest.mark.parametrize("arguments", [*IN_A_BODY, *IN_A_QUERY])
@pytest.mark.parametrize("status", REDIRECTS)
@pytest.mark.parametrize("follow", [True, False])
def test_a_redirect_to_another_port_is_refused(
    server: RecordingServer, status: int, arguments: dict[str, Any], follow: bool
) -> None:
    received = len(server.requests)
    with RecordingServer(redirecting(status, server.url)) as first:
        with pytest.raises(RequestError, match="redirects"):
            requests.request(
                url=first.url, auth=AUTH, timeout=10, allow_redirects=follow, **arguments
            )
        assert len(signatures(first.requests)) == 1
    assert len(server.requests) == received


@pytest.mark.parametrize("arguments", [*IN_A_BODY, *IN_A_QUERY])
@pytest.mark.parametrize(
    "base",
    [
        "http://localhost:{port}",
        "//localhost:{port}",
        "https://127.0.0.1:{port}",
        "http://api.example.com",
        "http://127.0.0.1:{port}\\@localhost:{port}",
        "http://user@127.0.0.1:{port}",
        "http://[",
        "ftp://127.0.0.1:{port}",
    ],
)
def test_a_redirect_to_another_host_or_scheme_is_refused(
    base: str, arguments: dict[str, Any]
) -> None:
    with RecordingServer(lambda request: answer(request)) as server:
        answer = redirecting(307, base.format(port=server.url.rpartition(":")[2]))
        with pytest.raises(RequestError):
            requests.request(url=server.url, auth=AUTH, timeout=10, **arguments)
        assert len(server.requests) == 1


@pytest.mark.parametrize("arguments", [*IN_A_BODY, *IN_A_QUERY])
def test_a_redirect_to_plain_http_is_refused(
    server: RecordingServer, tmp_path: Path, arguments: dict[str, Any]
) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(tls)
    received = len(server.requests)
    with RecordingServer(redirecting(307, server.url), tls) as secure:
        with pytest.raises(RequestError, match="redirects"):
            requests.request(
                url=secure.url, auth=AUTH, timeout=10, verify=str(tmp_path / "ca.pem"), **arguments
            )
        assert len(signatures(secure.requests)) == 1
    assert len(server.requests) == received


def test_a_refused_redirect_frees_its_connection(
    session: requests.Session, server: RecordingServer
) -> None:
    adapter = HTTPAdapter(pool_maxsize=1)
    session.mount("http://", adapter)
    with (
        RecordingServer(redirecting(307, server.url)) as first,
        pytest.raises(RequestError) as refused,  # keeps the response alive
    ):
        session.post(first.url, data=PARAMS, timeout=10)
    pools: Any = adapter.poolmanager.pools
    assert [pools[key].pool.qsize() for key in pools.keys()] == [1]  # noqa: SIM118 - no iterator
    del refused


@pytest.mark.parametrize("arguments", IN_A_BODY)
@pytest.mark.parametrize("status", [307, 308])
def test_a_redirect_within_the_origin_is_followed_and_signed_again(
    status: int, arguments: dict[str, Any]
) -> None:
    with RecordingServer(moved(status)) as server:
        response = requests.request(url=f"{server.url}/old", auth=AUTH, timeout=10, **arguments)
        assert response.status_code == 200
        assert [request.url for request in server.requests] == ["/old", "/new"]
        assert len(set(signatures(server.requests))) == 2


@pytest.mark.parametrize("arguments", [*IN_A_BODY, *IN_A_QUERY])
def test_each_call_of_a_session_signs_again(
    session: requests.Session, arguments: dict[str, Any]
) -> None:
    with RecordingServer() as server:
        for _ in range(3):
            session.request(url=server.url, timeout=10, **arguments)
        assert len(set(signatures(server.requests))) == 3


@pytest.mark.parametrize("arguments", IN_A_BODY)
def test_a_retry_by_urllib3_signs_a_body_again(
    session: requests.Session, arguments: dict[str, Any]
) -> None:
    retry = Retry(3, status_forcelist=[503], allowed_methods=None, backoff_factor=0)
    session.mount("http://", HTTPAdapter(max_retries=retry))
    with RecordingServer(unavailable(2)) as server:
        assert session.request(url=server.url, timeout=10, **arguments).status_code == 200
        assert len(set(signatures(server.requests))) == 3


@pytest.mark.parametrize("arguments", IN_A_QUERY)
def test_a_retry_by_urllib3_repeats_a_query(
    session: requests.Session, arguments: dict[str, Any]
) -> None:
    retry = Retry(3, status_forcelist=[503], allowed_methods=None, backoff_factor=0)
    session.mount("http://", HTTPAdapter(max_retries=retry))
    with RecordingServer(unavailable(2)) as server:
        assert session.request(url=server.url, timeout=10, **arguments).status_code == 200
        received = signatures(server.requests)
        assert received == received[:1] * 3


@pytest.mark.parametrize("arguments", IN_A_BODY)
def test_sending_a_prepared_request_again_signs_its_body_again(
    session: requests.Session, arguments: dict[str, Any]
) -> None:
    with RecordingServer() as server:
        prepared = session.prepare_request(requests.Request(url=server.url, **arguments))
        for _ in range(3):
            session.send(prepared, timeout=10)
        assert len(set(signatures(server.requests))) == 3


@pytest.mark.parametrize("arguments", [*IN_A_BODY, *IN_A_QUERY])
def test_preparing_the_auth_again_signs_again(
    session: requests.Session, arguments: dict[str, Any]
) -> None:
    with RecordingServer() as server:
        prepared = session.prepare_request(requests.Request(url=server.url, **arguments))
        session.send(prepared, timeout=10)
        prepared.prepare_auth(AUTH)
        session.send(prepared, timeout=10)
        assert len(set(signatures(server.requests))) == 2


def test_a_body_whose_length_would_change_is_not_sent(
    session: requests.Session, server: RecordingServer
) -> None:
    now = [9]
    auth = NexmoAuth("key", Signer(SECRET, "sha256", clock=lambda: now[0]))
    prepared = requests.Request("POST", server.url, data=PARAMS, auth=auth).prepare()
    received = len(server.requests)
    now[0] = 10
    with pytest.raises(RequestError, match="digits"):
        session.send(prepared, timeout=10)
    assert len(server.requests) == received


def test_a_response_can_be_pickled_without_the_secret(server: RecordingServer) -> None:
    response = requests.post(server.url, data=PARAMS, auth=AUTH, timeout=10)
    pickled = pickle.dumps(response)
    assert SECRET.encode() not in pickled
    assert pickle.loads(pickled).request.body == server.requests[-1].body


def test_its_text_shows_no_secret() -> None:
    assert repr(AUTH) == "<NexmoAuth of 'key', <Signer by sha256, 1 secret>>"
