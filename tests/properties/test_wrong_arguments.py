"""Wrong data raises an error of the request, a wrong argument a UsageError, and nothing else.

A program that is wrong must find out at its first call: a wrong argument is reported before the data
is looked at, and it never lets a request through.
"""

from collections.abc import Callable
from datetime import datetime
from fractions import Fraction
from typing import Any

import pytest
import strategies
from common import NOW, label
from hypothesis import given
from hypothesis import strategies as st

from nexmo_sig import (
    MemoryReplayGuard,
    NexmoSigError,
    Request,
    SecretAuth,
    SignatureAuth,
    Signer,
    UsageError,
    WebhookVerifier,
    build_request,
    canonicalize,
    conversion,
    decode,
    diagnose,
    encode,
    explain,
    read_request,
    replay_key,
)
from nexmo_sig.testing import webhook_request

SECRET = "a signature secret of more than 32 bytes"
SIGNER = Signer(SECRET, "sha256", clock=lambda: NOW)
SIGNED = SIGNER.sign({"to": "447700900000"})
AUTH = SignatureAuth("key", SIGNER)
VERIFIER = WebhookVerifier(SECRET, clock=lambda: NOW)
WEBHOOK = webhook_request("messages-inbound", SECRET, now=NOW)
URL = "https://api.nexmo.com/conversions/sms"


class Odd:
    """An object that no function of the package takes."""


ODD: list[Any] = [None, True, 1, 1.5, b"a=1", "a=1", [], {}, set(), object(), Odd, Odd(), "\ud800"]
odd = st.sampled_from(ODD) | st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.tuples(inner, inner),
    max_leaves=8,
)

DATA: dict[str, Callable[[Any], object]] = {
    "canonicalize": canonicalize,
    "signature": SIGNER.signature,
    "sign": SIGNER.sign,
    "sign, timestamp": lambda value: SIGNER.sign({}, timestamp=value),
    "verify": SIGNER.verify,
    "verify, value": lambda value: SIGNER.verify({**SIGNED, "text": value}),
    "verify, sig": lambda value: SIGNER.verify({**SIGNED, "sig": value}),
    "encode": encode,
    "encode, media type": lambda value: encode({}, value),
    "decode": decode,
    "decode, media type": lambda value: decode(b"", value),
    "read_request": read_request,
    "build_request": lambda value: build_request("POST", URL, value, auth=AUTH),
    "build_request, method": lambda value: build_request(value, URL, {}, auth=AUTH),
    "build_request, URL": lambda value: build_request("POST", value, {}, auth=AUTH),
    "apply, signature": AUTH.apply,
    "apply, secret": SecretAuth("key", "secret").apply,
    "explain": lambda value: explain(value, SIGNER),
    "diagnose": lambda value: diagnose(value, SECRET, "sha256"),
    "replay_key": replay_key,
    "webhook": VERIFIER.verify,
    "webhook, header": lambda value: VERIFIER.verify(
        Request("POST", "/", {"Authorization": value}, b"{}")
    ),
    "conversion, message id": lambda value: conversion.build_request(
        "sms", message_id=value, delivered=True, auth=AUTH
    ),
    "conversion, delivered": lambda value: conversion.build_request(
        "sms", message_id="1", delivered=value, auth=AUTH
    ),
    "conversion, timestamp": lambda value: conversion.build_request(
        "sms", message_id="1", delivered=True, timestamp=value, auth=AUTH
    ),
}


@pytest.mark.parametrize("call", DATA.values(), ids=DATA)
@given(value=odd)
def test_wrong_data_raises_our_errors_only(call: Callable[[Any], object], value: Any) -> None:
    try:
        call(value)
    except UsageError:
        pytest.fail("the program is blamed for what a request holds")
    except NexmoSigError:
        return


@given(st.tuples(odd, odd, odd, odd))
def test_a_request_of_wrong_parts_raises_our_errors_only(parts: tuple[Any, ...]) -> None:
    try:
        request = Request(*parts)
        read_request(request)
    except UsageError:
        pytest.fail("the program is blamed for what a request holds")
    except NexmoSigError:
        return


NUMBERS: list[Any] = ["300", "", b"300", float("nan"), 10**400, True, [300], Odd(), Odd, 300j]
TOLERANCES: list[Any] = [*NUMBERS, -1, -0.1, float("-inf"), Fraction(1, 2)]
MOMENTS: list[Any] = [*NUMBERS, float("inf"), datetime(2023, 11, 14), datetime.min]
GUARDS: list[Any] = [MemoryReplayGuard, Odd, Odd(), set(), "guard", 1, True, lambda key, _: True]
SECRETS: list[Any] = [
    *(None, 5, b"secret", "", " ", "\t\n", "\ufeffsecret", "\ud800", [], (), set(), {"secret"}),
    *(
        [""],
        [None],
        ["secret", ""],
        ["secret", "\ufeffsecret"],
        [["secret"]],
        frozenset({"secret"}),
    ),
]
READINGS: list[Any] = [
    None,
    "now",
    b"1",
    float("nan"),
    float("inf"),
    10**400,
    [],
    True,
    datetime.max,
]
LIMITS: list[Any] = [-1, "1000", 1.5, float("nan"), True, b"1", [], Odd()]


def calls_of_verify(tolerance: Any = 300, now: Any = None, guard: Any = None) -> None:
    """Verify requests that are right and others: each reports the argument."""
    for params in (SIGNED, {}, {**SIGNED, "sig": "0"}, None):
        with pytest.raises(UsageError):
            SIGNER.verify(params, tolerance, now, guard)  # type: ignore[arg-type]  # the point
    for request in (WEBHOOK, Request("POST", "/"), None):
        with pytest.raises(UsageError):
            VERIFIER.verify(request, tolerance, now, guard)  # type: ignore[arg-type]  # the point


@pytest.mark.parametrize("tolerance", TOLERANCES, ids=label)
def test_a_wrong_tolerance_lets_nothing_through(tolerance: Any) -> None:
    calls_of_verify(tolerance=tolerance)
    with pytest.raises(UsageError):
        explain(SIGNED, SIGNER, tolerance=tolerance)


@pytest.mark.parametrize("now", MOMENTS, ids=label)
def test_a_wrong_present_lets_nothing_through(now: Any) -> None:
    calls_of_verify(now=now)
    calls_of_verify(tolerance=None, now=now)
    with pytest.raises(UsageError):
        explain(SIGNED, SIGNER, now=now)


@pytest.mark.parametrize("guard", GUARDS, ids=label)
def test_a_wrong_guard_lets_nothing_through(guard: Any) -> None:
    calls_of_verify(guard=guard)


@pytest.mark.parametrize("tolerance", [None, float("inf")])
def test_a_guard_without_a_limit_lets_nothing_through(tolerance: Any) -> None:
    calls_of_verify(tolerance=tolerance, guard=MemoryReplayGuard())


@pytest.mark.parametrize("secret", [*SECRETS, {"key": "secret"}], ids=label)
@given(method=strategies.methods)
def test_a_wrong_secret_makes_no_signer(secret: Any, method: Any) -> None:
    with pytest.raises(UsageError) as caught:
        Signer(secret, method)
    assert caught.value.name == "secret"


@pytest.mark.parametrize(
    "secret", [*SECRETS, {}, {"": "secret"}, {1: "secret"}, {"key": ""}], ids=label
)
def test_a_wrong_secret_makes_no_verifier(secret: Any) -> None:
    with pytest.raises(UsageError):
        WebhookVerifier(secret)


@pytest.mark.parametrize("method", [*ODD, "sha3", "SHA-256", "none"], ids=label)
def test_a_wrong_method_makes_no_signer(method: Any) -> None:
    with pytest.raises(UsageError) as caught:
        Signer(SECRET, method)
    assert caught.value.name == "method"


@pytest.mark.parametrize("credential", [None, 5, b"key", "", " ", "\ufeffkey", "\ud800", ["key"]])
def test_a_wrong_credential_makes_no_auth(credential: Any) -> None:
    for call in (
        lambda: SecretAuth(credential, "secret"),
        lambda: SecretAuth("key", credential),
        lambda: SignatureAuth(credential, SIGNER),
        lambda: SignatureAuth("key", credential),
    ):
        with pytest.raises(UsageError):
            call()


@pytest.mark.parametrize("auth", [None, "secret", SIGNER, SecretAuth, Odd()], ids=label)
def test_a_wrong_auth_builds_no_request(auth: Any) -> None:
    for params in ({}, {"a": 1.5}, None):
        with pytest.raises(UsageError):
            build_request("POST", URL, params, auth=auth)  # type: ignore[arg-type]  # the point


@pytest.mark.parametrize("clock", [None, 5, "clock", NOW], ids=label)
def test_a_clock_that_cannot_be_called_is_reported_when_it_is_given(clock: Any) -> None:
    for make in (
        lambda: Signer(SECRET, "sha256", clock),
        lambda: WebhookVerifier(SECRET, clock),
        lambda: MemoryReplayGuard(clock=clock),
    ):
        with pytest.raises(UsageError) as caught:
            make()
        assert caught.value.name == "clock"


@pytest.mark.parametrize("reading", READINGS, ids=label)
def test_a_clock_that_does_not_tell_the_time_lets_nothing_through(reading: Any) -> None:
    signer = Signer(SECRET, "sha256", lambda: reading)
    verifier = WebhookVerifier(SECRET, lambda: reading)
    for params in (SIGNED, {}, {**SIGNED, "sig": "0"}):
        with pytest.raises(UsageError):
            signer.verify(params)
    for request in (WEBHOOK, Request("POST", "/")):
        with pytest.raises(UsageError):
            verifier.verify(request)
    with pytest.raises(UsageError):
        signer.sign({})


@pytest.mark.parametrize("reading", [-1, NOW * 1_000, 1e12])
def test_a_clock_in_milliseconds_signs_nothing(reading: float) -> None:
    with pytest.raises(UsageError, match="milliseconds"):
        Signer(SECRET, "sha256", lambda: reading).sign({})


@pytest.mark.parametrize("limit", LIMITS, ids=label)
def test_a_wrong_limit_reads_nothing(limit: Any) -> None:
    for request in (Request("GET", "/?a=1"), Request("PUT", "/"), None):
        with pytest.raises(UsageError):
            read_request(request, max_bytes=limit)  # type: ignore[arg-type]  # the point
        with pytest.raises(UsageError):
            read_request(request, max_parameters=limit)  # type: ignore[arg-type]  # the point
    with pytest.raises(UsageError):
        decode(b"a=1", max_bytes=limit)
    with pytest.raises(UsageError):
        Request.from_wsgi({"REQUEST_METHOD": "GET"}, max_bytes=limit)


def test_what_a_clock_or_a_guard_raises_passes_unchanged() -> None:
    class Broken:
        def remember(self, key: str, seconds: int) -> bool:
            raise ZeroDivisionError

    def broken() -> float:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        SIGNER.verify(SIGNED, replay_guard=Broken())
    with pytest.raises(ZeroDivisionError):
        Signer(SECRET, "sha256", broken).verify(SIGNED)
