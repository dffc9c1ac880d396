"""Exports of tables: which of their columns is which, and what their cells say."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from ...errors import UsageError
from .moments import ISO, UNITS, Nanoseconds, from_iso, from_number
from .rows import UNREADABLE, Row

COLUMNS = (*("time", "method", "url", "content_type", "authorization", "body", "status", "client"),)
"""The fields that a column of a table can stand for."""


@dataclass(frozen=True, slots=True)
class Fields:
    """How an export of a table is read.

    Attributes:
        names: the table's own name of each of :data:`COLUMNS`.
        time_unit: ``s``, ``ms``, ``us`` or ``ns`` for numbers, ``iso`` for strings; ``None`` if
            only timestamps are times.

    Raises:
        UsageError: a name or a unit is unknown.
    """

    names: Mapping[str, str] = field(default_factory=lambda: {name: name for name in COLUMNS})
    time_unit: str | None = None

    def __post_init__(self) -> None:
        if unknown := sorted(self.names.keys() - set(COLUMNS)):
            raise UsageError(
                f"{unknown[0]!a} is not a column of a record: use one of {', '.join(COLUMNS)}",
                "names",
            )
        if self.time_unit is not None and self.time_unit not in (*UNITS, ISO):
            raise UsageError(f"the unit of time must be one of {', '.join(UNITS)}, {ISO}")

    def check(self, present: Collection[str]) -> None:
        """Check that a table has the columns that it must have.

        Raises:
            UsageError: one that was mapped is missing; or there is neither a URL nor a body.
        """
        for name, key in self.names.items():
            if key != name and key not in present:
                raise UsageError(f"the recording has no column {key!a}, which is to be {name}")
        if not {self.names[name] for name in ("url", "body")} & set(present):
            raise UsageError(
                "the recording has neither a column url nor body: name its own with --map url=NAME"
            )

    def row(self, cells: Mapping[str, object]) -> Row:
        """Return the record of a row; one with a cell of a wrong type is unreadable."""
        try:
            return Row(
                time=self._time(cells["time"]),
                status=_status(cells["status"]),
                body=_body(cells["body"]),
                method=_text(cells["method"]),
                url=_text(cells["url"]),
                content_type=_text(cells["content_type"]),
                authorization=_text(cells["authorization"]),
                client=_text(cells["client"]),
            )
        except (TypeError, UnicodeError):
            return UNREADABLE

    def _time(self, cell: object) -> int | None:
        if isinstance(cell, str):
            return self._time_of_text(cell)
        if isinstance(cell, Nanoseconds):
            return int(cell)
        return from_number(cell, self.time_unit) if self.time_unit in UNITS else None

    def _time_of_text(self, text: str) -> int | None:
        if self.time_unit == ISO:
            return from_iso(text)
        if self.time_unit is None:
            return None
        number = _number(text)
        return None if number is None else from_number(number, self.time_unit)


def _text(cell: object) -> str | None:
    if cell is None or isinstance(cell, str):
        return cell
    if isinstance(cell, bytes):
        return cell.decode()
    raise TypeError


def _body(cell: object) -> bytes | None:
    if cell is None or isinstance(cell, bytes):
        return cell
    if isinstance(cell, str):
        return cell.encode()
    raise TypeError


def _status(cell: object) -> int | None:
    if isinstance(cell, str):
        return int(cell) if cell.isascii() and cell.isdigit() and len(cell) <= 9 else None
    return cell if isinstance(cell, int) and not isinstance(cell, bool) else None


def _number(text: str) -> int | float | None:
    for kind in (int, float):
        read: Callable[[str], int | float] = kind
        try:
            return read(text)
        except ValueError:
            continue
    return None
