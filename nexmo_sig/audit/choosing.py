"""Which records of a recording are judged: a real access log holds mostly other requests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from ..errors import UsageError
from .columns import READ
from .engine import connection

_ORIGIN = r"^[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*"
_QUERY = r"(?s)[?#].*"
_SPELLED = r"%|//|/\.\.?(?:/|$)"
"""Found in each path that is not in its plain spelling."""

_FILTERED = pa.schema([*READ, ("path", pa.string()), ("__position", pa.int64())])


def paths_of(batch: pa.RecordBatch) -> pa.Array:
    """Return the path of each record's URL."""
    without_query = pc.replace_substring_regex(batch.column("url"), _QUERY, "")
    return pc.replace_substring_regex(without_query, _ORIGIN, "")


def _match(paths: pa.Array, wanted: Sequence[str]) -> pa.Array:
    exact = [path for path in wanted if not path.endswith("*")]
    matches = pc.is_in(paths, pa.array(exact, pa.string()))
    for path in wanted:
        if path.endswith("*"):
            matches = pc.or_(matches, pc.starts_with(paths, path[:-1]))
    return matches


def _plain(path: str) -> str:
    """Return the spelling of a path that others stand for (RFC 3986, section 6.2.2).

    Empty segments are left out, too, as many servers do.
    """
    *folders, name = unquote(path).split("/")
    segments: list[str] = []
    for segment in (*folders, name if name in (".", "..") else "."):
        if segment == "..":
            del segments[-1:]
        elif segment not in ("", "."):
            segments.append(segment)
    return "/".join(["", *segments, "" if name in (".", "..") else name])


@dataclass(frozen=True)
class Choice:
    """A choice of records. Those that are unreadable always belong to it.

    Args:
        paths: of the URL, one of these; or one that begins with one that ends with ``*``. Another
            spelling of the same path, such as ``/%61`` or ``//a`` or ``/./a`` for ``/a``, matches
            as well.
        since: not received before this time, in nanoseconds since 1970 (UTC). A record without a
            time is kept.
        until: received before this time.
        where: an expression of DuckDB's SQL over the columns of a record, and ``path``.

    Raises:
        UsageError: the expression cannot be used.
    """

    paths: Sequence[str] = ()
    since: int | None = None
    until: int | None = None
    where: str | None = None

    def __post_init__(self) -> None:
        if self.where is not None:
            self._where(pa.RecordBatch.from_pylist([], READ))

    def of(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Return the chosen records of a batch of :data:`~nexmo_sig.audit.columns.READ`.

        Raises:
            UsageError: the expression fails for one of them.
        """
        if not self.paths and self.since is None and self.until is None and self.where is None:
            return batch
        wanted = pc.and_(self._by_path(batch), self._by_time(batch))
        if self.where is not None:
            wanted = pc.and_(wanted, self._where(batch))
        unreadable = pc.and_(pc.is_null(batch.column("url")), pc.is_null(batch.column("body")))
        return batch.filter(pc.or_(wanted, unreadable))

    def _by_path(self, batch: pa.RecordBatch) -> pa.Array:
        if not self.paths:
            return pa.repeat(True, len(batch))
        paths = pc.fill_null(paths_of(batch), "")
        wanted = _match(paths, self.paths)
        if pc.any(pc.match_substring_regex(paths, _SPELLED)).as_py():
            same = pa.array(map(_plain, paths.to_pylist()), pa.string())
            wanted = pc.or_(wanted, _match(same, [_plain(path) for path in self.paths]))
        return wanted

    def _by_time(self, batch: pa.RecordBatch) -> pa.Array:
        times = batch.column("time").cast(pa.int64())
        wanted = pa.repeat(True, len(batch))
        if self.since is not None:
            wanted = pc.and_(wanted, pc.fill_null(pc.greater_equal(times, self.since), True))
        if self.until is not None:
            wanted = pc.and_(wanted, pc.fill_null(pc.less(times, self.until), True))
        return wanted

    @cached_property
    def _engine(self) -> duckdb.DuckDBPyConnection:
        return connection()

    def _where(self, batch: pa.RecordBatch) -> pa.Array:
        assert self.where is not None  # noqa: S101  (asked for by the callers)
        positions = pa.array(range(len(batch)), pa.int64())
        columns = [*batch.columns, paths_of(batch), positions]
        table = pa.Table.from_arrays(columns, schema=_FILTERED)
        try:
            relation = self._engine.from_arrow(table).filter(self.where)
            kept = relation.project("__position").to_arrow_table()
        except duckdb.Error as error:
            first_line = str(error).partition("\n")[0]
            raise UsageError(f"the expression cannot be used: {first_line!a}", "where") from None
        return pc.is_in(positions, kept.column(0))
