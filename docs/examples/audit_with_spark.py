"""Judge recorded requests with Spark: ``python audit_with_spark.py RECORDS.parquet OUT.parquet``.

Each worker takes the secret from its own environment: it is in no plan, no task and no log.
RECORDS holds the columns of a record, with ``source`` and ``record``.
"""

import os
import sys
from collections.abc import Iterator

import pyarrow as pa
from pyspark.sql import Column, DataFrame, SparkSession, Window
from pyspark.sql import functions as f

OUTCOME = (
    "verdict string, reason string, scheme string, signed_at bigint, age double, "
    "secret_index bigint, replay_key string"
)


def judge(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Judge the batches of a partition, in a worker."""
    from nexmo_sig import Signer
    from nexmo_sig.audit import Auditor

    secret, method = (os.environ[f"NEXMO_SIGNATURE_{name}"] for name in ("SECRET", "METHOD"))
    auditor = Auditor(Signer(secret, method))
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


def main(records: str, output: str) -> None:
    """Read, judge and write."""
    os.environ["PYSPARK_PYTHON"] = sys.executable
    spark = SparkSession.builder.config("spark.sql.session.timeZone", "UTC").getOrCreate()
    with_replays(judged(spark.read.parquet(records))).write.parquet(output)
    spark.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
