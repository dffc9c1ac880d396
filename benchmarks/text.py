"""Numbers, tables and facts as text."""

from __future__ import annotations

import os
import platform
import ssl
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

_UNITS = ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns"))
_JUST_BELOW = 0.9995  # three digits would round it up to the next unit
_PEERS = ("vonage-http-client", "vonage-jwt", "nexmo", "requests")


def duration(seconds: float) -> str:
    """Write a time with three digits, in the unit that suits it."""
    scale, unit = next((pair for pair in _UNITS if seconds >= pair[0] * _JUST_BELOW), _UNITS[-1])
    number = seconds / scale
    decimals = 2 if number < 9.995 else 1 if number < 99.95 else 0
    return f"{number:.{decimals}f}\N{NO-BREAK SPACE}{unit}"


def size(number: int) -> str:
    """Write a number of bytes in MiB or KiB."""
    return f"{number >> 20} MiB" if number >= 1 << 20 else f"{number >> 10} KiB"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table in Markdown."""
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, ["---"] * len(head), *rows))


def machine() -> str:
    """Describe the measurement in a sentence: its day, the software, the machine."""
    peers = ", ".join(f"{package} {version(package)}" for package in _PEERS)
    return (
        f"Measured on {datetime.now(UTC):%d %B %Y}: nexmo_sig {version('nexmo-sig')}, {peers};"
        f" {platform.python_implementation()} {platform.python_version()},"
        f" {' '.join(ssl.OPENSSL_VERSION.split()[:2])}, {platform.system()}, {_processor()},"
        f" {os.cpu_count()} cores."
    )


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")  # only Linux has it
    lines = cpuinfo.read_text(encoding="utf-8").splitlines() if cpuinfo.is_file() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.machine()
