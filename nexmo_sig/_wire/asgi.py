"""The scope and the messages of an ASGI server as the parts of a request (ASGI specification)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from typing import Any, TypeAlias

from ..errors import RequestError
from .limits import check_size
from .urls import request_target, server_entry

Scope: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[MutableMapping[str, Any]]]


async def read_body(receive: Receive, max_bytes: int) -> bytes:
    """Read the body; beyond the limit, nothing is awaited."""
    body = bytearray()
    more = True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            raise RequestError(
                "the client went away before its body had arrived, or the body was read before"
            )
        body += message.get("body", b"")
        check_size(len(body), max_bytes)
        more = message.get("more_body", False)
    return bytes(body)


def method_of(scope: Scope) -> str:
    """Return the HTTP method."""
    return str(server_entry("scope", scope, "method"))


def target_of(scope: Scope) -> str:
    """Return the path and the query, percent-encoded."""
    path: str = server_entry("scope", scope, "path")
    return request_target(path.encode("utf-8", "replace"), scope.get("query_string", b""))


def read_headers(scope: Scope) -> Iterator[tuple[str, str]]:
    """Yield the names and values of the headers, as ISO 8859-1."""
    for name, value in scope.get("headers", ()):
        yield name.decode("latin-1"), value.decode("latin-1")
