"""Lines of a stream, none of which can fill the memory."""

from __future__ import annotations

from collections.abc import Iterator

from .sources import Stream

MAX_LINE = 4_194_304
"""Bytes of a line that are read: enough for a body of the limit in Base64, and its headers."""

_CHUNK = 1_048_576
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class StreamCut(Exception):
    """A compressed stream ended too early, or holds something else at its end."""


def lines(stream: Stream) -> Iterator[tuple[int, bytes | None]]:
    """Yield each line that is not empty, with its number from 1; ``None`` for one over the limit.

    Raises:
        StreamCut: after the last whole line of a stream that cannot be decompressed any further.
    """
    number, rest, too_long = 0, b"", False
    while chunk := read_chunk(stream):
        first, *others = chunk.split(b"\n")
        if not others:
            rest, too_long = _longer(rest, first, too_long)
            continue
        rest, too_long = _longer(rest, first, too_long)
        for line in (rest, *others[:-1]):
            number += 1
            if too_long or line.strip():
                yield number, None if too_long else _stripped(line, number)
            too_long = False
        rest, too_long = _longer(b"", others[-1], False)
    if too_long or rest.strip():
        yield number + 1, None if too_long else _stripped(rest, number + 1)


def read_chunk(stream: Stream) -> bytes:
    """Return the next part of a stream; none at its end.

    Raises:
        StreamCut: it cannot be decompressed any further.
    """
    try:
        return stream.read(_CHUNK)
    except OSError:
        raise StreamCut from None


def _longer(rest: bytes, more: bytes, too_long: bool) -> tuple[bytes, bool]:
    if too_long or len(rest) + len(more) > MAX_LINE:
        return b"", True
    return rest + more, False


def _stripped(line: bytes, number: int) -> bytes:
    if number == 1:
        line = line.removeprefix(_BYTE_ORDER_MARK)
    return line.removesuffix(b"\r")
