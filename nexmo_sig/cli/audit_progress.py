"""How far an audit is: on a terminal only."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ..audit.readers import Recording
from ..audit.tally import Tally

if TYPE_CHECKING:
    from rich.progress import Progress


@contextmanager
def progress(recordings: Sequence[Recording]) -> Iterator[Callable[[Tally, Recording], None]]:
    """Show records, their rate and the share of the bytes that were read; give what updates it.

    Nothing is shown where the standard error is not a terminal.
    """
    if sys.stderr is None or not sys.stderr.isatty():
        yield lambda _tally, _recording: None
        return
    total = _total(recordings)
    started = time.monotonic()
    with _shown(has_bar=total is not None) as shown:
        task = shown.add_task("reading", total=total)

        def update(tally: Tally, _recording: Recording) -> None:
            seen = tally.records + tally.skipped
            rate = seen / max(time.monotonic() - started, 0.001)
            done = sum(recording.bytes_read for recording in recordings)
            text = f"{seen:,} records, {rate:,.0f} a second"
            shown.update(task, description=text, completed=done)

        yield update


def _total(recordings: Sequence[Recording]) -> int | None:
    """Return the bytes of all recordings as they are stored; ``None`` where that is unknown."""
    sizes = [recording.source.size for recording in recordings]
    return None if None in sizes else sum(size or 0 for size in sizes)


def _shown(*, has_bar: bool) -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    text = TextColumn("{task.description}", markup=False)
    bar = (BarColumn(), TaskProgressColumn()) if has_bar else ()
    return Progress(text, *bar, console=Console(stderr=True), transient=True)
