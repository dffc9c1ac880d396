"""The tree of errors: its shape, that each is raised, and that none shows what is secret."""

import copy
import pickle
import traceback
from collections.abc import Callable
from typing import Any

import pytest
import strategies
import tokens
from common import NOW
from hypothesis import given
from hypothesis import strategies as st

import nexmo_sig
from nexmo_sig import (
    JSON,
    NexmoSigError,
    Request,
    SecretAuth,
    SignatureAuth,
    Signer,
    WebhookVerifier,
    build_request,
    canonicalize,
    conversion,
    decode,
    encode,
    read_request,
)

SIGNER = Signer("secret", "sha256", clock=lambda: NOW)


def verify(**params: str) -> None:
    SIGNER.verify(params | {"sig": SIGNER.signature(params)})


def received(text: str) -> None:
    WebhookVerifier(tokens.SECRET, lambda: tokens.NOW).verify(tokens.webhook(text))


def build(url: str) -> None:
    build_request("POST", url, {}, auth=SecretAuth("key", "secret"))


RAISED: list[tuple[str, list[str], Callable[[], object]]] = [
    ("UsageError", ["ValueError"], lambda: Signer("", "sha256")),
    ("ParameterError", ["ValueError"], lambda: canonicalize({"": "1"})),
    ("DuplicateParameter", ["ParameterError"], lambda: canonicalize([("a", "1"), ("a", "1")])),
    ("EncodingError", ["ValueError"], lambda: decode(b"a")),
    ("UnsupportedMediaType", ["EncodingError"], lambda: encode({}, "text/xml")),
    ("RequestError", ["ValueError"], lambda: read_request(Request("PUT", "/"))),
    ("InsecureURL", ["RequestError"], lambda: build("http://example.com")),
    ("RequestTooLarge", ["RequestError"], lambda: decode(b"a=1", max_bytes=2)),
    ("SignatureMissing", ["SignatureError"], lambda: SIGNER.verify({})),
    ("SignatureMismatch", ["SignatureError"], lambda: SIGNER.verify({"sig": "0"})),
    ("TokenInvalid", ["SignatureError"], lambda: received("a.b.c")),
    ("PayloadMismatch", ["SignatureError"], lambda: received(tokens.token(payload=b""))),
    ("TimestampMissing", ["SignatureError"], lambda: verify(a="1")),
    ("TimestampInvalid", ["SignatureError"], lambda: verify(timestamp="x")),
    ("SignatureExpired", ["SignatureError"], lambda: verify(timestamp="1")),
    ("WrongCredentials", ["ConversionError"], lambda: conversion.check_status(401)),
    ("NotEnabled", ["ConversionError"], lambda: conversion.check_status(402)),
    ("InvalidParameters", ["ConversionError"], lambda: conversion.check_status(420)),
    ("UnexpectedStatus", ["ConversionError"], lambda: conversion.check_status(500)),
]


@pytest.mark.parametrize(("name", "bases", "cause"), RAISED, ids=[name for name, *_ in RAISED])
def test_each_error_is_raised_and_caught_at_every_height(
    name: Any, bases: list[str], cause: Callable[[], object]
) -> None:
    with pytest.raises(NexmoSigError) as caught:
        cause()
    assert type(caught.value).__name__ == name
    assert getattr(nexmo_sig, name) is type(caught.value)
    assert {base.__name__ for base in type(caught.value).__mro__} >= {"NexmoSigError", *bases}


@pytest.mark.parametrize("cause", [cause for *_, cause in RAISED])
def test_an_error_survives_a_pickle_and_a_copy_with_all_it_carries(
    cause: Callable[[], object],
) -> None:
    with pytest.raises(NexmoSigError) as caught:
        cause()
    for twin in (pickle.loads(pickle.dumps(caught.value)), copy.copy(caught.value)):
        assert type(twin) is type(caught.value)
        assert str(twin) == str(caught.value)
        assert vars(twin) == vars(caught.value)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (nexmo_sig.SignatureExpired, 401),
        (nexmo_sig.ReplayDetected, 401),
        (nexmo_sig.DuplicateParameter, 400),
        (nexmo_sig.UnsupportedMediaType, 415),
        (nexmo_sig.RequestTooLarge, 413),
        (nexmo_sig.UsageError, 500),
        (nexmo_sig.ReplayGuardError, 503),
    ],
)
def test_an_error_knows_what_a_handler_answers(error: type[NexmoSigError], status: int) -> None:
    assert error.response_status == status


@pytest.mark.parametrize("cause", [cause for *_, cause in RAISED])
def test_a_message_is_one_short_printable_line(cause: Callable[[], object]) -> None:
    with pytest.raises(NexmoSigError) as caught:
        cause()
    assert str(caught.value).isprintable()
    assert 10 < len(str(caught.value)) < 250


@given(
    st.text("hunter2", min_size=12, max_size=40),
    strategies.methods,
    st.sampled_from(["%s=1", "a=%s%%", "%s", "a=%s&a=%s", "%%zz=%s", "a%%26=%s", "%s%%3D=1"]),
    st.sampled_from(
        ['{"a": "%s", "a": "%s"}', '{"a": ["%s"]}', "%s", '{"a": "%s\\ud800"}', '["%s"]']
    ),
)
def test_no_error_shows_a_secret_a_signature_or_a_value(
    secret: Any, method: Any, form: str, json: str
) -> None:
    signer = Signer(secret, method, clock=lambda: NOW)
    signed = signer.sign({"a": "1"})
    causes: list[Callable[[], object]] = [
        lambda: signer.verify(signed | {"a": secret}),
        lambda: signer.verify(signed, now=0),
        lambda: signer.verify(signed | {"sig": signed["sig"] + "0"}),
        lambda: signer.verify({"b": [secret], **signed}),  # type: ignore[dict-item]  # the point
        lambda: Signer([secret, ""], method),
        lambda: Signer(secret, secret),
        lambda: SecretAuth("key", secret).apply({"api_secret": secret + "x"}),
        lambda: SignatureAuth("key", signer).apply({"api_secret": secret}),
        lambda: signer.sign({"timestamp": secret}),
        lambda: decode((form.replace("%s", secret)).encode()),
        lambda: decode((json.replace("%s", secret)).encode(), JSON),
        lambda: read_request(Request("GET", "/?" + form.replace("%s", secret) + "&")),
        lambda: read_request(Request("PUT", "/?a=" + secret)),
        lambda: build("http://example.com/" + secret),
        lambda: build(f"https://u:{secret}@example.com/"),
        lambda: encode({"a": "1"}, "text/" + secret),
        lambda: conversion.build_request(
            "sms", message_id="1", delivered=secret, auth=SecretAuth("key", secret)
        ),
        lambda: canonicalize({f"to=1&api_secret={secret}": "1"}),
    ]
    for cause in causes:
        try:
            cause()
        except NexmoSigError as error:
            shown = "".join(traceback.format_exception_only(error)) + repr(error)
            assert secret not in shown
            assert signed["sig"] not in shown
    for value in (signer, SecretAuth("key", secret), SignatureAuth("key", signer)):
        assert secret not in f"{value!r}{value}"
