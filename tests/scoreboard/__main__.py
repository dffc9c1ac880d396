"""Measure, and write the numbers, tables and picture of the docs; or try a program of your own.

::

    python -m scoreboard                       writes what docs/scoreboard.md shows
    python -m scoreboard try COMMAND [ARGS]    tells what a program passes
"""

import sys
from datetime import UTC, datetime
from pathlib import Path

from scoreboard import page
from scoreboard.measure import Implementation, by_protocol, measure, summary


def publish() -> None:
    measured, rows = f"{datetime.now(UTC):%Y-%m-%d}", measure()
    page.NUMBERS.write_text(page.numbers_text(measured, rows), encoding="utf-8", newline="\n")
    page.TABLES.write_text(page.tables_text(measured, rows), encoding="utf-8", newline="\n")
    page.PICTURE.write_text(page.picture_text(), encoding="utf-8", newline="\n")


def try_out(command: list[str]) -> int:
    """Print what a program passes of each group, and the cases that it fails."""
    row = summary(Implementation(command[0], "", lambda: by_protocol(command, Path.cwd())))
    for name, (passed, asked) in row["groups"].items():
        print(f"{name}: {f'{passed} of {asked} passed' if asked else 'left out'}")
    for case_id in row["failed"]:
        print(f"failed: {case_id}")
    return 1 if row["failed"] else 0


if __name__ == "__main__":
    match sys.argv[1:]:
        case []:
            publish()
        case ["try", *command] if command:
            sys.exit(try_out(command))
        case _:
            sys.exit(__doc__)
