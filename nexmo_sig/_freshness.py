"""When a request was made: timestamps, the tolerance, and the call of a replay guard.

A ``timestamp`` has two forms: Unix seconds, which signed requests carry (vendor's guide, "Signing
requests"), and ``yyyy-MM-dd HH:mm:ss`` in UTC, in which the Conversion API gives the same name to
the time of a conversion. A receiver reads both.
"""

from __future__ import annotations

from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
from math import ceil, inf

from .errors import ReplayDetected, ReplayGuardError, SignatureExpired, UsageError
from .types import Clock, ReplayGuard

DEFAULT_TOLERANCE = 300
"""Seconds that a request may have been made before or after the present."""

_UNIX_DIGITS = 18  # far beyond any date, and fewer than `int` and `float` reject
_FAR = 1e18  # seconds: the same, of numbers that the program gives
_UTC_LENGTH = len("yyyy-MM-dd HH:mm:ss")


def utc_string(moment: datetime) -> str:
    """Write an aware datetime as ``yyyy-MM-dd HH:mm:ss`` in UTC; fractions are cut off.

    Raises ValueError for a naive one, or one outside the years 1 to 9999 when in UTC.
    """
    offset = moment.utcoffset()
    if offset is None:
        raise ValueError("a naive datetime: give it a time zone")
    try:
        in_utc = moment.replace(tzinfo=None) - offset
    except OverflowError:
        raise ValueError("a datetime outside the years 1 to 9999") from None
    return in_utc.isoformat(" ", "seconds")


def parse_utc_string(text: str) -> datetime | None:
    """Read ``yyyy-MM-dd HH:mm:ss`` as a moment in UTC; ``None`` for anything else."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    # fromisoformat reads other forms, too
    is_exact = len(text) == _UTC_LENGTH and moment.isoformat(" ") == text
    return moment.replace(tzinfo=UTC) if is_exact else None


def parse_timestamp(text: str) -> int | None:
    """Read at most 18 ASCII digits, or ``yyyy-MM-dd HH:mm:ss``, as Unix seconds (UTC).

    Returns ``None`` for a string that has neither form or is not a real date.
    """
    if text.isdigit() and text.isascii():
        return int(text) if len(text) <= _UNIX_DIGITS else None
    moment = parse_utc_string(text)
    return None if moment is None else int(moment.timestamp())


def tolerance_seconds(
    tolerance: float | timedelta | None, replay_guard: ReplayGuard | None = None
) -> float:
    """Return a tolerance in seconds, infinite for ``None``.

    Raises UsageError for one that is not 0 or more seconds, for an unlimited one beside a guard,
    which could then never forget, and for a guard that cannot remember.
    """
    if isinstance(tolerance, timedelta):
        tolerance = tolerance.total_seconds()
    seconds = inf
    if tolerance is not None and not (isinstance(tolerance, float) and tolerance == inf):
        seconds = _finite("tolerance", tolerance, "seconds or a timedelta")
    if seconds < 0:
        raise UsageError("tolerance must be 0 or more seconds, or None for any age", "tolerance")
    if replay_guard is not None:
        if isinstance(replay_guard, type) or not callable(getattr(replay_guard, "remember", None)):
            raise UsageError("replay_guard must be an object that can remember", "replay_guard")
        if seconds == inf:
            raise UsageError("a replay guard needs a limited tolerance", "tolerance")
    return seconds


def present_seconds(now: float | datetime | None, clock: Clock) -> float:
    """Return the present in Unix seconds (UTC): ``now``, or else the reading of the clock.

    Raises UsageError unless that is a finite number or, for ``now``, an aware datetime.
    """
    if now is None:
        return _finite("clock", clock(), "a function that returns Unix seconds")
    if isinstance(now, datetime) and now.utcoffset() is not None:
        return now.timestamp()
    return _finite("now", now, "Unix seconds or an aware datetime")


def _finite(name: str, number: object, kind: str) -> float:
    if (
        isinstance(number, (int, float))
        and not isinstance(number, bool)
        and -_FAR < number < _FAR  # not NaN
    ):
        return number
    raise UsageError(f"{name} must be {kind}", name)


def check_fresh(made_at: int, present: float, tolerance: float) -> None:
    """Raise SignatureExpired unless a request was made within the tolerance of the present.

    All are seconds: two points in time of the Unix epoch (UTC), and what may lie between them.
    """
    age = present - made_at
    if not -tolerance <= age <= tolerance:
        when = f"{age:.0f} s ago" if age > 0 else f"{-age:.0f} s in the future"
        message = f"the signature is right, but was made {when}: the tolerance is {tolerance:g} s"
        raise SignatureExpired(message, made_at, age)


def check_first(replay_guard: ReplayGuard, key: str, tolerance: float) -> None:
    """Raise unless a replay guard sees a key for the first time.

    The key is remembered for twice the tolerance and two seconds, so that it is still known to
    receivers whose clocks differ by up to the tolerance. Raises ReplayDetected for a key that the
    guard has seen, and ReplayGuardError for an answer that is neither ``True`` nor ``False``.
    """
    answer: object = replay_guard.remember(key, ceil(2 * tolerance) + 2)
    if answer is False:
        raise ReplayDetected("the signature is right, but the request was seen before")
    if answer is not True:
        if isinstance(answer, Coroutine):
            answer.close()  # else Python warns that it was never awaited
        kind = type(answer).__name__
        raise ReplayGuardError(f"the replay guard answered with {kind}: it must be True or False")
