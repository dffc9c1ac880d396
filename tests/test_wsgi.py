from io import BytesIO
from typing import Any
from urllib.parse import unquote_to_bytes
from wsgiref.validate import InputWrapper

import pytest
import strategies
from hypothesis import given
from hypothesis import strategies as st

from nexmo_sig import (
    EncodingError,
    Request,
    RequestError,
    RequestTooLarge,
    SecretAuth,
    build_request,
    read_request,
)

BODY = b"a=1&b=2"
FORM_HEADERS = {"CONTENT_TYPE": "application/x-www-form-urlencoded"}


def environ(body: bytes = b"", /, **entries: Any) -> dict[str, Any]:
    return {"REQUEST_METHOD": "POST", "PATH_INFO": "/", "wsgi.input": BytesIO(body), **entries}


def as_environ(request: Request) -> dict[str, Any]:
    """What a server hands over when it receives the request."""
    path, _, query = request.url.partition("://")[2].partition("/")[2].partition("?")
    return environ(
        request.body,
        REQUEST_METHOD=request.method,
        PATH_INFO="/" + unquote_to_bytes(path).decode("latin-1"),
        QUERY_STRING=query,
        CONTENT_LENGTH=request.header("Content-Length"),
        CONTENT_TYPE=request.header("Content-Type") or "",
    )


class Trickle(BytesIO):
    """Gives a byte at a time, as a slow client does."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(size or 0, 1))


class Broken(BytesIO):
    def read(self, size: int | None = -1, /) -> bytes:
        raise self.problem

    def __init__(self, problem: Exception) -> None:
        self.problem = problem


@given(
    strategies.params,
    st.sampled_from(["GET", "POST"]),
    strategies.media_types,
    strategies.placements,
)
def test_what_was_built_is_what_is_read(
    params: dict[str, Any], method: str, media_type: str, placement: Any
) -> None:
    built = build_request(
        method,
        "https://localhost/a%2Fb/%C3%A9",
        params,
        auth=SecretAuth("key", "secret"),
        media_type=media_type,
        placement=placement,
    )
    received = Request.from_wsgi(as_environ(built))
    assert read_request(received) == read_request(built)
    assert received.method == built.method
    assert received.body == built.body
    assert dict(received.headers) == dict(built.headers)


def test_the_url_is_the_path_and_the_query() -> None:
    received = Request.from_wsgi(
        environ(SCRIPT_NAME="/app", PATH_INFO="/caf\xc3\xa9 ?\n", QUERY_STRING="a=%20+/&b=:")
    )
    assert received.url == "/app/caf%C3%A9%20%3F%0A?a=%20+/&b=:"


def test_raw_bytes_in_a_query_are_read_as_the_text_that_they_are_in_utf_8() -> None:
    received = Request.from_wsgi(environ(QUERY_STRING="text=\xc3\xa9"))
    assert read_request(received) == {"text": "é"}


def test_raw_bytes_in_a_query_that_are_not_utf_8_cannot_be_read() -> None:
    received = Request.from_wsgi(environ(QUERY_STRING="text=\xe9"))
    with pytest.raises(EncodingError, match="UTF-8"):
        read_request(received)


def test_headers_get_their_usual_names() -> None:
    entries = {"HTTP_X_FORWARDED_FOR": "::1", "CONTENT_TYPE": "text/json", "CONTENT_LENGTH": "0"}
    received = Request.from_wsgi(environ() | entries | {"SERVER_NAME": "x", "HTTPS": "on"})
    assert received.headers == {
        "X-Forwarded-For": "::1",
        "Content-Type": "text/json",
        "Content-Length": "0",
    }


def test_an_empty_content_type_is_none() -> None:
    assert Request.from_wsgi(environ(CONTENT_TYPE="", CONTENT_LENGTH="")).headers == {}


@pytest.mark.parametrize("name", ["HTTP_CONTENT_TYPE", "HTTP_CONTENT_LENGTH"])
def test_a_header_spelled_with_an_underscore_passes_for_no_other(name: str) -> None:
    received = Request.from_wsgi(environ(BODY, **FORM_HEADERS, CONTENT_LENGTH="7", **{name: "1"}))
    assert read_request(received) == {"a": "1", "b": "2"}
    assert received.header("Content-Length") == "7"


def test_no_more_than_the_content_length_is_read() -> None:
    stream = BytesIO(BODY + b"next request")
    received = Request.from_wsgi(environ(CONTENT_LENGTH="7") | {"wsgi.input": stream})
    assert received.body == BODY
    assert stream.tell() == 7


def test_a_body_that_arrives_byte_by_byte_is_read_whole() -> None:
    entries = environ(CONTENT_LENGTH="7") | {"wsgi.input": Trickle(BODY)}
    assert Request.from_wsgi(entries).body == BODY


def test_reading_keeps_to_the_protocol() -> None:
    stream = InputWrapper(BytesIO(BODY))
    assert Request.from_wsgi(environ(CONTENT_LENGTH="7") | {"wsgi.input": stream}).body == BODY


@pytest.mark.parametrize("entries", [{"CONTENT_LENGTH": ""}, {}])
def test_without_a_length_there_is_no_body(entries: dict[str, str]) -> None:
    assert Request.from_wsgi(environ(BODY, **entries)).body == b""


def test_a_body_over_the_limit_is_refused_before_it_is_read() -> None:
    stream = BytesIO(BODY)
    with pytest.raises(RequestTooLarge, match="7 bytes: the limit is 6"):
        Request.from_wsgi(environ(CONTENT_LENGTH="7") | {"wsgi.input": stream}, max_bytes=6)
    assert stream.tell() == 0
    assert Request.from_wsgi(environ(BODY, CONTENT_LENGTH="7"), max_bytes=7).body == BODY


@pytest.mark.parametrize("length", ["-1", "+7", " 7", "7,7", "7_0", "٧", "x", "1e3", "9" * 5_000])
def test_a_content_length_that_is_no_number_is_refused(length: str) -> None:
    with pytest.raises(RequestError, match="Content-Length"):
        Request.from_wsgi(environ(BODY, CONTENT_LENGTH=length))


def test_a_body_shorter_than_its_length_is_refused() -> None:
    with pytest.raises(RequestError, match="shorter"):
        Request.from_wsgi(environ(BODY, CONTENT_LENGTH="8"))


CHUNKED = {"HTTP_TRANSFER_ENCODING": "chunked"}
DECODED = {"wsgi.input_terminated": True}


@pytest.mark.parametrize("entries", [DECODED, CHUNKED | DECODED, {"CONTENT_LENGTH": ""} | DECODED])
def test_a_body_that_the_server_ends_is_read_to_its_end(entries: dict[str, Any]) -> None:
    assert Request.from_wsgi(environ(BODY, **entries), max_bytes=7).body == BODY


def test_a_body_that_the_server_ends_is_read_up_to_the_limit() -> None:
    stream = BytesIO(BODY + b"more" * 100)
    with pytest.raises(RequestTooLarge):
        Request.from_wsgi(environ() | DECODED | {"wsgi.input": stream}, max_bytes=6)
    assert stream.tell() == 7


@pytest.mark.parametrize("length", [{}, {"CONTENT_LENGTH": "7"}])
def test_a_chunked_body_is_refused_when_the_server_does_not_decode_it(
    length: dict[str, str],
) -> None:
    with pytest.raises(RequestError, match="Content-Length"):
        Request.from_wsgi(environ(BODY, **CHUNKED, **length))


@pytest.mark.parametrize("problem", [TimeoutError(), ConnectionResetError(), ValueError()])
def test_a_client_that_goes_away_is_our_error(problem: Exception) -> None:
    entries = environ(CONTENT_LENGTH="7") | {"wsgi.input": Broken(problem)}
    with pytest.raises(RequestError, match="to its end") as caught:
        Request.from_wsgi(entries)
    assert caught.value.__cause__ is problem


@given(
    st.text(max_size=30),
    st.text(max_size=30) | strategies.forms,
    st.text(max_size=6) | st.integers(0, 99).map(str),
    st.binary(max_size=20) | strategies.bodies,
)
def test_whatever_arrives_becomes_a_request_or_our_error(
    path: str, query: str, length: str, body: bytes
) -> None:
    entries = environ(body, PATH_INFO=path, QUERY_STRING=query, CONTENT_LENGTH=length)
    try:
        received = Request.from_wsgi(entries)
    except RequestError:
        return
    assert received.url.isascii()
    assert received.body == body[: int(length or 0)]
