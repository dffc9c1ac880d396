"""CSV (RFC 4180) with a header: a cell without quotes was not recorded if empty."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO

from .fields import Fields
from .lines import MAX_LINE, read_chunk
from .rows import UNREADABLE, Row
from .sources import Stream

_CELL = re.compile(r'(?:"((?:[^"]|"")*+)"|((?:[^",\n][^,\n]*)?))(,|\Z)')
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"

Cells = list[str | None]


def rows(stream: Stream, fields: Fields) -> Iterator[tuple[int, Row]]:
    """Read each record, with its number from 1 after the header; one that is broken is unreadable.

    Raises:
        UsageError: the recording does not have the columns that it must have.
        StreamCut: it cannot be decompressed any further.
    """
    records = _records(stream)
    header = _cells(next(records, b"")) or []
    fields.check([name for name in header if name is not None])
    places = {
        name: header.index(key) if key in header else len(header)
        for name, key in fields.names.items()
    }
    for number, record in enumerate(records, 1):
        cells = _cells(record)
        if cells is None or len(cells) != len(header):
            yield number, UNREADABLE
            continue
        # The added cell stands for the columns that are missing.
        cells.append(None)
        yield number, fields.row({name: cells[place] for name, place in places.items()})


def _records(stream: Stream) -> Iterator[bytes | None]:
    """Yield each record that is not empty; ``None`` for one over the limit."""
    record = bytearray()
    size = quotes = 0
    for part in _parts(stream):
        size += len(part)
        if quotes % 2 or part.startswith(b'"') or b',"' in part:  # not one inside a plain cell
            quotes += part.count(b'"')
        if size <= MAX_LINE:
            record += part
        if part.endswith(b"\n") and quotes % 2 == 0:
            yield from _whole(record, size)
            record, size, quotes = bytearray(), 0, 0
    yield from _whole(record, size)


def _whole(record: bytearray, size: int) -> Iterator[bytes | None]:
    if size > MAX_LINE:
        yield None
    elif line := bytes(record).removesuffix(b"\n").removesuffix(b"\r"):
        yield line


def _parts(stream: Stream) -> Iterator[bytes]:
    """Yield lines, each with its line feed; one may come in several parts."""
    is_start = True
    while chunk := read_chunk(stream):
        yield from BytesIO(chunk.removeprefix(_BYTE_ORDER_MARK) if is_start else chunk)
        is_start = False


def _cells(record: bytes | None) -> Cells | None:
    try:
        text = "" if record is None else record.decode()
    except UnicodeDecodeError:
        return None
    cells: Cells = []
    place = 0
    while found := _CELL.match(text, place):
        quoted, plain, end = found.groups()
        cells.append((plain or None) if quoted is None else quoted.replace('""', '"'))
        if not end:
            return cells
        place = found.end()
    return None
