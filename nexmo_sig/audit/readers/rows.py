"""Rows of records, and the batches that they are gathered in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import pyarrow as pa

from ..columns import READ

BATCH_ROWS = 8_192
_BATCH_BYTES = 8_388_608
_TEXTS = ("method", "url", "content_type", "authorization", "client")


class Row(NamedTuple):
    """A record as a reader gives it; ``None`` is what was not recorded."""

    time: int | None = None
    """Nanoseconds since 1970 (UTC)."""
    method: str | None = None
    url: str | None = None
    content_type: str | None = None
    authorization: str | None = None
    body: bytes | None = None
    status: int | None = None
    client: str | None = None
    cut: bool | None = None
    query_ordered: bool | None = None


UNREADABLE = Row()


def batches(source: str, rows: Iterable[tuple[int, Row]]) -> Iterator[pa.RecordBatch]:
    """Gather rows, each with its position in the source, into batches of limited size."""
    positions: list[int] = []
    gathered: list[Row] = []
    size = 0
    for position, row in rows:
        positions.append(position)
        gathered.append(row)
        size += len(row.url or "") + len(row.body or b"") + len(row.authorization or "")
        if len(gathered) == BATCH_ROWS or size > _BATCH_BYTES:
            yield _batch(source, positions, gathered)
            positions, gathered, size = [], [], 0
    if gathered:
        yield _batch(source, positions, gathered)


def _batch(source: str, positions: list[int], rows: list[Row]) -> pa.RecordBatch:
    try:
        return _as_batch(source, positions, rows)
    except (UnicodeEncodeError, OverflowError, pa.ArrowInvalid):
        return _as_batch(source, positions, [_storable(row) for row in rows])


def _as_batch(source: str, positions: list[int], rows: list[Row]) -> pa.RecordBatch:
    columns = dict(zip(Row._fields, zip(*rows, strict=True), strict=True))
    cells = columns | {"source": [source] * len(rows), "record": positions}
    arrays = [pa.array(cells[field.name], field.type) for field in READ]
    return pa.RecordBatch.from_arrays(arrays, schema=READ)


def _storable(row: Row) -> Row:
    """Return a row that Arrow can hold: a lone surrogate has no UTF-8, a time has 64 bits."""
    try:
        "".join(getattr(row, name) or "" for name in _TEXTS).encode()
    except UnicodeEncodeError:
        return UNREADABLE
    return row._replace(time=_in_64_bits(row.time), status=_in_64_bits(row.status))


def _in_64_bits(number: int | None) -> int | None:
    return number if number is not None and -(2**63) <= number < 2**63 else None
