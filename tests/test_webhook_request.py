"""Callbacks to test receivers with: genuine ones are, and each flaw is the one that it says."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qsl

import jwt
import pytest
from common import NOW

from nexmo_sig import (
    FORM,
    JSON,
    MemoryReplayGuard,
    PayloadMismatch,
    ReplayDetected,
    Request,
    SignatureExpired,
    SignatureMethod,
    SignatureMismatch,
    SignatureMissing,
    Signer,
    TokenInvalid,
    UnsupportedMediaType,
    UsageError,
    WebhookVerifier,
    read_request,
)
from nexmo_sig.testing import EXAMPLE_APPLICATION_ID, webhook_request
from nexmo_sig.testing.tokens import bearer_token

SECRET = "a signature secret of more than 32 bytes"
SMS = ["sms-inbound", "sms-delivery-receipt"]
TOKEN = ["messages-inbound", "voice-answer"]
KINDS = [*SMS, *TOKEN]


def token_of(request: Request) -> str:
    word, _, token = (request.header("Authorization") or "").partition(" ")
    assert word.lower() == "bearer"
    return token


def claims_of(request: Request) -> dict[str, Any]:
    """Verify a token with PyJWT, an implementation by others."""
    return jwt.decode(token_of(request), SECRET, algorithms=["HS256"])


def payload_of(request: Request) -> bytes:
    query = parse_qsl(request.url.partition("?")[2])
    return request.body or json.dumps(dict(query), separators=(",", ":")).encode()


def test_the_published_token_comes_out() -> None:
    """That of the tests of the vendor's SDKs for Ruby and PHP."""
    claims = {
        "iat": 1587494962,
        "jti": "c5ba8f24-1a14-4c10-bfdf-3fbe8ce511b5",
        "iss": "Vonage",
        "payload_hash": "d6c0e74b5857df20e3b7e51b30c0c2a40ec73a77879b6f074ddc7a2317dd031b",
        "api_key": "a1b2c3d",
        "application_id": "aaaaaaaa-bbbb-cccc-dddd-0123456789ab",
    }
    assert bearer_token("ZYtdTtGV3BCFN7tWmOWr1md66XsquMggr4W2cTtXtcPgfnI0Xw", claims) == (
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpYXQiOjE1ODc0OTQ5NjIsImp0aSI6ImM1YmE4ZjI0LTFh"
        "MTQtNGMxMC1iZmRmLTNmYmU4Y2U1MTFiNSIsImlzcyI6IlZvbmFnZSIsInBheWxvYWRfaGFzaCI6ImQ2YzBlNzRi"
        "NTg1N2RmMjBlM2I3ZTUxYjMwYzBjMmE0MGVjNzNhNzc4NzliNmYwNzRkZGM3YTIzMTdkZDAzMWIiLCJhcGlfa2V5"
        "IjoiYTFiMmMzZCIsImFwcGxpY2F0aW9uX2lkIjoiYWFhYWFhYWEtYmJiYi1jY2NjLWRkZGQtMDEyMzQ1Njc4OWFi"
        "In0.JQRKi1d0SQitmjPINfTWMpt3XZkGsLbD7EjCdXoNSbk"
    )


@pytest.mark.parametrize("method", SignatureMethod)
@pytest.mark.parametrize("media_type", [None, FORM, JSON])
@pytest.mark.parametrize("kind", SMS)
def test_a_genuine_sms_verifies(kind: str, media_type: str | None, method: SignatureMethod) -> None:
    request = webhook_request(kind, SECRET, method=method, now=NOW, media_type=media_type)
    params = Signer(SECRET, method).verify(read_request(request), now=NOW)
    assert params["timestamp"] == str(NOW)
    assert params["message-timestamp"] == "2023-11-14 22:13:20"
    assert params["nonce"]
    assert request.method == ("GET" if media_type is None else "POST")


@pytest.mark.parametrize("method", SignatureMethod)
def test_sig_has_the_letter_case_in_which_nexmo_sends_it(method: SignatureMethod) -> None:
    sig = read_request(webhook_request("sms-inbound", SECRET, method=method, now=NOW))["sig"]
    assert sig == (sig.lower() if method == "md5hash" else sig.upper())


@pytest.mark.parametrize("kind", TOKEN)
def test_a_genuine_token_verifies_and_binds_the_payload(kind: str) -> None:
    request = webhook_request(kind, SECRET, now=NOW, api_key="abcdef01", request_id="unique")
    assert jwt.get_unverified_header(token_of(request)) == {"alg": "HS256", "typ": "JWT"}
    assert claims_of(request) == {
        "iat": NOW,
        "jti": "unique",
        "iss": "Vonage",
        "payload_hash": sha256(payload_of(request)).hexdigest(),
        "api_key": "abcdef01",
        "application_id": EXAMPLE_APPLICATION_ID,
    }


def test_a_message_is_a_post_of_compact_json() -> None:
    request = webhook_request("messages-inbound", SECRET, now=NOW)
    message = json.loads(request.body)
    assert request.method == "POST"
    assert request.header("content-type") == JSON
    assert request.header("content-length") == str(len(request.body))
    assert message["timestamp"] == "2023-11-14T22:13:20Z"
    assert json.dumps(message, separators=(",", ":"), ensure_ascii=False).encode() == request.body


@pytest.mark.parametrize(
    ("flaw", "error"),
    [
        ("altered", SignatureMismatch),
        ("other-secret", SignatureMismatch),
        ("unsigned", SignatureMissing),
        ("stale", SignatureExpired),
    ],
)
@pytest.mark.parametrize("media_type", [None, FORM, JSON])
@pytest.mark.parametrize("kind", SMS)
def test_a_flawed_sms_is_rejected(
    kind: str, media_type: str | None, flaw: str, error: type[Exception]
) -> None:
    request = webhook_request(kind, SECRET, flaw, now=NOW, media_type=media_type)
    with pytest.raises(error):
        Signer(SECRET, "sha256").verify(read_request(request), now=NOW)


@pytest.mark.parametrize("media_type", [None, FORM, JSON])
def test_a_replayed_sms_is_authentic_once(media_type: str | None) -> None:
    signer, guard = Signer(SECRET, "sha256"), MemoryReplayGuard()
    genuine = webhook_request("sms-inbound", SECRET, now=NOW, media_type=media_type)
    again = webhook_request("sms-inbound", SECRET, "replayed", now=NOW, media_type=media_type)
    assert again != genuine
    signer.verify(read_request(genuine), now=NOW, replay_guard=guard)
    with pytest.raises(ReplayDetected):
        signer.verify(read_request(again), now=NOW, replay_guard=guard)


@pytest.mark.parametrize("flaw", ["altered", "other-secret"])
@pytest.mark.parametrize("kind", TOKEN)
def test_a_token_that_the_secret_did_not_sign_is_rejected(kind: str, flaw: str) -> None:
    with pytest.raises(jwt.InvalidSignatureError):
        claims_of(webhook_request(kind, SECRET, flaw, now=NOW))


@pytest.mark.parametrize(
    ("flaw", "algorithm"), [("alg-none", "none"), ("alg-rs256", "RS256"), ("altered", "HS256")]
)
@pytest.mark.parametrize("kind", TOKEN)
def test_a_token_names_the_algorithm_of_its_flaw(kind: str, flaw: str, algorithm: str) -> None:
    token = token_of(webhook_request(kind, SECRET, flaw, now=NOW))
    assert jwt.get_unverified_header(token)["alg"] == algorithm
    assert token.endswith(".") == (algorithm == "none")


@pytest.mark.parametrize("kind", TOKEN)
def test_rs256_is_confused_with_an_hmac_of_the_secret(kind: str) -> None:
    genuine, confused = (
        token_of(webhook_request(kind, SECRET, flaw, now=NOW)) for flaw in (None, "alg-rs256")
    )
    claims = jwt.decode(genuine, options={"verify_signature": False})
    assert confused == bearer_token(SECRET, claims, {"alg": "RS256", "typ": "JWT"})


@pytest.mark.parametrize("kind", TOKEN)
def test_the_other_flaws_are_signed(kind: str) -> None:
    swapped = webhook_request(kind, SECRET, "body-swapped", now=NOW)
    assert claims_of(swapped)["payload_hash"] != sha256(payload_of(swapped)).hexdigest()
    assert claims_of(webhook_request(kind, SECRET, "other-issuer", now=NOW))["iss"] != "Vonage"
    assert claims_of(webhook_request(kind, SECRET, "stale", now=NOW))["iat"] == NOW - 86_400


@pytest.mark.parametrize(
    ("flaw", "error"),
    [
        ("altered", SignatureMismatch),
        ("other-secret", SignatureMismatch),
        ("unsigned", SignatureMissing),
        ("stale", SignatureExpired),
        ("body-swapped", PayloadMismatch),
        ("alg-none", TokenInvalid),
        ("alg-rs256", TokenInvalid),
        ("other-issuer", TokenInvalid),
    ],
)
@pytest.mark.parametrize("kind", TOKEN)
def test_a_flawed_token_is_rejected_for_its_flaw(
    kind: str, flaw: str, error: type[Exception]
) -> None:
    verifier = WebhookVerifier(SECRET)
    assert verifier.verify(webhook_request(kind, SECRET, now=NOW), now=NOW)
    with pytest.raises(error):
        verifier.verify(webhook_request(kind, SECRET, flaw, now=NOW), now=NOW)


@pytest.mark.parametrize("kind", TOKEN)
def test_a_replayed_token_is_authentic_once(kind: str) -> None:
    verifier, guard = WebhookVerifier(SECRET), MemoryReplayGuard()
    verifier.verify(webhook_request(kind, SECRET, now=NOW), now=NOW, replay_guard=guard)
    again = webhook_request(kind, SECRET, "replayed", now=NOW)
    with pytest.raises(ReplayDetected):
        verifier.verify(again, now=NOW, replay_guard=guard)


@pytest.mark.parametrize("kind", TOKEN)
def test_a_replayed_token_is_the_genuine_one_in_another_guise(kind: str) -> None:
    genuine = webhook_request(kind, SECRET, now=NOW)
    again = webhook_request(kind, SECRET, "replayed", now=NOW)
    assert token_of(again) == token_of(genuine)
    assert again != genuine


@pytest.mark.parametrize("kind", TOKEN)
def test_a_callback_without_a_token_has_no_authorization(kind: str) -> None:
    assert webhook_request(kind, SECRET, "unsigned", now=NOW).header("Authorization") is None


@pytest.mark.parametrize("kind", KINDS)
def test_with_now_a_request_depends_on_its_arguments_only(kind: str) -> None:
    moment = datetime.fromtimestamp(NOW, UTC)
    assert webhook_request(kind, SECRET, now=NOW) == webhook_request(kind, SECRET, now=moment)
    assert webhook_request(kind, SECRET, now=NOW) != webhook_request(kind, SECRET, now=NOW + 1)


@pytest.mark.parametrize("kind", KINDS)
def test_without_now_no_request_is_a_replay_of_another(kind: str) -> None:
    def made() -> Request:
        return webhook_request(kind, SECRET, clock=lambda: NOW)

    assert made() != made()


@pytest.mark.parametrize("kind", KINDS)
def test_the_url_is_the_one_given(kind: str) -> None:
    request = webhook_request(kind, SECRET, url="https://example.com/hook")
    assert request.url.partition("?")[0] == "https://example.com/hook"


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: webhook_request("sms", SECRET), "kind must be one of messages-inbound, voice"),
        (
            lambda: webhook_request("sms-inbound", SECRET, "alg-none"),
            "one of altered, other-secret",
        ),
        (lambda: webhook_request("voice-answer", SECRET, "x"), "body-swapped, alg-none, alg-rs256"),
        (lambda: webhook_request("voice-answer", SECRET, "replayed"), "needs the now"),
        (lambda: webhook_request("voice-answer", ""), "secret is empty"),
        (lambda: webhook_request("sms-inbound", SECRET, method="md4"), "method"),
        (lambda: webhook_request("sms-inbound", SECRET, now="today"), "now must be"),  # type: ignore[arg-type]  # the point
    ],
)
def test_an_argument_that_cannot_be_used_is_named(
    make: Callable[[], Request], message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        make()


def test_a_media_type_that_is_not_documented_is_rejected() -> None:
    with pytest.raises(UnsupportedMediaType):
        webhook_request("sms-inbound", SECRET, media_type="text/xml")


def test_the_fixture_makes_them(nexmo_webhook_request: Callable[..., Request]) -> None:
    genuine = webhook_request("sms-inbound", SECRET, now=NOW)
    assert nexmo_webhook_request("sms-inbound", SECRET, now=NOW) == genuine
