"""An independent maker of signed webhooks, with the standard library alone and nothing of ours."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

from common import NOW as NOW  # for the tests that import it from here

from nexmo_sig import Request

SECRET = "ZYtdTtGV3BCFN7tWmOWr1md66XsquMggr4W2cTtXtcPgfnI0Xw"
OTHER_SECRET = "another signature secret of more than 32 bytes"
API_KEY = "a1b2c3d"
APPLICATION = "aaaaaaaa-bbbb-cccc-dddd-0123456789ab"
BODY = b'{"from":"447700900000","to":"447700900001","text":"Hello"}'
HEADER = {"alg": "HS256", "typ": "JWT"}
CLAIMS = {
    "iat": NOW,
    "jti": "c5ba8f24-1a14-4c10-bfdf-3fbe8ce511b5",
    "iss": "Vonage",
    "payload_hash": hashlib.sha256(BODY).hexdigest(),
    "api_key": API_KEY,
    "application_id": APPLICATION,
}
ABSENT = object()
"""The value of a member that is left out."""


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def signature(signed: str, secret: str = SECRET, hash_name: str = "sha256") -> str:
    return base64url(hmac.digest(secret.encode(), signed.encode(), hash_name))


def token_of(header: str | bytes, claims: str | bytes, secret: str = SECRET) -> str:
    """Sign a header and claims that are written out."""
    parts = (part.encode() if isinstance(part, str) else part for part in (header, claims))
    signed = ".".join(map(base64url, parts))
    return f"{signed}.{signature(signed, secret)}"


def token(
    claims: Mapping[str, Any] | None = None,
    header: Mapping[str, Any] | None = None,
    *,
    secret: str = SECRET,
    payload: bytes | None = None,
) -> str:
    """Sign a genuine token, with changes to its claims and header."""
    bound = {} if payload is None else {"payload_hash": hashlib.sha256(payload).hexdigest()}
    parts = (HEADER | dict(header or {}), CLAIMS | bound | dict(claims or {}))
    written = [
        json.dumps({name: value for name, value in part.items() if value is not ABSENT})
        for part in parts
    ]
    return token_of(written[0], written[1], secret)


def webhook(
    text: str | None = None,
    *,
    method: str = "POST",
    url: str = "/webhooks/inbound",
    body: bytes = BODY,
    headers: Mapping[str, str] | None = None,
) -> Request:
    """Return a request that carries a token; without one, the genuine one."""
    bearer = {"Authorization": f"Bearer {token() if text is None else text}"}
    content = {"Content-Type": "application/json", "Content-Length": str(len(body))}
    return Request(method, url, content | (bearer if headers is None else dict(headers)), body)
