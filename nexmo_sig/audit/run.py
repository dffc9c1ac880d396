"""An audit from its recordings to its result."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from .choosing import Choice
from .kernel import Auditor
from .output import KEPT, OUTPUT, check_new, replacing, writer_of
from .readers import Recording
from .record import REPLAY_DETECTED
from .spool import Spool
from .tally import SAMPLES, Tally, plain_rows

TWO_SECONDS = 2_000_000_000


@dataclass(slots=True)
class Replays:
    """The replays that were found.

    Attributes:
        count: how many there are.
        by_first_status: how many, by the status with which the first record was answered.
        across_sources: how many lie in another source than the first, within two seconds of it.
        pairs: some of them.
    """

    count: int = 0
    by_first_status: Counter[int | None] = field(default_factory=Counter)
    across_sources: int = 0
    pairs: list[dict[str, Any]] = field(default_factory=list)

    def add(self, batch: pa.RecordBatch) -> None:
        """Count what was found."""
        self.count += len(batch)
        for entry in pc.value_counts(batch.column("first_status")).to_pylist():
            self.by_first_status[entry["values"]] += entry["counts"]
        across = pc.not_equal(batch.column("source"), batch.column("first_source"))
        times, firsts = (batch.column(name).cast(pa.int64()) for name in ("time", "first_time"))
        is_close = pc.less_equal(pc.subtract(times, firsts), TWO_SECONDS)
        self.across_sources += pc.sum(pc.and_(across, is_close)).as_py() or 0
        self.pairs += plain_rows(batch.slice(0, SAMPLES - len(self.pairs)))


@dataclass(slots=True)
class Result:
    """The result of an audit.

    Attributes:
        tally: what was counted.
        replays: what was found of replays.
        recordings: what was read.
    """

    tally: Tally
    replays: Replays
    recordings: Sequence[Recording]

    @property
    def problems(self) -> list[tuple[str, str]]:
        """The names of recordings that were read in part, each with the reason."""
        return [
            (recording.source.name, recording.problem)
            for recording in self.recordings
            if recording.problem is not None
        ]

    def as_dict(self) -> dict[str, Any]:
        """Return the counts as values that can be written as JSON.

        ``problems`` is there only if a recording was read in part.
        """
        tally = self.tally
        reasons = tally.reasons + Counter({REPLAY_DETECTED: self.replays.count})
        problems = [{"recording": name, "problem": why} for name, why in self.problems]
        return {
            "records": tally.records,
            "authentic": tally.verdicts["authentic"],
            "not_authentic": tally.verdicts["not-authentic"],
            "undecidable": tally.verdicts["undecidable"],
            "skipped": tally.skipped,
            "accepted_not_authentic": tally.accepted_not_authentic,
            "reasons": dict(sorted(reasons.items())),
            **({"problems": problems} if problems else {}),
        }


@dataclass(frozen=True, slots=True)
class Output:
    """Where every record is written with its verdict."""

    path: Path
    force: bool = False


def audit(
    auditor: Auditor,
    recordings: Sequence[Recording],
    *,
    choice: Choice | None = None,
    within_source: bool = False,
    output: Output | None = None,
    observer: Callable[[Tally, Recording], None] = lambda _tally, _recording: None,
) -> Result:
    """Judge recordings, one after the other.

    Args:
        auditor: judges.
        recordings: what to read.
        choice: which records to judge; all if ``None``.
        within_source: look for replays within one source only.
        output: where to write every record.
        observer: called after each batch.

    Raises:
        UsageError: a recording or the output cannot be used.
    """
    if output is not None:
        check_new(output.path, force=output.force)
        writer_of(output.path)
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="nexmo-sig-") as directory:
        spool = Spool(Path(directory), KEPT if output else None)
        for recording in recordings:
            for judged in _judged(auditor, recording, choice or Choice(), tally):
                spool.add(judged)
                observer(tally, recording)
        replays = Replays()
        found = _observed(spool.replays(within_source=within_source), replays)
        if output is None:
            for _ in found:
                pass
        else:
            _write(output, spool.records(found))
    return Result(tally, replays, recordings)


def _judged(
    auditor: Auditor, recording: Recording, choice: Choice, tally: Tally
) -> Iterator[pa.RecordBatch]:
    for batch in recording.batches():
        chosen = choice.of(batch)
        tally.skipped += len(batch) - len(chosen)
        judged = auditor.judge(chosen)
        tally.add(judged)
        yield judged


def _observed(batches: Iterator[pa.RecordBatch], replays: Replays) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        replays.add(batch)
        yield batch


def _write(output: Output, tables: Iterator[pa.Table]) -> None:
    with replacing(output.path, force=output.force) as file:
        writer = writer_of(output.path)(file)
        for table in tables:
            writer.write(_with_reason_of_replays(table).select(OUTPUT.names))
        writer.close()


def _with_reason_of_replays(table: pa.Table) -> pa.Table:
    place = table.schema.get_field_index("reason")
    reasons = pc.if_else(pc.is_valid(table["replay_of"]), REPLAY_DETECTED, table["reason"])
    return table.set_column(place, "reason", reasons)
