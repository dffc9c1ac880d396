"""The ways to send a request that the docs show: what arrives is what was built."""

import asyncio
import importlib.util
import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.error import HTTPError

import pytest
from hypothesis import example, given, settings
from strategies import text_params
from wire.answers import REDIRECTS, redirecting
from wire.conftest import RecordResult
from wire.servers import RecordingServer

from nexmo_sig import (
    FORM,
    MEDIA_TYPES,
    Request,
    SignatureAuth,
    Signer,
    build_request,
    read_request,
)
from nexmo_sig.testing import (
    EXAMPLE_API_KEY,
    EXAMPLE_SIGNATURE_METHOD,
    EXAMPLE_SIGNATURE_SECRET,
    ConversionServer,
)
from nexmo_sig.types import Placement

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
PACKAGES = {
    "requests": "requests",
    "httpx": "httpx",
    "httpx_async": "httpx",
    "aiohttp": "aiohttp",
    "urllib3": "urllib3",
    "urllib_request": "urllib.request",
}

SIGNER = Signer(EXAMPLE_SIGNATURE_SECRET, EXAMPLE_SIGNATURE_METHOD)
AUTH = SignatureAuth(EXAMPLE_API_KEY, SIGNER)

# Each byte that can be part of UTF-8: what a client rewrites in a query, it rewrites in this one.
EVERY_BYTE = "".join(map(chr, range(0x800))) + "".join(
    bytes([lead, *trail]).decode()
    for leads, trail in [
        (range(0xE1, 0xF0), b"\x80\x80"),
        (range(0xF1, 0xF4), b"\x80\x80\x80"),
        ([0xE0], b"\xa0\x80"),
        ([0xF0], b"\x90\x80\x80"),
        ([0xF4], b"\x8f\xbf\xbf"),
    ]
    for lead in leads
)


class Shape(NamedTuple):
    method: str
    placement: Placement
    media_type: str = FORM

    def __str__(self) -> str:
        where = "the query" if self.placement == "query" else f"the body, {self.media_type}"
        return f"{self.method}, parameters in {where}"


SHAPES = [
    *(Shape("POST", "body", media_type) for media_type in MEDIA_TYPES),
    Shape("POST", "query"),
    Shape("GET", "query"),
]


@pytest.fixture(scope="module")
def conversion_server() -> Iterator[ConversionServer]:
    with ConversionServer() as server:
        yield server


@pytest.fixture(scope="module")
def recorder() -> Iterator[RecordingServer]:
    with RecordingServer() as server:
        yield server


@pytest.fixture(params=PACKAGES, scope="module")
def client(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture(scope="module")
def send(client: str) -> Callable[[Request], int]:
    return loaded(client)


def loaded(client: str) -> Callable[[Request], int]:
    """The function that the docs show, called as its docs say."""
    spec = importlib.util.spec_from_file_location(client, EXAMPLES / f"send_with_{client}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    if inspect.iscoroutinefunction(module.send):
        return lambda request: asyncio.run(module.send(request))
    return lambda request: int(module.send(request))


def test_there_is_an_example_for_each_client() -> None:
    assert {path.stem for path in EXAMPLES.glob("send_with_*.py")} == {
        f"send_with_{client}" for client in PACKAGES
    }


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_what_arrives_is_what_was_built_and_verifies(
    shape: Shape,
    client: str,
    send: Callable[[Request], int],
    conversion_server: ConversionServer,
    recorder: RecordingServer,
    record_result: RecordResult,
) -> None:
    # The Conversion API takes POST only.
    server = conversion_server if shape.method == "POST" else recorder

    @settings(max_examples=settings().max_examples // 25)
    @example({})
    @example({EVERY_BYTE[1:].replace("&", "").replace("=", ""): EVERY_BYTE})
    @given(text_params)
    def arrives(params: dict[str, str]) -> None:
        given_params = {**params, "message-id": "an id", "delivered": "true"}
        built = build_request(
            shape.method,
            f"{conversion_server.url}/sms" if shape.method == "POST" else f"{recorder.url}/a/~b",
            given_params,
            auth=AUTH,
            media_type=shape.media_type,
            placement=shape.placement,
        )
        status = send(built)
        record_result("outbound", PACKAGES[client], str(shape), str(status))
        assert status == 200
        check_arrival(server.requests[-1], built)
        authentic = SIGNER.verify(read_request(server.requests[-1]))
        assert given_params.items() <= authentic.items()

    arrives()


def check_arrival(arrived: Request, built: Request) -> None:
    assert arrived.method == built.method
    assert built.url.endswith(arrived.url)
    assert arrived.url.startswith("/")
    assert built.url.removesuffix(arrived.url).count("/") == 2  # the origin, and nothing else
    assert arrived.body == built.body
    for name in ("Content-Type", "Content-Length", "Transfer-Encoding"):
        assert arrived.header(name) == built.header(name)
    assert {name.lower() for name in built.headers} <= {name.lower() for name in arrived.headers}


@pytest.mark.parametrize("shape", [SHAPES[0], *SHAPES[-2:]], ids=str)
@pytest.mark.parametrize("status", REDIRECTS)
def test_a_redirect_is_not_followed(
    status: int, shape: Shape, send: Callable[[Request], int], recorder: RecordingServer
) -> None:
    received = len(recorder.requests)
    with RecordingServer(redirecting(status, recorder.url)) as server:
        request = build_request(
            shape.method, server.url, {"a": "1"}, auth=AUTH, placement=shape.placement
        )
        assert status_of(send, request) == status
        assert len(server.requests) == 1
    assert len(recorder.requests) == received


@pytest.mark.parametrize("shape", [SHAPES[0], *SHAPES[-2:]], ids=str)
def test_a_request_to_this_machine_does_not_go_to_a_proxy(
    shape: Shape, client: str, recorder: RecordingServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = build_request(
        shape.method, recorder.url, {"a": "1"}, auth=AUTH, placement=shape.placement
    )
    received = len(recorder.requests)
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with RecordingServer() as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        assert loaded(client)(request) == 200  # an example may read the environment first
        assert proxy.requests == []
    assert len(recorder.requests) == received + 1


def status_of(send: Callable[[Request], int], request: Request) -> int:
    try:
        return send(request)
    except HTTPError as error:  # of the standard library
        error.close()
        return error.code
