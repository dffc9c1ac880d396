"""The output of the command line: text for people, exact bytes for programs."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import sys
from collections.abc import Mapping

from .._wording import columns, is_visible, verdict
from ..errors import SignatureError, UsageError

PROGRAM = "nexmo-sig"

_LEAST_COLUMNS = 40
_WORD = re.compile(r" *[^ ]+ *")


def prepare() -> None:
    """Make every text writable, whatever the charset of the terminal.

    Raises:
        UsageError: there is no standard output.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    if sys.stdout is None:
        raise UsageError("the standard output is closed")


def write_bytes(data: bytes) -> None:
    """Write bytes as they are, on any system."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)


def write_message(message: bytes) -> None:
    """Write a message as it is; on a terminal, a newline separates it from the prompt."""
    write_bytes(message)
    if sys.stdout.isatty() and not message.endswith(b"\n"):
        write_bytes(b"\n")


def write_json(members: Mapping[str, object]) -> None:
    """Write a JSON object in UTF-8, whatever the charset of the terminal.

    Characters that a terminal would obey or hide are escaped, and so are lone surrogates, which
    UTF-8 cannot encode.
    """
    text = json.dumps(members, indent=2, ensure_ascii=False)
    shown = (c if c == "\n" or is_visible(c) else json.dumps(c)[1:-1] for c in text)
    write_bytes("".join(shown).encode() + b"\n")


def write_error(message: str) -> None:
    """Write one line to the standard error."""
    if sys.stderr is not None:
        print(f"{PROGRAM}: {message}", file=sys.stderr)


def discard() -> None:
    """Send what is left to the null device, as the interpreter flushes once more when it ends."""
    null = os.open(os.devnull, os.O_WRONLY)
    for stream in filter(None, (sys.stdout, sys.stderr)):
        os.dup2(null, stream.fileno())


def wrapped(line: str) -> str:
    """Return a line as it fits the width of a terminal; elsewhere it stays one line.

    The lines that follow the first are indented by four more spaces than it.
    """
    if not sys.stdout.isatty():
        return line
    width = max(_LEAST_COLUMNS, shutil.get_terminal_size().columns)
    indent = " " * (len(line) - len(line.lstrip(" ")) + 4)
    lines, current = [], ""
    for word in _WORD.findall(line):
        if current.strip() and columns(current + word.rstrip()) > width:
            lines.append(current.rstrip())
            current = indent
        *full, current = _cut(current, word, indent, width)
        lines += full
    return "\n".join([*lines, current.rstrip()])


def _cut(current: str, word: str, indent: str, width: int) -> list[str]:
    """Return the lines that a word makes after what a line already holds."""
    lines, start, used = [], 0, columns(current)
    for at, character in enumerate(word.rstrip()):
        used += columns(character)
        if used > width:
            lines.append(current + word[start:at])
            current, start, used = indent, at, columns(indent + character)
    return [*lines, current + word[start:]]


def bold(text: str) -> str:
    """Return a text that stands out on a terminal."""
    return _painted(text, "1")


def painted_verdict(error: SignatureError | None) -> str:
    """Return the verdict, green or red on a terminal."""
    return painted(verdict(error), good=error is None)


def painted(text: str, *, good: bool) -> str:
    """Return a text, green or red on a terminal."""
    return _painted(text, "32" if good else "31")


def _painted(text: str, style: str) -> str:
    return f"\x1b[{style}m{text}\x1b[0m" if _has_colour() else text


def _has_colour() -> bool:
    """Tell whether to use colour: see no-color.org."""
    return (
        os.name == "posix"
        and sys.stdout.isatty()
        and not os.environ.get("NO_COLOR")
        and os.environ.get("TERM") != "dumb"
    )
