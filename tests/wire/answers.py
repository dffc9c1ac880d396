"""Answers of a RecordingServer that test its clients."""

from collections.abc import Callable
from itertools import chain, repeat

from nexmo_sig import Request
from nexmo_sig.testing import Response

REDIRECTS = [301, 302, 303, 307, 308]


def redirecting(status: int, base: str = "") -> Callable[[Request], Response]:
    """Answer with a redirect to the same path and query elsewhere, as web servers often do."""
    return lambda request: Response(status, {"Location": base + request.url}, b"")


def unavailable(times: int) -> Callable[[Request], Response]:
    """Answer 503 that many times, and then 200."""
    statuses = chain(repeat(503, times), repeat(200))
    return lambda _: Response(next(statuses), {}, b"")
