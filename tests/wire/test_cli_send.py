"""``nexmo-sig request … --send``: what is sent, to whom, and what comes of it."""

import ssl
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import trustme
from command_line import SETTINGS, SIGNER, Outcome, call, run
from wire.servers import RecordingServer

from nexmo_sig import MEDIA_TYPES, Request, read_request
from nexmo_sig.cli import sending
from nexmo_sig.testing import Account, ConversionServer, Response

ACCOUNT = Account(SETTINGS["NEXMO_API_KEY"], SETTINGS["NEXMO_API_SECRET"], SIGNER)


def send(url: str, *options: str, how: Callable[..., Outcome] = call, **settings: str) -> Outcome:
    arguments = ["--message-id=a & b = é", "--delivered=1", "--send", "--base-url", url, *options]
    return how("request", "sms", *arguments, settings=SETTINGS | settings)


def answering(status: int, **headers: str) -> Callable[[Request], Response]:
    return lambda _: Response(status, headers, b"")


@pytest.mark.parametrize("media_type", MEDIA_TYPES)
@pytest.mark.parametrize("placement", ["body", "query"])
@pytest.mark.parametrize("auth", ["signature", "secret"])
def test_a_request_is_sent_and_accepted(media_type: str, placement: str, auth: str) -> None:
    with ConversionServer([ACCOUNT]) as server:
        options = ["--media-type", media_type, "--placement", placement, "--auth", auth]
        outcome = send(server.url, *options)
    assert outcome == (0, "accepted: the Conversion API answered 200\n", "")
    [request] = server.requests
    assert read_request(request)["message-id"] == "a & b = é"


def test_what_is_sent_is_what_would_be_printed(recording_server: RecordingServer) -> None:
    assert send(recording_server.url, "--timestamp", "2026-01-31 12:00:00", how=run).status == 0
    [request] = recording_server.requests
    printed = call(
        "request",
        "sms",
        "--message-id=a & b = é",
        "--delivered=1",
        "--timestamp=2026-01-31 12:00:00",
        "--base-url",
        recording_server.url,
    ).out
    head, _, body = printed.partition("\r\n\r\n")
    received = [f"{name}: {value}" for name, value in request.headers.items()]
    assert f"{request.method} {request.url} HTTP/1.1" == head.splitlines()[0]
    assert set(head.splitlines()[1:]) <= set(received)
    assert request.body.decode() == body


@pytest.mark.parametrize(
    ("status", "message"),
    [
        (401, "check the API key"),
        (402, "ask Nexmo to give this account access"),
        (420, "a parameter is missing or invalid"),
        (422, "a parameter is missing or invalid"),
        (423, "a parameter is missing or invalid"),
        (500, "not documented"),
    ],
)
def test_another_status_is_an_error_that_says_what_to_do(status: int, message: str) -> None:
    with RecordingServer(answering(status)) as server:
        outcome = send(server.url)
    assert (outcome.status, outcome.out) == (1, "")
    assert outcome.err.startswith(f"nexmo-sig: the Conversion API answered {status}: {message}")
    assert outcome.err.count("\n") == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(status: int, recording_server: RecordingServer) -> None:
    with RecordingServer(answering(status, Location=recording_server.url)) as server:
        outcome = send(server.url, "--auth", "secret")
    assert outcome.status == 1
    assert f"answered {status}" in outcome.err
    assert len(server.requests) == 1
    assert recording_server.requests == []


def test_no_proxy_is_used(recording_server: RecordingServer) -> None:
    proxies = dict.fromkeys(["http_proxy", "HTTP_PROXY", "all_proxy"], recording_server.url)
    with RecordingServer() as server:
        assert send(server.url, how=run, **proxies).status == 0
    assert len(server.requests) == 1
    assert recording_server.requests == []


@pytest.fixture
def authority() -> trustme.CA:
    return trustme.CA()


def over_tls(authority: trustme.CA, name: str) -> RecordingServer:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    return RecordingServer(tls=context)


def trusting(authority: trustme.CA, folder: Path) -> dict[str, str]:
    path = folder / "authority.pem"
    authority.cert_pem.write_to_path(str(path))
    return {"SSL_CERT_FILE": str(path)}


def test_https_is_spoken_with_a_host_of_a_known_authority(
    authority: trustme.CA, tmp_path: Path
) -> None:
    with over_tls(authority, "127.0.0.1") as server:
        assert send(server.url, how=run, **trusting(authority, tmp_path)).status == 0
    assert len(server.requests) == 1


def test_nothing_is_sent_to_a_host_of_an_unknown_authority(authority: trustme.CA) -> None:
    with over_tls(authority, "127.0.0.1") as server:
        outcome = send(server.url, how=run)
    assert (outcome.status, outcome.out, server.requests) == (3, "", [])
    assert "certificate" in outcome.err
    assert outcome.err.count("\n") == 1


def test_nothing_is_sent_to_a_host_of_another_name(authority: trustme.CA, tmp_path: Path) -> None:
    with over_tls(authority, "api.nexmo.com") as server:
        outcome = send(server.url, how=run, **trusting(authority, tmp_path))
    assert (outcome.status, outcome.out, server.requests) == (3, "", [])
    assert "certificate" in outcome.err


def test_a_server_that_is_not_there_is_named() -> None:
    with RecordingServer() as server:
        url = server.url
    status, out, err = send(url, "--auth", "secret")
    assert (status, out) == (3, "")
    assert err.startswith(f"nexmo-sig: {url.removeprefix('http://')} cannot be reached: ")
    assert SETTINGS["NEXMO_API_SECRET"] not in err


@pytest.mark.parametrize("host", ["a..localhost", "a" * 64 + ".localhost"])
def test_a_name_that_no_host_has_is_no_crash(host: str) -> None:
    status, _, err = send(f"https://{host}")
    assert status == 3
    assert err == f"nexmo-sig: {host} cannot be reached: its name is not one of a host\n"


@pytest.mark.parametrize(
    ("answer", "reason"), [(b"nonsense\r\n", "not HTTP"), (b"", "cannot be reached: ")]
)
def test_an_answer_that_is_none_is_an_error(answer: bytes, reason: str) -> None:
    with RecordingServer(lambda _: answer) as server:
        status, _, err = send(server.url)
    assert status == 3
    assert reason in err
    assert err.count("\n") == 1


def test_a_server_that_never_answers_is_left(monkeypatch: Any) -> None:
    monkeypatch.setattr(sending, "_SECONDS", 0.1)
    released = threading.Event()

    def answer(_: Request) -> bytes:
        released.wait(10)
        return b""

    with RecordingServer(answer) as server:
        status, _, err = send(server.url)
        released.set()
    assert status == 3
    assert err.endswith("cannot be reached: no answer\n")


def test_printing_and_sending_exclude_each_other() -> None:
    status, _, err = send("http://localhost", "--format", "curl")
    assert status == 2
    assert "not allowed with" in err


def test_the_help_tells_the_exit_statuses() -> None:
    for arguments in (["--help"], ["request", "--help"]):
        assert "\n  3  " in call(*arguments).out
