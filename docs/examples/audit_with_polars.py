"""Judge recorded requests with Polars: ``python audit_with_polars.py RECORDS.parquet OUT.parquet``.

The secret is taken from the environment. RECORDS holds the columns of a record. Its ``source`` and
``record`` together occur once.
"""

import os
import sys

import polars as pl

from nexmo_sig import Signer, WebhookVerifier
from nexmo_sig.audit import Auditor


def judged(records: pl.DataFrame) -> pl.DataFrame:
    """Return the records with their verdicts."""
    secret, method = (os.environ[f"NEXMO_SIGNATURE_{name}"] for name in ("SECRET", "METHOD"))
    auditor = Auditor(Signer(secret, method), WebhookVerifier(secret))
    return pl.DataFrame(auditor.judge(records.to_arrow()))


def with_replays(records: pl.DataFrame) -> pl.DataFrame:
    """Return the records with ``replay_of``: the source and the record of the first with one key."""
    place = pl.struct("source", "record")
    first = place.first().over("replay_key")
    found = (
        records.filter(verdict="authentic")
        .sort("time", "source", "record", nulls_last=True)
        .with_columns(replay_of=first)
        .filter(place != pl.col("replay_of"))
        .select("source", "record", "replay_of")
    )
    return records.join(found, on=["source", "record"], how="left", maintain_order="left")


if __name__ == "__main__":
    with_replays(judged(pl.read_parquet(sys.argv[1]))).write_parquet(sys.argv[2])
