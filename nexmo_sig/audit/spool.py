"""Judged records, on disk until replays are known: a replay may be the last of all records."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from .replays import KEYS, keys_of, replay_of, replays_in

_GATHERED = 32_768
"""Rows of a row group: small ones would make a large file, and reading it slow."""


class Spool:
    """The keys of authentic records, and all that was judged if it is to be written in the end.

    Args:
        directory: a temporary one, which the caller removes.
        schema: the columns of the judged batches that are kept; ``None`` to keep only the keys.
    """

    def __init__(self, directory: Path, schema: pa.Schema | None) -> None:
        self.rows: int = 0
        self._directory = directory
        self._keys = _Store(directory / "keys.parquet", KEYS)
        self._records = schema and _Store(directory / "records.parquet", schema)

    def add(self, judged: pa.RecordBatch) -> None:
        """Keep a judged batch."""
        self._keys.add(keys_of(judged, self.rows))
        self.rows += len(judged)
        if self._records is not None:
            table = pa.Table.from_batches([judged])
            self._records.add(table.select(self._records.schema.names))

    def replays(self, *, within_source: bool) -> Iterator[pa.RecordBatch]:
        """Yield the replays in the order of rows; nothing is added afterwards."""
        self._keys.close()
        pa.default_memory_pool().release_unused()  # DuckDB has a pool of its own
        yield from replays_in(self._keys.file, self._directory, within_source=within_source)

    def records(self, replays: Iterator[pa.RecordBatch]) -> Iterator[pa.Table]:
        """Yield what was kept, with ``replay_of``; all replays were read when the last is."""
        assert self._records is not None  # noqa: S101  (only callers that keep them ask)
        self._records.close()
        ahead = _Ahead(replays)
        row = 0
        with pq.ParquetFile(self._records.file) as file:
            for batch in file.iter_batches(_GATHERED):
                column = ahead.column(row, len(batch))
                yield pa.Table.from_batches([batch]).append_column("replay_of", column)
                row += len(batch)


class _Ahead:
    """Replays in the order of rows, of which no more than needed are held."""

    def __init__(self, replays: Iterator[pa.RecordBatch]) -> None:
        self._replays = replays
        self._held: pa.Table | None = None
        self._last = -1  # the row of the last replay that was read

    def column(self, row: int, count: int) -> pa.Array:
        """Return ``replay_of`` for the next rows."""
        end = row + count
        while self._last < end and (more := next(self._replays, None)):
            found = pa.Table.from_batches([more])
            self._held = found if self._held is None else pa.concat_tables([self._held, found])
            self._last = found["row"][-1].as_py()
        column = replay_of(self._held, row, count)
        if self._held is not None:
            self._held = self._held.filter(pc.greater_equal(self._held["row"], end))
        return column


class _Store:
    """A Parquet file that is written in row groups of a reasonable size."""

    def __init__(self, file: Path, schema: pa.Schema) -> None:
        self.file = file
        self.schema = schema
        self._writer = pq.ParquetWriter(file, schema, compression="zstd")
        self._waiting: list[pa.Table] = []
        self._rows = 0

    def add(self, table: pa.Table) -> None:
        self._waiting.append(table)
        self._rows += len(table)
        if self._rows >= _GATHERED:
            self._flush()

    def close(self) -> None:
        self._flush()
        self._writer.close()

    def _flush(self) -> None:
        if self._waiting:
            self._writer.write_table(pa.concat_tables(self._waiting))
        self._waiting, self._rows = [], 0
