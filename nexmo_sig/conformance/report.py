"""The results of a run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .check import Check


@dataclass(frozen=True, slots=True)
class Result:
    """The result of a check.

    Attributes:
        check: the check.
        holds: whether it holds; ``None`` if that was not tested.
        received: the HTTP status, or the kind of failure; ``None`` if nothing was sent.
    """

    check: Check
    holds: bool | None
    received: int | str | None = None

    def as_dict(self) -> dict[str, object]:
        """Return the members of ``--format json``."""
        return {
            "id": self.check.id,
            "level": self.check.level,
            "holds": self.holds,
            "rule": self.check.rule,
            "sent": self.check.sent,
            "expected": self.check.expected.value,
            "received": self.received,
        }


@dataclass(frozen=True, slots=True)
class Report:
    """The results of all checks.

    Attributes:
        results: one for each check, in order.
        remarks: sentences for people, the most important one first.
    """

    results: Sequence[Result]
    remarks: Sequence[str] = ()

    @property
    def passed(self) -> int:
        """How many checks hold."""
        return self._count(True)

    @property
    def failed(self) -> int:
        """How many checks do not hold."""
        return self._count(False)

    @property
    def untested(self) -> int:
        """How many checks could not be tested."""
        return self._count(None)

    def conforms(self, *, strict: bool = False) -> bool:
        """Tell whether every check that must hold does; with ``strict``, every check."""
        return all(
            result.holds is True
            for result in self.results
            if strict or result.check.level == "must"
        )

    def as_dict(self) -> dict[str, object]:
        """Return what ``--format json`` prints."""
        return {
            "checks": [result.as_dict() for result in self.results],
            "passed": self.passed,
            "failed": self.failed,
            "untested": self.untested,
        }

    def _count(self, holds: bool | None) -> int:
        return sum(result.holds is holds for result in self.results)
