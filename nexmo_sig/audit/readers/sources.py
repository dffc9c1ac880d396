"""Where recordings are: files, patterns of their names, and the standard input."""

from __future__ import annotations

import hashlib
import io
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from glob import glob, has_magic
from typing import Any, Protocol

import pyarrow as pa

from ...errors import UsageError

STANDARD_INPUT = "-"
_MAGIC = {b"\x1f\x8b": "gzip", b"\x28\xb5\x2f\xfd": "zstd"}
_PART = 65_536
_LONGEST_MAGIC = max(map(len, _MAGIC))


class Stream(Protocol):
    """Bytes, decompressed."""

    def read(self, size: int, /) -> bytes:
        """Return at most so many bytes; none at the end."""


@dataclass(frozen=True, slots=True)
class Source:
    """One recording.

    Attributes:
        name: as it was given, or as a pattern matched it.
    """

    name: str

    @property
    def is_standard_input(self) -> bool:
        """Tell whether it is the standard input, which has no length."""
        return self.name == STANDARD_INPUT

    @property
    def size(self) -> int | None:
        """Bytes as stored; ``None`` where that is unknown."""
        if self.is_standard_input:
            return None
        status = os.stat(self.name)
        return status.st_size if os.path.isfile(self.name) else None


class Counted(io.RawIOBase):
    """A file that knows how much was read of it, and hashes what it cannot be read again for."""

    def __init__(self, file: io.BufferedIOBase | io.RawIOBase, ahead: bytes = b"") -> None:
        self.count: int = 0
        self.digest: hashlib._Hash = hashlib.sha256()
        self._file = file
        self._ahead = ahead

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]
        """Fill a buffer, at least in part."""
        data = self._ahead[: len(buffer)] or self._file.read(len(buffer)) or b""
        self._ahead = self._ahead[len(data) :]
        buffer[: len(data)] = data
        self.count += len(data)
        self.digest.update(data)
        return len(data)


def sources_of(names: Sequence[str]) -> list[Source]:
    """Return what names stand for: ``-``, files, and patterns of the names of files.

    A name that looks like a pattern is a name if there is such a file.

    Raises:
        UsageError: a file is missing or cannot be read, or nothing matches a pattern.
    """
    if names.count(STANDARD_INPUT) > 1:
        raise UsageError("the standard input is given twice: give - once", "recording")
    return [Source(found) for name in names for found in _matches(name)]


@contextmanager
def opened(source: Source) -> Iterator[tuple[Counted, Stream]]:
    """Open a source: the file as it is, and what it holds when decompressed.

    Raises:
        UsageError: it cannot be opened.
    """
    if source.is_standard_input:
        yield _decompressed(_standard_input())
        return
    try:
        file = open(source.name, "rb", buffering=0)  # noqa: SIM115  (closed below)
    except OSError as error:
        raise _unreadable(source.name, error) from None
    with file:
        yield _decompressed(file)


def _decompressed(file: io.RawIOBase | io.BufferedIOBase) -> tuple[Counted, Stream]:
    start = b""
    while len(start) < _LONGEST_MAGIC and (more := file.read(_LONGEST_MAGIC - len(start))):
        start += more
    counted = Counted(file, start)
    kinds = [kind for magic, kind in _MAGIC.items() if start.startswith(magic)]
    if not kinds:
        return counted, io.BufferedReader(counted, _PART)
    return counted, _Decompressed(counted, kinds[0], file if file.seekable() else None)


class _Decompressed:
    """The content of a compressed file, up to the byte from which on it is damaged."""

    def __init__(
        self, counted: Counted, kind: str, file: io.RawIOBase | io.BufferedIOBase | None
    ) -> None:
        self._stream = _arrow_stream(counted, kind)
        self._kind = kind
        self._file = file
        self._delivered = 0
        self._is_damaged = False

    def read(self, size: int, /) -> bytes:
        """Return at most so many bytes; none at the end.

        Raises:
            OSError: it is damaged here.
        """
        if self._is_damaged:
            raise OSError
        try:
            # Where `read` fails, it never frees the memory that it fills (pyarrow 26.0.1).
            data: bytes = self._stream.read_buffer(min(size, _PART)).to_pybytes()
        except OSError:
            self._is_damaged = True
            data = self._before_damage()
            if not data:
                raise
        self._delivered += len(data)
        return data

    def _before_damage(self) -> bytes:
        """Return what a read that failed could have returned: what Arrow drops then."""
        if self._file is None:
            return b""
        self._file.seek(0)
        again = _arrow_stream(self._file, self._kind)
        with suppress(OSError):
            for left in range(self._delivered, 0, -_PART):
                again.read(min(left, _PART))
        data = bytearray()
        with suppress(OSError):
            while byte := again.read(1):
                data += byte
        return bytes(data)


def _arrow_stream(file: object, kind: str) -> Any:
    return pa.input_stream(pa.PythonFile(file, "r"), compression=kind)


def _matches(name: str) -> list[str]:
    if name == STANDARD_INPUT or os.path.exists(name):
        if os.path.isdir(name):
            raise UsageError(f"{name!a} is a directory: give the files in it", "recording")
        return [name]
    found = sorted(filter(os.path.isfile, glob(name, recursive=True))) if has_magic(name) else []
    if not found:
        raise UsageError(f"there is no recording {name!a}", "recording")
    return found


def _standard_input() -> io.RawIOBase | io.BufferedIOBase:
    if sys.stdin is None:
        raise UsageError("the standard input is closed", "recording")
    file: io.BufferedIOBase = sys.stdin.buffer  # type: ignore[assignment]  # see typeshed
    return file


def _unreadable(name: str, error: OSError) -> UsageError:
    return UsageError(f"{name!a} cannot be read: {error.strerror or 'input error'}", "recording")
