"""Callbacks with a bearer token: the cases of the shapes ``post`` and ``get``."""

from __future__ import annotations

from collections.abc import Mapping

from .cases import ALTERED, FORGED, LOST, OLD, REPLAYED, RETRIED, Case
from .check import GENUINE, Expected
from .token_requests import (
    DAY,
    KEPT,
    Shape,
    TokenCase,
    alg_none,
    altered,
    changed,
    cut,
    get,
    issued,
    nothing,
    post,
    swapped,
    twice,
    twice_with_query,
    with_body,
    with_header,
    with_other_claims,
    with_text,
    with_token,
)

_ALGORITHM = "Who picks the algorithm picks how a token is verified: it is HS256, always."
_BOUND = "A captured or logged token could be sent again with any content."
_CASES: tuple[TokenCase, ...] = (
    Case(
        GENUINE,
        "A genuine callback is accepted.",
        LOST,
        "a genuine callback",
        with_other_claims(),
        Expected.ACCEPTED,
    ),
    Case(
        "unsigned",
        "A callback without a token is rejected.",
        FORGED,
        "no Authorization header",
        with_token(lambda *_: None),
        Expected.REJECTED_OR_RETRIED,
    ),
    Case(
        "other-secret",
        "A token that was signed with another secret is rejected.",
        FORGED,
        "the token of another secret",
        with_token(lambda vendor, payload: vendor.stranger().token(payload)),
    ),
    Case(
        "altered",
        "A token with altered claims is rejected.",
        ALTERED,
        "other claims than those that were signed",
        changed(altered),
    ),
    Case(
        "cut",
        "A signature is compared whole: a part of it is rejected.",
        "A signature that may be cut can be guessed piece by piece.",
        f"a token with the first {KEPT} characters of its signature",
        changed(cut),
    ),
    Case(
        "alg-none",
        "A token with alg: none is rejected.",
        FORGED,
        "a token with alg: none and without a signature",
        with_token(alg_none),
    ),
    Case(
        "alg-rs256",
        "A token that names RS256 is rejected.",
        _ALGORITHM,
        "a token that names RS256, signed by HMAC-SHA-256",
        with_header(alg="RS256"),
    ),
    Case(
        "alg-hs512",
        "A token by HS512 is rejected.",
        _ALGORITHM,
        "a token by HS512",
        with_header("sha512", alg="HS512"),
    ),
    Case(
        "alg-missing",
        "A token that names no algorithm is rejected.",
        _ALGORITHM,
        "a token without alg, signed by HMAC-SHA-256",
        with_header(alg=None),
    ),
    Case(
        "body-swapped",
        "A token is accepted with the payload that it was made for only.",
        _BOUND,
        "the token of another payload",
        swapped,
    ),
    Case(
        "issuer-other",
        "A token of another issuer than Vonage is rejected.",
        "Tokens that something else signed with the same secret would be taken for callbacks.",
        "a token with another iss",
        with_other_claims(iss="Mallory"),
    ),
    Case(
        "issuer-missing",
        "A token without an issuer is rejected.",
        "Tokens that something else signed with the same secret would be taken for callbacks.",
        "a token without iss",
        with_other_claims(iss=None),
    ),
    Case(
        "stale-past",
        "A token of yesterday is rejected.",
        OLD,
        "a token with an iat of yesterday",
        issued(-DAY),
    ),
    Case(
        "stale-future",
        "A token of tomorrow is rejected.",
        OLD,
        "a token with an iat of tomorrow",
        issued(DAY),
    ),
    Case(
        "timestamp-missing",
        "A token without iat is rejected.",
        OLD,
        "a token without iat",
        with_other_claims(iat=None),
    ),
    Case(
        "timestamp-unreadable",
        "A token with an iat that is not a time is rejected.",
        OLD,
        "a token with the iat 'yesterday'",
        with_other_claims(iat="yesterday"),
    ),
    Case(
        "broken-token",
        "A token of two parts is rejected, without a 5xx.",
        RETRIED,
        "a token without its last part",
        changed(lambda token: token[: token.rindex(".")]),
    ),
    Case(
        "broken-base64",
        "A token that is not base64url is rejected, without a 5xx.",
        RETRIED,
        "a token of characters that base64url does not have",
        changed(lambda _: "!!!!.****.$$$$"),
    ),
    Case(
        "broken-claims",
        "A token whose claims are not an object is rejected, without a 5xx.",
        RETRIED,
        "a token whose claims are an array",
        changed(lambda token: f"{token.partition('.')[0]}.WzFd.{token.rpartition('.')[2]}"),
    ),
    Case(
        "replayed",
        "A token is accepted once.",
        REPLAYED,
        "a callback that was accepted, again",
        twice,
        Expected.REJECTED_OR_RETRIED,
        "should",
    ),
)
_POST_CASES: tuple[TokenCase, ...] = (
    *(
        Case(
            f"{GENUINE}-{name}",
            f"A genuine callback {special} is accepted.",
            LOST,
            f"a genuine callback {special}",
            with_text(text),
            Expected.ACCEPTED,
        )
        for name, special, text in (
            ("emoji", "with an emoji in its text", "café 你好 😀"),
            ("separators", "with & = + % in its text", "a&b=c+d %41 100%"),
            ("empty", "with an empty value", ""),
        )
    ),
    Case(
        "unsigned-no-parameters",
        "A request without a token and without a body is rejected.",
        FORGED,
        "neither a token nor a body",
        nothing,
        Expected.REJECTED_OR_RETRIED,
    ),
    Case(
        "body-removed",
        "A token is not accepted without its body.",
        _BOUND,
        "the token of a body that was removed",
        with_body(lambda _: b""),
    ),
    Case(
        "body-broken",
        "A body that is not JSON is rejected, without a 5xx.",
        RETRIED,
        "the token of another body, and a body that is cut",
        with_body(lambda body: body[:-1]),
    ),
    Case(
        "replayed-query",
        "A token is accepted once, whatever the query is.",
        REPLAYED,
        "a callback that was accepted, with a query",
        twice_with_query,
        Expected.REJECTED_OR_RETRIED,
        "should",
    ),
)

TOKEN_CASES: Mapping[str, tuple[tuple[TokenCase, ...], Shape]] = {
    "post": ((*_CASES, *_POST_CASES), post),
    "get": (_CASES, get),
}
"""The cases of each shape, the genuine callback first, and what makes its messages."""
