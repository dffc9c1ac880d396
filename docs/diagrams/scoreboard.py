"""The scoreboard as a heat map: a row for each implementation, a column for each group of cases."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from .svg import picture

DOCS = Path(__file__).parent.parent
MEASURED = DOCS / "scoreboard.json"

_TITLE = "Which implementations pass which vectors"
_WIDTH, _LABELS, _CELL, _ROW = 416, 160, 18, 21
_NAMES_TOP, _TOP = 40, 156  # the names of the groups stand between
_LEGEND = (
    ("all", "all passed"),
    ("most", "90 % or more"),
    ("half", "50 % or more"),
    ("few", "fewer"),
)


def draw() -> str:
    """Return the picture for a page, whose colours it takes."""
    rows = measured()["implementations"]
    height = _TOP + _ROW * len(rows) + 62
    description = (
        "A row for each implementation, a column for each group of test vectors. "
        + " ".join(map(_in_words, rows))
    )
    drawn = "".join([*_names(rows[0]["groups"]), *_rows(rows), *_legend(_TOP + _ROW * len(rows))])
    return picture(_TITLE, description, drawn, _WIDTH, height, "scoreboard")


def measured() -> dict[str, Any]:
    """Return what was measured last."""
    content: dict[str, Any] = json.loads(MEASURED.read_text(encoding="utf-8"))
    return content


def _in_words(row: Mapping[str, Any]) -> str:
    failed = [
        f"{asked - passed} of {asked} in {name}"
        for name, (passed, asked) in row["groups"].items()
        if passed < asked
    ]
    return f"{label(row)} failed {', '.join(failed) or 'no case'}."


def label(row: Mapping[str, Any]) -> str:
    """Return the name of an implementation with its version: ``nexmo 2.5.2 (Python)``."""
    package, *language = row["name"].split(" ", 1)
    return " ".join([package, *filter(None, [row["version"]]), *language])


def _names(groups: Mapping[str, Any]) -> Iterator[str]:
    for number, name in enumerate(groups):
        x = _LABELS + _CELL * (number + 0.5) + 4
        yield (
            f'<text class="column" transform="rotate(-90 {x:g} {_TOP - 8})" x="{x:g}" '
            f'y="{_TOP - 8}">{escape(name)}</text>'
        )


def _rows(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for number, row in enumerate(rows):
        top = _TOP + _ROW * number
        yield f'<text class="row" x="{_LABELS - 8}" y="{top + 14}">{escape(label(row))}</text>'
        for column, (passed, asked) in enumerate(row["groups"].values()):
            yield _cell(_LABELS + _CELL * column, top, passed, asked)


def _cell(left: int, top: int, passed: int, asked: int) -> str:
    failed = asked - passed
    sign = "·" if not asked else str(failed) if failed else ""
    text = f'<text class="count" x="{left + _CELL / 2:g}" y="{top + 14}">{sign}</text>'
    return _square(left, top, _class(passed, asked)) + (text if sign else "")


def _square(left: float, top: float, kind: str) -> str:
    return (
        f'<rect class="{kind}" x="{left + 0.5:g}" y="{top + 0.5:g}" rx="2" '
        f'width="{_CELL - 1}" height="{_ROW - 2}"/>'
    )


def _class(passed: int, asked: int) -> str:
    if not asked:
        return "absent"
    if passed == asked:
        return "all"
    share = passed / asked
    return "most" if share >= 0.9 else "half" if share >= 0.5 else "few"


def _legend(top: int) -> Iterator[str]:
    for number, (kind, text) in enumerate(_LEGEND):
        left = 8 + 102 * number
        yield _square(left, top + 12, kind)
        yield f'<text class="note" x="{left + 24}" y="{top + 26}">{text}</text>'
    yield (
        f'<text class="note" x="8" y="{top + 50}">A number: cases that failed. '
        "A dot: it has no such function.</text>"
    )
