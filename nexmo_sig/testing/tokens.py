"""The bearer tokens of signed webhooks: JSON Web Tokens by HS256 (RFC 7515, RFC 7519)."""

from __future__ import annotations

import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from hashlib import sha256

TOKEN_HEADER: Mapping[str, object] = {"alg": "HS256", "typ": "JWT"}
"""The header of a genuine token."""


def bearer_token(
    secret: str,
    claims: Mapping[str, object],
    header: Mapping[str, object] = TOKEN_HEADER,
    digest: str = "sha256",
) -> str:
    """Make a token in the compact form of RFC 7515, section 7.1.

    Nothing is checked, so that tokens can be made that a receiver must reject.

    Args:
        secret: the signature secret.
        claims: the claims, in the order in which they are written.
        header: the header, which does not decide how the token is signed.
        digest: the hash of the HMAC; ``"sha256"`` whatever the header says.

    Returns:
        The header, the claims and the signature, each in base64url, joined by dots.
    """
    signed = f"{_part(_json(header))}.{_part(_json(claims))}"
    return f"{signed}.{_part(hmac.digest(secret.encode(), signed.encode(), digest))}"


def token_claims(
    payload: bytes, *, api_key: str, token_id: str, issued_at: int, application_id: str
) -> dict[str, object]:
    """Return the claims of a genuine token (vendor's guide, "Webhooks").

    Args:
        payload: the bytes that the token is bound to.
        api_key: the key of the account.
        token_id: the ``jti`` of the token.
        issued_at: when it is signed, in Unix seconds (UTC).
        application_id: the application that the callback is about.
    """
    return {
        "iat": issued_at,
        "jti": token_id,
        "iss": "Vonage",
        "payload_hash": sha256(payload).hexdigest(),
        "api_key": api_key,
        "application_id": application_id,
    }


def query_payload(params: Mapping[str, str]) -> bytes:
    """Return the payload of a GET without a body: the compact JSON of its query parameters.

    Taken from a support article and a sample of the vendor; no genuine callback has been seen.
    """
    return _json(params)


def with_claims(token: str, claims: Mapping[str, object]) -> str:
    """Return a token that was altered: with other claims, and the signature that it had."""
    header, _, signature = token.split(".")
    return f"{header}.{_part(_json(claims))}.{signature}"


def without_signature(token: str) -> str:
    """Return a token with an empty signature, as ``alg: none`` has it (RFC 7519, section 6)."""
    return token[: token.rindex(".") + 1]


def _json(members: Mapping[str, object]) -> bytes:
    return json.dumps(dict(members), separators=(",", ":"), ensure_ascii=False).encode()


def _part(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode("ascii")
