"""Times in recordings, as nanoseconds since 1970 (UTC)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache

UNITS = {"s": 1_000_000_000, "ms": 1_000_000, "us": 1_000, "ns": 1}
"""Nanoseconds of each unit in which a number can be a time."""

ISO = "iso"
"""The unit of a string that is a time by ISO 8601; without a zone, it is in UTC."""

_ISO = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:[.,](\d{1,30}))?)?"
    r"\s?(Z|UTC|[+-]\d\d:?(?:\d\d)?)?",
    re.IGNORECASE | re.ASCII,
)
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)


class Nanoseconds(int):
    """A time that needs no unit."""


def from_number(number: object, unit: str) -> int | None:
    """Read a number in a unit; ``None`` if it is not a whole or finite one."""
    if isinstance(number, bool) or not isinstance(number, (int, float)):
        return None
    try:
        return int(number) * UNITS[unit] + round((number - int(number)) * UNITS[unit])
    except (OverflowError, ValueError):  # infinity, and what is not a number
        return None


@lru_cache(maxsize=1_024)  # the lines of one second stand together
def from_iso(text: str) -> int | None:
    """Read a date and time by ISO 8601; ``None`` if it is none."""
    found = _ISO.fullmatch(text.strip())
    if found is None:
        return None
    day, clock, fraction, zone = found.groups()
    offset = "+00:00" if zone is None or zone.upper() in ("Z", "UTC") else zone
    try:
        moment = datetime.fromisoformat(f"{day}T{clock or '00:00'}{offset}")
        return _nanoseconds(moment) + int((fraction or "")[:9].ljust(9, "0"))
    except (ValueError, OverflowError):
        return None


@lru_cache(maxsize=1_024)
def from_log(text: str) -> int | None:
    """Read the time of a combined log, such as ``14/Nov/2023:22:13:20 +0100``."""
    try:
        day, month, year = int(text[:2]), _MONTHS.index(text[3:6]) + 1, int(text[7:11])
        offset = timedelta(hours=int(text[21:24]), minutes=int(text[21] + text[24:26]))
        hour, minute, second = map(int, text[12:20].split(":"))
        moment = datetime(year, month, day, hour, minute, second, tzinfo=timezone(offset))
        return _nanoseconds(moment)
    except (ValueError, OverflowError):
        return None


def _nanoseconds(moment: datetime) -> int:
    return (moment - _EPOCH) // _SECOND * UNITS["s"]
