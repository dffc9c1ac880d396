"""Timing by minima: many short batches of all statements, interleaved in a shuffled order.

Anything else that runs on the machine only ever adds time. The fastest of many batches, each short
enough to fit between two interruptions, is therefore close to the time of the code itself.
"""

from __future__ import annotations

import math
import random
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from timeit import Timer
from typing import TypeVar

Name = TypeVar("Name", bound=Hashable)

_BATCH = (
    0.0002  # seconds: far above the resolution of the clock, far below a slice of the scheduler
)


@dataclass(frozen=True, slots=True)
class Effort:
    """How long to measure.

    Attributes:
        processes: fresh processes, one after the other. Addresses of objects and the seed of string
            hashes differ between processes, and with them the time of the same code.
        rounds: batches of each statement in a process.
        imports: imports of each module, each in an interpreter of its own.
        hostile_rounds: batches of each hostile input.
        hostile_bytes: the size of the largest.
    """

    processes: int
    rounds: int
    imports: int
    hostile_rounds: int
    hostile_bytes: int


def minima(timers: Mapping[Name, Timer], rounds: int) -> dict[Name, float]:
    """Return the seconds per call of the fastest batch of each statement."""
    numbers = {name: _calls_in_a_batch(timer) for name, timer in timers.items()}
    fastest = dict.fromkeys(timers, math.inf)
    order = random.Random(0)
    for _ in range(rounds):
        for name in order.sample(list(timers), len(timers)):
            timer, number = timers[name], numbers[name]
            if number > 1:
                timer.timeit(1)  # refills the caches of the processor
            fastest[name] = min(fastest[name], timer.timeit(number) / number)
    return fastest


def _calls_in_a_batch(timer: Timer) -> int:
    number = 1
    timer.timeit(number)  # the first call may import
    while min(timer.timeit(number), timer.timeit(number)) < _BATCH:
        number *= 2
    return number
