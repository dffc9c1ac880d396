"""Parquet files, column by column where their types allow it."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ..columns import READ
from .fields import Fields
from .moments import UNITS, Nanoseconds
from .rows import BATCH_ROWS, Row, batches


def parquet_batches(
    path: str, source: str, fields: Fields, row_groups: list[int] | None = None
) -> Iterator[pa.RecordBatch]:
    """Read a Parquet file, or some of its row groups.

    Raises:
        UsageError: it does not have the columns that it must have.
        OSError: it is damaged.
        pyarrow.ArrowException: it is damaged.
    """
    with pq.ParquetFile(path) as file:
        present = file.schema_arrow.names
        fields.check(present)
        wanted = [key for key in fields.names.values() if key in present]
        groups = range(file.num_row_groups) if row_groups is None else row_groups
        for group in groups:
            position = 1 + sum(file.metadata.row_group(before).num_rows for before in range(group))
            for batch in file.iter_batches(BATCH_ROWS, row_groups=[group], columns=wanted):
                yield from _read(batch, source, position, fields)
                position += len(batch)


def _read(
    batch: pa.RecordBatch, source: str, position: int, fields: Fields
) -> Iterator[pa.RecordBatch]:
    try:
        yield _by_column(batch, source, position, fields)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, pa.ArrowTypeError):
        yield from batches(source, enumerate(_by_row(batch, fields), position))


def _by_column(batch: pa.RecordBatch, source: str, position: int, fields: Fields) -> pa.RecordBatch:
    given = {
        name: batch.column(key) for name, key in fields.names.items() if key in batch.schema.names
    }
    if "time" in given:
        given["time"] = _times(given["time"], fields.time_unit)
    given["source"] = pa.repeat(source, len(batch))
    given["record"] = pa.array(range(position, position + len(batch)))
    empty = pa.nulls(len(batch))
    arrays = [given.get(field.name, empty).cast(field.type) for field in READ]
    read = pa.RecordBatch.from_arrays(arrays, schema=READ)
    read.validate(full=True)  # a file may say that it holds UTF-8, and hold something else
    return read


def _times(array: pa.Array, unit: str | None) -> pa.Array:
    if pa.types.is_timestamp(array.type):
        return array if array.type.tz else array.cast(pa.timestamp(array.type.unit, "UTC"))
    if pa.types.is_integer(array.type) and unit in UNITS:
        return pc.multiply_checked(array.cast(pa.int64()), UNITS[unit])
    if pa.types.is_integer(array.type) or (pa.types.is_string(array.type) and unit is None):
        return pa.nulls(len(array))
    raise pa.ArrowTypeError


def _by_row(batch: pa.RecordBatch, fields: Fields) -> Iterator[Row]:
    columns: dict[str, list[object]] = {}
    for name, key in fields.names.items():
        known = key in batch.schema.names
        columns[name] = _cells(batch.column(key)) if known else [None] * len(batch)
    for cells in zip(*columns.values(), strict=True):
        yield fields.row(dict(zip(columns, cells, strict=True)))


def _cells(array: pa.Array) -> list[object]:
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    if pa.types.is_string(array.type) or pa.types.is_large_string(array.type):
        return [_decoded(cell) for cell in array.cast(pa.large_binary()).to_pylist()]
    if pa.types.is_timestamp(array.type):  # at full resolution, and of any year
        factor = UNITS[array.type.unit]
        counts = array.cast(pa.int64()).to_pylist()
        return [None if count is None else Nanoseconds(count * factor) for count in counts]
    cells: list[object] = array.to_pylist()
    return cells


def _decoded(cell: bytes | None) -> object:
    try:
        return None if cell is None else cell.decode()
    except UnicodeDecodeError:
        return cell
