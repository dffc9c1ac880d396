"""Callbacks with a bearer token: what makes the requests of a case."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from ..media import JSON, encode
from ..request import Request
from ..testing.samples import RECIPIENT, SENDER, STRANGER
from ..testing.tokens import TOKEN_HEADER, query_payload, with_claims, without_signature
from .carriers import with_query
from .cases import Case
from .vendor import Vendor, unique_id

DAY = 86_400
KEPT = 16  # characters of a cut signature


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


def with_token(make_token: Callable[[Vendor, bytes], str | None]) -> Make:
    """Return what sends a message with a token that is made for it, or without one."""

    def make(vendor: Vendor, new: Shape) -> list[Request]:
        message = new(SENDER)
        return [message.send(make_token(vendor, message.payload))]

    return make


def with_other_claims(**claims: object) -> Make:
    """Return what sends a token with other claims; ``None`` leaves one out."""
    return with_token(lambda vendor, payload: vendor.token(payload, claims))


def issued(seconds: int) -> Make:
    """Return what sends a token that was issued some seconds from now."""
    return with_token(
        lambda vendor, payload: vendor.token(payload, {"iat": vendor.now() + seconds})
    )


def with_header(digest: str = "sha256", **members: object) -> Make:
    """Return what sends a token with another header; ``None`` leaves a member out."""
    merged = {**TOKEN_HEADER, **members}
    header = {name: value for name, value in merged.items() if value is not None}
    return with_token(lambda vendor, payload: vendor.token(payload, header=header, digest=digest))


def changed(change: Callable[[str], str | None]) -> Make:
    """Return what sends a genuine token after a change."""
    return with_token(lambda vendor, payload: change(vendor.token(payload)))


def cut(token: str) -> str:
    """Cut the signature."""
    return token[: token.rindex(".") + 1 + KEPT]


def altered(token: str) -> str:
    """Replace the claims, and keep the signature."""
    return with_claims(token, {"iss": "Vonage", "api_key": "abcdef01", "iat": 2_000_000_000})


def alg_none(vendor: Vendor, payload: bytes) -> str:
    """Make a token with ``alg: none``."""
    return without_signature(vendor.token(payload, header={**TOKEN_HEADER, "alg": "none"}))


def swapped(vendor: Vendor, new: Shape) -> list[Request]:
    """Send a message with the token of another one."""
    return [new(STRANGER).send(vendor.token(new(SENDER).payload))]


def with_body(change: Callable[[bytes], bytes]) -> Make:
    """Return what sends a genuine token after a change of its body."""

    def make(vendor: Vendor, _: Shape) -> list[Request]:
        body = post(SENDER).payload
        return [posted(change(body), vendor.token(body))]

    return make


def with_text(text: str) -> Make:
    """Return what sends a message with another text."""

    def make(vendor: Vendor, _: Shape) -> list[Request]:
        message = post(SENDER, text)
        return [message.send(vendor.token(message.payload))]

    return make


def nothing(_: Vendor, __: Shape) -> list[Request]:
    """Send neither a token nor a body."""
    return [posted(b"", None)]


def twice(vendor: Vendor, new: Shape) -> list[Request]:
    """Send a message twice."""
    message = new(SENDER)
    return [message.send(vendor.token(message.payload))] * 2


def twice_with_query(vendor: Vendor, new: Shape) -> list[Request]:
    """Send a message, and then again with a query."""
    first, second = twice(vendor, new)
    return [first, with_query(second, "again=1")]
