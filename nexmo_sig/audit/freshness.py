"""How long ago something was signed, exactly: a recording can be finer than a float of seconds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from math import inf
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from .._freshness import tolerance_seconds
from ..errors import SignatureExpired
from .columns import OUTCOME
from .fast import Right
from .record import AUTHENTIC, NOT_AUTHENTIC, TIME_NOT_RECORDED, UNDECIDABLE, Outcome, kind_of

NANOSECONDS = 1_000_000_000
_INT64 = range(-(2**63), 2**63)
_EXPIRED = kind_of(SignatureExpired)


class Signed(NamedTuple):
    """The proven facts about a record whose signature is right."""

    scheme: str
    signed_at: int
    """Unix seconds."""
    secret_index: int
    replay_key: str


@dataclass(frozen=True, slots=True)
class Window:
    """The tolerance of an audit, as it was given and in nanoseconds; ``None`` for any age."""

    tolerance: float | timedelta | None
    nanoseconds: int | None

    @classmethod
    def of(cls, tolerance: float | timedelta | None) -> Window:
        """Return the window of a tolerance, in seconds or as a ``timedelta``.

        Raises:
            UsageError: the tolerance is not 0 or more seconds.
        """
        seconds = tolerance_seconds(tolerance)
        limit = None if seconds == inf else int(Fraction(seconds) * NANOSECONDS)
        return cls(tolerance, limit)

    def outcome(self, signed: Signed, time: int | None) -> Outcome:
        """Judge the age of a record whose signature is right; ``time`` is in nanoseconds."""
        scheme, signed_at, secret_index, replay_key = signed
        age = None if time is None else time - signed_at * NANOSECONDS
        is_storable = signed_at in _INT64
        seconds = float(age) / NANOSECONDS if is_storable and age is not None else None
        known = (scheme, signed_at if is_storable else None, seconds, secret_index)
        if self.nanoseconds is not None:
            if age is None:
                return Outcome(UNDECIDABLE, TIME_NOT_RECORDED, *known)
            if abs(age) > self.nanoseconds:
                return Outcome(NOT_AUTHENTIC, _EXPIRED, *known)
        return Outcome(AUTHENTIC, None, *known, replay_key)

    def outcomes(self, right: Right, times: pa.Array) -> pa.RecordBatch:
        """Judge the age of all records whose ``sig`` is right; ``times`` are in nanoseconds.

        Raises nothing: nanoseconds of the timestamps fit into 64 bits, and so does a difference.
        """
        signed_at = pa.array(right.signed_at, pa.int64())
        age = pc.subtract(times, pc.multiply(signed_at, NANOSECONDS))
        count = len(right.rows)
        if self.nanoseconds is None:
            is_fresh = pa.repeat(True, count)
        else:
            limit = min(self.nanoseconds, _INT64[-1])
            is_fresh = pc.and_(pc.less_equal(age, limit), pc.greater_equal(age, -limit))
        known = pc.is_valid(is_fresh)
        verdict = pc.if_else(is_fresh, AUTHENTIC, NOT_AUTHENTIC)
        reason = pc.if_else(is_fresh, pa.scalar(None, pa.string()), _EXPIRED)
        keys = pa.array(right.replay_key, pa.string())
        columns = [
            pc.fill_null(verdict, UNDECIDABLE),
            pc.if_else(known, reason, TIME_NOT_RECORDED),
            pa.repeat("sig", count),
            signed_at,
            pc.divide(pc.cast(age, pa.float64(), safe=False), float(NANOSECONDS)),
            pa.array(right.secret_index, pa.int64()),
            pc.if_else(is_fresh, keys, pa.scalar(None, pa.string())),
        ]
        return pa.RecordBatch.from_arrays(columns, schema=OUTCOME)
