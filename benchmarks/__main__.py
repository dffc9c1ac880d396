"""The command: ``python -m benchmarks``."""

from __future__ import annotations

import argparse
from pathlib import Path

from . import hostile, pages, speed
from .text import duration
from .timing import Effort

_DOCS = Path(__file__).parent.parent / "docs"
_NORMAL = Effort(
    processes=8, rounds=300, imports=30, hostile_rounds=20, hostile_bytes=hostile.MAX_BYTES
)
_QUICK = Effort(processes=1, rounds=2, imports=1, hostile_rounds=1, hostile_bytes=16_384)


def main() -> None:
    """Measure, and print the table of speed or write the pages."""
    parser = _parser()
    options = parser.parse_args()
    if options.quick and options.write == _DOCS:
        parser.error("a quick run measures nothing that docs should show: give another folder")
    effort = _QUICK if options.quick else _NORMAL
    if options.write:
        for path in pages.write(effort, options.write):
            print("wrote", path)
        return
    results = speed.results(effort, options.only)
    if not results:
        raise SystemExit(f"no row holds {options.only!r}")
    print(_line("operation", "compared with", "nexmo_sig", "other", "ratio"))
    for row in results:
        times = duration(row.ours), duration(row.theirs)
        print(_line(row.operation, row.against, *times, f"{row.ratio:.2f}"))


def _line(operation: str, against: str, ours: str, theirs: str, ratio: str) -> str:
    return f"{operation:42} {against:32} {ours:>9} {theirs:>9} {ratio:>6}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="Compare the speed of nexmo_sig with that of the official Python SDKs. A ratio "
        "below 1 means that nexmo_sig is faster.",
    )
    parser.add_argument(
        "--only", default="", metavar="TEXT", help="measure the rows that hold this text"
    )
    parser.add_argument(
        "--write",
        type=Path,
        nargs="?",
        const=_DOCS,
        metavar="FOLDER",
        help="measure everything, and write the tables into the pages; default: docs",
    )
    parser.add_argument(
        "--quick", action="store_true", help="see that everything runs; the numbers mean nothing"
    )
    return parser


if __name__ == "__main__":
    main()
