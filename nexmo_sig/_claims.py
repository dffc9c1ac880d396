"""The claims of a signed webhook: its account, the payload that it is bound to, and its time.

A claim is judged only when the token is known to be authentic (vendor's guide, "Signed webhooks";
RFC 7519, section 4.1).
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from math import inf

from ._freshness import check_fresh
from ._parameters import API_KEY, has_utf8
from .errors import (
    PayloadMismatch,
    SignatureExpired,
    TimestampInvalid,
    TimestampMissing,
    TokenInvalid,
)
from .request import Request, read_request

ISSUER = "Vonage"

_FAR = 10**18  # seconds: far beyond any date, and within what a float can hold
_SHA256 = re.compile("[0-9A-Fa-f]{64}")


@dataclass(frozen=True, slots=True)
class Claims:
    """The claims of a webhook that do not concern time, checked.

    Attributes:
        api_key: the account.
        application_id: the application, if there is one.
        id: the unique id of the token.
        payload_hash: SHA-256 of the payload, in hexadecimal digits of either case.
    """

    api_key: str
    application_id: str | None
    id: str
    payload_hash: str


def checked_claims(claims: dict[str, object], application_id: str | None) -> Claims:
    """Return the claims that do not concern time.

    Args:
        claims: all the claims of a token.
        application_id: the application that the webhook must be for; ``None`` for any.

    Raises:
        TokenInvalid: the issuer is not the vendor; ``jti`` or ``api_key`` is not a string, or is
            empty; ``payload_hash`` is not 64 hexadecimal digits; ``application_id`` is neither
            absent nor a string, or is not the expected one.
    """
    if claims.get("iss") != ISSUER:
        raise TokenInvalid(f"the claim iss of the bearer token is not {ISSUER}")
    token_id, api_key = _string(claims, "jti"), _string(claims, API_KEY)
    payload_hash = _string(claims, "payload_hash")
    if not _SHA256.fullmatch(payload_hash):
        raise TokenInvalid("the claim payload_hash is not 64 hexadecimal digits")
    named = _string(claims, "application_id", 0) if "application_id" in claims else None
    if application_id is not None and named != application_id:
        raise TokenInvalid("the claim application_id is not the application that is expected")
    return Claims(api_key, named, token_id, payload_hash)


def _string(claims: dict[str, object], name: str, least: int = 1) -> str:
    value = claims.get(name)
    if not isinstance(value, str) or len(value) < least or not has_utf8(value):
        kind = "a string in UTF-8" if least == 0 else "a string in UTF-8 that is not empty"
        raise TokenInvalid(f"the claim {name} of the bearer token is not {kind}")
    return value


def bound_payload(request: Request) -> bytes:
    """Return the bytes that the token of a webhook must be bound to.

    They are the body as it was received, whatever the method. Only a GET without a body has its
    query bound: as compact JSON, an object of strings in the order received, in UTF-8 and with
    non-ASCII characters as they are; without parameters, it is the empty body. That rule is taken
    from a support article and a sample of the vendor, and has not been confirmed with a genuine
    webhook: only the body is documented.

    Raises:
        RequestError, EncodingError, ParameterError, RequestTooLarge: the query cannot be read, as
            in :func:`~nexmo_sig.read_request`.
    """
    if request.body or request.method != "GET":
        return request.body
    params = read_request(request)
    return json.dumps(params, ensure_ascii=False, separators=(",", ":")).encode() if params else b""


def check_payload(payload: bytes, payload_hash: str) -> None:
    """Raise PayloadMismatch for a payload with another SHA-256 hash than the claimed one."""
    sha256 = hashlib.sha256(payload).hexdigest()
    if sha256 != payload_hash.lower():
        raise PayloadMismatch(
            "the bearer token is right, but was made for another payload: the body was altered, or "
            "is not passed as the raw bytes that arrived"
        )


def checked_time(claims: dict[str, object], present: float, tolerance: float) -> int:
    """Return when a token was signed, in Unix seconds (UTC).

    Args:
        claims: all the claims of a token.
        present: the present, in Unix seconds (UTC).
        tolerance: seconds that the signing may lie before or after the present; may be infinite.

    Raises:
        TimestampMissing: there is no ``iat``.
        TimestampInvalid: ``iat``, ``exp`` or ``nbf`` is not an integer.
        SignatureExpired: ``iat`` is further from the present than the tolerance; ``exp`` is not
            after the present, without leeway (RFC 7519, section 4.1.4); or ``nbf`` is after it by
            more than the tolerance, or at all if that is infinite (section 4.1.5).
    """
    if "iat" not in claims:
        raise TimestampMissing("the bearer token is right, but has no iat: it is of no known age")
    issued_at = _integer(claims, "iat")
    near = max(-_FAR, min(issued_at, _FAR))
    check_fresh(near, present, tolerance)
    if "exp" in claims and _integer(claims, "exp") <= present:
        message = "the bearer token is right, but has expired: its exp is not after the present"
        raise SignatureExpired(message, near, present - near)
    leeway = 0 if tolerance == inf else tolerance
    if "nbf" in claims and _integer(claims, "nbf") > present + leeway:
        message = "the bearer token is right, but not valid yet: its nbf is after the present"
        raise SignatureExpired(message, near, present - near)
    return issued_at


def _integer(claims: dict[str, object], name: str) -> int:
    value = claims[name]
    if not isinstance(value, int) or isinstance(value, bool):
        raise TimestampInvalid(f"the claim {name} of the bearer token is not an integer")
    return value
