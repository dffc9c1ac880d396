"""One test for each way in which a verifier of webhook tokens lets somebody in or falls over.

Where the vendor's SDK for Python falls for it, or rejects what is genuine, the test shows that as
well: vonage-jwt 1.1.5, which asks PyJWT, here 2.15.1 (November 2026). `test_webhook_peers.py` does
so for Node. The attacks are those of RFC 8725, and the leaks that a bearer token invites.
"""

from __future__ import annotations

import base64
import hmac
import json
import socket
import time
from typing import Any

import pytest
import tokens
from tokens import ABSENT, API_KEY, APPLICATION, BODY, CLAIMS, NOW, OTHER_SECRET, SECRET
from vonage_jwt.errors import VonageVerifyJwtError
from vonage_jwt.verify_jwt import verify_signature

from nexmo_sig import (
    EncodingError,
    InsecureSecretWarning,
    MemoryReplayGuard,
    NexmoSigError,
    PayloadMismatch,
    ReplayDetected,
    Request,
    SignatureExpired,
    SignatureMismatch,
    SignatureMissing,
    Signer,
    TimestampInvalid,
    TimestampMissing,
    TokenInvalid,
    Webhook,
    WebhookVerifier,
    read_request,
)
from nexmo_sig._wire.token import decode_token

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


# RFC 7515, appendix A.1

A1_KEY = "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"
A1_TOKEN = (
    "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0d"
    "HA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
)


def test_the_example_of_rfc_7515_is_read_as_the_rfc_reads_it() -> None:
    """Its key is not UTF-8, so it cannot be a signature secret; its issuer is not the vendor."""
    token = decode_token(A1_TOKEN)
    assert token.header == {"typ": "JWT", "alg": "HS256"}
    expected = {"iss": "joe", "exp": 1_300_819_380, "http://example.com/is_root": True}
    assert token.claims == expected
    key = base64.urlsafe_b64decode(A1_KEY + "==")
    assert hmac.digest(key, token.signed, "sha256") == token.signature
    with pytest.raises(SignatureMismatch):
        received(A1_TOKEN)
    ours = f"{A1_TOKEN.rpartition('.')[0]}.{tokens.signature(A1_TOKEN.rpartition('.')[0])}"
    with pytest.raises(TokenInvalid, match="iss"):
        received(ours)


# RFC 8725


@pytest.mark.parametrize("alg", ["none", "None", "NONE", "nOnE", ""])
def test_section_2_1_no_algorithm(alg: str) -> None:
    """A token that says that it is not signed, with and without a signature."""
    signed = tokens.token(header={"alg": alg})
    for text in (signed, signed.rpartition(".")[0] + "."):
        with pytest.raises(TokenInvalid, match="alg"):
            received(text)


PUBLIC_KEY = (
    "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE\n-----END PUBLIC KEY-----"
)


def test_section_2_1_a_public_key_as_the_secret() -> None:
    """An application has an RSA key as well; its public half is no secret, so it must not verify."""
    with pytest.raises(SignatureMismatch):
        received(tokens.token(secret=PUBLIC_KEY))
    with pytest.raises(TokenInvalid, match="RS256"):
        received(tokens.token(header={"alg": "RS256"}, secret=PUBLIC_KEY))


@pytest.mark.parametrize("alg", ["HS384", "HS512", "ES256", "PS256", "EdDSA", "HS256 ", "hs256"])
def test_section_3_1_another_algorithm(alg: str) -> None:
    """The algorithm is HS256: what the token says is compared with that, and selects nothing."""
    parts = tokens.token(header={"alg": alg}).rpartition(".")[0]
    for hash_name in ("sha256", "sha384", "sha512"):
        with pytest.raises(TokenInvalid, match="alg"):
            received(f"{parts}.{tokens.signature(parts, hash_name=hash_name)}")


def test_section_2_2_a_weak_key() -> None:
    """A short secret can be found from one token, without asking anybody; so it is warned of."""
    with pytest.warns(InsecureSecretWarning):
        verifier = WebhookVerifier("a", lambda: NOW)
    found = [c for c in "abc" if tokens.token(secret=c) == tokens.token(secret="a")]
    assert found == ["a"]
    assert received(tokens.token(secret="a"), verifier=verifier).api_key == API_KEY


@pytest.mark.parametrize("header", [{"alg": "dir", "enc": "A128GCM"}, {"alg": "HS256"}])
def test_section_2_3_an_encrypted_token(header: dict[str, str]) -> None:
    """A JWE has five parts; whether what it holds is signed, nobody has checked."""
    parts = [json.dumps(header).encode(), b"", b"nonce", tokens.token().encode(), b"tag"]
    with pytest.raises(TokenInvalid, match="5 parts"):
        received(".".join(map(tokens.base64url, parts)))


def test_section_2_3_a_token_within_a_token() -> None:
    nested = tokens.token_of('{"alg":"HS256","typ":"JWT","cty":"JWT"}', tokens.token())
    with pytest.raises(TokenInvalid, match="claims"):
        received(nested)


@pytest.mark.parametrize("charset", ["utf-16", "utf-16-le", "utf-32", "utf-8-sig"])
def test_section_2_6_another_encoding(charset: str) -> None:
    """JSON readers guess an encoding, and not all guess the same."""
    header, claims = json.dumps(tokens.HEADER), json.dumps(CLAIMS)
    for text in (
        tokens.token_of(header.encode(charset), claims),
        tokens.token_of(header, claims.encode(charset)),
    ):
        with pytest.raises(TokenInvalid, match="UTF-8"):
            received(text)


def test_section_2_7_a_token_for_somebody_else() -> None:
    """One account has many applications: the token of one must not do at another."""
    verifier = WebhookVerifier(SECRET, lambda: NOW, application_id=APPLICATION)
    for other in ("bbbbbbbb-bbbb-cccc-dddd-0123456789ab", ABSENT):
        with pytest.raises(TokenInvalid, match="application_id"):
            received(tokens.token({"application_id": other}), verifier=verifier)


def test_section_2_7_a_token_of_one_account_in_the_name_of_another() -> None:
    """The account chooses the secret, so nobody can sign in the name of another account."""
    verifier = WebhookVerifier({API_KEY: SECRET, "b2": OTHER_SECRET}, lambda: NOW)
    with pytest.raises(SignatureMismatch):
        received(tokens.token({"api_key": API_KEY}, secret=OTHER_SECRET), verifier=verifier)


def test_section_2_8_a_signature_of_the_other_scheme() -> None:
    """Both schemes have one secret: what one signs must not be taken for what the other signs."""
    signer = Signer(SECRET, "sha256", clock=lambda: NOW)
    signed = tokens.token().rpartition(".")[0]
    sig = signer.signature({"text": signed})
    with pytest.raises(SignatureMismatch):
        received(f"{signed}.{tokens.base64url(bytes.fromhex(sig))}")
    headers = {"Authorization": f"Bearer {tokens.token()}"}
    with pytest.raises(SignatureMissing):
        signer.verify(read_request(Request("GET", "/?text=a", headers)))


@pytest.mark.parametrize("name", ["kid", "jku", "x5u", "jwk", "x5c", "url"])
def test_section_2_9_a_header_that_names_a_key(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The key comes from the receiver: a header that names one is neither followed nor used."""

    def forbidden(*_: object, **__: object) -> None:
        raise AssertionError("something was opened")

    monkeypatch.setattr(socket, "socket", forbidden)
    monkeypatch.setattr("builtins.open", forbidden)
    values = ["../../../../dev/null", "' OR 1=1 --", "http://127.0.0.1:9/", {"kty": "oct", "k": ""}]
    for value in values:
        assert received(tokens.token(header={name: value})).api_key == API_KEY
        for secret in ("", "evil"):
            with pytest.raises(SignatureMismatch):
                received(tokens.token(header={name: value}, secret=secret))


@pytest.mark.parametrize("name", ["exp", "b64", "nonsense"])
def test_section_3_10_an_extension_that_is_critical(name: str) -> None:
    """RFC 7515, section 4.1.11: a token with an extension that is not understood is invalid."""
    with pytest.raises(TokenInvalid, match="crit"):
        received(tokens.token(header={"crit": [name], name: False}))


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
        start = time.perf_counter()
        with pytest.raises(TokenInvalid, match="8,192 bytes"):
            received(text)
        assert time.perf_counter() - start < 1


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
