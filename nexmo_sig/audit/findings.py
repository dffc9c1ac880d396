"""Why signatures do not match, for a sample of those that do not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ..diagnosis import Finding, diagnose
from ..request import read_request
from ..signer import Signer
from .record import Record
from .sig import request_of


def findings(sample: Sequence[dict[str, Any]], signer: Signer) -> Iterator[Finding | None]:
    """Yield what is found for each record of a sample; ``None`` for nothing.

    Args:
        sample: records that are not authentic because of a ``signature-mismatch``.
        signer: what judged them.
    """
    for row in sample:
        yield _finding(row, signer) if row["scheme"] == "sig" else None


def _finding(row: dict[str, Any], signer: Signer) -> Finding | None:
    record = Record(**{name: row.get(name) for name in Record._fields})
    # Nothing is raised: a record whose sig was compared could be read.
    found = diagnose(read_request(request_of(record)), signer.secrets, signer.method)
    return next(iter(found), None)
