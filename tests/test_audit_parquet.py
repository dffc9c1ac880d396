"""Parquet files: what is read of them, and what broken ones lose."""

import gzip
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from common import NOW
from recordings import NANOSECONDS, only, read, written

from nexmo_sig import UsageError
from nexmo_sig.audit.readers.fields import COLUMNS, Fields


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


def test_a_compressed_parquet_file_is_read(tmp_path: Path) -> None:
    pq.write_table(pa.table({"url": ["/a", "/b"]}), tmp_path / "p")
    rows, recording = read(written(tmp_path / "z", gzip.compress((tmp_path / "p").read_bytes())))
    assert (recording.format, recording.problem) == ("parquet", None)
    assert rows == [{"record": 1, "url": "/a"}, {"record": 2, "url": "/b"}]


def test_a_compressed_parquet_file_that_is_cut_is_damaged(tmp_path: Path) -> None:
    pq.write_table(pa.table({"url": [f"/{n}" for n in range(9_000)]}), tmp_path / "p")
    content = gzip.compress((tmp_path / "p").read_bytes())
    rows, recording = read(written(tmp_path / "z", content[: len(content) // 2]))
    assert (rows, recording.problem) == ([], "the parquet file is damaged")


@pytest.mark.parametrize("is_dictionary", [False, True])
def test_strings_of_a_parquet_file_that_are_not_utf_8_are_unreadable(
    tmp_path: Path, is_dictionary: bool
) -> None:
    offsets = pa.py_buffer(b"".join(n.to_bytes(4, "little") for n in (0, 1, 3)))
    broken = pa.Array.from_buffers(pa.string(), 2, [None, offsets, pa.py_buffer(b"a/\xff")])
    if is_dictionary:
        broken = pa.DictionaryArray.from_arrays(pa.array([0, 1], pa.int32()), broken)
    pq.write_table(pa.table({"url": broken}), tmp_path / "p")
    assert pq.read_schema(tmp_path / "p").field("url").type == broken.type
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


def test_a_parquet_file_needs_a_url_or_a_body(tmp_path: Path) -> None:
    pq.write_table(pa.table({"uri": ["/a"]}), tmp_path / "p")
    with pytest.raises(UsageError, match="neither a column url nor body"):
        read(tmp_path / "p")
