"""Whether the time for a request grows faster than its size."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..request import Request
from .answer import TIMED_OUT, Answer

_TIMES = 3  # of which the best counts
_ROUNDS = 2  # that must agree, so that a busy machine is not taken for a slow receiver
_RATIO = 2.0  # times the ratio of the sizes: linear receivers stay below 0.2 of that, quadratic
# ones take over 4
_SECONDS = 0.1


def grows_too_fast(
    make: Callable[[], Sequence[Request]], exchange: Callable[[Request], Answer]
) -> tuple[bool, Answer]:
    """Compare the times of a small and a large request.

    Args:
        make: makes the two, fresh each time.
        exchange: sends a request.

    Returns:
        Whether the large one takes too long, twice in a row; and an answer to a large one, which is
        one without a status if there was no answer.
    """
    for _ in range(_ROUNDS):
        too_slow, answer = _round(make, exchange)
        if not too_slow:
            return False, answer
    return True, answer


def _round(
    make: Callable[[], Sequence[Request]], exchange: Callable[[Request], Answer]
) -> tuple[bool, Answer]:
    best = [float("inf"), float("inf")]
    sizes = [0, 0]
    for _ in range(_TIMES):
        for which, request in enumerate(make()):
            answer = exchange(request)
            if answer.failure:
                return answer.failure == TIMED_OUT, answer
            best[which] = min(best[which], answer.seconds)
            sizes[which] = len(request.body)
    ratio = _RATIO * sizes[1] / sizes[0]
    return best[1] > _SECONDS and best[1] > ratio * best[0], answer
