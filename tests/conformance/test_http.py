"""How a receiver is reached, and how its answers are judged."""

import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.utils import formatdate
from pathlib import Path
from urllib.parse import unquote

import pytest
import trustme
from conformance.receivers import VENDOR, Receiver
from conformance.serving import serving, serving_bytes
from wire.servers import RecordingServer

from nexmo_sig import Request, UsageError, __version__
from nexmo_sig.conformance import (
    Check,
    Expected,
    HttpReceiver,
    ReceiverUnreachable,
    Report,
    Result,
    run,
    select,
)
from nexmo_sig.testing import Response

ONE = ["sig.get.altered"]


def answered(*statuses: int, **headers: str) -> Callable[[Request], Response]:
    """Answer with one status after the other, the last one again and again."""
    left = list(statuses)

    def answer(_: Request) -> Response:
        status = left.pop(0) if len(left) > 1 else left[0]
        return Response(status, {k.replace("_", "-"): v for k, v in headers.items()}, b"")

    return answer


def results(answer: Callable[[Request], Response], *only: str) -> list[Result]:
    with RecordingServer(answer) as server:
        return list(run(HttpReceiver(server.url), VENDOR, select(only=only)).results)


def last(*statuses: int, check: str, **headers: str) -> Result:
    return results(answered(*statuses, **headers), check)[-1]


# What counts


@pytest.mark.parametrize("status", [400, 401, 404, 413, 418, 499])
def test_any_4xx_is_a_rejection(status: int) -> None:
    assert last(200, status, check="sig.get.altered").holds is True


@pytest.mark.parametrize("status", [200, 204, 301, 302, 303, 307, 308, 500, 502, 503])
def test_anything_else_is_not_a_rejection(status: int) -> None:
    result = last(200, status, check="sig.get.altered")
    assert (result.holds, result.received) == (False, status)


@pytest.mark.parametrize(
    "check",
    [
        "sig.get.unsigned",
        "sig.get.unsigned-no-parameters",
        "sig.json.unsigned-null",
        "webhook.post.unsigned",
    ],
)
def test_503_is_a_rejection_of_what_is_unsigned(check: str) -> None:
    assert last(200, 503, check=check).holds is True
    assert last(200, 500, check=check).holds is False


def test_503_is_a_rejection_of_a_replay() -> None:
    assert last(200, 200, 503, check="sig.get.replayed").holds is True
    assert last(200, 200, 502, check="sig.get.replayed").holds is False


def test_a_replay_of_what_was_not_accepted_is_not_tested() -> None:
    result = last(200, 401, check="sig.get.replayed")
    assert (result.holds, result.received) == (None, 401)


@pytest.mark.parametrize(("status", "holds"), [(200, True), (400, True), (500, False)])
def test_a_nul_may_be_accepted_or_rejected(status: int, holds: bool) -> None:
    assert last(200, status, check="sig.get.nul").holds is holds


def test_a_redirect_is_not_followed() -> None:
    with RecordingServer() as elsewhere:
        result = last(302, check="sig.get.genuine", Location=elsewhere.url)
        assert elsewhere.requests == []
    assert (result.holds, result.received) == (False, 302)


def test_what_was_sent_names_itself_and_holds_reserved_numbers() -> None:
    with RecordingServer(answered(200)) as server:
        run(HttpReceiver(server.url), VENDOR, select(schemes=["sig"], shapes=["get"]))
    assert {request.header("Host") for request in server.requests} == {server.url[7:]}
    agents = {request.header("User-Agent") for request in server.requests}
    assert agents == {f"nexmo-sig-conformance/{__version__}"}
    for query in [unquote(request.url.partition("?")[2]) for request in server.requests]:
        for name, value in [("messageId", "conformance-"), ("nonce", "conformance-")]:
            assert f"{name}={value}" in query or name not in query
        assert "msisdn=447700900001" in query or "msisdn" not in query


# 429


def test_a_429_is_retried_once_after_retry_after() -> None:
    start = time.monotonic()
    result = last(200, 429, 401, check="sig.get.altered", Retry_After="1")
    assert result.holds is True
    assert time.monotonic() - start >= 1


def test_a_second_429_leaves_the_check_untested() -> None:
    result = last(200, 429, check="sig.get.altered", Retry_After="0")
    assert (result.holds, result.received) == (None, 429)


def test_a_429_may_name_a_date() -> None:
    result = last(200, 429, 401, check="sig.get.altered", Retry_After=formatdate(0, usegmt=True))
    assert result.holds is True


@pytest.mark.parametrize("wait", ["3600", "9" * 30, formatdate(time.time() + 3600, usegmt=True)])
def test_a_429_that_asks_for_too_long_is_not_waited_for(wait: str) -> None:
    start = time.monotonic()
    assert last(200, 429, check="sig.get.altered", Retry_After=wait).holds is None
    assert time.monotonic() - start < 5


# The genuine callback comes first


def test_the_difference_of_clocks_is_named() -> None:
    late = formatdate(time.time() - 3600, usegmt=True)
    with serving_bytes(
        lambda _: f"HTTP/1.1 401 No\r\nDate: {late}\r\nContent-Length: 0\r\n\r\n".encode()
    ) as url:
        report = run(HttpReceiver(url), VENDOR, select(only=ONE))
    assert "clock differs by -3600 s" in report.remarks[0] or "-3601 s" in report.remarks[0]


@pytest.mark.parametrize("date", ["", "Date: yesterday\r\n"])
def test_a_date_that_cannot_be_read_is_not_named(date: str) -> None:
    with serving_bytes(lambda _: f"HTTP/1.1 401 No\r\n{date}\r\n".encode()) as url:
        report = run(HttpReceiver(url), VENDOR, select(only=ONE))
    assert "clock" not in report.remarks[0]


def test_each_shape_has_a_genuine_callback_of_its_own() -> None:
    def only_get(request: Request) -> Response:
        return Response(405 if request.method == "POST" else 200, {}, b"")

    found = results(only_get, "sig.*.altered")
    assert [(result.check.id, result.holds) for result in found] == [
        ("sig.get.genuine", True),
        ("sig.get.altered", False),
        ("sig.form.genuine", False),
        ("sig.form.altered", None),
        ("sig.json.genuine", False),
        ("sig.json.altered", None),
    ]


# Connections


OK = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"


def after_the_first(answer: bytes | None) -> Callable[[bytes], bytes | None]:
    seen: list[bytes] = []

    def answered(request: bytes) -> bytes | None:
        seen.append(request)
        return OK if len(seen) == 1 else answer

    return answered


def test_a_receiver_that_dies_fails_that_check_and_the_rest_is_untested() -> None:
    with serving_bytes(after_the_first(None)) as url:
        report = run(HttpReceiver(url), VENDOR, select(only=["sig.get.altered*", "sig.form.cut"]))
    assert [result.holds for result in report.results] == [True, False, *[None] * 5]
    assert report.results[1].received == "connection closed"
    assert report.remarks == ["The receiver does not listen any more, since sig.get.altered."]


def test_a_receiver_that_dies_of_the_first_of_two_requests_fails() -> None:
    with serving_bytes(after_the_first(None)) as url:
        report = run(HttpReceiver(url), VENDOR, select(only=["sig.get.replayed"]))
    assert [result.holds for result in report.results] == [True, False]


def test_where_nothing_listens_there_is_no_answer() -> None:
    answer = HttpReceiver("http://127.0.0.1:1/").exchange(Request("GET", ""))
    assert (answer.status, answer.received) == (None, "nothing listens")


def test_a_receiver_may_close_the_connection_to_many_parameters() -> None:
    with serving_bytes(after_the_first(b"")) as url:
        result = run(HttpReceiver(url), VENDOR, select(only=["sig.form.growth"])).results[1]
    assert (result.holds, result.received) == (True, "connection closed")


def test_the_time_of_a_receiver_that_limits_requests_is_not_tested() -> None:
    result = last(200, 429, check="sig.form.growth", Retry_After="0")
    assert (result.holds, result.received) == (None, 429)


def test_a_connection_closed_without_an_answer_is_not_a_rejection() -> None:
    with serving_bytes(after_the_first(b"")) as url:
        report = run(HttpReceiver(url), VENDOR, select(only=ONE))
    assert (report.results[1].holds, report.results[1].received) == (False, "connection closed")


def test_what_is_not_http_is_not_a_rejection() -> None:
    with serving_bytes(after_the_first(b"SSH-2.0\r\n")) as url:
        report = run(HttpReceiver(url), VENDOR, select(only=ONE))
    assert (report.results[1].holds, report.results[1].received) == (False, "not HTTP")


def test_a_receiver_that_hangs_fails() -> None:
    def answer(request: bytes) -> bytes:
        if b"Altered" in request:
            time.sleep(0.5)
        return OK

    with serving_bytes(answer) as url:
        report = run(HttpReceiver(url, seconds=0.2), VENDOR, select(only=ONE))
    assert (report.results[1].holds, report.results[1].received) == (False, "timed out")


def large(answer: bytes) -> Result:
    """Send a large body to a receiver that reads only a part of it."""
    body = b"x" * 8_000_000
    headers = {"Content-Length": str(len(body))}
    check = Check(
        "sig.form.large", "must", "", "", "", Expected.REJECTED,
        lambda _: [Request("POST", "", headers, body)],
    )  # fmt: skip
    with serving_bytes(lambda sent: answer if b"Length: 8000000" in sent else OK) as url:
        return run(HttpReceiver(url), VENDOR, [check]).results[0]


def test_a_connection_closed_while_a_large_body_is_sent_is_a_rejection() -> None:
    assert large(b"").holds is True


def test_an_answer_to_a_large_body_is_read_though_it_was_not_sent_whole() -> None:
    result = large(b"HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n")
    assert result.holds is True
    assert result.received in (413, "connection closed")


def test_the_proxy_of_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert last(200, 401, check="sig.get.altered").holds is True


# Which host


@pytest.mark.parametrize(
    "host",
    ["192.168.0.1", "10.0.0.1", "example.com", "a.localhost", "localhost.", "0.0.0.0", "[::2]"],
)
def test_another_host_needs_to_be_owned(host: str) -> None:
    with pytest.raises(UsageError, match="not this machine"):
        HttpReceiver(f"http://{host}:9/callback")


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "localhost", "LOCALHOST", "[::1]"])
def test_this_machine_needs_nothing(host: str) -> None:
    HttpReceiver(f"http://{host}:9/callback")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "127.0.0.1:80",
        "ftp://127.0.0.1/",
        "http://",
        "http://127.0.0.1:99999/",
        "http://127.0.0.1:x/",
        "http://[::1/",
        "http://user:secret@127.0.0.1/",
        "http://127.0.0.1/?a=b",
        "http://127.0.0.1/#a",
        "http://127.0.0.1/a b",
        "http://127.0.0.1/ä",
    ],
)
def test_a_url_that_cannot_be_used_is_rejected(url: str) -> None:
    with pytest.raises(UsageError, match="the URL must"):
        HttpReceiver(url)


def test_another_host_is_resolved_once_and_gets_20_requests_a_second(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[object] = []
    resolve = socket.getaddrinfo

    def counting(host: str, *arguments: object, **options: object) -> object:
        asked.append(host)
        here = "127.0.0.1" if host == "receiver.test" else host
        return resolve(here, *arguments, **options)  # type: ignore[arg-type]

    with RecordingServer(answered(200)) as server:
        port = server.url.rpartition(":")[2]
        with monkeypatch.context() as patched:
            patched.setattr(socket, "getaddrinfo", counting)
            receiver = HttpReceiver(f"http://receiver.test:{port}/", own_host=True)
            start = time.monotonic()
            for _ in range(11):
                assert receiver.exchange(Request("GET", "")).status == 200
            assert time.monotonic() - start >= 0.5
        assert asked.count("receiver.test") == 1
        assert server.requests[0].header("Host") == f"receiver.test:{port}"


def test_a_name_that_is_not_known_is_unreachable() -> None:
    with pytest.raises(ReceiverUnreachable, match="not known"):
        HttpReceiver(f"http://{'a' * 64}.invalid/", own_host=True)


# TLS


@contextmanager
def tls_server(authority: trustme.CA, name: str) -> Iterator[str]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    with RecordingServer(answered(200, 401), tls=context) as server:
        yield server.url


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> trustme.CA:
    """An authority that this machine trusts."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    return authority


def test_a_trusted_certificate_is_accepted(authority: trustme.CA) -> None:
    with tls_server(authority, "127.0.0.1") as url:
        assert run(HttpReceiver(url), VENDOR, select(only=ONE)).conforms()


@pytest.mark.parametrize("name", ["127.0.0.2", "example.com"])
def test_the_certificate_of_another_host_is_not(authority: trustme.CA, name: str) -> None:
    with tls_server(authority, name) as url, pytest.raises(ReceiverUnreachable, match="trusted"):
        HttpReceiver(url).check_reachable()


def test_a_certificate_of_an_unknown_authority_is_not() -> None:
    with (
        tls_server(trustme.CA(), "127.0.0.1") as url,
        pytest.raises(ReceiverUnreachable, match="trusted"),
    ):
        HttpReceiver(url).check_reachable()


# The time of a run


def test_a_run_that_takes_too_long_ends() -> None:
    from nexmo_sig.conformance import Session

    with serving(Receiver()) as url:
        session = Session(HttpReceiver(url), VENDOR, seconds=0)
        found = [session.result_of(check) for check in select(only=ONE)]
    assert [result.holds for result in found] == [None, None]
    assert "took too long" in session.remarks(found)[-1]


def test_results_are_reported_as_they_come() -> None:
    seen: list[str] = []
    with serving(Receiver()) as url:
        report: Report = run(
            HttpReceiver(url), VENDOR, select(only=ONE), progress=lambda r: seen.append(r.check.id)
        )
    assert seen == [result.check.id for result in report.results]
