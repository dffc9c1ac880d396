"""Numbers and tables as text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .timing import Spread

_UNITS = ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns"))
_JUST_BELOW = 0.9995  # what three digits would round up to the next unit


def duration(seconds: float, zeros: bool = True) -> str:
    """Write a time with three digits, in the unit that suits it; ``zeros`` keeps all three."""
    scale, unit = next((pair for pair in _UNITS if seconds >= pair[0] * _JUST_BELOW), _UNITS[-1])
    number = seconds / scale
    return f"{_three_digits(number) if zeros else f'{number:.3g}'} {unit}"


def durations(spread: Spread) -> str:
    """Write a median time and its quartiles."""
    return f"{duration(spread.median)} ({duration(spread.low)} to {duration(spread.high)})"


def ratio(spread: Spread) -> str:
    """Write a median ratio and its quartiles."""
    low, median, high = map(_three_digits, (spread.low, spread.median, spread.high))
    return f"{median} ({low} to {high})"


def size(number: float) -> str:
    """Write a number of bytes in KiB or MiB."""
    kibibytes = round(number / 1024)
    return f"{kibibytes >> 10} MiB" if kibibytes >= 1024 else f"{kibibytes} KiB"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _three_digits(number: float) -> str:
    return f"{number:#.3g}".rstrip(".")
