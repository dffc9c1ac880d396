"""Limits that keep a JSON document of any size harmless: they hold before it is parsed."""

from __future__ import annotations

import re
from itertools import accumulate

from .lines import StreamCut, read_chunk
from .sources import Stream

MAX_DEPTH = 100
MAX_ENTRY = 16_777_216
"""Bytes from the end of one entry to the end of the next."""

_STRING = re.compile(rb'"(?:[^"\\]|\\.)*+"?', re.DOTALL)
_END = b"\0"
_OTHERS = bytes(set(range(256)) - set(b"[]{}"))
_STEPS = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}
_PART = 65_536
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class TooMuch(Exception):
    """A document is nested too deeply, or one of its entries is too large."""


class GuardedJSON:
    """A stream of a JSON document that raises before what is over a limit is parsed."""

    def __init__(self, stream: Stream) -> None:
        self.problem: str | None = None
        self._stream = stream
        self._ahead: bytes | None = None
        self._depth = 0
        self._open = b""  # what opens the string that goes on in the next part
        self._since_entry = 0
        self._is_start = True

    def entry_ends(self) -> None:
        """Take note that an entry was read."""
        self._since_entry = 0

    def read(self, size: int = -1) -> bytes:
        """Return the next part; none at the end.

        Raises:
            TooMuch: a limit is exceeded.
        """
        if size == 0:
            return b""
        if self._ahead is None:
            self._ahead = self._next()
        chunk, self._ahead = self._ahead[:_PART], self._ahead[_PART:] or None
        self._check(chunk)
        return chunk

    def _next(self) -> bytes:
        try:
            chunk = read_chunk(self._stream)
        except StreamCut:
            self.problem = "the compressed data is damaged or cut"
            return b""
        if self._is_start:
            chunk = chunk.removeprefix(_BYTE_ORDER_MARK)
            self._is_start = False
        return chunk

    def _check(self, chunk: bytes) -> None:
        self._since_entry += len(chunk)
        if self._since_entry > MAX_ENTRY:
            raise TooMuch(f"an entry is larger than {MAX_ENTRY} bytes")
        brackets = self._outside_strings(chunk).translate(None, _OTHERS)
        depths = list(accumulate(map(_STEPS.__getitem__, brackets), initial=self._depth))
        self._depth = depths[-1]
        if max(depths) > MAX_DEPTH:
            raise TooMuch(f"it is nested more than {MAX_DEPTH} deep")

    def _outside_strings(self, chunk: bytes) -> bytes:
        data = self._open + chunk
        found = _STRING.sub(b"", data + _END)
        if found.endswith(_END):
            self._open = b""
        else:
            backslashes = len(data) - len(data.rstrip(b"\\"))
            self._open = b'"' + b"\\" * (backslashes % 2)
        return found
