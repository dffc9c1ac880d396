import asyncio
from typing import Any
from urllib.parse import unquote

import pytest
import strategies
from hypothesis import given
from hypothesis import strategies as st

from nexmo_sig import (
    EncodingError,
    NexmoSigError,
    Request,
    RequestError,
    RequestTooLarge,
    SecretAuth,
    UnsupportedMediaType,
    build_request,
    read_request,
)


def scope(**entries: object) -> dict[str, Any]:
    return {"type": "http", "method": "GET", "path": "/", "query_string": b""} | entries


def as_scope(request: Request) -> dict[str, Any]:
    """What a server hands over when it receives the request."""
    path, _, query = request.url.partition("://")[2].partition("/")[2].partition("?")
    return scope(
        method=request.method,
        path="/" + unquote(path),
        query_string=query.encode("ascii"),
        headers=[(n.lower().encode(), v.encode()) for n, v in request.headers.items()],
    )


def received(*messages: dict[str, Any], max_bytes: int = 100) -> tuple[bytes, int]:
    """Read a body; return it and the number of messages that were not awaited."""
    waiting = list(messages)

    async def receive() -> dict[str, Any]:
        return waiting.pop(0)

    request = asyncio.run(Request.receive_asgi(scope(), receive, max_bytes=max_bytes))
    return request.body, len(waiting)


def part(body: bytes, more: bool) -> dict[str, Any]:
    return {"type": "http.request", "body": body, "more_body": more}


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
        "https://localhost/%C3%A9",
        params,
        auth=SecretAuth("key", "secret"),
        media_type=media_type,
        placement=placement,
    )
    inbound = Request.from_asgi(as_scope(built), built.body)
    assert read_request(inbound) == read_request(built)
    assert inbound.method == built.method
    assert inbound.url == built.url.removeprefix("https://localhost")
    assert dict(inbound.headers) == {n.lower(): v for n, v in built.headers.items()}


def test_a_scope_may_lack_what_is_optional() -> None:
    inbound = Request.from_asgi({"type": "http", "method": "GET", "path": "/a b"}, b"")
    assert inbound == Request("GET", "/a%20b")


def test_raw_bytes_in_a_query_are_read_as_the_text_that_they_are_in_utf_8() -> None:
    inbound = Request.from_asgi(scope(query_string="text=é".encode()), b"")
    assert read_request(inbound) == {"text": "é"}


def test_raw_bytes_in_a_query_that_are_not_utf_8_cannot_be_read() -> None:
    inbound = Request.from_asgi(scope(query_string=b"text=\xe9"), b"")
    with pytest.raises(EncodingError, match="UTF-8"):
        read_request(inbound)


def test_header_bytes_are_read_as_iso_8859_1() -> None:
    inbound = Request.from_asgi(scope(headers=[(b"x-name", b"\xe9")]), b"")
    assert inbound.headers == {"x-name": "é"}


def test_a_content_type_that_occurs_twice_is_refused() -> None:
    twice = [(b"content-type", b"text/json"), (b"Content-Type", b"application/json")]
    inbound = Request.from_asgi(scope(method="POST", headers=twice), b"{}")
    with pytest.raises(UnsupportedMediaType):
        read_request(inbound)


def as_bytes(text: str) -> bytes:
    return text.encode(errors="surrogatepass")


def as_header_list(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    return [(as_bytes(name).lower(), as_bytes(value)) for name, value in headers.items()]


@given(
    st.binary(max_size=20) | strategies.forms.map(as_bytes),
    st.text(max_size=20),
    st.lists(st.tuples(st.binary(max_size=9), st.binary(max_size=9)))
    | strategies.headers.map(as_header_list),
    st.binary(max_size=20) | strategies.bodies,
)
def test_whatever_arrives_is_read_or_is_our_error(
    query: bytes, path: str, headers: list[tuple[bytes, bytes]], body: bytes
) -> None:
    inbound = Request.from_asgi(
        scope(method="POST", query_string=query, path=path, headers=headers), body
    )
    assert inbound.url.isascii()
    try:
        read_request(inbound)
    except NexmoSigError:
        return
    assert inbound.body == b"" or not query


# Reading the body


def test_a_body_in_parts_is_put_together() -> None:
    assert received(part(b"a=", True), part(b"1", True), part(b"", False)) == (b"a=1", 0)


def test_a_message_may_lack_what_is_optional() -> None:
    assert received({"type": "http.request"}) == (b"", 0)


def test_a_body_is_read_to_the_limit_and_no_further() -> None:
    assert received(part(b"123", True), part(b"45", False), max_bytes=5) == (b"12345", 0)
    messages = [part(b"123", True), part(b"45", True), part(b"6", False)]
    waiting = iter(messages)

    async def receive() -> dict[str, Any]:
        return next(waiting)

    with pytest.raises(RequestTooLarge, match="5 bytes: the limit is 4"):
        asyncio.run(Request.receive_asgi(scope(), receive, max_bytes=4))
    assert list(waiting) == messages[2:]


def test_a_client_that_goes_away_is_our_error() -> None:
    with pytest.raises(RequestError, match="went away"):
        received(part(b"123", True), {"type": "http.disconnect"})
