"""The parameters that are signed: those of an inbound SMS, and more if asked for."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from base64 import urlsafe_b64encode
from itertools import count, islice

SECRET = "abcdefghijklmnopqrstuvwxyz012345"
API_KEY = "ac5bd7f2"
URL = "https://api.nexmo.com/conversions/sms"

# In this order, as any signed request holds the first three.
_INBOUND = {
    "api_key": API_KEY,
    "timestamp": str(int(time.time())),
    "text": "Order 4 is ready",
    "to": "447700900001",
    "msisdn": "447700900000",
    "messageId": "0A0000000123ABCD1",
    "type": "text",
    "keyword": "ORDER",
    "message-timestamp": "2023-11-14 22:13:20",
    "nonce": "aaaaaaaa-bbbb-cccc-dddd-0123456789ab",
}
_CYRILLIC = {"text": "Заказ 4 уже готов, приходите", "type": "unicode", "keyword": "ДА"}


def parameters(size: int = 10, *, cyrillic: bool = False) -> dict[str, str]:
    """Return parameters to sign, among them ``api_key`` and the present time as ``timestamp``.

    Ten have a canonical string of 229 bytes. Any beyond ten add 23 bytes each, so that a parameter
    costs the same to hash at every size.
    """
    params = dict(islice(_INBOUND.items(), size))
    for number in islice(count(), size - len(params)):
        params[f"field-{number:04}"] = "a plain one"
    return params | _CYRILLIC if cyrillic else params


def without(params: dict[str, str], *names: str) -> dict[str, str]:
    """Return the parameters without some of them."""
    return {name: value for name, value in params.items() if name not in names}


def strangers(number: int) -> list[dict[str, str]]:
    """Return mappings of ten parameters, none of which has a name of the others.

    ``timestamp`` is the exception: the official SDKs would add one.
    """
    return [
        {
            name if name == "timestamp" else f"{name}{i:04}": value
            for name, value in _INBOUND.items()
        }
        for i in range(number)
    ]


def webhook_token(body: bytes) -> str:
    """Return the token of a signed webhook, made now for a body."""
    claims = {
        "iat": int(time.time()),
        "jti": "aaaaaaaa-bbbb-cccc-dddd-0123456789ab",
        "iss": "Vonage",
        "payload_hash": hashlib.sha256(body).hexdigest(),
        "api_key": API_KEY,
        "application_id": "aaaaaaaa-bbbb-cccc-dddd-0123456789ab",
    }
    unsigned = unsigned_token(json.dumps(claims).encode())
    signature = hmac.digest(SECRET.encode(), unsigned.encode(), "sha256")
    return f"{unsigned}.{_base64url(signature)}"


def unsigned_token(claims: bytes) -> str:
    """Return the first two parts of a token: the header of a signed webhook, and the claims."""
    header = b'{"alg":"HS256","typ":"JWT"}'
    return f"{_base64url(header)}.{_base64url(claims)}"


def _base64url(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()
