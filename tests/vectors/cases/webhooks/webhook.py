"""How the tokens and the cases of this kind are put together."""

import base64
import hashlib
import hmac
import json
from typing import Any

from vectors.format import Case, Either, Refused, body_fields, case

Members = dict[str, Any]
Content = Members | str | bytes
Error = Refused | Either | None  # None: valid; OR(error): as good as valid

NOW = 1_700_000_000
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


def OR(error: Refused) -> Either:  # noqa: N802
    return Either(None, error)


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


def token(
    claims: Content | None = None,
    header: Content | None = None,
    secret: str = SECRET,
    payload: str | bytes = BODY,
    hash_name: str = "sha256",
) -> str:
    bound = payload.encode() if isinstance(payload, str) else payload
    base = CLAIMS | {"payload_hash": hashlib.sha256(bound).hexdigest()}
    parts = (content(HEADER, header or {}), content(base, {} if claims is None else claims))
    signing_input = ".".join(map(encoded, parts))
    return f"{signing_input}.{mac(signing_input, secret, hash_name)}"


def bearer(text: str) -> list[tuple[str, str]]:
    return [("Authorization", f"Bearer {text}")]


def request(
    headers: list[tuple[str, str]],
    method: str = "POST",
    url: str = "/webhook",
    body: str | bytes = BODY,
) -> Case:
    return {"method": method, "url": url, "headers": headers} | body_fields(body)


def verified(text: str, payload: str | bytes) -> Case:
    """Return what must come out of an authentic token."""
    claims = json.loads(base64.urlsafe_b64decode(text.split(".")[1] + "=="))
    found = {"api_key": claims["api_key"], "application_id": claims.get("application_id")}
    found |= {"id": claims["jti"], "issued_at": claims["iat"]}
    payload_fields = body_fields(payload).items()
    return found | {name.replace("body", "payload"): value for name, value in payload_fields}


def outcome_of(error: Error, text: str, payload: str | bytes) -> Any:
    if isinstance(error, Refused):
        return error
    found = verified(text, payload)
    return found if error is None else Either(found, error.refused)


def webhook(
    case_id: str,
    flags: str,
    comment: str,
    error: Error,
    text: str,
    received: Case | None = None,
    payload: str | bytes = BODY,
    **how: Any,
) -> Case:
    """Return a case about a token, in a request with it as bearer token unless one is given."""
    given = {"secrets": [SECRET], "now": NOW, "tolerance": 300} | how
    given["request"] = request(bearer(text)) if received is None else received
    return case(f"webhook-{case_id}", flags, comment, given, outcome_of(error, text, payload))


def of_claims(
    case_id: str, flags: str, comment: str, error: Error, claims: Content, **how: Any
) -> Case:
    return webhook(case_id, flags, comment, error, token(claims), **how)


def of_header(case_id: str, flags: str, comment: str, error: Error, header: Content) -> Case:
    return webhook(case_id, flags, comment, error, token(header=header))
