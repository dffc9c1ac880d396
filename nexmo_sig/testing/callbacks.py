"""Callbacks as the vendor sends them, each genuine or with one flaw."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from .._parameters import SIGNATURE
from ..media import JSON, encode
from ..request import Request
from ..signer import Signer
from ..types import SignatureMethod
from . import samples
from .tokens import (
    TOKEN_HEADER,
    bearer_token,
    query_payload,
    token_claims,
    with_claims,
    without_signature,
)


@dataclass(frozen=True, slots=True)
class Callback:
    """The parts of a callback; see :func:`nexmo_sig.testing.webhook_request`."""

    secret: str
    method: SignatureMethod | str
    issued_at: int
    request_id: str
    api_key: str
    application_id: str
    url: str
    media_type: str | None


Make: TypeAlias = Callable[[Callback, str | None], Request]
"""Makes the request of a callback, with a flaw or without one."""


def _sms_inbound(callback: Callback, flaw: str | None) -> Request:
    return _sms(callback, flaw, samples.sms_inbound(callback.request_id, callback.issued_at))


def _sms_delivery_receipt(callback: Callback, flaw: str | None) -> Request:
    request_id, issued_at = callback.request_id, callback.issued_at
    params = samples.sms_delivery_receipt(request_id, issued_at, callback.api_key)
    return _sms(callback, flaw, params)


def _sms(callback: Callback, flaw: str | None, params: dict[str, str]) -> Request:
    signed = params | {SIGNATURE: as_sent(params, Signer(callback.secret, callback.method))}
    if flaw == "altered":
        signed["msisdn"] = samples.STRANGER
    if flaw == "unsigned":
        del signed[SIGNATURE]
    if flaw == "replayed":
        signed[SIGNATURE] = signed[SIGNATURE].swapcase()
        signed = dict(reversed(signed.items()))
    if callback.media_type is None:
        return _get(callback, signed)
    return _post(callback, callback.media_type, encode(signed, callback.media_type))


def as_sent(params: Mapping[str, str], signer: Signer) -> str:
    """Return the ``sig`` of parameters in the letter case in which Nexmo sends it."""
    signature = signer.signature(params)
    return signature if signer.method == SignatureMethod.MD5HASH else signature.upper()


def _messages_inbound(callback: Callback, flaw: str | None) -> Request:
    body = samples.messages_inbound(callback.request_id, callback.issued_at)
    headers = _authorization(callback, flaw, body)
    if flaw == "body-swapped":
        body = body.replace(samples.SENDER.encode(), samples.STRANGER.encode())
    return _post(callback, JSON, body, headers)


def _voice_answer(callback: Callback, flaw: str | None) -> Request:
    params = samples.voice_answer(callback.request_id)
    headers = _authorization(callback, flaw, query_payload(params))
    if flaw == "body-swapped":
        params["from"] = samples.STRANGER
    return _get(callback, params, headers)


def _get(
    callback: Callback, params: Mapping[str, str], headers: Mapping[str, str] | None = None
) -> Request:
    return Request("GET", f"{callback.url}?{encode(params).decode('ascii')}", headers or {})


def _post(
    callback: Callback, media_type: str, body: bytes, headers: Mapping[str, str] | None = None
) -> Request:
    content = {"Content-Type": media_type, "Content-Length": str(len(body))}
    return Request("POST", callback.url, {**content, **(headers or {})}, body)


def _authorization(callback: Callback, flaw: str | None, payload: bytes) -> dict[str, str]:
    if flaw == "unsigned":
        return {}
    word = "bearer" if flaw == "replayed" else "Bearer"
    return {"Authorization": f"{word} {_token(callback, flaw, payload)}"}


def _token(callback: Callback, flaw: str | None, payload: bytes) -> str:
    claims = token_claims(
        payload,
        api_key=callback.api_key,
        token_id=callback.request_id,
        issued_at=callback.issued_at,
        application_id=callback.application_id,
    )
    if flaw == "other-issuer":
        claims["iss"] = "Mallory"
    token = bearer_token(callback.secret, claims, {**TOKEN_HEADER, **_HEADERS.get(flaw, {})})
    if flaw == "altered":
        return with_claims(token, claims | {"application_id": samples.OTHER_APPLICATION_ID})
    return without_signature(token) if flaw == "alg-none" else token


_HEADERS: dict[str | None, dict[str, str]] = {
    "alg-none": {"alg": "none"},
    "alg-rs256": {"alg": "RS256"},
}
_SIG_FLAWS = ("altered", "other-secret", "unsigned", "stale", "replayed")
_TOKEN_FLAWS = (*_SIG_FLAWS, "body-swapped", "alg-none", "alg-rs256", "other-issuer")

KINDS: Mapping[str, tuple[Make, tuple[str, ...]]] = {
    "messages-inbound": (_messages_inbound, _TOKEN_FLAWS),
    "voice-answer": (_voice_answer, _TOKEN_FLAWS),
    "sms-inbound": (_sms_inbound, _SIG_FLAWS),
    "sms-delivery-receipt": (_sms_delivery_receipt, _SIG_FLAWS),
}
"""Each kind of callback: what makes it, and the flaws that it can have."""
