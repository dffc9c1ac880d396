"""What an ASGI server hands over, as the parts of a request (ASGI specification, HTTP)."""

from __future__ import annotations

from .errors import RequestError
from .limits import check_size
from .urls import request_target

TYPE_CHECKING = False  # not `typing.TYPE_CHECKING`: see `nexmo_sig.types`
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, MutableMapping
    from typing import Any, TypeAlias

    Scope: TypeAlias = MutableMapping[str, Any]
    Receive: TypeAlias = Callable[[], Awaitable[MutableMapping[str, Any]]]


async def read_body(receive: Receive, max_bytes: int) -> bytes:
    """Read the body.

    Raises:
        RequestTooLarge: it is larger than the limit, beyond which nothing is awaited.
        RequestError: the client went away.
    """
    body = bytearray()
    more = True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            raise RequestError("the client went away before its body had arrived")
        body += message.get("body", b"")
        check_size(len(body), max_bytes)
        more = message.get("more_body", False)
    return bytes(body)


def target_of(scope: Scope) -> str:
    """Return the path and the query, percent-encoded."""
    return request_target(scope["path"].encode("utf-8", "replace"), scope.get("query_string", b""))


def read_headers(scope: Scope) -> Iterator[tuple[str, str]]:
    """Yield the names and values of the headers, as ISO 8859-1."""
    for name, value in scope.get("headers", ()):
        yield name.decode("latin-1"), value.decode("latin-1")
