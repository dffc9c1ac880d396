"""A run: each check is sent, and what came back is judged."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from email.utils import parsedate_to_datetime

from ..request import Request
from .answer import TIMED_OUT, Answer, Receiver
from .check import GENUINE, Check, Expected
from .checks import CHECKS
from .growth import grows_too_fast
from .report import Report, Result
from .vendor import Vendor

_SECONDS = 300.0  # for a run
_LONGEST_WAIT = 30.0  # seconds, for a Retry-After
_DEFAULT_WAIT = 1.0
_GATES = {check.group: check for check in CHECKS if check.case == GENUINE}


def run(
    receiver: Receiver,
    vendor: Vendor,
    checks: Iterable[Check] = CHECKS,
    *,
    progress: Callable[[Result], object] | None = None,
) -> Report:
    """Send each check to a receiver, and report which hold.

    Args:
        receiver: the receiver.
        vendor: signs the requests; it needs the test secret of the receiver.
        checks: see :func:`select`.
        progress: is called with each result as it is known.

    Raises:
        UsageError: the vendor has no signature method, and a ``sig`` is checked.
    """
    session = Session(receiver, vendor)
    results = []
    for check in checks:
        result = session.result_of(check)
        if progress is not None:
            progress(result)
        results.append(result)
    return Report(results, session.remarks(results))


class Session:
    """Sends checks one by one; the genuine callback of a scheme and shape goes first.

    Args:
        receiver: the receiver.
        vendor: signs the requests.
        seconds: how long all checks may take; what is left then is not tested.
    """

    def __init__(self, receiver: Receiver, vendor: Vendor, seconds: float = _SECONDS) -> None:
        self._receiver = receiver
        self._vendor = vendor
        self._end = time.monotonic() + seconds
        self._gates: dict[str, Result] = {}
        self._is_dead = False
        self._clock_difference: int | None = None

    def result_of(self, check: Check) -> Result:
        """Send a check, and return what came out of it."""
        if check.case == GENUINE:
            return self._gate(check)
        gate = _GATES.get(check.group)
        if gate is not None and not self._gate(gate).holds:
            return Result(check, None)
        return self._tested(check)

    def remarks(self, results: Iterable[Result]) -> list[str]:
        """Return what to tell people above the results, the most important thing first."""
        listed = list(results)
        remarks = [self._not_accepted(), self._unsigned_accepted(listed), self._unfinished(listed)]
        return [remark for remark in remarks if remark]

    def _gate(self, check: Check) -> Result:
        if check.group not in self._gates:
            self._gates[check.group] = self._tested(check)
        return self._gates[check.group]

    def _tested(self, check: Check) -> Result:
        if self._is_dead or time.monotonic() > self._end:
            return Result(check, None)
        if check.expected == Expected.LINEAR_TIME:
            return self._timed(check)
        *before, judged = check.make(self._vendor)
        for request in before:
            answer = self._exchange(request)
            if not answer.accepted:
                return Result(check, False if self._is_dead else None, answer.received)
        answer = self._exchange(judged)
        if answer.status == 429:
            return Result(check, None, answer.status)
        holds = answer.meets(check.expected, judged) and not self._is_dead
        return Result(check, holds, answer.received)

    def _timed(self, check: Check) -> Result:
        too_fast, answer = grows_too_fast(lambda: check.make(self._vendor), self._exchange)
        if answer.status == 429:
            return Result(check, None, answer.status)
        received = "too slow" if too_fast and not answer.failure else answer.received
        return Result(check, not too_fast and not self._is_dead, received)

    def _exchange(self, request: Request) -> Answer:
        answer = self._receiver.exchange(request)
        if answer.status == 429 and (wait := _wait_of(answer)) <= _LONGEST_WAIT:
            time.sleep(wait)
            answer = self._receiver.exchange(request)
        if answer.date is not None:
            self._clock_difference = _difference(answer.date, self._vendor.now())
        if answer.failure and answer.failure != TIMED_OUT:
            self._is_dead = not self._receiver.is_alive()
        return answer

    def _not_accepted(self) -> str:
        gates = [gate for gate in self._gates.values() if not gate.holds and gate.received]
        if not gates:
            return ""
        named = ", ".join(f"{gate.check.id} ({gate.received})" for gate in gates)
        method = "" if self._vendor.method is None else f", the method ({self._vendor.method})"
        return (
            f"Not accepted, so the rest of the shape was not sent: {named}. Check the secret{method},"
            f" the URL, and whether the receiver takes this scheme and shape{self._clocks()}."
        )

    def _clocks(self) -> str:
        if self._clock_difference is None:
            return ""
        return f"; the receiver's clock differs by {self._clock_difference} s"

    def _unsigned_accepted(self, results: list[Result]) -> str:
        if not any(_is_accepted(result) for result in results if result.check.case == "unsigned"):
            return ""
        return (
            "Requests without a signature are answered as if they were accepted: if the receiver "
            "verifies later, behind a queue, this test cannot see it."
        )

    def _unfinished(self, results: list[Result]) -> str:
        if self._is_dead:
            died = next((r.check.id for r in reversed(results) if r.holds is False), "")
            return f"The receiver does not listen any more, since {died}."
        if time.monotonic() > self._end:
            return "The run took too long, so the checks that were left were not sent."
        return ""


def _is_accepted(result: Result) -> bool:
    return isinstance(result.received, int) and result.received // 100 == 2


def _wait_of(answer: Answer) -> float:
    """Return the seconds of a ``Retry-After`` (RFC 9110, section 10.2.3)."""
    text = answer.retry_after or ""
    if text.isascii() and text.isdigit():
        return float(text[:9])
    moment = _seconds_of(text)
    return _DEFAULT_WAIT if moment is None else max(0.0, moment - time.time())


def _difference(date: str, now: int) -> int | None:
    seconds = _seconds_of(date)
    return None if seconds is None else int(seconds) - now


def _seconds_of(date: str) -> float | None:
    try:
        return parsedate_to_datetime(date).timestamp()
    except (ValueError, OverflowError, TypeError):
        return None
