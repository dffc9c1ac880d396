"""The claims of a bearer token and the payload that it covers, and whether it is authentic."""

from __future__ import annotations

import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import NamedTuple

from .. import _wording
from .._claims import bound_payload
from .._freshness import DEFAULT_TOLERANCE, present_seconds, tolerance_seconds
from .._parameters import API_KEY
from .._secrets import checked_secrets
from .._token import Token, bearer_token, decode_token
from ..diagnosis import Finding
from ..errors import NexmoSigError, PayloadMismatch, SignatureError, SignatureMismatch, TokenInvalid
from ..request import Request
from ..webhook import WebhookVerifier, hexdigests_of, matching_token_secret
from .base import Explanation, error_of

_FAR = 10**18  # seconds: far beyond any date
_TIMES = ("iat", "exp", "nbf")


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class WebhookExplanation(Explanation):
    """How a signed webhook was verified.

    Secrets are counted in the order in which the verifier was given them, over all accounts.

    Attributes:
        header: the members of the token's header; empty if there is no token that can be read.
        claims: the members of its claims, likewise. They prove nothing unless a secret matches.
        signed: what the token's signature covers: its header and claims, in base64url.
        payload: the bytes that the token must be bound to; ``None`` if they cannot be told.
        claimed_hash: the ``payload_hash`` that the token names; ``None`` if it is not a string.
        payload_hash: SHA-256 of the payload, in hexadecimal; ``None`` like the payload.
    """

    header: Mapping[str, object]
    claims: Mapping[str, object]
    signed: str
    payload: bytes | None
    claimed_hash: str | None
    payload_hash: str | None

    def as_dict(self, *, show_signature: bool = False) -> dict[str, object]:
        """Return the steps as values that can be written as JSON.

        Args:
            show_signature: give the signatures in full, not their first 8 characters.
        """
        return {
            "scheme": "token",
            "header": dict(self.header),
            "claims": dict(self.claims),
            "claimed_hash": self.claimed_hash,
            "payload_hash": self.payload_hash,
            **Explanation.as_dict(self, show_signature=show_signature),
        }

    def right_string(self) -> str:
        """Return the string that should have been hashed where the findings hashed another one."""
        if isinstance(self.error, PayloadMismatch):
            return (self.payload or b"").decode(errors="replace")
        return self.signed

    def _sections(self, show_signature: bool) -> list[tuple[str, list[str]]]:
        return [
            ("Header of the token", _members(self.header)),
            ("Claims", _members(self.claims)),
            ("Hash that the token names", [_wording.escaped(self.claimed_hash or "none")]),
            ("Hash of the payload", [self._hash_line()]),
            *self._signature_sections(show_signature),
        ]

    def _hash_line(self) -> str:
        if self.payload is None or self.payload_hash is None:
            return "unknown: the query cannot be read"
        return f"{self.payload_hash} ({_wording.counted(len(self.payload), 'byte')})"


def explain_webhook(
    request: Request,
    verifier: WebhookVerifier,
    *,
    tolerance: float | timedelta | None = DEFAULT_TOLERANCE,
    now: float | datetime | None = None,
    candidate_secrets: str | Sequence[str] = (),
) -> WebhookExplanation:
    """Verify a signed webhook and show each step, whether it is authentic or not.

    The explanation is for the owner of the secret. Do not send it to the sender of the request.

    Args:
        request: the request as it was received, with the raw bytes of its body.
        verifier: what would verify it.
        tolerance: seconds, or a timedelta, that the time of signing may lie before or after the
            present; ``None`` accepts any age.
        now: the present, in Unix seconds (UTC) or as an aware datetime; by default the clock's.
        candidate_secrets: more secrets that may have been used by mistake. They verify nothing; a
            finding counts them after the verifier's own.

    Returns:
        The steps. Its ``error`` is what :meth:`nexmo_sig.WebhookVerifier.verify` would raise.

    Raises:
        UsageError: the tolerance, the present, the clock or a candidate cannot be used.
        RequestError: it is not a :class:`~nexmo_sig.Request`; its body was read before; or, of a
            GET without a body, the URL holds a fragment.
        EncodingError, ParameterError, RequestTooLarge: of a GET without a body, the query cannot
            be read, and the token's signature is right.
    """
    limit = tolerance_seconds(tolerance)
    present = present_seconds(now, verifier.clock)
    candidates = checked_secrets(candidate_secrets) if candidate_secrets else ()
    error = error_of(lambda: verifier.verify(request, tolerance, present))
    token = _token_of(request, verifier.header)
    keys = _keys_of(verifier, token)
    payload = _payload_of(request)
    made_at = _issued_at(token)
    return WebhookExplanation(
        header=token.header,
        claims=token.claims,
        signed=token.signed.decode(),
        payload=payload,
        claimed_hash=_claimed_hash(token),
        payload_hash=None if payload is None else sha256(payload).hexdigest(),
        matched_secret=None if keys.matched is None else keys.matched + 1,
        secret_count=len(keys.secrets),
        made_at=made_at,
        age=None if made_at is None else present - made_at,
        tolerance=None if tolerance is None else limit,
        error=error,
        findings=_findings(error, token, keys, candidates, request, payload),
        expected=_expected(token, keys),
        received=_base64url(token.signature) if token.signed else None,
    )


class _Keys(NamedTuple):
    """The secrets of all accounts, the positions of those of one, and of the one that signed."""

    secrets: tuple[str, ...]
    right: range
    matched: int | None


_NO_TOKEN = Token({}, {}, b"", b"")


def _token_of(request: Request, header: str) -> Token:
    try:
        return decode_token(bearer_token(request.header(header), header))
    except SignatureError:  # said by the verdict
        return _NO_TOKEN


def _keys_of(verifier: WebhookVerifier, token: Token) -> _Keys:
    positions: dict[str | None, range] = {}
    secrets: tuple[str, ...] = ()
    for account, several in verifier.secrets.items():
        positions[account] = range(len(secrets), len(secrets) + len(several))
        secrets += several
    api_key = token.claims.get(API_KEY)
    account = None if None in positions or not isinstance(api_key, str) else api_key
    right = positions.get(account, range(0))
    if not right or token.header.get("alg") != "HS256":
        return _Keys(secrets, right, None)
    found = matching_token_secret(hexdigests_of(verifier.secrets), token)
    return _Keys(secrets, right, None if found is None else right[found[1]])


def _payload_of(request: Request) -> bytes | None:
    try:
        return bound_payload(request)
    except NexmoSigError:  # a query that cannot be read
        return None


def _claimed_hash(token: Token) -> str | None:
    claimed = token.claims.get("payload_hash")
    return claimed if isinstance(claimed, str) else None


def _issued_at(token: Token) -> int | None:
    issued_at = token.claims.get("iat")
    if isinstance(issued_at, int) and not isinstance(issued_at, bool) and abs(issued_at) < _FAR:
        return issued_at
    return None


def _findings(
    error: SignatureError | None,
    token: Token,
    keys: _Keys,
    candidates: tuple[str, ...],
    request: Request,
    payload: bytes | None,
) -> tuple[Finding, ...]:
    if error is None or not token.signed:
        return ()
    from ..diagnosis._tokens import payload_findings, signature_findings

    if isinstance(error, (SignatureMismatch, TokenInvalid)):
        return tuple(signature_findings(token, (*keys.secrets, *candidates), keys.right))
    if isinstance(error, PayloadMismatch) and payload is not None:
        return tuple(payload_findings(token.claims.get("payload_hash"), request, payload))
    return ()


def _expected(token: Token, keys: _Keys) -> str:
    if not token.signed or not keys.right:
        return ""
    secret = keys.secrets[keys.right[0] if keys.matched is None else keys.matched]
    return _base64url(hmac.digest(secret.encode(), token.signed, "sha256"))


def _base64url(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def _members(members: Mapping[str, object]) -> list[str]:
    return _wording.assignments((name, _member(name, value)) for name, value in members.items())


def _member(name: str, value: object) -> str:
    written = _wording.escaped(json.dumps(value, ensure_ascii=False))
    if name in _TIMES and isinstance(value, int) and not isinstance(value, bool):
        return f"{written} ({_wording.date(value)})"
    return written
