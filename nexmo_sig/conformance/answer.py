"""The answer of a receiver, and whether a check holds with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from ..errors import NexmoSigError
from ..request import Request
from .check import Expected

LARGE_BODY = 32_768
"""Bytes from which on a receiver may close the connection in place of an answer."""
CLOSED = "connection closed"
TIMED_OUT = "timed out"


class ReceiverUnreachable(NexmoSigError):
    """Nothing listens at the address of the receiver, or it cannot be trusted."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a request.

    Attributes:
        status: the HTTP status, or ``None`` if there was no answer.
        failure: why there was none, or empty.
        seconds: how long it took.
        date: the ``Date`` header, if there was one.
        retry_after: the ``Retry-After`` header, if there was one.
    """

    status: int | None
    failure: str = ""
    seconds: float = 0.0
    date: str | None = None
    retry_after: str | None = None

    @property
    def received(self) -> int | str:
        """The status, or the kind of failure."""
        return self.failure if self.status is None else self.status

    @property
    def accepted(self) -> bool:
        """Whether the status is one of success."""
        return self._is(2)

    def meets(self, expected: Expected, request: Request) -> bool:
        """Tell whether a check holds.

        Args:
            expected: what the check expects.
            request: what was sent.
        """
        if expected == Expected.ACCEPTED:
            return self.accepted
        if expected == Expected.NOT_FAILED:
            return self.accepted or self._is(4)
        if expected == Expected.REJECTED_OR_RETRIED and self.status == 503:
            return True
        closed = self.failure == CLOSED and len(request.body) >= LARGE_BODY
        return self._is(4) or closed

    def _is(self, hundreds: int) -> bool:
        return self.status is not None and self.status // 100 == hundreds


class Receiver(Protocol):
    """Takes requests, over the network or in this process."""

    def exchange(self, request: Request) -> Answer:
        """Send a request, and return the answer to it.

        Args:
            request: its URL is relative to the receiver's: empty, or a query.
        """

    def is_alive(self) -> bool:
        """Tell whether the receiver takes requests."""
