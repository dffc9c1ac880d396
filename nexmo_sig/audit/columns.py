"""The columns of records and of verdicts, and how a batch is taken apart into them.

In each column of a record null, or a missing column, means *not recorded*; an empty string means
*recorded: there was none*.
"""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from ..errors import UsageError

HINTS = ("cut", "query_ordered")
"""Columns of booleans that readers add: the record is known to be cut, and keeps the order of the
query."""

RECORD = pa.schema(
    [
        ("source", pa.string()),
        ("record", pa.int64()),
        ("time", pa.timestamp("ns", "UTC")),
        ("method", pa.string()),
        ("url", pa.string()),
        ("content_type", pa.string()),
        ("authorization", pa.string()),
        ("body", pa.binary()),
        ("status", pa.int64()),
        ("client", pa.string()),
    ]
)
"""The columns of a record, as readers give them."""

READ = pa.schema([*RECORD, *[(name, pa.bool_()) for name in HINTS]])
"""The columns that readers give: those of a record, and those about it."""

OUTCOME = pa.schema(
    [
        ("verdict", pa.string()),
        ("reason", pa.string()),
        ("scheme", pa.string()),
        ("signed_at", pa.int64()),
        ("age", pa.float64()),
        ("secret_index", pa.int64()),
        ("replay_key", pa.string()),
    ]
)
"""The columns that the kernel adds."""

_STRINGS = ("method", "url", "content_type", "authorization", "body")

NANOSECONDS = {"s": 1_000_000_000, "ms": 1_000_000, "us": 1_000, "ns": 1}


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one batch as Python lists, one entry for each record."""

    time: list[int | None]
    """Nanoseconds since 1970 (UTC)."""
    method: list[str | None]
    url: list[str | None]
    content_type: list[str | None]
    authorization: list[str | None]
    body: list[bytes | None]
    cut: list[bool | None]
    query_ordered: list[bool | None]


def columns_of(batch: pa.RecordBatch) -> Columns:
    """Take a batch apart.

    Raises:
        UsageError: a column occurs twice, or has a type that cannot hold what its name says.
    """
    return Columns(
        time=nanoseconds(batch),
        method=_strings(batch, "method"),
        url=_strings(batch, "url"),
        content_type=_strings(batch, "content_type"),
        authorization=_strings(batch, "authorization"),
        body=_bytes(batch, "body"),
        cut=_booleans(batch, "cut"),
        query_ordered=_booleans(batch, "query_ordered"),
    )


def looked_at(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Return the columns that are looked at, in types that are the same for all rows.

    Others may have types of which Arrow cannot pick single rows.

    Raises:
        UsageError: a column occurs twice, or has a type that cannot hold what its name says.
    """
    columns = {name: as_binary(batch, name) for name in _STRINGS}
    columns["time"] = _times(batch)
    columns |= {name: _boolean(batch, name) for name in HINTS}
    present = {name: array for name, array in columns.items() if array is not None}
    # Without any column, a batch would forget how many rows it has.
    return pa.RecordBatch.from_pydict({"row": pa.nulls(len(batch)), **present})


def column(batch: pa.RecordBatch, name: str) -> pa.Array | None:
    """Return the column of a name, or ``None`` if it is missing.

    Raises:
        UsageError: it occurs twice.
    """
    positions = batch.schema.get_all_field_indices(name)
    if len(positions) > 1:
        raise UsageError(f"the column {name} occurs {len(positions)} times: give it once", name)
    return batch.column(positions[0]) if positions else None


def as_binary(batch: pa.RecordBatch, name: str) -> pa.Array | None:
    """Return a column of strings or bytes as bytes, or ``None`` if nothing is recorded in it.

    Raises:
        UsageError: it holds something else.
    """
    array = column(batch, name)
    if array is None:
        return None
    try:
        plain = pc.run_end_decode(array) if pa.types.is_run_end_encoded(array.type) else array
        strings = plain.cast(pa.large_binary())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, pa.ArrowTypeError):
        pass
    else:
        return None if strings.null_count == len(strings) else strings
    raise UsageError(f"the column {name} must hold strings, not {array.type}", name)


def nanoseconds(batch: pa.RecordBatch) -> list[int | None]:
    """Return the times of a batch in nanoseconds since 1970; without a zone, they are in UTC.

    Raises:
        UsageError: the column holds anything but times, such as numbers whose unit is unknown.
    """
    array = _times(batch)
    if array is None:
        return [None] * len(batch)
    factor = NANOSECONDS[array.type.unit]
    counts: list[int | None] = array.cast(pa.int64()).to_pylist()
    return [None if count is None else count * factor for count in counts]


def nanosecond_array(batch: pa.RecordBatch) -> pa.Array | None:
    """Return the times of a batch as 64-bit integers.

    Returns:
        ``None`` if one of them does not fit, or lies before 1970.

    Raises:
        UsageError: the column holds anything but times.
    """
    array = _times(batch)
    if array is None:
        return pa.nulls(len(batch), pa.int64())
    try:
        times = pc.multiply_checked(array.cast(pa.int64()), NANOSECONDS[array.type.unit])
    except pa.ArrowInvalid:
        return None
    return None if (pc.min(times).as_py() or 0) < 0 else times


def _times(batch: pa.RecordBatch) -> pa.Array | None:
    array = column(batch, "time")
    if array is None or pa.types.is_null(array.type):
        return None
    if not pa.types.is_timestamp(array.type):
        raise UsageError(
            f"the column time must be a timestamp, not {array.type}: "
            "convert it, as only you know its unit",
            "time",
        )
    return array


def _bytes(batch: pa.RecordBatch, name: str) -> list[bytes | None]:
    array = as_binary(batch, name)
    cells: list[bytes | None] = [None] * len(batch) if array is None else array.to_pylist()
    return cells


def _strings(batch: pa.RecordBatch, name: str) -> list[str | None]:
    # A column of strings can hold bytes that are not UTF-8. They must reach the strict reader.
    return [
        None if cell is None else cell.decode("utf-8", "surrogateescape")
        for cell in _bytes(batch, name)
    ]


def _boolean(batch: pa.RecordBatch, name: str) -> pa.Array | None:
    array = column(batch, name)
    return None if array is None or not pa.types.is_boolean(array.type) else array


def _booleans(batch: pa.RecordBatch, name: str) -> list[bool | None]:
    array = _boolean(batch, name)
    cells: list[bool | None] = [None] * len(batch) if array is None else array.to_pylist()
    return cells


def with_outcome(batch: pa.RecordBatch, outcome: pa.RecordBatch) -> pa.RecordBatch:
    """Return what came in, with the columns of :data:`OUTCOME` in place of any of that name."""
    kept = [place for place, name in enumerate(batch.schema.names) if name not in OUTCOME.names]
    arrays = [*[batch.column(place) for place in kept], *outcome.columns]
    schema = pa.schema([*[batch.schema.field(place) for place in kept], *OUTCOME])
    return pa.RecordBatch.from_arrays(arrays, schema=schema)
