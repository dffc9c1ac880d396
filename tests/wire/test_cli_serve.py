"""``nexmo-sig serve``: its lines, its answers and its end."""

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from urllib.parse import urlsplit

import psutil
import pytest
from command_line import call, environment

from nexmo_sig.testing import ConversionServer

PROGRAM = """if True:
    import signal, sys
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a parent may ignore it
    from nexmo_sig.cli import main
    sys.exit(main())
"""


@contextmanager
def serving(*options: str) -> Iterator["subprocess.Popen[str]"]:
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "serve", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment({}),
        encoding="utf-8",
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def introduction(process: "subprocess.Popen[str]") -> tuple[str, dict[str, str]]:
    """Read the address, and the settings of the account."""
    assert process.stdout is not None
    lines = [process.stdout.readline() for _ in range(7)]
    assert lines[-1] == "Ctrl-C ends it.\n"
    pairs = [line.strip().partition("=") for line in lines if line.startswith("  ")]
    return lines[0].strip(), {name: value for name, _, value in pairs}


def interrupted(process: "subprocess.Popen[str]", count: int) -> tuple[int, list[str], str]:
    """Read so many lines, interrupt, and return the status, all lines and the errors."""
    assert process.stdout is not None
    lines = [process.stdout.readline() for _ in range(count)]
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    return process.returncode, ("".join(lines) + out).splitlines(), err


def ask(url: str, request_line: bytes) -> None:
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname, parts.port or 0), timeout=10) as connection:
        connection.sendall(request_line + b" HTTP/1.0\r\n\r\n")
        assert connection.recv(65_536)


@pytest.mark.posix
def test_the_command_line_sends_to_it_with_the_account_that_it_tells() -> None:
    with serving() as process:
        url, settings = introduction(process)
        request = ["request", "voice", "--message-id=1", "--delivered=0", "--base-url", url]
        assert call(*request, "--send", settings=settings).status == 0
        assert call(*request, "--send", "--auth=secret", settings=settings).status == 0
        assert call(*request, "--send", "--api-key=x", settings=settings).status == 1
        assert interrupted(process, 3) == (
            0,
            [
                "POST /conversions/voice 200 accepted",
                "POST /conversions/voice 200 accepted",
                "POST /conversions/voice 401 the api_key is of no known account",
            ],
            "",
        )


@pytest.mark.posix
def test_a_line_shows_no_secret_and_nothing_that_a_terminal_obeys() -> None:
    with serving() as process:
        url, _ = introduction(process)
        for line in [
            b"POST /conversions/sms?api_key=a1b2c3d4&api_secret=hunter2",
            b"GET /api_secret=hunter2",
            b"GET /x%26api_secret%3Dhunter2",
            b"GET /%1b[2J%0aPOST",
            b"\x1b[2J /",
            b"GET /" + b"a" * 10_000,
        ]:
            ask(url, line)
        status, lines, err = interrupted(process, 6)
    assert (status, err) == (0, "")
    unknown = "404 the paths are /conversions/sms and /conversions/voice"
    assert lines == [
        "POST /conversions/sms 401 the api_secret is not that of the account",
        f"GET /api_secret... {unknown}",
        f"GET /x... {unknown}",
        rf"GET /\x1b[2J\nPOST {unknown}",
        rf"\x1b[2J / {unknown}",
        f"GET /{'a' * 39}... {unknown}",
    ]


def test_it_listens_on_the_port_that_it_is_given() -> None:
    with ConversionServer() as server:
        port = urlsplit(server.url).port
    with serving("--port", str(port)) as process:
        assert introduction(process)[0] == server.url


def test_a_port_in_use_is_an_error() -> None:
    with ConversionServer() as server:
        port = urlsplit(server.url).port
        status, out, err = call("serve", "--port", str(port))
    assert (status, out) == (2, "")
    assert err.startswith(f"nexmo-sig: port {port} cannot be opened: ")


@pytest.mark.parametrize("port", ["-1", "65536", "9" * 5_000, "http", "", "٨٠"])
def test_a_port_that_is_none_is_an_error(port: str) -> None:
    status, out, err = call("serve", f"--port={port}")
    assert (status, out) == (2, "")
    assert "argument --port: give a number from 0 to 65535" in err


@pytest.mark.posix
def test_a_reader_that_goes_away_ends_it() -> None:
    with serving() as process:
        url, settings = introduction(process)
        assert process.stdout is not None
        process.stdout.close()
        request = ["request", "sms", "--message-id=1", "--delivered=0", "--base-url", url]
        call(*request, "--send", settings=settings)  # which may get its answer, or not
        assert process.wait(30) == 141


def test_bodies_are_not_kept() -> None:
    """They were, for as long as it ran: what is sent to it may be large, and secret."""
    with serving() as process:
        url, _ = introduction(process)
        server = psutil.Process(process.pid)
        sizes = []
        for _ in range(2):
            for _ in range(40):
                post(url, b"a=" + b"1" * 1_000_000)
            sizes.append(server.memory_info().rss)
        assert sizes[1] - sizes[0] < 20_000_000


def post(url: str, body: bytes) -> None:
    parts = urlsplit(url)
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    with closing(connection):
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", f"{parts.path}/sms", body, headers)
        connection.getresponse().read()
