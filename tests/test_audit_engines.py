"""The same kernel in other engines: each gives the same verdicts, and the same replays."""

import os
import subprocess
import sys
from itertools import zip_longest
from pathlib import Path
from typing import Any

import lifelike
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from nexmo_sig.audit import with_replays
from nexmo_sig.audit.reasons import MEANINGS
from nexmo_sig.audit.record import REPLAY_DETECTED

EXAMPLES = Path(__file__).parent.parent / "docs" / "examples"
COUNT = 100_000
ROW_GROUP = 10_000
SETTINGS = {
    "NEXMO_SIGNATURE_SECRET": lifelike.SECRET,
    "NEXMO_SIGNATURE_METHOD": lifelike.METHOD,
    "SPARK_LOCAL_IP": "127.0.0.1",
    "PYSPARK_SUBMIT_ARGS": "--master local[2] pyspark-shell",
    "TZ": "Pacific/Kiritimati",
}


def judged(records: pa.Table) -> pa.Table:
    return with_replays(lifelike.AUDITOR.judge(records))


@pytest.fixture(scope="module")
def records() -> pa.Table:
    return lifelike.records(COUNT)


@pytest.fixture(scope="module")
def expected(records: pa.Table) -> pa.Table:
    return judged(records)


def by_engine(program: str, records: pa.Table, folder: Path) -> pa.Table:
    """Run a program of the docs as a reader does."""
    pq.write_table(records, folder / "in.parquet", row_group_size=ROW_GROUP)
    done = subprocess.run(
        [sys.executable, str(EXAMPLES / program), "in.parquet", "out.parquet"],
        cwd=folder,
        env=os.environ | SETTINGS,
        capture_output=True,
        encoding="utf-8",
        timeout=500,
    )
    assert done.returncode == 0, done.stderr
    return pq.read_table(folder / "out.parquet")


def differences(answer: pa.Table, expected: pa.Table) -> list[tuple[Any, Any]]:
    """Compare all columns of all records, whatever order they are in; return the first three."""
    assert sorted(answer.schema.names) == sorted(expected.schema.names)
    # Spark leaves out the zone of what it writes, which is in UTC.
    same_types = answer.select(expected.schema.names).cast(expected.schema)
    pairs = zip_longest(lifelike.cells(same_types), lifelike.cells(expected))
    return [pair for pair in pairs if pair[0] != pair[1]][:3]


def test_the_records_hold_every_reason_and_replays() -> None:
    table = judged(lifelike.records(8_000))
    assert {*table["reason"].to_pylist()} == {None, *MEANINGS} - {REPLAY_DETECTED}
    assert {*table["scheme"].to_pylist()} == {"sig", "webhook", None}
    pairs = [row for row in table.to_pylist() if row["replay_of"]]
    across = [row for row in pairs if row["source"] != row["replay_of"]["source"]]
    assert 50 < len(across) < len(pairs)


@pytest.mark.program
def test_polars_gives_the_same_answers(
    records: pa.Table, expected: pa.Table, tmp_path: Path
) -> None:
    answer = by_engine("audit_with_polars.py", records, tmp_path)
    assert differences(answer, expected) == []


@pytest.mark.program
def test_polars_gives_the_same_answers_where_columns_are_missing(tmp_path: Path) -> None:
    few = lifelike.records(2_000).select(["time", "method", "url", "source", "record"])
    answer = by_engine("audit_with_polars.py", few, tmp_path)
    assert differences(answer, judged(few)) == []


@pytest.mark.program
def test_spark_gives_the_same_answers(
    records: pa.Table, expected: pa.Table, tmp_path: Path
) -> None:
    answer = by_engine("audit_with_spark.py", records, tmp_path)
    assert differences(answer, expected) == []
