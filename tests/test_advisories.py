"""One test for each way in which an official SDK or a naive receiver lets somebody in or falls over.

Where the SDK can be installed, or a library gives the naive reading, the test shows that as well.
"""

from __future__ import annotations

import ast
import hmac
import json
import time
import tracemalloc
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from common import NOW, get, post
from django.utils.datastructures import MultiValueDict
from multidict import MultiDict as AiohttpMultiDict
from starlette.datastructures import QueryParams
from vonage_http_client.auth import Auth
from werkzeug.datastructures import MultiDict as WerkzeugMultiDict
from werkzeug.test import EnvironBuilder

import nexmo_sig
from nexmo_sig import (
    FORM,
    JSON,
    DuplicateParameter,
    EncodingError,
    MemoryReplayGuard,
    NexmoSigError,
    ParameterError,
    ReplayDetected,
    Request,
    RequestError,
    RequestTooLarge,
    SignatureExpired,
    SignatureMethod,
    SignatureMismatch,
    SignatureMissing,
    Signer,
    TimestampInvalid,
    TimestampMissing,
    UnsupportedMediaType,
    UsageError,
    read_request,
)

SECRET = "signature secret"
SIGNER = Signer(SECRET, "sha256", clock=lambda: NOW)
SDK = Auth(api_key="key", signature_secret=SECRET, signature_method="sha256")
CALLBACK = {"api_key": "key", "msisdn": "447700900000", "text": "good"}
METHODS = list(SignatureMethod)


def received(request: Request) -> dict[str, str]:
    return SIGNER.verify(read_request(request))


def sdk_accepts(params: Any) -> bool:
    return bool(SDK.check_signature(dict(params)))


# Names


def test_a_parameter_folded_into_the_name_of_another() -> None:
    """Names are not sanitised in the string to sign, so one name can stand for two parameters.

    From a captured request an attacker makes another that lacks a parameter, with the same
    signature. The Python SDK accepts it.
    """
    signed = SIGNER.sign(CALLBACK)
    forged = {"api_key=key&msisdn": signed["msisdn"], **signed}
    del forged["api_key"], forged["msisdn"]
    assert sdk_accepts(signed)
    assert sdk_accepts(forged)
    with pytest.raises(ParameterError, match="must not hold '&' or '='"):
        SIGNER.verify(forged)
    with pytest.raises(ParameterError, match="must not hold '&' or '='"):
        received(get(urlencode(forged)))
    with pytest.raises(ParameterError, match="must not hold '&' or '='"):
        received(post(json.dumps(forged), JSON))


@pytest.mark.parametrize("place", ["query", "form"])
def test_a_parameter_that_occurs_twice(place: str) -> None:
    """One layer reads the first of two values, another the last: verified is one, used the other.

    ``dict(parse_qsl(...))`` keeps the last, Werkzeug's ``args[...]`` gives the first.
    """
    fields = "text=evil&" + urlencode(SIGNER.sign(CALLBACK))
    assert SIGNER.verify(dict(parse_qsl(fields)))["text"] == "good"
    assert EnvironBuilder(query_string=fields).get_request().args["text"] == "evil"
    with pytest.raises(DuplicateParameter) as caught:
        received(get(fields) if place == "query" else post(fields))
    assert caught.value.name == "text"


def test_a_json_member_that_occurs_twice() -> None:
    """Most JSON readers keep the last of two members with one name, some the first."""
    body = '{"text":"evil",' + json.dumps(SIGNER.sign(CALLBACK))[1:]
    assert SIGNER.verify(json.loads(body))["text"] == "good"
    with pytest.raises(DuplicateParameter):
        received(post(body, JSON))


def test_a_json_member_that_occurs_twice_in_two_spellings() -> None:
    r"""``"te\u0078t"`` is the name ``text`` to a JSON reader, but not to a filter in front of it."""
    body = '{"te\\u0078t":"evil",' + json.dumps(SIGNER.sign(CALLBACK))[1:]
    with pytest.raises(DuplicateParameter):
        received(post(body, JSON))


def test_a_signature_that_occurs_twice() -> None:
    """A second ``sig`` lets an attacker try two signatures for one request."""
    with pytest.raises(DuplicateParameter):
        received(get(urlencode(SIGNER.sign(CALLBACK)) + "&sig=0"))


def test_a_query_beside_the_body() -> None:
    """Only the body is verified, but the application reads both: Werkzeug's ``values`` prefers the query."""
    body = urlencode(SIGNER.sign(CALLBACK))
    naive = EnvironBuilder(
        method="POST", query_string="text=evil", data=body, content_type=FORM
    ).get_request()
    assert SIGNER.verify(naive.form.to_dict())["text"] == "good"
    assert naive.values["text"] == "evil"
    with pytest.raises(RequestError, match="both the query and the body"):
        received(post(body, url="/callback?text=evil"))


def test_a_body_beside_the_query_of_a_get() -> None:
    """A GET with a body: some servers drop it, others give it to the application."""
    query = urlencode(SIGNER.sign(CALLBACK))
    with pytest.raises(RequestError):
        received(Request("GET", f"/callback?{query}", {"Content-Type": FORM}, b"text=evil"))


TWICE = [("text", "evil"), *SIGNER.sign(CALLBACK).items()]
GOOD_FIRST = [*SIGNER.sign(CALLBACK).items(), ("text", "evil")]


def django_mapping(pairs: list[tuple[str, str]]) -> MultiValueDict:
    mapping = MultiValueDict()
    for name, value in pairs:
        mapping.appendlist(name, value)
    return mapping


@pytest.mark.parametrize(
    ("mapping", "hidden", "shown"),
    [
        (WerkzeugMultiDict(GOOD_FIRST), "getlist", WerkzeugMultiDict.to_dict),
        (django_mapping(TWICE), "getlist", MultiValueDict.dict),
        (QueryParams(TWICE), "getlist", dict),
        (AiohttpMultiDict(GOOD_FIRST), "getall", dict),
    ],
    ids=["werkzeug", "django", "starlette", "aiohttp"],
)
def test_a_second_value_that_a_framework_hides(mapping: Any, hidden: str, shown: Any) -> None:
    """The multi-valued mappings of web frameworks look like a dict that holds each name once.

    Turned into one, the request verifies, while another part of the application finds the other
    value in the same object.
    """
    assert SIGNER.verify(shown(mapping))["text"] == "good"
    assert "evil" in getattr(mapping, hidden)("text")
    with pytest.raises(DuplicateParameter) as caught:
        SIGNER.verify(mapping)
    assert caught.value.name == "text"


# Time


def test_a_callback_from_years_ago() -> None:
    """Without a check of its age, a captured callback is valid for ever: the Python SDK has none."""
    signed = SIGNER.sign(CALLBACK, timestamp=datetime(2012, 5, 1, tzinfo=UTC))
    ancient = SIGNER.sign(CALLBACK, timestamp=1_335_830_400)
    assert sdk_accepts(signed)
    assert sdk_accepts(ancient)
    for request in (signed, ancient):
        with pytest.raises(SignatureExpired) as caught:
            SIGNER.verify(request)
        assert caught.value.age == NOW - 1_335_830_400


def test_a_callback_from_the_future() -> None:
    """Who checks only for old age accepts a timestamp that will stay fresh for years."""
    signed = SIGNER.sign(CALLBACK, timestamp=NOW + 86_400 * 365)
    assert sdk_accepts(signed)
    with pytest.raises(SignatureExpired, match="in the future"):
        SIGNER.verify(signed)


def test_a_callback_without_a_timestamp() -> None:
    """The Python SDK puts in the present time where there is none, and then finds it fresh.

    So the timestamp can be taken out of a captured request, for the second in which it was signed.
    """

    def stripped() -> dict[str, str]:
        signed = SIGNER.sign(CALLBACK, timestamp=int(time.time()))
        del signed["timestamp"]
        return signed

    assert any(sdk_accepts(stripped()) for _ in range(10))  # a second may end in between
    with pytest.raises(SignatureMismatch):
        SIGNER.verify(stripped())
    untimed = {**CALLBACK, "sig": SIGNER.signature(CALLBACK)}
    for tolerance in (300, None):
        with pytest.raises(TimestampMissing):
            SIGNER.verify(untimed, tolerance)


def signed_at(timestamp: str) -> dict[str, str]:
    timed = {**CALLBACK, "timestamp": timestamp}
    return {**timed, "sig": SIGNER.signature(timed)}


@pytest.mark.parametrize("digits", [19, 4_301, 10**6])
def test_a_timestamp_of_a_million_digits(digits: int) -> None:
    """``int`` refuses such a text with a ValueError that nobody expects, and once took minutes."""
    signed = signed_at("9" * digits)
    with pytest.raises(TimestampInvalid):
        SIGNER.verify(signed)
    with pytest.raises(TimestampInvalid):
        received(post(json.dumps(signed), JSON))
    number = json.dumps(signed).replace(f'"{signed["timestamp"]}"', signed["timestamp"])
    with pytest.raises(TimestampInvalid):
        received(post(number, JSON))
    if digits > 4_300:  # see `sys.set_int_max_str_digits`
        with pytest.raises(ValueError, match="Exceeds the limit"):
            json.loads(number)


def test_a_timestamp_that_is_a_huge_number() -> None:
    with pytest.raises(ParameterError, match="too large"):
        SIGNER.verify({**CALLBACK, "timestamp": 10**100_000, "sig": "0" * 64})


@pytest.mark.parametrize("timestamp", ["nan", "NaN", "-nan", "inf", "-inf", "Infinity", "1.7e9"])
def test_a_timestamp_that_is_not_a_number(timestamp: str) -> None:
    """Every comparison with NaN is false, ``age > tolerance`` as well: NaN is always fresh."""
    assert not abs(NOW - float("nan")) > 300
    with pytest.raises(TimestampInvalid):
        SIGNER.verify(signed_at(timestamp))


@pytest.mark.parametrize("constant", ["NaN", "Infinity", "-Infinity"])
def test_a_json_number_that_is_not_a_number(constant: str) -> None:
    """Python's ``json`` reads NaN and Infinity, which JSON does not have."""
    body = json.dumps({**SIGNER.sign(CALLBACK), "timestamp": 0}).replace(": 0", f": {constant}")
    assert isinstance(json.loads(body)["timestamp"], float)
    with pytest.raises(EncodingError, match="is not a JSON number"):
        received(post(body, JSON))


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1.5])
def test_a_value_that_is_a_float(value: Any) -> None:
    """A float has more than one text, so what is signed and what is sent can differ."""
    with pytest.raises(ParameterError, match="of type float"):
        SIGNER.verify({**SIGNER.sign(CALLBACK), "price": value})


def test_a_present_or_a_tolerance_that_is_not_a_number() -> None:
    signed = SIGNER.sign(CALLBACK)
    with pytest.raises(UsageError, match="now"):
        SIGNER.verify(signed, now=float("nan"))
    with pytest.raises(UsageError, match="tolerance"):
        SIGNER.verify(signed, tolerance=float("nan"))


@pytest.mark.parametrize(
    "timestamp",
    [
        "",
        " {now}",
        "{now} ",
        "{now}\n",
        "+{now}",
        "-{now}",
        "17_0000_0000",
        "{now}.0",
        "0x65",
        "١٧",
    ],
)
def test_a_timestamp_that_readers_take_for_different_times(timestamp: str) -> None:
    """``int`` accepts a sign, spaces, underscores and the digits of every script."""
    with pytest.raises(TimestampInvalid):
        SIGNER.verify(signed_at(timestamp.format(now=NOW)))


# Signatures


def test_a_signature_that_is_not_ascii() -> None:
    """``compare_digest`` raises a TypeError for it: in the SDK, a status 500 that anyone can cause."""
    forged = {**SIGNER.sign(CALLBACK), "sig": "é" * 64}
    with pytest.raises(TypeError):
        sdk_accepts(forged)
    with pytest.raises(SignatureMismatch):
        SIGNER.verify(forged)
    with pytest.raises(SignatureMismatch):
        received(get(urlencode(forged)))


def test_a_signature_whose_lower_case_is_ascii() -> None:
    """``"\u212a"``, the Kelvin sign, is a ``k`` in lower case, and ``"\u0130"`` an ``i`` and a dot."""
    for sig in ("\u212a" * 64, "\u0130" * 64, "\u0130" * 32):
        with pytest.raises(SignatureMismatch):
            SIGNER.verify({**CALLBACK, "timestamp": str(NOW), "sig": sig})


def test_a_signature_that_is_empty() -> None:
    """Some receivers skip the check when there is nothing to check, such as ``sig=``."""
    forged = {**CALLBACK, "timestamp": str(NOW), "sig": ""}
    with pytest.raises(SignatureMismatch):
        SIGNER.verify(forged)
    with pytest.raises(SignatureMismatch):
        received(get(urlencode(forged)))
    del forged["sig"]
    with pytest.raises(SignatureMissing):
        SIGNER.verify(forged)
    with pytest.raises(SignatureMissing):
        received(get(urlencode(forged)))


def test_a_signature_that_is_huge() -> None:
    """Ten million characters: refused without being put in lower case, compared or shown."""
    signed = SIGNER.sign(CALLBACK)
    for sig in ("0" * 10_000_000, signed["sig"] * 100_000):
        with pytest.raises(SignatureMismatch) as caught:
            SIGNER.verify({**signed, "sig": sig})
        assert len(str(caught.value)) < 200
    with pytest.raises(RequestTooLarge):
        received(get(urlencode({**signed, "sig": "0" * 10_000_000})))


@pytest.mark.parametrize("missing", [0, 1, 32, 63])
def test_a_signature_that_is_cut_off(missing: int) -> None:
    """Who compares only as much as was sent accepts the first digits, or none at all."""
    signed = SIGNER.sign(CALLBACK)
    for sig in (signed["sig"][missing + 1 :], signed["sig"][: -missing - 1]):
        with pytest.raises(SignatureMismatch):
            SIGNER.verify({**signed, "sig": sig})


def test_a_signature_that_is_null() -> None:
    """JSON's null has no ``lower``: the SDK raises AttributeError, another 500 for everybody."""
    forged = {**SIGNER.sign(CALLBACK), "sig": None}
    with pytest.raises(AttributeError):
        sdk_accepts(forged)
    with pytest.raises(SignatureMissing):
        SIGNER.verify(forged)
    with pytest.raises(SignatureMissing):
        received(post(json.dumps(forged), JSON))


@pytest.mark.parametrize("wrapped", [lambda sig: [sig], lambda sig: {"0": sig}, lambda sig: []])
def test_a_signature_that_is_a_list_or_an_object(wrapped: Any) -> None:
    """PHP and JSON readers give a list for ``sig[]``, which compares in surprising ways."""
    signed = SIGNER.sign(CALLBACK)
    forged: dict[str, Any] = {**signed, "sig": wrapped(signed["sig"])}
    with pytest.raises(AttributeError):
        sdk_accepts(forged)
    with pytest.raises(ParameterError) as caught:
        SIGNER.verify(forged)
    assert caught.value.name == "sig"
    assert signed["sig"] not in str(caught.value)
    with pytest.raises(EncodingError, match="'sig' holds an array or an object"):
        received(post(json.dumps(forged), JSON))
    with pytest.raises(SignatureMissing):
        received(get(urlencode({**CALLBACK, "timestamp": NOW, "sig[]": signed["sig"]})))


@pytest.mark.parametrize("sig", [True, False, 0, 1])
def test_a_signature_that_is_true(sig: Any) -> None:
    """In a language with loose comparison, ``true`` equals every text that is not empty."""
    forged = {**SIGNER.sign(CALLBACK), "sig": sig}
    with pytest.raises(SignatureMismatch):
        SIGNER.verify(forged)
    with pytest.raises(SignatureMismatch):
        received(post(json.dumps(forged), JSON))


def test_a_signature_as_bytes() -> None:
    signed = SIGNER.sign(CALLBACK)
    with pytest.raises(ParameterError):
        SIGNER.verify({**signed, "sig": signed["sig"].encode()})  # type: ignore[dict-item]  # refused


@pytest.mark.parametrize("used", METHODS)
@pytest.mark.parametrize("expected", METHODS)
def test_a_signature_by_another_method(expected: SignatureMethod, used: SignatureMethod) -> None:
    """Who tells the method by the length of ``sig`` lets the sender choose the weakest.

    ``md5hash`` and ``md5`` even have the same length.
    """
    receiver = Signer(SECRET, expected, clock=lambda: NOW)
    signed = Signer(SECRET, used, clock=lambda: NOW).sign(CALLBACK)
    if used is expected:
        assert receiver.verify(signed)
        return
    length = len(receiver.sign(CALLBACK)["sig"])
    padded = (signed["sig"] * 4)[:length]
    for sig in (signed["sig"], padded, signed["sig"].rjust(length, "0")[:length]):
        with pytest.raises(SignatureMismatch):
            receiver.verify({**signed, "sig": sig})


@pytest.mark.parametrize("secret", ["", None, [], [""], ["right", ""], ["right", None]])
@pytest.mark.parametrize("method", METHODS)
def test_a_secret_that_was_never_set(secret: Any, method: SignatureMethod) -> None:
    """With an empty secret, as from a variable that is not set, anyone can sign.

    The Python SDK takes one when there is an API secret as well.
    """
    with pytest.raises(UsageError, match="secret"):
        Signer(secret, method)


def test_the_sdk_accepts_what_anyone_signed_when_its_secret_was_never_set() -> None:
    """Shows that the danger of the test before is real."""
    unset = Auth(api_key="key", api_secret="set", signature_secret="", signature_method="sha256")
    forged = {"text": "evil", "timestamp": str(NOW)}
    forged["sig"] = hmac.new(b"", f"&text=evil&timestamp={NOW}".encode(), "sha256").hexdigest()
    assert unset.check_signature(forged)


# Encodings


def test_a_lone_surrogate() -> None:
    r"""``"\ud800"`` in JSON is no character: UTF-8 cannot encode it, and the SDK raises UnicodeError."""
    forged = {**SIGNER.sign(CALLBACK), "text": "\ud800"}
    with pytest.raises(UnicodeEncodeError):
        sdk_accepts(forged)
    for name in ("text", "timestamp", "\udfff"):
        params = {**SIGNER.sign(CALLBACK), name: "\udfff"}
        with pytest.raises(ParameterError, match="lone surrogate"):
            SIGNER.verify(params)
        with pytest.raises(ParameterError, match="lone surrogate"):
            received(post(json.dumps(params), JSON))
    for sig in ("\udfff" * 64, SIGNER.sign(CALLBACK)["sig"][:-1] + "\udfff"):
        with pytest.raises((ParameterError, SignatureMismatch)):
            SIGNER.verify({**CALLBACK, "timestamp": str(NOW), "sig": sig})
    with pytest.raises(EncodingError, match="not UTF-8"):
        received(get("text=%ED%A0%80"))


@pytest.mark.parametrize(
    "data",
    [
        b"\xc0\xa6",
        b"\xc0\xbd",
        b"\xe0\x80\xa6",
        b"\xf0\x80\x80\xa6",
        b"\xc0\x80",
        b"\xf4\x90\x80\x80",
    ],
)
def test_overlong_utf_8(data: bytes) -> None:
    """An ``&`` written in two bytes passes a filter and becomes an ``&`` in a lenient decoder.

    A reader that replaces what it cannot decode takes different requests for the same.
    """
    escaped = "".join(f"%{byte:02x}" for byte in data)
    assert parse_qsl(f"text={escaped}") == [("text", "\ufffd" * len(data))]
    for request in (
        get(f"text={escaped}"),
        post(f"text={escaped}"),
        post(b"text=" + data),
        post(b'{"text":"' + data + b'"}', JSON),
    ):
        with pytest.raises(EncodingError, match="not UTF-8"):
            received(request)


def test_a_nul_byte() -> None:
    """A receiver in C ends a text at its first NUL, so what it reads is not what was signed.

    Here a NUL is a character like any other, and what stands behind it counts.
    """
    signed = SIGNER.sign({**CALLBACK, "text": "good\x00bye"})
    for request in (get(urlencode(signed)), post(json.dumps(signed), JSON)):
        assert received(request)["text"] == "good\x00bye"
    for text in ("good", "good\x00evil", "good\x00"):
        with pytest.raises(SignatureMismatch):
            received(get(urlencode({**signed, "text": text})))
    with pytest.raises(EncodingError, match="not JSON"):
        received(post(b'{"text":"good\x00bye"}', JSON))
    with pytest.raises(UnsupportedMediaType):
        received(post(urlencode(signed), FORM + "\x00"))


@pytest.mark.parametrize("query", ["text=%", "text=%4", "text=%zz", "text=%u0041", "%=1"])
def test_broken_percent_encoding(query: str) -> None:
    """Some readers keep a broken escape, some drop it, some guess."""
    assert parse_qsl(query)
    with pytest.raises(EncodingError, match="hexadecimal"):
        received(get(query))


@pytest.mark.parametrize("separator", [";", "&&"])
def test_another_separator(separator: str) -> None:
    """``;`` separated fields once, and still does for some: a cache and an application differed."""
    query = urlencode(SIGNER.sign({"text": "good"})).replace("&", separator)
    with pytest.raises(NexmoSigError):
        received(get(query))


# Size and shape


@pytest.mark.parametrize(
    "body",
    [
        "[" * 500_000,
        '{"a":' * 200_000,
        '{"a":[' * 150_000,
        '{"text":"good","a":' + "[" * 100_000 + "]" * 100_000 + "}",
    ],
)
def test_a_json_bomb(body: str) -> None:
    """Deep nesting exhausts the stack of a recursive reader: Python's raises RecursionError."""
    with pytest.raises(RecursionError):
        json.loads(body)
    with pytest.raises(EncodingError):
        received(post(body, JSON))


@pytest.mark.parametrize("media_type", [FORM, JSON])
def test_a_million_parameters(media_type: str) -> None:
    """Every parameter costs more than its bytes: a name, a text, a place in a dict and in an order."""
    if media_type == FORM:
        body = "&".join(f"{number:x}=" for number in range(10**6))
    else:
        body = "{" + ",".join([f'"{number}":""' for number in range(10**6)]) + "}"
    with pytest.raises(RequestTooLarge, match="bytes"):
        read_request(post(body, media_type))
    with pytest.raises(RequestTooLarge, match="too many parameters: the limit is 1000"):
        read_request(post(body, media_type), max_bytes=10**9)


def test_a_million_parameters_in_the_query() -> None:
    query = "a=&" * 10**6
    with pytest.raises(RequestTooLarge, match="bytes"):
        read_request(get(query))
    with pytest.raises(RequestTooLarge, match="too many parameters: the limit is 1000"):
        read_request(get(query), max_bytes=10**9)


def test_a_million_parameters_that_were_read_by_another() -> None:
    """A framework without limits may have read them already: they are hashed, and no more."""
    params = dict.fromkeys(map(str, range(10**6)), "")
    with pytest.raises(SignatureMismatch):
        SIGNER.verify({**params, "sig": "0" * 64})


@pytest.mark.parametrize("media_type", [FORM, JSON, "application/json; charset=utf-8"])
def test_a_body_of_100_megabytes(media_type: str) -> None:
    """Its size is looked at before anything is decoded, copied or parsed."""
    request = post(bytes(100_000_000), media_type)
    tracemalloc.start()
    try:
        with pytest.raises(RequestTooLarge, match="100000000 bytes"):
            read_request(request)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 100_000


# Media types


@pytest.mark.parametrize(
    "media_type",
    [
        "",
        "*/*",
        "text/plain",
        "multipart/form-data; boundary=x",
        "application/json, application/x-www-form-urlencoded",
        "application/x-www-form-urlencoded, application/json",
        "application/jsonx",
        "application/json+x",
        "application/ld+json",
        "application/json\x00",
        "application/json\r\n",
        "application /json",
        "\u0430pplication/json",
        "application/\u212ason",
        "text/html;application/json",
    ],
)
def test_a_media_type_that_is_not_what_it_seems(media_type: str) -> None:
    """A filter reads a body as one type, the application as another: no type is guessed."""
    signed = SIGNER.sign(CALLBACK)
    for body in (urlencode(signed), json.dumps(signed)):
        with pytest.raises(UnsupportedMediaType):
            received(post(body, media_type))


def test_a_body_without_a_media_type() -> None:
    signed = SIGNER.sign(CALLBACK)
    for body in (urlencode(signed), json.dumps(signed)):
        with pytest.raises(UnsupportedMediaType):
            received(Request("POST", "/callback", {}, body.encode()))


def test_two_media_types() -> None:
    """Of a header that is repeated, one proxy takes the first and another the last."""
    body = urlencode(SIGNER.sign(CALLBACK)).encode()
    headers = [("Content-Type", FORM), ("content-type", JSON)]
    with pytest.raises(UnsupportedMediaType):
        received(Request("POST", "/callback", headers, body))


def test_a_body_of_another_type_than_it_says() -> None:
    """Some receivers try JSON when there is no form, and the other way round."""
    signed = SIGNER.sign(CALLBACK)
    with pytest.raises(EncodingError):
        received(post(json.dumps(signed), FORM))
    with pytest.raises(EncodingError):
        received(post(urlencode(signed), JSON))


@pytest.mark.parametrize(
    "parameter",
    [
        "charset=utf-7",
        "charset=UTF-7",
        'charset="utf-7"',
        "charset=utf-16",
        "charset=latin-1",
        "charset=",
        "charset",
        "charset*=utf-8''utf-7",
        "charset*0=utf; charset*1=-7",
        "charset=utf-8; charset=utf-7",
        "charset=utf-7; charset=utf-8",
        "CHARSET = utf-7",
    ],
)
@pytest.mark.parametrize("media_type", [FORM, JSON])
def test_a_charset_that_gives_the_bytes_another_meaning(media_type: str, parameter: str) -> None:
    """In UTF-7, ``+AD0-`` is an ``=``: who follows the charset reads other parameters.

    Python decodes whatever charset it is told, even one that is no encoding of text.
    """
    assert b"text+AD0-evil".decode("utf-7") == "text=evil"
    signed = SIGNER.sign(CALLBACK)
    body = urlencode(signed) if media_type == FORM else json.dumps(signed)
    assert received(post(body, f"{media_type}; charset=utf-8"))
    with pytest.raises(UnsupportedMediaType):
        received(post(body, f"{media_type}; {parameter}"))


@pytest.mark.parametrize("charset", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32", "utf-32-be"])
def test_json_in_another_encoding(charset: str) -> None:
    """Python's ``json`` guesses the encoding of bytes, so a filter for UTF-8 sees something else."""
    body = json.dumps(SIGNER.sign(CALLBACK)).encode(charset)
    assert SIGNER.verify(json.loads(body))["text"] == "good"
    with pytest.raises(EncodingError):
        received(post(body, JSON))


# Replays


def test_a_replayed_callback() -> None:
    """A signature stays right: without a memory, whoever saw a callback can send it again."""
    guard = MemoryReplayGuard(clock=lambda: NOW)
    request = get(urlencode(SIGNER.sign({**CALLBACK, "nonce": "1"})))
    assert SIGNER.verify(read_request(request)) == SIGNER.verify(read_request(request))
    SIGNER.verify(read_request(request), replay_guard=guard)
    with pytest.raises(ReplayDetected):
        SIGNER.verify(read_request(request), replay_guard=guard)


@pytest.mark.parametrize("method", METHODS)
def test_a_replayed_callback_in_another_guise(method: SignatureMethod) -> None:
    """Signatures are compared without case, so a memory of the received text can be passed by.

    Neither does the order of the parameters matter, nor how they are encoded or sent.
    """
    signer = Signer(SECRET, method, clock=lambda: NOW)
    guard = MemoryReplayGuard(clock=lambda: NOW)
    signed = signer.sign(CALLBACK)
    signer.verify(signed, replay_guard=guard)
    upper = {**signed, "sig": signed["sig"].upper()}
    for guise in (
        get(urlencode(upper)),
        post(urlencode(list(reversed(signed.items())))),
        post(json.dumps(upper), JSON),
        post("&".join(f"%{ord(name[0]):x}{name[1:]}={text}" for name, text in upper.items())),
    ):
        assert signer.verify(read_request(guise))
        with pytest.raises(ReplayDetected):
            signer.verify(read_request(guise), replay_guard=guard)


# Constant time


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    "sig",
    ["", "0", "é", "\x00", "\U0010ffff" * 64, "0" * 64, "A" * 64, "\u212a" * 64, "0" * 10**6],
)
def test_signatures_are_compared_in_constant_time(
    sig: str, method: SignatureMethod, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``==`` stops at the first difference, and the time tells how much was guessed right.

    ``compare_digest`` takes as long for any two ASCII texts of equal length, so it gets just that.
    """
    compared: list[tuple[Any, Any]] = []
    compare_digest = hmac.compare_digest

    def recorded(one: Any, other: Any) -> bool:
        compared.append((one, other))
        return compare_digest(one, other)

    monkeypatch.setattr(hmac, "compare_digest", recorded)
    signer = Signer([SECRET, "an older secret"], method)
    with pytest.raises(SignatureMismatch):
        signer.verify({**CALLBACK, "sig": sig})
    expected = [
        Signer(secret, method).signature(CALLBACK) for secret in (SECRET, "an older secret")
    ]
    assert [one for one, _ in compared] == expected
    for one, other in compared:
        assert type(one) is type(other) is str
        assert one.isascii()
        assert other.isascii()
        assert len(one) == len(other)


HOLDS_A_SIGNATURE = {"sig", "signature", "received", "expected", "hexdigest", "digest"}
COMPARING_METHODS = {"startswith", "endswith", "find", "index", "count", "removeprefix"}


def names_in(node: ast.AST) -> set[str]:
    """Return what an expression is made of; the length of a signature is not the signature."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "len":
        return set()
    own = {getattr(node, "id", ""), getattr(node, "attr", "")}
    if isinstance(node, ast.Subscript | ast.Call) and "SIGNATURE" in ast.dump(node):
        own.add("sig")  # params[SIGNATURE], params.pop(SIGNATURE)
    if isinstance(node, ast.Subscript | ast.Call) and "'sig'" in ast.dump(node):
        own.add("sig")
    return own.union(*map(names_in, ast.iter_child_nodes(node)))


def compared_in(tree: ast.AST) -> list[str]:
    """Return the comparisons in which a signature takes part, other than with None."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            identity = all(isinstance(operator, ast.Is | ast.IsNot) for operator in node.ops)
            operands = [] if identity else [node.left, *node.comparators]
        elif isinstance(node, ast.Match):
            operands = [node.subject]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            operands = [node] if node.func.attr in COMPARING_METHODS else []
        else:
            continue
        if any(names_in(operand) & HOLDS_A_SIGNATURE for operand in operands):
            found.append(ast.unparse(node))
    return found


PACKAGE = Path(nexmo_sig.__file__).parent
MODULES = {
    path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
    for path in PACKAGE.rglob("*.py")
    if path.parent.name != "conformance"  # it compares answers, and verifies nothing
}


# The hash of a payload is made without a secret: everybody can compute it.
WITHOUT_A_SECRET = ["sha256(hashed.payload).hexdigest() == str(claimed).lower()"]


@pytest.mark.parametrize("module", sorted(MODULES))
def test_no_other_path_compares_a_signature(module: str) -> None:
    """A second comparison, made with ``==`` for a log or a shortcut, would undo the constant time."""
    assert [found for found in compared_in(MODULES[module]) if found not in WITHOUT_A_SECRET] == []


def test_signatures_are_compared_in_one_place() -> None:
    """Beside it, the diagnosis of a token tries other hashes than HS256, in constant time as well."""
    places = [
        module
        for module, tree in sorted(MODULES.items())
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("compare_digest")
        if names_in(node) & HOLDS_A_SIGNATURE
    ]
    assert places == ["_signature.py", "diagnosis/_tokens.py"]


@pytest.mark.parametrize(
    "code",
    [
        "received == expected",
        "hexdigest(canonical) != given",
        "params[SIGNATURE] == ours",
        "ours == params.get('sig')",
        "received in signatures",
        "received.lower() == ours",
        "signer.signature(params) == ours",
        "received.startswith(ours)",
        "match received:\n    case 'a': pass",
        "len(received) == 64 and received == ours",
    ],
)
def test_the_search_for_comparisons_finds_them(code: str) -> None:
    assert compared_in(ast.parse(code))


@pytest.mark.parametrize(
    "code", ["received is None", "name != SIGNATURE", "len(received) == len(expected)", "a == b"]
)
def test_the_search_for_comparisons_leaves_others_alone(code: str) -> None:
    assert compared_in(ast.parse(code)) == []
