"""Why a bearer token does not verify: the known mistakes of token makers, tried one by one."""

from __future__ import annotations

import hmac
from base64 import b64decode, urlsafe_b64decode
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from itertools import islice

from .._token import ROUTER_HEADER, Token
from ..request import Request
from ..types import SignatureMethod
from ._keys import WHITE_SPACE
from ._payloads import hashed_payloads
from .finding import Finding

_MOST_SECRETS = 500
_LEAST_RSA_BYTES = 128
_HASHES = {"HS256": "sha256", "HS384": "sha384", "HS512": "sha512"}
_DECODINGS: tuple[tuple[str, Callable[[str], bytes]], ...] = (
    ("base64", lambda secret: b64decode(_padded(secret), validate=True)),
    ("base64url", lambda secret: urlsafe_b64decode(_padded(secret))),
    ("hexadecimal", bytes.fromhex),
)


def signature_findings(token: Token, secrets: Sequence[str], right: range) -> list[Finding]:
    """Return what explains the signature of a token.

    Args:
        token: the token.
        secrets: all secrets that may have been used.
        right: the positions, from 0, of those that should have been used.
    """
    signed = token.signed.decode()
    for code, action, remedy, position, key, digest in _keys(token, secrets, right):
        if hmac.compare_digest(hmac.digest(key, token.signed, digest), token.signature):
            return [_finding(code, action, remedy, signed, position + 1)]
    if token.header.get("alg") == "RS256" and len(token.signature) >= _LEAST_RSA_BYTES:
        action = "signed with RS256, as applications and the vendor's cloud runtime router do"
        remedy = f"use HS256; behind that router, read the token of the header {ROUTER_HEADER}"
        return [_finding("wrong-algorithm", action, remedy, signed, 1)]
    return []


def payload_findings(claimed: object, request: Request, payload: bytes) -> list[Finding]:
    """Return what explains the ``payload_hash`` of a token whose signature is right.

    Args:
        claimed: the claim.
        request: the request as it was received.
        payload: the bytes that should have been hashed.
    """
    for hashed in hashed_payloads(request, payload):
        if sha256(hashed.payload).hexdigest() == str(claimed).lower():
            text = hashed.payload.decode(errors="replace")
            return [_finding(hashed.code, hashed.action, hashed.remedy, text, 1)]
    return []


_Key = tuple[str, str, str, int, bytes, str]


def _keys(token: Token, secrets: Sequence[str], right: range) -> Iterator[_Key]:
    """Yield code, action, remedy, position, key and hash, the likeliest first."""
    for position, secret in islice(enumerate(secrets), _MOST_SECRETS):
        if position not in right:
            action = f"used secret {position + 1} of those given"
            remedy = "use a secret of the account that api_key names"
            yield "wrong-secret", action, remedy, position, secret.encode(), "sha256"
    algorithm = token.header.get("alg")
    for position, secret in islice(enumerate(secrets), _MOST_SECRETS):
        yield from _white_space(position, secret)
        yield from _decoded(position, secret)
        for name, digest in _HASHES.items():
            action = f"made a token that names {algorithm!a:.20} and is signed with {name}"
            if name != "HS256" or algorithm != "HS256":
                yield "wrong-algorithm", action, "use HS256", position, secret.encode(), digest


def _white_space(position: int, secret: str) -> Iterator[_Key]:
    remedy = "use the secret without white space around it, and so should the receiver"
    for plain in dict.fromkeys((secret.strip(), secret)):
        for before, after, kind in WHITE_SPACE:
            key = f"{before}{plain}{after}"
            if key != secret:
                action = f"used the secret with {kind}"
                yield "secret-whitespace", action, remedy, position, key.encode(), "sha256"


def _decoded(position: int, secret: str) -> Iterator[_Key]:
    for name, decode in _DECODINGS:
        try:
            key = decode(secret)
        except ValueError:  # of its subclass binascii.Error, and of one that is not ASCII
            continue
        action = f"used the secret after decoding it from {name}"
        yield "secret-decoded", action, "use the characters of it", position, key, "sha256"


def _padded(secret: str) -> str:
    return secret + "=" * (-len(secret) % 4)


def _finding(code: str, action: str, remedy: str, canonical: str, position: int) -> Finding:
    return Finding(
        codes=(code,),
        message=f"The sender {action}: it should {remedy}.",
        canonical=canonical,
        charset="utf-8",
        method=SignatureMethod.SHA256,
        secret_position=position,
    )
