"""DuckDB, locked: it reads the files that it is given, and reaches nothing else."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

_SETTINGS = {
    "TimeZone": "UTC",  # of the machine otherwise
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "python_enable_replacements": False,  # a name in SQL is never a variable of Python
    "threads": 1,
    "preserve_insertion_order": True,
}


def connection(
    files: Sequence[str] = (), temporary: str | None = None, memory: str = "64MB"
) -> duckdb.DuckDBPyConnection:
    """Return a connection to a database in memory.

    Args:
        files: what it may read.
        temporary: a directory for data that does not fit into memory.
        memory: how much it may use, beside what it needs to read files.
    """
    database = duckdb.connect(":memory:")
    for name, value in (_SETTINGS | {"memory_limit": memory}).items():
        database.execute(f"SET {name} = $1", [value])
    if temporary is not None:
        database.execute("SET temp_directory = $1", [temporary])
        database.execute("SET allowed_directories = $1", [[temporary]])
    database.execute("SET allowed_paths = $1", [[*files]])
    database.execute("SET enable_external_access = false")
    database.execute("SET lock_configuration = true")
    return database
