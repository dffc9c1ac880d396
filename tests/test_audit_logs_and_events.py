"""Access logs and events: what is read of them, and what broken ones lose."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from common import NOW
from hypothesis import given
from hypothesis import strategies as st
from recordings import LINE, NANOSECONDS, only, read, written

from nexmo_sig import FORM, JSON
from nexmo_sig.audit.readers.logs import row_of


def test_a_combined_log_is_read(tmp_path: Path) -> None:
    assert only(written(tmp_path / "log", LINE)) == {
        "record": 1,
        "time": NANOSECONDS,
        "method": "GET",
        "url": "/cb?a=1",
        "status": 200,
        "client": "192.0.2.1",
        "cut": False,
    }


def test_a_common_log_is_read(tmp_path: Path) -> None:
    row = only(written(tmp_path / "log", LINE.partition(' "-"')[0] + "\r\n"))
    assert (row["url"], row["status"]) == ("/cb?a=1", 200)


@pytest.mark.parametrize(
    ("request_line", "method", "url", "cut"),
    [
        ("GET /?a=\\x22\\x5C\\x0A HTTP/1.1", "GET", '/?a="\\\n', False),  # nginx
        ('GET /?a=\\"\\\\\\n\\x0a HTTP/1.0', "GET", '/?a="\\\n\n', False),  # Apache
        ("GET /?a=\\xC3\\xBC HTTP/2.0", "GET", "/?a=%C3%BC", False),
        ("GET /?a=ü HTTP/2", "GET", "/?a=%C3%BC", False),
        ("GET /?a=\\xFF HTTP/1.1", "GET", "/?a=%FF", False),
        ("GET /?a=b c HTTP/1.1", "GET", "/?a=b c", False),
        ("GET /?a=1", "GET", "/?a=1", True),
        ("GET /?a=\\x2", "GET", "/?a=\\x2", True),
        ("-", "-", "", True),
        ("", "", "", True),
        ("\\x16\\x03\\x01", "\x16\x03\x01", "", True),
    ],
)
def test_the_escapes_of_both_servers_are_read(
    request_line: str, method: str, url: str, cut: bool
) -> None:
    line = LINE.replace("GET /cb?a=1 HTTP/1.1", request_line).encode()
    row = row_of(line)
    assert (row.method, row.url, row.cut) == (method, url, cut)


@given(st.binary())
def test_what_nginx_escapes_is_read_back(target: bytes) -> None:
    escaped = "".join(
        f"\\x{byte:02X}" if byte in b'"\\' or not 32 <= byte < 127 else chr(byte) for byte in target
    )
    url = row_of(LINE.replace("/cb?a=1", f"/{escaped}").encode()).url
    assert url is not None
    as_sent = "".join(f"%{byte:02X}" if byte > 127 else chr(byte) for byte in b"/" + target)
    assert url == as_sent


@pytest.mark.parametrize(
    "line",
    [
        "nothing",
        LINE[:40],
        LINE.replace("Nov/2023", "Nov"),
        LINE.replace(" 200 ", " two "),
        LINE.replace('HTTP/1.1"', "HTTP/1.1"),
    ],
)
def test_a_broken_line_is_unreadable_and_stops_nothing(tmp_path: Path, line: str) -> None:
    rows, _ = read(written(tmp_path / "log", f"{LINE}\n{line}\n\n{LINE}"))
    assert [row["record"] for row in rows] == [1, 2, 4]
    assert rows[1] == {"record": 2}


def test_a_user_name_cannot_pretend_to_be_a_request() -> None:
    user = 'x [14/Nov/2023:22:13:20 +0000] \\"GET /fake HTTP/1.1\\" 200 5'
    row = row_of(LINE.replace("- -", f"- {user}").encode())
    assert row.url == "/cb?a=1"


def test_an_impossible_time_was_not_recorded() -> None:
    row = row_of(LINE.replace("14/Nov", "31/Feb").encode())
    assert (row.time, row.url) == (None, "/cb?a=1")


EVENT_2 = {
    "version": "2.0",
    "rawPath": "/cb",
    "rawQueryString": "b=%2F+&a=1",
    "headers": {"content-type": FORM, "authorization": "Bearer x", "content-length": "3"},
    "requestContext": {
        "http": {"method": "POST", "sourceIp": "192.0.2.1"},
        "timeEpoch": NOW * 1000,
    },
    "body": base64.b64encode(b"a=\xff").decode(),
    "isBase64Encoded": True,
}
EVENT_1 = {
    "version": "1.0",
    "path": "/cb ü",
    "httpMethod": "GET",
    "headers": {"Content-Type": JSON},
    "multiValueHeaders": {"Content-Type": [JSON], "X-Token": ["a", "b"]},
    "queryStringParameters": {"a": "2"},
    "multiValueQueryStringParameters": {"a": ["1 /", "2"], "b": ["ü"]},
    "requestContext": {"requestTimeEpoch": NOW * 1000, "identity": {"sourceIp": "192.0.2.1"}},
    "body": None,
}
BALANCER = {
    "path": "/cb",
    "httpMethod": "POST",
    "headers": {"x-forwarded-for": "192.0.2.1"},
    "queryStringParameters": {"a": "%2F"},
    "requestContext": {"elb": {"targetGroupArn": "x"}},
    "body": "{}",
    "isBase64Encoded": False,
}


def test_an_event_of_version_2_is_read(tmp_path: Path) -> None:
    assert only(written(tmp_path / "e", json.dumps(EVENT_2))) == {
        "record": 1,
        "time": NANOSECONDS,
        "method": "POST",
        "url": "/cb?b=%2F+&a=1",
        "content_type": FORM,
        "authorization": "Bearer x",
        "body": b"a=\xff",
        "client": "192.0.2.1",
        "cut": False,
    }


@pytest.mark.parametrize("version", ["1.0", None])
def test_an_event_of_version_1_and_rest_is_read(tmp_path: Path, version: str | None) -> None:
    event = EVENT_1 | {"version": version} if version else {**EVENT_1}
    assert only(written(tmp_path / "e", json.dumps(event)), header="X-Token") == {
        "record": 1,
        "time": NANOSECONDS,
        "method": "GET",
        "url": "/cb%20%C3%BC?a=1+%2F&a=2&b=%C3%BC",
        "content_type": JSON,
        "authorization": "a, b",
        "body": b"",
        "client": "192.0.2.1",
        "cut": False,
        "query_ordered": False,
    }


def test_an_event_of_a_load_balancer_is_read(tmp_path: Path) -> None:
    assert only(written(tmp_path / "e", json.dumps(BALANCER))) == {
        "record": 1,
        "method": "POST",
        "url": "/cb?a=%2F",
        "content_type": "",
        "authorization": "",
        "body": b"{}",
        "client": "192.0.2.1",
        "cut": False,
        "query_ordered": True,
    }


@pytest.mark.parametrize(
    "change",
    [
        {"headers": {"Content-Length": "3"}},
        {"headers": {"CONTENT-LENGTH": "00000003"}, "body": "{}"},
    ],
)
def test_a_body_that_is_shorter_than_its_length_was_cut(
    tmp_path: Path, change: dict[str, Any]
) -> None:
    event = BALANCER | change
    assert only(written(tmp_path / "e", json.dumps(event)))["cut"] is True


def test_a_decoded_query_with_a_replacement_character_was_altered(tmp_path: Path) -> None:
    event = EVENT_1 | {"multiValueQueryStringParameters": {"a": ["\ufffd"]}}
    assert only(written(tmp_path / "e", json.dumps(event)))["cut"] is True


@pytest.mark.parametrize(
    "change",
    [
        {"body": "=", "isBase64Encoded": True},
        {"body": 1},
        {"body": "\ud800"},
        {"rawQueryString": ["a"]},
        {"headers": ["a"]},
        {"headers": {"content-type": 1}},
        {"requestContext": {"http": {}}},
        {"requestContext": {"http": {"method": 1}}},
        {"requestContext": []},
    ],
    ids=str,
)
def test_an_event_of_another_shape_is_unreadable(tmp_path: Path, change: dict[str, Any]) -> None:
    content = f"{json.dumps(EVENT_2)}\n{json.dumps(EVENT_2 | change)}\n{json.dumps(EVENT_2)}"
    rows, _ = read(written(tmp_path / "e", content))
    assert [len(row) > 1 for row in rows] == [True, False, True]


@pytest.mark.parametrize(
    "line", ["[]", "1", "{", "\ufeff{}", "[" * 200_000, '{"a":' * 50_000, "1" * 5000]
)
def test_a_line_that_is_not_an_object_is_unreadable(tmp_path: Path, line: str) -> None:
    rows, _ = read(written(tmp_path / "e", f"{json.dumps(EVENT_2)}\n{line}"))
    assert rows[1] == {"record": 2}
