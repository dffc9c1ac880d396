"""The file that holds every record with its verdict, in one of three formats."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO, Protocol

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ..errors import UsageError
from .columns import RECORD
from .replays import REPLAY_OF

_LEADING = [("source", pa.string()), ("record", pa.int64())]
_SAID = [("verdict", pa.string()), ("reason", pa.string())]
_CAME_IN = [field for field in RECORD if field.name not in ("source", "record")]
KEPT = pa.schema([*_LEADING, *_SAID, *_CAME_IN])
"""The columns of judged records that are kept until replays are known."""

OUTPUT = pa.schema([*_LEADING, *_SAID, ("replay_of", REPLAY_OF), *_CAME_IN])
"""The columns of the file."""

# A spreadsheet takes such a cell for a formula; the last four are full-width signs.
_BEFORE_A_FORMULA = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")  # a terminal would obey


class Writer(Protocol):
    """Writes tables of :data:`OUTPUT`."""

    def write(self, table: pa.Table) -> None:
        """Append a table."""

    def close(self) -> None:
        """Write what is left."""


@contextmanager
def replacing(path: Path, *, force: bool) -> Iterator[BinaryIO]:
    """Open a file that appears under its name only when it is whole.

    It is written as ``NAME.part`` beside it, and removed if anything fails.

    Raises:
        UsageError: there is such a file already, and ``force`` is not given.
    """
    check_new(path, force=force)
    part = path.with_name(f"{path.name}.part")
    try:
        with open(part, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise


def check_new(path: Path, *, force: bool) -> None:
    """Raise UsageError for a file that exists, unless it is to be replaced, or has no directory."""
    if not path.parent.is_dir():
        raise UsageError(f"there is no directory for {str(path)!a}", "output")
    if path.exists() and not force:
        raise UsageError(f"{str(path)!a} exists: give --force to replace it", "output")


def writer_of(path: Path) -> Callable[[BinaryIO], Writer]:
    """Return what writes the format that the ending of a name stands for.

    Raises:
        UsageError: it stands for none.
    """
    writers: dict[str, Callable[[BinaryIO], Writer]] = {
        ".parquet": _Parquet,
        ".csv": _CSV,
        ".jsonl": _JSONLines,
    }
    if path.suffix not in writers:
        raise UsageError("the name of the output must end in .parquet, .csv or .jsonl", "output")
    return writers[path.suffix]


class _Parquet:
    def __init__(self, file: BinaryIO) -> None:
        self._writer = pq.ParquetWriter(file, OUTPUT, compression="zstd")

    def write(self, table: pa.Table) -> None:
        self._writer.write_table(table)

    def close(self) -> None:
        self._writer.close()


class _CSV:
    """Every cell in quotes, so that an empty one differs from one that was not recorded."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        file.write(",".join(OUTPUT.names).encode() + b"\r\n")

    def write(self, table: pa.Table) -> None:
        for row in _rows(table):
            self._file.write(",".join(map(_cell, row.values())).encode() + b"\r\n")

    def close(self) -> None:
        pass


class _JSONLines:
    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def write(self, table: pa.Table) -> None:
        for row in _rows(table):
            self._file.write(json.dumps(row).replace("\x7f", "\\u007f").encode() + b"\n")

    def close(self) -> None:
        pass


def _rows(table: pa.Table) -> Iterator[dict[str, Any]]:
    """Yield rows of strings, numbers and null; a time has its full resolution, by ISO 8601."""
    place = table.schema.get_field_index("time")
    times = pc.strftime(table["time"], format="%Y-%m-%dT%H:%M:%SZ")
    for batch in table.set_column(place, "time", times).to_batches(8_192):
        for row in batch.to_pylist():
            if row["body"] is not None:
                row["body"] = row["body"].decode("utf-8", "backslashreplace")
            yield row


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, dict):
        value = json.dumps(value)
    text = str(value)
    if isinstance(value, str) and text.startswith(tuple(_BEFORE_A_FORMULA)):
        text = f"'{text}"
    text = _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", text)
    return '"' + text.replace('"', '""') + '"'
