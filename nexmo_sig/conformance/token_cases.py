"""Callbacks with a bearer token: the cases of the shapes ``post`` and ``get``."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from ..media import JSON, encode
from ..request import Request
from ..testing.samples import RECIPIENT, SENDER, STRANGER
from ..testing.tokens import TOKEN_HEADER, query_payload, with_claims, without_signature
from .carriers import with_query
from .cases import ALTERED, FORGED, LOST, OLD, REPLAYED, RETRIED, Case
from .check import GENUINE, Expected
from .vendor import Vendor, unique_id

_DAY = 86_400
_KEPT = 16  # characters of a cut signature


@dataclass(frozen=True, slots=True)
class Message:
    """A callback before it is signed.

    Attributes:
        payload: the bytes that a token is bound to.
        send: makes the request, with or without a token.
    """

    payload: bytes
    send: Callable[[str | None], Request]


Shape: TypeAlias = Callable[[str], Message]
"""Makes a new message of its sender's number."""
Make: TypeAlias = Callable[[Vendor, Shape], Sequence[Request]]
TokenCase: TypeAlias = Case[Make]


def post(sender: str, text: str = "Hello from the conformance test") -> Message:
    """Return a message that was received, as the Messages API posts it."""
    message = {
        "channel": "sms",
        "message_uuid": unique_id(),
        "to": RECIPIENT,
        "from": sender,
        "text": text,
        "sms": {"num_messages": "1"},
    }
    body = json.dumps(message, separators=(",", ":"), ensure_ascii=False).encode()
    return Message(body, lambda token: posted(body, token))


def get(sender: str) -> Message:
    """Return an answer webhook of the Voice API."""
    params = {"to": RECIPIENT, "from": sender, "uuid": unique_id()}
    query = encode(params).decode("ascii")
    return Message(
        query_payload(params), lambda token: Request("GET", f"?{query}", _authorization(token))
    )


def posted(body: bytes, token: str | None) -> Request:
    """Return a POST of JSON with a token, or without."""
    headers = {"Content-Type": JSON, "Content-Length": str(len(body))}
    return Request("POST", "", headers | _authorization(token), body)


def _authorization(token: str | None) -> dict[str, str]:
    return {} if token is None else {"Authorization": f"Bearer {token}"}


def _with_token(make_token: Callable[[Vendor, bytes], str | None]) -> Make:
    def make(vendor: Vendor, new: Shape) -> list[Request]:
        message = new(SENDER)
        return [message.send(make_token(vendor, message.payload))]

    return make


def _claims(**claims: object) -> Make:
    return _with_token(lambda vendor, payload: vendor.token(payload, claims))


def _issued(seconds: int) -> Make:
    return _with_token(
        lambda vendor, payload: vendor.token(payload, {"iat": vendor.now() + seconds})
    )


def _header(digest: str = "sha256", **members: object) -> Make:
    changed = {**TOKEN_HEADER, **members}
    header = {name: value for name, value in changed.items() if value is not None}
    return _with_token(lambda vendor, payload: vendor.token(payload, header=header, digest=digest))


def _changed(change: Callable[[str], str | None]) -> Make:
    return _with_token(lambda vendor, payload: change(vendor.token(payload)))


def _cut(token: str) -> str:
    return token[: token.rindex(".") + 1 + _KEPT]


def _altered(token: str) -> str:
    return with_claims(token, {"iss": "Vonage", "api_key": "abcdef01", "iat": 2_000_000_000})


def _none(vendor: Vendor, payload: bytes) -> str:
    return without_signature(vendor.token(payload, header={**TOKEN_HEADER, "alg": "none"}))


def _swapped(vendor: Vendor, new: Shape) -> list[Request]:
    return [new(STRANGER).send(vendor.token(new(SENDER).payload))]


def _body(change: Callable[[bytes], bytes]) -> Make:
    def make(vendor: Vendor, _: Shape) -> list[Request]:
        body = post(SENDER).payload
        return [posted(change(body), vendor.token(body))]

    return make


def _text(text: str) -> Make:
    def make(vendor: Vendor, _: Shape) -> list[Request]:
        message = post(SENDER, text)
        return [message.send(vendor.token(message.payload))]

    return make


def _nothing(_: Vendor, __: Shape) -> list[Request]:
    return [posted(b"", None)]


def _twice(vendor: Vendor, new: Shape) -> list[Request]:
    message = new(SENDER)
    return [message.send(vendor.token(message.payload))] * 2


def _twice_with_query(vendor: Vendor, new: Shape) -> list[Request]:
    first, second = _twice(vendor, new)
    return [first, with_query(second, "again=1")]


_ALGORITHM = "Who picks the algorithm picks how a token is verified: it is HS256, always."
_BOUND = "A captured or logged token could be sent again with any content."
_CASES: tuple[TokenCase, ...] = (
    Case(
        GENUINE,
        "A genuine callback is accepted.",
        LOST,
        "a genuine callback",
        _claims(),
        Expected.ACCEPTED,
    ),
    Case(
        "unsigned",
        "A callback without a token is rejected.",
        FORGED,
        "no Authorization header",
        _with_token(lambda *_: None),
        Expected.REJECTED_OR_RETRIED,
    ),
    Case(
        "other-secret",
        "A token that was signed with another secret is rejected.",
        FORGED,
        "the token of another secret",
        _with_token(lambda vendor, payload: vendor.stranger().token(payload)),
    ),
    Case(
        "altered",
        "A token with altered claims is rejected.",
        ALTERED,
        "other claims than those that were signed",
        _changed(_altered),
    ),
    Case(
        "cut",
        "A signature is compared whole: a part of it is rejected.",
        "A signature that may be cut can be guessed piece by piece.",
        f"a token with the first {_KEPT} characters of its signature",
        _changed(_cut),
    ),
    Case(
        "alg-none",
        "A token with alg: none is rejected.",
        FORGED,
        "a token with alg: none and without a signature",
        _with_token(_none),
    ),
    Case(
        "alg-rs256",
        "A token that names RS256 is rejected.",
        _ALGORITHM,
        "a token that names RS256, signed by HMAC-SHA-256",
        _header(alg="RS256"),
    ),
    Case(
        "alg-hs512",
        "A token by HS512 is rejected.",
        _ALGORITHM,
        "a token by HS512",
        _header("sha512", alg="HS512"),
    ),
    Case(
        "alg-missing",
        "A token that names no algorithm is rejected.",
        _ALGORITHM,
        "a token without alg, signed by HMAC-SHA-256",
        _header(alg=None),
    ),
    Case(
        "body-swapped",
        "A token is accepted with the payload that it was made for only.",
        _BOUND,
        "the token of another payload",
        _swapped,
    ),
    Case(
        "issuer-other",
        "A token of another issuer than Vonage is rejected.",
        "Tokens that something else signed with the same secret would be taken for callbacks.",
        "a token with another iss",
        _claims(iss="Mallory"),
    ),
    Case(
        "issuer-missing",
        "A token without an issuer is rejected.",
        "Tokens that something else signed with the same secret would be taken for callbacks.",
        "a token without iss",
        _claims(iss=None),
    ),
    Case(
        "stale-past",
        "A token of yesterday is rejected.",
        OLD,
        "a token with an iat of yesterday",
        _issued(-_DAY),
    ),
    Case(
        "stale-future",
        "A token of tomorrow is rejected.",
        OLD,
        "a token with an iat of tomorrow",
        _issued(_DAY),
    ),
    Case(
        "timestamp-missing",
        "A token without iat is rejected.",
        OLD,
        "a token without iat",
        _claims(iat=None),
    ),
    Case(
        "timestamp-unreadable",
        "A token with an iat that is not a time is rejected.",
        OLD,
        "a token with the iat 'yesterday'",
        _claims(iat="yesterday"),
    ),
    Case(
        "broken-token",
        "A token of two parts is rejected, without a 5xx.",
        RETRIED,
        "a token without its last part",
        _changed(lambda token: token[: token.rindex(".")]),
    ),
    Case(
        "broken-base64",
        "A token that is not base64url is rejected, without a 5xx.",
        RETRIED,
        "a token of characters that base64url does not have",
        _changed(lambda _: "!!!!.****.$$$$"),
    ),
    Case(
        "broken-claims",
        "A token whose claims are not an object is rejected, without a 5xx.",
        RETRIED,
        "a token whose claims are an array",
        _changed(lambda token: f"{token.partition('.')[0]}.WzFd.{token.rpartition('.')[2]}"),
    ),
    Case(
        "replayed",
        "A token is accepted once.",
        REPLAYED,
        "a callback that was accepted, again",
        _twice,
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
            _text(text),
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
        _nothing,
        Expected.REJECTED_OR_RETRIED,
    ),
    Case(
        "body-removed",
        "A token is not accepted without its body.",
        _BOUND,
        "the token of a body that was removed",
        _body(lambda _: b""),
    ),
    Case(
        "body-broken",
        "A body that is not JSON is rejected, without a 5xx.",
        RETRIED,
        "the token of another body, and a body that is cut",
        _body(lambda body: body[:-1]),
    ),
    Case(
        "replayed-query",
        "A token is accepted once, whatever the query is.",
        REPLAYED,
        "a callback that was accepted, with a query",
        _twice_with_query,
        Expected.REJECTED_OR_RETRIED,
        "should",
    ),
)

TOKEN_CASES: Mapping[str, tuple[tuple[TokenCase, ...], Shape]] = {
    "post": ((*_CASES, *_POST_CASES), post),
    "get": (_CASES, get),
}
"""The cases of each shape, the genuine callback first, and what makes its messages."""
