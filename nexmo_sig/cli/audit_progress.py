"""How far an audit is: on a terminal only."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from ..audit.readers import Recording
from ..audit.tally import Tally


@contextmanager
def progress(recordings: Sequence[Recording]) -> Iterator[Callable[[Tally, Recording], None]]:
    """Show records, their rate and the share of the bytes that were read; give what updates it.

    Nothing is shown where the standard error is not a terminal.
    """
    if sys.stderr is None or not sys.stderr.isatty():
        yield lambda _tally, _recording: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        Progress,
        ProgressColumn,
        TaskProgressColumn,
        TextColumn,
    )

    sizes = [recording.source.size for recording in recordings]
    total = None if None in sizes else sum(size or 0 for size in sizes)
    columns: list[ProgressColumn] = [TextColumn("{task.description}", markup=False)]
    if total is not None:
        columns += [BarColumn(), TaskProgressColumn()]
    started = time.monotonic()
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("reading", total=total)

        def update(tally: Tally, _recording: Recording) -> None:
            seen = tally.records + tally.skipped
            rate = seen / max(time.monotonic() - started, 0.001)
            done = sum(recording.bytes_read for recording in recordings)
            text = f"{seen:,} records, {rate:,.0f} a second"
            shown.update(task, description=text, completed=done)

        yield update
