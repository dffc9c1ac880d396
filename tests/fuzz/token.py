"""Whatever token a webhook carries, verifying it raises nothing but NexmoSigError.

An input is a webhook in five parts, with a newline after each of the first four: the token's header
and its claims, which are signed here, method, URL, body. If the header is empty, the claims are the
value of the ``Authorization`` header as it is. In the claims, ``@`` stands for the hash of the
payload that is genuine.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from contextlib import suppress

from common import NOW

from nexmo_sig import (
    EncodingError,
    MemoryReplayGuard,
    NexmoSigError,
    PayloadMismatch,
    ReplayDetected,
    Request,
    SignatureMismatch,
    Webhook,
    WebhookVerifier,
)
from nexmo_sig._claims import bound_payload

SECRET = "the signature secret of the seeds, long enough"
VERIFIERS = [
    WebhookVerifier(SECRET, clock=lambda: NOW),
    WebhookVerifier({"a1b2c3d4": SECRET}, clock=lambda: NOW),
]


def one_input(data: bytes) -> str:
    """Try one input; return what became of it: the name of the error, or "authentic".

    Raises:
        AssertionError: what is accepted is not bound to its payload, or is accepted twice.
        Exception: any other error is a finding as well.
    """
    request = request_of(data)
    by_any, _by_account = (verdict(verifier, request) for verifier in VERIFIERS)
    return by_any


def request_of(data: bytes) -> Request:
    header, claims, method, url, body = [*data.split(b"\n", 4), *[b""] * 4][:5]
    sent = Request(text_of(method), text_of(url), (), body)
    value = text_of(claims)
    if header:
        value = f"Bearer {signed(header, claims.replace(b'@', payload_hash(sent)))}"
    return Request(sent.method, sent.url, {"Authorization": value}, body)


def text_of(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def payload_hash(request: Request) -> bytes:
    try:
        payload = bound_payload(request)
    except NexmoSigError:
        payload = b""
    return hashlib.sha256(payload).hexdigest().encode()


def signed(header: bytes, claims: bytes) -> str:
    parts = f"{base64url(header)}.{base64url(claims)}"
    return f"{parts}.{base64url(hmac.digest(SECRET.encode(), parts.encode(), 'sha256'))}"


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def verdict(verifier: WebhookVerifier, request: Request) -> str:
    guard = MemoryReplayGuard(clock=lambda: NOW)
    try:
        webhook = verifier.verify(request, replay_guard=guard)
    except NexmoSigError as error:
        assert error.__context__ is None  # noqa: PT017
        return type(error).__name__
    check_accepted(verifier, request, webhook, guard)
    return "authentic"


def check_accepted(
    verifier: WebhookVerifier, request: Request, webhook: Webhook, guard: MemoryReplayGuard
) -> None:
    """Send what was accepted again, with another body, and signed with another secret."""
    assert error_of(verifier, request, guard) is ReplayDetected
    assert webhook.payload == bound_payload(request)
    altered = Request("POST", request.url, request.headers, request.body + b" ")
    assert error_of(verifier, altered) is PayloadMismatch
    other = WebhookVerifier(SECRET + "x", clock=lambda: NOW)
    assert error_of(other, request) is SignatureMismatch
    with suppress(EncodingError):
        webhook.json()


def error_of(
    verifier: WebhookVerifier, request: Request, guard: MemoryReplayGuard | None = None
) -> type[NexmoSigError] | None:
    try:
        verifier.verify(request, replay_guard=guard)
    except NexmoSigError as error:
        return type(error)
    return None
