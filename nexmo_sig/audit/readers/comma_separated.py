"""CSV (RFC 4180) with a header, by DuckDB: a cell without quotes was not recorded if empty."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pyarrow as pa

from ..engine import connection
from .fields import Fields
from .lines import MAX_LINE
from .rows import BATCH_ROWS, UNREADABLE, Row, batches

_READ = """
SELECT * FROM read_csv($1, all_varchar = true, header = true, delim = ',', quote = '"',
    escape = '"', allow_quoted_nulls = false, store_rejects = true,
    max_line_size = $2, parallel = false)
"""
_REJECTED = "SELECT DISTINCT line FROM reject_errors ORDER BY line"


def csv_batches(path: str, source: str, fields: Fields) -> Iterator[pa.RecordBatch]:
    """Read a CSV file.

    Raises:
        UsageError: it does not have the columns that it must have.
        duckdb.Error: it is damaged.
    """
    with connection([path]) as database:
        yield from batches(source, _rows(database, path, fields))


def _rows(
    database: duckdb.DuckDBPyConnection, path: str, fields: Fields
) -> Iterator[tuple[int, Row]]:
    reader = database.sql(_READ, params=[path, MAX_LINE]).to_arrow_reader(BATCH_ROWS)
    fields.check(reader.schema.names)
    number = 0
    for batch in reader:
        for cells in batch.to_pylist():
            number += 1
            yield number, fields.row({name: cells.get(key) for name, key in fields.names.items()})
    for (line,) in database.execute(_REJECTED).fetchall():
        yield line, UNREADABLE
