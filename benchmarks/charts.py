"""Charts as SVG, drawn so that they can be read on a light and on a dark page."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from xml.etree import ElementTree

from .timing import Spread

_WIDTH = 800
_TITLE_HEIGHT = 52
_ROW_HEIGHT = 26
_BAR_HEIGHT = 18
_BAR_LEFT, _BAR_RIGHT = 200, 720
_PLOT_LEFT, _PLOT_RIGHT, _PLOT_TOP, _PLOT_BOTTOM = 76, 540, 78, 420
_PLOT_HEIGHT = 470
_LABEL_HEIGHT = 15

_STYLE = """
text { font: 13px system-ui, sans-serif; fill: #1f2328 }
.title { font-size: 16px; font-weight: 600 }
.small { fill: #59636e; font-size: 12px }
.surface { fill: #ffffff }
.grid { color: #d1d9e0 }
.spread { color: #1f2328 }
.ours { color: #2a78d6 }
.other { color: #98a2ad }
.guide { color: #59636e; stroke-dasharray: 4 4 }
.hue0 { color: #2a78d6 } .hue1 { color: #eb6834 } .hue2 { color: #1a9a6c }
.hue3 { color: #b8860b } .hue4 { color: #7a5fd0 } .hue5 { color: #d1487f }
.hue6 { color: #5b7a8c } .hue7 { color: #9c6a3a }
@media (prefers-color-scheme: dark) {
  text { fill: #f0f6fc }
  .small { fill: #9198a1 }
  .surface { fill: #0d1117 }
  .grid { color: #30363d }
  .spread { color: #f0f6fc }
  .ours { color: #5598e7 }
  .other { color: #6b7580 }
  .guide { color: #9198a1 }
}
"""
_HUES = 8

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar with its quartiles; ``style`` is ``"ours"`` or ``"other"``."""

    label: str
    value: Spread
    style: str


@dataclass(frozen=True, slots=True)
class Line:
    """Points joined by a line; ``style`` is ``"ours"``, ``"other"``, ``"guide"`` or any hue."""

    label: str
    points: Sequence[Point]
    style: str = ""


@dataclass(frozen=True, slots=True)
class Axis:
    """A logarithmic axis: its label, its marks, and how they are written."""

    label: str
    marks: Sequence[float]
    text: Callable[[float], str]

    def place(self, value: float) -> float:
        """Return where a value lies, from 0 at the first mark to 1 at the last."""
        return math.log(value / self.marks[0]) / math.log(self.marks[-1] / self.marks[0])


def decades(values: Sequence[float]) -> list[float]:
    """Return the powers of ten around values, as the marks of an axis."""
    first, last = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    return [10.0**exponent for exponent in range(first, max(last, first + 1) + 1)]


def bar_chart(title: str, panels: Mapping[str, Sequence[Bar]], text: Callable[[float], str]) -> str:
    """Draw bars to one scale, a panel for each heading."""
    rows = sum(len(bars) + 1.5 for bars in panels.values())
    svg = _canvas(title, _TITLE_HEIGHT + _ROW_HEIGHT * rows)
    longest = max(bar.value.high for bars in panels.values() for bar in bars)
    scale = (_BAR_RIGHT - _BAR_LEFT) / longest
    y: float = _TITLE_HEIGHT
    for heading, bars in panels.items():
        _text(svg, heading, (20, y + 14), "small")
        for bar in bars:
            y += _ROW_HEIGHT
            _bar(svg, bar, y, scale)
            end = _BAR_LEFT + bar.value.high * scale
            _text(svg, text(bar.value.median), (end + 8, y + 13))
        y += 1.5 * _ROW_HEIGHT
    return _written(svg)


def line_chart(title: str, x: Axis, y: Axis, lines: Sequence[Line]) -> str:
    """Draw lines, each labelled at its right end."""
    svg = _canvas(title, _PLOT_HEIGHT)
    _axes(svg, x, y)
    placed = [
        Line(line.label, [_at(x.place(a), y.place(b)) for a, b in line.points], line.style)
        for line in lines
    ]
    label_y = -math.inf
    for number, line in enumerate(sorted(placed, key=lambda line: line.points[-1][1])):
        label_y = max(label_y + _LABEL_HEIGHT, line.points[-1][1])  # labels never overlap
        _line(svg, line.points, line.style or f"hue{number % _HUES}", label_y)
        _text(svg, line.label, (_PLOT_RIGHT + 20, label_y + 4))
    return _written(svg)


def _bar(svg: ElementTree.Element, bar: Bar, y: float, scale: float) -> None:
    _text(svg, bar.label, (_BAR_LEFT - 8, y + 13), anchor="end")
    _add(
        svg,
        "rect",
        bar.style,
        x=_BAR_LEFT,
        y=y,
        width=bar.value.median * scale,
        height=_BAR_HEIGHT,
        rx=2,
        fill="currentColor",
    )
    middle = y + _BAR_HEIGHT / 2
    low, high = (_BAR_LEFT + end * scale for end in (bar.value.low, bar.value.high))
    _stroke(svg, (low, middle), (high, middle), "spread")


def _axes(svg: ElementTree.Element, x: Axis, y: Axis) -> None:
    for mark in y.marks:
        left, level = _at(0, y.place(mark))
        _stroke(svg, (left, level), (_PLOT_RIGHT, level), "grid")
        _text(svg, y.text(mark), (left - 8, level + 4), "small", "end")
    for mark in x.marks:
        across, bottom = _at(x.place(mark), 0)
        _text(svg, x.text(mark), (across, bottom + 18), "small", "middle")
    _text(svg, y.label, (20, _PLOT_TOP - 14), "small")
    _text(svg, x.label, (_PLOT_RIGHT, _PLOT_BOTTOM + 38), "small", "end")


def _line(svg: ElementTree.Element, points: Sequence[Point], style: str, label_y: float) -> None:
    for start, end in pairwise(points):
        _stroke(svg, start, end, style, stroke_width=2)
    _stroke(svg, points[-1], (_PLOT_RIGHT + 16, label_y), style, stroke_width=0.75)
    if style != "guide":
        for x, y in points:
            _add(svg, "circle", style, cx=x, cy=y, r=2.5, fill="currentColor")


def _at(across: float, up: float) -> Point:
    return (
        _PLOT_LEFT + across * (_PLOT_RIGHT - _PLOT_LEFT),
        _PLOT_BOTTOM - up * (_PLOT_BOTTOM - _PLOT_TOP),
    )


def _canvas(title: str, height: float) -> ElementTree.Element:
    svg = ElementTree.Element("svg", xmlns="http://www.w3.org/2000/svg", role="img")
    svg.set("viewBox", f"0 0 {_WIDTH} {height:g}")
    svg.set("width", str(_WIDTH))
    ElementTree.SubElement(svg, "title").text = title
    ElementTree.SubElement(svg, "style").text = _STYLE
    _add(svg, "rect", "surface", width=_WIDTH, height=height, rx=6)
    _text(svg, title, (20, 30), "title")
    return svg


def _stroke(
    svg: ElementTree.Element, start: Point, end: Point, style: str, **attributes: float
) -> None:
    (x1, y1), (x2, y2) = start, end
    _add(svg, "line", style, x1=x1, y1=y1, x2=x2, y2=y2, stroke="currentColor", **attributes)


def _text(
    svg: ElementTree.Element, text: str, at: Point, style: str = "", anchor: str = "start"
) -> None:
    _add(svg, "text", style, x=at[0], y=at[1], text_anchor=anchor).text = text


def _add(
    svg: ElementTree.Element, tag: str, style: str, **attributes: float | str
) -> ElementTree.Element:
    element = ElementTree.SubElement(svg, tag)
    if style:
        element.set("class", style)
    for name, value in attributes.items():
        written = value if isinstance(value, str) else f"{value:.6g}"
        element.set(name.replace("_", "-"), written)
    return element


def _written(svg: ElementTree.Element) -> str:
    ElementTree.indent(svg)
    return ElementTree.tostring(svg, encoding="unicode") + "\n"
