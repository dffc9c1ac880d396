"""Replays: authentic records that were seen before, over all sources.

In the order of time, source and position, the first record with a replay key is the original, and
every further one is a replay of it, whatever lies between them.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from .engine import connection
from .record import AUTHENTIC

KEYS = pa.schema(
    [
        ("row", pa.int64()),
        ("replay_key", pa.string()),
        ("time", pa.timestamp("ns")),
        ("source", pa.string()),
        ("record", pa.int64()),
        ("status", pa.int64()),
    ]
)
"""The columns from which replays are found; ``row`` counts all records that were judged, from 0."""

REPLAY_OF = pa.struct([("source", pa.string()), ("record", pa.int64())])
"""The type of the column ``replay_of``."""

_REPEATED = """
WITH entries AS NOT MATERIALIZED (
    SELECT *, {scope} AS scope, hash(replay_key, {scope}) AS short
    FROM read_parquet($1, hive_partitioning = false)
), repeated AS (
    SELECT short FROM entries WHERE short % $2::UBIGINT = $3 GROUP BY short HAVING count(*) > 1
)
SELECT * FROM entries SEMI JOIN repeated USING (short)
"""
"""Finds, in one part of all keys, those that seem to occur more than once, by a short hash of them.
All are read twice: kept between, they would be written to disk."""

_REPLAYS = """
SELECT row, source, record, time, status, first(source) OVER earlier AS first_source,
    first(record) OVER earlier AS first_record, first(time) OVER earlier AS first_time,
    first(status) OVER earlier AS first_status
FROM read_parquet($1, hive_partitioning = false)
WHERE short % $2::UBIGINT = $3
WINDOW earlier AS (
    PARTITION BY replay_key, scope ORDER BY time NULLS LAST, source, record
    ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
)
QUALIFY row_number() OVER earlier > 1
"""
"""Finds the replays in one part of those keys; it compares the keys themselves."""

_IN_ORDER = "SELECT * FROM read_parquet($1, hive_partitioning = false) ORDER BY row"

_BATCH = 65_536
_SEARCHED, _COMPARED = 8_000_000, 1_000_000
"""Keys of a part, in the search by hash and in the comparison: DuckDB's memory holds them."""


def keys_of(judged: pa.RecordBatch | pa.Table, row: int = 0) -> pa.Table:
    """Return what replays are found from: the authentic ones of judged records.

    Args:
        judged: what :meth:`Auditor.judge <nexmo_sig.audit.Auditor.judge>` returned.
        row: the number of its first row.
    """
    table = judged if isinstance(judged, pa.Table) else pa.Table.from_batches([judged])
    rows = pa.array(range(row, row + len(table)), pa.int64())
    table = table.select(_present(table)).append_column("row", rows)
    authentic = table.filter(pc.equal(judged.column("verdict"), AUTHENTIC))
    columns = [
        authentic[field.name].cast(field.type)
        if field.name in authentic.schema.names
        else pa.nulls(len(authentic), field.type)
        for field in KEYS
    ]
    return pa.Table.from_arrays(columns, schema=KEYS)


def replays_in(
    file: Path, temporary: Path, *, within_source: bool = False
) -> Iterator[pa.RecordBatch]:
    """Find the replays among the keys in a Parquet file.

    Args:
        file: a Parquet file of :data:`KEYS`.
        temporary: a directory for data that does not fit into memory.
        within_source: compare records of one source only.
    """
    scope = "source" if within_source else "''"
    repeated, replays = (temporary / f"{name}.parquet" for name in ("repeated", "replays"))
    keys = pq.read_metadata(file).num_rows
    with connection([str(file)], str(temporary), memory="40MB") as database:
        query = _REPEATED.format(scope=scope)
        found = _write(repeated, _in_parts(database, query, file, keys, _SEARCHED))
    with connection([], str(temporary)) as database:
        _write(replays, _in_parts(database, _REPLAYS, repeated, found, _COMPARED))
        yield from database.sql(_IN_ORDER, params=[str(replays)]).to_arrow_reader(_BATCH)


def _in_parts(
    database: duckdb.DuckDBPyConnection, query: str, file: Path, rows: int, at_once: int
) -> Iterator[duckdb.DuckDBPyRelation]:
    parts = 1 + rows // at_once
    for part in range(parts):
        yield database.sql(query, params=[str(file), parts, part])


def _write(file: Path, relations: Iterable[duckdb.DuckDBPyRelation]) -> int:
    """Write relations of the same columns to one Parquet file; return how many rows it has."""
    readers = (relation.to_arrow_reader(_BATCH) for relation in relations)
    first = next(readers)
    rows = 0
    with pq.ParquetWriter(file, first.schema, use_dictionary=False) as writer:
        for batch in chain(first, chain.from_iterable(readers)):
            writer.write_batch(batch)
            rows += len(batch)
    return rows


def with_replays(judged: pa.Table, *, within_source: bool = False) -> pa.Table:
    """Return judged records with the column ``replay_of``: the source and the record of the first.

    Args:
        judged: all records, as :meth:`Auditor.judge <nexmo_sig.audit.Auditor.judge>` returned
            them, with the columns ``source`` and ``record``.
        within_source: compare records of one source only.
    """
    with tempfile.TemporaryDirectory() as directory:
        file = Path(directory) / "keys.parquet"
        pq.write_table(keys_of(judged), file)
        found = list(replays_in(file, Path(directory), within_source=within_source))
    replays = pa.Table.from_batches(found) if found else None
    return judged.append_column("replay_of", replay_of(replays, 0, len(judged)))


def replay_of(replays: pa.Table | None, start: int, count: int) -> pa.Array:
    """Return the column ``replay_of`` of some rows.

    Args:
        replays: what was found for them, or for more rows.
        start: the number of the first row.
        count: how many there are.
    """
    if replays is None or not len(replays):
        return pa.nulls(count, REPLAY_OF)
    rows = pa.array(range(start, start + count), pa.int64())
    places = pc.index_in(rows, replays["row"].combine_chunks())
    sources, records = (
        pc.take(replays[name].combine_chunks(), places) for name in ("first_source", "first_record")
    )
    return pa.StructArray.from_arrays(
        [sources.cast(pa.string()), records.cast(pa.int64())],
        fields=list(REPLAY_OF),
        mask=pc.is_null(places),
    )


def _present(table: pa.Table) -> list[str]:
    return [name for name in KEYS.names if name in table.schema.names and name != "row"]
