"""What tests of the audit judge, and how."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
from common import NOW
from test_vectors_package import kind_of

from nexmo_sig import (
    NexmoSigError,
    Request,
    Signer,
    encode,
    read_request,
)
from nexmo_sig.audit import Auditor

SECRETS = ["a signature secret of today", "a signature secret of yesterday"]

SIGNER = Signer(SECRETS, "sha256")
PARAMS = {"to": "447700900000", "text": "a & b = ü\n+%", "message-timestamp": "2023-11-14 22:13:20"}
SIGNED = SIGNER.sign(PARAMS, timestamp=NOW)
QUERY = encode(SIGNED).decode()
RECEIVED = datetime.fromtimestamp(NOW + 10, UTC)
RECORD: dict[str, Any] = {"time": RECEIVED, "method": "GET", "url": f"/callback?{QUERY}"}


def judged(*records: Mapping[str, Any], auditor: Auditor | None = None) -> list[dict[str, Any]]:
    batch = pa.RecordBatch.from_pylist([dict(record) for record in records])
    rows: list[dict[str, Any]] = (auditor or Auditor(SIGNER)).judge(batch).to_pylist()
    return rows


def verdict(record: Mapping[str, Any], auditor: Auditor | None = None) -> tuple[str, str | None]:
    (row,) = judged(record, auditor=auditor)
    return row["verdict"], row["reason"]


def single(
    request: Request, signer: Signer, tolerance: float | None, now: float
) -> tuple[str, str | None]:
    try:
        signer.verify(read_request(request), tolerance, now)
    except NexmoSigError as error:
        return "not-authentic", kind_of(error)
    return "authentic", None
