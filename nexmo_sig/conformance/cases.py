"""A case: a check without its shape."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from .check import Expected, Level

Make = TypeVar("Make")


@dataclass(frozen=True, slots=True)
class Case(Generic[Make]):
    """A check in any shape; see :class:`Check` for the fields."""

    name: str
    rule: str
    why: str
    sent: str
    make: Make
    expected: Expected = Expected.REJECTED
    level: Level = "must"


# Why: said once for the cases that share it.
LOST = "A genuine callback that is not answered with 2xx is sent again or lost."
FORGED = "Anybody who knows the URL could make the application believe in messages and calls."
ALTERED = "Anybody who captured a callback could send it again with other content."
OLD = "A captured or logged callback could be sent again for ever."
RETRIED = "A 5xx is sent again for 24 hours, and anybody can cause it: malformed input is a 4xx."
REPLAYED = (
    "Work that is done twice costs money. Answering 2xx without doing it again is good as well, "
    "and cannot be seen from outside."
)
