r"""Access logs in the common and the combined format, as nginx and Apache write them.

nginx escapes ``"``, ``\`` and bytes that are not printable ASCII as ``\xXX``; Apache writes ``\"``
and ``\\``, ``\n`` and the like, and ``\xhh`` (nginx: ``log_format``, ``escape=default``; Apache:
``mod_log_config``, "Format Notes").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from .moments import from_log
from .rows import UNREADABLE, Row

_LINE = re.compile(
    rb"(?P<client>\S+) \S+ .*?"
    rb"\[(?P<time>\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d [+-]\d{4})\] "
    rb'"(?P<request>(?:[^"\\]|\\.)*+)" (?P<status>\d{3}) \S+',
    re.DOTALL,
)
_ESCAPE = re.compile(rb'\\(?:x([0-9A-Fa-f]{2})|(["\\bnrtv]))')
_PLAIN = {b'"': b'"', b"\\": b"\\", b"b": b"\b", b"n": b"\n", b"r": b"\r", b"t": b"\t", b"v": b"\v"}
_PROTOCOL = re.compile(rb" HTTP/\d(?:\.\d)?\Z")
_ASCII = bytes(range(128))


def is_log_line(line: bytes) -> bool:
    """Tell whether a line is one of an access log."""
    return _LINE.match(line) is not None


def rows(lines: Iterable[tuple[int, bytes | None]]) -> Iterator[tuple[int, Row]]:
    """Read each line of a log as a record; one that is broken is unreadable."""
    for number, line in lines:
        yield number, UNREADABLE if line is None else row_of(line)


def row_of(line: bytes) -> Row:
    """Read one line."""
    found = _LINE.match(line)
    if found is None:
        return UNREADABLE
    client, time, request, status = found.groups()
    start = _PROTOCOL.sub(b"", request)
    method, _, target = start.partition(b" ")
    return Row(
        time=from_log(time.decode("ascii")),
        method=_text(method),
        url=_text(target),
        status=int(status),
        client=client.decode("utf-8", "backslashreplace"),
        cut=len(start) == len(request),
    )


def _text(part: bytes) -> str:
    if b"\\" in part:
        part = _ESCAPE.sub(_unescaped, part)
    # Bytes that a sender should have percent-encoded; receivers read them as if it had.
    return part.decode("ascii") if part.isascii() else quote(part, safe=_ASCII)


def _unescaped(escape: re.Match[bytes]) -> bytes:
    digits, character = escape.groups()
    return bytes.fromhex(digits.decode()) if digits else _PLAIN[character]
