"""The environment of a WSGI server as the parts of a request (PEP 3333).

Every string of an environment holds bytes, decoded as ISO 8859-1.
"""

from __future__ import annotations

from collections.abc import Iterator
from wsgiref.types import WSGIEnvironment

from ..errors import RequestError
from .limits import check_size
from .urls import request_target, server_entry

_LENGTH_DIGITS = 18  # far beyond any body, and fewer than `int` rejects


def target_of(environ: WSGIEnvironment) -> str:
    """Return the path and the query, percent-encoded."""
    path = environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", "")
    query = environ.get("QUERY_STRING", "")
    return request_target(path.encode("latin-1", "replace"), query.encode("latin-1", "replace"))


def read_headers(environ: WSGIEnvironment) -> Iterator[tuple[str, str]]:
    """Yield the names and values of the headers; the case of the names is lost."""
    for key, value in environ.items():
        # With the prefix, these two are headers whose names were spelled with an underscore.
        if key in ("HTTP_CONTENT_TYPE", "HTTP_CONTENT_LENGTH"):
            continue
        if key.startswith("HTTP_") or (key in ("CONTENT_TYPE", "CONTENT_LENGTH") and value):
            yield key.removeprefix("HTTP_").replace("_", "-").title(), value


def read_body(environ: WSGIEnvironment, max_bytes: int) -> bytes:
    """Read the body; beyond the limit, nothing is read."""
    length = environ.get("CONTENT_LENGTH")
    chunked = "HTTP_TRANSFER_ENCODING" in environ
    if length and not chunked:
        return _read_exactly(environ, length, max_bytes)
    if environ.get("wsgi.input_terminated"):  # the server decodes chunked bodies
        body = _read(environ, max_bytes + 1)
        check_size(len(body), max_bytes)
        return body
    if chunked:
        raise RequestError("this server cannot read a chunked body: send a Content-Length")
    return b""


def _read_exactly(environ: WSGIEnvironment, length: str, max_bytes: int) -> bytes:
    if not (length.isascii() and length.isdigit() and len(length) <= _LENGTH_DIGITS):
        raise RequestError("the Content-Length is not a number of bytes")
    size = int(length)
    check_size(size, max_bytes)
    body = _read(environ, size)
    if len(body) < size:
        raise RequestError(
            "the body is shorter than its Content-Length: the client went away, or it was "
            "read before; pass one that was read as body"
        )
    return body


def _read(environ: WSGIEnvironment, size: int) -> bytes:
    stream = server_entry("environ", environ, "wsgi.input")
    body = bytearray()
    try:
        while len(body) < size and (piece := stream.read(size - len(body))):
            body += piece
    except (OSError, EOFError, ValueError) as error:  # the last for a stream that was closed
        raise RequestError("the body could not be read to its end: send it again") from error
    return bytes(body)
