"""HTTP Archives (HAR 1.2), entry by entry."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote_plus

import ijson

from .events import exceeds
from .guard import GuardedJSON, TooMuch
from .moments import from_iso
from .rows import UNREADABLE, Row
from .sources import Stream

_BUFFER = 65_536


class Archive:
    """The entries of an archive.

    Attributes:
        problem: why the archive could not be read to its end; ``None`` if it was.
    """

    def __init__(self, stream: Stream, header: str) -> None:
        self.problem: str | None = None
        self._guarded = GuardedJSON(stream)
        self._header = header

    def rows(self) -> Iterator[tuple[int, Row]]:
        """Yield the entries that can be found, with their numbers from 1."""
        number = 0
        try:
            for number, entry in enumerate(self._entries(), 1):
                self._guarded.entry_ends()
                yield number, row_of(entry, self._header)
        except TooMuch as problem:
            self.problem = f"after entry {number}, {problem}"
        except (ijson.JSONError, ValueError):  # the latter for numbers of any length
            self.problem = f"after entry {number}, it is not JSON"
        self.problem = self._guarded.problem or self.problem

    def _entries(self) -> Iterator[Any]:
        entries: Iterator[Any] = ijson.items(
            self._guarded, "log.entries.item", buf_size=_BUFFER, use_float=True
        )
        return entries


def row_of(entry: Any, header: str = "Authorization") -> Row:
    """Read an entry.

    Args:
        entry: the JSON object.
        header: the name of the header that holds the token of a signed webhook.
    """
    try:
        row = _row(entry, header)
    except (KeyError, TypeError, AttributeError, ValueError):  # of another shape, or not Base64
        return UNREADABLE
    texts = (row.method, row.url, row.content_type, row.authorization)
    return row if all(isinstance(text, str) for text in texts) else UNREADABLE


def _row(entry: Mapping[str, Any], header: str) -> Row:
    request = entry["request"]
    headers = _headers(request)
    posted = request.get("postData") or {}
    body = _body(request, posted)
    status = (entry.get("response") or {}).get("status")
    started = entry.get("startedDateTime")
    return Row(
        time=from_iso(started) if isinstance(started, str) else None,
        method=request["method"],
        url=request["url"],
        content_type=headers.get("content-type", posted.get("mimeType", "")),
        authorization=headers.get(header.lower(), ""),
        body=body,
        status=status if isinstance(status, int) and status > 0 else None,
        cut=body is not None and exceeds(headers.get("content-length", ""), body),
    )


def _headers(request: Mapping[str, Any]) -> dict[str, str]:
    joined: dict[str, str] = {}
    for header in request.get("headers") or ():
        name, value = header["name"].lower(), header["value"]
        joined[name] = f"{joined[name]}, {value}" if name in joined else value
    return joined


def _body(request: Mapping[str, Any], posted: Mapping[str, Any]) -> bytes | None:
    text = posted.get("text")
    if text is None and posted.get("params"):
        return "&".join(map(_field, posted["params"])).encode()
    if text is None:
        return b"" if request["method"] != "POST" or request.get("bodySize") == 0 else None
    if posted.get("encoding") == "base64":
        return base64.b64decode(text, validate=True)
    encoded: bytes = text.encode()
    return encoded


def _field(param: Mapping[str, Any]) -> str:
    return f"{quote_plus(param['name'])}={quote_plus(param.get('value') or '')}"
