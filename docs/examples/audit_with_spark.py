"""Judge recorded requests with Spark: ``python audit_with_spark.py RECORDS.parquet OUT.parquet``.

Each worker takes the secret from its own file or environment: it is in no plan, no task and no log.
RECORDS holds the columns of a record. Its ``source`` and ``record`` together occur once.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
from pyspark.sql import Column, DataFrame, SparkSession, Window
from pyspark.sql import functions as f

from nexmo_sig import Signer, WebhookVerifier
from nexmo_sig.audit import Auditor

OUTCOME = (
    "verdict string, reason string, scheme string, signed_at bigint, age double, "
    "secret_index bigint, replay_key string"
)


def signature_secret() -> str:
    """Return the secret of this machine."""
    file = os.environ.get("NEXMO_SIGNATURE_SECRET_FILE")
    return Path(file).read_text().strip() if file else os.environ["NEXMO_SIGNATURE_SECRET"]


def judge(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Judge the batches of a partition, in a worker."""
    secret, method = signature_secret(), os.environ["NEXMO_SIGNATURE_METHOD"]
    auditor = Auditor(Signer(secret, method), WebhookVerifier(secret))
    yield from map(auditor.judge, batches)


def judged(records: DataFrame) -> DataFrame:
    """Return the records with their verdicts."""
    came_in = ", ".join(
        f"`{field.name}` {field.dataType.simpleString()}" for field in records.schema.fields
    )
    return records.mapInArrow(judge, f"{came_in}, {OUTCOME}")


def with_replays(records: DataFrame) -> DataFrame:
    """Return the records with ``replay_of``: the source and the record of the first with one key."""
    place: Column = f.struct("source", "record")
    order = [f.col("time").asc_nulls_last(), f.col("source"), f.col("record")]
    earlier = Window.partitionBy("replay_key").orderBy(*order)
    found = (
        records.where("verdict = 'authentic'")
        .select("source", "record", f.first(place).over(earlier).alias("replay_of"))
        .where("record <> replay_of.record or source <> replay_of.source")
    )
    return records.join(found, ["source", "record"], "left")


def session() -> SparkSession:
    """Return a session whose workers run this Python, and whose times are in UTC."""
    os.environ["PYSPARK_PYTHON"] = sys.executable
    return SparkSession.builder.config("spark.sql.session.timeZone", "UTC").getOrCreate()


def audit(spark: SparkSession, records: str, output: str) -> None:
    """Read, judge and write."""
    once = judged(spark.read.parquet(records)).persist()  # or each record is judged twice
    with_replays(once).write.parquet(output)


if __name__ == "__main__":
    with session() as spark:
        audit(spark, *sys.argv[1:])
