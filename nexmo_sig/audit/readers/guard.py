"""Limits that keep a JSON document of any size harmless: they hold before it is parsed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .lines import StreamCut, read_chunk
from .sources import Stream

MAX_DEPTH = 100
MAX_ENTRY = 16_777_216
"""Bytes of an entry, and of all that is read until the next one is found."""

_AROUND = 3
"""Brackets around an entry: ``{"log": {"entries": [``."""

_BRACKET = re.compile(
    rb'[^"\[\]{}]*+'
    rb'(?:"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|(\\?\Z))[^"\[\]{}]*+)*+'
    rb"([\[\]{}]|\Z)",
    re.DOTALL,
)
"""Finds the next bracket outside strings: its first group is in a string that goes on."""

_STEPS = {b"[": 1, b"{": 1, b"]": -1, b"}": -1}
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class TooMuch(Exception):
    """There is too much without an entry."""


class GuardedJSON:
    """A stream of a JSON document, in which ``null`` stands for each entry that is over a limit."""

    def __init__(self, stream: Stream) -> None:
        self.problem: str | None = None
        self._stream = stream
        self._depth = 0
        self._string = b""  # what opens the string that goes on in the next part
        self._held: list[bytes] = []  # the beginning of an entry
        self._size = 0  # bytes since the entry began
        self._without_entry = 0  # bytes that were read since the parser found one
        self._is_over = False
        self._is_start = True

    def read(self, size: int = -1) -> bytes:
        """Return the next part, in which each entry is whole; none at the end.

        Raises:
            TooMuch: the parser has found no entry for long. It may take for an entry what is not
                one here, as it does not tell a dot in a name from a step in a path.
        """
        if size == 0:
            return b""
        while part := self._next():
            if found := b"".join(self._guarded(part)):
                if self._without_entry > MAX_ENTRY:
                    raise TooMuch(f"there are more than {MAX_ENTRY} bytes without an entry")
                self._without_entry += len(found)
                return found
        rest, self._held = b"".join(self._held), []
        return rest

    def entry_ends(self) -> None:
        """Note that the parser has found an entry."""
        self._without_entry = 0

    def _next(self) -> bytes:
        try:
            part = read_chunk(self._stream)
        except StreamCut:
            self.problem = "the compressed data is damaged or cut"
            return b""
        if self._is_start:
            part = part.removeprefix(_BYTE_ORDER_MARK)
            self._is_start = False
        return part

    def _guarded(self, part: bytes) -> Iterator[bytes]:
        start = 0
        for end, step in self._brackets(part):
            self._depth += step
            if self._depth == _AROUND + 1 and step > 0:
                yield part[start : end - 1]
                start, self._size = end - 1, 0
            elif self._depth == _AROUND and step < 0:
                self._hold(part[start:end])
                yield b"null" if self._is_over else b"".join(self._held)
                start, self._held, self._size, self._is_over = end, [], 0, False
            elif self._depth > MAX_DEPTH:
                self._is_over = True
        if self._depth > _AROUND:
            self._hold(part[start:])
        else:
            yield part[start:]

    def _hold(self, part: bytes) -> None:
        self._size += len(part)
        self._is_over = self._is_over or self._size > MAX_ENTRY
        if self._is_over:
            self._held = []
        else:
            self._held.append(part)

    def _brackets(self, part: bytes) -> Iterator[tuple[int, int]]:
        """Yield where each bracket ends, and 1 for one that opens, -1 for one that closes."""
        before, part = len(self._string), self._string + part
        self._string = b""
        for found in _BRACKET.finditer(part):
            cut, bracket = found.groups()
            if bracket:
                yield found.end() - before, _STEPS[bracket]
            elif cut is not None:
                self._string = b'"' + cut
