"""Measuring: many short rounds over all subjects in a shuffled order, so that noise hits all alike."""

from __future__ import annotations

import random
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

Subject = TypeVar("Subject")


class Timer(Protocol):
    """What can be timed; ``timeit.Timer`` is one."""

    def timeit(self, number: int, /) -> float:
        """Return the seconds that ``number`` calls in a row take."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How carefully to measure.

    Attributes:
        processes: fresh processes, one after the other: where things lie in memory, and the seed
            of string hashes, are drawn anew in each.
        rounds: times that a process visits every subject.
        seconds: what one visit takes at least.
    """

    processes: int
    rounds: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Spread:
    """The median of samples, and the quartiles around it."""

    low: float
    median: float
    high: float

    @classmethod
    def of(cls, samples: Sequence[float]) -> Spread:
        """Summarise two or more samples."""
        return cls(*statistics.quantiles(samples, n=4, method="inclusive"))

    @classmethod
    def of_ratios(cls, numerators: Sequence[float], denominators: Sequence[float]) -> Spread:
        """Summarise the ratios of samples that were taken in the same rounds."""
        return cls.of([a / b for a, b in zip(numerators, denominators, strict=True)])


def measure(
    groups: Sequence[Mapping[Subject, Timer]], effort: Effort, seed: int
) -> dict[Subject, list[float]]:
    """Time every subject once in each round.

    Args:
        groups: the subjects; those that are compared with each other are in one group, and are
            visited within milliseconds of each other.
        effort: the number of rounds and the length of a visit.
        seed: of the order.

    Returns:
        Seconds per call, by subject: one sample for each round.
    """
    numbers = {
        subject: _calibrated(timer, effort.seconds)
        for group in groups
        for subject, timer in group.items()
    }
    samples: dict[Subject, list[float]] = {subject: [] for subject in numbers}
    shuffled = random.Random(seed)
    for _ in range(effort.rounds):
        for group in shuffled.sample(groups, len(groups)):
            for subject, timer in shuffled.sample(list(group.items()), len(group)):
                number = numbers[subject]
                timer.timeit(1)  # what the subject before it displaced from a cache comes back
                samples[subject].append(timer.timeit(number) / number)
    return samples


def _calibrated(timer: Timer, seconds: float) -> int:
    """Return how many calls fill a visit; trying that also warms up what is timed."""
    number = 1
    while timer.timeit(number) < seconds:
        number *= 2
    return number
