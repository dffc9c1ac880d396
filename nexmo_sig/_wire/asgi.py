"""The scope and the messages of an ASGI server as the parts of a request (ASGI specification)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
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


def parts_of(scope: Scope) -> tuple[str, str, list[tuple[str, str]]]:
    """Return the HTTP method, the target and the headers."""
    path: str = server_entry("scope", scope, "path")
    target = request_target(path.encode("utf-8", "replace"), scope.get("query_string", b""))
    headers = scope.get("headers", ())
    pairs = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in headers]
    return server_entry("scope", scope, "method"), target, pairs
