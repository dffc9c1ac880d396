"""Where recordings are: files, patterns, streams; and lines and times in them."""

import gzip
import io
import os
import random
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from recordings import CSV, LINE, NANOSECONDS, only, read, written

from nexmo_sig import UsageError
from nexmo_sig.audit.readers import Recording, Source, lines, sources_of
from nexmo_sig.audit.readers.moments import from_iso, from_log


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
    pq.write_table(pa.table({"url": ["/a", "/b", "/c"]}), tmp_path / "p")
    parquet = (tmp_path / "p").read_bytes()
    contents = {LOG: 5_000, gzip.compress(LOG): 5_000, CSV.encode(): 2, parquet: 3}
    for content, records in contents.items():
        with patch("sys.stdin", io.TextIOWrapper(io.BytesIO(content))):
            recording = Recording(Source("-"))
            assert sum(map(len, recording.batches())) == records


@COMPRESSED
def test_the_lines_before_damage_survive_in_a_pipe(compressed: Callable[[bytes], bytes]) -> None:
    """Of a file, damaged data is read again, byte by byte; a pipe cannot be read again."""
    reader, writer = os.pipe()
    content = compressed(LOG + b"\n") + b"garbage"
    assert len(content) < 65_536  # so much a pipe holds
    os.write(writer, content)
    os.close(writer)
    with open(reader, encoding="utf-8") as piped, patch("sys.stdin", piped):
        recording = Recording(Source("-"))
        assert 4_000 < sum(map(len, recording.batches())) <= 5_000
    assert recording.problem == "the compressed data is damaged or cut"


def test_a_standard_input_that_is_closed_cannot_be_read() -> None:
    with patch("sys.stdin", None), pytest.raises(UsageError, match="standard input is closed"):
        list(Recording(Source("-")).batches())


def test_a_recording_that_was_removed_meanwhile_cannot_be_read(tmp_path: Path) -> None:
    (source,) = sources_of([str(written(tmp_path / "a.log", LINE))])
    (tmp_path / "a.log").unlink()
    with pytest.raises(UsageError, match=r"a\.log' cannot be read: No such file or directory"):
        list(Recording(source).batches())


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
