"""One recording, read from its beginning to its end, or as far as it can be read."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial

import pyarrow as pa
import pyarrow.parquet as pq

from ...errors import NexmoSigError
from . import comma_separated, events, json_lines, logs
from .fields import Fields
from .formats import HEAD, format_of
from .har import Archive
from .lines import StreamCut, lines, read_chunk
from .rows import Row, batches
from .sources import Counted, Source, Stream, opened
from .tables import parquet_batches

_DAMAGED = "the compressed data is damaged or cut"
_LineReader = Callable[[Iterable[tuple[int, bytes | None]]], Iterator[tuple[int, Row]]]


@dataclass(slots=True)
class Recording:
    """One recording.

    Args:
        source: where it is.
        format: one of :data:`~nexmo_sig.audit.readers.formats.FORMATS`; detected if ``None``.
        fields: how the columns of a table are read.
        header: the name of the header that holds the token of a signed webhook.

    Attributes:
        problem: why it could not be read to its end; ``None`` if it was, once all was read.
    """

    source: Source
    format: str | None = None
    fields: Fields = field(default_factory=Fields)
    header: str = "Authorization"
    problem: str | None = None
    _file: Counted | None = None
    _share: float = 0.0

    @property
    def bytes_read(self) -> int:
        """Bytes that were read so far, as they are stored; of Parquet, by the share of its rows."""
        if self._share and (size := self.source.size) is not None:
            return round(self._share * size)
        return self._file.count if self._file else 0

    @property
    def digest(self) -> str | None:
        """The SHA-256 of the bytes that were read of a stream, in hexadecimal."""
        return self._file.digest.hexdigest() if self._file else None

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Yield the records, in order.

        Raises:
            UsageError: it cannot be opened, or its format or its columns are not known.
        """
        with opened(self.source) as (self._file, stream):
            ahead = _Ahead(stream)
            head = ahead.peek(HEAD)
            if not head:
                self.problem = _DAMAGED if ahead.is_damaged else None
                return
            self.format = self.format or format_of(head, self.source.name)
            yield from self._batches(ahead)

    def _batches(self, stream: _Ahead) -> Iterator[pa.RecordBatch]:
        if self.format == "parquet":
            yield from self._parquet(stream)
        elif self.format == "har":
            archive = Archive(stream, self.header)
            yield from batches(self.source.name, archive.rows())
            self.problem = archive.problem
        else:
            yield from batches(self.source.name, self._rows(stream))

    def _parquet(self, stream: _Ahead) -> Iterator[pa.RecordBatch]:
        try:
            with _as_file(self.source, stream) as path:
                rows = pq.read_metadata(path).num_rows
                for batch in parquet_batches(path, self.source.name, self.fields):
                    self._share = batch.column("record")[-1].as_py() / rows
                    yield batch
        except NexmoSigError:
            raise
        except (pa.ArrowException, StreamCut, OSError, ValueError, KeyError):
            self.problem = "the parquet file is damaged"

    def _rows(self, stream: Stream) -> Iterator[tuple[int, Row]]:
        try:
            if self.format == "csv":
                yield from comma_separated.rows(stream, self.fields)
            else:
                yield from self._reader()(lines(stream))
        except StreamCut:
            self.problem = _DAMAGED

    def _reader(self) -> _LineReader:
        if self.format == "events":
            return partial(json_lines.rows, row_of=partial(events.row_of, header=self.header))
        if self.format == "jsonl":
            return partial(json_lines.rows, row_of=json_lines.table_row(self.fields))
        return logs.rows


class _Ahead:
    """A stream whose beginning can be looked at before it is read."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._ahead = b""
        self.is_damaged = False

    def peek(self, size: int) -> bytes:
        try:
            while len(self._ahead) < size and (more := read_chunk(self._stream)):
                self._ahead += more
        except StreamCut:
            self.is_damaged = True
        return self._ahead[:size]

    def read(self, size: int, /) -> bytes:
        if self._ahead:
            ahead, self._ahead = self._ahead, b""
            return ahead
        return self._stream.read(size)


@contextmanager
def _as_file(source: Source, stream: _Ahead) -> Iterator[str]:
    """Give the path of the content of a stream: the source's own where that will do."""
    if not source.is_standard_input:
        with open(source.name, "rb") as file:
            is_plain = file.read(HEAD) == stream.peek(HEAD)[:HEAD]
        if is_plain:
            yield source.name
            return
    with tempfile.TemporaryDirectory() as directory:
        path = os.path.join(directory, "recording")
        with open(path, "wb") as copy:
            while chunk := read_chunk(stream):
                copy.write(chunk)
        yield path
