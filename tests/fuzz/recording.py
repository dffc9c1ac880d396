"""Whatever a recording holds, reading and judging it raises nothing but NexmoSigError.

An input is the name of a format, or an empty line, a newline, and the recording.
"""

from __future__ import annotations

import io
import sys

from nexmo_sig import NexmoSigError, Signer
from nexmo_sig.audit import Auditor
from nexmo_sig.audit.columns import READ
from nexmo_sig.audit.readers import Recording, Source
from nexmo_sig.audit.readers.formats import FORMATS
from nexmo_sig.audit.tally import Tally

AUDITOR = Auditor(Signer("the signature secret of the seeds", "sha256"))
VERDICTS = {"authentic", "not-authentic", "undecidable"}


def one_input(data: bytes) -> str:
    """Try one input; return what became of it.

    Raises:
        AssertionError: what was read or judged is not what it must be.
        Exception: any other error is a finding as well.
    """
    name, _, content = data.partition(b"\n")
    given = name.decode("latin-1")
    real_input, sys.stdin = sys.stdin, io.TextIOWrapper(io.BytesIO(content))
    try:
        return audited(Recording(Source("-"), given if given in FORMATS else None))
    except NexmoSigError:
        return "unusable"
    finally:
        sys.stdin = real_input


def audited(recording: Recording) -> str:
    tally = Tally()
    for batch in recording.batches():
        assert batch.schema == READ
        batch.validate(full=True)
        judged = AUDITOR.judge(batch)
        assert set(judged.column("verdict").to_pylist()) <= VERDICTS
        tally.add(judged)
    if recording.problem:
        return "partial"
    return "empty" if not tally.records else str(tally.verdicts.most_common(1)[0][0])
