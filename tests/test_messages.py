"""What each error says, to the letter: it names the parameter or the position, and says what to do."""

import sys
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

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
)

NOW = 1_385_047_698
SIGNER = Signer("secret", "sha256", clock=lambda: NOW)
AUTH = SecretAuth("key", "secret")
TYPES = (
    "application/x-www-form-urlencoded, application/json, application/jsonrequest, "
    "application/x-javascript, text/json, text/javascript, text/x-javascript, text/x-json"
)


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


def post(body: bytes, media_type: str | None = None, url: str = "/") -> object:
    headers = {} if media_type is None else {"Content-Type": media_type}
    return read_request(Request("POST", url, headers, body))


MESSAGES: list[tuple[str, Callable[[], object]]] = [
    # Parameters
    ("a parameter's name must be str, not int", lambda: canonicalize(anything({1: "1"}))),
    ("a parameter's name is empty: give it one", lambda: canonicalize({"": "1"})),
    ("the parameter name 'a...' must not hold '&' or '='", lambda: canonicalize({"a&b": "1"})),
    (
        "the parameter name '\\ud800' holds a lone surrogate, which UTF-8 cannot encode",
        lambda: canonicalize({"\ud800": "1"}),
    ),
    (
        f"the parameter name '{'n' * 40}...' must not hold '&' or '='",
        lambda: canonicalize({"n" * 41 + "=": "1"}),
    ),
    (
        "parameter 'a' holds a lone surrogate, which UTF-8 cannot encode",
        lambda: params(a="\ud800"),
    ),
    (
        "parameter 'a' is of type float: give a str, bool, int, aware datetime or None",
        lambda: params(a=1.5),
    ),
    (
        "parameter 'a' is a naive datetime: give it a time zone",
        lambda: params(a=datetime(2013, 1, 1)),
    ),
    (
        "parameter 'a' is too large a number",
        lambda: params(a=10 ** (sys.get_int_max_str_digits() + 1)),
    ),
    (
        "parameter 'a' occurs more than once: send each name once",
        lambda: canonicalize([("a", "1"), ("a", "2")]),
    ),
    (
        "parameters must be a mapping or (name, value) pairs, not str",
        lambda: canonicalize(anything("a=1")),
    ),
    (
        "item 2 of the parameters is no (name, value) pair",
        lambda: canonicalize(anything([("a", "1"), ("b",)])),
    ),
    # Signing and verifying
    (
        "unknown signature method: use one of md5hash, md5, sha1, sha256, sha512",
        lambda: Signer("secret", "sha3"),
    ),
    ("there is no signature secret: give one", lambda: Signer([], "sha256")),
    ("secret must be str, not int", lambda: Signer(anything(5), "sha256")),
    ("secret must be str, not NoneType", lambda: Signer(anything(None), "sha256")),
    (
        "secret is empty: is the variable that should hold it set?",
        lambda: Signer("", "sha256"),
    ),
    (
        "timestamp is given twice: among the parameters and as an argument",
        lambda: SIGNER.sign({"timestamp": NOW}, timestamp=NOW),
    ),
    (
        "timestamp must be Unix seconds or yyyy-MM-dd HH:mm:ss (UTC): "
        "no receiver could read this one",
        lambda: SIGNER.sign({"timestamp": "now"}),
    ),
    ("the request carries no sig: it was not signed", lambda: SIGNER.verify({"a": "1"})),
    (
        "sig is not the signature of these parameters: they were altered, "
        "or were signed with another secret or method",
        lambda: SIGNER.verify({"sig": "0"}),
    ),
    ("the signature is right, but the request carries no timestamp", lambda: verify(a="1")),
    (
        "the signature is right, but its timestamp is neither Unix seconds nor yyyy-MM-dd HH:mm:ss",
        lambda: verify(timestamp="now"),
    ),
    (
        "the signature is right, but was made 301 s ago: the tolerance is 300 s",
        lambda: verify(timestamp=str(NOW - 301)),
    ),
    (
        "the signature is right, but was made 2 s in the future: the tolerance is 1.5 s",
        lambda: verify(1.5, timestamp=str(NOW + 2)),
    ),
    (
        "the signature is right, but was made 1 s ago: the tolerance is 0 s",
        lambda: SIGNER.verify(SIGNER.sign({}), 0, NOW + 0.6),
    ),
    ("tolerance must be 0 or more seconds, or None", lambda: verify(-1, timestamp=str(NOW))),
    # Replays
    (
        "a replay guard needs a limited tolerance: without one, no request could be forgotten",
        lambda: SIGNER.verify({}, None, replay_guard=MemoryReplayGuard()),
    ),
    (
        "the signature is right, but the request was seen before",
        lambda: replay(MemoryReplayGuard(clock=lambda: NOW), "a", "a"),
    ),
    (
        "the replay guard is full: it remembers 1 requests that are still fresh; "
        "raise max_entries, or lower the tolerance",
        lambda: replay(MemoryReplayGuard(1, clock=lambda: NOW), "a", "b"),
    ),
    ("max_entries must be 1 or more", lambda: MemoryReplayGuard(0)),
    # Authenticating
    (
        "api_key differs from that of the credentials: leave it out",
        lambda: AUTH.apply({"api_key": "other"}),
    ),
    (
        "sig must not be sent with key and secret: leave it out",
        lambda: AUTH.apply({"sig": "0"}),
    ),
    (
        "api_secret must not be sent with key and signature: leave it out",
        lambda: SignatureAuth("key", SIGNER).apply({"api_secret": "secret"}),
    ),
    (
        "signer must be a Signer, not str: make one",
        lambda: SignatureAuth("key", anything("secret")),
    ),
    # Bodies
    (f"unsupported media type: use one of {TYPES}", lambda: encode({}, "text/plain")),
    ("a media type must be printable ASCII text", lambda: encode({}, "text/json\r\n")),
    ("unsupported charset: use utf-8", lambda: encode({}, "text/json; charset=utf-7")),
    ("a body must be bytes, not str", lambda: decode(anything("a=1"))),
    ("the body is not UTF-8 at byte 2", lambda: decode(b"a=\xff")),
    ("3 bytes: the limit is 2", lambda: decode(b"a=1", max_bytes=2)),
    ("too many parameters: the limit is 1", lambda: decode(b"a=1&b=2", max_parameters=1)),
    (
        "too many parameters: the limit is 1",
        lambda: decode(b'{"a":1,"b":2}', JSON, max_parameters=1),
    ),
    (
        "field 2 of the query or form has no '=': write it as name=value, and a plain '&' as %26",
        lambda: decode(b"a=1&b"),
    ),
    (
        "field 2 of the query or form has a '%' without two hexadecimal digits: write a plain '%' as %25",
        lambda: decode(b"a=1&b=%4"),
    ),
    ("field 2 of the query or form is not UTF-8", lambda: decode(b"a=1&b=%ff")),
    (
        "the body is not JSON at character 1: Expecting property name enclosed in double quotes",
        lambda: decode(b"{", JSON),
    ),
    ("the body is not JSON: NaN is no JSON number", lambda: decode(b'{"a": NaN}', JSON)),
    ("the JSON body is no object: send one flat object", lambda: decode(b"[]", JSON)),
    (
        "the JSON body is not flat: parameter 'a' holds an array or an object",
        lambda: decode(b'{"a": []}', JSON),
    ),
    (
        "the JSON body is nested too deeply: send one flat object",
        lambda: decode(b"[" * 200_000, JSON),
    ),
    # Requests
    ("the method must be one of GET, POST", lambda: build("PUT")),
    (
        "auth must be a SecretAuth or a SignatureAuth",
        lambda: build_request("GET", "https://example.com/", {}, auth=anything(SIGNER)),
    ),
    ("give a Request, not bytes", lambda: read_request(anything(b"a=1"))),
    ('the placement must be "body" or "query"', lambda: build(placement="header")),
    (
        "a URL must be printable ASCII text: percent-encode the rest",
        lambda: build(url="https://ü/"),
    ),
    (
        "a URL must not hold a query, a fragment, spaces, backslashes, quotes or angle "
        "brackets: pass parameters as params",
        lambda: build(url="https://example.com/?a=1"),
    ),
    ("the URL cannot be parsed: check its host and port", lambda: build(url="https://a:b/")),
    ("a URL must not hold a user name or password", lambda: build(url="https://a@example.com/")),
    ("a URL must start with https:// and name a host", lambda: build(url="ftp://example.com/")),
    (
        "credentials must not go to example.com over plain HTTP: use https://",
        lambda: build(url="http://example.com/"),
    ),
    ("the method and the URL of a request must be str", lambda: Request(anything(None), "/")),
    (
        "the body of a request must be bytes, not str",
        lambda: Request("POST", "/", {}, anything("a=1")),
    ),
    (
        "the names and values of headers must be str",
        lambda: Request("POST", "/", anything({"a": 1})),
    ),
    ("the method must be one of GET, POST", lambda: read_request(Request("PUT", "/"))),
    (
        "parameters in both the query and the body: send them in one place",
        lambda: post(b"a=1", url="/?b=1"),
    ),
    (
        "a GET with a body: send its parameters in the query",
        lambda: read_request(Request("GET", "/", {}, b"a=1")),
    ),
    ("the body has no Content-Type: name its media type", lambda: post(b"a=1")),
    # Conversions
    ('the endpoint must be "sms" or "voice"', lambda: report(endpoint="mms")),
    (
        "message-id is empty: give the id that the sending API returned",
        lambda: report(message_id=" "),
    ),
    ("delivered must be true or false, or 1 or 0", lambda: report(delivered="yes")),
    (
        "timestamp must be a real date as yyyy-MM-dd HH:mm:ss in UTC, or an aware datetime",
        lambda: report(timestamp="2013-02-29 00:00:00"),
    ),
    (
        "the Conversion API answered 401: "
        "check the API key, and the secret or the signature, its method and its time",
        lambda: conversion.check_status(401),
    ),
    (
        "the Conversion API answered 402: "
        "ask Nexmo to give this account access to the Conversion API",
        lambda: conversion.check_status(402),
    ),
    (
        "the Conversion API answered 423: a parameter is missing or invalid",
        lambda: conversion.check_status(423),
    ),
    (
        "the Conversion API answered 500: not documented: check the URL, or try again later",
        lambda: conversion.check_status(500),
    ),
]


@pytest.mark.parametrize(("message", "cause"), MESSAGES)
def test_an_error_says_what_is_wrong_and_what_to_do(
    message: str, cause: Callable[[], object]
) -> None:
    with pytest.raises(NexmoSigError) as caught:
        cause()
    assert str(caught.value) == message
