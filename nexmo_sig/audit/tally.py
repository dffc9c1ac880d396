"""Counts of the records that are judged. Their size does not depend on the number of records."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from .choosing import paths_of
from .record import AUTHORIZATION_NOT_RECORDED, NOT_AUTHENTIC, RECORD_UNREADABLE

SAMPLES = 20
"""Records of each reason that are kept to be looked at."""

_DISTINCT = 10_000
_LONGEST = 200  # characters of a path or client; what follows does not name it better
_MINUTE = 60_000_000_000.0
_UNSIGNED = frozenset(
    [
        *("signature-missing", "request-error", "body-not-recorded", RECORD_UNREADABLE),
        AUTHORIZATION_NOT_RECORDED,
    ]
)
"""Reasons for which nothing is known of a signature."""


class Frequent(Counter[str]):
    """Counts of strings by their first 200 characters; of too many, the rarest are forgotten."""

    def add(self, values: pa.Array) -> None:
        """Count values; null is none."""
        beginnings = pc.utf8_slice_codeunits(values.drop_null(), 0, _LONGEST)
        for entry in pc.value_counts(beginnings).to_pylist():
            self[entry["values"]] += entry["counts"]
        if len(self) > 2 * _DISTINCT:
            kept = self.most_common(_DISTINCT)
            self.clear()
            self.update(dict(kept))


@dataclass(slots=True)
class Tally:
    """The counts of an audit.

    Attributes:
        verdicts: records by verdict.
        reasons: records by reason; replays among them, which are authentic.
        skipped: records that were not chosen.
        accepted_not_authentic: records that are not authentic, but were answered 2xx.
        days: records by day, counted from 1970, and verdict.
        minutes: the same by minute; ``None`` if there are too many.
        first, last: the times of the first and the last record, in nanoseconds since 1970 (UTC).
        clients, paths: records that are not authentic, by client and path.
        accepted_clients: those of them that were answered 2xx.
        all_paths, signed_paths: all records, and those that are signed, by path.
        samples: for each reason, some of its records.
    """

    verdicts: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    skipped: int = 0
    accepted_not_authentic: int = 0
    days: Counter[tuple[int, str]] = field(default_factory=Counter)
    minutes: Counter[tuple[int, str]] | None = field(default_factory=Counter)
    first: int | None = None
    last: int | None = None
    clients: Frequent = field(default_factory=Frequent)
    paths: Frequent = field(default_factory=Frequent)
    all_paths: Frequent = field(default_factory=Frequent)
    signed_paths: Frequent = field(default_factory=Frequent)
    samples: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    @property
    def records(self) -> int:
        """How many records were judged, unreadable ones included."""
        return self.verdicts.total()

    def add(self, judged: pa.RecordBatch) -> None:
        """Count a judged batch."""
        table = judged.append_column("path", paths_of(judged))
        _count(self.verdicts, table.column("verdict"))
        _count(self.reasons, table.column("reason").drop_null())
        false = table.filter(pc.equal(table.column("verdict"), NOT_AUTHENTIC))
        accepted = pc.fill_null(_is_2xx(false.column("status")), False)
        self.accepted_not_authentic += pc.sum(accepted).as_py() or 0
        self.clients.add(false.column("client"))
        self.paths.add(false.column("path"))
        self.all_paths.add(table.column("path"))
        self.signed_paths.add(table.filter(_is_signed(table)).column("path"))
        self._add_times(table)
        self._add_samples(table)

    def _add_times(self, table: pa.RecordBatch) -> None:
        table = table.filter(pc.is_valid(table.column("time")))
        if not len(table):
            return
        times = table.column("time").cast(pa.int64())
        least, most = (bound.as_py() for bound in pc.min_max(times).values())
        self.first = least if self.first is None else min(self.first, least)
        self.last = most if self.last is None else max(self.last, most)
        dates = table.column("time").cast(pa.date32(), safe=False).cast(pa.int32())
        _count_pairs(self.days, dates, table.column("verdict"))
        if self.minutes is not None:
            minutes = pc.floor(pc.divide(times.cast(pa.float64(), safe=False), _MINUTE))
            _count_pairs(self.minutes, minutes.cast(pa.int64()), table.column("verdict"))
            if len(self.minutes) > _DISTINCT:
                self.minutes = None

    def _add_samples(self, table: pa.RecordBatch) -> None:
        for reason in self.reasons:
            kept = self.samples.setdefault(reason, [])
            if len(kept) < SAMPLES:
                rows = table.filter(pc.fill_null(pc.equal(table.column("reason"), reason), False))
                kept += plain_rows(rows.slice(0, SAMPLES - len(kept)))


def plain_rows(batch: pa.RecordBatch) -> list[dict[str, Any]]:
    """Return rows with times in nanoseconds since 1970 (UTC), which datetimes cannot hold."""
    numbers = [
        column.cast(pa.int64()) if pa.types.is_timestamp(column.type) else column
        for column in batch.columns
    ]
    rows: list[dict[str, Any]] = pa.RecordBatch.from_arrays(numbers, batch.schema.names).to_pylist()
    return rows


def _count_pairs(counter: Counter[tuple[int, str]], places: pa.Array, verdicts: pa.Array) -> None:
    pairs = pa.table([places, verdicts], ["place", "verdict"]).group_by(["place", "verdict"])
    for group in pairs.aggregate([([], "count_all")]).to_pylist():
        counter[group["place"], group["verdict"]] += group["count_all"]


def _count(counter: Counter[str], values: pa.Array) -> None:
    for entry in pc.value_counts(values).to_pylist():
        counter[entry["values"]] += entry["counts"]


def _is_2xx(status: pa.Array) -> pa.Array:
    return pc.and_(pc.greater_equal(status, 200), pc.less(status, 300))


def _is_signed(table: pa.RecordBatch) -> pa.Array:
    reason = table.column("reason")
    return pc.invert(pc.is_in(reason, pa.array(sorted(_UNSIGNED))))
