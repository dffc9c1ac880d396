"""The kernel: verdicts on batches of records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

import pyarrow as pa
import pyarrow.compute as pc

from .._freshness import DEFAULT_TOLERANCE
from ..errors import UsageError
from ..signer import Signer
from ..webhook import WebhookVerifier
from .columns import columns_of, looked_at, nanosecond_array, with_outcome
from .fast import right_ones
from .freshness import Window
from .strict import Judge

Batch = TypeVar("Batch", pa.RecordBatch, pa.Table)


@dataclass(frozen=True, slots=True)
class Auditor:
    """Judges recorded requests in bulk, and gives each the verdict that a single call gives.

    Given both, a record that holds a ``sig`` is judged by the signer, and any other by its token.

    Args:
        signer: judges what is signed by a ``sig``.
        webhooks: judges what is signed by a token; the column ``authorization`` holds the header
            that it reads.
        tolerance: how far the time of receipt may lie before or after the time of signing, in
            seconds or as a ``timedelta``; ``None`` for any distance.

    Raises:
        UsageError: neither is given, or an argument cannot be used.
    """

    signer: Signer | None = None
    webhooks: WebhookVerifier | None = None
    tolerance: float | timedelta | None = DEFAULT_TOLERANCE

    def __post_init__(self) -> None:
        if self.signer is None and self.webhooks is None:
            raise UsageError("give a signer, webhooks, or both", "signer")
        _check_type("signer", self.signer, Signer)
        _check_type("webhooks", self.webhooks, WebhookVerifier)
        Window.of(self.tolerance)

    def judge(self, batch: Batch) -> Batch:
        """Judge every record of a batch, whatever its content is.

        Args:
            batch: an Arrow ``RecordBatch`` or ``Table``. Of its columns, ``time`` (a timestamp, in
                UTC unless it has a zone), ``method``, ``url``, ``content_type``, ``authorization``
                and ``body`` are looked at; any may be missing, and others are carried through.
                A reader may add the booleans ``cut`` and ``query_ordered``.

        Returns:
            The batch, with the columns ``verdict``, ``reason``, ``scheme``, ``signed_at`` (Unix
            seconds), ``age`` (seconds), ``secret_index`` (counted from 0) and ``replay_key``.

        Raises:
            UsageError: ``batch`` is something else, or a column has a type that it cannot have.
        """
        if isinstance(batch, pa.RecordBatch):
            return with_outcome(batch, self._judged(looked_at(batch)))
        if not isinstance(batch, pa.Table):
            raise UsageError(
                f"give a pyarrow RecordBatch or Table, not {type(batch).__name__}", "batch"
            )
        empty = pa.RecordBatch.from_pylist([], batch.schema)
        batches = batch.to_batches() or [empty]
        return pa.Table.from_batches([self.judge(part) for part in batches])

    def _judged(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        window = Window.of(self.tolerance)
        judge = Judge(self.signer, self.webhooks, window)
        times = nanosecond_array(batch)
        if self.signer is None or times is None:
            return judge.outcomes(columns_of(batch))
        right = right_ones(batch, self.signer)
        rows = pa.array(right.rows, pa.int64())
        outcome = window.outcomes(right, pc.take(times, rows))
        if len(rows) == len(batch):
            return outcome.take(pc.sort_indices(rows))
        others = pc.indices_nonzero(pc.invert(pc.is_in(pa.array(range(len(batch))), rows)))
        strict = judge.outcomes(columns_of(batch.take(others)))
        together = pa.concat_batches([outcome, strict])
        return together.take(pc.sort_indices(pa.concat_arrays([rows, others.cast(pa.int64())])))


def _check_type(name: str, value: object, kind: type) -> None:
    if value is not None and not isinstance(value, kind):
        raise UsageError(f"{name} must be a {kind.__name__}, not {type(value).__name__}", name)
