"""JSON Lines: an object on each line, whose members are the columns of a record.

Events of serverless functions are read by :mod:`nexmo_sig.audit.readers.events`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from .fields import Fields
from .rows import UNREADABLE, Row

Object = dict[str, Any]


def parsed(line: bytes | None) -> Object | None:
    """Return the JSON object of a line, or ``None`` if the line does not hold one."""
    if line is None:
        return None
    try:
        value = json.loads(line.decode())
    except (ValueError, RecursionError):  # the former for Unicode, syntax and numbers of any length
        return None
    return value if isinstance(value, dict) else None


def rows(
    lines: Iterable[tuple[int, bytes | None]], row_of: Callable[[Object], Row]
) -> Iterator[tuple[int, Row]]:
    """Read each line as a record by ``row_of``; one that is broken is unreadable."""
    for number, line in lines:
        found = parsed(line)
        yield number, UNREADABLE if found is None else row_of(found)


def table_row(fields: Fields) -> Callable[[Object], Row]:
    """Return what reads the objects of a table's export, the first of which shows its columns."""
    checked = False

    def row_of(found: Object) -> Row:
        nonlocal checked
        if not checked:
            fields.check(found)
            checked = True
        return fields.row({name: found.get(key) for name, key in fields.names.items()})

    return row_of
