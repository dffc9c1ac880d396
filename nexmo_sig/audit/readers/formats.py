"""The formats of recordings, and how one is told from another by its beginning."""

from __future__ import annotations

import re

from ...errors import UsageError
from .events import is_event
from .json_lines import parsed
from .logs import is_log_line

FORMATS = ("combined", "common", "events", "har", "parquet", "csv", "jsonl")
"""The names of the formats; common logs are combined ones without their last two fields."""

HEAD = 65_536
"""Bytes from which a format is told."""

_HAR = re.compile(rb'\s*\{\s*"log"\s*:')
_HEADER = re.compile(rb'[\w" .-]+(?:,[\w" .-]+)+')
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def format_of(head: bytes, name: str) -> str:
    """Tell the format of a recording.

    Args:
        head: its beginning, decompressed.
        name: for the error's message.

    Raises:
        UsageError: it is none of :data:`FORMATS`.
    """
    head = head.removeprefix(_BYTE_ORDER_MARK)
    if head.startswith(b"PAR1"):
        return "parquet"
    if _HAR.match(head):
        return "har"
    lines = [line.removesuffix(b"\r") for line in head.split(b"\n") if line.strip()]
    for line in lines:
        if is_log_line(line):
            return "combined"
        if (found := parsed(line)) is not None:
            return "events" if is_event(found) else "jsonl"
    if lines and _HEADER.fullmatch(lines[0]):
        return "csv"
    raise UsageError(f"the format of {name!a} is not known: give one with --format", "format")
