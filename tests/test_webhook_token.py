"""The header and the form of the bearer token of a signed webhook."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
import tokens
from tokens import ABSENT, API_KEY, BODY, CLAIMS, NOW, SECRET

from nexmo_sig import (
    NexmoSigError,
    Request,
    SignatureMissing,
    TokenInvalid,
    Webhook,
    WebhookVerifier,
)

ROUTER_HEADER = "X-Vonage-Webhook-Auth-Token"
VERIFIER = WebhookVerifier(SECRET, clock=lambda: NOW)
Members = dict[str, Any]


def verified(claims: Members | None = None, header: Members | None = None) -> Webhook:
    """Verify the genuine webhook, with changes to its token."""
    return VERIFIER.verify(tokens.webhook(tokens.token(claims, header)))


# The header


@pytest.mark.parametrize("word", ["Bearer", "bearer", "BEARER", "Bearer  "])
def test_the_word_bearer_is_read_in_any_case(word: str) -> None:
    for name in ("Authorization", "AUTHORIZATION", ROUTER_HEADER):
        verifier = WebhookVerifier(SECRET, lambda: NOW, header=name)
        verifier.verify(tokens.webhook(headers={name.lower(): f"{word} {tokens.token()}"}))


def test_a_missing_header_is_explained() -> None:
    with pytest.raises(SignatureMissing) as caught:
        VERIFIER.verify(tokens.webhook(headers={}))
    message = str(caught.value)
    assert "no Authorization header" in message
    assert "WSGIPassAuthorization" in message
    assert "proxy" in message
    assert caught.value.response_status == 401


@pytest.mark.parametrize(
    "value", ["Basic dXNlcjpwYXNz", 'Digest username="a", realm="b"', "", "Bearer", tokens.token()]
)
def test_another_scheme_is_not_a_signature(value: str) -> None:
    error: type[NexmoSigError] = TokenInvalid if value == "Bearer" else SignatureMissing
    with pytest.raises(error):
        VERIFIER.verify(tokens.webhook(headers={"Authorization": value}))


def test_in_another_header_than_authorization_the_word_bearer_may_be_missing() -> None:
    verifier = WebhookVerifier(SECRET, lambda: NOW, header=ROUTER_HEADER)
    router = {"Authorization": "Bearer " + tokens.token(header={"alg": "RS256"})}
    verifier.verify(tokens.webhook(headers=router | {ROUTER_HEADER: tokens.token()}))
    with pytest.raises(SignatureMissing, match="no X-Vonage-Webhook-Auth-Token header"):
        verifier.verify(tokens.webhook())
    with pytest.raises(SignatureMissing, match="does not hold a bearer token"):
        verifier.verify(tokens.webhook(headers={ROUTER_HEADER: "Basic dXNlcjpwYXNz"}))


@pytest.mark.parametrize("name", ["Authorization", ROUTER_HEADER])
def test_two_headers_are_not_one_token(name: str) -> None:
    text = f"Bearer {tokens.token()}" if name == "Authorization" else tokens.token()
    headers = [(name, text), (name.lower(), text)]
    verifier = WebhookVerifier(SECRET, lambda: NOW, header=name)
    with pytest.raises(TokenInvalid, match="several bearer tokens"):
        verifier.verify(Request("POST", "/", headers, BODY))


# The form of the token


def test_a_token_of_the_router_is_explained() -> None:
    with pytest.raises(TokenInvalid) as caught:
        verified(header={"alg": "RS256"})
    assert "router" in str(caught.value)
    assert 'header="X-Vonage-Webhook-Auth-Token"' in str(caught.value)


@pytest.mark.parametrize("alg", ["none", "None", "HS512", "HS384", "hs256", "ES256", "", None, 1])
def test_the_algorithm_is_hs256_and_nothing_else(alg: object) -> None:
    with pytest.raises(TokenInvalid, match="alg"):
        verified(header={"alg": alg})


def test_a_token_without_an_algorithm_is_rejected() -> None:
    with pytest.raises(TokenInvalid, match="alg"):
        verified(header={"alg": ABSENT})


@pytest.mark.parametrize("typ", ["JWT", "jwt", "Jwt", ABSENT])
def test_the_type_is_jwt_in_any_case_or_absent(typ: object) -> None:
    assert verified(header={"typ": typ}).api_key == API_KEY


@pytest.mark.parametrize("typ", ["JWE", "application/jwt", "at+jwt", "", None, 1, ["JWT"]])
def test_another_type_is_rejected(typ: object) -> None:
    with pytest.raises(TokenInvalid, match="typ"):
        verified(header={"typ": typ})


@pytest.mark.parametrize("crit", [["exp"], ["b64"], [], None])
def test_a_critical_extension_is_rejected(crit: object) -> None:
    with pytest.raises(TokenInvalid, match="crit"):
        verified(header={"crit": crit, "b64": False})


def edited(position: int, new: Callable[[str], str]) -> str:
    parts = tokens.token().split(".")
    parts[position] = new(parts[position])
    return ".".join(parts)


@pytest.mark.parametrize("position", [0, 1, 2])
@pytest.mark.parametrize(
    "new",
    [
        lambda part: part + "=" * (-len(part) % 4 or 4),
        lambda part: part + "A" * (5 - len(part) % 4),
        lambda part: part[:4] + "\n" + part[4:],
        lambda part: part[:4] + " " + part[4:],
        lambda part: part[:4] + "\u00e9" + part[5:],
        lambda part: part[:4] + "+" + part[5:],
        lambda part: part[:4] + "/" + part[5:],
        lambda part: part[:4] + "%41" + part[5:],
        lambda part: part[:4] + "\x00" + part[4:],
    ],
)
def test_only_base64url_without_padding_is_read(position: int, new: Callable[[str], str]) -> None:
    with pytest.raises(TokenInvalid):
        VERIFIER.verify(tokens.webhook(edited(position, new)))


def test_the_last_character_has_one_spelling() -> None:
    """The last of 43 characters carries four bits: three more spell the same signature."""
    text = tokens.token()
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    start = alphabet.index(text[-1])
    for other in alphabet[start + 1 : start + 4]:
        with pytest.raises(TokenInvalid, match="the signature of the bearer token"):
            VERIFIER.verify(tokens.webhook(text[:-1] + other))


@pytest.mark.parametrize("text", ["", ".", "..", "...", "a.b", "a.b.c.d.e", "x" * 100])
def test_a_token_has_three_parts(text: str) -> None:
    with pytest.raises(TokenInvalid):
        VERIFIER.verify(tokens.webhook(text))


WRITTEN_HEADER, WRITTEN_CLAIMS = json.dumps(tokens.HEADER), json.dumps(CLAIMS)


@pytest.mark.parametrize(
    "written",
    [
        "[]",
        '"HS256"',
        "null",
        "",
        "{",
        WRITTEN_HEADER + "x",
        WRITTEN_HEADER[:-1] + ',"alg":"HS256"}',
        WRITTEN_HEADER[:-1] + ',"\\u0061lg":"HS256"}',
        WRITTEN_HEADER[:-1] + ',"x":NaN}',
        "\ufeff" + WRITTEN_HEADER,
        WRITTEN_HEADER.encode("utf-16"),
        WRITTEN_HEADER.encode()[:-1] + b',"x":"\xff"}',
    ],
)
def test_header_and_claims_are_json_objects_without_repeated_members(written: str | bytes) -> None:
    with pytest.raises(TokenInvalid, match="the header of the bearer token") as caught:
        VERIFIER.verify(tokens.webhook(tokens.token_of(written, WRITTEN_CLAIMS)))
    assert caught.value.__context__ is None
    with pytest.raises(TokenInvalid, match="the claims of the bearer token") as caught:
        VERIFIER.verify(tokens.webhook(tokens.token_of(WRITTEN_HEADER, written)))
    assert caught.value.__context__ is None


def test_a_token_is_read_up_to_8192_bytes() -> None:
    sizes = {}
    for more in range(5_500, 6_000):
        text = tokens.token({"x": "x" * more})
        sizes[len(text)] = text
    VERIFIER.verify(tokens.webhook(sizes[8_192]))
    with pytest.raises(TokenInvalid, match="8,192 bytes"):
        VERIFIER.verify(tokens.webhook(sizes[8_193]))


@pytest.mark.parametrize("before", ["X", "B", ".", "\t", "Bearer "])
def test_nothing_but_spaces_may_stand_before_a_token(before: str) -> None:
    with pytest.raises(TokenInvalid):
        VERIFIER.verify(tokens.webhook(before + tokens.token()))


def test_other_members_are_ignored() -> None:
    keys = {"kid": "../../dev/null", "jku": "http://127.0.0.1:9/", "x5u": "http://127.0.0.1:9/"}
    odd = {"sub": 5, "aud": "others", "scope": {"a": [1]}, "big": 10**600}
    webhook = verified(odd, keys | {"jwk": {"kty": "oct", "k": "AAAA"}})
    assert webhook == VERIFIER.verify(tokens.webhook())
