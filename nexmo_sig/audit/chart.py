"""The chart of verdicts over time: stacked bars, by day, or by minute where there are few days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from .record import AUTHENTIC, NOT_AUTHENTIC, UNDECIDABLE
from .tally import Tally

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FEW_DAYS = 3
_MOST_BARS = 120
_WIDTH, _HEIGHT = 800, 120
_STYLES = {AUTHENTIC: "good", UNDECIDABLE: "note", NOT_AUTHENTIC: "bad"}


@dataclass(frozen=True, slots=True)
class Bar:
    """A part of a bar, in the units of the chart."""

    style: str
    """The class of its colour."""
    x: float
    y: float
    width: float
    height: float
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart that is ready to be drawn."""

    unit: str = ""
    first: str = ""
    last: str = ""
    most: int = 0
    bars: list[Bar] = field(default_factory=list)
    width: int = _WIDTH
    height: int = _HEIGHT


def chart_of(tally: Tally) -> Chart:
    """Return the chart of the counts; without bars if no record has a time."""
    days = {day for day, _ in tally.days}
    if not days:
        return Chart()
    if len(days) <= _FEW_DAYS and tally.minutes:
        return _chart("minute", tally.minutes, timedelta(minutes=1), "%Y-%m-%d %H:%M")
    return _chart("day", tally.days, timedelta(days=1), "%Y-%m-%d")


def _chart(unit: str, counts: Counter[tuple[int, str]], step: timedelta, form: str) -> Chart:
    places = [place for place, _ in counts]
    first, last = min(places), max(places)
    merged = 1 + (last - first) // _MOST_BARS  # so many steps share a bar
    sums: dict[int, Counter[str]] = {}
    for (place, verdict), count in sorted(counts.items()):
        sums.setdefault((place - first) // merged, Counter())[verdict] += count
    most = max(verdicts.total() for verdicts in sums.values())
    bars = [
        bar
        for place, verdicts in sums.items()
        for bar in _bars(
            f"{_EPOCH + (first + place * merged) * step:{form}}", place, verdicts, (max(sums), most)
        )
    ]
    return Chart(
        unit=unit if merged == 1 else f"{merged} {unit}s",
        first=f"{_EPOCH + first * step:{form}}",
        last=f"{_EPOCH + last * step:{form}}",
        most=most,
        bars=bars,
    )


def _bars(name: str, place: int, verdicts: Counter[str], ends: tuple[int, int]) -> Iterator[Bar]:
    """Yield the parts of one bar, from below; ``ends`` are the last place and the most records."""
    last, most = ends
    width, y = _WIDTH / (last + 1), float(_HEIGHT)
    for verdict, style in _STYLES.items():
        height = _HEIGHT * verdicts[verdict] / most
        y -= height
        if count := verdicts[verdict]:
            size = (round(width * 0.85, 2), round(max(height, 0.5), 2))
            label = f"{name}: {count:,} {verdict}"
            yield Bar(style, round(place * width, 2), round(y, 2), *size, label)
