"""The time of an import, each in a new interpreter."""

from __future__ import annotations

import random
import subprocess
import sys

OURS = "nexmo_sig"
THEIRS = "vonage_http_client.auth"

_CODE = "import time; start = time.perf_counter(); import {}; print(time.perf_counter() - start)"


def minima(rounds: int) -> dict[str, float]:
    """Return the seconds of the fastest import of each module, all that it imports included."""
    for module in (OURS, THEIRS):
        _seconds(module)  # the first import may have to compile
    samples: dict[str, list[float]] = {OURS: [], THEIRS: []}
    order = random.Random(0)
    for _ in range(rounds):
        for module in order.sample([OURS, THEIRS], 2):
            samples[module].append(_seconds(module))
    return {module: min(seconds) for module, seconds in samples.items()}


def _seconds(module: str) -> float:
    command = [sys.executable, "-c", _CODE.format(module)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
