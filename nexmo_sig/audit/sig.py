"""Records that are signed by a ``sig``, one at a time: read and verified as a live request is."""

from __future__ import annotations

from .._freshness import parse_timestamp
from .._parameters import SIGNATURE, TIMESTAMP
from .._signature import canonical_string, hexdigest_with, matching_secret
from ..errors import EncodingError, NexmoSigError, SignatureMismatch
from ..replay import replay_key
from ..request import Request, read_request
from ..signer import Signer
from .freshness import Signed, Window
from .record import (
    BODY_NOT_RECORDED,
    NOT_AUTHENTIC,
    RECORD_CUT,
    UNDECIDABLE,
    Outcome,
    Record,
    kind_of,
    mentions_sig,
)

SCHEME = "sig"


def judge_sig(record: Record, signer: Signer, window: Window) -> Outcome:
    """Judge one record; nothing is raised, whatever it holds."""
    if record.body is None and record.method == "POST":
        return Outcome(UNDECIDABLE, BODY_NOT_RECORDED, SCHEME)
    try:
        signed = _verified(signer, read_request(request_of(record)))
    except NexmoSigError as error:
        if _is_due_to_a_cut(error, record):
            return Outcome(UNDECIDABLE, RECORD_CUT, SCHEME)
        return Outcome(NOT_AUTHENTIC, kind_of(type(error)), SCHEME)
    return window.outcome(signed, record.time)


def request_of(record: Record) -> Request:
    """Return the request that was recorded, as far as ``sig`` depends on it.

    Raises:
        RequestError: it cannot be one.
    """
    headers = {"Content-Type": record.content_type} if record.content_type else {}
    body = record.body or b""
    method = ("POST" if body else "GET") if record.method is None else record.method
    return Request(method, record.url or "/", headers, body)


def _verified(signer: Signer, received: dict[str, str]) -> Signed:
    params = signer.verify(received, tolerance=None)
    signed_at = parse_timestamp(params[TIMESTAMP])
    assert signed_at is not None  # noqa: S101  (or it was not verified)
    return Signed(SCHEME, signed_at, _secret_index(signer, received), replay_key(received))


def _secret_index(signer: Signer, received: dict[str, str]) -> int:
    if len(signer.secrets) == 1:
        return 0
    hexdigests = [hexdigest_with(signer.method, secret) for secret in signer.secrets]
    return matching_secret(hexdigests, canonical_string(received), received[SIGNATURE]) or 0


def _is_due_to_a_cut(error: NexmoSigError, record: Record) -> bool:
    """Tell whether a record that was cut may be authentic all the same."""
    if isinstance(error, SignatureMismatch):
        return record.was_cut
    # Cut inside an escape, it cannot be read, let alone match.
    return (
        isinstance(error, EncodingError) and record.ends_inside_an_escape and mentions_sig(record)
    )
