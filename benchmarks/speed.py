"""The table of speed: every row, measured in several processes, one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from timeit import Timer

from . import imports
from .rows import ROWS, VONAGE, Row
from .timing import Effort, minima

_IMPORT = "import"


@dataclass(frozen=True, slots=True)
class Result:
    """The times of one row, in seconds per call."""

    operation: str
    against: str
    ours: float
    theirs: float

    @property
    def ratio(self) -> float:
        """Our time, divided by the other."""
        return self.ours / self.theirs


def results(effort: Effort, only: str = "") -> list[Result]:
    """Measure the rows whose description holds a word."""
    chosen = [number for number, row in enumerate(ROWS) if only.lower() in row.operation.lower()]
    measured = _rows(chosen, effort) if chosen else []
    if only.lower() in _IMPORT:
        seconds = imports.minima(effort.imports)
        ours, theirs = seconds[imports.OURS], seconds[imports.THEIRS]
        measured.append(Result(_IMPORT, VONAGE, ours, theirs))
    return measured


def _rows(chosen: Sequence[int], effort: Effort) -> list[Result]:
    with ProcessPoolExecutor(1, get_context("spawn"), max_tasks_per_child=1) as processes:
        measure = partial(_in_one_process, chosen)
        found = list(processes.map(measure, [effort.rounds] * effort.processes))
    return [
        _result(ROWS[number], [seconds[place] for seconds in found])
        for place, number in enumerate(chosen)
    ]


def _in_one_process(chosen: Sequence[int], rounds: int) -> list[tuple[float, float]]:
    return [_row(ROWS[number], rounds) for number in chosen]


def _row(row: Row, rounds: int) -> tuple[float, float]:
    names = row.names()
    statements = {"ours": row.ours, "theirs": row.theirs}
    timers = {name: Timer(code, globals=names) for name, code in statements.items()}
    fastest = minima(timers, rounds)
    return fastest["ours"] / row.times, fastest["theirs"]


def _result(row: Row, seconds: Sequence[tuple[float, float]]) -> Result:
    return Result(
        row.operation,
        row.against,
        min(ours for ours, _ in seconds),
        min(theirs for _, theirs in seconds),
    )
