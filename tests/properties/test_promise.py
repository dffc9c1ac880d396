"""What is signed is what is sent: the promise that everything hangs on."""

import json
import urllib.parse
from typing import Any

import pytest
import reference
import strategies
from hypothesis import given
from hypothesis import strategies as st

from nexmo_sig import (
    FORM,
    Request,
    SecretAuth,
    SignatureAuth,
    Signer,
    build_request,
    read_request,
)
from nexmo_sig._parameters import checked_strings as texts

API_KEY = "abcdef01"
URL = "https://api.nexmo.com/conversions/sms"

requests = st.fixed_dictionaries(
    {
        "method": st.sampled_from(["GET", "POST"]),
        "media_type": strategies.media_types,
        "placement": strategies.placements,
    }
)


def read_independently(request: Request) -> dict[str, str]:
    """Read a request with the standard library alone."""
    query = urllib.parse.urlsplit(request.url).query
    content_type = request.headers.get("Content-Type")
    if content_type is None:
        form = query
    elif content_type == FORM:
        form = request.body.decode("ascii")
    else:
        loaded = json.loads(request.body)
        assert isinstance(loaded, dict)
        return loaded
    return dict(
        urllib.parse.parse_qsl(form, strict_parsing=True, keep_blank_values=True, errors="strict")
    )


@given(
    strategies.params, strategies.secrets, strategies.methods, strategies.unix_timestamps, requests
)
def test_what_is_signed_is_what_is_sent(
    params: dict[str, Any], secret: Any, method: Any, now: int, how: dict[str, Any]
) -> None:
    signer = Signer(secret, method, clock=lambda: now)
    request = build_request(
        how["method"],
        URL,
        params,
        auth=SignatureAuth(API_KEY, signer),
        media_type=how["media_type"],
        placement=how["placement"],
    )
    expected = texts(params) | {"api_key": API_KEY, "timestamp": str(now)}
    assert signer.verify(read_request(request)) == expected

    received = read_independently(request)
    sig = received.pop("sig")
    assert received == expected
    assert sig == reference.signature(expected, secret, method)


@given(strategies.params, strategies.secrets, requests)
def test_what_is_sent_with_key_and_secret_is_what_was_given(
    params: dict[str, Any], secret: Any, how: dict[str, Any]
) -> None:
    request = build_request(
        how["method"],
        URL,
        params,
        auth=SecretAuth(API_KEY, secret),
        media_type=how["media_type"],
        placement=how["placement"],
    )
    expected = texts(params) | {"api_key": API_KEY, "api_secret": secret}
    assert read_request(request) == expected
    assert read_independently(request) == expected


@given(strategies.text_params, strategies.secrets, strategies.methods, st.data())
def test_a_change_of_any_parameter_is_noticed(
    params: dict[str, Any], secret: Any, method: Any, data: st.DataObject
) -> None:
    signer = Signer(secret, method, clock=lambda: 1_000_000_000)
    signed = signer.sign(params)
    name = data.draw(st.sampled_from(sorted(set(signed) - {"sig"})))
    value = data.draw(strategies.texts)
    altered = signed | {name: value}
    # The scheme itself cannot tell '&' and '=' from '_'.
    if reference.canonical_string(altered) != reference.canonical_string(signed):
        with pytest.raises(Exception, match="sig is not the signature"):
            signer.verify(altered)


@given(strategies.params, strategies.secrets, strategies.methods)
def test_the_callers_mapping_is_never_changed(
    params: dict[str, Any], secret: Any, method: Any
) -> None:
    before = dict(params)
    signer = Signer(secret, method)
    signer.verify(signer.sign(params))
    build_request("POST", URL, params, auth=SignatureAuth(API_KEY, signer))
    assert list(params.items()) == list(before.items())
