import pickle
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit
from wsgiref.util import setup_testing_defaults
from wsgiref.validate import validator

import pytest
import strategies
from common import NOW
from hypothesis import given
from hypothesis import strategies as st

from nexmo_sig import (
    FORM,
    JSON,
    MEDIA_TYPES,
    NexmoSigError,
    Request,
    SecretAuth,
    SignatureAuth,
    SignatureMethod,
    Signer,
    UsageError,
    conversion,
)
from nexmo_sig.testing import (
    EXAMPLE_ACCOUNT,
    EXAMPLE_API_KEY,
    EXAMPLE_API_SECRET,
    EXAMPLE_SIGNATURE_METHOD,
    EXAMPLE_SIGNATURE_SECRET,
    Account,
    ConversionApp,
    ConversionServer,
    Response,
    respond,
)

UTC_NOW = "2023-11-14 22:13:20"
SIGNER = Signer(EXAMPLE_SIGNATURE_SECRET, EXAMPLE_SIGNATURE_METHOD, clock=lambda: NOW)
SECRET = SecretAuth(EXAMPLE_API_KEY, EXAMPLE_API_SECRET)
SIGNATURE = SignatureAuth(EXAMPLE_API_KEY, SIGNER)
AUTHS = [SECRET, SIGNATURE]


def build(**options: object) -> Request:
    given = {"endpoint": "sms", "message_id": "00A0B0C0", "delivered": True, "auth": SECRET}
    return conversion.build_request(**given | options)  # type: ignore[arg-type]  # any that is tested


def answer(request: Request, **options: Any) -> Response:
    return respond(request, now=NOW, **options)


def form(**params: str) -> Request:
    """A request with key and secret, as it is: nothing is checked."""
    credentials = {"api_key": EXAMPLE_API_KEY, "api_secret": EXAMPLE_API_SECRET}
    return raw(
        {name.replace("_id", "-id"): value for name, value in (credentials | params).items()}
    )


def raw(params: dict[str, str]) -> Request:
    body = "&".join(f"{name}={value}" for name, value in params.items())
    return Request("POST", "/conversions/sms", {"Content-Type": FORM}, body.encode())


# The answers


@pytest.mark.parametrize("endpoint", ["sms", "voice"])
@pytest.mark.parametrize("auth", AUTHS, ids=["secret", "signature"])
@pytest.mark.parametrize("media_type", MEDIA_TYPES)
@pytest.mark.parametrize("placement", ["body", "query"])
def test_what_the_library_builds_is_accepted(
    endpoint: str, auth: object, media_type: str, placement: str
) -> None:
    request = build(endpoint=endpoint, auth=auth, media_type=media_type, placement=placement)
    response = answer(request)
    assert response.status == 200
    assert response.body == b"accepted"
    assert response.headers == {"Content-Type": "text/plain; charset=utf-8", "Content-Length": "8"}


@pytest.mark.parametrize("method", SignatureMethod)
def test_every_signature_method_is_verified(method: SignatureMethod) -> None:
    signer = Signer("secret", method, clock=lambda: NOW)
    account = Account("key", "hunter2", signer)
    request = build(auth=SignatureAuth("key", signer))
    assert answer(request, accounts=[account]).status == 200
    other = Account("key", "hunter2", Signer("another", method))
    assert answer(request, accounts=[other]).status == 401


@pytest.mark.parametrize("delivered", [True, False, "true", "false", "1", "0"])
@pytest.mark.parametrize("auth", AUTHS, ids=["secret", "signature"])
def test_every_documented_value_is_accepted(delivered: object, auth: object) -> None:
    assert answer(build(delivered=delivered, auth=auth, timestamp=UTC_NOW)).status == 200


@given(strategies.texts.filter(str.strip), strategies.media_types, strategies.placements)
def test_every_text_is_accepted_as_an_id(text: str, media_type: str, placement: str) -> None:
    request = build(message_id=text, auth=SIGNATURE, media_type=media_type, placement=placement)
    assert answer(request).status == 200


def test_other_parameters_are_no_obstacle() -> None:
    assert answer(form(message_id="1", delivered="true", other="x")).status == 200


SIGNED = SIGNER.sign({"api_key": EXAMPLE_API_KEY, "message-id": "1", "delivered": "true"})
STALE = SIGNER.sign(SIGNED, timestamp=None) | SIGNER.sign(SIGNED | {"timestamp": str(NOW - 301)})


@pytest.mark.parametrize(
    ("request_", "reason"),
    [
        (build(auth=SecretAuth("nobody", EXAMPLE_API_SECRET)), "no known account"),
        (build(auth=SecretAuth(EXAMPLE_API_KEY, "hunter2")), "api_secret is not"),
        (build(auth=SecretAuth(EXAMPLE_API_KEY, "é")), "api_secret is not"),
        (build(auth=SignatureAuth("nobody", SIGNER)), "no known account"),
        (raw(SIGNED | {"message-id": "2"}), "altered"),
        (raw(SIGNED | {"sig": "é"}), "altered"),
        (raw(STALE), "301 s ago"),
        (raw({"sig": SIGNED["sig"], "message-id": "1"}), "no api_key"),
        (raw({"api_key": EXAMPLE_API_KEY, "message-id": "1"}), "no sig"),
        (raw(SIGNED | {"api_secret": EXAMPLE_API_SECRET}), "both api_secret and sig"),
        (Request("POST", "/conversions/sms"), "no api_key"),
    ],
)
def test_wrong_credentials_are_401(request_: Request, reason: str) -> None:
    response = answer(request_)
    assert response.status == 401
    assert reason in response.reason


def test_credentials_come_before_everything_that_they_protect() -> None:
    request = raw({"api_key": EXAMPLE_API_KEY, "api_secret": "hunter2", "delivered": "perhaps"})
    assert answer(request).status == 401


@pytest.mark.parametrize("auth", AUTHS, ids=["secret", "signature"])
def test_an_account_without_access_is_402(auth: object) -> None:
    account = Account(EXAMPLE_API_KEY, EXAMPLE_API_SECRET, SIGNER, enabled=False)
    response = answer(build(auth=auth), accounts=[EXAMPLE_ACCOUNT, account][1:])
    assert (response.status, response.reason) == (
        402,
        "the account has no access to the Conversion API",
    )


def test_the_account_is_found_by_its_key() -> None:
    accounts = [Account("other", "other", SIGNER, enabled=False), EXAMPLE_ACCOUNT]
    assert answer(build(), accounts=accounts).status == 200
    assert answer(build(auth=SecretAuth("other", "other")), accounts=accounts).status == 402


@pytest.mark.parametrize(
    ("params", "status", "reason"),
    [
        ({"delivered": "true"}, 422, "no message-id"),
        ({"message_id": "1"}, 423, "no delivered"),
        ({}, 422, "no message-id"),
        ({"message_id": "", "delivered": "true"}, 420, "message-id is empty"),
        ({"message_id": "1", "delivered": "yes"}, 420, "delivered must be"),
        ({"message_id": "1", "delivered": ""}, 420, "delivered must be"),
        ({"message_id": "1", "delivered": "1", "timestamp": "now"}, 420, "timestamp must be"),
        ({"message_id": "1", "delivered": "1", "timestamp": str(NOW)}, 420, "timestamp must be"),
    ],
)
def test_missing_and_invalid_parameters_have_their_statuses(
    params: dict[str, str], status: int, reason: str
) -> None:
    response = answer(form(**params))
    assert response.status == status
    assert reason in response.reason


JSON_HEADERS = {"Content-Type": JSON}


@pytest.mark.parametrize(
    "request_",
    [
        Request("POST", "/conversions/sms?a=1&a=2"),
        Request("POST", "/conversions/sms?a=%"),
        Request("POST", "/conversions/sms?a=1", JSON_HEADERS, b'{"b":"2"}'),
        Request("POST", "/conversions/sms", JSON_HEADERS, b"[]"),
        Request("POST", "/conversions/sms", JSON_HEADERS, b'{"a":"\xff"}'),
        Request("POST", "/conversions/sms?a%3Db=1"),
    ],
)
def test_what_cannot_be_read_is_420(request_: Request) -> None:
    assert answer(request_).status == 420


@pytest.mark.parametrize(
    "url",
    [
        "/",
        "",
        "/conversions",
        "/conversions/",
        "/conversions/sms/",
        "/conversions/SMS",
        "/conversions/s\nms",
        "/http://localhost/conversions/sms",
        "https://localhost",
        "https://localhost?/conversions/sms",
        "//[/conversions/sms",
    ],
)
def test_another_path_is_404(url: str) -> None:
    request = build()
    response = answer(Request("POST", url, request.headers, request.body))
    assert response.status == 404
    assert response.reason.startswith("the paths are /conversions/sms and /conversions/voice")


@pytest.mark.parametrize("url", ["/conversions/sms", "https://localhost:1/conversions/sms"])
def test_the_url_may_be_a_path_or_absolute(url: str) -> None:
    assert answer(Request("POST", url, build().headers, build().body)).status == 200


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "post", ""])
def test_another_method_is_405_and_post_is_named(method: str) -> None:
    response = answer(Request(method, build(placement="query").url))
    assert response.status == 405
    assert response.headers["Allow"] == "POST"


@pytest.mark.parametrize("placement", ["body", "query"])
def test_too_much_is_413(placement: str) -> None:
    assert answer(build(message_id="1" * 2**20, placement=placement)).status == 413


@pytest.mark.parametrize("headers", [{}, {"Content-Type": "text/plain"}])
def test_another_media_type_or_none_is_415(headers: dict[str, str]) -> None:
    assert answer(Request("POST", "/conversions/sms", headers, build().body)).status == 415


_fragments = st.lists(st.sampled_from(["/conversions/sms", "?", "&", "=", "%", "api_key", "#"]))


@given(
    st.sampled_from(["GET", "POST"]) | st.text(max_size=4),
    _fragments.map("".join) | st.text(max_size=9),
    st.sampled_from(MEDIA_TYPES),
    _fragments.map(lambda parts: "".join(parts).encode()) | st.binary(max_size=9),
)
def test_every_request_gets_a_documented_answer(
    method: str, url: str, media_type: str, body: bytes
) -> None:
    response = answer(Request(method, url, {"Content-Type": media_type}, body))
    assert response.status in (401, 404, 405, 415, 420)
    assert response.reason


@given(strategies.secrets, st.sampled_from(["api_secret", "sig", "message-id"]))
def test_no_reason_shows_a_value(value: str, name: str) -> None:
    value = "<" + value.replace("&", "").replace("=", "") + ">"
    request = build()
    for url in ("/conversions/sms", f"/{value}"):
        body = request.body + f"&{name}={value}&a=%".encode()
        assert value not in answer(Request("POST", url, request.headers, body)).reason


def test_the_status_is_the_one_that_a_client_raises_for() -> None:
    conversion.check_status(answer(build()).status)
    with pytest.raises(NexmoSigError, match="a parameter is missing"):
        conversion.check_status(answer(form()).status)


# The values


def test_neither_an_account_nor_a_response_changes_or_shows_a_secret() -> None:
    account = Account("key", "hunter2", SIGNER, enabled=False)
    assert repr(account) == "<Account 'key', <Signer by sha256, 1 secret>, without access>"
    assert repr(EXAMPLE_ACCOUNT) == "<Account 'a1b2c3d4', <Signer by sha256, 1 secret>>"
    response = answer(build())
    assert repr(response) == "<Response 200: accepted>"
    for value, name in ((account, "enabled"), (response, "status")):
        with pytest.raises(AttributeError, match="cannot assign"):
            setattr(value, name, 0)


@pytest.mark.parametrize("credentials", [("", "secret"), ("key", ""), (None, "secret")])
def test_an_account_without_credentials_is_refused(credentials: Any) -> None:
    with pytest.raises(UsageError):
        Account(credentials[0], credentials[1], SIGNER)


def test_a_response_can_be_pickled() -> None:
    response = answer(build())
    assert pickle.loads(pickle.dumps(response)) == response


def test_equal_responses_compare_equal() -> None:
    assert answer(build()) == answer(build(delivered=False))
    assert len({answer(build()), answer(build())}) == 1
    assert answer(build()) != answer(form())
    assert answer(build()).__eq__((200, {}, b"accepted")) is NotImplemented


# The WSGI application


def call(app: ConversionApp, **entries: object) -> tuple[str, dict[str, str], bytes]:
    """Call the application as a server does that checks the protocol."""
    environ: dict[str, Any] = {"SCRIPT_NAME": "", "PATH_INFO": "/", "QUERY_STRING": ""} | entries
    setup_testing_defaults(environ)
    answered: list[Any] = []
    result = validator(app)(environ, lambda status, headers, *_: answered.extend((status, headers)))  # type: ignore[arg-type]  # it writes nothing
    body = b"".join(result)
    result.close()  # type: ignore[attr-defined]  # the validator demands it
    return answered[0], dict(answered[1]), body


def post(body: bytes, **entries: object) -> dict[str, object]:
    return {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/conversions/sms",
        "CONTENT_TYPE": FORM,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": BytesIO(body),
    } | entries


def test_the_application_keeps_to_the_protocol() -> None:
    seen: list[tuple[Request, Response]] = []
    app = ConversionApp(clock=lambda: NOW, observer=lambda *pair: seen.append(pair))
    assert call(app, **post(build(auth=SIGNATURE).body)) == (
        "200 OK",
        {"Content-Type": "text/plain; charset=utf-8", "Content-Length": "8"},
        b"accepted",
    )
    [(request, response)] = seen
    assert request.body == build(auth=SIGNATURE).body
    assert response.status == 200


def test_every_status_has_a_phrase() -> None:
    assert call(ConversionApp(), **post(b"a=%"))[0] == "420 Invalid Parameter"


def test_a_head_request_gets_no_body() -> None:
    status, headers, body = call(ConversionApp(), REQUEST_METHOD="HEAD")
    assert status.startswith("404")
    assert int(headers["Content-Length"]) > 0
    assert body == b""


@pytest.mark.parametrize(
    ("entries", "status"),
    [
        ({"CONTENT_LENGTH": "1048577"}, "413"),
        ({"HTTP_TRANSFER_ENCODING": "chunked"}, "420"),
        ({"CONTENT_LENGTH": "100"}, "420"),
    ],
)
def test_a_body_that_cannot_be_read_is_answered_and_shown_without_it(
    entries: dict[str, str], status: str
) -> None:
    seen: list[Request] = []
    app = ConversionApp(observer=lambda request, _: seen.append(request))
    assert call(app, **post(b"a=1", **entries))[0].startswith(status)
    assert seen == [Request("POST", "/conversions/sms")]


def test_the_application_knows_the_accounts_that_it_is_given() -> None:
    app = ConversionApp(iter([Account("key", "hunter2", SIGNER)]))
    for _ in range(2):
        assert call(app, **post(build(auth=SecretAuth("key", "hunter2")).body))[0] == "200 OK"


# The server


def send(request: Request) -> int:
    """Send with the standard library."""
    sent = urllib.request.Request(
        request.url, request.body or None, dict(request.headers), method=request.method
    )
    try:
        with urllib.request.urlopen(sent, timeout=10) as response:
            return int(response.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def dial(server: ConversionServer) -> socket.socket:
    parts = urlsplit(server.url)
    assert parts.hostname == "127.0.0.1"
    return socket.create_connection((parts.hostname, parts.port or 0), timeout=10)


def received(connection: socket.socket) -> bytes:
    return b"".join(iter(lambda: connection.recv(65_536), b""))


@pytest.fixture
def server() -> Iterator[ConversionServer]:
    with ConversionServer() as running:
        yield running


def test_the_server_answers_and_keeps_what_it_received(server: ConversionServer) -> None:
    signature = SignatureAuth(EXAMPLE_API_KEY, EXAMPLE_ACCOUNT.signer)
    built = build(auth=signature, base_url=server.url)
    assert send(built) == 200
    assert send(build(base_url=server.url, auth=SecretAuth("nobody", "x"))) == 401
    first, second = server.requests
    assert first.method == "POST"
    assert first.url == "/conversions/sms"
    assert first.body == built.body
    assert {name: first.header(name) for name in built.headers} == dict(built.headers)
    assert second.body != first.body


def test_no_content_type_is_made_up(server: ConversionServer) -> None:
    assert send(build(base_url=server.url, placement="query")) == 200
    assert server.requests[0].header("Content-Type") is None


def test_the_observer_sees_each_answer_before_the_client_does() -> None:
    seen: list[tuple[Request, Response]] = []
    clock, observer = (lambda: NOW + 301), (lambda *pair: seen.append(pair))
    with ConversionServer(clock=clock, observer=observer) as server:
        assert send(build(auth=SIGNATURE, base_url=server.url)) == 401
        assert [response.status for _, response in seen] == [401]
        assert [request for request, _ in seen] == server.requests


def test_a_large_body_is_answered_though_it_is_not_read(server: ConversionServer) -> None:
    with dial(server) as connection:
        connection.sendall(b"POST /conversions/sms HTTP/1.1\r\nContent-Length: 9000000\r\n\r\n")
        connection.sendall(b"1" * 9_000_000)
        assert received(connection).startswith(b"HTTP/1.0 413 ")
    assert server.requests == [Request("POST", "/conversions/sms")]


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"\r\n",
        b"POST",
        b"\x00\xff\r\n\r\n",
        b"POST /conversions/sms HTTP/1.1\r\nContent-Length: 9\r\n\r\nshort",
        b"POST /conversions/sms HTTP/1.1\r\nContent-Length: -9\r\n\r\n",
        b"POST /conversions/sms HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST /\xff\x00%00?\xff HTTP/1.1\r\n\r\n",
        b"P\xc3\xb6ST /conversions/sms HTTP/1.1\r\n\r\n",
        b"GET " + b"/" * 70_000 + b" HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"a: b\r\n" * 200 + b"\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
    ],
)
def test_what_is_not_http_gets_no_500_and_ends_nothing(
    server: ConversionServer, sent: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    with dial(server) as connection:
        connection.sendall(sent)
        connection.shutdown(socket.SHUT_WR)
        assert b" 500 " not in received(connection).partition(b"\r\n")[0]
    assert send(build(base_url=server.url)) == 200
    assert "".join(capfd.readouterr()) == ""


def test_a_client_that_resets_is_no_news(
    server: ConversionServer, capfd: pytest.CaptureFixture[str]
) -> None:
    with dial(server) as connection:
        connection.sendall(b"POST /conversions/sms HTTP/1.1\r\n")
        linger = b"\x01\x00\x00\x00" + b"\x00" * 4  # on, for no time: closing sends a reset
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    assert send(build(base_url=server.url)) == 200
    assert "".join(capfd.readouterr()) == ""


def test_clients_are_served_side_by_side(server: ConversionServer) -> None:
    with dial(server) as idle:
        idle.sendall(b"POST /conversions/sms HTTP/1.1\r\n")
        assert send(build(base_url=server.url)) == 200


def test_the_port_is_free_after_the_block() -> None:
    with ConversionServer() as server:
        port = urlsplit(server.url).port
        assert port is not None
    with ConversionServer(port=port) as again:
        assert again.url == server.url
        assert send(build(base_url=again.url)) == 200


def test_nothing_listens_after_the_block() -> None:
    with ConversionServer() as server:
        pass
    with pytest.raises(ConnectionRefusedError):
        dial(server)


# The fixture


def test_the_fixture_serves_the_example_account(nexmo_conversion_server: ConversionServer) -> None:
    assert send(build(base_url=nexmo_conversion_server.url)) == 200
    assert [request.url for request in nexmo_conversion_server.requests] == ["/conversions/sms"]


class TestOverridden:
    @pytest.fixture
    def nexmo_accounts(self) -> tuple[Account, ...]:
        return (Account("key", "hunter2", SIGNER, enabled=False),)

    def test_the_fixture_serves_the_accounts_that_a_test_gives(
        self, nexmo_conversion_server: ConversionServer
    ) -> None:
        base_url = nexmo_conversion_server.url
        assert send(build(base_url=base_url, auth=SecretAuth("key", "hunter2"))) == 402
        assert send(build(base_url=base_url)) == 401


def test_only_the_plugin_imports_pytest() -> None:
    program = "import sys, nexmo_sig.testing; print('pytest' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert ran.stdout.strip() == b"False"


def test_the_package_does_not_import_its_test_server() -> None:
    program = "import sys, nexmo_sig; print('nexmo_sig.testing' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert ran.stdout.strip() == b"False"
