"""The charts of the pages, from what was found."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from statistics import median

from . import hostile
from .charts import Axis, Bar, Line, bar_chart, decades, line_chart
from .findings import Findings
from .formats import duration, size
from .operations import GROWTH_SIZES, METHODS, NAMES, OURS, SIGNATURE, Key

_METHOD_OF_GROWTH = "sha256"
_GUIDE = "in proportion to the size"


def signature(findings: Findings) -> str:
    """Draw the time of one signature, of all that sign."""
    panels = {
        method: [
            Bar(NAMES[key.subject], findings.time(key), _style(key))
            for key in findings.subjects_of(SIGNATURE, method)
        ]
        for method in METHODS
    }
    return bar_chart("Time per signature of ten parameters", panels, duration)


def growth(findings: Findings) -> str:
    """Draw how the time of a signature grows with the number of parameters."""
    lines = [
        Line(
            NAMES[key.subject],
            [(n, findings.time(key._replace(size=n)).median) for n in GROWTH_SIZES],
            _style(key),
        )
        for key in findings.subjects_of(SIGNATURE, _METHOD_OF_GROWTH)
    ]
    parameters = Axis("parameters", GROWTH_SIZES, "{:,}".format)
    return line_chart(
        f"Time per signature, {_METHOD_OF_GROWTH}", parameters, _time_axis(lines), lines
    )


def hostile_input(findings: Findings) -> str:
    """Draw how the time to refuse grows with the size of a request."""
    lines = [
        Line(
            shape,
            [(n, median(findings.samples[hostile.key(shape, n)])) for n in hostile.SIZES],
        )
        for shape in hostile.SHAPES
    ]
    longest = max(seconds for line in lines for _, seconds in line.points)
    above = 2 * longest / hostile.SIZES[-1]
    lines.append(Line(_GUIDE, [(n, above * n) for n in hostile.SIZES], "guide"))
    sizes = Axis("size of the request", hostile.SIZES, size)
    return line_chart("Time to refuse a hostile request", sizes, _time_axis(lines), lines)


def _time_axis(lines: Sequence[Line]) -> Axis:
    marks = decades([seconds for line in lines for _, seconds in line.points])
    return Axis("time", marks, partial(duration, zeros=False))


def _style(key: Key) -> str:
    return "ours" if key.subject == OURS else "other"
