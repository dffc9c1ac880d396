"""Callbacks to test a receiver with: genuine ones, and ones with a flaw.

==========================  =========================================================
Kind                        Is
==========================  =========================================================
``"messages-inbound"``      a message of the Messages API: a POST of JSON, with a token
``"voice-answer"``          an answer webhook of the Voice API: a GET, with a token
``"sms-inbound"``           an SMS that was received, with a ``sig``
``"sms-delivery-receipt"``  a delivery receipt of the SMS API, with a ``sig``
==========================  =========================================================

==================  ====================================================================
Flaw                The request
==================  ====================================================================
``"altered"``       was altered after signing: a parameter, or a claim of the token
``"other-secret"``  was signed with another secret
``"unsigned"``      has neither a ``sig`` nor a token
``"stale"``         was signed a day ago
``"replayed"``      is the genuine one again, in another guise; see below
``"body-swapped"``  has the token of another payload
``"alg-none"``      has a token with ``alg: none`` and without a signature
``"alg-rs256"``     has a token that names RS256, signed by HMAC with the secret
``"other-issuer"``  has a token of another issuer
==================  ====================================================================

The last four are for kinds with a token.

With ``now``, a request depends on its arguments and on nothing else: the same arguments give an
equal request, with the same ``nonce`` or ``jti``. Without it, the clock is read and the id is
random, so that no request is taken for a replay of another. ``"replayed"`` therefore needs the
``now`` of the request that it repeats: send that one first. The signature is then the same, but
the parts that are not signed differ: the case of ``sig`` and the order of the parameters, or the
case of the word ``Bearer``.
"""

from __future__ import annotations

import time
from datetime import datetime
from uuid import uuid4

from .._freshness import present_seconds
from .._secrets import checked_credential
from ..errors import UsageError
from ..request import Request
from ..types import Clock, SignatureMethod
from .accounts import EXAMPLE_API_KEY, EXAMPLE_SIGNATURE_METHOD
from .callbacks import KINDS, Callback, Make
from .samples import derived_id

EXAMPLE_APPLICATION_ID = "aaaaaaaa-bbbb-cccc-dddd-0123456789ab"
"""The ``application_id`` of tokens, unless another one is given."""

_DAY = 86_400


def webhook_request(
    kind: str,
    secret: str,
    flaw: str | None = None,
    *,
    method: SignatureMethod | str = EXAMPLE_SIGNATURE_METHOD,
    now: float | datetime | None = None,
    clock: Clock = time.time,
    api_key: str = EXAMPLE_API_KEY,
    application_id: str = EXAMPLE_APPLICATION_ID,
    request_id: str | None = None,
    url: str = "/callback",
    media_type: str | None = None,
) -> Request:
    """Make a callback as the vendor sends it, or one that a receiver must reject.

    Args:
        kind: one of the table above.
        secret: the signature secret of the receiver.
        flaw: one of the table above, or ``None`` for a genuine callback.
        method: the :class:`~nexmo_sig.SignatureMethod` of ``sig``; tokens are always HS256.
        now: the present, in Unix seconds (UTC) or as an aware datetime; it is when the request is
            signed, and makes the request depend on nothing but the arguments.
        clock: returns the present time in Unix seconds (UTC); read when ``now`` is ``None``.
        api_key: the account that a token names.
        application_id: the application that a token names.
        request_id: the ``nonce``, or the ``jti`` of the token.
        url: where it goes: a path or an absolute URL, without a query.
        media_type: of the body of a POST with a ``sig``; ``None`` makes it a GET.

    Returns:
        The request, as a web server receives it.

    Raises:
        UsageError: the kind or the flaw is unknown; ``"replayed"`` without ``now``; the secret, the
            method or the present cannot be used.
        UnsupportedMediaType: the vendor does not document the media type.
    """
    make, flaws = _chosen_kind(kind)
    _check_flaw(flaw, flaws, now)
    issued_at = int(present_seconds(now, clock))
    if request_id is None:
        request_id = str(uuid4()) if now is None else derived_id(str(issued_at), kind)
    secret = checked_credential("secret", secret)
    if flaw == "stale":
        issued_at -= _DAY
    if flaw == "other-secret":
        secret = f"not {secret}"
    return make(
        Callback(secret, method, issued_at, request_id, api_key, application_id, url, media_type),
        flaw,
    )


def _chosen_kind(kind: str) -> tuple[Make, tuple[str, ...]]:
    if not isinstance(kind, str) or kind not in KINDS:
        raise UsageError(f"kind must be one of {', '.join(KINDS)}", "kind")
    return KINDS[kind]


def _check_flaw(flaw: str | None, flaws: tuple[str, ...], now: float | datetime | None) -> None:
    if flaw is not None and flaw not in flaws:
        raise UsageError(f"flaw must be None or one of {', '.join(flaws)}", "flaw")
    if flaw == "replayed" and now is None:
        raise UsageError('"replayed" needs the now of the request that it repeats', "now")
