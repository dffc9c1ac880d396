"""Tables as CSV and JSON Lines: what is read of them, and what broken ones lose."""

import io
import json
from pathlib import Path
from unittest.mock import patch

import pytest
from common import NOW
from hypothesis import given
from hypothesis import strategies as st
from recordings import CSV, NANOSECONDS, only, read, written

from nexmo_sig import UsageError
from nexmo_sig.audit.readers import comma_separated, lines
from nexmo_sig.audit.readers.fields import COLUMNS, Fields
from nexmo_sig.audit.readers.rows import Row


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


@pytest.mark.parametrize(
    ("cell", "unit", "expected"),
    [
        (str(NOW), "s", NANOSECONDS),
        (f"{NOW}.5", "s", NANOSECONDS + 500_000_000),
        ("yesterday", "s", None),
        ("inf", "s", None),
        ("nan", "s", None),
        (str(NOW), None, None),
        ("2023-11-14T22:13:20Z", None, None),
    ],
)
def test_a_cell_of_a_csv_file_is_a_time_only_in_a_named_unit(
    tmp_path: Path, cell: str, unit: str | None, expected: int | None
) -> None:
    path = written(tmp_path / "c", f"url,time\n/a,{cell}\n")
    row = only(path, fields=Fields(time_unit=unit))
    assert row == {"record": 1, "url": "/a"} | ({} if expected is None else {"time": expected})


@pytest.mark.parametrize("unit", ["s", "ns"])
@pytest.mark.parametrize("number", ["Infinity", "-Infinity", "NaN", "1e999", "true", "[1]"])
def test_a_number_that_is_not_finite_is_not_a_time(tmp_path: Path, number: str, unit: str) -> None:
    path = written(tmp_path / "j", f'{{"url": "/a", "time": {number}}}')
    assert only(path, fields=Fields(time_unit=unit)) == {"record": 1, "url": "/a"}


@pytest.mark.parametrize(
    ("cell", "status"), [("204", 204), ("", None), ("ok", None), ("²", None), ("9" * 10, None)]
)
def test_a_cell_of_a_csv_file_is_a_status_if_it_is_a_number(
    tmp_path: Path, cell: str, status: int | None
) -> None:
    row = only(written(tmp_path / "c", f"url,status\n/a,{cell}\n"))
    assert (row["url"], row.get("status")) == ("/a", status)


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
    "broken",
    [
        {"url": 1},
        {"url": "/b", "method": ["GET"]},
        {"url": "/b", "client": {}},
        {"url": "/\ud800"},
        {"url": "/b", "body": "\ud800"},
    ],
    ids=str,
)
def test_an_object_with_a_value_that_is_not_text_is_unreadable_and_stops_nothing(
    tmp_path: Path, broken: dict[str, object]
) -> None:
    """JSON can spell half of a surrogate pair, which has no UTF-8: no server received it."""
    objects = [{"url": "/a"}, broken, {"url": "/c"}]
    rows, recording = read(written(tmp_path / "j", "\n".join(map(json.dumps, objects))))
    assert recording.problem is None
    assert rows == [{"record": 1, "url": "/a"}, {"record": 2}, {"record": 3, "url": "/c"}]


@pytest.mark.parametrize("place", [0, 1])
def test_an_object_over_the_limit_of_a_line_is_unreadable_and_stops_nothing(
    tmp_path: Path, place: int
) -> None:
    objects = [{"url": "/a"}, {"url": "/b"}]
    objects[place] = {"url": "/" + "x" * lines.MAX_LINE}
    content = "\n".join(map(json.dumps, objects))
    rows, _ = read(written(tmp_path / "j", content), format="jsonl")
    assert [row.get("url") for row in rows] == (["/a", None] if place else [None, "/b"])


def test_a_time_that_64_bits_do_not_hold_was_not_recorded(tmp_path: Path) -> None:
    objects = [{"url": "/a", "time": 99_999_999_999}, {"url": "/b", "time": NOW, "status": 200}]
    content = "\n".join(map(json.dumps, objects))
    rows, _ = read(written(tmp_path / "j", content), fields=Fields(time_unit="s"))
    assert rows == [
        {"record": 1, "url": "/a"},
        {"record": 2, "url": "/b", "time": NANOSECONDS, "status": 200},
    ]


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
