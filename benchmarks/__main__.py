"""The command: ``python -m benchmarks``."""

from __future__ import annotations

import argparse

from . import speed
from .text import duration
from .timing import Effort

_NORMAL = Effort(processes=5, rounds=500, imports=30)
_QUICK = Effort(processes=1, rounds=5, imports=1)


def main() -> None:
    """Measure, and print the table of speed."""
    options = _parser().parse_args()
    for result in speed.results(_QUICK if options.quick else _NORMAL, options.only):
        times = f"{duration(result.ours):>10} {duration(result.theirs):>10}"
        print(f"{result.what:42} {result.against:32} {times} {result.ratio:6.2f}", flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="Measure nexmo_sig against the official Python SDKs: the time of each, and the "
        "ratio of ours to theirs.",
    )
    parser.add_argument("--only", default="", metavar="WORD", help="rows that hold this word")
    parser.add_argument(
        "--quick", action="store_true", help="see that everything runs; the numbers mean nothing"
    )
    return parser


if __name__ == "__main__":
    main()
