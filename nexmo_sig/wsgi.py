"""What a WSGI server hands over, as the parts of a request (PEP 3333).

Every text of an environment holds bytes, decoded as ISO 8859-1.
"""

from __future__ import annotations

from .errors import RequestError
from .limits import check_size
from .urls import request_target

TYPE_CHECKING = False  # not `typing.TYPE_CHECKING`: see `nexmo_sig.types`
if TYPE_CHECKING:
    from collections.abc import Iterator
    from wsgiref.types import WSGIEnvironment

_LENGTH_DIGITS = 18  # far beyond any body, and short of what `int` takes without complaint


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
    """
    length = environ.get("CONTENT_LENGTH")
    chunked = "HTTP_TRANSFER_ENCODING" in environ
    if length and not chunked:
        size = _size(length)
        check_size(size, max_bytes)
        body = _read(environ, size)
        if len(body) < size:
            raise RequestError("the body is shorter than its Content-Length")
        return body
    if environ.get("wsgi.input_terminated"):  # the server decodes what is chunked
        body = _read(environ, max_bytes + 1)
        check_size(len(body), max_bytes)
        return body
    if chunked:
        raise RequestError("this server takes no chunked body: send a Content-Length")
    return b""


def _size(length: str) -> int:
    if length.isascii() and length.isdigit() and len(length) <= _LENGTH_DIGITS:
        return int(length)
    raise RequestError("the Content-Length is no number of bytes")


def _read(environ: WSGIEnvironment, size: int) -> bytes:
    body = bytearray()
    try:
        while len(body) < size and (piece := environ["wsgi.input"].read(size - len(body))):
            body += piece
    except Exception:  # servers have errors of their own, which need not be an OSError
        problem = "the body could not be read to its end: it is broken, or the client went away"
        raise RequestError(problem) from None
    return bytes(body)


def _octets(text: str) -> bytes:
    return text.encode("latin-1", "replace")
