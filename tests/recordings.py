"""Reading recordings, in tests."""

from pathlib import Path
from typing import Any

from common import NOW

from nexmo_sig.audit.readers import Recording, Source
from nexmo_sig.audit.tally import plain_rows

NANOSECONDS = NOW * 10**9
LINE = (
    '192.0.2.1 - - [14/Nov/2023:22:13:20 +0000] "GET /cb?a=1 HTTP/1.1" 200 5 "-" "curl/8 (x) \\"y"'
)
Row = dict[str, Any]


def read(path: Path, **options: Any) -> tuple[list[Row], Recording]:
    """Read a recording; return what was recorded, and the recording."""
    recording = Recording(Source(str(path)), **options)
    rows = [row for batch in recording.batches() for row in plain_rows(batch)]
    assert all(row.pop("source") == str(path) for row in rows)
    return [
        {name: value for name, value in row.items() if value is not None} for row in rows
    ], recording


def written(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def only(path: Path, **options: Any) -> Row:
    (row,), recording = read(path, **options)
    assert recording.problem is None
    return row


CSV = 'received,url,body\n2023-11-14T22:13:20Z,"/a,b""?x=1",\n,/b,""\n'
