"""Strings from outside, which are UTF-8 whatever the locale is."""

from __future__ import annotations

import os
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE

from ..errors import UsageError

_MARKS = ((BOM_UTF8, "UTF-8"), (BOM_UTF16_LE, "UTF-16"), (BOM_UTF16_BE, "UTF-16"))


def read_file(path: str, most_bytes: int, source: str) -> bytes:
    """Return the bytes of a file, and one more than are allowed if it has more.

    Its name is not shown: it may be a secret that was given in place of a file.

    Raises:
        UsageError: the file cannot be read.
    """
    try:
        with open(path.encode(), "rb") as file:
            return file.read(most_bytes + 1)
    except (OSError, ValueError) as error:
        problem = getattr(error, "strerror", None) or "not the name of a file"
    raise UsageError(f"{source} cannot be read: {problem}")


def utf8(data: bytes, source: str) -> str:
    """Decode what came from a file or a stream.

    Args:
        data: its bytes.
        source: what to call it in the error's message.

    Raises:
        UsageError: the bytes are not UTF-8.
    """
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise UsageError(f"{source} is not UTF-8 at byte {error.start}") from None


def without_mark(data: bytes, source: str) -> bytes:
    """Return what came from a file or a stream if it does not begin with a byte order mark.

    Raises:
        UsageError: it does.
    """
    for mark, charset in _MARKS:
        if data.startswith(mark):
            problem = f"begins with a byte order mark ({charset})"
            raise UsageError(f"{source} {problem}: save it as UTF-8 without one")
    return data


def from_system(text: str, source: str) -> str:
    """Return an argument or a variable as its bytes read in UTF-8.

    Python decodes them by the locale, which may be another one than the sender's (PEP 383).

    Raises:
        UsageError: the bytes are not UTF-8.
    """
    try:
        data = os.fsencode(text)
    except UnicodeEncodeError:
        raise UsageError(f"{source} is not UTF-8") from None
    return utf8(data, source)


def without_newline(text: str) -> str:
    """Return a text without the newline that editors and ``echo`` put at its end."""
    return text.removesuffix("\n").removesuffix("\r") if text.endswith("\n") else text
