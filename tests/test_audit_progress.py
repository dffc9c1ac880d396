"""How far an audit is, as a terminal shows it."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest
from audit_command import GENUINE, line
from command_line import SETTINGS, environment

from nexmo_sig.audit.readers import Recording, Source

TABLE = pa.table({"method": ["GET"] * 30_000, "url": [f"{GENUINE}&n={n}" for n in range(30_000)]})


def as_parquet(file: Path) -> None:
    pq.write_table(TABLE, file, row_group_size=7_000)


def as_csv(file: Path) -> None:
    pyarrow.csv.write_csv(TABLE, file)


def as_log(file: Path) -> None:
    file.write_text(line(GENUINE) * 30_000, encoding="utf-8")


KINDS = pytest.mark.parametrize("write", [as_parquet, as_csv, as_log])


@KINDS
def test_the_share_that_was_read_grows_to_the_whole(
    tmp_path: Path, write: Callable[[Path], None]
) -> None:
    write(tmp_path / "r")
    recording = Recording(Source(str(tmp_path / "r")))
    read = [recording.bytes_read for _ in recording.batches()]
    size = (tmp_path / "r").stat().st_size
    assert read == sorted(read)
    assert 0 < read[0] < 0.9 * size
    assert read[-1] == size


@pytest.mark.posix
@KINDS
def test_a_terminal_shows_records_and_the_share(
    tmp_path: Path, write: Callable[[Path], None]
) -> None:
    write(tmp_path / "r")
    shown = on_a_terminal("audit", "--any-age", str(tmp_path / "r"))
    assert "30,000 records, " in shown
    assert "100%" in shown


@pytest.mark.posix
def test_a_terminal_shows_no_share_of_a_length_that_is_unknown(tmp_path: Path) -> None:
    as_log(tmp_path / "r")
    with open(tmp_path / "r", "rb") as stdin:
        shown = on_a_terminal("audit", "--any-age", "-", stdin=stdin.fileno())
    assert "30,000 records, " in shown
    assert "%" not in shown


def on_a_terminal(*arguments: str, stdin: int = subprocess.DEVNULL) -> str:
    """Run the command with a terminal as its standard error, and return what that shows."""
    import pty

    parent, child = pty.openpty()
    command = [sys.executable, "-m", "nexmo_sig", *arguments]
    settings = environment(SETTINGS | {"TERM": "xterm", "COLUMNS": "120"})
    with subprocess.Popen(
        command, stdin=stdin, stdout=subprocess.DEVNULL, stderr=child, env=settings
    ) as process:
        os.close(child)
        shown = b""
        try:
            while piece := os.read(parent, 65_536):
                shown += piece
        except OSError:  # the end, on Linux
            pass
    os.close(parent)
    assert process.returncode in (0, 1, 4)
    return shown.decode()
