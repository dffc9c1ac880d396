"""Which scheme a request carries, and the errors of those who verify it by the other one."""

import pytest

from nexmo_sig import (
    EncodingError,
    Request,
    SignatureMissing,
    Signer,
    UnsupportedMediaType,
    WebhookVerifier,
    read_request,
)
from nexmo_sig._scheme import scheme_of, token_header
from nexmo_sig.testing import webhook_request

SECRET = "the signature secret of the account"
TOKEN = ("messages-inbound", "voice-answer")
SIG = ("sms-inbound", "sms-delivery-receipt")


@pytest.mark.parametrize("kind", TOKEN + SIG)
@pytest.mark.parametrize("media_type", [None, "application/json"])
def test_the_scheme_is_told_from_the_outside(kind: str, media_type: str | None) -> None:
    request = webhook_request(kind, SECRET, media_type=media_type)
    assert scheme_of(request) == ("token" if kind in TOKEN else "sig")
    assert scheme_of(webhook_request(kind, SECRET, "unsigned", media_type=media_type)) is None


@pytest.mark.parametrize(
    ("request_", "scheme"),
    [
        (Request("GET", "/?asig=1&x=sig"), None),
        (Request("GET", "/?a=1&sig="), "sig"),
        (Request("POST", "/", {}, b"sig=1"), "sig"),
        (Request("POST", "/", {}, b"a=1&design=2"), None),
        (Request("POST", "/", {}, b'{"a":"sig"}'), None),
        (Request("POST", "/", {}, b'{"sig" : 1}'), "sig"),
        (Request("GET", "/", {"authorization": "bearer x"}), "token"),
        (Request("GET", "/", {"Authorization": "Basic x"}), None),
        (Request("GET", "/", {"Authorization": "Bearerx"}), None),
        (Request("GET", "/", {"X-Vonage-Webhook-Auth-Token": "x"}), "token"),
        (Request("GET", "/?sig=1", {"Authorization": "Bearer x"}), "sig"),
    ],
)
def test_what_counts(request_: Request, scheme: str | None) -> None:
    assert scheme_of(request_) == scheme


def test_the_header_of_the_router_counts_first() -> None:
    """Its own token, an RS256 one, is in the other."""
    headers = {"Authorization": "Bearer x", "X-Vonage-Webhook-Auth-Token": "Bearer y"}
    assert token_header(Request("GET", "/", headers)) == "X-Vonage-Webhook-Auth-Token"


def test_a_nested_body_with_a_token_says_what_verifies_it() -> None:
    """It said that JSON must be flat, as if the sender were wrong."""
    with pytest.raises(EncodingError) as raised:
        read_request(webhook_request("messages-inbound", SECRET))
    assert str(raised.value).endswith(
        "it carries a bearer token, so it is a signed webhook: use WebhookVerifier"
    )
    assert raised.value.response_status == 400


def test_another_media_type_with_a_token_says_so_and_keeps_its_class() -> None:
    with pytest.raises(UnsupportedMediaType, match="use WebhookVerifier") as raised:
        read_request(Request("POST", "/", {"Authorization": "Bearer x"}, b"{}"))
    assert raised.value.response_status == 415


def test_a_query_with_a_token_says_what_verifies_it() -> None:
    params = read_request(webhook_request("voice-answer", SECRET))
    with pytest.raises(SignatureMissing, match="bearer token WebhookVerifier verifies"):
        Signer(SECRET, "sha256").verify(params)


@pytest.mark.parametrize("kind", SIG)
def test_a_sig_without_a_token_says_what_verifies_it(kind: str) -> None:
    with pytest.raises(
        SignatureMissing, match=r"carries a sig: use read_request and Signer\.verify"
    ):
        WebhookVerifier(SECRET).verify(webhook_request(kind, SECRET))


def test_an_error_of_a_request_of_neither_scheme_is_as_before() -> None:
    with pytest.raises(EncodingError) as raised:
        read_request(Request("POST", "/", {"Content-Type": "application/json"}, b'{"a":[]}'))
    assert (
        str(raised.value) == "the JSON body is not flat: parameter 'a' holds an array or an object"
    )
