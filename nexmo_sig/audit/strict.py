"""The strict path: one record at a time, judged by the calls that judge a live request."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from .._parameters import SIGNATURE
from ..errors import NexmoSigError
from ..request import read_request
from ..signer import Signer
from ..webhook import WebhookVerifier
from .columns import OUTCOME, Columns
from .freshness import Window
from .record import RECORD_UNREADABLE, UNDECIDABLE, Outcome, Record, mentions_sig
from .sig import judge_sig, request_of
from .token import judge_token


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges records by a signer, by webhooks, or each by the one that it is signed for."""

    signer: Signer | None
    webhooks: WebhookVerifier | None
    window: Window

    def outcome(self, record: Record) -> Outcome:
        """Judge one record; nothing is raised, whatever it holds."""
        if not record.is_readable:
            return Outcome(UNDECIDABLE, RECORD_UNREADABLE)
        if self.signer is None or (self.webhooks is not None and not _has_sig(record)):
            assert self.webhooks is not None  # noqa: S101  (an Auditor has one of them)
            return judge_token(record, self.webhooks, self.window)
        return judge_sig(record, self.signer, self.window)

    def outcomes(self, columns: Columns) -> pa.RecordBatch:
        """Judge records one by one."""
        records = map(Record, *[getattr(columns, name) for name in Record._fields])
        rows = [self.outcome(record) for record in records]
        cells = zip(*rows, strict=True) if rows else [()] * len(OUTCOME)
        arrays = [pa.array(cell, field.type) for cell, field in zip(cells, OUTCOME, strict=True)]
        return pa.RecordBatch.from_arrays(arrays, schema=OUTCOME)


def _has_sig(record: Record) -> bool:
    """Tell whether a record holds a ``sig``, or seems to and holds nothing else to judge."""
    try:
        return SIGNATURE in read_request(request_of(record))
    except NexmoSigError:
        return not record.authorization and mentions_sig(record)
