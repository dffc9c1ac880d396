"""A raw HTTP request, as the tools of a browser or a proxy save it (RFC 9112, section 2.1)."""

from __future__ import annotations

import re

from ..errors import UsageError
from ..request import Request
from .text import utf8

_START = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+) (\S+) HTTP/[0-9](?:\.[0-9])?[ \t]*\r?\n")
_HEAD_END = re.compile(rb"\r?\n\r?\n|\r?\n\Z")


def request_line(data: bytes) -> re.Match[bytes] | None:
    """Return the request line, ``METHOD target HTTP/version``, if the data begin with one."""
    return _START.match(data + b"\n")


def read_raw(data: bytes, start: re.Match[bytes], source: str) -> Request:
    """Read what follows a request line: headers, an empty line and a body, byte for byte.

    Lines may end with a newline alone: tools save headers in either way. If there is a
    ``Content-Length``, the body ends there, and only line ends may follow.

    Raises:
        UsageError: the headers cannot be read, or the body is not as long as its
            ``Content-Length``.
        RequestError: a header cannot be one.
    """
    rest = data[start.end() :]
    if rest.startswith((b"\r\n", b"\n")):
        head, body = b"", rest.removeprefix(b"\r").removeprefix(b"\n")
    else:
        end = _HEAD_END.search(rest)
        head, body = (rest[: end.start()], rest[end.end() :]) if end else (rest, b"")
    headers = [_header(line, source) for line in head.splitlines() if line]
    request = Request(utf8(start[1], source), utf8(start[2], source), headers)
    return Request(request.method, request.url, headers, _framed(request, body, source))


def _header(line: bytes, source: str) -> tuple[str, str]:
    name, colon, value = line.partition(b":")
    if not colon or not name or name != name.strip():
        raise UsageError(f"a header line of {source} is not 'Name: value'")
    return name.decode("latin-1"), value.strip(b" \t").decode("latin-1")


def _framed(request: Request, body: bytes, source: str) -> bytes:
    """Return the body of its ``Content-Length``, without line ends that an editor added."""
    length = request.header("Content-Length")
    if length is None or not (length.isascii() and length.isdigit()) or len(length) > 18:
        return body if body.strip(b"\r\n") else b""
    framed = body[: int(length)]
    if len(body) < int(length) or body[len(framed) :].strip(b"\r\n"):
        problem = f"is {len(body)} bytes long, but its Content-Length is {int(length)}"
        raise UsageError(f"the body in {source} {problem}: it was cut or changed")
    return framed
