"""The pages of the documentation: people write them, and this fills in the tables.

A table stands between ``<!-- measured: NAME -->`` and ``<!-- end -->``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from . import growth, hostile, memory, speed
from .text import duration, machine, size, table
from .timing import Effort

PERFORMANCE, HOSTILE = "performance.md", "hostile-input.md"
BLOCK = re.compile(r"(<!-- measured: ([\w ]+) -->\n\n)(.*?)(?=<!-- end -->)", re.DOTALL)
_METHODS = ("sha256", "sha512", "md5hash")


def write(effort: Effort, folder: Path) -> list[Path]:
    """Measure everything, fill in the pages of a folder, and return where they are."""
    pages = {folder / PERFORMANCE: _performance(effort), folder / HOSTILE: _hostile(effort)}
    for path, blocks in pages.items():
        path.write_text(_filled(path.read_text(encoding="utf-8"), blocks), "utf-8", newline="\n")
    return list(pages)


def _performance(effort: Effort) -> dict[str, str]:
    return {
        "speed": speed_table(speed.results(effort)),
        "machine": machine(),
        "growth": table(
            ("parameters", "nexmo_sig", "vonage-http-client"),
            [
                (f"{size:,}", duration(ours), duration(theirs))
                for size, ours, theirs in growth.measure(effort.rounds)
            ],
        ),
        "signers": table(
            ("a `Signer`", "bytes"),
            [(name, f"{held:,.0f}") for name, held in memory.of_signers(_METHODS).items()],
        ),
        "calls": table(
            ("a call", "bytes"), [(name, f"{peak:,}") for name, peak in memory.of_calls().items()]
        ),
    }


def _hostile(effort: Effort) -> dict[str, str]:
    results = hostile.results(effort.hostile_rounds, effort.hostile_bytes)
    return {"machine": machine()} | {
        heading: _hostile_table(heading, shapes, hostile.size_of(heading, effort.hostile_bytes))
        for heading, shapes in results.items()
    }


def speed_table(results: Sequence[speed.Result]) -> str:
    """Write the rows of the table of speed."""
    return table(
        ("operation", "ratio", "time", "compared with"),
        [(row.operation, f"{row.ratio:.2f}", duration(row.ours), row.against) for row in results],
    )


def _hostile_table(heading: str, shapes: Sequence[hostile.Result], number: int) -> str:
    return table(
        (heading, size(number), "growth", "answer"),
        [(row.shape, duration(row.seconds), f"{row.growth:.2f}", row.answer) for row in shapes],
    )


def _filled(page: str, blocks: Mapping[str, str]) -> str:
    return BLOCK.sub(lambda block: f"{block[1]}{blocks[block[2]]}\n\n", page)
