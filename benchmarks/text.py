"""Numbers as text."""

from __future__ import annotations

_UNITS = ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns"))
_JUST_BELOW = 0.9995  # what three digits would round up to the next unit


def duration(seconds: float) -> str:
    """Write a time with three digits, in the unit that suits it."""
    scale, unit = next((pair for pair in _UNITS if seconds >= pair[0] * _JUST_BELOW), _UNITS[-1])
    number = seconds / scale
    return f"{number:.{2 if number < 9.995 else 1 if number < 99.95 else 0}f} {unit}"
