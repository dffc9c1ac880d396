"""Each error names the parameter or the argument that it is about, in one printable line."""

import sys
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from common import NOW, post

from nexmo_sig import (
    JSON,
    MemoryReplayGuard,
    NexmoSigError,
    Request,
    SecretAuth,
    SignatureAuth,
    Signer,
    build_request,
    canonicalize,
    conversion,
    decode,
    encode,
    read_request,
    replay_key,
)

SIGNER = Signer("secret", "sha256", clock=lambda: NOW)
AUTH = SecretAuth("key", "secret")


def anything(value: Any) -> Any:
    """Return a value of a type that the annotations refuse."""
    return value


def params(**values: Any) -> object:
    return canonicalize(values)


def build(method: str = "POST", url: str = "https://example.com/", **options: Any) -> object:
    return build_request(method, url, {}, auth=AUTH, **options)


def report(**options: Any) -> object:
    arguments: dict[str, Any] = {"message_id": "1", "delivered": True, "auth": AUTH}
    arguments |= {"endpoint": "sms"} | options
    return conversion.build_request(arguments.pop("endpoint"), **arguments)


def verify(tolerance: float | None = 300, **values: str) -> object:
    return SIGNER.verify(values | {"sig": SIGNER.signature(values)}, tolerance)


def replay(guard: MemoryReplayGuard, *texts: str) -> None:
    for text in texts:
        SIGNER.verify(SIGNER.sign({"text": text}), replay_guard=guard)


def read(body: bytes, media_type: str | None = None, url: str = "/") -> object:
    return read_request(post(body, media_type, url))


# The class, the name (None where the class has none), and what raises it. How errors are worded
# is not promised.
ERRORS: list[tuple[str, str | None, Callable[[], object]]] = [
    ("ParameterError", "", lambda: canonicalize(anything({1: "1"}))),
    ("ParameterError", "", lambda: canonicalize({"": "1"})),
    ("ParameterError", "a", lambda: canonicalize({"a&b": "1"})),
    ("ParameterError", "\ud800", lambda: canonicalize({"\ud800": "1"})),
    (
        "ParameterError",
        "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn",
        lambda: canonicalize({"n" * 41 + "=": "1"}),
    ),
    ("ParameterError", "a", lambda: params(a="\ud800")),
    ("ParameterError", "a", lambda: params(a=1.5)),
    ("ParameterError", "a", lambda: params(a=datetime(2013, 1, 1))),
    ("ParameterError", "a", lambda: params(a=10 ** (sys.get_int_max_str_digits() + 1))),
    ("DuplicateParameter", "a", lambda: canonicalize([("a", "1"), ("a", "2")])),
    ("ParameterError", "", lambda: canonicalize(anything("a=1"))),
    ("ParameterError", "", lambda: canonicalize(anything([("a", "1"), ("b",)]))),
    ("UsageError", "method", lambda: Signer("secret", "sha3")),
    ("UsageError", "secret", lambda: Signer([], "sha256")),
    ("UsageError", "secret", lambda: Signer(anything(5), "sha256")),
    ("UsageError", "secret", lambda: Signer(anything(None), "sha256")),
    ("UsageError", "secret", lambda: Signer("", "sha256")),
    ("DuplicateParameter", "timestamp", lambda: SIGNER.sign({"timestamp": NOW}, timestamp=NOW)),
    ("ParameterError", "timestamp", lambda: SIGNER.sign({"timestamp": "now"})),
    ("UsageError", "clock", lambda: Signer("secret", "sha256", clock=anything(NOW))),
    ("UsageError", "clock", lambda: Signer("secret", "sha256", lambda: NOW * 1_000).sign({})),
    ("UsageError", "replay_guard", lambda: SIGNER.verify({}, replay_guard=anything(set()))),
    ("SignatureMissing", None, lambda: SIGNER.verify({"a": "1"})),
    ("SignatureMissing", None, lambda: replay_key({"a": "1"})),
    ("SignatureMismatch", None, lambda: SIGNER.verify({"sig": "0"})),
    ("TimestampMissing", None, lambda: verify(a="1")),
    ("TimestampInvalid", None, lambda: verify(timestamp="now")),
    ("SignatureExpired", None, lambda: verify(timestamp=str(NOW - 301))),
    ("SignatureExpired", None, lambda: verify(1.5, timestamp=str(NOW + 2))),
    ("SignatureExpired", None, lambda: SIGNER.verify(SIGNER.sign({}), 0, NOW + 0.6)),
    ("UsageError", "tolerance", lambda: verify(-1, timestamp=str(NOW))),
    ("UsageError", "tolerance", lambda: SIGNER.verify({}, None, replay_guard=MemoryReplayGuard())),
    ("ReplayDetected", None, lambda: replay(MemoryReplayGuard(clock=lambda: NOW), "a", "a")),
    ("ReplayGuardError", None, lambda: replay(MemoryReplayGuard(1, clock=lambda: NOW), "a", "b")),
    ("UsageError", "max_entries", lambda: MemoryReplayGuard(0)),
    ("ParameterError", "api_key", lambda: AUTH.apply({"api_key": "other"})),
    ("ParameterError", "sig", lambda: AUTH.apply({"sig": "0"})),
    (
        "ParameterError",
        "api_secret",
        lambda: SignatureAuth("key", SIGNER).apply({"api_secret": "secret"}),
    ),
    ("UsageError", "signer", lambda: SignatureAuth("key", anything("secret"))),
    ("UnsupportedMediaType", None, lambda: encode({}, "text/plain")),
    ("UnsupportedMediaType", None, lambda: encode({}, "text/json\r\n")),
    ("UnsupportedMediaType", None, lambda: encode({}, "text/json; charset=utf-7")),
    ("EncodingError", None, lambda: decode(anything("a=1"))),
    ("EncodingError", None, lambda: decode(b"a=\xff")),
    ("UnsupportedMediaType", None, lambda: encode({}, "text/json, text/json")),
    ("UsageError", "max_bytes", lambda: decode(b"", max_bytes=-1)),
    ("UsageError", "max_parameters", lambda: decode(b"", max_parameters=-1)),
    ("RequestTooLarge", None, lambda: decode(b"a=1", max_bytes=2)),
    ("RequestTooLarge", None, lambda: decode(b"a=1&b=2", max_parameters=1)),
    ("RequestTooLarge", None, lambda: decode(b'{"a":1,"b":2}', JSON, max_parameters=1)),
    ("EncodingError", None, lambda: decode(b"a=1&b")),
    ("EncodingError", None, lambda: decode(b"a=1&b=%4")),
    ("EncodingError", None, lambda: decode(b"a=1&b=%ff")),
    ("EncodingError", None, lambda: decode(b"{", JSON)),
    ("EncodingError", None, lambda: decode(b'{"a": NaN}', JSON)),
    ("EncodingError", None, lambda: decode(b"[]", JSON)),
    ("EncodingError", None, lambda: decode(b'{"a": []}', JSON)),
    ("EncodingError", None, lambda: decode(b"[" * 200_000, JSON)),
    ("RequestError", None, lambda: build("PUT")),
    (
        "UsageError",
        "auth",
        lambda: build_request("GET", "https://example.com/", {}, auth=anything(SIGNER)),
    ),
    ("RequestError", None, lambda: read_request(anything(b"a=1"))),
    ("RequestError", None, lambda: build(placement="header")),
    ("RequestError", None, lambda: build(url="https://ü/")),
    ("RequestError", None, lambda: build(url="https://example.com/?a=1")),
    ("RequestError", None, lambda: build(url="https://a:b/")),
    ("RequestError", None, lambda: build(url="https://a@example.com/")),
    ("RequestError", None, lambda: build(url="ftp://example.com/")),
    ("InsecureURL", None, lambda: build(url="http://example.com/")),
    ("RequestError", None, lambda: Request(anything(None), "/")),
    ("RequestError", None, lambda: Request("POST", "/", {}, anything("a=1"))),
    ("RequestError", None, lambda: Request("POST", "/", anything({"a": 1}))),
    ("RequestError", None, lambda: read_request(Request("PUT", "/"))),
    ("RequestError", None, lambda: read(b"a=1", url="/?b=1")),
    ("RequestError", None, lambda: read_request(Request("GET", "/", {}, b"a=1"))),
    ("UnsupportedMediaType", None, lambda: read(b"a=1")),
    ("ParameterError", "endpoint", lambda: report(endpoint="mms")),
    ("ParameterError", "message-id", lambda: report(message_id=" ")),
    ("ParameterError", "delivered", lambda: report(delivered="yes")),
    ("ParameterError", "timestamp", lambda: report(timestamp="2013-02-29 00:00:00")),
    ("WrongCredentials", None, lambda: conversion.check_status(401)),
    ("NotEnabled", None, lambda: conversion.check_status(402)),
    ("InvalidParameters", None, lambda: conversion.check_status(423)),
    ("UnexpectedStatus", None, lambda: conversion.check_status(500)),
]


@pytest.mark.parametrize(("error", "name", "cause"), ERRORS)
def test_an_error_names_what_is_wrong(
    error: str, name: str | None, cause: Callable[[], object]
) -> None:
    with pytest.raises(NexmoSigError) as caught:
        cause()
    assert type(caught.value).__name__ == error
    assert getattr(caught.value, "name", None) == name
    message = str(caught.value)
    assert message.isprintable()
    assert 10 < len(message) < 250
    assert ascii(name)[1:-1][:40] in message if name else True
