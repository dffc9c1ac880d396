"""The speed of the programs for engines: ``python -m benchmarks.engines [RECORDS]``.

Each program of the docs judges one Parquet file: records of ten parameters and 300 bytes, of which
one in a hundred is a replay. The time includes the start of the engine. Spark's event log tells how
long its tasks took, and how many bytes they wrote for the shuffle. As with many records, replays
are not sent to all workers whole.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from .audit import batch_of, urls
from .inputs import SECRET

_EXAMPLES = Path(__file__).parent.parent / "docs" / "examples"
_PROGRAMS = ("audit_with_polars.py", "audit_with_spark.py")
_ROW_GROUP = 50_000
_REPLAYED = 100  # of so many records, one is a replay
_OPTIONS = (
    "--master local[2] --conf spark.ui.enabled=false --conf spark.eventLog.enabled=true "
    "--conf spark.eventLog.compress=false --conf spark.eventLog.dir=events "
    "--conf spark.sql.autoBroadcastJoinThreshold=-1 pyspark-shell"
)
_SETTINGS = {
    "NEXMO_SIGNATURE_SECRET": SECRET,
    "NEXMO_SIGNATURE_METHOD": "sha256",
    "SPARK_LOCAL_IP": "127.0.0.1",
    "PYSPARK_SUBMIT_ARGS": _OPTIONS,
}


def write_records(path: Path, count: int) -> None:
    """Write a Parquet file of records whose times end at microseconds, as those of Spark do."""
    numbers = [n - 1 if n % _REPLAYED == 1 else n for n in range(count)]
    schema = _numbered(0, []).schema
    with pq.ParquetWriter(path, schema) as file:
        for start in range(0, count, _ROW_GROUP):
            file.write_table(_numbered(start, numbers[start : start + _ROW_GROUP]))


def _numbered(start: int, numbers: list[int]) -> pa.Table:
    table = pa.Table.from_batches([batch_of(urls(numbers))])
    time_column = table["time"].cast(pa.timestamp("us", "UTC"), safe=False)
    records = pa.array(range(start, start + len(numbers)), pa.int64())
    table = table.set_column(0, "time", time_column).append_column("record", records)
    return table.append_column("source", pa.repeat("access.log", len(numbers)))


def run(program: str, folder: Path) -> float:
    """Run a program; return the seconds that it took."""
    command = [sys.executable, str(_EXAMPLES / program), "records.parquet", f"{program}.parquet"]
    started = time.perf_counter()
    subprocess.run(command, cwd=folder, env=os.environ | _SETTINGS, check=True, capture_output=True)
    return time.perf_counter() - started


def tasks(folder: Path) -> tuple[float, int]:
    """Return the seconds that all tasks of Spark took, and the bytes that they shuffled."""
    lines = [line for path in folder.rglob("events_*") for line in path.open(encoding="utf-8")]
    events = [json.loads(line) for line in lines]
    metrics = [event["Task Metrics"] for event in events if "Task Metrics" in event]
    seconds = sum(metric["Executor Run Time"] for metric in metrics) / 1000
    shuffled = [metric["Shuffle Write Metrics"]["Shuffle Bytes Written"] for metric in metrics]
    return seconds, sum(shuffled)


def main() -> None:
    """Print what was measured."""
    records = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as directory:
        folder = Path(directory)
        (folder / "events").mkdir()
        write_records(folder / "records.parquet", records)
        size = (folder / "records.parquet").stat().st_size
        print(f"{records:,} records, {size / records:.0f} bytes each")
        for program in _PROGRAMS:
            seconds = run(program, folder)
            print(f"{program:22} {records / seconds:8,.0f} records a second, {seconds:.0f} s")
        seconds, shuffled = tasks(folder / "events")
        print(f"tasks of Spark: {records / seconds:,.0f} records a second of one core")
        print(f"shuffle: {shuffled / records:.0f} bytes a record")


if __name__ == "__main__":
    main()
