"""The example of RFC 7515, appendix A.1, and each attack on a token that RFC 8725 lists."""

from __future__ import annotations

import base64
import hmac
import json
import socket

import pytest
import tokens
from tokens import ABSENT, API_KEY, APPLICATION, BODY, CLAIMS, NOW, OTHER_SECRET, SECRET

from nexmo_sig import (
    InsecureSecretWarning,
    Request,
    SignatureMismatch,
    SignatureMissing,
    Signer,
    TokenInvalid,
    Webhook,
    WebhookVerifier,
    read_request,
)
from nexmo_sig._token import decode_token

VERIFIER = WebhookVerifier(SECRET, clock=lambda: NOW)


def received(text: str, body: bytes = BODY, verifier: WebhookVerifier = VERIFIER) -> Webhook:
    return verifier.verify(tokens.webhook(text, body=body))


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
