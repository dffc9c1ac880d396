"""A check: what is sent to a receiver, and which answers hold up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, TypeAlias

from ..request import Request
from .vendor import Vendor

Level: TypeAlias = Literal["must", "should"]
"""``"must"``: a receiver for which it does not hold is unsafe, or loses callbacks. ``"should"``: good
practice, or something that cannot be judged with certainty from outside."""

GENUINE = "genuine"
"""The case that goes first in every shape; if it is not accepted, the rest is not sent."""


class Expected(StrEnum):
    """The answers with which a check holds."""

    ACCEPTED = "2xx"
    REJECTED = "4xx"
    REJECTED_OR_RETRIED = "4xx or 503"
    """The vendor advises 503 for a callback without a signature, which is then sent again."""
    NOT_FAILED = "2xx or 4xx"
    LINEAR_TIME = "time in proportion to the size"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that a receiver must or should do.

    Attributes:
        id: ``scheme.shape.case``; it stays the same from version to version.
        level: ``"must"`` or ``"should"``.
        rule: the rule, in one sentence.
        why: why it matters.
        sent: a description of the request that is judged.
        expected: the answers with which the check holds.
        make: makes the requests, each of which is fresh. The last one is judged; those before it
            must be accepted. Of ``Expected.LINEAR_TIME``, the times of the two are compared. URLs
            are relative to the receiver's: empty, or a query.
    """

    id: str
    level: Level
    rule: str
    why: str
    sent: str
    expected: Expected
    make: Callable[[Vendor], Sequence[Request]]

    @property
    def group(self) -> str:
        """The scheme and the shape, such as ``"sig.get"``."""
        return self.id.rpartition(".")[0]

    @property
    def case(self) -> str:
        """The difference from a genuine callback, such as ``"altered"``."""
        return self.id.rpartition(".")[2]
