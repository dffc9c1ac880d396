"""Records that are signed by a token, one at a time: verified as a live webhook is."""

from __future__ import annotations

from .._freshness import tolerance_seconds
from .._token import bearer_token, decode_token
from ..errors import NexmoSigError, PayloadMismatch, SignatureExpired
from ..request import Request
from ..webhook import Webhook, WebhookVerifier, hexdigests_of, matching_token_secret
from .freshness import NANOSECONDS, Signed, Window
from .record import (
    AUTHORIZATION_NOT_RECORDED,
    BODY_NOT_RECORDED,
    NOT_AUTHENTIC,
    ORDER_NOT_RECORDED,
    RECORD_CUT,
    TIME_NOT_RECORDED,
    UNDECIDABLE,
    Outcome,
    Record,
    kind_of,
)
from .sig import request_of

SCHEME = "webhook"

_WITHOUT_BODY = ("CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "TRACE", None)
_EVER = 10**17  # seconds: before and after anything that a token can say


def judge_token(record: Record, webhooks: WebhookVerifier, window: Window) -> Outcome:
    """Judge one record; nothing is raised, whatever it holds."""
    if record.body is None and record.method not in _WITHOUT_BODY:
        return Outcome(UNDECIDABLE, BODY_NOT_RECORDED, SCHEME)
    if record.authorization is None:
        return Outcome(UNDECIDABLE, AUTHORIZATION_NOT_RECORDED, SCHEME)
    try:
        request = _with_token(request_of(record), record.authorization, webhooks.header)
        webhook = _verified(request, record.time, webhooks, window)
        index = _secret_index(request, webhooks)
    except NexmoSigError as error:
        reason = _not_recorded(error, record)
        if reason is not None:
            return Outcome(UNDECIDABLE, reason, SCHEME)
        return Outcome(NOT_AUTHENTIC, kind_of(type(error)), SCHEME)
    return window.outcome(Signed(SCHEME, webhook.issued_at, index, webhook.replay_key), record.time)


def _with_token(request: Request, authorization: str, header: str) -> Request:
    headers = {header: authorization} if authorization else {}
    return Request(request.method, request.url, headers, request.body)


def _verified(
    request: Request, time: int | None, webhooks: WebhookVerifier, window: Window
) -> Webhook:
    if time is None:  # at no time may it have expired, or not have been valid yet
        webhooks.verify(request, None, -_EVER)
        return webhooks.verify(request, None, _EVER)
    # Its fraction of a second does not matter to whole numbers, and a float would not keep it; the
    # age is compared once more, exactly.
    tolerance = window.tolerance
    is_whole = tolerance is None or float(tolerance_seconds(tolerance)).is_integer()
    now = time // NANOSECONDS if is_whole else time / NANOSECONDS
    return webhooks.verify(request, tolerance, now)


def _secret_index(request: Request, webhooks: WebhookVerifier) -> int:
    token = decode_token(bearer_token(request.header(webhooks.header), webhooks.header))
    match = matching_token_secret(hexdigests_of(webhooks.secrets), token)
    return 0 if match is None else match[1]


def _not_recorded(error: NexmoSigError, record: Record) -> str | None:
    """Return what is missing in a record that may be authentic all the same."""
    if isinstance(error, SignatureExpired):
        return TIME_NOT_RECORDED if record.time is None else None
    # The signature of a token covers neither the URL nor the body: what they miss cannot matter.
    if isinstance(error, PayloadMismatch) and record.was_cut:
        return RECORD_CUT
    is_bound = isinstance(error, PayloadMismatch) and not record.body
    return ORDER_NOT_RECORDED if is_bound and record.query_ordered is False else None
