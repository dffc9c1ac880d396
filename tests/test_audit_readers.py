"""Recordings in every format: what is read of them, and what broken ones lose."""

import base64
import gzip
import io
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nexmo_sig import FORM, JSON, UsageError
from nexmo_sig.audit.readers import Recording, Source, guard, lines, sources_of
from nexmo_sig.audit.readers.fields import COLUMNS, Fields
from nexmo_sig.audit.readers.logs import row_of
from nexmo_sig.audit.readers.moments import from_iso, from_log
from nexmo_sig.audit.tally import plain_rows

NOW = 1_700_000_000
NANOSECONDS = NOW * 10**9
LINE = (
    '192.0.2.1 - - [14/Nov/2023:22:13:20 +0000] "GET /cb?a=1 HTTP/1.1" 200 5 "-" "curl/8 (x) \\"y"'
)
UNREADABLE = {"source": None, "record": None}
Row = dict[str, Any]


def read(path: Path, **options: Any) -> tuple[list[Row], Recording]:
    """Read a recording; return what was recorded, and the recording."""
    recording = Recording(Source(str(path)), **options)
    rows = [row for batch in recording.batches() for row in plain_rows(batch)]
    assert all(row.pop("source") == str(path) for row in rows)
    return [
        {name: value for name, value in row.items() if value is not None} for row in rows
    ], recording


def written(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def only(path: Path, **options: Any) -> Row:
    (row,), recording = read(path, **options)
    assert recording.problem is None
    return row


# Access logs


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


# Events


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


# HTTP archives


def entry(**request: Any) -> dict[str, Any]:
    return {
        "startedDateTime": "2023-11-14T23:13:20.000000001+01:00",
        "request": {"method": "GET", "url": "https://example.com/cb?a=1", "headers": []} | request,
        "response": {"status": 200},
    }


def archive(*entries: Any) -> str:
    return json.dumps({"log": {"version": "1.2", "pages": [{"id": "é[{"}], "entries": entries}})


def test_an_archive_is_read(tmp_path: Path) -> None:
    headers = [{"name": "AUTHORIZATION", "value": "x"}, {"name": "content-TYPE", "value": JSON}]
    posted = entry(method="POST", headers=headers, postData={"text": '{"a":"ü"}'})
    rows, recording = read(written(tmp_path / "h", "\ufeff" + archive(entry(), posted)))
    assert recording.problem is None
    assert rows == [
        {
            "record": 1,
            "time": NANOSECONDS + 1,
            "method": "GET",
            "status": 200,
            "url": "https://example.com/cb?a=1",
            "content_type": "",
            "authorization": "",
            "body": b"",
            "cut": False,
        },
        {
            "record": 2,
            "time": NANOSECONDS + 1,
            "method": "POST",
            "status": 200,
            "url": "https://example.com/cb?a=1",
            "content_type": JSON,
            "authorization": "x",
            "body": '{"a":"ü"}'.encode(),
            "cut": False,
        },
    ]


@pytest.mark.parametrize(
    ("posted", "body"),
    [
        (
            {"mimeType": FORM, "params": [{"name": "a b", "value": "ü&"}, {"name": "c"}]},
            b"a+b=%C3%BC%26&c=",
        ),
        ({"mimeType": FORM, "text": "YT0x", "encoding": "base64"}, b"a=1"),
        ({"mimeType": FORM, "text": ""}, b""),
    ],
)
def test_what_was_posted_has_three_forms(tmp_path: Path, posted: Row, body: bytes) -> None:
    row = only(written(tmp_path / "h", archive(entry(method="POST", postData=posted))))
    assert (row["body"], row["content_type"]) == (body, FORM)


def test_a_post_without_its_body_was_not_recorded_whole(tmp_path: Path) -> None:
    assert "body" not in only(written(tmp_path / "h", archive(entry(method="POST"))))
    empty = entry(method="POST", bodySize=0)
    assert only(written(tmp_path / "i", archive(empty)))["body"] == b""


@pytest.mark.parametrize("cut", [-1, -30, -250])
def test_the_entries_before_a_cut_survive(tmp_path: Path, cut: int) -> None:
    rows, recording = read(written(tmp_path / "h", archive(*[entry()] * 5)[:cut]))
    assert 3 <= len(rows) <= 5
    assert recording.problem is not None
    assert recording.problem.startswith(f"after entry {len(rows)}, ")


@pytest.mark.parametrize("broken", [1, [], {"request": 1}, {"request": {"method": 1, "url": ""}}])
def test_a_broken_entry_is_unreadable_and_stops_nothing(tmp_path: Path, broken: Any) -> None:
    rows, _ = read(written(tmp_path / "h", archive(entry(), broken, entry())))
    assert [len(row) > 1 for row in rows] == [True, False, True]


def test_deep_nesting_is_rejected_before_it_is_parsed(tmp_path: Path) -> None:
    deep = archive(entry(), entry()).replace('"url"', '"x": ' + "[" * 200_000, 1)
    rows, recording = read(written(tmp_path / "h", deep))
    assert rows == []
    assert recording.problem == "after entry 0, it is nested more than 100 deep"


def test_brackets_in_strings_are_not_nesting(tmp_path: Path) -> None:
    url = "https://example.com/?" + '[{"\\' * 50_000
    assert only(written(tmp_path / "h", archive(entry(url=url))))["url"] == url


def test_a_large_entry_is_rejected_before_it_is_parsed(tmp_path: Path) -> None:
    with patch.object(guard, "MAX_ENTRY", 200_000):
        rows, recording = read(written(tmp_path / "h", archive(entry(), entry(url="x" * 300_000))))
    assert len(rows) <= 1
    assert recording.problem == f"after entry {len(rows)}, an entry is larger than 200000 bytes"


@given(st.lists(st.text(st.sampled_from('"\\[]{}ab'), max_size=9), max_size=9), st.integers(1, 9))
def test_the_depth_is_right_wherever_a_part_ends(texts: list[str], size: int) -> None:
    document = json.dumps([[text] for text in texts]).encode()
    guarded = guard.GuardedJSON(io.BytesIO(document))
    with patch.object(guard, "_PART", size):
        while guarded.read(size):
            assert 0 <= guarded._depth <= 2
    assert guarded._depth == 0


# Tables


def test_a_parquet_file_is_read_by_its_own_names(tmp_path: Path) -> None:
    table = pa.table(
        {"received": [NOW], "target": ["/cb"], "payload": [b"\xff"], "status": ["204"], "x": [1]}
    )
    pq.write_table(table, tmp_path / "p")
    names = {"time": "received", "url": "target", "body": "payload"}
    fields = Fields({name: name for name in COLUMNS} | names, "s")
    assert only(tmp_path / "p", fields=fields) == {
        "record": 1,
        "time": NANOSECONDS,
        "url": "/cb",
        "body": b"\xff",
        "status": 204,
    }


@pytest.mark.parametrize(
    ("column", "unit", "expected"),
    [
        (pa.array([NOW], pa.int64()), None, None),
        (pa.array([NOW], pa.int32()), "s", NANOSECONDS),
        (pa.array([NOW + 0.5]), "s", NANOSECONDS + 500_000_000),
        (pa.array([str(NOW * 1000 + 1)]), "ms", NANOSECONDS + 1_000_000),
        (pa.array(["2023-11-14 22:13:20"]), None, None),
        (pa.array(["2023-11-14T23:13:20+01:00"]), "iso", NANOSECONDS),
        (pa.array(["yesterday"]), "iso", None),
        (pa.array([NOW]).cast(pa.timestamp("s")), None, NANOSECONDS),
        (pa.array([NANOSECONDS + 1]).cast(pa.timestamp("ns", "Asia/Tokyo")), None, NANOSECONDS + 1),
        (pa.array([10**13]).cast(pa.timestamp("s")), None, None),
    ],
    ids=str,
)
def test_a_number_or_a_string_is_a_time_only_in_a_named_unit(
    tmp_path: Path, column: pa.Array, unit: str | None, expected: int | None
) -> None:
    pq.write_table(pa.table({"time": column, "url": ["/"]}), tmp_path / "p")
    row = only(tmp_path / "p", fields=Fields(time_unit=unit))
    assert row.get("time") == expected
    assert row["url"] == "/"


def test_the_rows_of_all_row_groups_are_numbered(tmp_path: Path) -> None:
    urls = [f"/{n}" for n in range(20_000)]
    pq.write_table(pa.table({"url": urls}), tmp_path / "p", row_group_size=7_000)
    rows, _ = read(tmp_path / "p")
    assert [(row["record"], row["url"]) for row in rows] == list(enumerate(urls, 1))


def test_strings_of_a_parquet_file_that_are_not_utf_8_are_unreadable(tmp_path: Path) -> None:
    offsets = pa.py_buffer(b"".join(n.to_bytes(4, "little") for n in (0, 1, 3)))
    broken = pa.Array.from_buffers(pa.string(), 2, [None, offsets, pa.py_buffer(b"a/\xff")])
    pq.write_table(pa.table({"url": broken}), tmp_path / "p")
    assert read(tmp_path / "p")[0] == [{"record": 1, "url": "a"}, {"record": 2}]


@pytest.mark.parametrize(
    "damage", [lambda data: data[:-100], lambda data: data[:-60] + bytes(52) + data[-8:]]
)
def test_a_damaged_parquet_file_is_a_partial_result(
    tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    pq.write_table(pa.table({"url": ["/cb"] * 1_000}), tmp_path / "p")
    _, recording = read(written(tmp_path / "p", damage((tmp_path / "p").read_bytes())))
    assert recording.problem == "the parquet file is damaged"


@pytest.mark.parametrize("names", [["url", "url"], ["url", "time", "time"]])
def test_a_parquet_file_whose_columns_have_one_name_is_damaged(
    tmp_path: Path, names: list[str]
) -> None:
    pq.write_table(pa.table([["/cb"]] * len(names), names), tmp_path / "p")
    _, recording = read(tmp_path / "p")
    assert recording.problem == "the parquet file is damaged"


def test_a_parquet_file_whose_names_are_not_utf_8_is_damaged(tmp_path: Path) -> None:
    pq.write_table(pa.table({"url": ["/cb"], "name": ["x"]}), tmp_path / "p", store_schema=False)
    content = (tmp_path / "p").read_bytes().replace(b"name", b"nam\xff")
    _, recording = read(written(tmp_path / "p", content))
    assert recording.problem == "the parquet file is damaged"


CSV = 'received,url,body\n2023-11-14T22:13:20Z,"/a,b""?x=1",\n,/b,""\n'


def test_a_csv_file_is_read_and_an_empty_cell_differs_from_a_missing_one(tmp_path: Path) -> None:
    fields = Fields({name: name for name in COLUMNS} | {"time": "received"}, "iso")
    rows, recording = read(written(tmp_path / "c.csv", "\ufeff" + CSV), fields=fields)
    assert recording.problem is None
    assert rows == [
        {"record": 1, "time": NANOSECONDS, "url": '/a,b"?x=1'},
        {"record": 2, "url": "/b", "body": b""},
    ]


@pytest.mark.parametrize("content", ["a\0b", "a\rb", "a\nb"])
def test_control_characters_of_a_csv_file_survive(tmp_path: Path, content: str) -> None:
    rows, _ = read(written(tmp_path / "c", f'url,body\n"/x","{content}"\n/y,\n'))
    assert [row["url"] for row in rows] == ["/x", "/y"]
    assert rows[0]["body"] == content.encode()


def test_a_broken_row_of_a_csv_file_is_unreadable(tmp_path: Path) -> None:
    rows, _ = read(written(tmp_path / "c", "url,body\n/a,1\n/b,1,2\n/c,1\n"))
    assert [row.get("url") for row in rows] == ["/a", "/c", None]
    assert rows[-1] == {"record": 3}


def test_a_csv_file_may_have_the_name_of_a_pattern(tmp_path: Path) -> None:
    written(tmp_path / "c1.csv", "url,body\n/wrong,1\n")
    assert only(written(tmp_path / "c[1].csv", "url,body\n/right,1\n"))["url"] == "/right"


def test_json_lines_of_a_table_are_read(tmp_path: Path) -> None:
    lines = [{"url": "/a", "status": 200, "body": "ü"}, {"url": "/b", "body": {"a": 1}}]
    rows, _ = read(written(tmp_path / "j", "\n".join(map(json.dumps, lines))))
    assert rows == [{"record": 1, "url": "/a", "status": 200, "body": "ü".encode()}, {"record": 2}]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"time": "when"}, "no column 'when', which is to be time"),
        ({"url": "target"}, "no column 'target', which is to be url"),
    ],
)
@pytest.mark.parametrize("content", ['{"url": "/a"}', "url,body\n/a,1\n"])
def test_a_column_that_is_not_there_is_named(
    tmp_path: Path, content: str, fields: dict[str, str], message: str
) -> None:
    given = Fields({name: name for name in COLUMNS} | fields)
    with pytest.raises(UsageError, match=message):
        read(written(tmp_path / "t", content), fields=given)


def test_a_table_needs_a_url_or_a_body(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="neither a column url nor body"):
        read(written(tmp_path / "t", '{"uri": "/a"}'))


def test_an_unknown_column_or_unit_is_named() -> None:
    with pytest.raises(UsageError, match="'uri' is not a column"):
        Fields({"uri": "x"})
    with pytest.raises(UsageError, match="the unit of time"):
        Fields(time_unit="minutes")


# Where recordings are


def zstd(content: bytes) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, "zstd") as stream:
        stream.write(content)
    compressed: bytes = sink.getvalue().to_pybytes()
    return compressed


LOG = "\n".join(LINE.replace("a=1", f"a={n}") for n in range(5_000)).encode()
COMPRESSED = pytest.mark.parametrize("compressed", [gzip.compress, zstd])


@COMPRESSED
def test_several_compressed_members_are_read(
    tmp_path: Path, compressed: Callable[[bytes], bytes]
) -> None:
    content = compressed(LOG + b"\n") + compressed(LOG)
    rows, recording = read(written(tmp_path / "any.name", content))
    assert (len(rows), recording.problem) == (10_000, None)


@COMPRESSED
def test_garbage_at_the_end_is_a_partial_result(
    tmp_path: Path, compressed: Callable[[bytes], bytes]
) -> None:
    rows, recording = read(written(tmp_path / "log", compressed(LOG + b"\n") + b"garbage"))
    assert (len(rows), recording.problem) == (5_000, "the compressed data is damaged or cut")


@COMPRESSED
def test_the_lines_before_a_cut_survive(
    tmp_path: Path, compressed: Callable[[bytes], bytes]
) -> None:
    random_line = random.Random(1).randbytes(300).hex()
    log = "\n".join(LINE.replace("a=1", f"{random_line}{n}") for n in range(5_000)).encode()
    rows, recording = read(written(tmp_path / "log", compressed(log)[:-20]))
    assert recording.problem == "the compressed data is damaged or cut"
    assert len(rows) > 1_000
    assert all(len(row) > 1 for row in rows)


def test_the_standard_input_is_read(tmp_path: Path) -> None:
    for content in (LOG, gzip.compress(LOG), CSV.encode()):
        with patch("sys.stdin", io.TextIOWrapper(io.BytesIO(content))):
            recording = Recording(Source("-"))
            assert sum(map(len, recording.batches())) in (5_000, 2)


def test_names_and_patterns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("b.log", "a.log", "[ab].log"):
        written(tmp_path / name, LINE)
    assert [source.name for source in sources_of(["*.log"])] == ["[ab].log", "a.log", "b.log"]
    assert [source.name for source in sources_of(["[ab].log"])] == ["[ab].log"]
    assert [source.name for source in sources_of(["[b].log", "-"])] == ["b.log", "-"]


@pytest.mark.parametrize("names", [["none.log"], ["no*.log"], ["-", "-"], ["."]])
def test_a_recording_that_is_not_there(names: list[str]) -> None:
    with pytest.raises(UsageError):
        sources_of(names)


@pytest.mark.parametrize("content", ["hello", "\0\0\0", "<html>"])
def test_a_format_that_is_not_known(tmp_path: Path, content: str) -> None:
    with pytest.raises(UsageError, match="--format"):
        read(written(tmp_path / "x", content))


def test_an_empty_recording_holds_nothing(tmp_path: Path) -> None:
    assert read(written(tmp_path / "x", ""))[0] == []


def test_a_given_format_is_not_questioned(tmp_path: Path) -> None:
    assert only(written(tmp_path / "x", "hello"), format="combined") == {"record": 1}


# Lines and times


@given(
    st.lists(st.binary(max_size=12).map(lambda line: line.replace(b"\n", b"")), max_size=12),
    st.integers(1, 9),
    st.booleans(),
)
def test_lines_are_those_of_python_wherever_a_part_ends(
    given: list[bytes], size: int, ends: bool
) -> None:
    content = b"\n".join(given) + b"\n" * ends
    with patch.object(lines, "_CHUNK", size):
        read = list(lines.lines(io.BytesIO(content)))
    assert read == [
        (number, (line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line).removesuffix(b"\r"))
        for number, line in enumerate(content.split(b"\n"), 1)
        if line.strip()
    ]


@pytest.mark.parametrize("size", [1, 7, 20])
def test_a_line_over_the_limit_is_not_kept(size: int) -> None:
    content = b"a\n" + b"x" * 50 + b"\nb\n" + b"y" * 50
    with patch.object(lines, "_CHUNK", size), patch.object(lines, "MAX_LINE", 20):
        read = list(lines.lines(io.BytesIO(content)))
    assert read == [(1, b"a"), (2, None), (3, b"b"), (4, None)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023-11-14T22:13:20Z", NANOSECONDS),
        ("2023-11-14 22:13:20", NANOSECONDS),
        ("2023-11-14T22:13:20.123456789123Z", NANOSECONDS + 123_456_789),
        ("2023-11-15T03:43:20+05:30", NANOSECONDS),
        ("2023-11-14", NANOSECONDS - 80_000 * 10**9),
        ("1969-12-31T23:59:59.5Z", -500_000_000),
        ("2023-02-30", None),
        ("2023-11-14T22", None),
        ("20231114", None),
        ("٢٠٢٣-11-14", None),
        ("", None),
    ],
)
def test_times_by_iso_8601(text: str, expected: int | None) -> None:
    assert from_iso(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("14/Nov/2023:22:13:20 +0000", NANOSECONDS),
        ("14/Nov/2023:20:43:20 -0130", NANOSECONDS),
        ("15/Nov/2023:03:43:20 +0530", NANOSECONDS),
        ("31/Feb/2023:03:43:20 +0530", None),
        ("14/Nix/2023:22:13:20 +0000", None),
    ],
)
def test_times_of_logs(text: str, expected: int | None) -> None:
    assert from_log(text) == expected
