"""Tables: what is read of them, and what broken ones lose."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from common import NOW
from hypothesis import given
from hypothesis import strategies as st
from recordings import CSV, NANOSECONDS, only, read, written

from nexmo_sig import UsageError
from nexmo_sig.audit.readers import comma_separated, lines
from nexmo_sig.audit.readers.fields import COLUMNS, Fields
from nexmo_sig.audit.readers.rows import Row


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
    assert [row.get("url") for row in rows] == ["/a", None, "/c"]
    assert rows[1] == {"record": 2}


@pytest.mark.parametrize(
    ("row", "body"),
    [
        (b"/b,a\rb", b"a\rb"),
        (b'/b,a"b', b'a"b'),
        (b'/b,{"a":1}', b'{"a":1}'),
        (b'/b,"a\r\n\r\n,""b""."', b'a\r\n\r\n,"b".'),
        (b"/b," + b"x" * 5_000_000, None),
        (b'/b,"' + b"x,\n" * 2_000_000 + b'"', None),
        (b'/b,"x"y', None),
        (b'/b,"x\n/forged,y"z', None),
        (b"/b", None),
        (b"/b,\xff", None),
    ],
    ids=lambda value: repr(value)[:20],
)
@pytest.mark.parametrize("before", [0, 30_000])
def test_one_row_of_a_csv_file_does_not_stop_the_others(
    tmp_path: Path, row: bytes, body: bytes | None, before: int
) -> None:
    content = b"url,body\n" + b"/a,1\n" * before + row + b"\n/c,\r\n/d,1"
    rows, recording = read(written(tmp_path / "c.csv.gz", content))
    assert recording.problem is None
    assert rows[before:] == [
        {"record": before + 1} | ({} if body is None else {"url": "/b", "body": body}),
        {"record": before + 2, "url": "/c"},
        {"record": before + 3, "url": "/d", "body": b"1"},
    ]


@given(
    st.lists(st.tuples(*[st.none() | st.text(st.sampled_from('a,"\n\r é'), max_size=5)] * 2)),
    st.integers(1, 9),
)
def test_a_csv_file_says_what_was_written_wherever_a_part_ends(
    cells: list[tuple[str | None, str | None]], size: int
) -> None:
    text = ""
    for row in [("url", "body"), *cells]:
        quoted = ("" if cell is None else '"' + cell.replace('"', '""') + '"' for cell in row)
        text += ",".join(quoted) + "\r\n"
    with patch.object(lines, "_CHUNK", size):
        found = list(comma_separated.rows(io.BytesIO(text.encode()), Fields()))
    assert found == [
        (number, Row(url=url, body=None if body is None else body.encode()))
        for number, (url, body) in enumerate(cells, 1)
    ]


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
