"""The environment of a WSGI server as the parts of a request (PEP 3333).

Every string of an environment holds bytes, decoded as ISO 8859-1.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from wsgiref.types import WSGIEnvironment

from ..errors import RequestError, UsageError
from .limits import check_size
from .urls import request_target

_LENGTH_DIGITS = 18  # far beyond any body, and short of what `int` takes without complaint


def method_of(environ: WSGIEnvironment) -> str:
    """Return the HTTP method."""
    return str(_entry(environ, "REQUEST_METHOD"))


def target_of(environ: WSGIEnvironment) -> str:
    """Return the path and the query, percent-encoded."""
    path = environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", "")
    return request_target(_octets(path), _octets(environ.get("QUERY_STRING", "")))


def read_headers(environ: WSGIEnvironment) -> Iterator[tuple[str, str]]:
    """Yield the names and values of the headers; the case of the names is lost."""
    for key, value in environ.items():
        # With the prefix, these two are headers whose names were spelled with an underscore.
        if key in ("HTTP_CONTENT_TYPE", "HTTP_CONTENT_LENGTH"):
            continue
        if key.startswith("HTTP_") or (key in ("CONTENT_TYPE", "CONTENT_LENGTH") and value):
            yield key.removeprefix("HTTP_").replace("_", "-").title(), value


def read_body(environ: WSGIEnvironment, max_bytes: int) -> bytes:
    """Read the body.

    Raises:
        RequestTooLarge: it is larger than the limit, beyond which nothing is read.
        RequestError: it has no usable ``Content-Length``, or ends too early.
        UsageError: the environment has no ``wsgi.input``.
    """
    length = environ.get("CONTENT_LENGTH")
    chunked = "HTTP_TRANSFER_ENCODING" in environ
    if length and not chunked:
        size = _size(length)
        check_size(size, max_bytes)
        body = _read(environ, size)
        if len(body) < size:
            raise RequestError(
                "the body is shorter than its Content-Length: the client went away, or it was "
                "read before; pass one that was read as body"
            )
        return body
    if environ.get("wsgi.input_terminated"):  # the server decodes chunked bodies
        body = _read(environ, max_bytes + 1)
        check_size(len(body), max_bytes)
        return body
    if chunked:
        raise RequestError("this server cannot read a chunked body: send a Content-Length")
    return b""


def _size(length: str) -> int:
    if length.isascii() and length.isdigit() and len(length) <= _LENGTH_DIGITS:
        return int(length)
    raise RequestError("the Content-Length is not a number of bytes")


def _read(environ: WSGIEnvironment, size: int) -> bytes:
    stream = _entry(environ, "wsgi.input")
    body = bytearray()
    try:
        while len(body) < size and (piece := stream.read(size - len(body))):
            body += piece
    except (OSError, EOFError, ValueError) as error:  # the last for a stream that was closed
        raise RequestError("the body could not be read to its end: send it again") from error
    return bytes(body)


def _entry(environ: WSGIEnvironment, key: str) -> Any:
    if key not in environ:
        raise UsageError(f"environ has no {key}: pass the one of a WSGI server", "environ")
    return environ[key]


def _octets(text: str) -> bytes:
    return text.encode("latin-1", "replace")
