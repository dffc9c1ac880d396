# fmt: off
"""How tokens are made: with the standard library, so that nothing of the package is used."""
import base64
import hashlib
import hmac
import json
from typing import Any

from vectors.given import NOW

Members = dict[str, Any]
Content = Members | str | bytes

SECRET = "my_signature_secret_of_more_than_32_bytes"
BODY = '{"from":"447700900000","to":"447700900001","text":"Hello"}'
HEADER: Members = {"alg": "HS256", "typ": "JWT"}
CLAIMS: Members = {
    "iat": NOW,
    "jti": "c5ba8f24-1a14-4c10-bfdf-3fbe8ce511b5",
    "iss": "Vonage",
    "payload_hash": hashlib.sha256(BODY.encode()).hexdigest(),
    "api_key": "a1b2c3d4",
    "application_id": "aaaaaaaa-bbbb-cccc-dddd-0123456789ab",
}
ABSENT = object()

class Raw(str):
    """JSON text, written as it is."""

def members(base: Members, changes: Members) -> str:
    """Return JSON members; of the changes, those that are ABSENT are left out."""
    kept = {name: value for name, value in (base | changes).items() if value is not ABSENT}
    return ",".join(
        f"{json.dumps(name)}:{value if isinstance(value, Raw) else json.dumps(value)}"
        for name, value in kept.items()
    )

def content(base: Members, given: Content) -> bytes:
    """Return changes to a base as JSON; in a template, @ stands for the members of the base."""
    if isinstance(given, bytes):
        return given
    if isinstance(given, str):
        return given.replace("@", members(base, {})).encode()
    return f"{{{members(base, given)}}}".encode()

def encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")

def mac(signing_input: str, secret: str = SECRET, name: str = "sha256") -> str:
    return encoded(hmac.digest(secret.encode(), signing_input.encode(), name))

def token(claims: Content = "{@}", header: Content = "{@}", secret: str = SECRET,
        payload: str | bytes = BODY, hash_name: str = "sha256") -> str:
    bound = payload.encode() if isinstance(payload, str) else payload
    base = CLAIMS | {"payload_hash": hashlib.sha256(bound).hexdigest()}
    signing_input = f"{encoded(content(HEADER, header))}.{encoded(content(base, claims))}"
    return f"{signing_input}.{mac(signing_input, secret, hash_name)}"
