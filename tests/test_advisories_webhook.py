"""One test for each way in which a verifier of webhook tokens lets somebody in or falls over.

Where the vendor's SDK for Python falls for it, or rejects what is genuine, the test shows that as
well: vonage-jwt 1.1.5, which asks PyJWT, here 2.15.1 (November 2026). `test_webhook_peers.py` does
so for Node, and `test_rfc8725.py` has the attacks that RFC 8725 lists.
"""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
import tokens
from common import label
from tokens import ABSENT, API_KEY, BODY, CLAIMS, NOW, SECRET
from vonage_jwt.errors import VonageVerifyJwtError
from vonage_jwt.verify_jwt import verify_signature

from nexmo_sig import (
    EncodingError,
    MemoryReplayGuard,
    NexmoSigError,
    PayloadMismatch,
    ReplayDetected,
    SignatureExpired,
    TimestampInvalid,
    TimestampMissing,
    TokenInvalid,
    Webhook,
    WebhookVerifier,
    read_request,
)

VERIFIER = WebhookVerifier(SECRET, clock=lambda: NOW)


def received(text: str, body: bytes = BODY, verifier: WebhookVerifier = VERIFIER) -> Webhook:
    return verifier.verify(tokens.webhook(text, body=body))


def sdk_accepts(text: str) -> bool:
    return bool(verify_signature(text, SECRET))


# What the SDK accepts


def test_a_token_that_leaked_with_another_body() -> None:
    """A token in a log is good for any body, unless the body is what it is checked against."""
    assert sdk_accepts(tokens.token())  # it is not even asked about the body
    with pytest.raises(PayloadMismatch):
        received(tokens.token(), BODY.replace(b"Hello", b"STOP"))


def test_a_token_from_years_ago() -> None:
    """Without a check of its age, a token that leaked is valid for ever."""
    ancient = tokens.token({"iat": 1_587_494_962})
    assert sdk_accepts(ancient)
    with pytest.raises(SignatureExpired):
        received(ancient)


def test_a_token_without_a_time() -> None:
    timeless = tokens.token({"iat": ABSENT})
    assert sdk_accepts(timeless)
    with pytest.raises(TimestampMissing):
        received(timeless)


def test_a_token_without_any_claim() -> None:
    """It is signed, and says nothing: neither the account nor the body that it is for."""
    empty = tokens.token(dict.fromkeys(CLAIMS, ABSENT))
    assert sdk_accepts(empty)
    with pytest.raises(TokenInvalid):
        received(empty)


ODD_CLAIMS = [
    *[{name: ABSENT} for name in ("iss", "jti", "api_key", "payload_hash")],
    {"jti": ""},
    {"api_key": 5},
    {"application_id": 5},
    {"payload_hash": "0" * 63},
]


@pytest.mark.parametrize("claims", ODD_CLAIMS, ids=label)
def test_a_token_without_a_claim_that_every_webhook_has(claims: Any) -> None:
    """Without an id it can be replayed, without a hash it is for any body."""
    assert sdk_accepts(tokens.token(claims))
    with pytest.raises(TokenInvalid, match=next(iter(claims))):
        received(tokens.token(claims))


def test_a_token_of_another_issuer() -> None:
    """A secret that another service uses as well signs that service's tokens, too."""
    foreign = tokens.token({"iss": "Mallory"})
    assert sdk_accepts(foreign)
    with pytest.raises(TokenInvalid, match="iss"):
        received(foreign)


@pytest.mark.parametrize("seconds", [NOW + 0.5, str(NOW), f" {NOW} ", True])
def test_a_time_that_is_not_an_integer(seconds: object) -> None:
    """The SDK reads it with ``int``, which takes fractions, strings, and spaces around them."""
    odd = tokens.token({"iat": seconds})
    assert sdk_accepts(odd)
    with pytest.raises(TimestampInvalid):
        received(odd)


@pytest.mark.parametrize("change", [{"exp": str(2**33)}, {"exp": 2**33 + 0.5}, {"nbf": f"{NOW}"}])
def test_an_expiry_that_is_not_an_integer(change: Any) -> None:
    assert sdk_accepts(tokens.token(change))
    with pytest.raises(TimestampInvalid, match=next(iter(change))):
        received(tokens.token(change))


def test_a_constant_that_json_does_not_have() -> None:
    """``NaN`` is Python's own extension: another reader stops at it, or reads something else."""
    text = tokens.token_of(json.dumps(tokens.HEADER), json.dumps(CLAIMS)[:-1] + ', "x": NaN}')
    assert sdk_accepts(text)
    with pytest.raises(TokenInvalid, match="JSON"):
        received(text)


def test_a_token_larger_than_a_webhook_needs() -> None:
    """A server that reads headers of any size decodes and hashes all of it."""
    text = tokens.token({"x": "x" * 1_000_000})
    assert sdk_accepts(text)
    with pytest.raises(TokenInvalid, match="8,192 bytes"):
        received(text)


def test_a_token_for_another_purpose() -> None:
    """A token of another type, signed with the same secret, passes for a webhook."""
    access = tokens.token(header={"typ": "at+jwt"})
    assert sdk_accepts(access)
    with pytest.raises(TokenInvalid, match="typ"):
        received(access)


def test_a_claim_that_occurs_twice() -> None:
    """Readers differ on which of two claims counts; the SDK takes the last."""
    claims = json.dumps(CLAIMS)
    doubled = tokens.token_of(json.dumps(tokens.HEADER), claims[:-1] + ', "api_key": "evil"}')
    assert sdk_accepts(doubled)
    with pytest.raises(TokenInvalid, match="repeated members"):
        received(doubled)


@pytest.mark.parametrize("number", ["1e400", "-1e400"])
def test_a_number_that_is_read_as_infinity(number: str) -> None:
    """An explanation as JSON then held ``Infinity``, which JSON does not have.

    Python's ``json`` reads ``1e400`` so, in a header, claims or a payload.
    """
    header, claims = json.dumps(tokens.HEADER), json.dumps(CLAIMS)
    more = f', "x": [{number}]}}'
    for text in (
        tokens.token_of(header[:-1] + more, claims),
        tokens.token_of(header, claims[:-1] + more),
    ):
        with pytest.raises(TokenInvalid, match="JSON object"):
            received(text)
    body = f'{{"x": {number}}}'.encode()
    with pytest.raises(EncodingError, match="beyond"):
        received(tokens.token(payload=body), body).json()


def test_a_token_with_padding() -> None:
    """A second spelling of one token passes a list of those that were seen."""
    assert sdk_accepts(tokens.token() + "=")
    with pytest.raises(TokenInvalid):
        received(tokens.token() + "=")


def test_a_token_that_is_sent_again() -> None:
    guard = MemoryReplayGuard(clock=lambda: NOW)
    for _ in range(2):
        assert sdk_accepts(tokens.token())
    VERIFIER.verify(tokens.webhook(), replay_guard=guard)
    with pytest.raises(ReplayDetected):
        VERIFIER.verify(tokens.webhook(), replay_guard=guard)


# What the SDK rejects


def test_a_clock_that_is_a_few_seconds_behind() -> None:
    """The SDK has no leeway: it loses callbacks when the sender's clock is ahead of its own."""
    now = int(time.time())
    ahead = tokens.token({"iat": now + 60})
    with pytest.raises(VonageVerifyJwtError, match="ImmatureSignatureError"):
        sdk_accepts(ahead)
    assert received(ahead, verifier=WebhookVerifier(SECRET, lambda: now)).issued_at == now + 60
    begun = tokens.token({"iat": now, "nbf": now + 60})
    with pytest.raises(VonageVerifyJwtError, match="ImmatureSignatureError"):
        sdk_accepts(begun)
    received(begun, verifier=WebhookVerifier(SECRET, lambda: now))


@pytest.mark.parametrize(
    ("claims", "header"), [({"aud": "a.example"}, {}), ({"sub": 5}, {}), ({}, {"kid": 5})]
)
def test_a_member_that_webhooks_do_not_define(claims: Any, header: Any) -> None:
    """The vendor may add any; the SDK, which cannot be told what to expect, then rejects all."""
    extended = tokens.token(claims, header)
    with pytest.raises(VonageVerifyJwtError, match=r"Audience|Subject|Key ID"):
        sdk_accepts(extended)
    assert received(extended).api_key == API_KEY


# Where a careless receiver falls over


@pytest.mark.parametrize("depth", [65, 1_000, 3_000])
def test_claims_that_are_nested_deeply(depth: int) -> None:
    """A reader that recurses ends in a ``RecursionError``: a 500 that anybody can cause."""
    deep = "[" * depth + "]" * depth
    written = json.dumps(CLAIMS)[:-1] + f', "x": {deep}}}'
    with pytest.raises(TokenInvalid):
        received(tokens.token_of(json.dumps(tokens.HEADER), written, "not the secret"))


def test_a_token_of_100_megabytes() -> None:
    """It is rejected for its length, before anything is decoded or hashed."""
    for text in ("A" * 100_000_000, "." * 100_000_000):
        request = tokens.webhook(text)
        start = time.process_time()
        with pytest.raises(TokenInvalid, match="8,192 bytes"):
            VERIFIER.verify(request)
        assert time.process_time() - start < 1


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": ["Vonage"]},
        {"api_key": {"a": 1}},
        {"jti": [1]},
        {"payload_hash": 5},
        {"iat": {}},
        {"iat": 10**600},
        {"exp": -(10**600)},
    ],
)
def test_claims_of_another_type(claims: dict[str, object]) -> None:
    """Compared, hashed or subtracted without a look at their type, they raise anything."""
    with pytest.raises(NexmoSigError):
        received(tokens.token(claims))


def test_a_signature_that_is_not_ascii() -> None:
    with pytest.raises(TokenInvalid):
        received(tokens.token()[:-1] + "\u00e9")


def test_a_body_that_a_framework_has_read() -> None:
    """The stream is then empty, and so is the body; its token would be for another payload."""
    with pytest.raises(NexmoSigError, match="read before"):
        VERIFIER.verify(tokens.webhook(headers={"Content-Length": "58"}, body=b""))


def test_a_body_that_was_parsed_and_written_again() -> None:
    """The hash is over the bytes; JSON that is written anew has others."""
    text = tokens.token(payload=b'{"a": 1}')
    assert received(text, b'{"a": 1}').json() == {"a": 1}
    with pytest.raises(PayloadMismatch, match="raw bytes"):
        received(text, json.dumps({"a": 1}, separators=(",", ":")).encode())


def test_a_query_beside_the_body() -> None:
    """Only the body is bound: an application that reads the query as well reads what anybody wrote."""
    request = tokens.webhook(url="/webhooks/inbound?to=evil")
    assert b"evil" not in VERIFIER.verify(request).payload


def test_a_webhook_that_is_read_as_the_other_scheme() -> None:
    """Its nested JSON is fed to the verifier of ``sig``, which can only say that it is not flat."""
    body = b'{"message":{"content":"Hello"}}'
    with pytest.raises(EncodingError, match="not flat"):
        read_request(tokens.webhook(tokens.token(payload=body), body=body))
    assert received(tokens.token(payload=body), body).payload == body
