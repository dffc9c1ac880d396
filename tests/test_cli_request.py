"""``nexmo-sig request``, and the three forms in which it prints."""

import json
import os
import subprocess
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from command_line import COMMAND, SETTINGS, SIGNER, call, environment, run
from hypothesis import given
from hypothesis import strategies as st
from strategies import media_types, placements, texts

from nexmo_sig import FORM, JSON, Request, SecretAuth, SignatureAuth, conversion, read_request
from nexmo_sig.cli.formats import as_curl
from nexmo_sig.testing import Account, ConversionServer

REPORT = ("--delivered", "true", "--timestamp", "2026-01-31 12:00:00")
AUTH = SignatureAuth(SETTINGS["NEXMO_API_KEY"], SIGNER)

HOSTILE = [
    "-x",
    "-5",
    '\' $(touch pwned) `touch pwned` "$HOME" \\ !! ; & | > < * ? [a] {b,c} ~ # % é',
    "one\ntwo\r\nthree\ttab\n",
    "'; touch pwned; '",
    "@/etc/passwd",
]


def expected(message_id: str, **options: str) -> Request:
    return conversion.build_request(
        "sms",
        message_id=message_id,
        delivered="true",
        timestamp="2026-01-31 12:00:00",
        auth=AUTH,
        **options,  # type: ignore[arg-type]  # the values of Literal types come from strategies
    )


@pytest.mark.posix
def test_the_request_as_it_goes_over_the_wire() -> None:
    status, out, err = run("request", "sms", "--message-id", "00A0B0C0", *REPORT)
    assert (status, err) == (0, "")
    request = expected("00A0B0C0")
    assert out == (
        "POST /conversions/sms HTTP/1.1\r\n"
        "Host: api.nexmo.com\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(request.body)}\r\n"
        "\r\n"
        f"{request.body.decode()}"
    )


def test_parameters_in_the_query() -> None:
    outcome = call("request", "sms", "--message-id", "1", *REPORT, "--placement", "query")
    target = expected("1", placement="query").url.removeprefix("https://api.nexmo.com")
    assert outcome.out == (
        f"POST {target} HTTP/1.1\r\nHost: api.nexmo.com\r\nContent-Length: 0\r\n\r\n"
    )


@given(texts.filter(str.strip), media_types, placements)
def test_json_holds_the_request_that_the_library_builds(
    message_id: str, media_type: str, placement: str
) -> None:
    options = ("--format", "json", "--media-type", media_type, "--placement", placement)
    status, out, err = call("request", "sms", f"--message-id={message_id}", *REPORT, *options)
    assert (status, err) == (0, "")
    members = json.loads(out)
    body = members.pop("body").encode()
    request = expected(message_id, media_type=media_type, placement=placement)
    assert Request(**members, body=body) == request


@pytest.mark.parametrize("delivered", ["true", "false", "1", "0"])
@pytest.mark.parametrize("endpoint", ["sms", "voice"])
def test_each_endpoint_and_each_answer(endpoint: str, delivered: str) -> None:
    outcome = call("request", endpoint, "--message-id", "1", "--delivered", delivered)
    head, _, body = outcome.out.partition("\r\n\r\n")
    assert head.startswith(f"POST /conversions/{endpoint} HTTP/1.1\r\n")
    params = SIGNER.verify(dict(parse_qsl(body)))
    assert params["delivered"] == delivered
    assert params["timestamp"].isdigit()


def test_key_and_secret() -> None:
    outcome = call(
        "request", "voice", "--message-id", "1", *REPORT, "--auth", "secret", "--format", "json"
    )
    request = conversion.build_request(
        "voice",
        message_id="1",
        delivered=True,
        timestamp="2026-01-31 12:00:00",
        auth=SecretAuth(SETTINGS["NEXMO_API_KEY"], SETTINGS["NEXMO_API_SECRET"]),
    )
    assert json.loads(outcome.out)["body"] == request.body.decode()


def test_an_api_key_from_an_option() -> None:
    outcome = call("request", "sms", "--message-id", "1", *REPORT, "--api-key", "another")
    assert "&api_key=another&" in outcome.out


def test_another_base_url() -> None:
    url = ("--base-url", "http://[::1]:8080/v0")
    outcome = call("request", "sms", "--message-id", "1", *REPORT, *url)
    assert outcome.out.startswith("POST /v0/sms HTTP/1.1\r\nHost: [::1]:8080\r\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["fax"], 'the endpoint must be "sms" or "voice"'),
        (["sms", "--message-id", " "], "message-id is empty"),
        (["sms", "--delivered", "yes"], "delivered must be true or false, or 1 or 0"),
        (["sms", "--timestamp", "2026-02-30 00:00:00"], "timestamp must be"),
        (["sms", "--media-type", "text/plain"], "unsupported media type"),
        (["sms", "--placement", "both"], "the placement must be"),
        (["sms", "--base-url", "http://example.com"], "credentials must not go to example.com"),
        (["sms", "--format", "xml"], "argument --format: invalid choice"),
    ],
)
def test_a_request_that_must_not_be_built(arguments: list[str], message: str) -> None:
    status, out, err = call("request", "--message-id=1", "--delivered=1", *arguments)
    assert (status, out) == (2, "")
    assert err.startswith(f"nexmo-sig: {message}")
    assert err.count("\n") == 1


def words_of(script: bytes, directory: Path) -> list[str]:
    """Run a script in which ``curl`` prints its arguments, and return them."""
    curl = directory / "curl"
    curl.write_text("#!/bin/sh\nprintf '%s\\0' \"$@\"\n")
    curl.chmod(0o700)
    path = f"{directory}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["sh"],
        input=script,
        capture_output=True,
        check=True,
        cwd=directory,
        env=environment({"PATH": path}),
    )
    assert done.stderr == b""
    return done.stdout.decode().split("\0")[:-1]


@pytest.mark.posix
@pytest.mark.parametrize("message_id", HOSTILE)
@pytest.mark.parametrize("media_type", [FORM, JSON])
def test_a_shell_runs_the_curl_command_whatever_is_in_the_values(
    message_id: str, media_type: str, tmp_path: Path
) -> None:
    options = ("--format", "curl", "--media-type", media_type)
    status, out, err = call("request", "sms", f"--message-id={message_id}", *REPORT, *options)
    assert (status, err) == (0, "")
    words = words_of(out.encode(), tmp_path)
    request = expected(message_id, media_type=media_type)
    assert words[-3:] == ["--data-raw", request.body.decode(), request.url]
    assert [path.name for path in tmp_path.iterdir()] == ["curl"]


@pytest.mark.posix
def test_curl_prints_through_a_pipe_as_one_line(tmp_path: Path) -> None:
    options = ("--message-id=a'b", *REPORT, "--format", "curl", "--placement", "query")
    status, out, err = run("request", "sms", *options)
    assert (status, err, out.count("\n")) == (0, "", 1)
    assert words_of(out.encode(), tmp_path) == [
        "--silent",
        "--show-error",
        "--include",
        "--globoff",
        "--request",
        "POST",
        "--header",
        "Content-Length: 0",
        expected("a'b", placement="query").url,
    ]


no_nul = texts.map(lambda text: text.replace("\0", ""))


@pytest.mark.posix
@given(st.lists(st.tuples(no_nul, no_nul.filter(bool)), min_size=1, max_size=20))
def test_a_shell_reads_back_every_text(values: list[tuple[str, str]]) -> None:
    requests = [
        Request("POST", f"https://example.com/{header}", {"X": header}, body.encode())
        for header, body in values
    ]
    function = b"curl() { printf '%s\\0' \"$@\"; }\n"
    script = function + b"".join(map(as_curl, requests))
    done = subprocess.run(["sh"], input=script, capture_output=True, check=True)
    words = iter(done.stdout.decode().split("\0")[:-1])
    for request in requests:
        assert [next(words) for _ in range(11)][-4:] == [
            f"X: {request.headers['X']}",
            "--data-raw",
            request.body.decode(),
            request.url,
        ]
    assert list(words) == []


@pytest.mark.program
@pytest.mark.parametrize("message_id", HOSTILE)
@pytest.mark.parametrize("options", [["--placement", "query"], [], ["--media-type", "text/x-json"]])
def test_curl_sends_what_was_signed(message_id: str, options: list[str]) -> None:
    account = Account(SETTINGS["NEXMO_API_KEY"], SETTINGS["NEXMO_API_SECRET"], SIGNER)
    with ConversionServer([account]) as server:
        arguments = [f"--message-id={message_id}", "--delivered=1", "--base-url", server.url]
        command = call("request", "sms", *arguments, *options, "--format", "curl").out
        done = subprocess.run(
            ["sh"],
            input=command.encode(),
            capture_output=True,
            check=True,
            env=environment({"http_proxy": "http://127.0.0.1:1", "no_proxy": ""}),
        )
    assert done.stdout.split()[1] == b"200"
    [request] = server.requests
    assert SIGNER.verify(read_request(request))["message-id"] == message_id


@pytest.mark.posix
@pytest.mark.parametrize(("output_format", "end"), [("http", b"\n"), ("json", b"}\r\n")])
def test_a_request_ends_with_a_newline_on_a_terminal(output_format: str, end: bytes) -> None:
    ours, theirs = os.openpty()
    arguments = ["request", "sms", "--message-id", "1", "--delivered", "true"]
    subprocess.run(
        [*COMMAND, *arguments, "--format", output_format],
        stdout=theirs,
        env=environment(),
        check=True,
    )
    os.close(theirs)
    written = os.read(ours, 65_536)
    os.close(ours)
    assert written.endswith(end)
    assert not written.endswith(b"\n\r\n")
