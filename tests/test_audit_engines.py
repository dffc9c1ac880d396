"""The same kernel in other engines: each gives the same verdicts, and the same replays."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from common import NOW

from nexmo_sig import Signer
from nexmo_sig.audit import Auditor, with_replays
from nexmo_sig.audit.columns import RECORD

EXAMPLES = Path(__file__).parent.parent / "docs" / "examples"
SECRET = "TheSecretThatNoPlanShouldEverShow"
SIGNER = Signer(SECRET, "sha256")

COUNT = 5_000
SCHEMA = RECORD.set(2, pa.field("time", pa.timestamp("us", "UTC")))


def records() -> pa.Table:
    """Records of two sources, among them forgeries, replays, stale ones and unreadable ones."""
    rows: list[dict[str, Any]] = []
    for number in range(COUNT):
        signed = SIGNER.sign({"nonce": str(number % (COUNT - 100))}, timestamp=NOW)
        forged = "&x=1" if number % 10 == 0 else ""
        row: dict[str, Any] = {"source": "ab"[number % 2], "record": number}
        if number % 97:
            row |= {"method": "GET", "url": f"/cb?{urlencode(signed)}{forged}", "status": 200}
            row["time"] = None if number % 50 == 1 else (NOW + number % 400) * 1_000_000
        rows.append(row)
    return pa.Table.from_pylist(rows, SCHEMA)


def answers(table: pa.Table) -> list[tuple[Any, ...]]:
    names = ["source", "record", "verdict", "reason", "age", "replay_key", "replay_of"]
    cells = [table[name].to_pylist() for name in names]
    return sorted(zip(*cells, strict=True), key=lambda row: row[:2])


def run(program: str, folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    pq.write_table(records(), folder / "in.parquet")
    return subprocess.run(
        [sys.executable, str(EXAMPLES / program), "in.parquet", "out.parquet"],
        cwd=folder,
        env=os.environ
        | {"NEXMO_SIGNATURE_SECRET": SECRET, "NEXMO_SIGNATURE_METHOD": "sha256"}
        | {"PYSPARK_SUBMIT_ARGS": " ".join([*options, "pyspark-shell"])},
        capture_output=True,
        encoding="utf-8",
        timeout=500,
    )


def expected() -> list[tuple[Any, ...]]:
    return answers(with_replays(Auditor(SIGNER).judge(records())))


def test_the_records_hold_every_verdict_and_replays() -> None:
    rows = expected()
    assert {row[2] for row in rows} == {"authentic", "not-authentic", "undecidable"}
    assert sum(row[-1] is not None for row in rows) > 10


@pytest.mark.program
def test_polars_gives_the_same_answers(tmp_path: Path) -> None:
    done = run("audit_with_polars.py", tmp_path)
    assert done.returncode == 0, done.stderr
    assert answers(pq.read_table(tmp_path / "out.parquet")) == expected()


@pytest.mark.program
def test_spark_gives_the_same_answers_and_shows_no_secret(tmp_path: Path) -> None:
    (tmp_path / "events").mkdir()
    logging = f"spark.eventLog.enabled=true --conf spark.eventLog.dir={tmp_path / 'events'}"
    done = run("audit_with_spark.py", tmp_path, "--master local[2] --conf", logging)
    assert done.returncode == 0, done.stderr
    assert answers(pq.read_table(tmp_path / "out.parquet")) == expected()
    written = [path.read_bytes() for path in (tmp_path / "events").rglob("*") if path.is_file()]
    assert written
    assert not any(SECRET.encode() in data for data in written)
    assert SECRET not in done.stdout + done.stderr
