"""Boxes with lines of text, and arrows between them, from the top to the bottom.

Colours are those of the page: ``docs/_static/site.css`` gives each class its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

_PADDING = 14
_TITLE = 20  # height of a line of text
_LINE = 18
_ARROW = 26
_HEADING = 34
_EDGE = 1.5

_STYLES = Path(__file__).parent.parent / "_static" / "site.css"
_RULE = re.compile(r"^\.diagram\b[^{]*\{[^}]*\}\n", re.MULTILINE)
_FONTS = {"font-stack": "system-ui, sans-serif", "font-stack--monospace": "monospace"}
_LIGHT = {
    "color-background-secondary": "#f8f9fb",
    "color-background-border": "#d0d7de",
    "color-brand-primary": "#0a4bff",
    "color-brand-content": "#2757dd",
    "color-foreground-primary": "#1f2328",
    "color-foreground-secondary": "#4b5158",
    "color-foreground-muted": "#6b6f76",
}
_DARK = {
    "color-background-secondary": "#1a1c1e",
    "color-background-border": "#474d54",
    "color-brand-primary": "#3d94ff",
    "color-brand-content": "#5ca5ff",
    "color-foreground-primary": "#f0f6fc",
    "color-foreground-secondary": "#b0b7be",
    "color-foreground-muted": "#81868d",
}


@dataclass(frozen=True, slots=True)
class Box:
    """A title and the lines below it.

    A line that starts with ``"*"`` stands out. ``kind`` is the class of the box: ``"module"`` of
    this library, ``"outside"`` of it, or ``"step"``.
    """

    title: str
    lines: Sequence[str] = ()
    kind: str = "module"

    @property
    def height(self) -> int:
        """Its height in pixels."""
        return 2 * _PADDING + _TITLE + _LINE * len(self.lines) - 6


def column(title: str, description: str, boxes: Sequence[Box], width: int, font: str = "") -> str:
    """Draw boxes in a column, with an arrow from each to the next.

    Args:
        title: what the picture is called, for people who cannot see it.
        description: what it shows, for people who cannot see it.
        boxes: from the top to the bottom.
        width: in pixels; a phone shows 350.
        font: ``"code"`` if the lines are code.
    """
    height = _HEADING + sum(box.height for box in boxes) + _ARROW * (len(boxes) - 1) + _EDGE
    parts = []
    top: float = _HEADING
    for number, box in enumerate(boxes):
        if number:
            parts.append(_arrow(width / 2, top))
            top += _ARROW
        parts.append(_drawn(box, top, width))
        top += box.height
    return picture(title, description, "".join(parts), width, height, font)


def picture(
    title: str, description: str, drawn: str, width: int, height: float, kind: str = ""
) -> str:
    """Put what was drawn below a heading.

    Args:
        title: the name of the picture, as text.
        description: the content of the picture, as text.
        drawn: the elements below the heading, which takes 34 pixels.
        width: in pixels; a phone shows 350.
        height: in pixels, the heading included.
        kind: the class of the picture.
    """
    return (
        f'<svg class="diagram {kind}" xmlns="http://www.w3.org/2000/svg" role="img" width="{width}" '
        f'viewBox="0 0 {width} {height:g}">'
        f"<title>{escape(title)}</title><desc>{escape(description)}</desc>"
        f'<text class="heading" x="{width / 2:g}" y="{_TITLE}">{escape(title)}</text>{drawn}</svg>'
    )


def standalone(drawn: str) -> str:
    """Return a picture as a file of its own, light or dark as its viewer prefers."""
    rules = "".join(_RULE.findall(_STYLES.read_text(encoding="utf-8")))
    dark = f"@media (prefers-color-scheme: dark) {{\n{_coloured(rules, _DARK)}}}\n"
    style = f"<style>\n{_coloured(rules, _LIGHT)}{dark}</style>"
    return drawn.replace("<title>", f"{style}<title>", 1) + "\n"


def _coloured(rules: str, palette: Mapping[str, str]) -> str:
    values = _FONTS | dict(palette)
    return re.sub(r"var\(--([\w-]+)\)", lambda name: values[name[1]], rules)


def _drawn(box: Box, top: float, width: int) -> str:
    frame = (
        f'<rect class="{box.kind}" x="{_EDGE}" y="{top:g}" rx="6" '
        f'width="{width - 2 * _EDGE:g}" height="{box.height}"/>'
    )
    baseline = top + _PADDING + 11
    texts = [_text("title", baseline, box.title)]
    for number, line in enumerate(box.lines):
        place = baseline + _TITLE + 1 + _LINE * number
        stands_out = line.startswith("*")
        texts.append(_text("changed" if stands_out else "line", place, line.removeprefix("*")))
    return frame + "".join(texts)


def _text(kind: str, baseline: float, text: str) -> str:
    return f'<text class="{kind}" x="{_PADDING}" y="{baseline:g}">{escape(text)}</text>'


def _arrow(x: float, top: float) -> str:
    tip = top + _ARROW - 3
    return (
        f'<path class="arrow" d="M{x:g} {top + 3:g}V{tip:g}M{x - 5:g} {tip - 6:g}'
        f'L{x:g} {tip:g}L{x + 5:g} {tip - 6:g}"/>'
    )
