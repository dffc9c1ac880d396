"""Whatever a web server hands over, its request is the same by WSGI and by ASGI.

An input is an HTTP request in lines: method, path (percent-decoded), ``?`` and the query, then a
line ``Name: value`` for each header, an empty line, and the body. The byte before the body is the
size of the pieces in which it arrives.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Coroutine, Iterator
from typing import Any

from nexmo_sig import NexmoSigError, Request, read_request

LIMIT = 1_000


def one_input(data: bytes) -> str:
    """Try one input; return what became of it.

    Raises:
        AssertionError: the two interfaces disagree, or a request does not survive pickling.
        Exception: any other error than ours is a finding as well.
    """
    head, _, rest = data.partition(b"\n\n")
    method, path, query, *lines = [*head.split(b"\n"), b"", b""]
    headers = [pair for line in lines if (pair := header_of(line))]
    query = query.removeprefix(b"?")
    body, size = rest[1:], max([1, *rest[:1]])
    by_wsgi = outcome(lambda: from_wsgi(method, path, query, headers, body))
    by_asgi = outcome(lambda: from_asgi(method, path, query, headers, body, size))
    if isinstance(by_wsgi, str) or isinstance(by_asgi, str):
        return "rejected"
    check_same(by_wsgi, by_asgi, path)
    assert pickle.loads(pickle.dumps(by_asgi)) == by_asgi
    assert "\n" not in repr(by_asgi)
    return "unreadable" if isinstance(outcome(lambda: read_request(by_asgi)), str) else "read"


def header_of(line: bytes) -> tuple[bytes, bytes] | None:
    """Return a header as servers do, which drop names that CGI could not tell apart."""
    name, _, value = line.partition(b":")
    is_name = name and all(chr(byte).isalnum() or byte == ord("-") for byte in name)
    return (name, value.strip(b" \t")) if is_name and name.isascii() else None


def outcome(make: Any) -> Any:
    try:
        return make()
    except NexmoSigError as error:
        return type(error).__name__


def from_wsgi(
    method: bytes, path: bytes, query: bytes, headers: list[tuple[bytes, bytes]], body: bytes
) -> Request:
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method.decode("latin-1"),
        "PATH_INFO": path.decode("latin-1"),
        "QUERY_STRING": query.decode("latin-1"),
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
    }
    for name, value in headers:
        key = name.decode("latin-1").upper().replace("-", "_")
        if key in ("CONTENT_LENGTH", "TRANSFER_ENCODING"):
            continue  # the server decides on these
        key = key if key == "CONTENT_TYPE" else f"HTTP_{key}"
        text = value.decode("latin-1")
        environ[key] = f"{environ[key]}, {text}" if key in environ else text
    return Request.from_wsgi(environ, max_bytes=LIMIT)


def from_asgi(
    method: bytes,
    path: bytes,
    query: bytes,
    headers: list[tuple[bytes, bytes]],
    body: bytes,
    size: int,
) -> Request:
    kept = [
        (n, v) for n, v in headers if n.lower() not in (b"content-length", b"transfer-encoding")
    ]
    scope: dict[str, Any] = {
        "type": "http",
        "method": method.decode("latin-1"),
        "path": path.decode("utf-8", "surrogateescape"),
        "query_string": query,
        "headers": [*kept, (b"content-length", str(len(body)).encode())],
    }
    pieces = messages_of(body, size)

    async def receive() -> dict[str, Any]:
        return next(pieces)

    whole = result_of(Request.receive_asgi(scope, receive, max_bytes=LIMIT))
    assert whole == Request.from_asgi(scope, body)
    return whole


def result_of(coroutine: Coroutine[Any, Any, Request]) -> Request:
    """Run what never has to wait, without the cost of an event loop."""
    try:
        coroutine.send(None)
    except StopIteration as stop:
        made: Request = stop.value
        return made
    raise AssertionError("it waits for something")


def messages_of(body: bytes, size: int) -> Iterator[dict[str, Any]]:
    for start in range(0, len(body) or 1, size):
        piece = body[start : start + size]
        yield {"type": "http.request", "body": piece, "more_body": start + size < len(body)}


def check_same(by_wsgi: Request, by_asgi: Request, path: bytes) -> None:
    assert (by_wsgi.method, by_wsgi.body) == (by_asgi.method, by_asgi.body)
    names = {name.lower(): value for name, value in by_asgi.headers.items()}
    ours = {name.lower(): value for name, value in by_wsgi.headers.items()}
    if "content-type" in names and not names["content-type"]:
        ours.setdefault("content-type", "")  # CGI does not tell an empty one from none
    assert ours == names
    assert all(by_asgi.header(name.upper()) == value for name, value in ours.items())
    if path == path.decode("utf-8", "ignore").encode():
        assert by_wsgi.url == by_asgi.url
