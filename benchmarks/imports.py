"""What importing costs, as ``python -X importtime`` reports it, each time in a new interpreter."""

from __future__ import annotations

import random
import statistics
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass

OURS = "nexmo_sig"
VONAGE = "vonage_http_client.auth"
NEXMO = "nexmo"
MODULES = (OURS, VONAGE, NEXMO)

_START = "the import starts here"


@dataclass(frozen=True, slots=True)
class Imports:
    """Seconds that a module and all that it imports took, one sample for each round."""

    totals: dict[str, list[float]]
    alone: dict[str, float]
    """By module that importing nexmo_sig loads: the median of the seconds for that module alone."""


def measure(rounds: int, seed: int, modules: Sequence[str] = MODULES) -> Imports:
    """Import each module once in each round, in a shuffled order."""
    for module in modules:
        _self_times(module)  # the first import may have to compile
    totals: dict[str, list[float]] = {module: [] for module in modules}
    ours: dict[str, list[float]] = {}
    shuffled = random.Random(seed)
    for _ in range(rounds):
        for module in shuffled.sample(modules, len(modules)):
            times = _self_times(module)
            totals[module].append(sum(times.values()))
            if module == OURS:
                for name, seconds in times.items():
                    ours.setdefault(name, []).append(seconds)
    return Imports(totals, {name: statistics.median(times) for name, times in ours.items()})


def _self_times(module: str) -> dict[str, float]:
    """Return the seconds that each newly imported module took, without those that it imports."""
    code = f"import sys; print({_START!r}, file=sys.stderr, flush=True); import {module}"
    report = subprocess.run(
        [sys.executable, "-I", "-X", "importtime", "-c", code],
        check=True,
        capture_output=True,
        text=True,
    ).stderr
    times = {}
    for line in report.partition(_START)[2].splitlines():
        if line.startswith("import time:"):
            own, _, name = line.removeprefix("import time:").split("|")
            times[name.strip()] = int(own) / 1e6
    return times
