"""The strings that token makers hash in place of the payload that they send.

The most common mistake: JSON that was parsed and written again on its way has other bytes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from itertools import islice, product
from typing import NamedTuple

from .._token import decode_value
from .._wire.form import decode_form
from ..errors import NexmoSigError
from ..request import Request

_MOST_BYTES = 4_194_304
"""Of JSON that is written again for one diagnosis; each MiB takes up to a tenth of a second."""

_LEAST_WRITTEN = 4
_LARGEST_INDENTED = 65_536  # bytes: Python indents JSON slowly

_HASH_SENT = "hash the bytes of the body as it sends them"


class Hashed(NamedTuple):
    """A string that may have been hashed in place of the payload.

    Attributes:
        code: the name of the mistake.
        action: what the sender did, to follow "The sender ...".
        remedy: what to do instead, to follow "it should ...".
        payload: the bytes that were hashed.
    """

    code: str
    action: str
    remedy: str
    payload: bytes


def hashed_payloads(request: Request, payload: bytes) -> Iterator[Hashed]:
    """Yield what may have been hashed in place of the payload of a request."""
    yield from _with_other_ends(payload)
    yield Hashed("payload-empty", "hashed the empty string", _HASH_SENT, b"")
    yield from _of_query(request)
    yield from _in_other_charsets(payload)
    if len(payload) and (value := _json_value(payload)) is not None:
        most = max(_LEAST_WRITTEN, _MOST_BYTES // len(payload))
        yield from islice(_rewritten(value, payload), most)


def _with_other_ends(payload: bytes) -> Iterator[Hashed]:
    added, removed = "hashed a newline after the payload", "did not hash the end of the payload"
    for end in (b"\n", b"\r\n"):
        yield Hashed("payload-newline", added, _HASH_SENT, payload + end)
    for shorter in (payload.rstrip(b"\r\n"), payload.rstrip(), payload.strip()):
        yield Hashed("payload-newline", removed, _HASH_SENT, shorter)
    without = payload.removeprefix(b"\xef\xbb\xbf")
    yield Hashed("payload-mark", "did not hash the byte order mark", _HASH_SENT, without)
    yield Hashed("payload-mark", "hashed a byte order mark", _HASH_SENT, b"\xef\xbb\xbf" + without)


def _of_query(request: Request) -> Iterator[Hashed]:
    action, query = "hashed the query in place of the body", request.url.partition("?")[2]
    if not request.body and request.method == "GET":
        action = "hashed the query as it stands in the URL"
        remedy = "hash the compact JSON of the parameters of the query"
        yield Hashed("payload-query", action, remedy, query.encode(errors="replace"))
        return
    yield Hashed("payload-query", action, _HASH_SENT, query.encode(errors="replace"))
    for form, done in ((query, action), (_string(request.body), "hashed the form as JSON")):
        try:
            params = decode_form(form)
        except NexmoSigError:
            continue
        for written in map(_utf8, (_write(params), _write(params, ", ", ": "))):
            yield Hashed(
                "payload-query" if form is query else "payload-rewritten", done, _HASH_SENT, written
            )


def _in_other_charsets(payload: bytes) -> Iterator[Hashed]:
    for charset in ("iso-8859-1", "utf-16-le"):
        encoded = _string(payload).encode(charset, "replace")
        yield Hashed("wrong-charset", f"hashed the payload as {charset}", "use UTF-8", encoded)


def _json_value(payload: bytes) -> object:
    try:
        return decode_value(payload.decode())
    except (UnicodeDecodeError, NexmoSigError):
        return None


def _rewritten(value: object, payload: bytes) -> Iterator[Hashed]:
    remedy = "hash the bytes that it sends, and so must the receiver, before anything parses them"
    written_again = "hashed JSON that was parsed and written again"
    kinds, escapes = [value], _escapes()
    if _FLOAT.search(payload):  # only these are other numbers to JavaScript
        kinds.append(json.loads(payload, parse_float=_number_of_javascript))
    for (how, escape), is_sorted, (space, separators) in product(escapes, (False, True), _SPACES):
        for kind in kinds:
            text = escape(_write(kind, *separators, is_sorted=is_sorted))
            order = ", sorted" if is_sorted else ""
            action = f"{written_again} ({space}{order}, {how})"
            yield Hashed("payload-rewritten", action, remedy, _utf8(text))
    if len(payload) <= _LARGEST_INDENTED:
        for indent, (how, escape) in product(_INDENTS, escapes[:2]):
            text = escape(json.dumps(value, indent=indent, ensure_ascii=False))
            yield Hashed(
                "payload-rewritten", f"{written_again} (indented, {how})", remedy, _utf8(text)
            )


def _write(value: object, comma: str = ",", colon: str = ":", is_sorted: bool = False) -> str:
    separators = (comma, colon)
    return json.dumps(value, ensure_ascii=False, separators=separators, sort_keys=is_sorted)


def _utf8(text: str) -> bytes:
    return text.encode(errors="surrogatepass")


def _string(data: bytes) -> str:
    return data.decode(errors="replace")


def _number_of_javascript(digits: str) -> float | int:
    number = float(digits)
    return int(number) if number.is_integer() and abs(number) < 1e21 else number


class _Escapes(dict[int, str | int]):
    """A table for ``str.translate``: escapes are those of UTF-16 code units (RFC 8259, 7).

    Each character is looked at once a diagnosis, as a payload may hold thousands of them.
    """

    def __init__(self, pattern: str, digits: str) -> None:
        self._is_escaped = re.compile(pattern).fullmatch
        self._digits = digits

    def __missing__(self, character: int) -> str | int:
        written: str | int = character
        if self._is_escaped(chr(character)):
            units = chr(character).encode("utf-16-be", "surrogatepass").hex(" ", 2).split()
            written = "".join(f"\\u{int(unit, 16):{self._digits}}" for unit in units)
        self[character] = written
        return written


def _with_slashes(text: str) -> str:
    return text.replace("/", "\\/")


def _escapes() -> tuple[tuple[str, Callable[[str], str]], ...]:
    in_ascii = _Escapes("[^\x00-\x7f]", "04x")
    for_html = _Escapes("[<>&\u2028\u2029]", "04x")
    as_dotnet = _Escapes("[^\x00-\x7f]|[<>&'+`\x7f]", "04X")
    return (
        ("with characters as they are", str),
        ("with non-ASCII characters escaped", lambda text: text.translate(in_ascii)),
        (
            "with non-ASCII characters and / escaped",
            lambda text: _with_slashes(text.translate(in_ascii)),
        ),
        ("with / escaped", _with_slashes),
        ("with <, > and & escaped", lambda text: text.translate(for_html)),
        (
            "with non-ASCII characters, quotes and signs of HTML escaped",
            lambda text: text.translate(as_dotnet),
        ),
    )


_FLOAT = re.compile(rb"\d[.eE]")
_SPACES = (("compact", (",", ":")), ("spaced", (", ", ": ")))
_INDENTS: tuple[int | str, ...] = (2, 4, "\t")
