import json
import urllib.parse
from functools import partial
from random import Random
from typing import Any

import pytest
import strategies
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from nexmo_sig import (
    FORM,
    JSON,
    MEDIA_TYPES,
    DuplicateParameter,
    EncodingError,
    NexmoSigError,
    ParameterError,
    RequestTooLarge,
    UnsupportedMediaType,
    decode,
    encode,
)
from nexmo_sig._parameters import checked_strings as texts

JSON_TYPES = [media_type for media_type in MEDIA_TYPES if media_type != FORM]


def parse_qsl(form: bytes) -> list[tuple[str, str]]:
    return urllib.parse.parse_qsl(
        form.decode("utf-8"), strict_parsing=True, keep_blank_values=True, errors="strict"
    )


# Round trips


@given(strategies.params, strategies.media_types)
def test_decode_is_the_inverse_of_encode(params: dict[str, Any], media_type: Any) -> None:
    assert decode(encode(params, media_type), media_type) == texts(params)


@given(strategies.params)
def test_a_form_is_read_alike_by_the_standard_library(params: dict[str, Any]) -> None:
    assert dict(parse_qsl(encode(params))) == texts(params)


@given(strategies.params, st.sampled_from(JSON_TYPES))
def test_a_json_body_is_read_alike_by_the_standard_library(
    params: dict[str, Any], media_type: Any
) -> None:
    assert json.loads(encode(params, media_type)) == texts(params)


@given(strategies.params, strategies.media_types)
def test_every_body_is_ascii(params: dict[str, Any], media_type: Any) -> None:
    assert encode(params, media_type).isascii()


@pytest.mark.parametrize(("text", "written"), [(" ", b"+"), ("\n", b"%0A"), (" \t", b"+%09")])
def test_a_blank_is_escaped_like_any_other_text(text: str, written: bytes) -> None:
    assert encode({"a": text}) == b"a=" + written


def test_a_form_is_written_as_the_url_standard_says() -> None:
    assert encode({"a b": "x+y z", "ü": "&=%~*"}) == b"a+b=x%2By+z&%C3%BC=%26%3D%25~%2A"


def test_a_json_body_holds_strings_only() -> None:
    assert encode({"n": 1, "t": True, "s": 'a"b'}, JSON) == b'{"n":"1","t":"true","s":"a\\"b"}'


@given(strategies.text_params)
def test_a_form_that_another_writer_made_is_read(params: dict[str, Any]) -> None:
    assert decode(urllib.parse.urlencode(params).encode("ascii")) == params
    spaced = urllib.parse.urlencode(params, quote_via=urllib.parse.quote)
    assert decode(spaced.encode("ascii")) == params


@given(strategies.text_params)
def test_json_that_another_writer_made_is_read(params: dict[str, Any]) -> None:
    assert decode(json.dumps(params, indent=2, ensure_ascii=False).encode(), JSON) == params


# Forms


form_bytes = st.lists(
    st.sampled_from([b"a", b"b", b"&", b"=", b"%", b"+", b"%20", b"%2B", b"%c3%A9", b"\xc3\xa9"])
    | st.binary(max_size=2),
    max_size=12,
).map(b"".join)


@given(form_bytes)
def test_decode_agrees_with_the_standard_library_wherever_both_accept(body: Any) -> None:
    try:
        ours = decode(body)
    except NexmoSigError:
        return
    assert parse_qsl(body) == list(ours.items())


@given(form_bytes)
def test_what_the_standard_library_refuses_is_refused(body: Any) -> None:
    try:
        parse_qsl(body)
    except ValueError:
        if body:
            with pytest.raises(NexmoSigError):
                decode(body)


@pytest.mark.parametrize(
    ("body", "error", "match"),
    [
        (b"a=1&a=2", DuplicateParameter, "'a' occurs more than once"),
        (b"a=1&%61=2", DuplicateParameter, "'a' occurs more than once"),
        (b"a=%", EncodingError, "field 1 .* '%'"),
        (b"a=1&b=%4", EncodingError, "field 2 .* '%'"),
        (b"a=%zz", EncodingError, "'%'"),
        (b"a=% 1", EncodingError, "'%'"),
        (b"a=%+1", EncodingError, "'%'"),
        (b"a=%%341", EncodingError, "'%'"),
        (b"%=1", EncodingError, "'%'"),
        ("a=%１１".encode(), EncodingError, "'%'"),
        (b"a%26b=1", ParameterError, "must not hold"),
        (b"a%3Db=1", ParameterError, "must not hold"),
        (b"=1", ParameterError, "empty"),
    ],
)
def test_a_form_is_refused_that_the_standard_library_reads(
    body: Any, error: type[Exception], match: str
) -> None:
    assert parse_qsl(body)
    with pytest.raises(error, match=match):
        decode(body)


@pytest.mark.parametrize(
    ("body", "match"),
    [
        (b"a", "field 1 .* no '='"),
        (b"a=1&b", "field 2 .* no '='"),
        (b"a=1&&b=2", "field 2 .* no '='"),
        (b"a=1&", "field 2 .* no '='"),
        (b"a=%ff", "field 1 .* not UTF-8"),
        (b"a=%C3", "field 1 .* not UTF-8"),
        (b"a=%ED%A0%80", "field 1 .* not UTF-8"),
        (b"a=%C0%AF", "field 1 .* not UTF-8"),
        (b"a=\xff", "not UTF-8 at byte 2"),
    ],
)
def test_a_broken_form_is_refused_with_its_position(body: Any, match: str) -> None:
    with pytest.raises(EncodingError, match=match):
        decode(body)


def test_plus_and_percent_escapes_are_read_as_the_url_standard_says() -> None:
    assert decode(b"a=1+2%202%2B3&b+c=%c3%A9%00") == {"a": "1 2 2+3", "b c": "é\0"}


def test_an_empty_form_holds_no_parameters() -> None:
    assert decode(b"") == {}


def test_a_value_may_hold_equals_signs() -> None:
    assert decode(b"a=b=c") == {"a": "b=c"}
    assert decode(b"a=b=%63") == {"a": "b=c"}


# JSON


@pytest.mark.parametrize("media_type", JSON_TYPES)
def test_numbers_keep_their_text_and_null_is_absent(media_type: Any) -> None:
    body = b' {"a": 1.0, "b": 10, "c": -0, "d": 1E400, "e": true, "f": false, "g": null, "h": "x"} '
    expected = {"a": "1.0", "b": "10", "c": "-0", "d": "1E400"}
    assert decode(body, media_type) == expected | {"e": "true", "f": "false", "h": "x"}


def test_an_empty_object_holds_no_parameters() -> None:
    assert decode(b"{}", JSON) == {}


@pytest.mark.parametrize(
    ("body", "error", "match"),
    [
        (b"", EncodingError, "not JSON at character 0"),
        (b"{", EncodingError, "not JSON at character 1"),
        (b'{"a": 1,}', EncodingError, "not JSON"),
        (b'{"a": "1"} {}', EncodingError, "not JSON at character 11"),
        (b'{"a": "1\n"}', EncodingError, "not JSON"),
        (b"{'a': 1}", EncodingError, "not JSON"),
        (b'{"a": NaN}', EncodingError, "NaN is not a JSON number"),
        (b'{"a": -Infinity}', EncodingError, "-Infinity is not a JSON number"),
        (b'{"a": 01}', EncodingError, "not JSON"),
        (b"[]", EncodingError, "not an object"),
        (b'[["a", "1"]]', EncodingError, "not an object"),
        (b'"a"', EncodingError, "not an object"),
        (b"null", EncodingError, "not an object"),
        (b'{"a": {}}', EncodingError, "'a' holds an array or an object"),
        (b'{"a": []}', EncodingError, "'a' holds an array or an object"),
        (b'{"b": "1", "a": [["c", "2"]]}', EncodingError, "'a' holds an array or an object"),
        (b'{"a": "1", "a": "1"}', DuplicateParameter, "'a' occurs more than once"),
        (b'{"a": null, "a": "1"}', DuplicateParameter, "'a' occurs more than once"),
        (b'{"a": 1, "\\u0061": 2}', DuplicateParameter, "'a' occurs more than once"),
        (b'{"": "1"}', ParameterError, "empty"),
        (b'{"a=1&b": "1"}', ParameterError, "must not hold"),
        (b'{"a": "\\ud800"}', ParameterError, "lone surrogate"),
        (b'{"\\ud800": "1"}', ParameterError, "lone surrogate"),
        (b'{"a": "\xff"}', EncodingError, "not UTF-8 at byte 7"),
        (b'\xef\xbb\xbf{"a": "1"}', EncodingError, "not JSON"),
        ('{"a": "1"}'.encode("utf-16"), EncodingError, "not UTF-8"),
        ('{"a": "1"}'.encode("utf-16-le"), EncodingError, "not JSON"),
        ('{"a": "1"}'.encode("utf-32-be"), EncodingError, "not JSON"),
        ('\u00a0{"a": "1"}'.encode(), EncodingError, "not JSON at character 0"),
        ('{"a": "1"}\u2028'.encode(), EncodingError, "not JSON at character 10"),
        (b'\x0c{"a": "1"}', EncodingError, "not JSON at character 0"),
        (b"[" * 200_000, EncodingError, "nested too deeply"),
        (b'{"a":' * 200_000, EncodingError, "nested too deeply"),
    ],
    ids=lambda value: repr(value)[:30] if isinstance(value, bytes) else None,
)
def test_json_that_is_not_one_flat_object_is_refused(
    body: Any, error: type[Exception], match: str
) -> None:
    with pytest.raises(error, match=match):
        decode(body, JSON)


@given(st.binary(max_size=60) | strategies.bodies, strategies.content_types)
def test_whatever_arrives_only_our_errors_leave(body: Any, media_type: Any) -> None:
    try:
        decode(body, media_type)
    except NexmoSigError:
        return


@pytest.mark.parametrize("media_type", [FORM, JSON])
def test_what_is_nearly_right_is_read_or_rejected(media_type: str) -> None:
    """Else the strategy would show no more than random bytes do."""

    def outcome(body: bytes) -> str:
        try:
            return "read" if decode(body, media_type) else "empty"
        except NexmoSigError as error:
            return type(error).__name__

    def is_outcome(wanted: str, body: bytes) -> bool:
        return outcome(body) == wanted

    quick = settings(phases=[Phase.generate], max_examples=1_000)
    for wanted in ("read", "EncodingError", "ParameterError"):
        search = partial(is_outcome, wanted)
        find(strategies.bodies, search, settings=quick, random=Random(0))  # the same each time


# Media types


@pytest.mark.parametrize(
    "media_type",
    [
        "application/json",
        "Application/JSON",
        "application/json; charset=utf-8",
        "application/json;charset=UTF-8",
        'application/json ; charset="utf-8"',
        "application/json; profile=x; charset=utf-8",
        "application/json;",
    ],
)
def test_media_types_compare_without_case_and_may_have_parameters(media_type: Any) -> None:
    assert decode(b'{"a":"1"}', media_type) == {"a": "1"}
    assert encode({"a": "1"}, media_type) == b'{"a":"1"}'


@pytest.mark.parametrize(
    "media_type",
    [
        "",
        "application/xml",
        "application/json, text/json",
        "application/json/x",
        "multipart/form-data; boundary=x",
        "text/plain",
        "application/json\r\nX-Evil: 1",
        "application/json; profile=x\r\nX-Evil: 1",
        "application/json; profile=x, application/json",
        "application/json; charset=utf-7",
        "application/json; charset=utf8",
        "application/json; charset=",
        "application/json; charset=utf-8; charset=utf-7",
        "application/json; charset=utf-16",
        "application/json; CHARSET=Latin-1",
        "application/json; charset*=utf-8''utf-7",
        "applicatıon/json",
        None,
        b"application/json",
    ],
)
def test_other_media_types_and_charsets_are_refused(media_type: Any) -> None:
    for use in (lambda: decode(b"{}", media_type), lambda: encode({}, media_type)):
        with pytest.raises(UnsupportedMediaType):
            use()


# Limits


@pytest.mark.parametrize("media_type", [FORM, JSON])
def test_limits_hold_to_the_last_byte_and_parameter(media_type: Any) -> None:
    body = encode({str(number): "" for number in range(10)}, media_type)
    assert len(decode(body, media_type, max_bytes=len(body), max_parameters=10)) == 10
    with pytest.raises(RequestTooLarge, match=f"{len(body)} bytes: the limit is {len(body) - 1}"):
        decode(body, media_type, max_bytes=len(body) - 1)
    with pytest.raises(RequestTooLarge, match="too many parameters: the limit is 9"):
        decode(body, media_type, max_parameters=9)


def test_a_limit_of_0_leaves_nothing_but_an_empty_body() -> None:
    assert decode(b"", max_bytes=0, max_parameters=0) == {}
    assert decode(b"{}", JSON, max_parameters=0) == {}
    with pytest.raises(RequestTooLarge):
        decode(b"a=1", max_parameters=0)


def test_a_body_must_be_bytes() -> None:
    assert decode(bytearray(b"a=1")) == {"a": "1"}
    with pytest.raises(EncodingError, match="must be bytes, not str"):
        decode("a=1")  # type: ignore[arg-type]  # the point
