"""How the time grows with the size of hostile input: a bar for each, below each other by kind.

The numbers are those of the tables in ``hostile-input.md``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import Path

from .svg import picture

PAGE = Path(__file__).parent.parent / "hostile-input.md"

_TITLE = "Growth of the time with the size"
_WIDTH, _LABELS, _ROW, _GAP = 366, 176, 16, 30
_TOP, _BELOW = 40, 44
_SCALE = (_WIDTH - _LABELS - 8) / 16  # pixels
_MARKS = ((1, "linear"), (16, "quadratic"))

_BLOCK = re.compile(
    r"^<!-- measured: \w[\w ]* -->\n\n\| (.*?)\n\n<!-- end -->", re.DOTALL | re.MULTILINE
)

Rows = Sequence[tuple[str, str, float]]
"""The shape of the input, the time, and the growth."""


def draw() -> str:
    """Return the picture for a page, whose colours it takes."""
    panels = dict(_measured())
    rows = sum(map(len, panels.values()))
    bottom = _TOP + _GAP * len(panels) + _ROW * rows
    most = max(growth for panel in panels.values() for *_, growth in panel)
    description = (
        "A bar for each kind of hostile input: its time per byte, as a multiple of that of input of "
        f"a sixteenth of the size. 1 is linear, 16 is quadratic; the longest bar is {most:.2f}."
    )
    drawn = "".join([*_marks(bottom), *_panels(panels)])
    return picture(_TITLE, description, drawn, _WIDTH, bottom + _BELOW, "hostile")


def _measured() -> Iterator[tuple[str, Rows]]:
    for block in _BLOCK.findall(PAGE.read_text(encoding="utf-8")):
        (heading, size, *_), _, *rows = (
            line.strip("| ").split(" | ") for line in block.split("\n")
        )
        yield (
            f"{heading}, {size}",
            [(shape.replace("`", ""), time, float(growth)) for shape, time, growth, _ in rows],
        )


def _panels(panels: Mapping[str, Rows]) -> Iterator[str]:
    top = float(_TOP)
    for heading, rows in panels.items():
        yield f'<text class="title" x="8" y="{top + 20:g}">{escape(heading)}</text>'
        top += _GAP
        for shape, time, growth in rows:
            width = growth * _SCALE
            yield (
                f'<text class="row" x="{_LABELS - 8}" y="{top + 11:g}">{escape(shape)}</text>'
                f'<rect class="bar" x="{_LABELS}" y="{top + 2:g}" width="{width:.1f}" '
                f'height="{_ROW - 4}"/><text class="note" x="{_LABELS + max(width, _SCALE) + 6:.1f}" '
                f'y="{top + 11:g}">{growth:.2f}, {escape(time)}</text>'
            )
            top += _ROW


def _marks(bottom: float) -> Iterator[str]:
    for growth, name in _MARKS:
        x = _LABELS + growth * _SCALE
        yield (
            f'<path class="arrow" d="M{x:.1f} {_TOP + 4}V{bottom + 8:g}"/>'
            f'<text class="row" x="{x + 6:.1f}" y="{bottom + 22:g}">{growth}: {name}</text>'
        )
