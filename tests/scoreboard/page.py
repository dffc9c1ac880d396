"""What is published of the scoreboard: the numbers, the tables, and the picture for README."""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from scoreboard.groups import group_of
from scoreboard.measure import cases, load

sys.path.append(str(Path(__file__).parent.parent.parent))

from docs.diagrams import scoreboard
from docs.diagrams.svg import standalone

DOCS = Path(scoreboard.__file__).parent.parent
NUMBERS = DOCS / "scoreboard.json"
TABLES = DOCS / "scoreboard-measured.md"
PICTURE = DOCS / "scoreboard.svg"
SHOWN = 2  # cases of a flag that are named; the numbers name all

Row: TypeAlias = dict[str, Any]


def numbers_text(measured: str, rows: Sequence[Row]) -> str:
    """Return the numbers as JSON, a row to a line."""
    lines = ",\n".join(f"  {json.dumps(row, ensure_ascii=False)}" for row in rows)
    return f'{{\n "measured": "{measured}",\n "implementations": [\n{lines}\n ]\n}}\n'


def published() -> tuple[str, list[Row]]:
    """Return the day and the rows that were published last."""
    content = json.loads(NUMBERS.read_text(encoding="utf-8"))
    return content["measured"], content["implementations"]


def tables_text(measured: str, rows: Sequence[Row]) -> str:
    """Return the tables: the sums, and what failed."""
    total = len(cases())
    parts = [
        "# The scoreboard in numbers\n",
        f"Measured on {measured}, with all {total:,} cases of a receiver.\n",
        "| implementation | passed | failed | left out |",
        "| --- | ---: | ---: | ---: |",
        *[summed(row, total) for row in rows],
    ]
    for row in rows:
        if row["failed"]:
            parts += [f"\n## Failures of {scoreboard.label(row)}\n", *failures(row)]
    return "\n".join(parts) + "\n"


def summed(row: Row, total: int) -> str:
    failed, left_out = len(row["failed"]), row["left_out"]
    passed = total - failed - left_out
    return f"| {scoreboard.label(row)} | {passed:,} | {failed:,} | {left_out:,} |"


def failures(row: Row) -> Iterator[str]:
    """Yield a table of the cases that failed, by flag."""
    asked = {(kind, case["id"]): case for kind, case in cases()}
    failed = [key for key in asked if key[1] in {*row["failed"]}]
    flags: dict[tuple[str, str, str], list[str]] = {}
    for kind, case_id in failed:
        case = asked[kind, case_id]
        key = (group_of(kind, case), kind, case["flags"][0])
        flags.setdefault(key, []).append(case_id)
    sizes = Counter((kind, case["flags"][0]) for kind, case in cases())
    yield "| subject of the cases | failed | such as |"
    yield "| --- | --- | --- |"
    for (group, kind, flag), ids in flags.items():
        about = f"**{group}**, `{flag}`: {load(kind)['notes'][flag]}"
        named = ", ".join(f"`{case_id}`" for case_id in ids[:SHOWN])
        yield f"| {about} | {len(ids)} of {sizes[kind, flag]} | {named} |"


def picture_text() -> str:
    """Return the picture of the numbers that were published last."""
    return standalone(scoreboard.draw())
