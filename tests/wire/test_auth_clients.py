"""The promise of every `NexmoAuth`, for each HTTP client, over real sockets."""

import importlib
import json
import re
import sys
import tomllib
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from ssl import PROTOCOL_TLS_SERVER, SSLContext

import pytest
import trustme
from hypothesis import example, given, settings
from strategies import text_params
from wire.answers import REDIRECTS, redirecting
from wire.clients import CLIENTS, Call, Client, Settings
from wire.servers import RecordingServer
from wire.signing import PARAMS, SECRET, SIGNER, authentic, signatures

from nexmo_sig import (
    FORM,
    JSON,
    MEDIA_TYPES,
    DuplicateParameter,
    EncodingError,
    InsecureURL,
    NexmoSigError,
    ParameterError,
    RequestError,
    SignatureAuth,
    Signer,
    UnsupportedMediaType,
    UsageError,
    build_request,
)

ROOT = Path(__file__).parents[2]

CONTROL = re.compile(r"[\x00-\x1f\x7f]")

ANYWHERE: dict[str, Call] = {
    "form": {"form": PARAMS},
    "JSON": {"json": PARAMS},
    "query of POST": {"query": PARAMS},
    "query of GET": {"method": "GET", "query": PARAMS},
}


@pytest.fixture(params=CLIENTS, scope="module")
def client(request: pytest.FixtureRequest) -> Client:
    return CLIENTS[request.param]


@pytest.fixture(params=ANYWHERE)
def call(request: pytest.FixtureRequest) -> Call:
    return ANYWHERE[request.param]


@pytest.fixture(scope="module")
def server() -> Iterator[RecordingServer]:
    with RecordingServer() as server:
        yield server


@pytest.fixture
def proxy(monkeypatch: pytest.MonkeyPatch) -> Iterator[RecordingServer]:
    """A proxy that the environment names."""
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    with RecordingServer() as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        yield proxy


def test_the_oldest_versions_that_are_tested_are_those_of_the_extras() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    oldest = (ROOT / "tests" / "oldest-requirements.txt").read_text(encoding="utf-8")
    for name in ("aiohttp", "httpx", "requests"):
        [requirement] = project["optional-dependencies"][name]
        assert f"\n{requirement.replace('>=', '==')} \\\n" in oldest


@settings(max_examples=20)
@example({"a": "%2A", "b": "100%"})  # HTTPX 0.27.0 sends the first as "*": the extra excludes it
@given(text_params)
@pytest.mark.parametrize(
    ("method", "place"), [("POST", "form"), ("POST", "json"), ("POST", "query"), ("GET", "query")]
)
def test_what_is_sent_is_signed(
    client: Client, server: RecordingServer, method: str, place: str, params: dict[str, str]
) -> None:
    if place == "form":  # aiohttp rejects control characters in the name of a field
        params = {CONTROL.sub("", name) or "name": value for name, value in params.items()}
    assert client.send({"method": method, "url": server.url, place: params}) == [200]
    received = authentic(server.requests[-1])
    assert received == params | {"api_key": "key", "timestamp": received["timestamp"]}


@pytest.mark.parametrize("media_type", MEDIA_TYPES[1:])
def test_a_json_body_of_any_documented_media_type_is_signed(
    client: Client, server: RecordingServer, media_type: str
) -> None:
    body = json.dumps(PARAMS).encode()
    client.send({"url": server.url, "content": body, "headers": {"Content-Type": media_type}})
    assert server.requests[-1].header("Content-Type") == media_type
    assert authentic(server.requests[-1]).items() >= PARAMS.items()


def test_numbers_and_booleans_are_sent_as_strings(client: Client, server: RecordingServer) -> None:
    client.send({"url": server.url, "json": {"a": 1, "b": True, "c": 1.0, "d": None}})
    sent = json.loads(server.requests[-1].body)
    assert [sent.get(name) for name in "abcd"] == ["1", "true", "1.0", None]


def test_a_post_without_parameters_gets_a_form(client: Client, server: RecordingServer) -> None:
    client.send({"url": server.url})
    assert server.requests[-1].header("Content-Type") == FORM
    assert server.requests[-1].body.startswith(b"api_key=key&timestamp=")
    assert authentic(server.requests[-1])


def test_a_get_without_parameters_gets_a_query(client: Client, server: RecordingServer) -> None:
    client.send({"method": "GET", "url": server.url})
    assert server.requests[-1].url.startswith("/?api_key=key&timestamp=")
    assert server.requests[-1].header("Content-Length") == "0"
    assert server.requests[-1].header("Content-Type") is None
    assert authentic(server.requests[-1])


def test_the_content_type_of_a_request_without_a_body_does_not_matter(
    client: Client, server: RecordingServer
) -> None:
    headers = {"Content-Type": "text/plain"}  # of a session, for example
    client.send({"method": "GET", "url": server.url, "query": PARAMS, "headers": headers})
    assert authentic(server.requests[-1])


def test_what_arrives_is_what_build_request_makes(
    client: Client, server: RecordingServer, call: Call
) -> None:
    params = {"ascii": "".join(map(chr, range(0x20, 0x7F))), "more": "ä€\U0001f600"}
    (place,) = call.keys() - {"method"}
    signer = Signer(SECRET, "sha256", clock=lambda: 1_700_000_000)
    client.send({"url": server.url, **call, place: params}, settings=Settings(signer))
    received = server.requests[-1]
    expected = build_request(
        received.method,
        f"{server.url}/",
        params,
        auth=SignatureAuth("key", signer),
        media_type=JSON if place == "json" else FORM,
        placement="query" if place == "query" else "body",
    )
    assert server.url + received.url == expected.url
    assert received.body == expected.body
    for name in ("Content-Length", "Transfer-Encoding"):
        assert received.header(name) == expected.header(name)
    if expected.body:  # aiohttp names a media type for every POST
        assert received.header("Content-Type") == expected.header("Content-Type")


def test_other_headers_stay(client: Client, server: RecordingServer) -> None:
    headers = {"X-Trace": "1", "Cookie": "a=b"}
    client.send({"url": server.url, "form": PARAMS, "headers": headers})
    assert server.requests[-1].header("X-Trace") == "1"
    assert server.requests[-1].header("Cookie") == "a=b"


def test_the_same_api_key_may_be_among_the_parameters(
    client: Client, server: RecordingServer
) -> None:
    client.send({"url": server.url, "form": {**PARAMS, "api_key": "key"}})
    assert authentic(server.requests[-1])["api_key"] == "key"


def test_the_time_of_a_conversion_is_kept(client: Client, server: RecordingServer) -> None:
    moment = "2020-01-01 12:00:00"
    client.send({"url": server.url, "form": {**PARAMS, "timestamp": moment}})
    assert authentic(server.requests[-1])["timestamp"] == moment


@pytest.mark.parametrize(
    ("call", "error"),
    [
        ({"content": b"a=1"}, UnsupportedMediaType),
        ({"content": b"a=1", "headers": {"Content-Type": "text/plain"}}, UnsupportedMediaType),
        ({"form": PARAMS, "query": {"b": "2"}}, RequestError),
        ({"method": "PUT", "form": PARAMS}, RequestError),
        ({"method": "GET", "json": PARAMS}, RequestError),
        ({"url": "http://api.example.com/", "form": PARAMS}, InsecureURL),
        ({"content": b"a=1&a=2", "headers": {"Content-Type": FORM}}, DuplicateParameter),
        ({"query": [("a", "1"), ("a", "2")]}, DuplicateParameter),
        ({"json": {"a": [1]}}, EncodingError),
        ({"json": [1]}, EncodingError),
        ({"form": {**PARAMS, "api_secret": "secret"}}, ParameterError),
        ({"form": {**PARAMS, "api_key": "another"}}, ParameterError),
    ],
)
def test_what_cannot_be_signed_is_rejected_before_anything_is_sent(
    client: Client, server: RecordingServer, call: Call, error: type[NexmoSigError]
) -> None:
    received = len(server.requests)
    with pytest.raises(error):
        client.send({"url": server.url, **call})
    assert len(server.requests) == received


def test_a_stream_is_rejected_before_anything_is_sent(
    client: Client, server: RecordingServer
) -> None:
    headers = {"Content-Type": "application/json"}
    received = len(server.requests)
    with pytest.raises(RequestError, match="stream"):
        client.send({"url": server.url, "content": client.stream(), "headers": headers})
    assert len(server.requests) == received


def test_a_multipart_form_is_rejected_before_anything_is_sent(
    client: Client, server: RecordingServer
) -> None:
    received = len(server.requests)
    with pytest.raises(NexmoSigError, match=r"multipart|media type"):
        client.send({"url": server.url, **client.multipart()})
    assert len(server.requests) == received


def test_a_request_is_signed_once(client: Client, call: Call) -> None:
    readings = count(1_700_000_000)  # a signature reads the clock once
    settings = Settings(Signer(SECRET, "sha256", clock=readings.__next__))
    with RecordingServer() as server:
        client.send({"url": server.url, **call}, settings=settings)
        assert len(signatures(server.requests)) == 1
    assert next(readings) == 1_700_000_001


def test_each_request_of_a_session_is_signed(client: Client, call: Call) -> None:
    with RecordingServer() as server:
        client.send(*[{"url": server.url, **call}] * 3)
        assert len(set(signatures(server.requests))) == 3


@pytest.mark.parametrize("status", REDIRECTS)
def test_a_redirect_to_another_server_is_an_error(
    client: Client, server: RecordingServer, status: int, call: Call
) -> None:
    received = len(server.requests)
    with RecordingServer(redirecting(status, server.url)) as first:
        with pytest.raises(RequestError, match="redirects"):
            client.send({"url": first.url, **call})
        assert len(signatures(first.requests)) == 1
    assert len(server.requests) == received


def test_a_redirect_within_the_server_is_an_error(client: Client, call: Call) -> None:
    with RecordingServer(redirecting(307)) as server:
        with pytest.raises(RequestError, match="redirects"):
            client.send({"url": server.url, **call})
        assert len(server.requests) == 1


@pytest.mark.parametrize("name", ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"])
def test_a_request_to_this_machine_does_not_go_to_a_proxy(
    client: Client, call: Call, name: str, proxy: RecordingServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for other in ("http_proxy", "HTTP_PROXY"):
        monkeypatch.delenv(other)
    monkeypatch.setenv(name, proxy.url)
    with RecordingServer() as server:
        try:
            client.send({"url": server.url, **call}, settings=Settings(trust_env=True))
        except RequestError as error:
            assert "NO_PROXY" in str(error)  # noqa: PT017 - aiohttp ignores ALL_PROXY
            assert server.requests == []
        else:
            assert len(server.requests) == 1
    assert proxy.requests == []


def test_a_request_to_this_machine_is_sent_past_a_proxy(
    client: Client, call: Call, proxy: RecordingServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with RecordingServer() as server:
        client.send({"url": server.url, **call}, settings=Settings(trust_env=True))
        assert len(signatures(server.requests)) == 1
    assert proxy.requests == []


def test_https_may_go_through_a_proxy(
    client: Client, call: Call, proxy: RecordingServer, tmp_path: Path
) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    tls = SSLContext(PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(tls)
    settings = Settings(authority=tmp_path / "ca.pem", trust_env=True)
    with RecordingServer(tls=tls) as server:
        client.send({"url": server.url, **call}, settings=settings)
        assert len(signatures(server.requests)) == 1
        assert [request.url for request in proxy.requests] == [server.url.removeprefix("https://")]


@pytest.mark.parametrize("name", ["aiohttp", "httpx", "requests"])
@pytest.mark.parametrize(
    ("api_key", "signer", "argument"), [("", SIGNER, "api_key"), ("key", SECRET, "signer")]
)
def test_wrong_arguments_are_the_fault_of_the_program(
    name: str, api_key: str, signer: object, argument: str
) -> None:
    module = importlib.import_module(f"nexmo_sig.integrations.{name}")
    with pytest.raises(UsageError) as error:
        module.NexmoAuth(api_key, signer)
    assert error.value.name == argument
    assert SECRET not in str(error.value)


@pytest.mark.parametrize("name", ["aiohttp", "httpx", "requests"])
def test_its_repr_shows_no_secret(name: str) -> None:
    module = importlib.import_module(f"nexmo_sig.integrations.{name}")
    assert repr(module.NexmoAuth("key", SIGNER)) == f"<NexmoAuth of 'key', {SIGNER!r}>"
    assert SECRET not in repr(SIGNER)


@pytest.mark.parametrize("name", ["httpx", "requests"])
def test_signature_auth_as_the_auth_of_a_client_names_nexmo_auth(name: str) -> None:
    client = importlib.import_module(name)
    with pytest.raises(UsageError, match="NexmoAuth"):
        client.post("https://api.example.com/", auth=SignatureAuth("key", SIGNER))


@pytest.mark.parametrize("name", ["aiohttp", "httpx", "requests"])
def test_a_client_that_is_not_installed_is_named(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, f"nexmo_sig.integrations.{name}")
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(ModuleNotFoundError, match=rf"pip install 'nexmo-sig\[{name}\]'"):
        importlib.import_module(f"nexmo_sig.integrations.{name}")
