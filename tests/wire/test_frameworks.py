"""Callbacks over real sockets, to the examples of the docs."""

import base64
import hashlib
import hmac
import http.client
import json
import secrets
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Literal
from urllib.parse import quote_plus, urlencode

import pytest
from wire.conftest import RecordResult
from wire.frameworks import COMMANDS, EXAMPLES, READING, WITH_REDIS, serving

from nexmo_sig import FORM, JSON, Request, Signer

SECRET = "a signature secret of 32 bytes or more"
METHOD = "sha256"
SIGNER = Signer(SECRET, METHOD)

Carrier = Literal["GET", "POST, form", "POST, JSON"]
CARRIERS: tuple[Carrier, ...] = ("GET", "POST, form", "POST, JSON")

AWKWARD = "".join(map(chr, [*range(0x180), 0x2028, 0xFEFF, 0x1F600, 0x10FFFF])) + "&=%+ %41"


class Server:
    """An example that runs."""

    def __init__(self, framework: str, port: int) -> None:
        self.framework = framework
        self._port = port

    def status(self, request: Request) -> int:
        """Send a request as it is, and return the status of the response."""
        for _ in range(20):
            # A server that does not read all of a large body may close with a reset, and that may
            # reach us before its answer does.
            with suppress(ConnectionError):
                return self._exchange(request)[0]
        raise AssertionError("the server gives no answer")

    def body(self, request: Request) -> bytes:
        return self._exchange(request)[1]

    def _exchange(self, request: Request) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
        try:
            connection.putrequest(request.method, request.url, skip_accept_encoding=True)
            for name, value in request.headers.items():
                connection.putheader(name, value)
            with suppress(ConnectionError):
                connection.endheaders(request.body or None)
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()

    def exchange(self, sent: bytes) -> bytes:
        """Send bytes and nothing after them; return what comes back."""
        with socket.create_connection(("127.0.0.1", self._port), timeout=30) as connection:
            received = b""
            with suppress(ConnectionError):  # a server may answer and close before it has read all
                connection.sendall(sent)
            with suppress(OSError):  # ENOTCONN then, which is no ConnectionError
                connection.shutdown(socket.SHUT_WR)
            with suppress(ConnectionError):
                while piece := connection.recv(65_536):
                    received += piece
        return received


ENVIRONMENT = {"NEXMO_SIGNATURE_SECRET": SECRET, "NEXMO_SIGNATURE_METHOD": METHOD}


@pytest.fixture(scope="module", params=COMMANDS)
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    with serving(COMMANDS[request.param], **ENVIRONMENT) as port:
        yield Server(request.param, port)


@pytest.fixture(scope="module", params=READING)
def reading_server(request: pytest.FixtureRequest) -> Iterator[Server]:
    """A server with a middleware that has read the body when the example is called."""
    with serving(READING[request.param], **ENVIRONMENT) as port:
        yield Server(request.param, port)


def signed(text: str = "a & b", age: int = 0) -> dict[str, str]:
    """Parameters of a callback, unlike any other."""
    params = {"msisdn": "447700900000", "messageId": secrets.token_hex(8), "text": text}
    return SIGNER.sign(params, timestamp=int(time.time()) - age)


def post(media_type: str, body: bytes) -> Request:
    headers = {"Content-Type": media_type, "Content-Length": str(len(body))}
    return Request("POST", "/callback", headers, body)


def carried(carrier: Carrier, params: list[tuple[str, str]]) -> Request:
    """Write a request without the library, so that it may be one that the library refuses."""
    if carrier == "GET":
        return Request("GET", "/callback?" + urlencode(params))
    if carrier == "POST, form":
        return post(FORM, urlencode(params).encode())
    members = ", ".join(f"{json.dumps(name)}: {json.dumps(value)}" for name, value in params)
    return post(JSON, f"{{{members}}}".encode())


def token(payload: bytes, secret: str = SECRET, age: int = 0, **claims: object) -> str:
    """Make a bearer token without the library, unlike any other."""
    all_claims = {
        "iss": "Vonage",
        "iat": int(time.time()) - age,
        "jti": secrets.token_hex(16),
        "api_key": "abcdef01",
        "payload_hash": hashlib.sha256(payload).hexdigest(),
        **claims,
    }
    parts = ({"alg": "HS256", "typ": "JWT"}, all_claims)
    signed = b".".join(base64url(json.dumps(part).encode()) for part in parts)
    return (signed + b"." + base64url(hmac.digest(secret.encode(), signed, "sha256"))).decode()


def base64url(content: bytes) -> bytes:
    return base64.urlsafe_b64encode(content).rstrip(b"=")


PAYLOAD = '{"message_uuid":"aaaaaaaa-bbbb","to":{"type":"sms"},"text":"é & b"}'.encode()
ANSWER = [("to", "447700900000"), ("from", "é & b"), ("uuid", "aaaaaaaa-bbbb")]


def with_token(made: str, body: bytes = PAYLOAD) -> Request:
    request = post(JSON, body)
    return Request(
        "POST", "/callback", {**request.headers, "Authorization": f"Bearer {made}"}, body
    )


def answer_url(params: list[tuple[str, str]], bound: list[tuple[str, str]] = ANSWER) -> Request:
    """Ask for an answer, as Voice does: a token that binds the query of a GET."""
    payload = json.dumps(dict(bound), separators=(",", ":"), ensure_ascii=False).encode()
    headers = {"Authorization": f"Bearer {token(payload)}"}
    return Request("GET", "/callback?" + urlencode(params), headers)


def too_large(carrier: Carrier) -> Request:
    """More than the 1 MiB of a body, or the 1,000 parameters, that are read by default."""
    if carrier == "GET":
        return carried(carrier, [(f"{number:x}", "") for number in range(1_100)])
    return carried(carrier, [*signed("x" * 2**21).items()])


def broken(carrier: Carrier) -> Request:
    if carrier == "GET":
        return Request("GET", "/callback?text=%zz&sig=0")
    if carrier == "POST, form":
        return post(FORM, b"text=%FF&sig=0")
    return post(JSON, b'{"text": "1", "sig": ["0"]}')


CASES: dict[str, tuple[set[int], Callable[[Carrier], Request]]] = {
    "authentic": ({200}, lambda c: carried(c, [*signed().items()])),
    "authentic, awkward text": ({200}, lambda c: carried(c, [*signed(AWKWARD).items()])),
    "altered": ({401}, lambda c: carried(c, [*(signed() | {"text": "c"}).items()])),
    "not signed": ({401}, lambda c: carried(c, [("text", "c")])),
    "stale": ({401}, lambda c: carried(c, [*signed(age=400).items()])),
    "a parameter twice": ({400}, lambda c: carried(c, [*signed().items(), ("text", "a & b")])),
    "unreadable": ({400}, broken),
    "too large": ({413}, too_large),
}


@pytest.mark.parametrize("carrier", CARRIERS)
@pytest.mark.parametrize("case", CASES)
def test_a_callback_gets_its_answer(
    server: Server, case: str, carrier: Carrier, record_result: RecordResult
) -> None:
    expected, request = CASES[case]
    status = server.status(request(carrier))
    record_result("inbound", server.framework, f"{case}: {carrier}", str(status))
    assert status in expected


@pytest.mark.parametrize("carrier", CARRIERS)
def test_a_callback_is_accepted_once(
    server: Server, carrier: Carrier, record_result: RecordResult
) -> None:
    request = carried(carrier, [*signed().items()])
    statuses = [server.status(request), server.status(request)]
    record_result("inbound", server.framework, f"replayed: {carrier}", str(statuses[1]))
    assert statuses == [200, 401]


EMPTY = {"Content-Length": "0"}
LARGE = b'{"text":"' + b"x" * 2**21 + b'"}'


def signed_with_both() -> Request:
    """A right `sig`, and a token that is not: the second try would let it in."""
    request = carried("GET", [*signed().items()])
    wrong = token(b"", secret="another secret of 32 bytes or more")
    return Request("GET", request.url, {"Authorization": f"Bearer {wrong}"})


TOKEN_CASES: dict[str, tuple[int, Callable[[], Request]]] = {
    "authentic: token, POST": (200, lambda: with_token(token(PAYLOAD))),
    "authentic: token, GET": (200, lambda: answer_url(ANSWER)),
    "another secret: token, POST": (401, lambda: with_token(token(PAYLOAD, "x" * 32))),
    "altered: token, POST": (401, lambda: with_token(token(PAYLOAD), PAYLOAD + b" ")),
    "altered: token, GET": (401, lambda: answer_url([*ANSWER, ("text", "c")])),
    "altered order: token, GET": (401, lambda: answer_url(ANSWER[::-1])),
    "stale: token, POST": (401, lambda: with_token(token(PAYLOAD, age=400))),
    "not a token: POST": (401, lambda: with_token("aaaa.bbbb.cccc")),
    "another token beside a right sig: GET": (401, signed_with_both),
    "too large: token, POST": (413, lambda: with_token(token(LARGE), LARGE)),
    "body removed: token, POST": (
        401,
        lambda: Request("POST", "/callback", {**with_token(token(PAYLOAD)).headers, **EMPTY}),
    ),
}


@pytest.mark.parametrize("case", TOKEN_CASES)
def test_a_token_gets_its_answer(server: Server, case: str, record_result: RecordResult) -> None:
    expected, request = TOKEN_CASES[case]
    status = server.status(request())
    record_result("inbound", server.framework, case, str(status))
    assert status == expected


@pytest.mark.parametrize("make", [lambda: with_token(token(PAYLOAD)), lambda: answer_url(ANSWER)])
def test_a_token_is_accepted_once(
    server: Server, make: Callable[[], Request], record_result: RecordResult
) -> None:
    request = make()
    statuses = [server.status(request), server.status(request)]
    record_result(
        "inbound", server.framework, f"replayed: token, {request.method}", str(statuses[1])
    )
    assert statuses == [200, 401]


def test_the_payload_that_a_token_binds_is_handed_over(server: Server) -> None:
    body = server.body(with_token(token(PAYLOAD)))
    assert json.loads(body) == {"received": json.loads(PAYLOAD)}
    body = server.body(answer_url(ANSWER))
    assert json.loads(body) == {"received": dict(ANSWER)}


READ_CASES: dict[str, Callable[[], Request]] = {
    "GET": lambda: carried("GET", [*signed().items()]),
    "POST, form": lambda: carried("POST, form", [*signed(AWKWARD).items()]),
    "POST, JSON": lambda: carried("POST, JSON", [*signed(AWKWARD).items()]),
    "token, POST": lambda: with_token(token(PAYLOAD)),
    "token, GET": lambda: answer_url(ANSWER),
}


@pytest.mark.parametrize("case", READ_CASES)
def test_a_body_that_a_middleware_has_read_is_verified(
    reading_server: Server, case: str, record_result: RecordResult
) -> None:
    """It was taken for an empty one, and the callback for one that was not signed."""
    request = READ_CASES[case]()
    statuses = [reading_server.status(request), reading_server.status(request)]
    name = f"authentic, body read before: {case}"
    record_result("inbound", reading_server.framework, name, str(statuses[0]))
    assert statuses == [200, 401]


@pytest.mark.parametrize("framework", WITH_REDIS)
def test_a_store_that_does_not_answer_keeps_no_other_request_waiting(framework: str) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as silent,
        serving(
            WITH_REDIS[framework], REDIS_PORT=str(silent.getsockname()[1]), **ENVIRONMENT
        ) as port,
        ThreadPoolExecutor() as pool,
    ):
        server = Server(framework, port)
        waiting = pool.submit(server.status, carried("GET", [*signed().items()]))
        connection, _ = silent.accept()  # the guard asks
        with connection:
            assert server.status(carried("GET", [("text", "c")])) == 401
            assert not waiting.done()
            assert waiting.result() == 503


@pytest.mark.parametrize("carrier", CARRIERS)
def test_a_callback_is_not_accepted_again_in_another_form(server: Server, carrier: Carrier) -> None:
    params = [*signed().items()]
    assert server.status(carried("GET", params)) == 200
    assert server.status(carried(carrier, params[::-1])) == 401


@pytest.mark.parametrize(
    "request_",
    [
        post("text/plain", b"a=1"),
        post("application/json; charset=utf-16", "{}".encode("utf-16")),
        post(JSON, b"[" * 100_000),
        post(JSON, b"\xff"),
        post(FORM, b"a"),
        Request("POST", "/callback", {"Content-Length": "3"}, b"a=1"),
        Request("POST", "/callback?a=1", post(FORM, b"b=2").headers, b"b=2"),
        Request("GET", "/callback", {"Content-Type": FORM, "Content-Length": "3"}, b"a=1"),
        Request("GET", "/callback?" + "a%00=1" + quote_plus("\ud800", errors="surrogatepass")),
    ],
    ids=range(9),
)
def test_an_unreadable_request_is_an_error_of_the_sender(server: Server, request_: Request) -> None:
    assert server.status(request_) in (400, 415)


HEAD = b"POST /callback HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
CHUNKED = HEAD + b"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
TYPED = HEAD + b"Content-Type: application/json\r\nContent-Length: "


@pytest.mark.parametrize(
    "sent",
    [
        CHUNKED + b"2\r\n{}\r\n0\r\n\r\n",
        CHUNKED + b"zz\r\n{}\r\n0\r\n\r\n",
        CHUNKED + b"2\r\n{}",
        CHUNKED + b"200000\r\n" + b" " * 0x200000 + b"\r\n0\r\n\r\n",
        TYPED + b"x\r\n\r\n{}",
        TYPED + b"-1\r\n\r\n{}",
        TYPED + b"9\r\n\r\n{}",
        TYPED + b"1\r\nContent-Length: 2\r\n\r\n{}",
        TYPED + b"2\r\nContent-Type: text/json\r\n\r\n{}",
        HEAD + b"Content-Type: \xff\r\nContent-Length: 2\r\n\r\n{}",
        HEAD.replace(b"POST /callback", b"GET /callback?a=\xff") + b"\r\n",
    ],
    ids=range(11),
)
def test_no_bytes_cause_a_500(server: Server, sent: bytes) -> None:
    status_line = server.exchange(sent).partition(b"\r\n")[0]
    assert status_line == b"" or status_line.split()[1] in (b"400", b"401", b"413", b"415")


@pytest.mark.parametrize(
    "path", sorted(EXAMPLES.glob("receive_with_*.py")), ids=lambda path: path.stem
)
def test_an_example_has_fewer_than_40_lines(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()[1:]  # after the docstring
    assert 0 < len([line for line in lines if line.strip()]) < 40
